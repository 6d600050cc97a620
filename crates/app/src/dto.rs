//! What crosses to the window: plain data, never a key, never a path to write. TypeScript's side
//! is generated from these types ([`bindings`]) and a test holds it current.

use serde::{Deserialize, Serialize};
use ts_rs::{Config, TS};

use crate::{Code, Problem};

mod doctor;
mod estimate;
mod key;
mod traffic;
mod words;

pub use doctor::Finding;
pub use estimate::{Estimate, ModelView};
pub use key::{KeyStanding, KeyStatus, SignInOffer, SignedIn};
pub use traffic::{HoldUp, ModelTraffic, RetryCount, Traffic};
pub use words::{
    Column, ColumnChoice, ColumnRole, Decision, FileSummary, Kept, KnownWords, MergeTarget,
    Preview, ReasonCount, RowFilter, RowPage, RowQuery, RowState, SavedRows, Suggestion, Undoable,
    Undone, WordCounts, WordRow,
};

/// Where answers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// The dictionary that comes with Hanji: free, offline.
    Dictionary,
    /// OpenRouter, with the learner's key.
    Openrouter,
    /// Any OpenAI-compatible server, by its address.
    Compatible,
}

/// The kinds of card stage 2 can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A memorable scene.
    Scene,
    /// How the word differs from its neighbours.
    UsageComparison,
    /// The Chinese characters behind the word.
    Hanja,
    /// The word in a sentence.
    Example,
    /// Levels of speech.
    FormalCasual,
    /// Forms and patterns.
    Grammar,
    /// What a dictionary leaves out.
    Cultural,
}

/// What the learner chose; kept between starts and frozen into each run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where answers come from.
    pub engine: Engine,
    /// Address of the OpenRouter API.
    pub openrouter_url: String,
    /// Address of the OpenAI-compatible server.
    pub compatible_url: String,
    /// Model asked first.
    pub model: String,
    /// Models asked, in order, when the first is down.
    pub fallback_models: Vec<String>,
    /// Kinds of card wanted.
    pub kinds: Vec<Kind>,
    /// Most requests under way at once.
    pub concurrency: u32,
    /// Most requests in a minute.
    pub requests_per_minute: Option<u32>,
    /// Most tokens in a minute.
    pub tokens_per_minute: Option<u32>,
    /// Most requests in a day (UTC).
    pub requests_per_day: Option<u32>,
    /// Most US dollars one run may spend.
    pub max_cost_usd: Option<f64>,
    /// Most US dollars that all runs together may spend in a day (UTC).
    pub max_cost_per_day_usd: Option<f64>,
    /// Most US dollars that all runs together may spend in a month (UTC).
    pub max_cost_per_month_usd: Option<f64>,
    /// Whether providers that keep the words, or train on them, are left out (OpenRouter).
    pub denies_data_collection: bool,
    /// Whether only providers that keep nothing at all are asked (OpenRouter).
    pub wants_zero_retention: bool,
    /// Whether reasoning models may think, and how long; the model's own way when absent.
    pub reasoning: Option<Reasoning>,
    /// Whether requests are handed in by the batch, for about half the price and answers within a
    /// day (OpenRouter; experimental).
    pub overnight: bool,
    /// Name of the Anki deck.
    pub deck: String,
    /// Tags put on every note.
    pub tags: Vec<String>,
}

/// How long a reasoning model may think before it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Reasoning {
    /// Not at all, where the model can do without.
    None,
    /// As little as it can.
    Minimal,
    /// A little.
    Low,
    /// As it would by itself.
    Medium,
    /// Long.
    High,
}

/// What the window needs to draw itself the first time.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AppState {
    /// Hanji's version.
    pub version: String,
    /// Folder that holds everything Hanji keeps.
    pub data_dir: String,
    /// The learner's settings.
    pub settings: Settings,
    /// What is known of the key.
    pub key: KeyStatus,
    /// Words read and not yet started.
    pub preview: Preview,
    /// The last change of the library that can be taken back.
    pub undo: Option<Undoable>,
    /// Earlier runs, newest first.
    pub runs: Vec<RunSnapshot>,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Words are being worked on.
    Running,
    /// Requests under way are finishing; no new ones start.
    Pausing,
    /// Stopped with words left; can go on.
    Paused,
    /// Every word has its end.
    Done,
    /// Ended by the learner with words left.
    Cancelled,
}

/// Where a run stands, whole (not a change to an earlier one).
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct RunSnapshot {
    /// The run.
    pub run: i64,
    /// When it was made, in seconds since 1970.
    pub created_at: i64,
    /// Where it stands.
    pub state: RunState,
    /// Why it paused, when it was not the learner.
    pub reason: Option<Problem>,
    /// Where its answers come from.
    pub engine: Engine,
    /// Model asked, if any.
    pub model: Option<String>,
    /// Words in the run.
    pub words: u32,
    /// Words with finished cards (needs review counted).
    pub done: u32,
    /// Words given up on.
    pub failed: u32,
    /// Words done whose cards want a look.
    pub needs_review: u32,
    /// Words waiting for stage 1.
    pub waiting: u32,
    /// Words between the stages or in one.
    pub under_way: u32,
    /// Words that needed no request.
    pub cached: u32,
    /// Requests sent.
    pub requests: u32,
    /// Requests of these that were sent again.
    pub retries: u32,
    /// US dollars spent by the run; null when the server does not say.
    pub cost_usd: Option<f64>,
    /// Seconds spent running.
    pub seconds: f64,
    /// Seconds from start to the first finished word.
    pub first_card_seconds: Option<f64>,
    /// Words a minute, of late.
    pub words_per_minute: Option<f64>,
    /// Seconds left at that speed.
    pub seconds_left: Option<f64>,
    /// Counts up with every word finished; pages of notes go by it.
    pub finished: u32,
    /// What goes on between it and its server; null when it stands still or asks nobody.
    pub traffic: Option<Traffic>,
}

/// Finished notes of a run, in the order they were finished.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NotePage {
    /// The notes.
    pub notes: Vec<NoteView>,
    /// Pass this as `after` for the next page.
    pub next: u32,
}

/// Who wrote a note's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoteSource {
    /// A model.
    Model,
    /// The built-in dictionary.
    Dictionary,
    /// Only what was given and what can be computed.
    Computed,
}

/// One finished word, as the window shows it: text, never HTML.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NoteView {
    /// The word's id in the library.
    pub word: i64,
    /// Place in the learner's list, from 1.
    pub position: u32,
    /// The word.
    pub term: String,
    /// Standard pronunciation, in hangul.
    pub pronunciation: String,
    /// IPA, broad.
    pub ipa: String,
    /// Revised Romanization.
    pub romanization: String,
    /// Part of speech, in English.
    pub pos: Option<String>,
    /// Main meaning.
    pub meaning: String,
    /// Further meanings.
    pub other_meanings: Vec<String>,
    /// Chinese characters.
    pub hanja: Option<String>,
    /// What an English speaker would miss.
    pub explanation: String,
    /// Who wrote it.
    pub source: NoteSource,
    /// Which model served it.
    pub model: Option<String>,
    /// What the checks found and could not mend.
    pub defects: Vec<String>,
    /// The generated cards.
    pub cards: Vec<CardView>,
    /// Example sentences.
    pub examples: Vec<ExampleView>,
}

/// One generated card.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CardView {
    /// Its kind.
    pub kind: Kind,
    /// Question.
    pub front: String,
    /// Answer.
    pub back: String,
}

/// One example sentence.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ExampleView {
    /// The sentence.
    pub korean: String,
    /// The word's form in it.
    pub form: String,
    /// Translation.
    pub english: String,
    /// Level of speech.
    pub register: String,
}

/// A word a run gave up on.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FailedWord {
    /// The word's number.
    pub word: i64,
    /// The word.
    pub term: String,
    /// Stage that failed: `nuance` or `cards`.
    pub stage: String,
    /// Stable name of the failure.
    pub code: String,
    /// What happened, with the provider's own words.
    pub message: String,
    /// Requests sent for it.
    pub attempts: u32,
    /// What the model said last, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last_reply: Option<String>,
}

/// A deck that was written.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Exported {
    /// File name, without folder.
    pub name: String,
    /// Notes written.
    pub notes: u32,
    /// Cards Anki will show.
    pub cards: u32,
    /// Words of the run that are not in the deck, because they are not finished.
    pub left_out: u32,
}

/// Pages Hanji may open in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Where OpenRouter's keys are made.
    OpenrouterKeys,
    /// Where credit is bought.
    OpenrouterCredits,
    /// Where Anki is had.
    Anki,
}

/// A word to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SayWord {
    /// The word.
    pub word: String,
    /// Part of speech, in any usual notation.
    pub pos: Option<String>,
    /// Chinese characters.
    pub hanja: Option<String>,
}

/// What is computed of a word (`hanji say --json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The word.
    pub word: String,
    /// Standard pronunciation, in hangul.
    pub pronunciation: String,
    /// Other pronunciations that the standard allows.
    pub alternatives: Vec<String>,
    /// Revised Romanization.
    pub romanization: String,
    /// IPA, broad.
    pub ipa: String,
    /// IPA, narrow.
    pub ipa_narrow: String,
    /// Part of speech, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pos: Option<String>,
    /// Chinese characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hanja: Option<String>,
    /// Dictionary forms; empty while Hanji does not compute them.
    pub lemma: Vec<String>,
    /// `lexicon` or `rules`.
    pub source: String,
}

/// TypeScript declarations of every type above, as one module.
#[must_use]
pub fn bindings() -> String {
    let config = Config::new().with_large_int("number");
    macro_rules! declare {
        ($($type:ty),* $(,)?) => { [$(<$type as TS>::decl(&config)),*] };
    }
    let declarations = declare![
        Code,
        Problem,
        Engine,
        Kind,
        Reasoning,
        Settings,
        KeyStatus,
        KeyStanding,
        SignInOffer,
        SignedIn,
        AppState,
        Estimate,
        Finding,
        ModelView,
        Preview,
        WordCounts,
        ReasonCount,
        KnownWords,
        Decision,
        FileSummary,
        Column,
        ColumnRole,
        ColumnChoice,
        RowFilter,
        RowQuery,
        RowPage,
        WordRow,
        RowState,
        Suggestion,
        MergeTarget,
        Kept,
        SavedRows,
        Undoable,
        Undone,
        RunState,
        RunSnapshot,
        Traffic,
        HoldUp,
        ModelTraffic,
        RetryCount,
        NotePage,
        NoteSource,
        NoteView,
        CardView,
        ExampleView,
        FailedWord,
        Exported,
        Link,
    ];
    let mut module = String::from(
        "// Generated from crates/app/src/dto.rs by `./dev bindings`; not edited by hand.\n",
    );
    for declaration in declarations {
        module.push_str("\nexport ");
        module.push_str(&declaration);
        module.push('\n');
    }
    module
}
