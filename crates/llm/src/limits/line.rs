//! What went through one line of late: requests and tokens of the last minute, requests in flight,
//! and the moment until which the server wants to be left alone. A line counts; how much is allowed
//! it is told each time, so that limits may change or be learnt while others wait.

use std::time::Duration;

use tokio::time::Instant;

use super::Limits;
use super::concurrency::Sent;
use super::day::{Date, Day, UsedUp};
use super::learnt::Taken;
use super::pace::Pace;
use super::window::Window;

/// The counts of one line.
#[derive(Debug, Default)]
pub(super) struct Line {
    in_flight: u32,
    blocked_until: Option<Instant>,
    pace: Pace,
    requests: Window,
    tokens: Window,
    day: Day,
}

/// A moment on both clocks: one measures, the other tells the day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Now {
    pub(super) at: Instant,
    pub(super) date: Date,
}

/// A request's place in a line, until it is answered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) sent: Sent,
    date: Date,
    request: u64,
    tokens: u64,
}

/// What the head of a line waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// A moment, unless something changes before.
    Until(Instant),
    /// That a request ends, or a limit changes.
    ForChange,
    /// A new day.
    ForTomorrow(UsedUp),
}

impl Line {
    /// Whether one more request of about `tokens` may go.
    pub(super) fn ready(&self, limits: &Limits, now: Instant, tokens: u64) -> Result<(), Wait> {
        let ready = self.ready_at(limits, now, tokens);
        if ready > now {
            return Err(Wait::Until(ready));
        }
        if self.in_flight >= limits.in_flight {
            return Err(Wait::ForChange);
        }
        Ok(())
    }

    /// The earliest moment that the clock and the limits of this minute allow.
    fn ready_at(&self, limits: &Limits, now: Instant, tokens: u64) -> Instant {
        let mut ready = self.blocked_until.unwrap_or(now).max(now);
        if let Some(limit) = limits.requests_per_minute {
            ready = ready.max(self.requests.ready_at(now, 1, u64::from(limit)));
            ready = ready.max(self.pace.ready_at(now, limit));
        }
        if let Some(limit) = limits.tokens_per_minute {
            ready = ready.max(self.tokens.ready_at(now, tokens, u64::from(limit)));
        }
        ready
    }

    /// Lets a request through.
    pub(super) fn take(&mut self, limits: &Limits, now: Now, tokens: u64) -> Place {
        let Now { at: now, date } = now;
        self.day.add(date, 1);
        self.in_flight += 1;
        let sent = Sent { at: now, place: self.in_flight };
        self.pace.take(now, limits.requests_per_minute.unwrap_or(u32::MAX));
        let (request, tokens) = (self.requests.take(now, 1), self.tokens.take(now, tokens));
        Place { sent, date, request, tokens }
    }

    /// So many tokens were really used.
    pub(super) fn correct(&mut self, place: Place, tokens: u64) {
        self.tokens.correct(place.tokens, tokens);
    }

    /// The request was never sent.
    pub(super) fn unsent(&mut self, place: Place) {
        self.forget(place);
        self.day.give_back(place.date);
    }

    /// The request was not taken, so it counts for nothing in the limits of a minute.
    pub(super) fn forget(&mut self, place: Place) {
        self.requests.correct(place.request, 0);
        self.tokens.correct(place.tokens, 0);
    }

    /// Requests that were sent today.
    pub(super) fn sent_on(&self, date: Date) -> u32 {
        self.day.sent(date)
    }

    /// Requests that were sent before today's counting began.
    pub(super) fn add_sent(&mut self, date: Date, requests: u32) {
        self.day.add(date, requests);
    }

    /// What the server took in the last minute; what is under way it may still refuse.
    pub(super) fn taken(&self) -> Taken {
        let requests = self.requests.used().saturating_sub(u64::from(self.in_flight));
        Taken { requests, tokens: self.tokens.used() }
    }

    /// The request is no longer under way.
    pub(super) fn leave(&mut self) {
        self.in_flight -= 1;
    }

    /// Nobody goes before `until`, or before what was said earlier if that is later.
    pub(super) fn block_until(&mut self, until: Instant) {
        self.blocked_until = self.blocked_until.max(Some(until));
    }

    /// How long the server still wants to be left alone.
    pub(super) fn blocked_for(&self, now: Instant) -> Option<Duration> {
        let left = self.blocked_until?.saturating_duration_since(now);
        Some(left).filter(|left| !left.is_zero())
    }

    pub(super) fn in_flight(&self) -> u32 {
        self.in_flight
    }
}
