//! An even pace after a small allowance, so that a limit of so many a minute is also kept by
//! servers that measure it in seconds. (The generic cell rate algorithm, ITU-T I.371.)

use std::time::Duration;

use tokio::time::Instant;

const MINUTE: Duration = Duration::from_mins(1);
/// The share of a minute's requests that may go out at once after a rest.
const ALLOWANCE: u32 = 10;

/// When the next request is due at an even pace.
#[derive(Debug, Default)]
pub(super) struct Pace {
    due: Option<Instant>,
}

impl Pace {
    /// When one more request keeps the pace.
    pub(super) fn ready_at(&self, now: Instant, per_minute: u32) -> Instant {
        let ahead = interval(per_minute) * (per_minute / ALLOWANCE).saturating_sub(1);
        let ready = self.due.and_then(|due| due.checked_sub(ahead));
        ready.map_or(now, |ready| ready.max(now))
    }

    /// Notes a request.
    pub(super) fn take(&mut self, now: Instant, per_minute: u32) {
        let due = self.due.map_or(now, |due| due.max(now));
        self.due = Some(due + interval(per_minute));
    }
}

fn interval(per_minute: u32) -> Duration {
    MINUTE / per_minute.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(per_minute: u32, count: usize) -> Vec<Duration> {
        let start = Instant::now();
        let (mut pace, mut now) = (Pace::default(), start);
        let mut next = || {
            now = pace.ready_at(now, per_minute);
            pace.take(now, per_minute);
            now - start
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn goes_on_evenly_after_the_allowance() {
        let seconds: Vec<u64> = times(20, 5).iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, [0, 0, 3, 6, 9]);
        let seconds: Vec<u64> = times(5, 3).iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, [0, 12, 24]);
    }
}
