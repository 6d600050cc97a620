//! How much a server takes in a minute, learnt from its refusals: as it says itself, or a little
//! less than what it took before it refused. What is learnt is doubted with time: while no refusal
//! comes it is raised, first by a hundredth, then ever faster, until it is forgotten.

use std::time::Duration;

use tokio::time::Instant;

/// An estimate is raised after so long without a refusal, a limit that the server named after …
const QUIET_ESTIMATED: Duration = Duration::from_mins(1);
const QUIET_TOLD: Duration = Duration::from_mins(10);
/// Raised so often, it is forgotten.
const FORGOTTEN: u32 = 8;

/// A limit a minute, where there is one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rate(Option<Learnt>);

#[derive(Debug, Clone, Copy)]
struct Learnt {
    per_minute: u64,
    at: Instant,
    quiet: Duration,
}

impl Rate {
    /// The limit in force.
    pub(super) fn limit(&self, now: Instant) -> Option<u32> {
        let Learnt { per_minute, at, quiet } = self.0?;
        let raised = now.saturating_duration_since(at).as_secs() / quiet.as_secs();
        let raised = u32::try_from(raised).ok().filter(|raised| *raised < FORGOTTEN)?;
        let percent = 100 + (1 << raised) - 1;
        Some(u32::try_from(per_minute * percent / 100).unwrap_or(u32::MAX))
    }

    /// The server named its limit.
    pub(super) fn told(&mut self, per_minute: u32, now: Instant) {
        let per_minute = u64::from(per_minute.max(1));
        self.0 = Some(Learnt { per_minute, at: now, quiet: QUIET_TOLD });
    }

    /// The server refused a request that was sent at `sent`, after it had taken `taken` in a
    /// minute. What was sent before something was learnt is no news.
    pub(super) fn refused_after(&mut self, taken: u64, sent: Instant, now: Instant) {
        if self.0.is_none_or(|learnt| learnt.at < sent) {
            let per_minute = (taken * 19 / 20).max(1);
            self.0 = Some(Learnt { per_minute, at: now, quiet: QUIET_ESTIMATED });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_is_a_little_less_than_what_was_taken_and_rises_ever_faster() {
        let (mut rate, now) = (Rate::default(), Instant::now());
        assert_eq!(rate.limit(now), None);
        rate.refused_after(1000, now, now);
        let after = |minutes| rate.limit(now + Duration::from_mins(minutes));
        assert_eq!([0, 1, 2, 3].map(after), [950, 959, 978, 1016].map(Some));
        assert_eq!(after(8), None);
    }

    #[test]
    fn refusals_of_what_was_sent_before_lower_it_no_further() {
        let (mut rate, start) = (Rate::default(), Instant::now());
        let later = start + Duration::from_secs(1);
        rate.refused_after(100, start, later);
        rate.refused_after(50, start, later);
        assert_eq!(rate.limit(later), Some(95));
        rate.refused_after(0, later + Duration::from_secs(1), later);
        assert_eq!(rate.limit(later), Some(1));
    }

    #[test]
    fn what_the_server_named_holds_for_ten_minutes() {
        let (mut rate, now) = (Rate::default(), Instant::now());
        rate.told(100, now);
        assert_eq!(rate.limit(now + Duration::from_secs(599)), Some(100));
        assert_eq!(rate.limit(now + Duration::from_mins(10)), Some(101));
    }
}
