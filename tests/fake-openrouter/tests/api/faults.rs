//! Each way of going wrong, as a client sees it and as the ledger has it.

use std::time::{Duration, Instant};

use fake_openrouter::{Fake, Options, Outcome, Stage};
use serde_json::Value;
use tokio::time::timeout;

use crate::contract::assert_nuance;
use crate::support::{
    about, answer, cards_request, completion, content, faults, post, scripted, start,
};

fn assert_ledger(fake: &Fake, name: &str, billed: u64) {
    let ledger = fake.ledger();
    assert_eq!(ledger.outcomes.get(name), Some(&1), "{name}: {:?}", ledger.outcomes);
    assert_eq!((ledger.requests, ledger.billed), (1, billed), "{name}");
    assert_eq!(ledger.answers[0].billed, billed == 1, "{name}");
}

async fn spoilt(outcome: Outcome) -> Value {
    let fake = scripted(&[outcome]).await;
    let completion = completion(&fake, &about("학교")).await;
    assert_ledger(&fake, outcome.name(), u64::from(outcome.billed()));
    completion
}

async fn refused(outcome: Outcome) -> (reqwest::header::HeaderMap, Value) {
    refused_with(outcome, Options::default()).await
}

async fn refused_with(outcome: Outcome, options: Options) -> (reqwest::header::HeaderMap, Value) {
    let fake = start(Options { script: vec![outcome], ..options }).await;
    let response = post(&fake, &about("학교")).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["error"]["code"], status);
    assert!(!body["error"]["message"].as_str().unwrap().is_empty());
    assert_ledger(&fake, outcome.name(), 0);
    (headers, body)
}

#[tokio::test]
async fn every_status_has_its_error_body_and_is_not_billed() {
    let mut seen = 0;
    for outcome in Outcome::all() {
        let Outcome::Status(status) = outcome else { continue };
        let (_, body) = refused(outcome).await;
        assert_eq!(body["error"]["code"], status);
        assert!(body["error"]["metadata"]["error_type"].is_string());
        seen += 1;
    }
    assert_eq!(seen, 17);
}

#[tokio::test]
async fn a_429_says_when_in_each_of_the_ways_providers_do() {
    let options = Options { retry_after: Some(3), ..Options::default() };
    let (headers, _) = refused_with(Outcome::Status(429), options).await;
    assert_eq!(headers["retry-after"], "3");
    let (headers, _) = refused(Outcome::Status(429)).await;
    assert!(!headers.contains_key("retry-after"), "an upstream provider names no time");
    let (headers, _) = refused(Outcome::LimitedDate).await;
    assert!(headers["retry-after"].to_str().unwrap().ends_with(" GMT"));
    let (headers, _) = refused(Outcome::LimitedMs).await;
    assert_eq!(headers["retry-after-ms"], "1000");
    let (headers, body) = refused(Outcome::LimitedReset).await;
    let reset = headers["x-ratelimit-reset"].to_str().unwrap();
    assert!(reset.parse::<u64>().unwrap() > 1_000_000_000_000);
    assert_eq!(body["error"]["metadata"]["headers"]["X-RateLimit-Reset"], reset);
    assert!(!headers.contains_key("retry-after"));
    let (_, body) = refused(Outcome::LimitedDay).await;
    assert!(body["error"]["message"].as_str().unwrap().contains("free-models-per-day"));
    let (headers, _) = refused(Outcome::LimitedBare).await;
    let of_limits = ["retry-after", "retry-after-ms", "x-ratelimit-reset"];
    assert!(!of_limits.into_iter().any(|name| headers.contains_key(name)));
}

#[tokio::test]
async fn a_200_can_carry_an_error_or_nothing() {
    let body = spoilt(Outcome::ErrorIn200).await;
    assert_eq!((&body["error"]["code"], body.get("choices")), (&502.into(), None));
    let body = spoilt(Outcome::LimitedIn200).await;
    assert_eq!(body["error"]["code"], 429);
    let body = spoilt(Outcome::ErrorFinish).await;
    assert_eq!(body["choices"][0]["finish_reason"], "error");
    assert_eq!(body["choices"][0]["error"]["code"], 502);
    assert_eq!(spoilt(Outcome::EmptyChoices).await["choices"].as_array().unwrap().len(), 0);
    assert_eq!(content(&spoilt(Outcome::Empty).await), "");
    let body = spoilt(Outcome::ReasoningOnly).await;
    assert!(body["choices"][0]["message"]["content"].is_null());
    assert!(body["choices"][0]["message"]["reasoning"].is_string());
    let body = spoilt(Outcome::Filter).await;
    assert_eq!(body["choices"][0]["finish_reason"], "content_filter");
}

#[tokio::test]
async fn content_can_be_cut_malformed_or_fenced() {
    let json = |text: &str| serde_json::from_str::<Value>(text);
    let body = spoilt(Outcome::Cut).await;
    assert_eq!(body["choices"][0]["finish_reason"], "length");
    assert!(json(content(&body)).is_err());
    let body = spoilt(Outcome::Malformed).await;
    assert_eq!(body["choices"][0]["finish_reason"], "stop");
    assert!(json(content(&body)).is_err());
    let body = spoilt(Outcome::Fenced).await;
    let inner = content(&body).strip_prefix("```json\n").unwrap().strip_suffix("\n```").unwrap();
    assert_nuance(&json(inner).unwrap(), "학교");
}

#[tokio::test]
async fn json_can_be_slightly_broken_and_still_all_there() {
    let outcomes =
        [Outcome::Chatty, Outcome::TrailingComma, Outcome::SingleQuotes, Outcome::RawNewline];
    let good = answer(&start(Options::default()).await, &about("학교")).await;
    for outcome in outcomes {
        let body = spoilt(outcome).await;
        let text = content(&body);
        assert!(serde_json::from_str::<Value>(text).is_err(), "{outcome}: {text}");
        assert!(text.contains(good["primary_meaning"].as_str().unwrap()), "{outcome}: {text}");
        assert_eq!(body["choices"][0]["finish_reason"], "stop");
    }
}

#[tokio::test]
async fn a_503_can_say_whether_to_try_again() {
    let (_, body) = refused(Outcome::BusyForNow).await;
    assert_eq!(body["error"]["availability"]["retryable"], true);
    assert_eq!(body["error"]["availability"]["retry_after"], 1);
    let (_, body) = refused(Outcome::BusyForGood).await;
    assert_eq!(body["error"]["availability"]["retryable"], false);
}

#[tokio::test]
async fn a_good_answer_may_keep_its_cost_to_itself() {
    let body = spoilt(Outcome::NoCost).await;
    assert!(body["usage"]["cost"].is_null() && body["usage"]["total_tokens"].is_u64());
}

#[tokio::test]
async fn an_answer_can_be_right_in_form_and_wrong_in_substance() {
    let fake = scripted(&[Outcome::WrongWord, Outcome::WrongSound, Outcome::MissingCard]).await;
    let wrong = answer(&fake, &about("학교")).await;
    assert_ne!(wrong["term"], "학교");
    assert_nuance(&wrong, wrong["term"].as_str().unwrap());
    assert_ne!(answer(&fake, &about("학교")).await["pronunciation"], "학교");
    let question = serde_json::json!({"term": "학교", "nuance": {}});
    let cards = answer(&fake, &cards_request(&question)).await;
    assert_eq!(cards["cards"].as_array().unwrap().len(), 1);
    assert_eq!(fake.ledger().times_billed(Stage::Nuance, "학교"), 2);
}

#[tokio::test]
async fn a_proxy_page_is_html() {
    let fake = scripted(&[Outcome::Html]).await;
    let response = post(&fake, &about("학교")).await.unwrap();
    assert_eq!(response.status(), 502);
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    assert!(response.text().await.unwrap().contains("<html>"));
    assert_ledger(&fake, "html", 0);
}

#[tokio::test]
async fn a_slow_body_arrives_whole_and_late() {
    let fake = scripted(&[Outcome::Slow]).await;
    let start = Instant::now();
    assert_nuance(&answer(&fake, &about("학교")).await, "학교");
    assert!(start.elapsed() > Duration::from_millis(100));
    assert_ledger(&fake, "slow", 1);
}

#[tokio::test]
async fn a_stalled_body_starts_and_never_ends() {
    let fake = scripted(&[Outcome::Stall]).await;
    let mut response = post(&fake, &about("학교")).await.unwrap();
    assert!(response.chunk().await.unwrap().is_some());
    assert!(timeout(Duration::from_millis(300), response.chunk()).await.is_err());
    assert_ledger(&fake, "stall", 1);
}

#[tokio::test]
async fn an_answer_can_fail_to_begin_and_be_billed_all_the_same() {
    let fake = scripted(&[Outcome::Hang]).await;
    let body = about("학교");
    let answer = post(&fake, &body);
    assert!(timeout(Duration::from_millis(300), answer).await.is_err());
    assert_ledger(&fake, "hang", 1);
}

#[tokio::test]
async fn a_connection_can_be_reset_when_the_answer_is_made_and_billed() {
    let fake = scripted(&[Outcome::ResetBilled]).await;
    assert!(post(&fake, &about("학교")).await.unwrap_err().is_request());
    assert_ledger(&fake, "reset-billed", 1);
}

#[tokio::test]
async fn a_connection_can_be_reset_before_anything_is_done() {
    let fake = scripted(&[Outcome::ResetBefore]).await;
    let error = post(&fake, &about("학교")).await.unwrap_err();
    assert!(error.is_request(), "{error:?}");
    assert_ledger(&fake, "reset-before", 0);
    assert_nuance(&answer(&fake, &about("학교")).await, "학교");
}

#[tokio::test]
async fn a_connection_can_be_reset_in_the_middle_of_a_billed_answer() {
    let fake = scripted(&[Outcome::ResetAfter]).await;
    let response = post(&fake, &about("학교")).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err());
    assert_ledger(&fake, "reset-after", 1);
}

#[tokio::test]
async fn faults_hit_their_share_of_requests_and_the_same_ones_each_time() {
    let options = Options { faults: faults("429=0.2,malformed=0.2"), ..Options::default() };
    let fake = start(options).await;
    let mut runs = Vec::new();
    for _ in 0..2 {
        for number in 0..200 {
            post(&fake, &about(&format!("낱말{number}"))).await.unwrap();
        }
        runs.push(fake.ledger().answers);
        fake.reset();
    }
    assert_eq!(runs[0], runs[1]);
    for outcome in [Outcome::Status(429), Outcome::Malformed] {
        let hits = runs[0].iter().filter(|answer| answer.outcome == outcome).count();
        assert!((20..=60).contains(&hits), "{hits} of 200 were {outcome}");
    }
}

#[tokio::test]
async fn a_word_that_was_hit_once_can_be_asked_again() {
    let fake = start(Options { faults: faults("500=0.5"), ..Options::default() }).await;
    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(post(&fake, &about("학교")).await.unwrap().status().as_u16());
    }
    assert!(statuses.contains(&200) && statuses.contains(&500), "{statuses:?}");
}

#[tokio::test]
async fn each_word_can_have_its_first_requests_spoilt_in_both_stages_and_one_word_otherwise() {
    let each = vec![Outcome::Status(500), Outcome::Status(429)];
    let words = vec!["학교=ok,404".parse().unwrap()];
    let fake = start(Options { each, words, ..Options::default() }).await;
    let ask = async |body: &Value| post(&fake, body).await.unwrap().status().as_u16();
    for term in ["바다", "학생"] {
        let cards = cards_request(&serde_json::json!({"term": term, "nuance": {}}));
        for stage in [about(term), cards] {
            assert_eq!([ask(&stage).await, ask(&stage).await, ask(&stage).await], [500, 429, 200]);
        }
    }
    let own = about("학교");
    assert_eq!([ask(&own).await, ask(&own).await, ask(&own).await], [200, 404, 200]);
}

#[tokio::test]
async fn faults_can_be_changed_while_it_runs() {
    let fake = start(Options::default()).await;
    assert_eq!(post(&fake, &about("학교")).await.unwrap().status(), 200);
    fake.set_options(Options { faults: faults("503=1"), ..fake.options() });
    assert_eq!(post(&fake, &about("학교")).await.unwrap().status(), 503);
}

#[tokio::test]
async fn what_cannot_be_understood_is_refused_as_the_api_does() {
    let fake = start(Options::default()).await;
    let mut unknown = about("학교");
    unknown["model"] = "x/no-such-model".into();
    let mut without_name = about("학교");
    without_name["response_format"]["json_schema"]["name"] = Value::Null;
    let bodies =
        [Value::Null, serde_json::json!({"model": "m", "messages": []}), unknown, without_name];
    for body in &bodies {
        assert_eq!(post(&fake, body).await.unwrap().status(), 400, "{body}");
    }
    assert_eq!((fake.ledger().requests, fake.ledger().billed), (4, 0));
}

#[tokio::test]
async fn faults_and_scripts_can_be_kept_to_one_stage() {
    let cut = [Outcome::Cut].to_vec();
    let faults = faults("empty=1");
    let fake =
        start(Options { only: Some(Stage::Cards), each: cut, faults, ..Options::default() }).await;
    for _ in 0..2 {
        completion(&fake, &about("학교")).await;
        completion(&fake, &cards_request(&serde_json::json!({"term": "학교"}))).await;
    }
    let of_stage = |stage| {
        let answers = fake.ledger().answers.into_iter();
        answers.filter(|answer| answer.stage == stage).map(|answer| answer.outcome).collect()
    };
    let [nuance, cards]: [Vec<_>; 2] = [Stage::Nuance, Stage::Cards].map(of_stage);
    assert_eq!(nuance, [Outcome::Ok, Outcome::Ok]);
    assert_eq!(cards, [Outcome::Cut, Outcome::Empty]);
}
