//! A breaker for each model: after a row of outages nobody asks it any more until one probe has
//! come back well. Only the state of the server counts, never what it thinks of a question. Callers
//! wait here, or go to their next model; no question fails because a breaker is open, until the
//! model has stayed out of order through a whole row of probes.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::failure::{Class, Fault};

/// When a breaker opens, and how patiently it probes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerPolicy {
    /// Outages in a row that open it.
    pub failures: u32,
    /// The first rest before a probe; doubled after each probe that fails.
    pub rest: Duration,
    /// The longest rest.
    pub longest_rest: Duration,
    /// Failed probes after which those who wait are told [`Class::OutOfOrder`].
    pub probes: u32,
}

impl Default for BreakerPolicy {
    /// Opens after 8 outages; probes after 2, 4, 8, 16, 30 and 30 s, so an outage of a minute and
    /// a half is sat out.
    fn default() -> Self {
        Self {
            failures: 8,
            rest: Duration::from_secs(2),
            longest_rest: Duration::from_secs(30),
            probes: 6,
        }
    }
}

/// Probes of a server that was never heard of, before those who wait are told.
const PROBES_UNREACHED: u32 = 1;

/// A breaker as others see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakerState {
    /// Requests go through.
    Closed,
    /// Nobody goes; a probe may go after this long.
    Open {
        /// Until the next probe.
        probe_in: Duration,
    },
    /// One probe is under way.
    HalfOpen,
}

/// The breakers of all models asked so far.
#[derive(Debug)]
pub(crate) struct Breakers {
    policy: BreakerPolicy,
    models: Mutex<HashMap<String, State>>,
    /// Which [`Self::given_up`] of all each model's last one was.
    last_given_up: Mutex<HashMap<String, u64>>,
    /// What the last outage was, for those who are told.
    last_words: Mutex<String>,
    changed: Notify,
    /// Whether the server ever let itself be heard. One that never did is more likely a wrong
    /// address or no network than an outage, and is not waited for.
    reached: AtomicBool,
    /// How often a model was given up, so that a question can tell what happened in its time.
    given_up: AtomicU64,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Closed { failures: u32 },
    Open { until: Instant, probes: u32 },
    HalfOpen { probes: u32 },
}

/// The right to ask a model. A probe that is dropped without a word leaves the next one to another.
#[derive(Debug)]
pub(crate) struct Pass<'a> {
    breakers: &'a Breakers,
    model: String,
    probe: bool,
    reported: bool,
}

impl Breakers {
    pub(crate) fn new(policy: BreakerPolicy) -> Self {
        Self {
            policy,
            models: Mutex::default(),
            last_given_up: Mutex::default(),
            last_words: Mutex::default(),
            changed: Notify::new(),
            reached: AtomicBool::new(false),
            given_up: AtomicU64::new(0),
        }
    }

    /// How often any model was given up so far.
    pub(crate) fn given_up(&self) -> u64 {
        self.given_up.load(Ordering::Acquire)
    }

    /// The first of `candidates` that may be asked, waiting for a probe when none may. Fails when
    /// all of them were given up since `since`.
    pub(crate) async fn enter(&self, candidates: &[String], since: u64) -> Result<Pass<'_>, Fault> {
        loop {
            let changed = self.changed.notified();
            let probe_at = match self.choose(candidates, since) {
                Ok(pass) => return Ok(pass),
                Err(probe_at) => probe_at,
            };
            if candidates.iter().all(|model| self.was_given_up(model, since)) {
                return Err(self.out_of_order(candidates));
            }
            match probe_at {
                None => changed.await,
                Some(then) => tokio::select! {
                    () = tokio::time::sleep_until(then) => {}
                    () = changed => {}
                },
            }
        }
    }

    fn was_given_up(&self, model: &str, since: u64) -> bool {
        let last = self.last_given_up.lock().unwrap_or_else(PoisonError::into_inner);
        last.get(model).is_some_and(|&given_up| given_up > since)
    }

    /// A pass, or the moment of the next probe (`None` while one is under way). A model that was
    /// given up since `since` is not probed again.
    fn choose(&self, candidates: &[String], since: u64) -> Result<Pass<'_>, Option<Instant>> {
        let now = Instant::now();
        let mut models = self.models();
        let mut probe_at: Option<Instant> = None;
        for model in candidates {
            match models.get(model).copied() {
                None | Some(State::Closed { .. }) => return Ok(self.pass(model, false)),
                Some(State::Open { .. }) if self.was_given_up(model, since) => {}
                Some(State::Open { until, probes }) if until <= now => {
                    models.insert(model.clone(), State::HalfOpen { probes });
                    return Ok(self.pass(model, true));
                }
                Some(State::Open { until, .. }) => {
                    probe_at = Some(probe_at.map_or(until, |earlier| earlier.min(until)));
                }
                Some(State::HalfOpen { .. }) => {}
            }
        }
        Err(probe_at)
    }

    /// A probe of each model that rests may go at once: somebody wants it tried again.
    pub(crate) fn probe_now(&self) {
        for state in self.models().values_mut() {
            if matches!(state, State::Open { .. }) {
                *state = State::Open { until: Instant::now(), probes: 0 };
            }
        }
        self.changed.notify_waiters();
    }

    fn out_of_order(&self, candidates: &[String]) -> Fault {
        let why = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.reached.load(Ordering::Acquire) {
            return Fault::new(Class::Connection, why.clone());
        }
        let message = format!("{} stays out of order: {why}", candidates.join(", "));
        Fault::new(Class::OutOfOrder, message)
    }

    fn pass(&self, model: &str, probe: bool) -> Pass<'_> {
        Pass { breakers: self, model: model.to_owned(), probe, reported: false }
    }

    /// All models asked so far, by name.
    pub(crate) fn snapshot(&self) -> Vec<(String, BreakerState)> {
        let now = Instant::now();
        let seen = |state: &State| match state {
            State::Closed { .. } => BreakerState::Closed,
            State::Open { until, .. } => {
                BreakerState::Open { probe_in: until.saturating_duration_since(now) }
            }
            State::HalfOpen { .. } => BreakerState::HalfOpen,
        };
        let mut all: Vec<_> =
            self.models().iter().map(|(model, state)| (model.clone(), seen(state))).collect();
        all.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        all
    }

    fn failed(&self, model: &str, probe: bool) {
        let mut models = self.models();
        let state = models.get(model).copied().unwrap_or(State::Closed { failures: 0 });
        let next = match state {
            State::Closed { failures } if failures + 1 < self.policy.failures => {
                State::Closed { failures: failures + 1 }
            }
            State::Closed { .. } => self.open(model, 0),
            State::HalfOpen { probes } if probe => self.open(model, probes + 1),
            // sent before the breaker opened: already known
            other => other,
        };
        models.insert(model.to_owned(), next);
    }

    fn remember(&self, why: &str) {
        let mut last = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        why.clone_into(&mut last);
    }

    fn open(&self, model: &str, probes: u32) -> State {
        let doubled = self.policy.rest.saturating_mul(2_u32.saturating_pow(probes));
        let until = Instant::now() + doubled.min(self.policy.longest_rest);
        let reached = self.reached.load(Ordering::Acquire);
        let most =
            if reached { self.policy.probes } else { self.policy.probes.min(PROBES_UNREACHED) };
        if probes < most {
            return State::Open { until, probes };
        }
        let given_up = self.given_up.fetch_add(1, Ordering::AcqRel) + 1;
        let mut last = self.last_given_up.lock().unwrap_or_else(PoisonError::into_inner);
        last.insert(model.to_owned(), given_up);
        State::Open { until, probes: 0 }
    }

    fn set(&self, model: &str, state: State) {
        self.models().insert(model.to_owned(), state);
    }

    fn models(&self) -> MutexGuard<'_, HashMap<String, State>> {
        self.models.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// The model that may be asked.
    pub(crate) fn model(&self) -> &str {
        &self.model
    }

    /// Whether the request decides over the breaker.
    pub(crate) fn is_probe(&self) -> bool {
        self.probe
    }

    /// Whether the breaker is still as it was when the pass was given.
    pub(crate) fn is_valid(&self) -> bool {
        let models = self.breakers.models();
        self.probe || matches!(models.get(&self.model), None | Some(State::Closed { .. }))
    }

    /// The server answered, whatever it said.
    pub(crate) fn alive(mut self) {
        self.reported = true;
        self.breakers.reached.store(true, Ordering::Release);
        self.breakers.set(&self.model, State::Closed { failures: 0 });
        self.breakers.changed.notify_waiters();
    }

    /// The server was not up to answering, or could not be reached.
    pub(crate) fn failed(mut self, fault: &Fault) {
        self.reported = true;
        if fault.class != Class::Connection {
            self.breakers.reached.store(true, Ordering::Release);
        }
        self.breakers.remember(&fault.message);
        self.breakers.failed(&self.model, self.probe);
        self.breakers.changed.notify_waiters();
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if !self.probe || self.reported {
            return;
        }
        let mut models = self.breakers.models();
        if let Some(State::HalfOpen { probes }) = models.get(&self.model).copied() {
            models.insert(self.model.clone(), State::Open { until: Instant::now(), probes });
        }
        drop(models);
        self.breakers.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breakers() -> Breakers {
        Breakers::new(BreakerPolicy { failures: 3, probes: 3, ..BreakerPolicy::default() })
    }

    fn down() -> Fault {
        Fault::new(Class::Server, "down")
    }

    fn models(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    async fn trip(breakers: &Breakers, model: &str) {
        for _ in 0..3 {
            breakers.enter(&models(&[model]), 0).await.unwrap().failed(&down());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn opens_after_a_row_of_outages_that_no_answer_breaks() {
        let breakers = breakers();
        for alive in [false, false, true, false, false] {
            let pass = breakers.enter(&models(&["a"]), 0).await.unwrap();
            if alive { pass.alive() } else { pass.failed(&down()) }
        }
        assert_eq!(breakers.snapshot()[0].1, BreakerState::Closed);
        breakers.enter(&models(&["a"]), 0).await.unwrap().failed(&down());
        let probe_in = Duration::from_secs(2);
        assert_eq!(breakers.snapshot()[0].1, BreakerState::Open { probe_in });
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_never_heard_of_is_probed_once_and_called_unreachable() {
        let breakers = breakers();
        let start = Instant::now();
        let list = models(&["a"]);
        let refused = Fault::new(Class::Connection, "connection refused");
        loop {
            match breakers.enter(&list, 0).await {
                Ok(pass) => pass.failed(&refused),
                Err(fault) => break assert_eq!(fault, refused),
            }
        }
        assert_eq!(start.elapsed().as_secs(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn one_probe_goes_while_all_others_wait_and_its_success_lets_them_go() {
        let breakers = breakers();
        trip(&breakers, "a").await;
        let start = Instant::now();
        let probe = breakers.enter(&models(&["a"]), 0).await.unwrap();
        assert!(probe.is_probe());
        assert_eq!(start.elapsed().as_secs(), 2);
        let list = models(&["a"]);
        let other = breakers.enter(&list, 0);
        tokio::pin!(other);
        let long = Duration::from_mins(1);
        assert!(tokio::time::timeout(long, &mut other).await.is_err());
        probe.alive();
        assert!(!other.await.unwrap().is_probe());
    }

    #[tokio::test(start_paused = true)]
    async fn an_open_breaker_sends_callers_to_their_next_model() {
        let breakers = breakers();
        trip(&breakers, "a").await;
        let pass = breakers.enter(&models(&["a", "b"]), 0).await.unwrap();
        assert_eq!((pass.model(), pass.is_probe()), ("b", false));
    }

    #[tokio::test(start_paused = true)]
    async fn a_probe_that_was_dropped_is_left_to_the_next_caller() {
        let breakers = breakers();
        trip(&breakers, "a").await;
        drop(breakers.enter(&models(&["a"]), 0).await.unwrap());
        let start = Instant::now();
        assert!(breakers.enter(&models(&["a"]), 0).await.unwrap().is_probe());
        assert!(start.elapsed().is_zero());
    }

    #[tokio::test(start_paused = true)]
    async fn after_the_last_probe_those_who_wait_are_told_and_later_ones_probe_anew() {
        let breakers = breakers();
        trip(&breakers, "a").await;
        let start = Instant::now();
        for _ in 0..3 {
            breakers.enter(&models(&["a"]), 0).await.unwrap().failed(&down());
        }
        assert_eq!(start.elapsed().as_secs(), 2 + 4 + 8);
        tokio::time::advance(Duration::from_hours(1)).await;
        let told = breakers.enter(&models(&["a"]), 0).await.unwrap_err();
        assert_eq!(told.class, Class::OutOfOrder);
        assert!(told.message.ends_with("a stays out of order: down"), "{}", told.message);
        let since = breakers.given_up();
        assert!(breakers.enter(&models(&["a"]), since).await.unwrap().is_probe());
    }

    #[tokio::test(start_paused = true)]
    async fn a_model_given_up_takes_no_question_down_that_may_ask_another() {
        let breakers = breakers();
        trip(&breakers, "a").await;
        for _ in 0..3 {
            breakers.enter(&models(&["a"]), 0).await.unwrap().failed(&down());
        }
        trip(&breakers, "b").await;
        let both = models(&["a", "b"]);
        let pass = breakers.enter(&both, 0).await.unwrap();
        assert_eq!((pass.model(), pass.is_probe()), ("b", true));
        drop(pass);
        for _ in 0..3 {
            breakers.enter(&models(&["b"]), 0).await.unwrap().failed(&down());
        }
        assert_eq!(breakers.enter(&both, 0).await.unwrap_err().class, Class::OutOfOrder);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_sent_before_it_opened_neither_extends_the_rest_nor_is_ignored_when_well() {
        let breakers = breakers();
        let early: Vec<_> = [breakers.pass("a", false), breakers.pass("a", false)].into();
        trip(&breakers, "a").await;
        let mut early = early.into_iter();
        early.next().unwrap().failed(&down());
        let probe_in = Duration::from_secs(2);
        assert_eq!(breakers.snapshot()[0].1, BreakerState::Open { probe_in });
        early.next().unwrap().alive();
        assert_eq!(breakers.snapshot()[0].1, BreakerState::Closed);
    }
}
