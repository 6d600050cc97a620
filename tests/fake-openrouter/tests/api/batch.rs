//! Batches: handed in, looked at, answered once and at half the price.

use std::time::Duration;

use fake_openrouter::{BatchEnd, Fake, Options, Outcome, Stage};
use serde_json::{Value, json};

use crate::contract::assert_nuance;
use crate::support::{about, client, completion, content, get, start};

const MODEL: &str = "openai/gpt-5-mini:batch";

fn batches(fake: &Fake) -> String {
    format!("{}/api/beta/batches", fake.origin())
}

/// One request for each word, named after it.
fn batch_of(terms: &[&str]) -> Value {
    let requests: Vec<Value> = terms
        .iter()
        .map(|term| {
            let mut body = about(term);
            body.as_object_mut().unwrap().remove("model");
            json!({"custom_id": format!("of {term}"), "body": body})
        })
        .collect();
    json!({"endpoint": "/v1/chat/completions", "model": MODEL, "requests": requests})
}

async fn submit(fake: &Fake, body: &Value) -> (u16, Value) {
    let response = client().post(batches(fake)).json(body).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn poll(fake: &Fake, batch: &Value) -> Value {
    let url = format!("{}/{}", batches(fake), batch["id"].as_str().unwrap());
    client().get(url).send().await.unwrap().json().await.unwrap()
}

async fn refusal(fake: &Fake, body: &Value) -> (u16, String) {
    let (status, body) = submit(fake, body).await;
    (status, body["error"]["message"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_batch_is_taken_and_answered_once_at_half_the_price() {
    let fake = start(Options::default()).await;
    let (status, taken) = submit(&fake, &batch_of(&["학교", "바다"])).await;
    assert_eq!((status, &taken["status"]), (202, &json!("validating")));
    assert_eq!(taken["request_counts"], json!({"total": 2, "completed": 0, "failed": 0}));
    assert!(taken["results"].is_null() && taken["usage"].is_null());
    let done = poll(&fake, &taken).await;
    assert_eq!(done["status"], "completed");
    assert_eq!(done["request_counts"], json!({"total": 2, "completed": 2, "failed": 0}));
    for (result, term) in done["results"].as_array().unwrap().iter().zip(["학교", "바다"]) {
        assert_eq!(result["custom_id"], format!("of {term}"));
        let body = &result["response"]["body"];
        assert!(body["id"].as_str().unwrap().starts_with("gen-batch-"));
        assert_nuance(&serde_json::from_str(content(body)).unwrap(), term);
    }
    assert_eq!(poll(&fake, &taken).await, done);
    let ledger = fake.ledger();
    assert_eq!((ledger.requests, ledger.billed), (2, 2));
    assert_eq!(ledger.times_billed(Stage::Nuance, "학교"), 1);
    assert!((done["usage"]["cost"].as_f64().unwrap() - ledger.cost_usd).abs() < 1e-12);
    let id = done["results"][0]["response"]["body"]["id"].as_str().unwrap();
    let (_, generation) = get(&fake, &format!("/generation?id={id}")).await;
    assert_eq!(generation["data"]["total_cost"], ledger.answers[0].cost_usd);
    let alone = completion(&fake, &about("학교")).await["usage"]["cost"].as_f64().unwrap();
    let share = ledger.answers[0].cost_usd / alone;
    assert!((0.48..0.52).contains(&share), "{share} of the price of a single request");
}

#[tokio::test]
async fn a_batch_takes_its_time_and_says_how_far_it_is() {
    let fake = start(Options { batch_ms: 60_000, ..Options::default() }).await;
    let (_, taken) = submit(&fake, &batch_of(&["학교"])).await;
    assert_eq!(poll(&fake, &taken).await["status"], "validating");
    assert_eq!(fake.ledger().billed, 0);
    fake.set_options(Options { batch_ms: 40, ..Options::default() });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(poll(&fake, &taken).await["status"], "completed");
}

#[tokio::test]
async fn a_request_that_goes_wrong_is_an_error_in_its_place() {
    let words = vec!["바다=500".parse().unwrap(), "학생=html".parse().unwrap()];
    let fake = start(Options { words, ..Options::default() }).await;
    let (_, taken) = submit(&fake, &batch_of(&["학교", "바다", "학생"])).await;
    let done = poll(&fake, &taken).await;
    assert_eq!(done["request_counts"], json!({"total": 3, "completed": 1, "failed": 2}));
    assert!(done["results"][0]["error"].is_null());
    assert_eq!(done["results"][1]["error"]["code"], 500);
    assert!(done["results"][1]["response"].is_null());
    assert_eq!(done["results"][2]["error"]["code"], 502);
    assert_eq!(fake.ledger().billed, 1);
}

#[tokio::test]
async fn a_batch_can_end_without_results_and_is_not_billed() {
    for (batch_end, status) in [
        (BatchEnd::Failed, "failed"),
        (BatchEnd::Expired, "expired"),
        (BatchEnd::Cancelled, "cancelled"),
    ] {
        let fake = start(Options { batch_end, ..Options::default() }).await;
        let (_, taken) = submit(&fake, &batch_of(&["학교"])).await;
        let ended = poll(&fake, &taken).await;
        assert_eq!((&ended["status"], &ended["results"]), (&json!(status), &Value::Null));
        assert!(ended["error"]["message"].as_str().unwrap().contains(status));
        assert!(ended["finalized_at"].is_u64());
        assert_eq!(fake.ledger().billed, 0);
    }
}

#[tokio::test]
async fn a_request_that_nobody_can_answer_fails_its_whole_batch() {
    let fake = start(Options::default()).await;
    let mut batch = batch_of(&["학교", "바다"]);
    batch["requests"][1]["body"]["messages"] = json!([]);
    let (status, taken) = submit(&fake, &batch).await;
    assert_eq!(status, 202);
    let ended = poll(&fake, &taken).await;
    assert_eq!(
        (&ended["status"], &ended["request_counts"]["failed"]),
        (&json!("failed"), &json!(2))
    );
    assert!(ended["error"]["message"].as_str().unwrap().contains("of 바다"), "{ended}");
    assert_eq!(fake.ledger().requests, 0);
}

#[tokio::test]
async fn a_batch_that_cannot_be_meant_is_refused() {
    let fake = start(Options::default()).await;
    let good = batch_of(&["학교", "바다"]);
    let with = |name: &str, value: Value| {
        let mut batch = good.clone();
        batch[name] = value;
        batch
    };
    assert_eq!(refusal(&fake, &with("requests", json!([]))).await.0, 400);
    assert_eq!(refusal(&fake, &with("endpoint", json!("/v1/embeddings"))).await.0, 400);
    assert_eq!(refusal(&fake, &with("completion_window", json!("1h"))).await.0, 400);
    let (status, message) = refusal(&fake, &with("model", json!("x/y:free"))).await;
    assert_eq!((status, &*message), (400, "Model 'x/y:free' does not have a :batch endpoint."));
    let mut twice = good.clone();
    twice["requests"][1]["custom_id"] = json!("of 학교");
    assert_eq!(refusal(&fake, &twice).await.0, 422);
    let mut other = good.clone();
    other["requests"][0]["body"]["model"] = json!("other/model");
    assert_eq!(refusal(&fake, &other).await.0, 400);
    let late = json!({"requests": good["requests"], "endpoint": good["endpoint"], "model": MODEL});
    let (status, message) = refusal(&fake, &late).await;
    assert!(status == 400 && message.contains("before"), "{message}");
    assert_eq!(submit(&fake, &good).await.0, 202, "none of it is wrong with the batch as it was");
}

#[tokio::test]
async fn handing_in_can_fail_before_or_after_the_batch_is_taken() {
    let submit = vec![Outcome::Status(503), Outcome::ResetBefore, Outcome::ResetBilled];
    let fake = start(Options { submit, ..Options::default() }).await;
    let body = batch_of(&["학교"]);
    let send = async || client().post(batches(&fake)).json(&body).send().await;
    assert_eq!(send().await.unwrap().status(), 503);
    assert!(send().await.is_err());
    let listed = async || -> Value {
        client().get(batches(&fake)).send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(listed().await["data"], json!([]));
    assert!(send().await.is_err());
    assert_eq!(listed().await["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn batches_are_listed_the_newest_first_and_page_by_page_without_results() {
    let fake = start(Options::default()).await;
    let mut ids = Vec::new();
    for term in ["학교", "바다", "학생"] {
        let (_, taken) = submit(&fake, &batch_of(&[term])).await;
        ids.insert(0, taken["id"].clone());
    }
    let page = async |query: &str| -> Value {
        let url = format!("{}?limit=2{query}", batches(&fake));
        client().get(url).send().await.unwrap().json().await.unwrap()
    };
    let first = page("").await;
    assert_eq!((&first["first_id"], &first["last_id"]), (&ids[0], &ids[1]));
    assert_eq!((&first["has_more"], &first["data"][0]["results"]), (&json!(true), &Value::Null));
    let second = page(&format!("&after={}", ids[1].as_str().unwrap())).await;
    assert_eq!((&second["has_more"], &second["data"][0]["id"]), (&json!(false), &ids[2]));
    assert_eq!(second["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn batches_want_a_key_and_a_name_that_exists() {
    let fake = start(Options { key: Some("sk-right".to_owned()), ..Options::default() }).await;
    assert_eq!(submit(&fake, &batch_of(&["학교"])).await.0, 401);
    let unknown = client().get(format!("{}/batch_x", batches(&fake))).bearer_auth("sk-right");
    assert_eq!(unknown.send().await.unwrap().status(), 404);
}
