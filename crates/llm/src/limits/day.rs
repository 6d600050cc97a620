//! How many requests went out on a day of UTC, by which servers count. It is told the time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::failure::{Class, Fault};

const DAY: u64 = 24 * 60 * 60;

/// A day of UTC, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Date(u64);

impl Date {
    pub(super) fn of(now: SystemTime) -> Self {
        Self(seconds(now) / DAY)
    }
}

/// The requests of one day; a new day begins at nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Day {
    date: Date,
    sent: u32,
}

impl Day {
    pub(super) fn sent(&self, today: Date) -> u32 {
        if self.date == today { self.sent } else { 0 }
    }

    pub(super) fn add(&mut self, today: Date, requests: u32) {
        *self = Self { date: today, sent: self.sent(today).saturating_add(requests) };
    }

    /// A request that was counted on `date` was not sent.
    pub(super) fn give_back(&mut self, date: Date) {
        if self.date == date {
            self.sent = self.sent.saturating_sub(1);
        }
    }
}

/// A daily limit that is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UsedUp {
    pub(super) limit: u32,
    pub(super) of_free_models: bool,
}

impl UsedUp {
    /// Why nothing more is sent today, and how long the day still is.
    pub(super) fn fault(self, now: SystemTime) -> Fault {
        let left = DAY - seconds(now) % DAY;
        let (hours, minutes) = (left / 3600, left % 3600 / 60);
        let of = if self.of_free_models { " to free models" } else { "" };
        let message = format!(
            "the limit of {} requests{of} a day is used up; the day ends at 00:00 UTC, in {hours} h {minutes} min",
            self.limit
        );
        Fault { wait: Some(Duration::from_secs(left)), ..Fault::new(Class::DailyLimit, message) }
    }
}

fn seconds(now: SystemTime) -> u64 {
    now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_new_day_of_utc_begins_at_nothing() {
        let (mut day, last_second) = (Day::default(), Date::of(at(3 * DAY - 1)));
        day.add(last_second, 7);
        assert_eq!(day.sent(last_second), 7);
        let next = Date::of(at(3 * DAY));
        assert_eq!(day.sent(next), 0);
        day.add(next, 1);
        day.give_back(last_second);
        assert_eq!(day.sent(next), 1);
        day.give_back(next);
        assert_eq!(day.sent(next), 0);
    }

    #[test]
    fn a_limit_that_is_used_up_says_which_and_until_when() {
        let fault = UsedUp { limit: 50, of_free_models: true }.fault(at(5 * DAY - 3_720));
        assert_eq!(
            fault.message,
            "the limit of 50 requests to free models a day is used up; the day ends at 00:00 UTC, \
             in 1 h 2 min"
        );
        assert_eq!((fault.class, fault.wait), (Class::DailyLimit, Some(Duration::from_mins(62))));
    }
}
