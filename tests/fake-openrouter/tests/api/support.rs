//! A client for the tests: it asks the two stages' questions and reads what comes back.

use std::sync::LazyLock;
use std::time::Duration;

use fake_openrouter::{Fake, Faults, Options, Outcome};
use reqwest::{Client, Response};
use serde_json::{Value, json};

pub(crate) async fn start(options: Options) -> Fake {
    fake_openrouter::start(options).await.unwrap()
}

/// A server whose first requests end in these ways.
pub(crate) async fn scripted(script: &[Outcome]) -> Fake {
    start(Options { script: script.to_vec(), ..Options::default() }).await
}

pub(crate) fn faults(list: &str) -> Faults {
    list.parse().unwrap()
}

/// One client for all tests; it keeps no connection, which would die with the test's runtime.
static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let builder = Client::builder().no_proxy().pool_max_idle_per_host(0);
    builder.timeout(Duration::from_secs(5)).build().unwrap()
});

pub(crate) fn client() -> Client {
    CLIENT.clone()
}

pub(crate) fn nuance_request(question: &Value) -> Value {
    request(question, "hanji_nuance")
}

pub(crate) fn cards_request(question: &Value) -> Value {
    request(question, "hanji_cards")
}

fn request(question: &Value, schema: &str) -> Value {
    json!({
        "model": "openai/gpt-5-mini",
        "messages": [
            {"role": "system", "content": "You write study cards."},
            {"role": "user", "content": question.to_string()},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": schema, "strict": true, "schema": {"type": "object"}},
        },
    })
}

pub(crate) fn about(term: &str) -> Value {
    nuance_request(&json!({"term": term}))
}

pub(crate) async fn post(fake: &Fake, body: &Value) -> reqwest::Result<Response> {
    let url = format!("{}/chat/completions", fake.base_url());
    client().post(url).bearer_auth("any").json(body).send().await
}

/// The whole body of a 200.
pub(crate) async fn completion(fake: &Fake, body: &Value) -> Value {
    let response = post(fake, body).await.unwrap();
    assert_eq!(response.status(), 200);
    response.json().await.unwrap()
}

pub(crate) fn content(completion: &Value) -> &str {
    completion["choices"][0]["message"]["content"].as_str().unwrap()
}

/// The answer in a completion.
pub(crate) async fn answer(fake: &Fake, body: &Value) -> Value {
    serde_json::from_str(content(&completion(fake, body).await)).unwrap()
}

pub(crate) async fn get(fake: &Fake, path: &str) -> (u16, Value) {
    let response =
        client().get(format!("{}{path}", fake.base_url())).bearer_auth("any").send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}
