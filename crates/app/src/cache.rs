//! What the learner paid for and keeps: how much it is, whether it can still be read, and letting
//! go of it. Nothing here is done unless the learner asks for it.

use serde::Serialize;
use store::{AnswerKind, FaultKind, LetGo, PromptHash, Which};

use crate::{
    App, Code, Problem,
    app::blocking,
    clients::{dollars, usd},
    clock,
};

/// Answers to let go of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forget {
    /// Those for a word.
    Word(String),
    /// Those of a model.
    Model(String),
    /// Those asked for with certain instructions: the beginning of their hash, as
    /// [`App::cache_stats`] shows it.
    Prompt(String),
    /// All.
    All,
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CacheStats {
    /// Requests that are answered.
    pub answers: u32,
    /// Replies paid for, whatever became of them.
    pub replies: u32,
    /// Of these, forgotten ones whose text is still there.
    pub forgotten: u32,
    /// Of these, forgotten ones whose text was deleted.
    pub purged: u32,
    /// Bytes of the texts as they lie on disk.
    pub text_bytes: i64,
    /// Bytes of the database.
    pub file_bytes: i64,
    /// What the replies cost in US dollars, as far as servers said.
    pub cost_usd: f64,
    /// Words that runs finished.
    pub words: u32,
    /// Of these, words for which nothing had to be asked.
    pub words_from_cache: u32,
    /// These as a share of those; none before the first word.
    pub hit_rate: Option<f64>,
    /// The answers by what they were asked with.
    pub kinds: Vec<KeptKind>,
}

/// Answers that were asked for with the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptKind {
    /// The stage: nuance or cards.
    pub stage: String,
    /// The model asked for.
    pub model: String,
    /// Hash of the instructions in hexadecimal; old answers have none.
    pub prompt: Option<String>,
    /// Version of the answer's shape; old answers have none.
    pub schema_version: Option<u32>,
    /// How many.
    pub answers: u32,
    /// What they cost in US dollars.
    pub cost_usd: f64,
}

/// What reading everything back found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CacheCheck {
    /// Replies read.
    pub replies: u32,
    /// Of these, answers in force.
    pub answers: u32,
    /// Bytes of their texts, unpacked.
    pub text_bytes: u64,
    /// Replies that are not as they were written.
    pub faults: Vec<CacheFault>,
    /// What is wrong with the file's structure.
    pub damage: Vec<String>,
}

/// A reply that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CacheFault {
    /// The reply's number.
    pub reply: i64,
    /// Its word.
    pub term: String,
    /// Its stage.
    pub stage: String,
    /// What is wrong with it.
    pub message: &'static str,
}

/// What letting go concerned, or would.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Forgotten {
    /// Answers in force.
    pub answers: u32,
    /// Replies, these among them.
    pub replies: u32,
    /// What they cost in US dollars.
    pub cost_usd: f64,
    /// Texts deleted.
    pub purged: u32,
}

impl App {
    /// What is kept.
    pub fn cache_stats(&self) -> Result<CacheStats, Problem> {
        let kept = self.0.store.cache_stats()?;
        let share = f64::from(kept.words_from_cache) / f64::from(kept.words);
        Ok(CacheStats {
            answers: kept.answers,
            replies: kept.replies,
            forgotten: kept.forgotten,
            purged: kept.purged,
            text_bytes: kept.text_bytes,
            file_bytes: kept.file_bytes,
            cost_usd: dollars(usd(kept.cost_pico_usd)),
            words: kept.words,
            words_from_cache: kept.words_from_cache,
            hit_rate: (kept.words > 0).then_some(share),
            kinds: kept.kinds.into_iter().map(kind).collect(),
        })
    }

    /// Reads everything back that is kept.
    pub async fn cache_verify(&self) -> Result<CacheCheck, Problem> {
        let store = self.0.store.clone();
        let is_answer = |text: &str| llm::json_in(text).is_some();
        let found = blocking(move || store.verify(is_answer)).await??;
        let faults = found.faults.into_iter().map(|fault| CacheFault {
            reply: fault.reply,
            term: fault.term,
            stage: fault.stage,
            message: match fault.kind {
                FaultKind::Unreadable => "cannot be unpacked",
                FaultKind::Changed => "is not what was written (its checksum differs)",
                FaultKind::NoAnswer => "is no JSON",
            },
        });
        Ok(CacheCheck {
            replies: found.replies,
            answers: found.answers,
            text_bytes: found.text_bytes,
            faults: faults.collect(),
            damage: found.damage,
        })
    }

    /// What forgetting would concern.
    pub fn would_forget(&self, what: &Forget) -> Result<Forgotten, Problem> {
        Ok(told(self.0.store.would_forget(&self.which(what)?)?, 0))
    }

    /// Lets answers answer nothing any more, and deletes their texts too where that is wanted.
    /// What they cost stays in the books.
    pub async fn forget(&self, what: &Forget, purge: bool) -> Result<Forgotten, Problem> {
        let which = self.which(what)?;
        let forgotten = self.0.store.forget(which.clone(), clock::system()).await?;
        let purged = if purge { self.purge(which).await? } else { 0 };
        Ok(told(forgotten, purged))
    }

    /// Takes the last forgetting back, except what was deleted.
    pub async fn remember(&self) -> Result<Forgotten, Problem> {
        Ok(told(self.0.store.remember().await?, 0))
    }

    async fn purge(&self, which: Which) -> Result<u32, Problem> {
        let store = self.0.store.clone();
        let purged = store.purge(which).await?;
        blocking(move || store.compact()).await??;
        Ok(purged)
    }

    fn which(&self, what: &Forget) -> Result<Which, Problem> {
        Ok(match what {
            Forget::Word(term) => Which::Term(term.clone()),
            Forget::Model(model) => Which::Model(model.clone()),
            Forget::Prompt(beginning) => Which::Prompt(self.prompt(beginning)?),
            Forget::All => Which::All,
        })
    }

    /// The only known hash that begins so.
    fn prompt(&self, beginning: &str) -> Result<PromptHash, Problem> {
        let wanted = beginning.trim().to_ascii_lowercase();
        let kinds = self.0.store.cache_stats()?.kinds;
        let mut found: Vec<_> = kinds.iter().filter_map(|kind| kind.prompt).collect();
        found.retain(|hash| hex(*hash).starts_with(&wanted));
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [hash] if !wanted.is_empty() => Ok(hash),
            [] => Err(Problem::new(Code::NotFound, format!("No prompt “{beginning}” is known."))
                .with_hint("`hanji cache stats` lists them.")),
            _ => Err(Problem::new(
                Code::InvalidInput,
                format!("“{beginning}” is the beginning of more than one prompt."),
            )
            .with_hint("Give more of its characters.")),
        }
    }
}

fn kind(kind: AnswerKind) -> KeptKind {
    KeptKind {
        stage: kind.stage,
        model: kind.model,
        prompt: kind.prompt.map(hex),
        schema_version: kind.schema_version,
        answers: kind.answers,
        cost_usd: dollars(usd(kind.cost_pico_usd)),
    }
}

fn told(let_go: LetGo, purged: u32) -> Forgotten {
    Forgotten {
        answers: let_go.answers,
        replies: let_go.replies,
        cost_usd: dollars(usd(let_go.cost_pico_usd)),
        purged,
    }
}

fn hex(hash: PromptHash) -> String {
    format!("{:016x}", u64::from_be_bytes(hash))
}
