//! From what came over the wire to a [`Fault`]: which failure this is, in the server's own words.
//! `metadata.error_type` and `availability.retryable` are believed before the status, as
//! OpenRouter's documentation asks. Whether to ask again is decided elsewhere.

use std::time::SystemTime;

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::failure::{Class, Fault};
use crate::hints;
use crate::json::json_in;
use crate::reply::{Finish, Reply, Wire};

/// The longest excerpt of a body that is not JSON, in characters.
const EXCERPT: usize = 300;

/// What a status other than 200 means.
pub(crate) fn refusal(status: u16, headers: &HeaderMap, body: &str, now: SystemTime) -> Fault {
    let json: Option<Value> = serde_json::from_str(body).ok();
    let error = json.as_ref().and_then(error_in);
    let message = error.map_or_else(|| excerpt(body), words_of);
    let class = error
        .and_then(|error| class_of_type(error_type(error)?, &message))
        .unwrap_or_else(|| class_of_status(status, error, &message));
    let message = if message.is_empty() { format!("HTTP status {status}") } else { message };
    Fault {
        class,
        status: Some(status),
        message,
        wait: hints::wait(class, headers, error, now),
        hopeless: error.is_some_and(says_hopeless),
    }
}

/// Why a reply with HTTP 200 is not an answer; `None` when it is one.
pub(crate) fn fault_in(
    wire: &Wire,
    reply: &Reply,
    wants_json: bool,
    now: SystemTime,
) -> Option<Fault> {
    let choice_error = wire.choice().and_then(|choice| choice.error.as_ref());
    if let Some(error) = wire.error.as_ref().or(choice_error).filter(|error| !error.is_null()) {
        return Some(error_in_answer(error, now));
    }
    let (class, message) = flaw(wire, reply, wants_json)?;
    Some(Fault::new(class, message).with_status(200))
}

fn flaw(wire: &Wire, reply: &Reply, wants_json: bool) -> Option<(Class, String)> {
    let flaw = match (&reply.finish, wire.refusal()) {
        (Finish::Error, _) => (Class::ErrorInAnswer, "the model stopped with an error".to_owned()),
        (Finish::ContentFilter, refusal) => (
            Class::Filtered,
            refusal.unwrap_or("the answer was stopped by a content filter").to_owned(),
        ),
        (Finish::Length, _) => (
            Class::CutOff,
            format!("the answer was cut off after {} tokens", reply.usage.completion_tokens),
        ),
        (_, Some(refusal)) => (Class::Filtered, refusal.to_owned()),
        _ if wire.choice().is_none() => (Class::Empty, "the reply holds no choices".to_owned()),
        _ if reply.content.trim().is_empty() => {
            (Class::Empty, "the model answered without a word".to_owned())
        }
        _ if wants_json && json_in(&reply.content).is_none() => {
            (Class::Unparseable, "the answer is not complete JSON".to_owned())
        }
        _ => return None,
    };
    Some(flaw)
}

/// An error inside a 200. A code that names a refusal (401, 402, 429 …) is that refusal; any other
/// is a generation that went wrong.
fn error_in_answer(error: &Value, now: SystemTime) -> Fault {
    let message = words_of(error);
    let of_code = |code| match class_of_status(code, Some(error), &message) {
        Class::Server | Class::Overloaded | Class::Timeout | Class::WrongAddress => {
            Class::ErrorInAnswer
        }
        class => class,
    };
    let class = error_type(error)
        .and_then(|name| class_of_type(name, &message))
        .or_else(|| code_of(error).map(of_code))
        .unwrap_or(Class::ErrorInAnswer);
    Fault {
        class,
        status: Some(200),
        wait: hints::wait(class, &HeaderMap::new(), Some(error), now),
        hopeless: says_hopeless(error),
        message,
    }
}

/// A 200 that holds something else than a chat completion, such as a login page.
pub(crate) fn not_the_protocol(body: &str) -> Fault {
    let excerpt = excerpt(body);
    let message = if excerpt.is_empty() {
        "the reply is empty".to_owned()
    } else {
        format!("the reply is not complete JSON: {excerpt}")
    };
    Fault::new(Class::Unparseable, message).with_status(200)
}

/// Whether a refusal means that the server cannot do the `response_format` that was sent, rather
/// than that something is wrong with the question. llama.cpp's Python server says so with a 500,
/// OpenRouter with a 404 about endpoints that support the requested parameters.
pub(crate) fn refuses_format(fault: &Fault) -> bool {
    const SIGNS: [&str; 8] = [
        "response_format",
        "response format",
        "json_schema",
        "json_object",
        "structured output",
        "structured_output",
        "json mode",
        "requested parameter",
    ];
    let message = fault.message.to_lowercase();
    matches!(fault.status, Some(400 | 404 | 422 | 500 | 501))
        && SIGNS.iter().any(|sign| message.contains(sign))
}

fn class_of_status(status: u16, error: Option<&Value>, message: &str) -> Class {
    match status {
        300..=399 => Class::WrongAddress,
        401 => Class::Unauthorized,
        402 => Class::NoCredit,
        403 => Class::Forbidden,
        404 => Class::ModelNotFound,
        408 | 504 | 524 => Class::Timeout,
        413 => Class::TooLarge,
        429 if is_out_of_credit(error) => Class::NoCredit,
        429 if is_daily(message) => Class::DailyLimit,
        429 => Class::RateLimited,
        503 | 529 => Class::Overloaded,
        409 | 500..=599 => Class::Server,
        _ => Class::BadRequest,
    }
}

/// OpenRouter's `ApiErrorType`, an open enumeration; unknown and image types are left to the status.
fn class_of_type(error_type: &str, message: &str) -> Option<Class> {
    Some(match error_type {
        "context_length_exceeded"
        | "token_limit_exceeded"
        | "string_too_long"
        | "payload_too_large" => Class::TooLarge,
        "max_tokens_exceeded" => Class::CutOff,
        "authentication" => Class::Unauthorized,
        "permission_denied" => Class::Forbidden,
        "payment_required" => Class::NoCredit,
        "rate_limit_exceeded" if is_daily(message) => Class::DailyLimit,
        "rate_limit_exceeded" => Class::RateLimited,
        "provider_overloaded" => Class::Overloaded,
        "provider_unavailable" | "server" => Class::Server,
        "invalid_request" | "invalid_prompt" | "precondition_failed" | "unprocessable" => {
            Class::BadRequest
        }
        "not_found" => Class::ModelNotFound,
        "content_policy_violation" | "refusal" => Class::Filtered,
        "timeout" => Class::Timeout,
        _ => return None,
    })
}

/// `free-models-per-day` on OpenRouter, "tokens per day" elsewhere.
fn is_daily(message: &str) -> bool {
    let message = message.to_lowercase();
    ["per-day", "per day", "daily"].iter().any(|sign| message.contains(sign))
}

/// `OpenAI`'s 429 for an empty account.
fn is_out_of_credit(error: Option<&Value>) -> bool {
    let is =
        |field| error.and_then(|error| error.get(field)?.as_str()) == Some("insufficient_quota");
    is("code") || is("type")
}

/// `{error: {…}}` of most servers, `{error: "…"}` of Ollama, `{detail: …}` of `FastAPI`, `{message}`.
fn error_in(body: &Value) -> Option<&Value> {
    ["error", "detail", "message"]
        .iter()
        .find_map(|field| body.get(field).filter(|value| !value.is_null()))
}

fn error_type(error: &Value) -> Option<&str> {
    error.get("metadata")?.get("error_type")?.as_str()
}

/// A status as an integer (OpenRouter, llama.cpp) or in digits.
fn code_of(error: &Value) -> Option<u16> {
    match error.get("code")? {
        Value::Number(code) => code.as_u64()?.try_into().ok(),
        Value::String(code) => code.parse().ok(),
        _ => None,
    }
}

fn says_hopeless(error: &Value) -> bool {
    let retryable = error.get("availability").and_then(|state| state.get("retryable"));
    retryable.and_then(Value::as_bool) == Some(false)
}

/// The server's message, with the provider's own words behind it where they say more.
fn words_of(error: &Value) -> String {
    let message = match error {
        Value::String(message) => message.clone(),
        Value::Object(_) => error.get("message").map(text_of).unwrap_or_default(),
        other => other.to_string(),
    };
    let raw = error.get("metadata").and_then(|metadata| metadata.get("raw"));
    let raw = raw.map(text_of).unwrap_or_default();
    match (message.trim(), raw.trim()) {
        ("", "") => truncated(&error.to_string()),
        (message, raw) if raw.is_empty() || message.contains(raw) => truncated(message),
        ("", raw) => truncated(raw),
        (message, raw) => truncated(&format!("{message}: {raw}")),
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A page's title, or the beginning of a text.
fn excerpt(body: &str) -> String {
    let title = body.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    truncated(title.map_or(body, |(title, _)| title).trim())
}

fn truncated(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::reply;

    fn refused(status: u16, body: &Value) -> Fault {
        refusal(status, &HeaderMap::new(), &body.to_string(), SystemTime::UNIX_EPOCH)
    }

    fn answered(body: &Value, wants_json: bool) -> Option<Fault> {
        let raw = body.to_string();
        let wire: Wire = serde_json::from_str(&raw).unwrap();
        let reply = reply::reply(&wire, "m", 1, Duration::ZERO, raw);
        fault_in(&wire, &reply, wants_json, SystemTime::UNIX_EPOCH)
    }

    fn choice(content: &Value, finish: &str) -> Value {
        json!({"choices": [{"message": {"content": content}, "finish_reason": finish}]})
    }

    #[test]
    fn every_documented_status_has_its_class() {
        let classes = [
            (302, Class::WrongAddress),
            (400, Class::BadRequest),
            (401, Class::Unauthorized),
            (402, Class::NoCredit),
            (403, Class::Forbidden),
            (404, Class::ModelNotFound),
            (408, Class::Timeout),
            (409, Class::Server),
            (412, Class::BadRequest),
            (413, Class::TooLarge),
            (422, Class::BadRequest),
            (429, Class::RateLimited),
            (500, Class::Server),
            (502, Class::Server),
            (503, Class::Overloaded),
            (504, Class::Timeout),
            (524, Class::Timeout),
            (529, Class::Overloaded),
        ];
        for (status, class) in classes {
            let fault = refused(status, &json!({"error": {"code": status, "message": "no"}}));
            assert_eq!((fault.class, fault.message.as_str()), (class, "no"), "{status}");
        }
    }

    #[test]
    fn the_error_type_is_believed_before_the_status() {
        let with = |name: &str| {
            refused(400, &json!({"error": {"message": "x", "metadata": {"error_type": name}}}))
                .class
        };
        assert_eq!(with("context_length_exceeded"), Class::TooLarge);
        assert_eq!(with("provider_overloaded"), Class::Overloaded);
        assert_eq!(with("content_policy_violation"), Class::Filtered);
        assert_eq!(with("something_new"), Class::BadRequest);
    }

    #[test]
    fn a_limit_that_only_a_new_day_mends_is_told_from_a_passing_one() {
        let said = |message: &str| refused(429, &json!({"error": {"message": message}})).class;
        assert_eq!(said("Rate limit exceeded: free-models-per-day"), Class::DailyLimit);
        assert_eq!(said("Rate limit exceeded: free-models-per-min"), Class::RateLimited);
        let empty = json!({"error": {"message": "quota", "code": "insufficient_quota"}});
        assert_eq!(refused(429, &empty).class, Class::NoCredit);
    }

    #[test]
    fn the_providers_own_words_are_kept() {
        let body = json!({"error": {"message": "Provider returned error", "code": 429,
            "metadata": {"raw": "busy, try later", "provider_name": "X"}}});
        assert_eq!(refused(429, &body).message, "Provider returned error: busy, try later");
        assert_eq!(refused(500, &json!({"error": "model is loading"})).message, "model is loading");
        let html = "<html><head><title>502 Bad Gateway</title></head></html>";
        let fault = refusal(502, &HeaderMap::new(), html, SystemTime::UNIX_EPOCH);
        assert_eq!(fault.message, "502 Bad Gateway");
        let fault = refusal(502, &HeaderMap::new(), "", SystemTime::UNIX_EPOCH);
        assert_eq!(fault.message, "HTTP status 502");
    }

    #[test]
    fn a_200_that_is_no_answer_is_not_taken_for_one() {
        let null = Value::Null;
        let bad = [
            (json!({"error": {"code": 502, "message": "upstream"}}), Class::ErrorInAnswer),
            (json!({"error": "oops", "choices": []}), Class::ErrorInAnswer),
            (json!({"error": {"code": 402, "message": "pay"}}), Class::NoCredit),
            (json!({"error": {"code": 429, "message": "slow"}}), Class::RateLimited),
            (json!({"choices": [{"error": {"message": "x"}}]}), Class::ErrorInAnswer),
            (choice(&json!("half"), "error"), Class::ErrorInAnswer),
            (choice(&json!("half"), "length"), Class::CutOff),
            (choice(&json!("half"), "content_filter"), Class::Filtered),
            (choice(&null, "stop"), Class::Empty),
            (choice(&json!(" \n"), "stop"), Class::Empty),
            (json!({"choices": []}), Class::Empty),
            (json!({}), Class::Empty),
            (json!({"choices": [{"message": {"content": "", "reasoning": "hmm"}}]}), Class::Empty),
            (
                json!({"choices": [{"message": {"content": null, "refusal": "no"}}]}),
                Class::Filtered,
            ),
        ];
        for (body, class) in bad {
            assert_eq!(answered(&body, false).map(|fault| fault.class), Some(class), "{body}");
        }
        assert_eq!(answered(&choice(&json!("안녕"), "stop"), false), None);
    }

    #[test]
    fn an_answer_without_the_json_asked_for_is_unparseable() {
        let class = |content: &str| {
            answered(&choice(&json!(content), "stop"), true).map(|fault| fault.class)
        };
        assert_eq!(class("Of course!"), Some(Class::Unparseable));
        assert_eq!(class("{\"a\": 1, "), Some(Class::Unparseable));
        assert_eq!(class("```json\n{\"a\": 1}\n```"), None);
    }

    #[test]
    fn a_server_that_cannot_do_the_format_is_told_from_a_bad_question() {
        let refuses = |status, message: &str| {
            refuses_format(&refused(status, &json!({"error": {"message": message}})))
        };
        assert!(refuses(400, "This model does not support response_format"));
        assert!(refuses(404, "No endpoints found that can handle the requested parameters."));
        assert!(refuses(
            404,
            "No endpoints found that support the requested parameter: structured_outputs"
        ));
        assert!(refuses(500, "[{'loc': ('body', 'response_format', 'type')}]"));
        assert!(!refuses(404, "No endpoints found for a/b"));
        assert!(!refuses(429, "json_schema requests are rate limited"));
    }
}
