//! Signing in as a desktop application does it: a challenge, a page, a code, a key.

use fake_openrouter::{Fake, Options};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use serde_json::{Value, json};

use crate::support::{client, start};

// RFC 7636, appendix B
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "http://127.0.0.1:3000/a-random-path?app=hanji";

/// Opens the page as a browser would, without following where it sends one.
async fn open(fake: &Fake, query: &[(&str, &str)]) -> Response {
    let url = Url::parse_with_params(&format!("http://{}/auth", fake.addr()), query).unwrap();
    let browser = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    browser.get(url).send().await.unwrap()
}

async fn code_for(fake: &Fake, challenge: &str) -> String {
    let query = [
        ("callback_url", CALLBACK),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ];
    let page = open(fake, &query).await;
    assert_eq!(page.status(), 302);
    let to = Url::parse(page.headers()["location"].to_str().unwrap()).unwrap();
    assert!(to.as_str().starts_with(&format!("{CALLBACK}&code=")), "{to}");
    to.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
}

async fn exchange(fake: &Fake, body: &Value) -> (u16, Value) {
    let url = format!("{}/auth/keys", fake.base_url());
    let response = client().post(url).json(body).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

fn with(code: &str, verifier: &str) -> Value {
    json!({"code": code, "code_verifier": verifier, "code_challenge_method": "S256"})
}

#[tokio::test]
async fn a_code_becomes_a_key_once_and_only_with_its_verifier() {
    let fake = start(Options { key: Some("sk-right".to_owned()), ..Options::default() }).await;
    let code = code_for(&fake, CHALLENGE).await;
    let (status, key) = exchange(&fake, &with(&code, VERIFIER)).await;
    assert_eq!((status, &key["key"]), (200, &json!("sk-right")));
    assert_eq!(exchange(&fake, &with(&code, VERIFIER)).await.0, 403);
    let other = code_for(&fake, CHALLENGE).await;
    assert_ne!(other, code);
    assert_eq!(exchange(&fake, &with(&other, CHALLENGE)).await.0, 403);
    assert_eq!(exchange(&fake, &with("made-up", VERIFIER)).await.0, 403);
    let odd = json!({"code": "x", "code_challenge_method": "MD5"});
    assert_eq!(exchange(&fake, &odd).await.0, 400);
}

#[tokio::test]
async fn a_code_that_is_too_old_is_refused() {
    let fake = start(Options { code_seconds: 0, ..Options::default() }).await;
    let code = code_for(&fake, CHALLENGE).await;
    assert_eq!(exchange(&fake, &with(&code, VERIFIER)).await.0, 403);
}

#[tokio::test]
async fn without_a_callback_the_page_shows_the_code() {
    let fake = start(Options::default()).await;
    let challenge = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    let page = open(&fake, &challenge).await.text().await.unwrap();
    let (code, _) = page.split_once("<code>").unwrap().1.split_once("</code>").unwrap();
    assert_eq!(exchange(&fake, &with(code, VERIFIER)).await.0, 200);
}

#[tokio::test]
async fn codes_are_sent_to_this_machine_or_over_tls_alone() {
    let fake = start(Options::default()).await;
    for (callback, status) in [
        ("https://example.org/back", 302),
        ("http://localhost:9/back", 302),
        ("http://example.org/back", 400),
        ("file:///etc", 400),
        ("nonsense", 400),
    ] {
        assert_eq!(open(&fake, &[("callback_url", callback)]).await.status(), status, "{callback}");
    }
}

#[tokio::test]
async fn who_has_a_key_can_have_a_code_made() {
    let fake = start(Options { key: Some("sk-right".to_owned()), ..Options::default() }).await;
    let url = format!("{}/auth/keys/code", fake.base_url());
    let body = json!({"callback_url": CALLBACK, "code_challenge": CHALLENGE,
        "code_challenge_method": "S256"});
    let ask = client().post(&url).json(&body).bearer_auth("sk-right").send().await.unwrap();
    let made: Value = ask.json().await.unwrap();
    let code = made["data"]["id"].as_str().unwrap();
    assert_eq!(exchange(&fake, &with(code, VERIFIER)).await.0, 200);
    assert_eq!(client().post(&url).json(&body).send().await.unwrap().status(), 401);
}
