//! The spending caps, of a run, a day and a month. The worst case of a request is set aside before
//! it is sent and settled by what the server charged; a price that is not known is counted as
//! unknown, never as nothing. It knows prices and tokens, not requests.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use time::{Date, OffsetDateTime};
use tokio::sync::Notify;

use crate::failure::{Class, Fault};
use crate::models::Price;
use crate::money::Usd;
use crate::reply::Usage;
use crate::settings::WallClock;

/// An amount for a run, for a day and for a month. Days and months are those of UTC, as the days of
/// OpenRouter's own limits are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PerPeriod<T> {
    /// For the run: the life of a client, and what is said to have gone before.
    pub run: T,
    /// For the day.
    pub day: T,
    /// For the month.
    pub month: T,
}

/// The most that may be spent; `None` is no cap.
pub type Caps = PerPeriod<Option<Usd>>;

/// Money, as far as it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spending {
    /// The most that may be spent.
    pub caps: Caps,
    /// What was spent before this client began, in the same run, day and month.
    pub before: PerPeriod<Usd>,
    /// Charged by the server, or computed from its prices and token counts.
    pub spent: Usd,
    /// The worst case of requests that were sent and never answered in full: perhaps charged.
    pub presumed: Usd,
    /// Set aside for requests under way.
    pub reserved: Usd,
    /// Requests that may have been charged without a price or a cost being known.
    pub unpriced: u64,
    /// What this client spent, or is presumed to have spent, before today and this month.
    past: PerPeriod<Usd>,
}

#[derive(Debug, Clone, Copy)]
enum Period {
    Run,
    Day,
    Month,
}

/// The purse of a client.
pub(crate) struct Budget {
    state: Mutex<State>,
    settled: Notify,
    clock: WallClock,
}

#[derive(Debug)]
struct State {
    spending: Spending,
    prices: HashMap<String, Price>,
    today: Date,
}

/// The most that a request can cost, set aside. Dropped before the request is sent, it is given
/// back; dropped after, it is presumed to be spent.
#[derive(Debug)]
pub(crate) struct Reservation<'a> {
    budget: &'a Budget,
    worst: Option<Usd>,
    sent: bool,
}

impl Budget {
    pub(crate) fn new(caps: Caps, before: PerPeriod<Usd>, clock: WallClock) -> Self {
        let spending = Spending { caps, before, ..Spending::default() };
        let today = OffsetDateTime::from(clock()).date();
        let state = State { spending, prices: HashMap::new(), today };
        Self { state: Mutex::new(state), settled: Notify::new(), clock }
    }

    pub(crate) fn set_caps(&self, caps: Caps) {
        self.state().spending.caps = caps;
        self.settled.notify_waiters();
    }

    pub(crate) fn learn(&self, prices: HashMap<String, Price>) {
        self.state().prices = prices;
    }

    /// The most that so many tokens can cost with this model; `None` when its price is not known.
    pub(crate) fn worst(&self, model: &str, prompt: u64, completion: u64) -> Option<Usd> {
        Some(self.state().prices.get(model)?.of(prompt, completion))
    }

    pub(crate) fn spending(&self) -> Spending {
        self.state().spending
    }

    /// Sets `worst` aside. While others have money set aside that may come back, this waits; when
    /// nothing can come back, the cap is reached.
    pub(crate) async fn reserve(&self, worst: Option<Usd>) -> Result<Reservation<'_>, Fault> {
        loop {
            let settled = self.settled.notified();
            if self.try_reserve(worst)? {
                return Ok(Reservation { budget: self, worst, sent: false });
            }
            settled.await;
        }
    }

    fn try_reserve(&self, worst: Option<Usd>) -> Result<bool, Fault> {
        let mut state = self.state();
        let spending = &mut state.spending;
        let amount = worst.unwrap_or(Usd::ZERO);
        if spending.has_room_for(worst) {
            spending.reserved += amount;
            return Ok(true);
        }
        if spending.reserved > Usd::ZERO && spending.could_have_room_for(worst) {
            return Ok(false);
        }
        Err(spending.cap_reached(worst))
    }

    /// What is known now, with the day and month of now.
    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.turn_to(OffsetDateTime::from((self.clock)()).date());
        state
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget").field("spending", &self.spending()).finish_non_exhaustive()
    }
}

impl State {
    /// With a new day, nothing of its cap is spent.
    fn turn_to(&mut self, today: Date) {
        let Self { spending, today: yesterday, .. } = self;
        if today <= *yesterday {
            return;
        }
        let gone = spending.spent.plus(spending.presumed);
        (spending.before.day, spending.past.day) = (Usd::ZERO, gone);
        if (today.year(), today.month()) != (yesterday.year(), yesterday.month()) {
            (spending.before.month, spending.past.month) = (Usd::ZERO, gone);
        }
        *yesterday = today;
    }
}

impl<T: Copy> PerPeriod<T> {
    fn of(&self, period: Period) -> T {
        match period {
            Period::Run => self.run,
            Period::Day => self.day,
            Period::Month => self.month,
        }
    }
}

impl Period {
    const ALL: [Self; 3] = [Self::Run, Self::Day, Self::Month];

    fn name(self) -> &'static str {
        match self {
            Self::Run => "this run",
            Self::Day => "today (UTC)",
            Self::Month => "this month (UTC)",
        }
    }
}

impl Spending {
    /// What counts against each cap whatever happens to the requests under way.
    #[must_use]
    pub fn committed(&self) -> PerPeriod<Usd> {
        PerPeriod {
            run: self.committed_in(Period::Run),
            day: self.committed_in(Period::Day),
            month: self.committed_in(Period::Month),
        }
    }

    fn committed_in(&self, period: Period) -> Usd {
        let here = self.spent.plus(self.presumed).minus(self.past.of(period));
        self.before.of(period).plus(here)
    }

    fn has_room_for(&self, worst: Option<Usd>) -> bool {
        self.lacking(self.reserved, worst).is_none()
    }

    /// Once nothing is under way any more, and all of it was free.
    fn could_have_room_for(&self, worst: Option<Usd>) -> bool {
        self.lacking(Usd::ZERO, worst).is_none()
    }

    /// The first cap that leaves no room for `worst` beside what is spent and `reserved`.
    fn lacking(&self, reserved: Usd, worst: Option<Usd>) -> Option<Period> {
        Period::ALL.into_iter().find(|period| {
            let taken = self.committed_in(*period).plus(reserved);
            match (self.caps.of(*period), worst) {
                (None, _) | (_, Some(Usd::ZERO)) => false,
                (Some(cap), Some(worst)) => taken.plus(worst) > cap,
                // an unknown price cannot be set aside: it goes while there is anything left
                (Some(cap), None) => taken >= cap,
            }
        })
    }

    fn cap_reached(&self, worst: Option<Usd>) -> Fault {
        let period = self.lacking(self.reserved, worst).unwrap_or(Period::Run);
        let cap = self.caps.of(period).unwrap_or_default();
        let next = worst.map_or_else(
            || "the next request has no known price".to_owned(),
            |worst| format!("the next request may cost up to {worst}"),
        );
        let (spent, name) = (self.committed_in(period), period.name());
        let message = format!("{spent} of the cap of {cap} for {name} is spent, and {next}");
        Fault::new(Class::CapReached, message)
    }
}

impl Reservation<'_> {
    /// From here on the request may be charged.
    pub(crate) fn sent(&mut self) {
        self.sent = true;
    }

    /// The server refused the request, which costs nothing.
    pub(crate) fn refused(mut self) {
        self.sent = false;
    }

    /// The reply is known: by its cost, else by its tokens at known prices, else presumed.
    pub(crate) fn settle(mut self, model: &str, usage: Usage) {
        let mut state = self.budget.state();
        let by_tokens = || {
            let price = state.prices.get(model).filter(|_| usage.is_counted())?;
            Some(price.of(usage.prompt_tokens, usage.completion_tokens))
        };
        if let Some(cost) = usage.cost.or_else(by_tokens) {
            state.spending.spent += cost;
            self.sent = false;
        }
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        let mut state = self.budget.state();
        let spending = &mut state.spending;
        let amount = self.worst.unwrap_or(Usd::ZERO);
        spending.reserved = spending.reserved.minus(amount);
        if self.sent {
            spending.presumed += amount;
            spending.unpriced += u64::from(self.worst.is_none());
        }
        drop(state);
        self.budget.settled.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::{Duration, SystemTime};

    use super::*;

    fn usd(text: &str) -> Usd {
        text.parse().unwrap()
    }

    fn costing(cost: &str) -> Usage {
        Usage { cost: Some(usd(cost)), ..Usage::default() }
    }

    fn budget(cap: &str) -> Budget {
        let caps = Caps { run: Some(usd(cap)), ..Caps::default() };
        let budget = Budget::new(caps, PerPeriod::default(), Arc::new(|| SystemTime::UNIX_EPOCH));
        let price = Price { prompt: usd("0.001"), completion: usd("0.002"), request: usd("0.01") };
        budget.learn(HashMap::from([("a".to_owned(), price)]));
        budget
    }

    #[tokio::test]
    async fn the_worst_case_must_fit_before_a_request_goes() {
        let budget = budget("0.10");
        assert_eq!(budget.worst("a", 10, 20), Some(usd("0.06")));
        budget.reserve(Some(usd("0.06"))).await.unwrap().settle("a", costing("0.05"));
        let refused = budget.reserve(Some(usd("0.06"))).await.unwrap_err();
        assert_eq!(refused.class, Class::CapReached);
        assert!(
            refused.message.contains("$0.05 of the cap of $0.10 for this run"),
            "{}",
            refused.message
        );
        assert!(budget.reserve(Some(usd("0.05"))).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn waits_while_money_set_aside_may_come_back() {
        let budget = budget("0.10");
        let first = budget.reserve(Some(usd("0.08"))).await.unwrap();
        let second = budget.reserve(Some(usd("0.08")));
        tokio::pin!(second);
        assert!(tokio::time::timeout(Duration::from_secs(9), &mut second).await.is_err());
        first.settle("a", costing("0.01"));
        assert!(second.await.is_ok());
    }

    #[tokio::test]
    async fn a_request_that_was_sent_and_lost_is_presumed_to_be_charged() {
        let budget = budget("0.10");
        let mut lost = budget.reserve(Some(usd("0.04"))).await.unwrap();
        lost.sent();
        drop(lost);
        drop(budget.reserve(Some(usd("0.04"))).await.unwrap());
        let mut refused = budget.reserve(Some(usd("0.04"))).await.unwrap();
        refused.sent();
        refused.refused();
        let spending = budget.spending();
        assert_eq!((spending.presumed, spending.spent), (usd("0.04"), Usd::ZERO));
        assert_eq!(spending.reserved, Usd::ZERO);
    }

    #[tokio::test]
    async fn an_unknown_cost_is_computed_from_prices_or_counted_as_unknown() {
        let budget = budget("1");
        let usage = Usage { prompt_tokens: 10, completion_tokens: 5, ..Usage::default() };
        for (model, worst) in [("a", Some(usd("0.5"))), ("b", None)] {
            let mut reservation = budget.reserve(worst).await.unwrap();
            reservation.sent();
            reservation.settle(model, usage);
        }
        let spending = budget.spending();
        assert_eq!((spending.spent, spending.unpriced), (usd("0.03"), 1));
    }

    #[tokio::test]
    async fn at_the_cap_a_model_without_a_price_is_stopped_and_a_free_one_is_not() {
        let budget = budget("0.10");
        budget.reserve(None).await.unwrap().settle("b", costing("0.10"));
        assert_eq!(budget.reserve(None).await.unwrap_err().class, Class::CapReached);
        assert!(budget.reserve(Some(Usd::ZERO)).await.is_ok());
        budget.set_caps(Caps::default());
        assert!(budget.reserve(None).await.is_ok());
    }

    const DAY: u64 = 24 * 60 * 60;

    /// A budget on 30 January 1970, and the day after today on which it is.
    fn in_january(caps: Caps, before: PerPeriod<Usd>) -> (Budget, Arc<AtomicU64>) {
        let day = Arc::new(AtomicU64::new(29));
        let today = Arc::clone(&day);
        let clock = move || {
            SystemTime::UNIX_EPOCH + Duration::from_secs(today.load(Ordering::Relaxed) * DAY)
        };
        (Budget::new(caps, before, Arc::new(clock)), day)
    }

    async fn spend(budget: &Budget, amount: &str) -> Result<(), Fault> {
        let mut reservation = budget.reserve(Some(usd(amount))).await?;
        reservation.sent();
        reservation.settle("a", costing(amount));
        Ok(())
    }

    #[tokio::test]
    async fn each_cap_counts_what_was_spent_before_in_its_own_time() {
        let caps = Caps { run: Some(usd("9")), day: Some(usd("1")), month: Some(usd("2")) };
        let before = PerPeriod { run: usd("0"), day: usd("0.5"), month: usd("1") };
        let (budget, day) = in_january(caps, before);
        spend(&budget, "0.5").await.unwrap();
        let refused = spend(&budget, "0.01").await.unwrap_err();
        assert!(refused.message.contains("$1.00 of the cap of $1.00 for today"), "{refused}");
        day.store(30, Ordering::Relaxed);
        spend(&budget, "0.5").await.unwrap();
        let refused = spend(&budget, "0.01").await.unwrap_err();
        assert!(refused.message.contains("$2.00 of the cap of $2.00 for this month"), "{refused}");
        day.store(31, Ordering::Relaxed);
        spend(&budget, "1").await.unwrap();
        let committed = budget.spending().committed();
        assert_eq!((committed.run, committed.day, committed.month), (usd("2"), usd("1"), usd("1")));
    }

    #[tokio::test]
    async fn a_clock_set_back_gives_nothing_back() {
        let caps = Caps { day: Some(usd("1")), ..Caps::default() };
        let (budget, day) = in_january(caps, PerPeriod::default());
        spend(&budget, "1").await.unwrap();
        for today in [28, 29] {
            day.store(today, Ordering::Relaxed);
            assert!(spend(&budget, "0.01").await.is_err());
        }
    }

    #[tokio::test]
    async fn what_is_presumed_counts_for_the_day_on_which_it_was_lost() {
        let caps = Caps { day: Some(usd("1")), ..Caps::default() };
        let (budget, day) = in_january(caps, PerPeriod::default());
        let mut lost = budget.reserve(Some(usd("0.7"))).await.unwrap();
        lost.sent();
        drop(lost);
        assert!(spend(&budget, "0.4").await.is_err());
        day.store(30, Ordering::Relaxed);
        spend(&budget, "1").await.unwrap();
    }

    proptest::proptest! {
        #[test]
        fn however_requests_end_no_cap_is_ever_passed(
            amounts in proptest::collection::vec((1_u64..40, 0_u64..40, 0_u8..4), 1..80),
            caps in (20_u64..200, 20_u64..200, 20_u64..200),
        ) {
            let some = |pico| Some(Usd::from_pico(pico));
            let caps = Caps { run: some(caps.0), day: some(caps.1), month: some(caps.2) };
            let (budget, _) = in_january(caps, PerPeriod::default());
            let mut under_way = Vec::new();
            for (worst, used, end) in amounts {
                if let Ok(true) = budget.try_reserve(some(worst)) {
                    under_way.push((Reservation { budget: &budget, worst: some(worst), sent: true },
                                    used.min(worst)));
                }
                match (end, under_way.pop()) {
                    (0, Some((reservation, used))) => {
                        let cost = some(used);
                        reservation.settle("a", Usage { cost, ..Usage::default() });
                    }
                    (1, Some((reservation, _))) => reservation.refused(),
                    (2, Some((reservation, _))) => drop(reservation),
                    (_, Some(kept)) => under_way.push(kept),
                    (_, None) => {}
                }
                let spending = budget.spending();
                for period in Period::ALL {
                    let taken = spending.committed_in(period).plus(spending.reserved);
                    proptest::prop_assert!(taken <= spending.caps.of(period).unwrap());
                }
            }
        }
    }
}
