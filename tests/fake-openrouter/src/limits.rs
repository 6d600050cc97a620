//! The hidden limits of an account: requests and tokens in any sixty seconds, requests per day,
//! requests at the same time. It knows no HTTP: it says whether a request may pass, and if not,
//! which limit holds it and for how long.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::options::Options;

const WINDOW: Duration = Duration::from_mins(1);

/// Why a request may not pass now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Requests per minute: the limit, and the time until one may pass.
    Rpm(usize, Duration),
    /// Tokens per minute: the limit, and the time until one may pass.
    Tpm(u64, Duration),
    /// Requests per day: the limit.
    Rpd(u64),
    /// Requests at the same time: the limit.
    InFlight(usize),
}

/// What has passed lately.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    passed: VecDeque<Instant>,
    tokens: VecDeque<(Instant, u64)>,
    tokens_in_window: u64,
    today: u64,
}

impl Limits {
    /// Lets a request pass, counting it, or says what forbids it. `in_flight` counts this request.
    pub(crate) fn pass(
        &mut self,
        options: &Options,
        in_flight: usize,
        now: Instant,
    ) -> Result<(), Refusal> {
        self.forget_before(now);
        if let Some(limit) = options.max_in_flight.filter(|limit| in_flight > *limit) {
            return Err(Refusal::InFlight(limit));
        }
        if let Some(limit) = options.rpd.filter(|limit| self.today >= *limit) {
            return Err(Refusal::Rpd(limit));
        }
        if let Some(limit) = options.rpm.filter(|limit| self.passed.len() >= *limit) {
            return Err(Refusal::Rpm(limit, until_free(self.passed.front(), now)));
        }
        if let Some(limit) = options.tpm.filter(|limit| self.tokens_in_window >= *limit) {
            let oldest = self.tokens.front().map(|(at, _)| at);
            return Err(Refusal::Tpm(limit, until_free(oldest, now)));
        }
        self.today += 1;
        if options.rpm.is_some() {
            self.passed.push_back(now);
        }
        Ok(())
    }

    /// Counts the tokens of a request that has passed.
    pub(crate) fn spend(&mut self, options: &Options, tokens: u64, now: Instant) {
        if options.tpm.is_some() {
            self.tokens.push_back((now, tokens));
            self.tokens_in_window += tokens;
        }
    }

    fn forget_before(&mut self, now: Instant) {
        let old = |at: &Instant| now.duration_since(*at) >= WINDOW;
        while self.passed.front().is_some_and(old) {
            self.passed.pop_front();
        }
        while let Some((_, tokens)) = self.tokens.front().filter(|(at, _)| old(at)) {
            self.tokens_in_window -= tokens;
            self.tokens.pop_front();
        }
    }
}

fn until_free(oldest: Option<&Instant>, now: Instant) -> Duration {
    oldest.map_or(WINDOW, |at| WINDOW.saturating_sub(now.duration_since(*at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_slides_and_refusals_do_not_count() {
        let options = Options { rpm: Some(2), ..Options::default() };
        let (mut limits, start) = (Limits::default(), Instant::now());
        let mut at = |seconds| limits.pass(&options, 1, start + Duration::from_secs(seconds));
        assert_eq!(at(0), Ok(()));
        assert_eq!(at(10), Ok(()));
        assert_eq!(at(20), Err(Refusal::Rpm(2, Duration::from_secs(40))));
        assert_eq!(at(60), Ok(()));
        assert_eq!(at(61), Err(Refusal::Rpm(2, Duration::from_secs(9))));
        assert_eq!(at(70), Ok(()));
    }

    #[test]
    fn tokens_come_back_sixty_seconds_after_they_were_spent() {
        let options = Options { tpm: Some(100), ..Options::default() };
        let (mut limits, start) = (Limits::default(), Instant::now());
        limits.spend(&options, 150, start);
        let later = |seconds| start + Duration::from_secs(seconds);
        let held = Refusal::Tpm(100, Duration::from_secs(30));
        assert_eq!(limits.pass(&options, 1, later(30)), Err(held));
        assert_eq!(limits.pass(&options, 1, later(60)), Ok(()));
    }
}
