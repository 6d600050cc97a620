//! Error answers as OpenRouter words and shapes them: `{"error":{code, message, metadata}}`, its
//! rate-limit headers, and the page of a proxy. It decides nothing about when they are sent.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::body::Reply;
use crate::clock;
use crate::limits::Refusal;
use crate::outcome::Outcome;

/// An error with its status, message and `metadata.error_type`.
pub(crate) fn error(status: u16, message: &str, error_type: &str) -> Reply {
    with_metadata(status, message, json!({"error_type": error_type}))
}

/// An error of a status that somebody asked to see.
pub(crate) fn of_status(status: u16, retry_after: Option<u64>) -> Reply {
    match status {
        402 => out_of_credits(),
        403 => flagged(),
        429 => match retry_after {
            Some(seconds) => upstream_limited().header("retry-after", seconds.to_string()),
            None => upstream_limited(),
        },
        502 => provider_failed(),
        _ => {
            let (message, error_type) = wording(status);
            error(status, message, error_type)
        }
    }
}

fn wording(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => ("Provider returned error: invalid request", "invalid_request"),
        401 => ("User not found.", "authentication"),
        404 => ("No endpoints found for this model.", "not_found"),
        408 => ("Request timed out", "timeout"),
        409 => ("The request conflicts with another one", "invalid_request"),
        412 => ("A precondition of the request failed", "precondition_failed"),
        413 => ("Request payload is too large", "payload_too_large"),
        422 => ("The request could not be processed", "unprocessable"),
        503 => {
            ("No available model provider meets your routing requirements", "provider_unavailable")
        }
        504 => ("The provider did not answer in time", "timeout"),
        524 => ("A timeout occurred at the edge network", "timeout"),
        529 => ("Provider is overloaded", "provider_overloaded"),
        _ => ("Internal Server Error", "server"),
    }
}

/// 402 with nothing left.
pub(crate) fn out_of_credits() -> Reply {
    let message = "Insufficient credits. Add more using https://openrouter.ai/settings/credits";
    error(402, message, "payment_required")
}

/// 402 where a shorter answer could still be paid.
pub(crate) fn can_only_afford(requested: u64, affordable: u64) -> Reply {
    let message = format!(
        "This request requires more credits, or fewer max_tokens. You requested up to {requested} \
         tokens, but can only afford {affordable}. To increase, visit \
         https://openrouter.ai/settings/credits and add more credits"
    );
    error(402, &message, "payment_required")
}

/// 404 for a form of answer that no provider of the model offers.
pub(crate) fn no_endpoints(parameter: &str) -> Reply {
    let message = format!("No endpoints found that support the requested parameter: {parameter}");
    error(404, &message, "not_found")
}

/// 400 for a form of answer that the provider itself refuses.
pub(crate) fn refused_parameter(parameter: &str) -> Reply {
    let raw = format!("{{\"error\":{{\"message\":\"{parameter} is not supported\"}}}}");
    let metadata = json!({"error_type": "invalid_request", "provider_name": "Fake", "raw": raw});
    with_metadata(400, "Provider returned error", metadata)
}

/// 500 from a server that falls over a form of answer it does not know, as small local ones do.
pub(crate) fn stumbled_over(parameter: &str) -> Reply {
    error(500, &format!("Unsupported {parameter}"), "server")
}

fn flagged() -> Reply {
    let metadata = json!({
        "error_type": "content_policy_violation", "reasons": ["violence"],
        "flagged_input": "…", "provider_name": "Fake", "model_slug": "fake",
    });
    with_metadata(403, "Your chosen model requires moderation and your input was flagged", metadata)
}

fn provider_failed() -> Reply {
    let metadata = json!({
        "error_type": "provider_unavailable", "provider_name": "Fake", "raw": "upstream reset",
    });
    with_metadata(502, "Provider returned error", metadata)
}

fn upstream_limited() -> Reply {
    limited(
        "Provider returned error",
        json!({
            "provider_name": "Fake",
            "raw": "The model is temporarily rate-limited upstream. Please retry shortly.",
        }),
    )
}

/// The 429 that an outcome names; `seconds` is how long it asks to wait.
pub(crate) fn limited_as(outcome: Outcome, seconds: u64) -> Reply {
    match outcome {
        Outcome::LimitedDate => {
            upstream_limited().header("retry-after", clock::http_date_in(seconds))
        }
        Outcome::LimitedMs => per_minute(20, clock::unix_ms() + seconds * 1000)
            .header("retry-after-ms", (seconds * 1000).to_string()),
        Outcome::LimitedReset => per_minute(20, clock::unix_ms() + seconds * 1000),
        Outcome::LimitedDay => per_day(50),
        _ => error(429, "Rate limit exceeded", "rate_limit_exceeded"),
    }
}

/// 503 that says by its `availability` whether another try can help.
pub(crate) fn unavailable(retry_after: Option<u64>) -> Reply {
    let availability = match retry_after {
        Some(seconds) => {
            json!({"code": "temporarily_unavailable", "retryable": true, "retry_after": seconds})
        }
        None => json!({"code": "unavailable", "retryable": false}),
    };
    let (message, error_type) = wording(503);
    let metadata = json!({"error_type": error_type, "provider_name": "Fake"});
    let error = json!({"code": 503, "message": message, "metadata": metadata,
        "availability": availability});
    Reply::json(503, &json!({"error": error}))
}

/// The 429 of a hidden limit.
pub(crate) fn limited_by(refusal: Refusal) -> Reply {
    match refusal {
        Refusal::Rpm(limit, wait) => hidden("requests", limit as u64, wait),
        Refusal::Tpm(limit, wait) => hidden("tokens", limit, wait),
        Refusal::Rpd(limit) => per_day(limit),
        Refusal::InFlight(limit) => limited(
            "Provider returned error",
            json!({
                "provider_name": "Fake",
                "raw": format!("Too many concurrent requests: the limit is {limit}"),
            }),
        ),
    }
}

fn hidden(of: &str, limit: u64, wait: Duration) -> Reply {
    let seconds = u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(60).max(1);
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(60_000);
    let message = format!("Rate limit exceeded: limited to {limit} {of} per minute");
    with_limit_headers(&message, limit, clock::unix_ms() + wait_ms)
        .header("retry-after", seconds.to_string())
}

fn per_minute(limit: u64, reset_ms: u64) -> Reply {
    with_limit_headers("Rate limit exceeded: free-models-per-min. ", limit, reset_ms)
}

fn per_day(limit: u64) -> Reply {
    let message = "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free \
                   model requests per day";
    with_limit_headers(message, limit, clock::next_midnight_ms())
}

fn with_limit_headers(message: &str, limit: u64, reset_ms: u64) -> Reply {
    let headers = json!({
        "X-RateLimit-Limit": limit.to_string(),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": reset_ms.to_string(),
    });
    limited(message, json!({"headers": headers, "provider_name": null}))
        .header("x-ratelimit-limit", limit.to_string())
        .header("x-ratelimit-remaining", "0".to_owned())
        .header("x-ratelimit-reset", reset_ms.to_string())
}

fn limited(message: &str, mut metadata: Value) -> Reply {
    metadata["error_type"] = json!("rate_limit_exceeded");
    with_metadata(429, message, metadata)
}

/// The page that a proxy in between shows instead of an answer.
pub(crate) fn html_page() -> Reply {
    let page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>\
                <body><center><h1>502 Bad Gateway</h1></center><hr></body></html>";
    Reply::new(502, page.into()).header("content-type", "text/html; charset=utf-8".to_owned())
}

fn with_metadata(status: u16, message: &str, metadata: Value) -> Reply {
    let metadata = match metadata {
        Value::Object(fields) => fields.into_iter().filter(|(_, v)| !v.is_null()).collect(),
        _ => Map::new(),
    };
    let body = json!({"error": {"code": status, "message": message, "metadata": metadata}});
    Reply::json(status, &body)
}
