//! The lines before the door of a server: requests and tokens per minute, requests in flight, and
//! the moment until which the server wants to be left alone by those who ask a model. First come,
//! first served; everything can change while others wait. It knows neither requests nor money.

mod concurrency;
mod learnt;
mod line;
mod lines;
mod pace;
mod rate;
mod window;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use line::Wait;
use lines::{Lines, Places};

use crate::strain::Strain;

/// What a server, or the learner, allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests in any 60 seconds.
    pub requests_per_minute: Option<u32>,
    /// Tokens, read and written, in any 60 seconds.
    pub tokens_per_minute: Option<u32>,
    /// Requests at the same time; 0 stops the line.
    pub in_flight: u32,
}

impl Default for Limits {
    /// Eight at a time, as fast as they come.
    fn default() -> Self {
        Self { requests_per_minute: None, tokens_per_minute: None, in_flight: 8 }
    }
}

/// The lines and their door.
#[derive(Debug)]
pub(crate) struct Limiter {
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

impl Limiter {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { lines: Mutex::new(Lines::new(limits)), changed: Notify::new() }
    }

    /// Waits in line until one request of about `tokens` to `model` may go. Dropping the future
    /// leaves the line.
    pub(crate) async fn admit(&self, model: &str, tokens: u64) -> Admission<'_> {
        let queue = self.lines().arrive(model);
        let mut waiting = Waiting { limiter: self, model, ticket: None };
        let _head = queue.lock().await;
        let ticket = self.lines().step_up(model, tokens);
        waiting.ticket = Some(ticket);
        loop {
            let changed = self.changed.notified();
            let wait = match self.lines().try_admit(ticket, Instant::now()) {
                Ok(places) => return Admission { limiter: self, model: model.to_owned(), places },
                Err(wait) => wait,
            };
            match wait {
                Wait::ForChange => changed.await,
                Wait::Until(then) => tokio::select! {
                    () = tokio::time::sleep_until(then) => {}
                    () = changed => {}
                },
            }
        }
    }

    /// Nobody asks `model` for so long, or for as long as was said before if that is longer.
    pub(crate) fn block_for(&self, model: &str, pause: Duration) {
        if let Some(until) = Instant::now().checked_add(pause) {
            self.lines().block_until(model, until);
        }
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
        self.limiter.lines().forget(&self.model, self.places);
    }
}

impl Drop for Admission<'_> {
    fn drop(&mut self) {
        self.limiter.lines().leave(&self.model);
        self.limiter.changed.notify_waiters();
    }
}

/// One who waits, counted for as long as it lives.
struct Waiting<'a> {
    limiter: &'a Limiter,
    model: &'a str,
    ticket: Option<u64>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.limiter.lines().depart(self.model, self.ticket);
        self.limiter.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests;
