//! What runs of one process have in common: the limits of a server, and the caps of a day.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/no_keychain.rs"]
mod no_keychain;

use std::sync::Arc;

use app::{
    App, Code, Import, Options,
    dto::{Engine, RunSnapshot, RunState, Settings},
};
use fake_openrouter::Fake;
use no_keychain::NoKeychain;
use tempfile::TempDir;

struct Desk {
    _folder: TempDir,
    fake: Fake,
    app: App,
}

impl Desk {
    async fn new(settings: Settings) -> Self {
        let folder = TempDir::new().unwrap();
        let options = fake_openrouter::Options { latency_ms: 20, ..Default::default() };
        let fake = fake_openrouter::start(options).await.unwrap();
        let app = App::open(Options {
            data_dir: Some(folder.path().to_owned()),
            key: Some("sk-or-v1-of-a-test".to_owned().into()),
            key_for_any_address: true,
            keychain: Arc::new(NoKeychain),
            anki_connect: None,
        })
        .unwrap();
        let (engine, openrouter_url) = (Engine::Openrouter, fake.base_url());
        app.set_settings(Settings { engine, openrouter_url, ..settings }).unwrap();
        Self { _folder: folder, fake, app }
    }

    /// Starts a run over so many words that no other run has.
    async fn start(&self, name: char, words: u32) -> i64 {
        let syllable = |number| char::from_u32(0xAC00 + number).unwrap();
        let list: Vec<_> = (0..words).map(|n| format!("{name}{}", syllable(n))).collect();
        let mut import = Import::default();
        import.add("words.txt", list.join("\n").as_bytes());
        self.app.start_run_over(&mut import, self.app.settings()).await.unwrap()
    }

    /// Where a run is when it stands still.
    async fn end(&self, run: i64) -> RunSnapshot {
        let mut watch = self.app.watch_run(run).unwrap();
        let mut last = None;
        while let Some(snapshot) = watch.next().await {
            last = Some(snapshot);
        }
        last.unwrap()
    }
}

#[tokio::test]
async fn two_runs_keep_the_limit_of_requests_at_once_together() {
    let desk = Desk::new(Settings { concurrency: 4, ..Settings::default() }).await;
    let runs = [desk.start('가', 15).await, desk.start('나', 15).await];
    for run in runs {
        let ended = desk.end(run).await;
        assert_eq!((ended.state, ended.done, ended.requests), (RunState::Done, 15, 30));
    }
    assert_eq!(desk.fake.ledger().max_in_flight, 4);
}

#[tokio::test]
async fn a_raised_limit_holds_at_once() {
    let desk = Desk::new(Settings { concurrency: 1, ..Settings::default() }).await;
    let run = desk.start('가', 60).await;
    while desk.fake.ledger().requests < 3 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(desk.fake.ledger().max_in_flight, 1);
    desk.app.set_settings(Settings { concurrency: 8, ..desk.app.settings() }).unwrap();
    assert_eq!(desk.end(run).await.done, 60);
    assert!(desk.fake.ledger().max_in_flight > 2, "{}", desk.fake.ledger().max_in_flight);
}

#[tokio::test]
async fn two_runs_share_the_cap_of_a_day_and_a_raised_one_lets_them_go_on() {
    let cap = 0.05;
    let capped = Settings { max_cost_per_day_usd: Some(cap), ..Settings::default() };
    let desk = Desk::new(capped.clone()).await;
    let runs = [desk.start('가', 40).await, desk.start('나', 40).await];
    for run in runs {
        let paused = desk.end(run).await;
        assert_eq!(paused.state, RunState::Paused, "{paused:?}");
        assert_eq!(paused.reason.unwrap().code, Code::CapReached);
    }
    let spent = desk.fake.ledger().cost_usd;
    assert!(spent > 0.0 && spent <= cap, "{spent}");
    let raised = Settings { max_cost_per_day_usd: Some(10.0), ..desk.app.settings() };
    desk.app.set_settings(raised).unwrap();
    for run in runs {
        desk.app.resume_run(run).await.unwrap();
        assert_eq!(desk.end(run).await.state, RunState::Done);
    }
    let ledger = desk.fake.ledger();
    assert!(
        ledger.answers.iter().all(|answer| ledger.times_billed(answer.stage, &answer.term) == 1)
    );
}
