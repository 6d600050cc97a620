//! One line before the door of a server: requests and tokens per minute, requests in flight, and
//! the moment until which the server wants to be left alone. First come, first served; everything
//! can change while others wait. It knows neither models nor money.

mod pace;
mod window;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use pace::Pace;
use window::Window;

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

/// The line and its door.
#[derive(Debug)]
pub(crate) struct Limiter {
    /// Held by the head of the line; the others queue for it in order.
    line: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    /// Wakes the head of the line when something changed.
    changed: Notify,
    waiting: AtomicU32,
}

#[derive(Debug)]
struct State {
    limits: Limits,
    in_flight: u32,
    blocked_until: Option<Instant>,
    pace: Pace,
    requests: Window,
    tokens: Window,
}

/// The right to send one request now. Dropping it frees the place in flight.
#[derive(Debug)]
pub(crate) struct Admission<'a> {
    limiter: &'a Limiter,
    request: u64,
    tokens: u64,
}

/// What the head of the line waits for.
enum Wait {
    Until(Instant),
    ForChange,
}

impl Limiter {
    pub(crate) fn new(limits: Limits) -> Self {
        let state = State {
            limits,
            in_flight: 0,
            blocked_until: None,
            pace: Pace::default(),
            requests: Window::default(),
            tokens: Window::default(),
        };
        Self {
            line: tokio::sync::Mutex::new(()),
            state: Mutex::new(state),
            changed: Notify::new(),
            waiting: AtomicU32::new(0),
        }
    }

    /// Waits in line until one request of about `tokens` may go. Dropping the future leaves the
    /// line.
    pub(crate) async fn admit(&self, tokens: u64) -> Admission<'_> {
        let _counted = Waiting::new(&self.waiting);
        let _head = self.line.lock().await;
        loop {
            let wait = match self.state().try_admit(Instant::now(), tokens) {
                Ok((request, tokens)) => return Admission { limiter: self, request, tokens },
                Err(wait) => wait,
            };
            match wait {
                Wait::ForChange => self.changed.notified().await,
                Wait::Until(then) => tokio::select! {
                    () = tokio::time::sleep_until(then) => {}
                    () = self.changed.notified() => {}
                },
            }
        }
    }

    /// Nobody goes for so long, or for as long as was said before if that is longer.
    pub(crate) fn block_for(&self, pause: Duration) {
        let Some(until) = Instant::now().checked_add(pause) else { return };
        let mut state = self.state();
        state.blocked_until = state.blocked_until.max(Some(until));
    }

    /// Holds for those who wait already, too.
    pub(crate) fn set_limits(&self, limits: Limits) {
        self.state().limits = limits;
        self.changed.notify_one();
    }

    pub(crate) fn limits(&self) -> Limits {
        self.state().limits
    }

    pub(crate) fn in_flight(&self) -> u32 {
        self.state().in_flight
    }

    /// How many stand in line.
    pub(crate) fn waiting(&self) -> u32 {
        self.waiting.load(Ordering::Relaxed)
    }

    /// How long the server still wants to be left alone.
    pub(crate) fn blocked_for(&self) -> Option<Duration> {
        let until = self.state().blocked_until?;
        Some(until.saturating_duration_since(Instant::now())).filter(|left| !left.is_zero())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn try_admit(&mut self, now: Instant, tokens: u64) -> Result<(u64, u64), Wait> {
        let ready = self.ready_at(now, tokens);
        if ready > now {
            return Err(Wait::Until(ready));
        }
        if self.in_flight >= self.limits.in_flight {
            return Err(Wait::ForChange);
        }
        self.in_flight += 1;
        self.pace.take(now, self.limits.requests_per_minute.unwrap_or(u32::MAX));
        Ok((self.requests.take(now, 1), self.tokens.take(now, tokens)))
    }

    /// The earliest moment that the clock and the limits of this minute allow.
    fn ready_at(&mut self, now: Instant, tokens: u64) -> Instant {
        let mut ready = self.blocked_until.unwrap_or(now).max(now);
        if let Some(limit) = self.limits.requests_per_minute {
            ready = ready.max(self.requests.ready_at(now, 1, u64::from(limit)));
            ready = ready.max(self.pace.ready_at(now, limit));
        }
        if let Some(limit) = self.limits.tokens_per_minute {
            ready = ready.max(self.tokens.ready_at(now, tokens, u64::from(limit)));
        }
        ready
    }
}

impl Admission<'_> {
    /// The request was answered; `tokens` were really used, where the server said so.
    pub(crate) fn answered(self, tokens: Option<u64>) {
        if let Some(tokens) = tokens {
            self.limiter.state().tokens.correct(self.tokens, tokens);
        }
    }

    /// The request was never sent, so it counts for nothing.
    pub(crate) fn unused(self) {
        let mut state = self.limiter.state();
        state.requests.correct(self.request, 0);
        state.tokens.correct(self.tokens, 0);
    }
}

impl Drop for Admission<'_> {
    fn drop(&mut self) {
        self.limiter.state().in_flight -= 1;
        self.limiter.changed.notify_one();
    }
}

/// Counts one waiter for as long as it lives.
struct Waiting<'a>(&'a AtomicU32);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicU32) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
