//! What a client can be seen to do at a moment, for a window or a log.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::breaker::BreakerState;
use crate::budget::Spending;
use crate::failure::Class;
use crate::limits::Limits;

/// A snapshot of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientState {
    /// What is allowed now.
    pub limits: Limits,
    /// Requests under way.
    pub in_flight: u32,
    /// Requests in line for a limit.
    pub waiting: u32,
    /// How long the server still wants to be left alone.
    pub blocked_for: Option<Duration>,
    /// The breaker of each model asked so far, by name.
    pub breakers: Vec<(String, BreakerState)>,
    /// Money.
    pub spending: Spending,
    /// Requests sent so far.
    pub requests: u64,
    /// Failed attempts after which a question was asked again, by class.
    pub retries: BTreeMap<Class, u64>,
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
