//! Whether a question is asked again, and after how long: limits by class, exponential back-off
//! with full jitter from a seed. It keeps the history of one question and knows no clock but the
//! durations it is told.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::failure::{Advice, Attempt, Class, Failure, Fault};

/// How patiently a question is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The longest pause before the first retry; doubled with each further one of the class.
    pub first_pause: Duration,
    /// The longest pause of all.
    pub longest_pause: Duration,
    /// A server that asks to be left alone for longer than this pauses the run.
    pub longest_wait: Duration,
    /// Attempts in all, whatever their classes.
    pub attempts: u32,
}

impl Default for RetryPolicy {
    /// From half a second up to half a minute, 12 attempts; waits of up to a quarter of an hour.
    fn default() -> Self {
        Self {
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            longest_wait: Duration::from_mins(15),
            attempts: 12,
        }
    }
}

/// How often a failure of this class is followed by another attempt. What may have been billed is
/// repeated less often than what was not.
#[must_use]
pub fn retries_of(class: Class) -> u32 {
    match class {
        Class::RateLimited => 10,
        Class::Overloaded => 8,
        Class::Server | Class::Connection => 6,
        Class::ErrorInAnswer | Class::Empty | Class::Unparseable => 4,
        Class::Timeout => 2,
        Class::CutOff => 1,
        _ => 0,
    }
}

/// Random pauses that a seed repeats.
#[derive(Debug)]
pub(crate) struct Jitter(Mutex<StdRng>);

impl Jitter {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// Anything from nothing to `most`.
    fn up_to(&self, most: Duration) -> Duration {
        let mut random = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        most.mul_f64(random.random_range(0.0..=1.0))
    }
}

/// The history of one question.
#[derive(Debug)]
pub(crate) struct Trial {
    policy: RetryPolicy,
    attempts: Vec<Attempt>,
    by_class: HashMap<Class, u32>,
    counted: u32,
    max_tokens: u32,
    candidates: Vec<String>,
}

/// What follows a failed attempt.
#[derive(Debug)]
pub(crate) enum Next {
    /// Ask again after this pause.
    Again(Duration),
    /// The question is over.
    Over(Fault),
}

impl Trial {
    pub(crate) fn new(policy: RetryPolicy, max_tokens: u32, candidates: Vec<String>) -> Self {
        let (attempts, by_class) = (Vec::new(), HashMap::new());
        Self { policy, attempts, by_class, counted: 0, max_tokens, candidates }
    }

    /// The number of the next attempt, from 1.
    pub(crate) fn number(&self) -> u32 {
        u32::try_from(self.attempts.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// How long the next answer may be.
    pub(crate) fn max_tokens(&self) -> u32 {
        self.max_tokens
    }

    /// The models that may still answer, in order of preference.
    pub(crate) fn candidates(&self) -> &[String] {
        &self.candidates
    }

    /// Notes an attempt that counts for nothing: a probe of a breaker, or a format that the server
    /// turned out not to know.
    pub(crate) fn excuse(&mut self, attempt: Attempt) {
        self.attempts.push(attempt);
    }

    /// Notes a failed attempt and decides what follows.
    pub(crate) fn failed(&mut self, mut attempt: Attempt, jitter: &Jitter) -> Next {
        let fault = attempt.fault.clone();
        let before = self.by_class.entry(fault.class).or_default();
        let retried = *before;
        *before += 1;
        self.counted += 1;
        let pause = match fault.class {
            Class::ModelNotFound => self.turn_from(&attempt.model),
            _ => self.pause_after(&attempt, retried, jitter),
        };
        attempt.pause = pause.unwrap_or_default();
        self.attempts.push(attempt);
        match pause {
            Some(pause) => {
                self.allow_more_after(fault.class);
                Next::Again(pause)
            }
            None => Next::Over(fault),
        }
    }

    /// No pause when there is another model to ask than this one.
    fn turn_from(&mut self, model: &str) -> Option<Duration> {
        self.candidates.retain(|candidate| candidate != model);
        (!self.candidates.is_empty()).then_some(Duration::ZERO)
    }

    /// The pause before the next attempt, or `None` when there is none.
    fn pause_after(&self, attempt: &Attempt, retried: u32, jitter: &Jitter) -> Option<Duration> {
        let fault = &attempt.fault;
        let again = fault.class.advice() == Advice::Retry
            && !fault.hopeless
            && retried < retries_of(fault.class)
            && self.counted < self.policy.attempts;
        match fault.wait {
            _ if !again => None,
            Some(wait) if wait > self.policy.longest_wait => None,
            Some(wait) if !wait.is_zero() => Some(wait),
            _ => Some(jitter.up_to(self.longest_pause_after(attempt, retried))),
        }
    }

    /// A bad answer is no sign of a strained server, so the first is asked again at once; and the
    /// first time that a quick server fails, a pause as long as some of its answers will do.
    fn longest_pause_after(&self, attempt: &Attempt, retried: u32) -> Duration {
        let doubled = self.policy.first_pause.saturating_mul(2_u32.saturating_pow(retried));
        let pause = doubled.min(self.policy.longest_pause);
        match attempt.fault.class {
            Class::CutOff => Duration::ZERO,
            Class::Empty | Class::Unparseable if retried == 0 => Duration::ZERO,
            Class::Server if retried == 0 => pause.min(attempt.elapsed.saturating_mul(4)),
            _ => pause,
        }
    }

    /// An answer that was cut off gets twice the room.
    fn allow_more_after(&mut self, class: Class) {
        if class == Class::CutOff {
            self.max_tokens = self.max_tokens.saturating_mul(2);
        }
    }

    /// The end of the question, with all that was tried.
    pub(crate) fn end(self, fault: Fault) -> Failure {
        let too_long = fault.wait.is_some_and(|wait| wait > self.policy.longest_wait);
        let mut failure = Failure::new(fault, self.attempts);
        if too_long && failure.advice == Advice::Retry {
            failure.advice = Advice::PauseRun;
        }
        failure
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn attempt(fault: Fault) -> Attempt {
        let (elapsed, pause) = (Duration::ZERO, Duration::ZERO);
        Attempt { model: "a".into(), fault, elapsed, pause }
    }

    fn trial() -> Trial {
        Trial::new(RetryPolicy::default(), 100, vec!["a".into()])
    }

    /// The pauses until the question is over.
    fn pauses(fault: &Fault, seed: u64) -> Vec<Duration> {
        let (mut trial, jitter) = (trial(), Jitter::new(seed));
        let mut pauses = Vec::new();
        while let Next::Again(pause) = trial.failed(attempt(fault.clone()), &jitter) {
            pauses.push(pause);
        }
        pauses
    }

    proptest! {
        #[test]
        fn pauses_stay_below_a_doubling_ceiling_and_the_seed_repeats_them(seed: u64) {
            let fault = Fault::new(Class::RateLimited, "slow down");
            let pauses = pauses(&fault, seed);
            prop_assert_eq!(pauses.len(), 10);
            for (n, pause) in pauses.iter().enumerate() {
                let ceiling = (500_u64 << n).min(30_000);
                prop_assert!(*pause <= Duration::from_millis(ceiling), "{n}: {pause:?}");
            }
            prop_assert_eq!(pauses, super::tests::pauses(&fault, seed));
        }
    }

    #[test]
    fn what_asking_again_cannot_mend_is_not_asked_again() {
        for class in [
            Class::BadRequest,
            Class::Unauthorized,
            Class::NoCredit,
            Class::DailyLimit,
            Class::Filtered,
            Class::ModelNotFound,
        ] {
            assert!(pauses(&Fault::new(class, ""), 1).is_empty(), "{class}");
        }
        let hopeless = Fault { hopeless: true, ..Fault::new(Class::Server, "gone") };
        assert!(pauses(&hopeless, 1).is_empty());
    }

    #[test]
    fn a_model_that_is_not_there_makes_room_for_the_next_until_none_is_left() {
        let candidates = vec!["a".into(), "b".into()];
        let mut trial = Trial::new(RetryPolicy::default(), 100, candidates);
        let jitter = Jitter::new(1);
        let gone = |model: &str| Attempt {
            model: model.into(),
            ..attempt(Fault::new(Class::ModelNotFound, ""))
        };
        assert!(matches!(trial.failed(gone("a"), &jitter), Next::Again(Duration::ZERO)));
        assert_eq!(trial.candidates(), ["b"]);
        let Next::Over(fault) = trial.failed(gone("b"), &jitter) else { panic!() };
        assert_eq!(trial.end(fault).advice, Advice::PauseRun);
    }

    #[test]
    fn a_wait_that_the_server_names_is_kept_and_one_too_long_pauses_the_run() {
        let wait = |secs| Fault {
            wait: Some(Duration::from_secs(secs)),
            ..Fault::new(Class::RateLimited, "")
        };
        assert_eq!(pauses(&wait(7), 1), [Duration::from_secs(7); 10]);
        let (mut trial, jitter) = (trial(), Jitter::new(1));
        let Next::Over(fault) = trial.failed(attempt(wait(3600)), &jitter) else { panic!() };
        let failure = trial.end(fault);
        assert_eq!(failure.advice, Advice::PauseRun);
        assert_eq!(failure.retry_after, Some(Duration::from_hours(1)));
    }

    #[test]
    fn a_wait_that_is_over_already_is_no_leave_to_storm() {
        let over = Fault { wait: Some(Duration::ZERO), ..Fault::new(Class::RateLimited, "") };
        assert_eq!(pauses(&over, 1), pauses(&Fault::new(Class::RateLimited, ""), 1));
    }

    #[test]
    fn a_cut_answer_is_asked_again_once_at_once_with_twice_the_room() {
        let (mut trial, jitter) = (trial(), Jitter::new(1));
        let cut = || attempt(Fault::new(Class::CutOff, ""));
        assert!(matches!(trial.failed(cut(), &jitter), Next::Again(Duration::ZERO)));
        assert_eq!(trial.max_tokens(), 200);
        assert!(matches!(trial.failed(cut(), &jitter), Next::Over(_)));
    }

    #[test]
    fn attempts_of_all_classes_together_are_limited_and_all_are_in_the_history() {
        let (mut trial, jitter) = (trial(), Jitter::new(1));
        let classes = [Class::RateLimited, Class::Overloaded, Class::Server];
        let mut faults = classes.iter().cycle().map(|class| Fault::new(*class, class.code()));
        let over = loop {
            if let Next::Over(fault) = trial.failed(attempt(faults.next().unwrap()), &jitter) {
                break fault;
            }
        };
        assert_eq!(trial.end(over).attempts.len(), 12);
    }

    #[test]
    fn a_first_failure_of_a_quick_server_costs_a_short_pause_and_a_bad_answer_none() {
        let first_pause = |class, elapsed| {
            let attempt = Attempt { elapsed, ..attempt(Fault::new(class, "oops")) };
            match trial().failed(attempt, &Jitter::new(1)) {
                Next::Again(pause) => pause,
                Next::Over(fault) => panic!("{fault:?}"),
            }
        };
        let quick = Duration::from_millis(10);
        assert_eq!(first_pause(Class::Unparseable, quick), Duration::ZERO);
        assert!(first_pause(Class::Server, quick) <= quick * 4);
        assert!(first_pause(Class::Server, quick * 1_000) <= Duration::from_millis(500));
    }
}
