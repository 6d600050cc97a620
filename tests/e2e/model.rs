//! A session whose Hanji asks the fake OpenRouter.

use std::path::PathBuf;

use fake_openrouter::{Fake, Ledger, Options, Stage};

use crate::{
    session::Session,
    window::{Window, data_dir},
};

/// The key that the fake takes.
pub(crate) const KEY: &str = "sk-or-v1-5f1c2b7e9d3a4c68-e2e-kept-secret-Q7xz";

/// Requests that Hanji sends at once.
pub(crate) const AT_ONCE: usize = 2;

/// A list of words, and a server that knows about them.
pub(crate) struct Lesson {
    pub(crate) fake: Fake,
    pub(crate) file: PathBuf,
    terms: Vec<String>,
}

impl Lesson {
    /// A server that takes [`KEY`] alone, and this many words of the sample list.
    pub(crate) async fn of(session: &Session, words: usize) -> Self {
        let options = Options { latency_ms: 250, key: Some(KEY.into()), ..Options::default() };
        let fake = fake_openrouter::start(options).await.unwrap();
        let settings = format!(
            "engine = \"openrouter\"\nopenrouter_url = \"{}\"\nconcurrency = {AT_ONCE}\n",
            fake.base_url()
        );
        session.file(data_dir(session).join("settings.toml").to_str().unwrap(), settings);
        let sample = include_str!("../../samples/first-words.csv").lines().skip(1).take(words);
        let terms: Vec<String> = sample.map(|row| row.split(',').nth(1).unwrap().into()).collect();
        let file = session.file("lesson.txt", terms.join("\n"));
        Self { fake, file, terms }
    }

    /// Its words in the window, the key entered, and a run started.
    pub(crate) async fn start<'s>(&self, session: &'s Session, key: &str) -> Window<'s> {
        let window = Window::open_with(session, &[&self.file]).await;
        window.enter("key", key).await;
        window.see("[data-key='stored']").await;
        window.press("start").await;
        window
    }

    /// Answers without delay from now on.
    pub(crate) fn hurry(&self) {
        self.fake.set_options(Options { latency_ms: 0, ..self.fake.options() });
    }

    /// How many words it has.
    pub(crate) fn words(&self) -> usize {
        self.terms.len()
    }

    /// Holds the server's ledger against the words: every stage of each was answered, and at most
    /// `twice` replies were paid that had been paid before.
    pub(crate) fn is_paid(&self, twice: usize) -> Ledger {
        let ledger = self.fake.ledger();
        let mut again = 0;
        for term in &self.terms {
            for stage in [Stage::Nuance, Stage::Cards] {
                let times = ledger.times_billed(stage, term);
                assert!(times >= 1, "{term} was never asked about: {stage:?}");
                again += times - 1;
            }
        }
        assert!(again <= twice, "{again} replies were paid twice, at most {twice} may be");
        assert_eq!(ledger.billed, (2 * self.words() + again) as u64, "billed for something else");
        ledger
    }
}
