//! The ledger: every chat request that came, how it ended and what the real service would have
//! billed for it, so that a test can prove that nothing was paid twice. It decides nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::outcome::Outcome;

/// Which of the two stages a request belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Stage 1: what the word means, and its images.
    Nuance,
    /// Stage 2: the cards.
    Cards,
    /// Some other question.
    Other,
}

impl Stage {
    /// Its name in the ledger.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nuance => "nuance",
            Self::Cards => "cards",
            Self::Other => "other",
        }
    }
}

/// One chat request that could be read, in order of arrival.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The stage asked for.
    pub stage: Stage,
    /// The word asked about; empty for other questions.
    pub term: Box<str>,
    /// Whether the real service bills it.
    pub billed: bool,
    /// How it ended.
    pub outcome: Outcome,
    /// Its place in the model list.
    #[serde(skip)]
    pub(crate) model: usize,
    /// Tokens billed for the question.
    pub prompt_tokens: u64,
    /// Tokens billed for the answer.
    pub completion_tokens: u64,
    /// US dollars billed.
    pub cost_usd: f64,
}

/// Requests refused by a hidden limit, by limit; a fault's refusal is not among them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// By requests per minute.
    pub rpm: u64,
    /// By tokens per minute.
    pub tpm: u64,
    /// By requests per day.
    pub rpd: u64,
    /// By requests at the same time.
    pub in_flight: u64,
    /// By the credits.
    pub credits: u64,
}

/// All that was asked and billed since the start or the last reset.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Ledger {
    /// Chat requests that came.
    pub requests: u64,
    /// Chat requests that the real service would have billed.
    pub billed: u64,
    /// The most chat requests that were under way at the same time.
    pub max_in_flight: usize,
    /// Each chat request that could be read.
    pub answers: Vec<Answer>,
    /// How many chat requests ended in each way.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// How many of them a hidden limit refused.
    pub refused: Refused,
    /// Requests to the other routes, by name.
    pub calls: BTreeMap<&'static str, u64>,
    /// Tokens billed for questions.
    pub prompt_tokens: u64,
    /// Tokens billed for answers.
    pub completion_tokens: u64,
    /// US dollars billed.
    pub cost_usd: f64,
}

impl Ledger {
    /// How often a word was billed for a stage.
    #[must_use]
    pub fn times_billed(&self, stage: Stage, term: &str) -> usize {
        let of_word = |answer: &&Answer| answer.stage == stage && &*answer.term == term;
        self.answers.iter().filter(of_word).filter(|answer| answer.billed).count()
    }

    pub(crate) fn ended(&mut self, outcome: Outcome) {
        *self.outcomes.entry(outcome.name()).or_default() += 1;
    }

    pub(crate) fn called(&mut self, route: &'static str) {
        *self.calls.entry(route).or_default() += 1;
    }

    /// Enters a request and gives its number.
    pub(crate) fn enter(&mut self, answer: Answer) -> usize {
        self.ended(answer.outcome);
        if answer.billed {
            self.billed += 1;
            self.prompt_tokens += answer.prompt_tokens;
            self.completion_tokens += answer.completion_tokens;
            self.cost_usd += answer.cost_usd;
        }
        self.answers.push(answer);
        self.answers.len() - 1
    }
}
