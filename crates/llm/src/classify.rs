//! From what came over the wire to a [`Fault`]: which failure this is, in the server's own words.
//! `metadata.error_type` and `availability.retryable` are believed before the status, as
//! OpenRouter's documentation asks. Whether to ask again is decided elsewhere.

use std::time::SystemTime;

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::failure::{Class, Fault};
use crate::hints;
use crate::json::holds_json;
use crate::reply::{Finish, Reply, Wire};
use crate::strain::strain;

/// The most that is shown of what a server says, in characters.
const EXCERPT: usize = 300;

/// Whether this is a web page and not the API: a login page answers everything with 200. JSON that
/// is called a page is none, for it may have been paid for.
pub(crate) fn is_page(headers: &HeaderMap, body: &str) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let called_page =
        content_type.is_some_and(|name| name.to_ascii_lowercase().starts_with("text/html"));
    match body.trim_start_matches('\u{feff}').trim_start().chars().next() {
        Some('<') => true,
        Some('{') => false,
        _ => called_page,
    }
}

/// The fault with words that may be shown: without the key, not a page long, and nothing in them
/// that a terminal obeys.
pub(crate) fn fit_to_show(fault: Fault, endpoint: &Endpoint) -> Fault {
    Fault { message: truncated(endpoint.redact(harmless(fault.message))), ..fault }
}

/// A stranger's words without control characters, which move a cursor or forge a line, and without
/// marks that turn the direction of writing (Unicode Standard Annex 9).
fn harmless(mut words: String) -> String {
    let is_turn = |c| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    words.retain(|c| !is_turn(c));
    words.replace(char::is_control, " ")
}

/// What a status other than 200 means, or a page with any status.
pub(crate) fn refusal(status: u16, headers: &HeaderMap, body: &str, now: SystemTime) -> Fault {
    let json: Option<Value> = serde_json::from_str(body).ok();
    let error = json.as_ref().and_then(error_in);
    let message = error.map_or_else(|| excerpt(body), words_of);
    let class = error
        // a conflict passes, whatever type of error it is called
        .filter(|_| status != 409)
        .and_then(|error| class_of_type(error_type(error)?, &message))
        .unwrap_or_else(|| class_of_status(status, error, &message));
    let message = if message.is_empty() { format!("HTTP status {status}") } else { message };
    Fault {
        strain: strain(class, &message, |name| hints::header(headers, error, name)),
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
    headers: &HeaderMap,
    wants_json: bool,
    now: SystemTime,
) -> Option<Fault> {
    let choice_error = wire.choice().and_then(|choice| choice.error.as_ref());
    if let Some(error) = wire.error.as_ref().or(choice_error).filter(|error| !error.is_null()) {
        return Some(error_in_answer(error, headers, now));
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
        _ if wants_json && !holds_json(&reply.content) => {
            (Class::Unparseable, "the answer is not complete JSON".to_owned())
        }
        _ => return None,
    };
    Some(flaw)
}

/// An error inside a 200. A code that names a refusal (401, 402, 429 …) is that refusal; any other
/// is a generation that went wrong.
fn error_in_answer(error: &Value, headers: &HeaderMap, now: SystemTime) -> Fault {
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
        wait: hints::wait(class, headers, Some(error), now),
        hopeless: says_hopeless(error),
        strain: strain(class, &message, |name| hints::header(headers, Some(error), name)),
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

/// The words of a refusal that may mean that the server does not know a parameter, in lower case.
pub(crate) fn refuses_parameter(fault: &Fault) -> Option<String> {
    const SIGNS: [&str; 9] = [
        "unsupported",
        "not support",
        "unrecognized",
        "unknown",
        "unexpected",
        "extra",
        "not permitted",
        "not allowed",
        "forbidden",
    ];
    let message = fault.message.to_lowercase();
    let refused = matches!(fault.status, Some(400 | 404 | 422 | 500 | 501))
        && SIGNS.iter().any(|sign| message.contains(sign));
    refused.then_some(message)
}

fn class_of_status(status: u16, error: Option<&Value>, message: &str) -> Class {
    match status {
        // a 200 that is looked at by its status is a page
        200 | 300..=399 => Class::WrongAddress,
        401 => Class::Unauthorized,
        402 => Class::NoCredit,
        403 => Class::Forbidden,
        404 if is_unknown_path(error, message) => Class::WrongAddress,
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

/// A web server's own 404: no words of an API, or the bare phrase (`FastAPI`, Spring), where an API
/// would name the model.
fn is_unknown_path(error: Option<&Value>, message: &str) -> bool {
    error.is_none() || message.trim_end_matches('.').eq_ignore_ascii_case("not found")
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
        ("", "") => error.to_string(),
        (message, raw) if raw.is_empty() || message.contains(raw) => message.to_owned(),
        ("", raw) => raw.to_owned(),
        (message, raw) => format!("{message}: {raw}"),
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A page's title, or the whole text.
fn excerpt(body: &str) -> String {
    let title = body.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    title.map_or(body, |(title, _)| title).trim().to_owned()
}

fn truncated(text: String) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests;
