//! The ways in which a question can fail, and what to do about each. This is the vocabulary that
//! the rest of the house sees; how a failure is recognised is `classify`'s business.

use std::fmt;
use std::time::Duration;

use crate::strain::Strain;

/// What went wrong, as far as it matters to what is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// No connection, or one that broke: DNS, refused, reset, TLS.
    Connection,
    /// TLS: the server could not prove who it is.
    Untrusted,
    /// No complete answer within the time of [`Settings`](crate::Settings), or 408, 504, 524.
    Timeout,
    /// 429: too many requests or tokens for the moment.
    RateLimited,
    /// 429 that only a new day mends (`free-models-per-day`).
    DailyLimit,
    /// 409, 500, 502 and other server errors.
    Server,
    /// 503, 529: the model has no capacity at the moment.
    Overloaded,
    /// HTTP 200 that holds an error, or `finish_reason: error`.
    ErrorInAnswer,
    /// HTTP 200 without a word: no choices, null or blank content, reasoning alone.
    Empty,
    /// `finish_reason: length`: the answer was longer than allowed.
    CutOff,
    /// `finish_reason: content_filter`, a refusal, a policy.
    Filtered,
    /// HTTP 200 that is not the protocol's JSON, or lacks the JSON that was asked for.
    Unparseable,
    /// 400, 412, 422 and other refusals of this very request.
    BadRequest,
    /// 401: no key, or a wrong one.
    Unauthorized,
    /// 402: no credit left.
    NoCredit,
    /// 403: moderation, or a key without the permission.
    Forbidden,
    /// 404: no such model, or no provider of it fits the request.
    ModelNotFound,
    /// 413 and its kin: the request is longer than the model can read.
    TooLarge,
    /// A redirect, a web page with HTTP 200, or a 404 that is not the API's: nor is the base URL.
    WrongAddress,
    /// The model stayed out of order through all probes of its breaker.
    OutOfOrder,
    /// The spending cap leaves no room for this request.
    CapReached,
    /// The paid reply could not be stored.
    NotRecorded,
    /// The caller asked to stop.
    Cancelled,
}

/// What to do about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// Ask again later; as the advice of a final [`Failure`]: this word may be tried in another run.
    Retry,
    /// Stop the run and show the reason: every other word would fail alike.
    PauseRun,
    /// Asking the same again is useless; go on with the other words.
    GiveUp,
}

impl Class {
    /// What this class calls for by itself.
    #[must_use]
    pub fn advice(self) -> Advice {
        match self {
            Self::Connection
            | Self::Timeout
            | Self::RateLimited
            | Self::Server
            | Self::Overloaded
            | Self::ErrorInAnswer
            | Self::Empty
            | Self::CutOff
            | Self::Unparseable => Advice::Retry,
            Self::DailyLimit
            | Self::Unauthorized
            | Self::NoCredit
            | Self::ModelNotFound
            | Self::WrongAddress
            | Self::Untrusted
            | Self::OutOfOrder
            | Self::CapReached
            | Self::NotRecorded
            | Self::Cancelled => Advice::PauseRun,
            Self::Filtered | Self::BadRequest | Self::Forbidden | Self::TooLarge => Advice::GiveUp,
        }
    }

    /// Whether this speaks against the health of the model, and so counts for its breaker.
    #[must_use]
    pub fn is_outage(self) -> bool {
        matches!(self, Self::Connection | Self::Timeout | Self::Server | Self::Overloaded)
    }

    /// A stable name for stores and logs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Untrusted => "untrusted",
            Self::Timeout => "timeout",
            Self::RateLimited => "rate_limited",
            Self::DailyLimit => "daily_limit",
            Self::Server => "server",
            Self::Overloaded => "overloaded",
            Self::ErrorInAnswer => "error_in_answer",
            Self::Empty => "empty",
            Self::CutOff => "cut_off",
            Self::Filtered => "filtered",
            Self::Unparseable => "unparseable",
            Self::BadRequest => "bad_request",
            Self::Unauthorized => "unauthorized",
            Self::NoCredit => "no_credit",
            Self::Forbidden => "forbidden",
            Self::ModelNotFound => "model_not_found",
            Self::TooLarge => "too_large",
            Self::WrongAddress => "wrong_address",
            Self::OutOfOrder => "out_of_order",
            Self::CapReached => "cap_reached",
            Self::NotRecorded => "not_recorded",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What one attempt ended with, when it did not end with an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{class}: {message}")]
pub struct Fault {
    /// What went wrong.
    pub class: Class,
    /// The HTTP status, when there was one.
    pub status: Option<u16>,
    /// The server's own words where it had any, never the key.
    pub message: String,
    /// How long the server asked to be left alone.
    pub wait: Option<Duration>,
    /// The server said itself that asking again is useless.
    pub(crate) hopeless: bool,
    /// What it says about the load, when it was refused for that.
    pub(crate) strain: Option<Strain>,
}

impl Fault {
    /// A fault without a status or a wait.
    pub(crate) fn new(class: Class, message: impl Into<String>) -> Self {
        Self {
            class,
            status: None,
            message: message.into(),
            wait: None,
            hopeless: false,
            strain: None,
        }
    }

    /// The same, with the HTTP status it came with.
    pub(crate) fn with_status(self, status: u16) -> Self {
        Self { status: Some(status), ..self }
    }
}

/// One attempt in the history of a failed question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The model asked.
    pub model: String,
    /// How it ended.
    pub fault: Fault,
    /// From the first byte sent to the end of the reply.
    pub elapsed: Duration,
    /// How long was waited afterwards, before the next attempt.
    pub pause: Duration,
}

/// A question that got no answer: why, what to do, and all that was tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{class}: {message}")]
pub struct Failure {
    /// What finally went wrong.
    pub class: Class,
    /// What to do now.
    pub advice: Advice,
    /// The last HTTP status, when there was one.
    pub status: Option<u16>,
    /// The server's own words where it had any, never the key.
    pub message: String,
    /// How long the server asked to be left alone, when that is why this was not retried.
    pub retry_after: Option<Duration>,
    /// All attempts that reached the network, in order.
    pub attempts: Vec<Attempt>,
}

impl Failure {
    /// The end of a question whose last fault is `fault`.
    pub(crate) fn new(fault: Fault, attempts: Vec<Attempt>) -> Self {
        let advice = match fault.class.advice() {
            // no network is no fault of the word: the others would burn their attempts too
            _ if fault.class == Class::Connection => Advice::PauseRun,
            Advice::Retry if fault.hopeless => Advice::GiveUp,
            advice => advice,
        };
        let Fault { class, status, message, wait, .. } = fault;
        Self { class, advice, status, message, retry_after: wait, attempts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_network_pauses_the_run_once_its_retries_are_used_up() {
        assert_eq!(Class::Connection.advice(), Advice::Retry);
        let failure = Failure::new(Fault::new(Class::Connection, "refused"), Vec::new());
        assert_eq!(failure.advice, Advice::PauseRun);
    }

    #[test]
    fn what_every_word_would_meet_pauses_the_run_even_when_the_server_calls_it_hopeless() {
        let advice = |class| {
            let fault = Fault { hopeless: true, ..Fault::new(class, "") };
            Failure::new(fault, Vec::new()).advice
        };
        assert_eq!(advice(Class::ModelNotFound), Advice::PauseRun);
        assert_eq!(advice(Class::NoCredit), Advice::PauseRun);
        assert_eq!(advice(Class::Server), Advice::GiveUp);
    }

    /// One row of the guide for each class, with its retries and what happens then.
    #[test]
    fn the_error_guide_says_of_each_class_what_happens() {
        use Class::*;
        let guide = include_str!("../../../docs/errors.md");
        let row = |class: Class| {
            let start = format!("| `{class}` |");
            let row = guide.lines().find(|line| line.starts_with(&start));
            let row = row.unwrap_or_else(|| panic!("no row for {class}"));
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            (cells[3].parse::<u32>().unwrap(), cells[4].starts_with("the run pauses"))
        };
        for class in [
            Connection,
            Untrusted,
            Timeout,
            RateLimited,
            DailyLimit,
            Server,
            Overloaded,
            ErrorInAnswer,
            Empty,
            CutOff,
            Filtered,
            Unparseable,
            BadRequest,
            Unauthorized,
            NoCredit,
            Forbidden,
            ModelNotFound,
            TooLarge,
            WrongAddress,
            OutOfOrder,
            CapReached,
            NotRecorded,
            Cancelled,
        ] {
            let pauses = Failure::new(Fault::new(class, ""), Vec::new()).advice == Advice::PauseRun;
            assert_eq!(row(class), (crate::retries_of(class), pauses), "{class}");
        }
    }

    #[test]
    fn only_the_states_of_a_server_count_as_an_outage() {
        for class in [Class::RateLimited, Class::BadRequest, Class::Empty, Class::Unauthorized] {
            assert!(!class.is_outage(), "{class}");
        }
    }
}
