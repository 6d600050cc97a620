//! What crosses to the window while a run's requests are on their way.

use serde::Serialize;
use ts_rs::TS;

/// What goes on between a run and its server at this moment.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Traffic {
    /// Why words do not move, where a person would wonder.
    pub hold_up: Option<HoldUp>,
    /// Requests under way, of all runs with this server.
    pub in_flight: u32,
    /// Requests in line for a limit.
    pub in_line: u32,
    /// The models asked so far.
    pub models: Vec<ModelTraffic>,
    /// Requests of this run that were sent again, by the name of what had happened.
    pub retries: Vec<RetryCount>,
    /// US dollars set aside for requests under way.
    pub reserved_usd: f64,
    /// US dollars presumed to be charged for requests that were never answered.
    pub presumed_usd: f64,
}

/// What holds a run up.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum HoldUp {
    /// The server asked to be left alone.
    ServerAsked {
        /// For so many seconds more.
        seconds: f64,
    },
    /// The model does not answer; one request will try it.
    ModelDown {
        /// The model.
        model: String,
        /// Seconds until it is tried.
        seconds: f64,
        /// The model that is asked instead.
        instead: Option<String>,
    },
    /// More wait than the learner lets through in a minute.
    OwnLimit {
        /// Requests a minute; null when the limit is one of tokens.
        per_minute: Option<u32>,
        /// Tokens a minute.
        tokens_per_minute: Option<u32>,
    },
    /// More wait than the server was found to let through in a minute.
    LearntLimit {
        /// Requests a minute; null when the limit is one of tokens.
        per_minute: Option<u32>,
        /// Tokens a minute.
        tokens_per_minute: Option<u32>,
    },
    /// Requests were handed in by the batch; answers come within a day.
    Overnight {
        /// Requests that are not answered yet.
        requests: u32,
        /// Seconds since the first of them were handed in.
        waited_seconds: f64,
    },
    /// Requests failed and rest before they are sent again.
    Retrying,
}

/// What is known of one model.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ModelTraffic {
    /// Its name.
    pub model: String,
    /// Requests under way.
    pub in_flight: u32,
    /// Requests in line.
    pub in_line: u32,
    /// The most at the same time that it was found to allow; null when no limit was met.
    pub at_once: Option<u32>,
    /// Requests a minute that it was found to allow.
    pub per_minute: Option<u32>,
    /// Tokens a minute that it was found to allow.
    pub tokens_per_minute: Option<u32>,
    /// Seconds for which it wants to be left alone.
    pub blocked_seconds: Option<f64>,
    /// Whether it does not answer at present.
    pub is_down: bool,
}

/// How often something happened after which a request was sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RetryCount {
    /// The name of the failure, as in the guide to errors.
    pub code: String,
    /// How often.
    pub count: u32,
}
