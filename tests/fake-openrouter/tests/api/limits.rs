//! Hidden limits, credits, latency and the ledger that proves what happened.

use std::time::{Duration, Instant};

use fake_openrouter::{Fake, Options};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{about, client, completion, post, start};

/// The statuses of so many requests sent at once.
async fn burst(fake: &Fake, count: usize) -> Vec<u16> {
    let (client, url) = (client(), format!("{}/chat/completions", fake.base_url()));
    let mut requests = JoinSet::new();
    for number in 0..count {
        let request = client.post(&url).json(&about(&format!("낱말{number}")));
        requests.spawn(async move { request.send().await.unwrap().status().as_u16() });
    }
    requests.join_all().await
}

#[tokio::test]
async fn requests_above_the_rate_are_told_when_to_come_back() {
    let fake = start(Options { rpm: Some(3), ..Options::default() }).await;
    let statuses = burst(&fake, 3).await;
    assert_eq!(statuses, [200, 200, 200]);
    let response = post(&fake, &about("학교")).await.unwrap();
    assert_eq!(response.status(), 429);
    let header = |name: &str| response.headers()[name].to_str().unwrap().parse::<u64>().unwrap();
    assert_eq!((header("x-ratelimit-limit"), header("x-ratelimit-remaining")), (3, 0));
    assert!(header("x-ratelimit-reset") > 1_000_000_000_000);
    assert!((50..=60).contains(&header("retry-after")));
    let ledger = fake.ledger();
    assert_eq!((ledger.billed, ledger.refused.rpm, ledger.outcomes["429"]), (3, 1, 1));
}

#[tokio::test]
async fn tokens_and_days_have_limits_too() {
    let fake = start(Options { tpm: Some(100), ..Options::default() }).await;
    assert_eq!(post(&fake, &about("학교")).await.unwrap().status(), 200);
    assert_eq!(post(&fake, &about("학교")).await.unwrap().status(), 429);
    fake.reset();
    fake.set_options(Options { rpd: Some(1), ..Options::default() });
    assert_eq!(post(&fake, &about("학교")).await.unwrap().status(), 200);
    let body: Value = post(&fake, &about("학교")).await.unwrap().json().await.unwrap();
    assert!(body["error"]["message"].as_str().unwrap().contains("per-day"));
}

#[tokio::test]
async fn too_many_at_once_are_refused_and_the_most_is_in_the_ledger() {
    let latency_ms = 150;
    let fake = start(Options { max_in_flight: Some(4), latency_ms, ..Options::default() }).await;
    let statuses = burst(&fake, 10).await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 4);
    let ledger = fake.ledger();
    assert_eq!((ledger.max_in_flight, ledger.refused.in_flight), (10, 6));
}

#[tokio::test]
async fn out_of_credits_is_402_and_says_what_can_be_afforded() {
    let fake = start(Options { credits: Some(0.001), ..Options::default() }).await;
    let mut wishful = about("학교");
    wishful["max_completion_tokens"] = json!(100_000);
    let body: Value = post(&fake, &wishful).await.unwrap().json().await.unwrap();
    assert_eq!(body["error"]["code"], 402);
    assert!(body["error"]["message"].as_str().unwrap().contains("can only afford 4"), "{body}");
    let mut paid = 0;
    while post(&fake, &about("학교")).await.unwrap().status() == 200 {
        paid += 1;
        assert!(paid < 10);
    }
    let ledger = fake.ledger();
    assert!(paid >= 1 && ledger.cost_usd > 0.0009, "{paid} paid, {} USD", ledger.cost_usd);
    assert_eq!((ledger.billed, ledger.outcomes["402"]), (paid, 2));
}

#[tokio::test]
async fn latency_is_waited_by_all_at_once() {
    let fake = start(Options { latency_ms: 200, jitter_ms: 40, ..Options::default() }).await;
    let began = Instant::now();
    burst(&fake, 5).await;
    assert!(began.elapsed() >= Duration::from_millis(200));
    assert!(fake.ledger().max_in_flight > 1, "nobody waits for another's latency");
}

#[tokio::test]
async fn a_request_whose_client_hangs_up_is_billed_and_leaves() {
    let fake = start(Options { latency_ms: 2000, ..Options::default() }).await;
    let url = format!("{}/chat/completions", fake.base_url());
    let request = client().post(url).json(&about("학교")).timeout(Duration::from_millis(200));
    assert!(request.send().await.unwrap_err().is_timeout());
    assert_eq!(fake.ledger().billed, 1);
    fake.set_options(Options { max_in_flight: Some(1), ..Options::default() });
    for _ in 0..50 {
        if post(&fake, &about("학교")).await.unwrap().status() == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the abandoned request still counts as in flight");
}

#[tokio::test]
async fn the_ledger_is_served_and_reset_empties_it() {
    let fake = start(Options::default()).await;
    completion(&fake, &about("학교")).await;
    let root = format!("http://{}", fake.addr());
    let ledger = client().get(format!("{root}/_ledger")).send().await.unwrap();
    let ledger: Value = ledger.json().await.unwrap();
    assert_eq!((&ledger["requests"], &ledger["billed"]), (&json!(1), &json!(1)));
    assert_eq!((&ledger["max_in_flight"], &ledger["outcomes"]), (&json!(1), &json!({"ok": 1})));
    let answer = &ledger["answers"][0];
    assert_eq!((&answer["stage"], &answer["term"]), (&json!("nuance"), &json!("학교")));
    assert_eq!(answer["billed"], true);
    client().post(format!("{root}/_reset")).send().await.unwrap();
    assert_eq!(fake.ledger(), fake_openrouter::Ledger::default());
}
