//! How many requests at the same time a model's server takes, found out by asking: a little more
//! after each answer until the first refusal, then one more a round, and a third less after a
//! refusal (slow start, additive increase, multiplicative decrease; RFC 5681). It grows only where
//! the allowance is used. It knows no clock but the moments it is told.

use std::time::Duration;

use tokio::time::Instant;

/// The allowance of a model that nothing is known of.
pub(super) const START: u32 = 10;
/// For so long the allowance does not return to where a refusal came …
const COOLDOWN: Duration = Duration::from_secs(30);
/// … nor before so many answers, so that finding out costs at most one request in a hundred.
const COOLING_ANSWERS: u32 = 100;
/// Refusals without a reason, of the last 32 replies, that are more than bad weather.
const CROWD: u32 = 10;

/// The allowance of one model.
#[derive(Debug)]
pub(super) struct Concurrency {
    allowance: u32,
    slow_start: bool,
    round: Round,
    cut_at: Option<Instant>,
    ceiling: Option<Ceiling>,
    /// The last 32 replies, newest last: a one is a refusal without a reason.
    history: u32,
}

/// As many answers as were allowed when it began.
#[derive(Debug, Clone, Copy)]
struct Round {
    left: u32,
    /// The most that were in flight.
    peak: u32,
}

/// Where a refusal came.
#[derive(Debug, Clone, Copy)]
struct Ceiling {
    refused: u32,
    until: Instant,
    answers_left: u32,
}

/// A request in flight: when it was sent, and how many were in flight with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent {
    pub(super) at: Instant,
    pub(super) place: u32,
}

impl Default for Concurrency {
    fn default() -> Self {
        Self {
            allowance: START,
            slow_start: true,
            round: Round { left: START, peak: 0 },
            cut_at: None,
            ceiling: None,
            history: 0,
        }
    }
}

impl Concurrency {
    /// How many may be in flight.
    pub(super) fn allowance(&self) -> u32 {
        self.allowance
    }

    /// A request was sent, so that now so many are in flight.
    pub(super) fn sent(&mut self, in_flight: u32) {
        self.round.peak = self.round.peak.max(in_flight);
    }

    /// The server did what it was asked, while so many were in flight, of at most `most`.
    pub(super) fn answered(&mut self, now: Instant, in_flight: u32, most: u32) {
        self.history <<= 1;
        self.cool(now);
        let most = most.min(self.ceiling.map_or(u32::MAX, |ceiling| ceiling.refused - 1));
        let is_used = if self.slow_start {
            self.allowance < self.round.peak.saturating_mul(2)
        } else {
            self.round.left <= 1 && self.allowance <= self.round.peak
        };
        if is_used && self.allowance < most {
            self.allowance += 1;
        }
        self.round.left = self.round.left.saturating_sub(1);
        if self.round.left == 0 {
            self.round = Round { left: self.allowance, peak: in_flight };
        }
    }

    /// The server said that there were too many at the same time. What was sent before the last
    /// cut only tells where the limit is.
    pub(super) fn too_many(&mut self, sent: Sent, now: Instant) {
        match &mut self.ceiling {
            Some(ceiling) if self.cut_at.is_some_and(|cut| sent.at <= cut) => {
                ceiling.refused = ceiling.refused.min(sent.place.max(2));
                self.allowance = self.allowance.min(ceiling.refused - 1);
            }
            _ => self.cut_below(sent.place, now),
        }
    }

    /// The server refused without saying why. A few such refusals among many answers are weather,
    /// many are a crowd. False when no less can be allowed, and it is refused all the same.
    pub(super) fn busy(&mut self, sent: Sent, now: Instant) -> bool {
        if self.cut_at.is_some_and(|cut| sent.at <= cut) {
            return true;
        }
        self.history = self.history << 1 | 1;
        if self.history.count_ones() < CROWD {
            return true;
        }
        if self.allowance == 1 {
            // it was never a matter of how many: begin anew at whatever rate is found
            *self = Self { allowance: 1, round: Round { left: 1, peak: 1 }, ..Self::default() };
            return false;
        }
        self.cut_below(self.allowance, now);
        true
    }

    fn cut_below(&mut self, refused: u32, now: Instant) {
        let refused = refused.max(2);
        self.allowance = self.allowance.min(refused * 7 / 10).max(1);
        self.slow_start = false;
        self.round = Round { left: self.allowance, peak: 0 };
        self.cut_at = Some(now);
        self.history = 0;
        let (until, answers_left) = (now + COOLDOWN, COOLING_ANSWERS);
        self.ceiling = Some(Ceiling { refused, until, answers_left });
    }

    fn cool(&mut self, now: Instant) {
        if let Some(ceiling) = &mut self.ceiling {
            ceiling.answers_left = ceiling.answers_left.saturating_sub(1);
        }
        self.ceiling.take_if(|ceiling| ceiling.answers_left == 0 && ceiling.until <= now);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MOMENT: Duration = Duration::from_millis(50);

    /// A server that takes `limit` at a time, asked in rounds of all that is allowed; the refusals
    /// of each round.
    fn rounds(
        concurrency: &mut Concurrency,
        now: &mut Instant,
        limit: u32,
        most: u32,
        count: u32,
    ) -> Vec<u32> {
        let round = |_| {
            *now += MOMENT;
            let at = *now;
            let sent = concurrency.allowance().min(most);
            for place in 1..=sent {
                concurrency.sent(place);
            }
            *now += MOMENT;
            for place in 1..=sent {
                if place <= limit {
                    concurrency.answered(*now, sent + 1 - place, most);
                } else {
                    concurrency.too_many(Sent { at, place }, *now);
                }
            }
            sent.saturating_sub(limit)
        };
        (0..count).map(round).collect()
    }

    #[test]
    fn doubles_each_round_until_the_most_is_allowed() {
        let (mut concurrency, mut now) = (Concurrency::default(), Instant::now());
        let mut allowances = Vec::new();
        for _ in 0..5 {
            rounds(&mut concurrency, &mut now, 1000, 100, 1);
            allowances.push(concurrency.allowance());
        }
        assert_eq!(allowances, [20, 40, 80, 100, 100]);
    }

    #[test]
    fn what_is_not_used_does_not_grow() {
        let (mut concurrency, now) = (Concurrency::default(), Instant::now());
        for _ in 0..1000 {
            concurrency.sent(3);
            concurrency.answered(now, 3, 100);
        }
        assert_eq!(concurrency.allowance(), START);
    }

    #[test]
    fn after_a_refusal_it_grows_by_one_a_round_and_stays_below_it_until_it_has_cooled() {
        let (mut concurrency, mut now) = (Concurrency::default(), Instant::now());
        assert_eq!(rounds(&mut concurrency, &mut now, 14, 100, 2), [0, 6]);
        assert_eq!(concurrency.allowance(), 10);
        let refused = rounds(&mut concurrency, &mut now, 14, 100, 250);
        assert_eq!(refused.iter().sum::<u32>(), 0);
        assert_eq!(concurrency.allowance(), 14);
        let refused = rounds(&mut concurrency, &mut now, 14, 100, 60);
        assert_eq!(refused.iter().sum::<u32>(), 1, "tries one more after half a minute");
    }

    #[test]
    fn a_few_refusals_without_a_reason_change_nothing_and_a_crowd_of_them_cuts_once() {
        let (mut concurrency, now) = (Concurrency::default(), Instant::now());
        concurrency.sent(10);
        let sent = Sent { at: now, place: 10 };
        for turn in 0..400 {
            concurrency.answered(now, 10, 10);
            assert!(turn % 5 > 0 || concurrency.busy(sent, now));
        }
        assert_eq!(concurrency.allowance(), 10);
        for _ in 0..30 {
            assert!(concurrency.busy(sent, now));
        }
        assert_eq!(concurrency.allowance(), 7, "all were sent before the cut");
    }

    #[test]
    fn one_at_a_time_that_is_still_refused_is_not_a_matter_of_how_many() {
        let (mut concurrency, mut now) = (Concurrency::default(), Instant::now());
        let mut told = false;
        for _ in 0..200 {
            now += MOMENT;
            concurrency.sent(1);
            told |= !concurrency.busy(Sent { at: now, place: 1 }, now);
        }
        assert!(told);
        assert_eq!(concurrency.allowance(), 1);
    }

    proptest! {
        #[test]
        fn stays_within_its_bounds_finds_any_limit_and_recovers_from_it(
            limit in 1_u32..60, most in 1_u32..100,
        ) {
            let (mut concurrency, mut now) = (Concurrency::default(), Instant::now());
            for _ in 0..2000 {
                rounds(&mut concurrency, &mut now, limit, most, 1);
                prop_assert!((1..=most.max(START)).contains(&concurrency.allowance()));
            }
            let found = limit.min(most);
            let near = found * 7 / 10..=found.max(START.min(limit)) + 1;
            prop_assert!(near.contains(&concurrency.allowance().min(most)), "{concurrency:?}");
            let refused: u32 = rounds(&mut concurrency, &mut now, limit, most, 600).iter().sum();
            prop_assert!(f64::from(refused) <= 0.012 * 600.0 * f64::from(found), "{refused}");
            rounds(&mut concurrency, &mut now, 1000, most, 4000);
            prop_assert!(concurrency.allowance() >= most);
        }
    }
}
