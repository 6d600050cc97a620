//! Waits: Retry-After for all at once, places freed, cancellation, breakers.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use llm::{Advice, BreakerState, Class, PaidReply, RecordReply};
use tokio_util::sync::CancellationToken;

use crate::server::{Act, Server};
use crate::{Ledger, ask, client, question, settings};

const MOMENT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn retry_after_is_obeyed_by_all_workers_at_once() {
    let server = Server::start(|n, _| match n {
        0 => Act::error(429, "slow").with_header("retry-after-ms", "600"),
        _ => Act::content("x"),
    })
    .await;
    let client = client(&server, &settings());
    let first = tokio::spawn({
        let client = Arc::clone(&client);
        async move { ask(&client, &question(), &Ledger::default()).await }
    });
    tokio::time::sleep(MOMENT).await;
    assert!(client.state().blocked_for.is_some());
    let others: Vec<_> = (0..5)
        .map(|_| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { ask(&client, &question(), &Ledger::default()).await })
        })
        .collect();
    first.await.unwrap().unwrap();
    for other in others {
        other.await.unwrap().unwrap();
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 7);
    let soonest = seen[1..].iter().map(|later| later.at - seen[0].at).min();
    assert!(soonest.unwrap() >= Duration::from_millis(590), "{soonest:?}");
}

#[tokio::test]
async fn the_place_in_flight_is_free_while_a_retry_waits() {
    let server = Server::start(|n, _| match n {
        0 => Act::error(429, "oops"),
        _ => Act::content("x"),
    })
    .await;
    let mut settings = settings();
    settings.limits.in_flight = 1;
    settings.retry.first_pause = Duration::from_mins(10);
    settings.retry.longest_pause = Duration::from_mins(10);
    let client = client(&server, &settings);
    let waiting = tokio::spawn({
        let client = Arc::clone(&client);
        async move { ask(&client, &question(), &Ledger::default()).await }
    });
    while client.state().retries.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    ask(&client, &question(), &Ledger::default()).await.unwrap();
    assert!(!waiting.is_finished());
    waiting.abort();
}

struct SlowDisk;

impl RecordReply for SlowDisk {
    type Error = Infallible;

    async fn record(&self, _: PaidReply<'_>) -> Result<(), Infallible> {
        tokio::time::sleep(Duration::from_mins(10)).await;
        Ok(())
    }
}

#[tokio::test]
async fn the_place_in_flight_is_free_while_a_reply_is_stored() {
    let server = Server::playing(vec![Act::content("x")]).await;
    let mut settings = settings();
    settings.limits.in_flight = 1;
    let client = client(&server, &settings);
    let storing = tokio::spawn({
        let client = Arc::clone(&client);
        async move { client.chat(&question(), &SlowDisk, &CancellationToken::new()).await }
    });
    while server.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    ask(&client, &question(), &Ledger::default()).await.unwrap();
    assert!(!storing.is_finished());
    storing.abort();
}

#[tokio::test]
async fn tokens_that_a_reply_did_not_use_are_given_back_to_the_limit() {
    let server = Server::playing(vec![Act::content("x")]).await;
    let mut settings = settings();
    // about 110 are set aside for a question, 30 are used
    settings.limits.tokens_per_minute = Some(200);
    let client = client(&server, &settings);
    let start = Instant::now();
    for _ in 0..3 {
        ask(&client, &question(), &Ledger::default()).await.unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_stop_wakes_a_wait_at_once_and_keeps_the_history() {
    let server =
        Server::playing(vec![Act::error(429, "slow").with_header("retry-after", "300")]).await;
    let client = client(&server, &settings());
    let stop = CancellationToken::new();
    let asked = tokio::spawn({
        let (client, stop) = (Arc::clone(&client), stop.clone());
        async move { client.chat(&question(), &Ledger::default(), &stop).await }
    });
    while client.state().blocked_for.is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let start = Instant::now();
    stop.cancel();
    let failure = asked.await.unwrap().unwrap_err();
    assert!(start.elapsed() < Duration::from_mins(1));
    assert_eq!((failure.class, failure.attempts.len()), (Class::Cancelled, 1));
    assert_eq!(failure.attempts[0].fault.class, Class::RateLimited);
    let nothing = client.chat(&question(), &Ledger::default(), &stop).await.unwrap_err();
    assert_eq!((nothing.class, server.seen().len()), (Class::Cancelled, 1));
}

#[tokio::test]
async fn a_request_that_was_sent_is_awaited_and_recorded_although_it_is_time_to_stop() {
    let server = Server::playing(vec![Act::content("x").after(3 * MOMENT)]).await;
    let (client, stop) = (client(&server, &settings()), CancellationToken::new());
    let ledger = Arc::new(Ledger::default());
    let asked = tokio::spawn({
        let (client, stop, ledger) = (Arc::clone(&client), stop.clone(), Arc::clone(&ledger));
        async move { client.chat(&question(), &*ledger, &stop).await }
    });
    tokio::time::sleep(MOMENT).await;
    stop.cancel();
    assert_eq!(asked.await.unwrap().unwrap().content, "x");
    assert_eq!(ledger.classes(), [None]);
}

#[tokio::test]
async fn a_wait_longer_than_is_sensible_pauses_the_run_instead() {
    let server =
        Server::playing(vec![Act::error(503, "busy").with_header("retry-after", "7200")]).await;
    let client = client(&server, &settings());
    let failure = ask(&client, &question(), &Ledger::default()).await.unwrap_err();
    assert_eq!((failure.class, failure.advice), (Class::Overloaded, Advice::PauseRun));
    assert_eq!(failure.retry_after, Some(Duration::from_hours(2)));
    assert_eq!(client.state().blocked_for, None);
}

#[tokio::test]
async fn during_an_outage_few_requests_are_sent_and_no_question_is_lost() {
    let down = Arc::new(AtomicBool::new(true));
    let seen_down = Arc::clone(&down);
    let server = Server::start(move |_, _| {
        let is_down = seen_down.load(Ordering::SeqCst);
        if is_down { Act::error(502, "down") } else { Act::content("x") }
    })
    .await;
    let mut settings = settings();
    settings.limits.in_flight = 4;
    settings.breaker.rest = Duration::from_millis(50);
    settings.breaker.longest_rest = Duration::from_millis(50);
    settings.breaker.probes = 100;
    let client = client(&server, &settings);
    let asked: Vec<_> = (0..40)
        .map(|_| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { ask(&client, &question(), &Ledger::default()).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(600)).await;
    let state = client.state().breakers[0].1;
    assert!(state != BreakerState::Closed, "{state:?}");
    // 8 to open it, 3 that were under way, and one probe each 50 ms
    let sent = server.seen().len();
    assert!((9..=8 + 3 + 13).contains(&sent), "{sent} requests during the outage");
    down.store(false, Ordering::SeqCst);
    for asked in asked {
        asked.await.unwrap().unwrap();
    }
    assert_eq!(client.state().breakers[0].1, BreakerState::Closed);
}

#[tokio::test]
async fn a_model_that_stays_down_pauses_the_run_with_the_servers_words() {
    let server = Server::playing(vec![Act::error(502, "the provider is gone")]).await;
    let mut settings = settings();
    settings.breaker.failures = 2;
    let client = client(&server, &settings);
    let failure = ask(&client, &question(), &Ledger::default()).await.unwrap_err();
    assert_eq!((failure.class, failure.advice), (Class::OutOfOrder, Advice::PauseRun));
    assert!(failure.message.contains("the provider is gone"), "{}", failure.message);
    assert_eq!(failure.attempts.len(), 2 + 6);
}

#[tokio::test]
async fn the_next_model_is_asked_while_the_first_is_out_of_order() {
    let server = Server::start(|_, seen| match seen.body["model"].as_str() {
        Some("a/b") => Act::error(503, "down"),
        _ => Act::content("x"),
    })
    .await;
    let mut settings = settings();
    settings.breaker.failures = 2;
    settings.breaker.rest = Duration::from_mins(1);
    settings.breaker.longest_rest = Duration::from_mins(1);
    let client = client(&server, &settings);
    let mut question = question();
    question.fallbacks = vec!["c/d".into()];
    let reply = ask(&client, &question, &Ledger::default()).await.unwrap();
    assert_eq!((reply.asked.as_str(), reply.attempt), ("c/d", 3));
}

#[tokio::test]
async fn refusals_never_open_a_breaker() {
    let server = Server::playing(vec![Act::error(400, "no")]).await;
    let client = client(&server, &settings());
    for _ in 0..30 {
        ask(&client, &question(), &Ledger::default()).await.unwrap_err();
    }
    assert_eq!(client.state().breakers, [("a/b".to_owned(), BreakerState::Closed)]);
}
