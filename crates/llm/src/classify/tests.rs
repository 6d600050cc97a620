use std::time::Duration;

use serde_json::json;

use super::*;
use crate::endpoint::{Dialect, PlainHttp};
use crate::reply;

fn refused(status: u16, body: &Value) -> Fault {
    refusal(status, &HeaderMap::new(), &body.to_string(), SystemTime::UNIX_EPOCH)
}

fn answered(body: &Value, wants_json: bool) -> Option<Fault> {
    answered_under(&HeaderMap::new(), body, wants_json)
}

fn answered_under(headers: &HeaderMap, body: &Value, wants_json: bool) -> Option<Fault> {
    let raw = body.to_string();
    let wire: Wire = serde_json::from_str(&raw).unwrap();
    let reply = reply::reply(&wire, "m", 1, Duration::ZERO, raw);
    fault_in(&wire, &reply, headers, wants_json, SystemTime::UNIX_EPOCH)
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
fn a_conflict_is_asked_again_though_its_type_is_that_of_a_bad_request() {
    let body = json!({"error": {"code": 409, "message": "no",
        "metadata": {"error_type": "invalid_request"}}});
    assert_eq!(refused(409, &body).class, Class::Server);
    assert_eq!(refused(400, &body).class, Class::BadRequest);
}

#[test]
fn a_404_that_names_no_model_is_about_the_address() {
    let class = |body: &str| refusal(404, &HeaderMap::new(), body, SystemTime::UNIX_EPOCH).class;
    for body in [
        "",
        "Not Found",
        "404 page not found",
        "<html><title>404</title></html>",
        r#"{"detail": "Not Found"}"#,
        r#"{"status": 404, "error": "Not Found", "path": "/chat/completions"}"#,
    ] {
        assert_eq!(class(body), Class::WrongAddress, "{body}");
    }
    for body in [
        r#"{"error": {"message": "The model `x` does not exist"}}"#,
        r#"{"object": "error", "message": "The model `x` does not exist.", "code": 404}"#,
        r#"{"error": {"message": "Not Found", "metadata": {"error_type": "not_found"}}}"#,
    ] {
        assert_eq!(class(body), Class::ModelNotFound, "{body}");
    }
}

#[test]
fn a_page_is_known_by_its_first_character_or_its_name_but_json_is_never_one() {
    let html: HeaderMap =
        [(CONTENT_TYPE, "text/html; charset=utf-8".parse().unwrap())].into_iter().collect();
    let none = HeaderMap::new();
    assert!(is_page(&none, "\u{feff}\n <!DOCTYPE html>"));
    assert!(is_page(&html, "Please log in") && is_page(&html, ""));
    assert!(!is_page(&html, " {\"choices\": []}"));
    assert!(!is_page(&none, "Please log in") && !is_page(&none, ""));
}

#[test]
fn the_key_is_taken_out_of_long_words_before_they_are_cut() {
    let key = "sk-or-v1-do-not-show";
    let (url, secret) = ("https://host.io".parse().unwrap(), Some(key.to_owned().into()));
    let endpoint = Endpoint::new(Dialect::Compatible, url, secret, PlainHttp::Loopback).unwrap();
    let body = format!("{}{key}{}", "x".repeat(EXCERPT - 10), "x".repeat(EXCERPT));
    let fault = fit_to_show(not_the_protocol(&body), &endpoint);
    assert_eq!(fault.message.chars().count(), EXCERPT + 1);
    assert!(!fault.message.contains("sk-or"), "{fault}");
    let fault = refusal(500, &HeaderMap::new(), &body, SystemTime::UNIX_EPOCH);
    let fault = fit_to_show(fault, &endpoint);
    assert!(fault.message.contains("x[key]"), "{fault}");
}

#[test]
fn the_error_type_is_believed_before_the_status() {
    let with = |name: &str| {
        refused(400, &json!({"error": {"message": "x", "metadata": {"error_type": name}}})).class
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
        (json!({"choices": [{"message": {"content": null, "refusal": "no"}}]}), Class::Filtered),
    ];
    for (body, class) in bad {
        assert_eq!(answered(&body, false).map(|fault| fault.class), Some(class), "{body}");
    }
    assert_eq!(answered(&choice(&json!("안녕"), "stop"), false), None);
}

#[test]
fn an_answer_without_the_json_asked_for_is_unparseable() {
    let class =
        |content: &str| answered(&choice(&json!(content), "stop"), true).map(|fault| fault.class);
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

#[test]
fn a_strangers_words_move_no_cursor_and_turn_no_line() {
    let url = url::Url::parse("https://host.io").unwrap();
    let endpoint = Endpoint::new(Dialect::OpenRouter, url, None, PlainHttp::Loopback).unwrap();
    let said = "\u{1b}[31mred\u{1b}]0;title\u{7}\r\nerror:\u{0}\u{202e}dlog 금지";
    let shown = fit_to_show(Fault::new(Class::Server, said), &endpoint).message;
    assert_eq!(shown, " [31mred ]0;title   error: dlog 금지");
}

#[test]
fn an_error_inside_a_200_is_waited_for_as_its_headers_ask() {
    let body = json!({"error": {"code": 429, "message": "slow down"}});
    let headers =
        [("retry-after", "7")].map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    let fault = answered_under(&headers.into_iter().collect(), &body, true).unwrap();
    assert_eq!((fault.class, fault.wait), (Class::RateLimited, Some(Duration::from_secs(7))));
}
