//! Models, keys, sign-in, past requests, and the life of the server.

use fake_openrouter::{Options, Tls};
use reqwest::Client;
use serde_json::{Value, json};

use crate::support::{about, client, completion, get, post, start};

#[tokio::test]
async fn models_have_decimal_string_prices_and_say_what_they_support() {
    let fake = start(Options::default()).await;
    let (_, list) = get(&fake, "/models").await;
    let models = list["data"].as_array().unwrap();
    assert!(models.len() >= 5);
    for model in models {
        for price in ["prompt", "completion"] {
            assert!(model["pricing"][price].as_str().unwrap().parse::<f64>().unwrap() >= 0.0);
        }
        assert!(model["context_length"].as_u64().unwrap() > 0);
    }
    let structured = |model: &&Value| {
        model["supported_parameters"].as_array().unwrap().contains(&json!("structured_outputs"))
    };
    assert_eq!(models.iter().filter(structured).count(), models.len() - 1);
}

#[tokio::test]
async fn every_base_path_leads_to_the_same_routes() {
    let fake = start(Options::default()).await;
    for base in ["", "/v1", "/api/v1"] {
        let url = format!("http://{}{base}", fake.addr());
        let models = client().get(format!("{url}/models")).send().await.unwrap();
        assert_eq!(models.status(), 200, "{base}");
        let chat = client().post(format!("{url}/chat/completions")).json(&about("학교"));
        assert_eq!(chat.send().await.unwrap().status(), 200, "{base}");
    }
    assert_eq!(get(&fake, "/nothing").await.0, 404);
}

#[tokio::test]
async fn only_the_right_key_passes_where_one_is_set() {
    let fake = start(Options { key: Some("sk-right".to_owned()), ..Options::default() }).await;
    let ask = async |authorization: Option<&str>| {
        let url = format!("{}/chat/completions", fake.base_url());
        let request = client().post(url).json(&about("학교"));
        let request = match authorization {
            Some(value) => request.header("authorization", value),
            None => request,
        };
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json::<Value>().await.unwrap()["error"]["message"].clone())
    };
    assert_eq!(ask(Some("Bearer sk-right")).await.0, 200);
    assert_eq!(ask(Some("Bearer sk-wrong")).await, (401, json!("User not found.")));
    assert_eq!(ask(None).await, (401, json!("No auth credentials found")));
    assert_eq!(fake.ledger().outcomes["401"], 2);
    assert_eq!(get(&fake, "/key").await.0, 401);
}

#[tokio::test]
async fn without_a_key_set_any_is_good_and_none_too() {
    let fake = start(Options::default()).await;
    let url = format!("{}/chat/completions", fake.base_url());
    let bare = client().post(&url).json(&about("학교")).send().await.unwrap();
    assert_eq!(bare.status(), 200);
    let empty = client().post(&url).header("authorization", "Bearer ").json(&about("학교"));
    assert_eq!(empty.send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn the_key_tells_what_was_used_and_what_is_left() {
    let fake = start(Options { credits: Some(1.0), ..Options::default() }).await;
    let cost = completion(&fake, &about("학교")).await["usage"]["cost"].as_f64().unwrap();
    let (_, key) = get(&fake, "/key").await;
    let number = |name: &str| key["data"][name].as_f64().unwrap();
    assert!((number("usage") - cost).abs() < 1e-12);
    assert!((number("limit_remaining") - (1.0 - cost)).abs() < 1e-12);
}

#[tokio::test]
async fn a_past_request_tells_its_cost_by_its_id() {
    let fake = start(Options::default()).await;
    completion(&fake, &about("학생")).await;
    let completion = completion(&fake, &about("학교")).await;
    let id = completion["id"].as_str().unwrap();
    let (status, generation) = get(&fake, &format!("/generation?id={id}")).await;
    assert_eq!((status, &generation["data"]["id"]), (200, &json!(id)));
    assert_eq!(generation["data"]["total_cost"], completion["usage"]["cost"]);
    assert_eq!(get(&fake, "/generation?id=gen-1-ffff").await.0, 404);
}

#[tokio::test]
async fn the_last_requests_are_kept_where_that_is_asked_for_and_never_a_key() {
    let fake = start(Options { keep: 2, ..Options::default() }).await;
    for term in ["바다", "학생", "학교"] {
        completion(&fake, &about(term)).await;
    }
    let root = format!("http://{}", fake.addr());
    let kept = client().get(format!("{root}/_requests")).send().await.unwrap();
    let kept: Value = kept.json().await.unwrap();
    assert_eq!((&kept[0]["body"], &kept[1]["body"]), (&about("학생"), &about("학교")));
    assert_eq!((&kept[2], &kept[0]["path"]), (&Value::Null, &json!("/chat/completions")));
    assert_eq!(kept[0]["headers"]["content-type"], "application/json");
    assert!(!kept.to_string().to_lowercase().contains("bearer"));
    assert_eq!(fake.kept().len(), 2);
    let forgetful = start(Options::default()).await;
    completion(&forgetful, &about("학교")).await;
    assert!(forgetful.kept().is_empty());
}

#[tokio::test]
async fn it_stops_when_dropped() {
    let fake = start(Options::default()).await;
    let url = format!("{}/models", fake.base_url());
    assert_eq!(client().get(&url).send().await.unwrap().status(), 200);
    assert_eq!(post(&fake, &about("학교")).await.unwrap().status(), 200);
    drop(fake);
    tokio::task::yield_now().await;
    assert!(client().get(&url).send().await.unwrap_err().is_connect());
}

#[tokio::test]
async fn it_can_show_a_certificate_that_nobody_trusts() {
    let fake = start(Options { tls: Some(Tls::Untrusted), ..Options::default() }).await;
    assert!(fake.base_url().starts_with("https://"));
    let refused = post(&fake, &about("학교")).await.unwrap_err();
    assert!(refused.is_connect(), "{refused:?}");
    assert_eq!(fake.ledger().requests, 0);
    let careless = Client::builder().no_proxy().tls_danger_accept_invalid_certs(true);
    let models = careless.build().unwrap().get(format!("{}/models", fake.base_url()));
    assert_eq!(models.send().await.unwrap().status(), 200, "the certificate alone was wrong");
}

#[tokio::test]
async fn it_speaks_no_tls_unasked_so_that_https_is_a_failed_handshake() {
    let fake = start(Options::default()).await;
    let url = format!("https://{}/models", fake.addr());
    assert!(client().get(url).send().await.unwrap_err().is_connect());
}
