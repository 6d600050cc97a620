//! The two stages that turn a word into cards, and the scheduler that takes many words through
//! them side by side: stage 1 describes a word's nuance, stage 2 writes its cards.
//!
//! A paid reply is in the store before anything here looks at it, an answered request is never
//! sent again, and the store's rows are the only memory: killed at any instant, a run goes on
//! where they say it stood.

mod ask;
mod cards;
pub mod dictionary;
mod flights;
mod identity;
mod nuance;
mod outlook;
mod overnight;
mod queue;
mod recorder;
mod run;
mod schema;
mod source;
mod stage;
mod word;

pub use cards::{Card, Cards, Kind};
pub use nuance::{Comparison, Example, Homonym, Nuance, Register};
pub use outlook::{Asks, Outlook};
pub use queue::Hurried;
pub use run::{Ended, Halt, Pipeline, Work};
pub use source::{DICTIONARY_MODEL, Model, Source};

/// Seconds since 1970, asked for rather than read, so that tests own the time.
pub type Clock = fn() -> i64;
