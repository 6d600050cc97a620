//! The ways in which a request can end, their names on the command line and in the ledger, and
//! which of them the real service bills. It draws an outcome by rate; how one looks on the wire is
//! `errors` and `completion`.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// How one request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "NAMES describes each by its name on the command line")]
pub enum Outcome {
    Ok,
    Status(u16),
    LimitedDate,
    LimitedMs,
    LimitedReset,
    LimitedDay,
    LimitedBare,
    BusyForNow,
    BusyForGood,
    ErrorIn200,
    LimitedIn200,
    ErrorFinish,
    EmptyChoices,
    Empty,
    ReasoningOnly,
    Cut,
    Malformed,
    Fenced,
    Chatty,
    TrailingComma,
    SingleQuotes,
    RawNewline,
    WrongWord,
    WrongSound,
    MissingCard,
    Filter,
    Html,
    NoCost,
    Slow,
    Stall,
    Hang,
    ResetBefore,
    ResetBilled,
    ResetAfter,
}

use Outcome::Status;

const NAMES: &[(&str, Outcome)] = &[
    // a good answer
    ("ok", Outcome::Ok),
    // an error status, with OpenRouter's error body; 429 has Retry-After in seconds
    ("400", Status(400)),
    ("401", Status(401)),
    ("402", Status(402)),
    ("403", Status(403)),
    ("404", Status(404)),
    ("408", Status(408)),
    ("409", Status(409)),
    ("412", Status(412)),
    ("413", Status(413)),
    ("422", Status(422)),
    ("429", Status(429)),
    ("500", Status(500)),
    ("502", Status(502)),
    ("503", Status(503)),
    ("504", Status(504)),
    ("524", Status(524)),
    ("529", Status(529)),
    // 429 with Retry-After as a date
    ("429-date", Outcome::LimitedDate),
    // 429 with Retry-After-Ms, and X-RateLimit-Reset in milliseconds
    ("429-ms", Outcome::LimitedMs),
    // 429 with X-RateLimit headers alone
    ("429-reset", Outcome::LimitedReset),
    // 429, free-models-per-day: not before midnight UTC
    ("429-day", Outcome::LimitedDay),
    // 429 that says nothing about when
    ("429-bare", Outcome::LimitedBare),
    // 503 whose availability says: retry, after one second (or --retry-after)
    ("503-retry", Outcome::BusyForNow),
    // 503 whose availability says: do not retry
    ("503-final", Outcome::BusyForGood),
    // status 200, and an error in place of the choices
    ("error-in-200", Outcome::ErrorIn200),
    // the same, with the provider's 429 as the error
    ("429-in-200", Outcome::LimitedIn200),
    // status 200, half an answer, finish_reason "error"
    ("error-finish", Outcome::ErrorFinish),
    ("empty-choices", Outcome::EmptyChoices),
    // a choice whose content is ""
    ("empty", Outcome::Empty),
    // a choice whose content is null, beside its reasoning
    ("reasoning-only", Outcome::ReasoningOnly),
    // half an answer, finish_reason "length"
    ("cut", Outcome::Cut),
    // content that is not JSON, finish_reason "stop"
    ("malformed", Outcome::Malformed),
    // good JSON in a ```json fence
    ("fenced", Outcome::Fenced),
    // good JSON between two sentences
    ("chatty", Outcome::Chatty),
    // JSON with one thing wrong: a comma too many, Python's quotes, a line break in a string
    ("trailing-comma", Outcome::TrailingComma),
    ("single-quotes", Outcome::SingleQuotes),
    ("raw-newline", Outcome::RawNewline),
    // a good answer for another word
    ("wrong-word", Outcome::WrongWord),
    // stage 1 with another word's pronunciation
    ("wrong-sound", Outcome::WrongSound),
    // stage 2 without its last card; stage 1 without examples
    ("missing-card", Outcome::MissingCard),
    // finish_reason "content_filter", no content
    ("filter", Outcome::Filter),
    // a proxy's HTML page with status 502
    ("html", Outcome::Html),
    // a good answer whose usage.cost is null
    ("no-cost", Outcome::NoCost),
    // a good answer whose body comes in pieces
    ("slow", Outcome::Slow),
    // a good answer whose body stops half-way and never ends
    ("stall", Outcome::Stall),
    // a good answer that never begins
    ("hang", Outcome::Hang),
    // the connection is reset before anything is done
    ("reset-before", Outcome::ResetBefore),
    // the connection is reset when the answer is made, before its first byte
    ("reset-billed", Outcome::ResetBilled),
    // the connection is reset half-way through the body of a good answer
    ("reset-after", Outcome::ResetAfter),
];

impl Outcome {
    /// Every outcome, in the order of the documentation.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(_, outcome)| *outcome)
    }

    /// Its name in `--fault`, `--script` and the ledger.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, outcome)| *outcome == self).map_or("other", |(name, _)| name)
    }

    /// Whether the real service bills it: whatever the model has generated is paid, except where
    /// generation failed ("zero completion insurance").
    #[must_use]
    pub fn billed(self) -> bool {
        match self {
            Status(_)
            | Self::LimitedDate
            | Self::LimitedMs
            | Self::LimitedReset
            | Self::LimitedDay
            | Self::LimitedBare
            | Self::BusyForNow
            | Self::BusyForGood
            | Self::ErrorIn200
            | Self::LimitedIn200
            | Self::ErrorFinish
            | Self::EmptyChoices
            | Self::Html
            | Self::ResetBefore => false,
            Self::Ok
            | Self::Empty
            | Self::ReasoningOnly
            | Self::Cut
            | Self::Malformed
            | Self::Fenced
            | Self::Chatty
            | Self::TrailingComma
            | Self::SingleQuotes
            | Self::RawNewline
            | Self::WrongWord
            | Self::WrongSound
            | Self::MissingCard
            | Self::Filter
            | Self::NoCost
            | Self::Slow
            | Self::Stall
            | Self::Hang
            | Self::ResetBilled
            | Self::ResetAfter => true,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl FromStr for Outcome {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = NAMES.iter().find(|(known, _)| *known == name.trim());
        known.map(|(_, outcome)| *outcome).ok_or_else(|| UnknownFault::Name(name.to_owned()))
    }
}

/// Why a list of faults cannot be read.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum UnknownFault {
    /// No outcome has this name.
    #[error("no fault is called {0:?}; known: {names}", names = known_names())]
    Name(String),
    /// Not of the form `term=name,name`.
    #[error("{0:?} is not term=name,name")]
    Script(String),
    /// Not of the form `name=rate` with a rate from 0 to 1.
    #[error("{0:?} is not name=rate with a rate from 0 to 1")]
    Rate(String),
    /// The rates of all faults together pass 1.
    #[error("the rates add up to {0}, which is more than 1")]
    Sum(f64),
}

fn known_names() -> String {
    NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

/// What becomes of the first requests about one word, in each stage, written `학교=429,ok`.
#[derive(Debug, Clone, PartialEq)]
pub struct WordScript {
    /// The word.
    pub term: String,
    /// The outcomes, in order.
    pub outcomes: Vec<Outcome>,
}

impl FromStr for WordScript {
    type Err = UnknownFault;

    fn from_str(script: &str) -> Result<Self, Self::Err> {
        let not_a_script = || UnknownFault::Script(script.to_owned());
        let (term, names) = script.rsplit_once('=').ok_or_else(not_a_script)?;
        let outcomes = names.split(',').map(str::parse).collect::<Result<_, _>>()?;
        Ok(Self { term: term.to_owned(), outcomes })
    }
}

/// Faults and the share of requests that each one hits, written `429=0.05,malformed=0.1`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faults(Vec<(Outcome, f64)>);

impl Faults {
    /// The outcome of a request, from a draw between 0 and 1.
    pub(crate) fn at(&self, draw: f64) -> Outcome {
        let mut reached = 0.0;
        let hit = self.0.iter().find(|(_, rate)| {
            reached += rate;
            draw < reached
        });
        hit.map_or(Outcome::Ok, |(outcome, _)| *outcome)
    }
}

impl FromStr for Faults {
    type Err = UnknownFault;

    fn from_str(list: &str) -> Result<Self, Self::Err> {
        let items = list.split(',').map(str::trim).filter(|item| !item.is_empty());
        let faults = items.map(fault).collect::<Result<Vec<_>, _>>()?;
        let sum: f64 = faults.iter().map(|(_, rate)| rate).sum();
        if sum > 1.0 + 1e-9 { Err(UnknownFault::Sum(sum)) } else { Ok(Self(faults)) }
    }
}

fn fault(item: &str) -> Result<(Outcome, f64), UnknownFault> {
    let not_a_rate = || UnknownFault::Rate(item.to_owned());
    let (name, rate) = item.split_once('=').ok_or_else(not_a_rate)?;
    let rate: f64 = rate.trim().parse().map_err(|_| not_a_rate())?;
    if (0.0..=1.0).contains(&rate) { Ok((name.parse()?, rate)) } else { Err(not_a_rate()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_a_name_of_its_own_that_reads_back() {
        for outcome in Outcome::all() {
            assert_eq!(outcome.name().parse(), Ok(outcome));
        }
    }

    #[test]
    fn rates_divide_the_unit_interval_in_the_order_given() {
        let faults: Faults = "429=0.25, malformed=0.25".parse().unwrap();
        assert_eq!(faults.at(0.0), Outcome::Status(429));
        assert_eq!(faults.at(0.3), Outcome::Malformed);
        assert_eq!(faults.at(0.5), Outcome::Ok);
    }

    #[test]
    fn a_list_that_cannot_be_meant_is_refused_with_its_reason() {
        assert!(matches!("nonsense=0.1".parse::<Faults>(), Err(UnknownFault::Name(_))));
        assert!(matches!("429".parse::<Faults>(), Err(UnknownFault::Rate(_))));
        assert!(matches!("429=5".parse::<Faults>(), Err(UnknownFault::Rate(_))));
        assert!(matches!("429=0.6,500=0.6".parse::<Faults>(), Err(UnknownFault::Sum(_))));
        assert_eq!("".parse::<Faults>(), Ok(Faults::default()));
        assert!(matches!("학교".parse::<WordScript>(), Err(UnknownFault::Script(_))));
        assert!(matches!("학교=nonsense".parse::<WordScript>(), Err(UnknownFault::Name(_))));
    }
}
