//! What the client costs beside a bare loop of its HTTP library: the same question to the same
//! server, 100 in flight. Each contender is a process of its own, so that its CPU time is its own;
//! rounds alternate, and medians count. CPU time is read from /proc, so this runs on Linux.

use std::{
    convert::Infallible,
    env,
    error::Error,
    fs,
    io::{Write as _, stdout},
    process::Command,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use fake_openrouter::Options;
use llm::{
    AnswerSchema, Budget, ChatRequest, Client, Dialect, Endpoint, Limits, Message, PaidReply,
    PlainHttp, Preferences, RecordReply, Settings, WallClock,
};
use serde_json::{Value, json};
use tokio::{sync::Semaphore, task::JoinSet};
use tokio_util::sync::CancellationToken;

const IN_FLIGHT: u32 = 100;
const ROUNDS: usize = 5;
const MODEL: &str = "google/gemini-2.5-flash";
const QUESTION: &str = r#"{"term":"학교","pronunciation":"학꾜"}"#;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match args.as_slice() {
        [contender, url, requests] => contend(contender, url, requests.parse()?),
        _ => compare(),
    }
}

fn compare() -> Outcome<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    for (requests, latency_ms) in [(2_000_u32, 50), (20_000, 0)] {
        let options = Options { latency_ms, ..Options::default() };
        let fake = runtime.block_on(fake_openrouter::start(options))?;
        let (mut client, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            client.push(child("client", &fake.base_url(), requests)?);
            bare.push(child("bare", &fake.base_url(), requests)?);
        }
        let of = |rounds: &[(f64, f64)], pick: fn(&(f64, f64)) -> f64| median(rounds, pick);
        let (seconds, bare_seconds) = (of(&client, |it| it.0), of(&bare, |it| it.0));
        let (cpu, bare_cpu) = (of(&client, |it| it.1), of(&bare, |it| it.1));
        writeln!(
            stdout(),
            "{requests} requests at {latency_ms} ms: {:.0}/s, bare {:.0}/s   {:.2} × throughput, \
             {:.0} µs CPU each, bare {:.0}   {:.2} ×",
            f64::from(requests) / seconds,
            f64::from(requests) / bare_seconds,
            bare_seconds / seconds,
            cpu / f64::from(requests) * 1e6,
            bare_cpu / f64::from(requests) * 1e6,
            cpu / bare_cpu,
        )?;
    }
    Ok(())
}

/// Seconds, and seconds of CPU, of a contender.
fn child(contender: &str, url: &str, requests: u32) -> Outcome<(f64, f64)> {
    let output =
        Command::new(env::current_exe()?).args([contender, url, &requests.to_string()]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(seconds)), Some(Ok(cpu))) => Ok((seconds, cpu)),
        _ => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}

fn median(rounds: &[(f64, f64)], pick: fn(&(f64, f64)) -> f64) -> f64 {
    let mut figures: Vec<f64> = rounds.iter().map(pick).collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn contend(contender: &str, url: &str, requests: u32) -> Outcome<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let started = Instant::now();
    match contender {
        "client" => runtime.block_on(with_client(url, requests))?,
        _ => runtime.block_on(bare(url, requests))?,
    }
    writeln!(stdout(), "{} {}", started.elapsed().as_secs_f64(), cpu_seconds()?)?;
    Ok(())
}

/// User and system time of this process; the kernel counts in hundredths of a second.
fn cpu_seconds() -> Outcome<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: Vec<f64> =
        after_name.split_whitespace().skip(11).take(2).filter_map(|it| it.parse().ok()).collect();
    Ok(ticks.iter().sum::<f64>() / 100.0)
}

struct Nowhere;

impl RecordReply for Nowhere {
    type Error = Infallible;

    async fn record(&self, _: PaidReply<'_>) -> Result<(), Infallible> {
        Ok(())
    }
}

fn schema() -> AnswerSchema {
    AnswerSchema { name: "hanji_nuance".into(), schema: json!({"type": "object"}) }
}

#[expect(clippy::disallowed_methods, reason = "a bench measures on the machine's own clock")]
async fn with_client(url: &str, requests: u32) -> Outcome<()> {
    let key = Some("sk-or-v1-of-the-bench".to_owned().into());
    let endpoint = Endpoint::new(Dialect::OpenRouter, url.parse()?, key, PlainHttp::Loopback)?;
    let limits = Limits { in_flight: IN_FLIGHT, ..Limits::default() };
    let settings = Settings { limits, ..Settings::with_seed(7) };
    let clock: WallClock = Arc::new(SystemTime::now);
    let budget = Arc::new(Budget::without_caps(clock.clone()));
    let client = Arc::new(Client::new(endpoint, &settings, budget, clock)?);
    let request = Arc::new(ChatRequest {
        model: MODEL.into(),
        fallbacks: Vec::new(),
        messages: vec![Message::system("Be brief."), Message::user(QUESTION)],
        schema: Some(schema()),
        max_completion_tokens: 4_000,
        temperature: None,
        seed: None,
        preferences: Preferences::default(),
    });
    in_flight(requests, move || {
        let (client, request) = (Arc::clone(&client), Arc::clone(&request));
        async move {
            let stop = CancellationToken::new();
            client.chat(&request, &Nowhere, &stop).await.is_ok()
        }
    })
    .await
}

async fn bare(url: &str, requests: u32) -> Outcome<()> {
    let http = reqwest::Client::builder().timeout(Duration::from_mins(2)).build()?;
    let AnswerSchema { name, schema } = schema();
    let body = Arc::new(json!({
        "model": MODEL,
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": QUESTION},
        ],
        "max_completion_tokens": 4_000,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": name, "strict": true, "schema": schema},
        },
    }));
    let url: Arc<str> = format!("{url}/chat/completions").into();
    in_flight(requests, move || {
        let (http, body, url) = (http.clone(), Arc::clone(&body), Arc::clone(&url));
        async move {
            let sent = http.post(&*url).bearer_auth("sk-or-v1-of-the-bench").json(&*body).send();
            let Ok(response) = sent.await else { return false };
            response.json::<Value>().await.is_ok_and(|reply| reply["choices"].is_array())
        }
    })
    .await
}

/// Asks so often, so many at a time; each must be answered.
async fn in_flight<F: Future<Output = bool> + Send + 'static>(
    requests: u32,
    ask: impl Fn() -> F,
) -> Outcome<()> {
    let places = Arc::new(Semaphore::new(IN_FLIGHT as usize));
    let mut asked = JoinSet::new();
    for _ in 0..requests {
        let place = Arc::clone(&places).acquire_owned().await?;
        let answer = ask();
        asked.spawn(async move {
            let is_answered = answer.await;
            drop(place);
            is_answered
        });
    }
    let all_answered = asked.join_all().await.into_iter().all(|is_answered| is_answered);
    if all_answered { Ok(()) } else { Err("a request was not answered".into()) }
}
