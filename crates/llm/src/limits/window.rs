//! How much was used in the last minute: a list of who used how much and when. Exact, so that no
//! window of a minute, wherever it begins, ever holds more than the limit.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// A minute, and a second for what the network does to the times at which requests arrive.
pub(super) const SPAN: Duration = Duration::from_secs(61);

/// Uses of the last [`SPAN`].
#[derive(Debug, Default)]
pub(super) struct Window {
    uses: VecDeque<Use>,
    used: u64,
    next_id: u64,
}

#[derive(Debug)]
struct Use {
    id: u64,
    at: Instant,
    amount: u64,
}

impl Window {
    /// When `amount` more fits under `limit`. What is more than the whole limit fits when nothing
    /// else is in the window.
    pub(super) fn ready_at(&self, now: Instant, amount: u64, limit: u64) -> Instant {
        let (mut used, mut ready) = (self.used, now);
        let fits = |used: u64| used == 0 || used.saturating_add(amount) <= limit;
        for past in &self.uses {
            let leaves = past.at + SPAN;
            if leaves > now && fits(used) {
                break;
            }
            used -= past.amount;
            ready = ready.max(leaves);
        }
        ready
    }

    /// What the uses come to that were in the window when the last one was noted.
    pub(super) fn used(&self) -> u64 {
        self.used
    }

    /// Notes a use; the id corrects it later.
    pub(super) fn take(&mut self, now: Instant, amount: u64) -> u64 {
        self.forget_before(now);
        let id = self.next_id;
        self.next_id += 1;
        self.used += amount;
        self.uses.push_back(Use { id, at: now, amount });
        id
    }

    /// Replaces the amount that was estimated by the one that was used. A use that has left the
    /// window is past correcting.
    pub(super) fn correct(&mut self, id: u64, amount: u64) {
        if let Ok(index) = self.uses.binary_search_by_key(&id, |past| past.id) {
            let past = &mut self.uses[index];
            self.used = self.used - past.amount + amount;
            past.amount = amount;
        }
    }

    fn forget_before(&mut self, now: Instant) {
        while let Some(oldest) = self.uses.front()
            && oldest.at + SPAN <= now
        {
            self.used -= oldest.amount;
            self.uses.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_window_of_a_minute_holds_more_than_the_limit(
            limit in 1_u64..50,
            steps in prop::collection::vec((0_u64..20_000, 1_u64..10), 1..200),
        ) {
            let start = Instant::now();
            let (mut window, mut now, mut taken) = (Window::default(), start, Vec::new());
            for (pause, amount) in steps {
                now += Duration::from_millis(pause);
                now = window.ready_at(now, amount, limit);
                window.take(now, amount);
                taken.push((now, amount));
            }
            for (index, (end, amount)) in taken.iter().enumerate() {
                let within = taken[..=index].iter().filter(|(at, _)| *end - *at < SPAN);
                let sum: u64 = within.map(|(_, amount)| amount).sum();
                prop_assert!(sum <= limit.max(*amount), "{sum} of {limit}");
            }
        }

        #[test]
        fn a_refund_makes_exactly_the_room_that_was_not_used(
            limit in 100_u64..1000, estimate in 1_u64..100, used in 0_u64..100,
        ) {
            let used = used.min(estimate);
            let (mut window, now) = (Window::default(), Instant::now());
            let id = window.take(now, estimate);
            window.take(now, limit - estimate);
            prop_assert!(window.ready_at(now, 1, limit) > now);
            window.correct(id, used);
            let room = estimate - used;
            prop_assert_eq!(window.ready_at(now, room, limit), now);
            prop_assert!(window.ready_at(now, room + 1, limit) > now);
        }
    }

    #[test]
    fn more_than_the_whole_limit_waits_for_an_empty_window_and_not_for_ever() {
        let (mut window, now) = (Window::default(), Instant::now());
        assert_eq!(window.ready_at(now, 500, 100), now);
        window.take(now, 500);
        assert_eq!(window.ready_at(now, 500, 100), now + SPAN);
        assert_eq!(window.ready_at(now + SPAN, 500, 100), now + SPAN);
    }

    #[test]
    fn a_correction_that_comes_too_late_changes_nothing() {
        let (mut window, now) = (Window::default(), Instant::now());
        let id = window.take(now, 5);
        assert_eq!(window.ready_at(now + SPAN, 9, 9), now + SPAN);
        window.take(now + SPAN, 1);
        window.correct(id, 9);
        assert_eq!(window.used, 1);
    }
}
