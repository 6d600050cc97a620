//! A real store, a real client and a real server on loopback for one run.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::SystemTime;

use fake_openrouter::{Fake, Options};
use llm::{Budget, Client, Dialect, Endpoint, Limits, PlainHttp, Settings, WallClock};
use pipeline::{Ended, Kind, Model, Pipeline, Source, Work};
use store::{Keep, NewRun, NewWord, Store};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// What a run needs. Its files go when it goes.
pub(crate) struct Bench {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) fake: Fake,
    pub(crate) words_at_once: u32,
}

impl Bench {
    pub(crate) async fn new(options: Options) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("hanji.sqlite"), 7).unwrap();
        let fake = fake_openrouter::start(options).await.unwrap();
        Self { store, folder, fake, words_at_once: 20 }
    }

    /// As after a restart of the process: everything in memory is gone.
    pub(crate) fn reopen(&mut self) {
        self.store = Store::open(&self.folder.path().join("hanji.sqlite"), 8).unwrap();
    }

    pub(crate) fn model(&self) -> Source {
        self.model_within(Limits { in_flight: 20, ..Limits::default() })
    }

    /// A model whose client knows what was sent today already, as the store has counted it.
    pub(crate) fn model_within(&self, limits: Limits) -> Source {
        let sent_today = self.store.sent_on(&self.fake.base_url(), 1_700_000_000).unwrap();
        let sent_today = sent_today.into_iter().collect();
        let client = self.client(&Settings { limits, sent_today, ..Settings::with_seed(3) });
        model(&client)
    }

    pub(crate) fn client(&self, settings: &Settings) -> Arc<Client> {
        let url = self.fake.base_url().parse().unwrap();
        let key = Some("sk-test".to_owned().into());
        let endpoint = Endpoint::new(Dialect::OpenRouter, url, key, PlainHttp::Loopback).unwrap();
        #[expect(clippy::disallowed_methods, reason = "the client dates Retry-After by it")]
        let clock: WallClock = Arc::new(SystemTime::now);
        let budget = Arc::new(Budget::without_caps(clock.clone()));
        Arc::new(Client::new(endpoint, settings, budget, clock).unwrap())
    }

    pub(crate) async fn run_over(&self, terms: &[String]) -> i64 {
        let words = terms.iter().map(|term| NewWord {
            term: term.clone(),
            meaning: "a meaning".into(),
            ..NewWord::default()
        });
        let words = self.store.keep_words(words.map(Keep::from).collect(), 1).await.unwrap().words;
        let run = NewRun { settings: "{}".into(), words, created_at: 1 };
        self.store.create_run(run).await.unwrap()
    }

    pub(crate) async fn work(&self, run: i64, source: Source, stop: &CancellationToken) -> Ended {
        Pipeline::new(self.store.clone(), || 1_700_000_000).work(self.task(run, source, stop)).await
    }

    /// The same in the background; aborting it is as good as a crash.
    pub(crate) fn begin(&self, run: i64, stop: &CancellationToken) -> JoinHandle<Ended> {
        let pipeline = Pipeline::new(self.store.clone(), || 1_700_000_000);
        let work = self.task(run, self.model(), stop);
        tokio::spawn(async move { pipeline.work(work).await })
    }

    pub(crate) fn task(&self, run: i64, source: Source, stop: &CancellationToken) -> Work {
        Work {
            run,
            source,
            kinds: vec![Kind::Scene, Kind::UsageComparison],
            words_at_once: Arc::new(self.words_at_once.into()),
            stop: stop.clone(),
            worked_before_ms: 0,
            hurried: Arc::default(),
            overnight: false,
            under_way: Arc::new(AtomicU32::new(0)),
        }
    }

    /// How often each stage of each word was billed.
    pub(crate) fn billed(&self) -> HashMap<(String, Box<str>), usize> {
        let mut billed = HashMap::new();
        for answer in self.fake.ledger().answers.into_iter().filter(|answer| answer.billed) {
            *billed.entry((format!("{:?}", answer.stage), answer.term)).or_default() += 1;
        }
        billed
    }
}

pub(crate) const MODEL: &str = "google/gemini-2.5-flash";

pub(crate) fn model(client: &Arc<Client>) -> Source {
    Source::Model(Model {
        client: Arc::clone(client),
        name: MODEL.into(),
        fallbacks: Vec::new(),
        preferences: llm::Preferences::default(),
    })
}

/// Words of three syllables, all different.
pub(crate) fn terms(count: u32) -> Vec<String> {
    let syllable = |index: u32| char::from_u32(0xAC00 + index * 28 % 11_172).unwrap();
    (0..count)
        .map(|index| {
            format!("{}{}{}", syllable(index), syllable(index / 7 + 3), syllable(index * 5 + 1))
        })
        .collect()
}

pub(crate) fn with_faults(faults: &str) -> Options {
    Options { faults: faults.parse().unwrap(), ..Options::default() }
}

pub(crate) fn never() -> CancellationToken {
    CancellationToken::new()
}
