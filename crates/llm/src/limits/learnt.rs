//! What is learnt of one model from the way in which its server answers and refuses: how many at
//! the same time, how many requests and tokens a minute. "Too many" moves the one, "too fast" the
//! others. It counts nothing itself.

use tokio::time::Instant;

use super::Limits;
use super::concurrency::{Concurrency, Sent};
use super::rate::Rate;
use crate::strain::{Measure, Strain};

/// The limits of a model, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Learnt {
    pub(super) concurrency: Concurrency,
    requests: Rate,
    tokens: Rate,
}

/// What the server took from us in the last minute.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    pub(super) requests: u64,
    pub(super) tokens: u64,
}

/// More than this much above a named limit was taken: then it is no limit a minute.
const CONTRADICTED_PERCENT: u64 = 120;

impl Learnt {
    /// What is allowed now.
    pub(super) fn limits(&self, now: Instant) -> Limits {
        Limits {
            requests_per_minute: self.requests.limit(now),
            tokens_per_minute: self.tokens.limit(now),
            requests_per_day: None,
            in_flight: self.concurrency.allowance(),
        }
    }

    /// A request was refused.
    pub(super) fn strained(&mut self, strain: Strain, sent: Sent, taken: Taken, now: Instant) {
        match strain {
            Strain::TooMany => self.concurrency.too_many(sent, now),
            Strain::TooFast { measure, limit } => self.too_fast(measure, limit, sent, taken, now),
            Strain::Busy => {
                // where nothing was taken, nothing tells of a rate
                if !self.concurrency.busy(sent, now) && taken.requests > 0 {
                    self.requests.refused_after(taken.requests, sent.at, now);
                }
            }
            // the line of all free models has that limit from the start
            Strain::FreeModels => {}
        }
    }

    fn too_fast(
        &mut self,
        measure: Measure,
        limit: Option<u32>,
        sent: Sent,
        taken: Taken,
        now: Instant,
    ) {
        let (rate, taken) = match measure {
            Measure::Requests => (&mut self.requests, taken.requests),
            Measure::Tokens => (&mut self.tokens, taken.tokens),
        };
        match limit.filter(|limit| taken * 100 <= u64::from(*limit) * CONTRADICTED_PERCENT) {
            Some(limit) => rate.told(limit, now),
            None => rate.refused_after(taken, sent.at, now),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const TAKEN: Taken = Taken { requests: 60, tokens: 60_000 };

    fn after(strain: Strain) -> Limits {
        let (mut learnt, now) = (Learnt::default(), Instant::now());
        learnt.strained(strain, Sent { at: now, place: 10 }, TAKEN, now);
        learnt.limits(now)
    }

    #[test]
    fn too_fast_moves_the_rate_and_too_many_the_concurrency() {
        let too_fast = |measure, limit| after(Strain::TooFast { measure, limit });
        let untouched = Learnt::default().limits(Instant::now());
        let told = too_fast(Measure::Requests, Some(55));
        assert_eq!(told, Limits { requests_per_minute: Some(55), ..untouched });
        let estimated = too_fast(Measure::Tokens, None);
        assert_eq!(estimated, Limits { tokens_per_minute: Some(57_000), ..untouched });
        assert_eq!(after(Strain::TooMany), Limits { in_flight: 7, ..untouched });
        assert_eq!(after(Strain::Busy), untouched);
        assert_eq!(after(Strain::FreeModels), untouched);
    }

    #[test]
    fn a_rate_is_estimated_from_what_was_taken_and_from_nothing_none_is() {
        let one_at_a_time_still_refused = |requests| {
            let (mut learnt, mut now) = (Learnt::default(), Instant::now());
            for _ in 0..100 {
                now += Duration::from_millis(50);
                learnt.concurrency.sent(1);
                let (sent, taken) = (Sent { at: now, place: 1 }, Taken { requests, ..TAKEN });
                learnt.strained(Strain::Busy, sent, taken, now);
            }
            learnt.limits(now)
        };
        assert_eq!(one_at_a_time_still_refused(60).requests_per_minute, Some(57));
        assert_eq!(one_at_a_time_still_refused(0).requests_per_minute, None);
        assert_eq!(one_at_a_time_still_refused(0).in_flight, 1);
    }

    #[test]
    fn a_named_limit_that_was_passed_without_a_refusal_is_not_one_a_minute() {
        let strain = Strain::TooFast { measure: Measure::Requests, limit: Some(5) };
        assert_eq!(after(strain).requests_per_minute, Some(57));
    }
}
