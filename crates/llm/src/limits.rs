//! The lines before the door of a server: requests and tokens per minute, requests in flight, and
//! the moment until which the server wants to be left alone by those who ask a model. First come,
//! first served, but the urgent before all; everything can change while others wait. It knows neither requests nor money.

mod concurrency;
mod day;
mod free;
mod learnt;
mod line;
mod lines;
mod pace;
mod rate;
mod window;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use day::Date;
use line::{Now, Wait};
use lines::{Lines, Places, Ticket};

use crate::failure::Fault;
use crate::settings::WallClock;
use crate::state::ModelState;
use crate::strain::Strain;

/// What a server, or the learner, allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests in any 60 seconds.
    pub requests_per_minute: Option<u32>,
    /// Tokens, read and written, in any 60 seconds.
    pub tokens_per_minute: Option<u32>,
    /// Requests on a day of UTC.
    pub requests_per_day: Option<u32>,
    /// Requests at the same time; 0 stops the line.
    pub in_flight: u32,
}

impl Default for Limits {
    /// Eight at a time, as fast as they come.
    fn default() -> Self {
        Self {
            requests_per_minute: None,
            tokens_per_minute: None,
            requests_per_day: None,
            in_flight: 8,
        }
    }
}

/// How soon a request's turn comes. Earlier lanes go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    /// Somebody waits for it.
    Urgent,
    /// One of many.
    Batch,
}

/// The lines and their door.
pub(crate) struct Limiter {
    clock: WallClock,
    lines: Mutex<Lines>,
    /// Wakes the heads of the lines when something changed.
    changed: Notify,
}

/// The right to send one request now. Dropping it frees the place in flight.
#[derive(Debug)]
pub(crate) struct Admission<'a> {
    limiter: &'a Limiter,
    model: String,
    places: Places,
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").field("lines", &self.lines).finish_non_exhaustive()
    }
}

impl Limiter {
    /// `has_free_models` says that models whose names end in `:free` are limited together, as on
    /// OpenRouter; `sent_today` is what was sent to each model on this day of UTC already.
    pub(crate) fn new(
        limits: Limits,
        has_free_models: bool,
        sent_today: &HashMap<String, u32>,
        clock: WallClock,
    ) -> Self {
        let (mut lines, today) = (Lines::new(limits, has_free_models), Date::of(clock()));
        for (model, requests) in sent_today {
            lines.add_sent(model, today, *requests);
        }
        Self { clock, lines: Mutex::new(lines), changed: Notify::new() }
    }

    /// Waits in line until one request of about `tokens` to `model` may go. Dropping the future
    /// leaves the line. Fails when a limit of the day is used up.
    pub(crate) async fn admit(
        &self,
        model: &str,
        tokens: u64,
        lane: Lane,
    ) -> Result<Admission<'_>, Fault> {
        let queue = self.lines().arrive(model, lane);
        let mut waiting = Waiting { limiter: self, model, ticket: None };
        let _head = queue.lock().await;
        let ticket = self.lines().step_up(model, lane, tokens);
        waiting.ticket = Some(ticket);
        loop {
            let changed = self.changed.notified();
            let wall = (self.clock)();
            let now = Now { at: Instant::now(), date: Date::of(wall) };
            let wait = match self.lines().try_admit(ticket, now) {
                Ok(places) => {
                    return Ok(Admission { limiter: self, model: model.to_owned(), places });
                }
                Err(wait) => wait,
            };
            match wait {
                Wait::ForTomorrow(used_up) => return Err(used_up.fault(wall)),
                Wait::ForChange => changed.await,
                Wait::Until(then) => tokio::select! {
                    () = tokio::time::sleep_until(then) => {}
                    () = changed => {}
                },
            }
        }
    }

    /// Nobody asks `model`, or any free one when that is the `strain`, for so long, or for as long
    /// as was said before if that is longer.
    pub(crate) fn block_for(&self, model: &str, strain: Option<Strain>, pause: Duration) {
        if let Some(until) = Instant::now().checked_add(pause) {
            self.lines().block_until(model, strain, until);
        }
    }

    /// What the standing of the key says about free models.
    pub(crate) fn set_free_tier(&self, is_free_tier: bool) {
        self.lines().set_free_tier(is_free_tier);
        self.changed.notify_waiters();
    }

    /// Requests to `model` that were sent since this was last asked.
    pub(crate) fn take_unrecorded(&self, model: &str) -> u32 {
        self.lines().take_unrecorded(model)
    }

    /// Holds for those who wait already, too.
    pub(crate) fn set_limits(&self, limits: Limits) {
        self.lines().limits = limits;
        self.changed.notify_waiters();
    }

    pub(crate) fn limits(&self) -> Limits {
        self.lines().limits
    }

    pub(crate) fn in_flight(&self) -> u32 {
        self.lines().in_flight()
    }

    /// How many stand in line.
    pub(crate) fn waiting(&self) -> u32 {
        self.lines().waiting()
    }

    /// How long the model that waits longest is still to be left alone.
    pub(crate) fn blocked_for(&self) -> Option<Duration> {
        self.lines().blocked_for(Instant::now())
    }

    /// What is known of each model asked so far, by name.
    pub(crate) fn models(&self) -> Vec<ModelState> {
        self.lines().models(Instant::now())
    }

    /// Requests sent on this day of UTC.
    pub(crate) fn sent_today(&self) -> u32 {
        let today = Date::of((self.clock)());
        self.lines().sent_on(today)
    }

    /// Requests to free models on this day of UTC, and how many it allows.
    pub(crate) fn free_models_today(&self) -> Option<(u32, u32)> {
        let today = Date::of((self.clock)());
        self.lines().free_models_on(today)
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Admission<'_> {
    /// The request was answered; `tokens` were really used, where the server said so.
    pub(crate) fn answered(self, tokens: Option<u64>) {
        self.limiter.lines().answered(&self.model, self.places, tokens, Instant::now());
    }

    /// The request was refused, which costs no tokens, perhaps because of the load.
    pub(crate) fn refused(self, strain: Option<Strain>) {
        self.limiter.lines().refused(&self.model, self.places, strain, Instant::now());
    }

    /// The request was never sent, so it counts for nothing.
    pub(crate) fn unused(self) {
        self.limiter.lines().unsent(&self.model, self.places);
    }
}

impl Drop for Admission<'_> {
    fn drop(&mut self) {
        self.limiter.lines().leave(&self.model, self.places);
        self.limiter.changed.notify_waiters();
    }
}

/// One who waits, counted for as long as it lives.
struct Waiting<'a> {
    limiter: &'a Limiter,
    model: &'a str,
    ticket: Option<Ticket>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.limiter.lines().depart(self.model, self.ticket);
        self.limiter.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod silent;
