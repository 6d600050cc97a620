//! What a client can be seen to do at a moment, for a window or a log.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::breaker::BreakerState;
use crate::budget::Spending;
use crate::failure::Class;
use crate::limits::Limits;
use crate::strain::Strain;

/// A snapshot of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientState {
    /// What is allowed now.
    pub limits: Limits,
    /// Requests under way.
    pub in_flight: u32,
    /// Requests in line for a limit.
    pub waiting: u32,
    /// How long the server still wants to be left alone by those who ask the model that waits
    /// longest.
    pub blocked_for: Option<Duration>,
    /// What is known of each model asked so far, by name.
    pub models: Vec<ModelState>,
    /// Requests sent on this day of UTC, those before this client began included.
    pub sent_today: u32,
    /// The same for free models together, and how many a day allows; `None` where the server has
    /// no such limit.
    pub free_models_today: Option<(u32, u32)>,
    /// The breaker of each model asked so far, by name.
    pub breakers: Vec<(String, BreakerState)>,
    /// Money.
    pub spending: Spending,
    /// Requests sent so far.
    pub requests: u64,
    /// Failed attempts after which a question was asked again, by class.
    pub retries: BTreeMap<Class, u64>,
}

/// What is known of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelState {
    /// Its name.
    pub model: String,
    /// Requests under way.
    pub in_flight: u32,
    /// Requests in line.
    pub waiting: u32,
    /// What its server was found to allow: so many at the same time, and where it refused for
    /// that, so many requests and tokens a minute.
    pub learnt: Limits,
    /// How long the server still wants to be left alone.
    pub blocked_for: Option<Duration>,
    /// What its server last refused for, and how long ago.
    pub last_strain: Option<(Strain, Duration)>,
}

/// What is counted over a client's life.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<Counts>);

#[derive(Debug, Default, Clone)]
pub(crate) struct Counts {
    pub(crate) requests: u64,
    pub(crate) retries: BTreeMap<Class, u64>,
}

impl Tally {
    pub(crate) fn request(&self) {
        self.lock().requests += 1;
    }

    pub(crate) fn retry(&self, class: Class) {
        *self.lock().retries.entry(class).or_default() += 1;
    }

    pub(crate) fn counts(&self) -> Counts {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
