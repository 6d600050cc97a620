//! What goes over the wire, and what comes of a good answer.

use std::io::Write;
use std::sync::{Arc, Mutex};

use llm::{AppIdentity, Finish, Settings, json_in};
use serde_json::json;
use tracing::instrument::WithSubscriber as _;

use crate::server::{Act, Server, completion};
use crate::{KEY, Ledger, ask, client, client_with_key, json_question, question, settings};

#[tokio::test]
async fn an_answer_comes_with_all_that_is_known_about_it() {
    let server = Server::playing(vec![Act::content("안녕")]).await;
    let (client, ledger) = (client(&server, &settings()), Ledger::default());
    let reply = ask(&client, &question(), &ledger).await.unwrap();
    assert_eq!((reply.content.as_str(), reply.finish.clone()), ("안녕", Finish::Stop));
    assert_eq!((reply.asked.as_str(), reply.served_by.as_str()), ("a/b", "a/b-2026"));
    assert_eq!(reply.provider.as_deref(), Some("Test"));
    assert_eq!(reply.generation_id.as_deref(), Some("gen-1"));
    assert_eq!(reply.usage.cost.unwrap().to_string(), "$0.01");
    assert_eq!(ledger.classes(), [None]);
    let state = client.state();
    assert_eq!((state.requests, state.in_flight, state.waiting), (1, 0, 0));
    assert_eq!(state.spending.spent.to_string(), "$0.01");
}

#[tokio::test]
async fn the_request_carries_key_and_title_to_the_documented_path() {
    let server = Server::playing(vec![Act::content("x")]).await;
    let app = Some(AppIdentity { title: "Hanji".into(), url: "https://example.org/hanji".into() });
    let client = client(&server, &Settings { app, ..settings() });
    ask(&client, &question(), &Ledger::default()).await.unwrap();
    let seen = &server.seen()[0];
    assert_eq!(seen.path, "/api/v1/chat/completions");
    assert_eq!(seen.headers["authorization"], format!("Bearer {KEY}"));
    assert_eq!(seen.headers["x-openrouter-title"], "Hanji");
    assert_eq!(seen.headers["http-referer"], "https://example.org/hanji");
    assert_eq!(seen.body["messages"][1], json!({"role": "user", "content": "학교"}));
}

#[tokio::test]
async fn a_server_that_cannot_do_the_schema_is_asked_for_less_once_and_remembered() {
    let server = Server::start(|_, seen| match seen.body["response_format"]["type"].as_str() {
        Some("json_schema") => Act::error(500, "response_format: input should be 'json_object'"),
        Some("json_object") => {
            Act::error(404, "No endpoints found that can handle the requested parameters.")
        }
        _ => Act::content("Sure: {\"a\": 1}"),
    })
    .await;
    let (client, ledger) = (client(&server, &settings()), Ledger::default());
    for _ in 0..3 {
        let reply = ask(&client, &json_question(), &ledger).await.unwrap();
        assert_eq!(json_in(&reply.content).unwrap().value, json!({"a": 1}));
    }
    assert_eq!(server.seen().len(), 3 + 2);
    assert_eq!(ledger.classes().len(), 3);
}

#[tokio::test]
async fn a_parameter_that_a_server_does_not_know_is_left_out_once_and_remembered() {
    let server = Server::start(|_, seen| match seen.body.get("temperature") {
        Some(_) => Act::error(400, "Unsupported parameter: 'temperature' is not supported."),
        None => Act::content("안녕"),
    })
    .await;
    let (client, ledger) = (client(&server, &settings()), Ledger::default());
    for _ in 0..3 {
        let reply = ask(&client, &question(), &ledger).await.unwrap();
        assert_eq!(reply.content, "안녕");
    }
    let seen = server.seen();
    assert_eq!((seen.len(), ledger.classes().len()), (3 + 1, 3));
    assert!(seen.iter().all(|seen| seen.body["seed"] == 1), "only what was refused is left out");
}

#[tokio::test]
async fn a_missing_model_is_not_mistaken_for_a_missing_format() {
    let server = Server::playing(vec![Act::error(404, "No endpoints found for a/b.")]).await;
    let client = client(&server, &settings());
    let failure = ask(&client, &json_question(), &Ledger::default()).await.unwrap_err();
    assert_eq!((failure.class.code(), failure.attempts.len()), ("model_not_found", 1));
}

#[tokio::test]
async fn models_and_key_are_read_from_the_server() {
    let server = Server::start(|_, seen| match seen.path.as_str() {
        "/api/v1/models" => Act::json(
            200,
            &json!({"data": [{"id": "a/b", "context_length": 9,
            "pricing": {"prompt": "0.000001", "completion": "0.000002"}}]}),
        ),
        "/api/v1/key" => Act::json(
            200,
            &json!({"data": {"limit": 5, "limit_remaining": 4.5, "usage": 0.5,
            "is_free_tier": false}}),
        ),
        _ => Act::error(404, "no"),
    })
    .await;
    let client = client(&server, &settings());
    let models = client.models().await.unwrap();
    assert_eq!(models[0].price.unwrap().completion.to_decimal(), "0.000002");
    let key = client.check_key().await.unwrap();
    assert_eq!(key.limit_remaining.unwrap().to_decimal(), "4.5");
}

#[tokio::test]
async fn a_bad_key_is_found_by_the_check_before_any_word_is_asked() {
    let server = Server::playing(vec![Act::error(401, "User not found.")]).await;
    let failure = client(&server, &settings()).check_key().await.unwrap_err();
    assert_eq!(
        (failure.class.code(), failure.message.as_str()),
        ("unauthorized", "User not found.")
    );
}

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_key_nor_question_reaches_logs_errors_or_debug_even_when_echoed() {
    let echo = format!("Incorrect API key provided: {KEY}");
    let server = Server::playing(vec![
        Act::json(200, &json!({"error": {"message": echo}})),
        Act::error(401, &echo),
    ])
    .await;
    let sink = Sink::default();
    let written = sink.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || written.clone())
        .finish();
    let (client, ledger) = (client(&server, &settings()), Ledger::default());
    let failure = ask(&client, &question(), &ledger).with_subscriber(subscriber).await.unwrap_err();
    let log = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("attempt failed") && log.contains("unauthorized"), "{log}");
    assert!(!log.contains("학교"), "{log}");
    let shown = format!("{log}{failure}{failure:?}{client:?}{:?}", ledger.0.lock().unwrap());
    assert!(shown.contains("Incorrect API key provided: [key]"));
    assert!(!shown.contains(KEY), "{shown}");
}

#[tokio::test]
async fn the_words_of_a_model_are_never_rewritten_but_for_the_key() {
    let words = format!("many companies, {KEY}");
    let server = Server::playing(vec![Act::content(&words)]).await;
    for (key, kept) in [("any", &*words), ("m", &words), (KEY, "many companies, [key]")] {
        let (client, ledger) = (client_with_key(key, &server, &settings()), Ledger::default());
        let reply = ask(&client, &question(), &ledger).await.unwrap();
        assert_eq!(reply.content, kept, "{key}");
        assert_eq!(ledger.0.lock().unwrap()[0].1, completion(kept, "stop").to_string(), "{key}");
    }
}

#[tokio::test]
async fn a_placeholder_for_a_key_spoils_neither_a_bad_reply_nor_an_error() {
    let half = completion("many", "error");
    let server =
        Server::playing(vec![Act::json(200, &half), Act::error(400, "too many words")]).await;
    let (client, ledger) = (client_with_key("any", &server, &settings()), Ledger::default());
    let failure = ask(&client, &question(), &ledger).await.unwrap_err();
    assert_eq!(failure.message, "too many words");
    assert_eq!(ledger.0.lock().unwrap()[0].1, half.to_string());
}

#[tokio::test]
async fn a_look_up_that_fails_shows_no_key_either() {
    let page = Act::Answer {
        status: 200,
        headers: vec![],
        body: format!("no json but {KEY}"),
        after: std::time::Duration::ZERO,
    };
    let server = Server::playing(vec![page, Act::error(403, &format!("not with {KEY}"))]).await;
    let client = client(&server, &settings());
    for _ in 0..2 {
        let failure = client.check_key().await.unwrap_err();
        assert!(failure.message.ends_with(" [key]"), "{failure}");
        assert!(!format!("{failure:?}").contains(KEY));
    }
}
