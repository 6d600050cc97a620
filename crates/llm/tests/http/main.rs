//! The client against real HTTP on loopback.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod address;
mod asking;
mod failing;
mod server;
mod spending;
mod waiting;

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use llm::{
    AnswerSchema, Budget, ChatRequest, Class, Client, Dialect, Endpoint, Failure, Message,
    PaidReply, PlainHttp, RecordReply, Reply, RetryPolicy, Settings, WallClock,
};
use server::Server;
use tokio_util::sync::CancellationToken;

const KEY: &str = "sk-or-v1-do-not-show";

/// Keeps what was recorded: the class of the fault and the raw body.
#[derive(Default)]
struct Ledger(Mutex<Vec<(Option<Class>, String)>>);

impl RecordReply for Ledger {
    type Error = Infallible;

    async fn record(&self, paid: PaidReply<'_>) -> Result<(), Infallible> {
        // a store takes its time; whoever does not wait is found out
        tokio::time::sleep(Duration::from_millis(5)).await;
        let class = paid.fault.map(|fault| fault.class);
        self.0.lock().unwrap().push((class, paid.reply.raw.clone()));
        Ok(())
    }
}

impl Ledger {
    fn classes(&self) -> Vec<Option<Class>> {
        self.0.lock().unwrap().iter().map(|(class, _)| *class).collect()
    }
}

/// Defaults, but with pauses that do not slow the tests down.
fn settings() -> Settings {
    let pause = Duration::from_millis(2);
    let retry = RetryPolicy { first_pause: pause, longest_pause: pause, ..RetryPolicy::default() };
    let mut settings = Settings { retry, ..Settings::with_seed(7) };
    settings.breaker.rest = Duration::from_millis(20);
    settings.breaker.longest_rest = Duration::from_millis(20);
    settings.timeout = Duration::from_secs(10);
    settings.limits.in_flight = 50;
    settings
}

fn client(server: &Server, settings: &Settings) -> Arc<Client> {
    client_with_key(KEY, server, settings)
}

fn client_with_key(key: &str, server: &Server, settings: &Settings) -> Arc<Client> {
    let key = Some(key.to_owned().into());
    let endpoint =
        Endpoint::new(Dialect::OpenRouter, server.url.clone(), key, PlainHttp::Loopback).unwrap();
    let clock: WallClock = Arc::new(|| SystemTime::UNIX_EPOCH);
    let budget = Arc::new(Budget::without_caps(clock.clone()));
    Arc::new(Client::new(endpoint, settings, budget, clock).unwrap())
}

fn question() -> ChatRequest {
    ChatRequest {
        model: "a/b".into(),
        fallbacks: Vec::new(),
        messages: vec![Message::system("Be brief."), Message::user("학교")],
        schema: None,
        max_completion_tokens: 100,
        temperature: Some(0.5),
        seed: Some(1),
        preferences: llm::Preferences::default(),
    }
}

fn json_question() -> ChatRequest {
    let schema =
        AnswerSchema { name: "word".into(), schema: serde_json::json!({"type": "object"}) };
    ChatRequest { schema: Some(schema), ..question() }
}

async fn ask(client: &Client, question: &ChatRequest, ledger: &Ledger) -> Result<Reply, Failure> {
    client.chat(question, ledger, &CancellationToken::new()).await
}
