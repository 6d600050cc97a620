//! The routes about the account: which key may ask, what it has used, what a past request cost. It
//! answers no chat.

use hyper::HeaderMap;
use hyper::header::AUTHORIZATION;
use serde_json::{Value, json};

use crate::body::Reply;
use crate::clock;
use crate::errors::error;
use crate::models::MODELS;
use crate::options::Options;
use crate::state::State;

/// What the API says about a generation and the fake does not know; it sends them as null.
const UNKNOWN_OF_GENERATION: &[&str] = &[
    "upstream_inference_cost",
    "native_tokens_completion_images",
    "moderation_latency",
    "cache_discount",
    "app_id",
    "external_user",
    "http_referer",
    "num_fetches",
    "num_input_audio_prompt",
    "num_media_completion",
    "num_media_prompt",
    "num_search_results",
    "preset_id",
    "provider_responses",
    "router",
    "service_tier",
    "upstream_id",
    "user_agent",
    "web_search_engine",
    "workspace_id",
];

/// The refusal of a request whose key is not the one set; without one set, any or none is good.
pub(crate) fn refusal(headers: &HeaderMap, options: &Options) -> Option<Reply> {
    let no_key = || Some(error(401, "No auth credentials found", "authentication"));
    let Some(header) = headers.get(AUTHORIZATION) else {
        return if options.key.is_some() { no_key() } else { None };
    };
    let key = header.to_str().unwrap_or_default().strip_prefix("Bearer ").unwrap_or_default();
    if key.is_empty() {
        return no_key();
    }
    let known = options.key.as_deref().is_none_or(|expected| expected == key);
    if known { None } else { Some(error(401, "User not found.", "authentication")) }
}

/// `GET /key`.
pub(crate) fn key(state: &State, options: &Options) -> Reply {
    let ledger = state.ledger();
    let used = ledger.cost_usd;
    let daily = options.rpd.unwrap_or(1000);
    Reply::json(
        200,
        &json!({"data": {
            "label": "sk-or-v1-fak...key", "creator_user_id": "user_fake", "organization_id": null,
            "workspace_id": null, "expires_at": null, "allowed_data_regions": ["global"],
            "limit": options.credits, "limit_reset": null,
            "limit_remaining": options.credits.map(|credits| credits - used),
            "usage": used, "usage_daily": used, "usage_weekly": used, "usage_monthly": used,
            "byok_usage": 0, "byok_usage_daily": 0, "byok_usage_weekly": 0, "byok_usage_monthly": 0,
            "include_byok_in_limit": false, "is_free_tier": false, "is_management_key": false,
            "is_provisioning_key": false,
            "free_model_daily_requests": {
                "limit": daily, "used": ledger.billed, "remaining": daily.saturating_sub(ledger.billed),
            },
            "rate_limit": {
                "requests": -1, "interval": "10s",
                "note": "This field is deprecated and safe to ignore.",
            },
        }}),
    )
}

/// `GET /generation?id=`.
pub(crate) fn generation(state: &State, query: &str) -> Reply {
    let id = query.split('&').find_map(|pair| pair.strip_prefix("id=")).unwrap_or_default();
    let number = id.rsplit('-').next().and_then(|hex| usize::from_str_radix(hex, 16).ok());
    let Some(answer) = number.and_then(|number| state.answer(number)) else {
        return error(404, &format!("Generation {id} not found"), "not_found");
    };
    let model = MODELS.get(answer.model).map_or("", |model| model.id);
    let (prompt, completion) = (answer.prompt_tokens, answer.completion_tokens);
    let mut data = json!({
        "id": id, "model": model, "provider_name": "Fake", "origin": "",
        "total_cost": answer.cost_usd, "usage": answer.cost_usd,
        "tokens_prompt": prompt, "tokens_completion": completion,
        "native_tokens_prompt": prompt, "native_tokens_completion": completion,
        "native_tokens_reasoning": 0, "native_tokens_cached": 0,
        "created_at": clock::iso(clock::unix_ms()), "latency": 1, "generation_time": 1,
        "finish_reason": "stop", "native_finish_reason": "stop", "streamed": false,
        "cancelled": false, "is_byok": false, "api_type": "completions", "data_region": "global",
    });
    for field in UNKNOWN_OF_GENERATION {
        data[*field] = Value::Null;
    }
    Reply::json(200, &json!({"data": data}))
}
