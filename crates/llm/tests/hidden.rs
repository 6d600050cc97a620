//! Limits that the client is not told: it has to find them from refusals, and then to use them.
//! The real client asks the real fake over loopback, on a clock that runs a hundred times as fast.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use fake_openrouter::{Fake, Options};
use llm::{
    Budget, ChatRequest, Client, Dialect, Endpoint, Limits, Message, PaidReply, PlainHttp,
    Preferences, RecordReply, Settings, WallClock,
};
use tokio_util::sync::CancellationToken;

const MINUTE: Duration = Duration::from_mins(1);
const MODEL: &str = "google/gemini-2.5-flash";

struct Nowhere;

impl RecordReply for Nowhere {
    type Error = Infallible;

    async fn record(&self, _: PaidReply<'_>) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Runs on a clock that goes on by 100 ms each millisecond, and never by itself.
fn fast<T>(work: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let driver = tokio::spawn(async {
            loop {
                // while a blocking task runs, a paused clock stands
                let moment = || std::thread::sleep(Duration::from_millis(1));
                tokio::task::spawn_blocking(moment).await.unwrap();
                tokio::time::advance(Duration::from_millis(100)).await;
            }
        });
        let done = work.await;
        driver.abort();
        done
    })
}

fn client(fake: &Fake, in_flight: u32) -> Client {
    let key = Some("sk-test".to_owned().into());
    let url = fake.base_url().parse().unwrap();
    let endpoint = Endpoint::new(Dialect::OpenRouter, url, key, PlainHttp::Loopback).unwrap();
    let limits = Limits { in_flight, ..Limits::default() };
    let settings = Settings { limits, ..Settings::with_seed(7) };
    let clock: WallClock = Arc::new(|| SystemTime::UNIX_EPOCH);
    Client::new(endpoint, &settings, Arc::new(Budget::without_caps(clock.clone())), clock).unwrap()
}

fn question() -> ChatRequest {
    ChatRequest {
        model: MODEL.into(),
        fallbacks: Vec::new(),
        messages: vec![Message::user("학교")],
        schema: None,
        max_completion_tokens: 300,
        temperature: None,
        seed: None,
        preferences: Preferences::default(),
    }
}

/// Keeps `workers` asking until dropped.
fn keep_asking(client: &Arc<Client>, workers: u32) -> tokio::task::JoinSet<()> {
    let ask = |_| {
        let client = Arc::clone(client);
        async move {
            loop {
                client.chat(&question(), &Nowhere, &CancellationToken::new()).await.unwrap();
            }
        }
    };
    (0..workers).map(ask).collect()
}

fn share(part: u64, whole: u64) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
}

#[test]
fn a_hidden_limit_of_requests_a_minute_is_found_and_used() {
    const LIMIT: usize = 150;
    fast(async {
        let options = Options { rpm: Some(LIMIT), latency_ms: 50, ..Options::default() };
        let fake = fake_openrouter::start(options).await.unwrap();
        let client = Arc::new(client(&fake, 20));
        let asking = keep_asking(&client, 40);
        tokio::time::sleep(MINUTE).await;
        let before = fake.ledger();
        tokio::time::sleep(4 * MINUTE).await;
        let after = fake.ledger();
        drop(asking);
        let used = share(after.billed - before.billed, 4 * LIMIT as u64);
        let refused = after.refused.rpm - before.refused.rpm;
        let refused = share(refused, after.requests - before.requests);
        println!("used {used:.3}, refused {refused:.4}, at first {}", before.refused.rpm);
        assert!(used >= 0.95, "{used}");
        assert!(refused < 0.01, "{refused}");
        let state = &client.state().models[0];
        assert_eq!(state.learnt.requests_per_minute, Some(u32::try_from(LIMIT).unwrap()));
    });
}

#[test]
fn a_hidden_limit_of_tokens_a_minute_is_found_and_used() {
    const LIMIT: u64 = 20_000;
    fast(async {
        let options = Options { tpm: Some(LIMIT), latency_ms: 50, ..Options::default() };
        let fake = fake_openrouter::start(options).await.unwrap();
        let client = Arc::new(client(&fake, 10));
        let asking = keep_asking(&client, 20);
        tokio::time::sleep(MINUTE).await;
        let before = fake.ledger();
        tokio::time::sleep(4 * MINUTE).await;
        let after = fake.ledger();
        drop(asking);
        let tokens =
            |ledger: &fake_openrouter::Ledger| ledger.prompt_tokens + ledger.completion_tokens;
        let used = share(tokens(&after) - tokens(&before), 4 * LIMIT);
        let refused = after.refused.tpm - before.refused.tpm;
        let refused = share(refused, after.requests - before.requests);
        println!("used {used:.3}, refused {refused:.4}, at first {}", before.refused.tpm);
        assert!(used >= 0.95, "{used}");
        assert!(refused < 0.01, "{refused}");
    });
}

#[test]
fn a_hidden_limit_of_requests_at_the_same_time_is_found_and_used() {
    const LIMIT: usize = 8;
    const LATENCY: Duration = Duration::from_secs(1);
    fast(async {
        let latency_ms = u64::try_from(LATENCY.as_millis()).unwrap();
        let options = Options { max_in_flight: Some(LIMIT), latency_ms, ..Options::default() };
        let fake = fake_openrouter::start(options).await.unwrap();
        let client = Arc::new(client(&fake, 40));
        let asking = keep_asking(&client, 60);
        tokio::time::sleep(MINUTE).await;
        let before = fake.ledger();
        tokio::time::sleep(4 * MINUTE).await;
        let after = fake.ledger();
        drop(asking);
        let possible = LIMIT as u64 * 4 * 60;
        let used = share(after.billed - before.billed, possible);
        let refused = after.refused.in_flight - before.refused.in_flight;
        let refused = share(refused, after.requests - before.requests);
        println!("used {used:.3}, refused {refused:.4}, at first {}", before.refused.in_flight);
        assert!(used >= 0.8, "{used}");
        assert!(refused < 0.01, "{refused}");
    });
}
