//! The spending cap. The worst case of a request is set aside before it is sent and settled by what
//! the server charged; a price that is not known is counted as unknown, never as nothing. It knows
//! prices and tokens, not requests.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::failure::{Class, Fault};
use crate::models::Price;
use crate::money::Usd;
use crate::reply::Usage;

/// Money, as far as it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spending {
    /// The cap; `None` is no cap.
    pub cap: Option<Usd>,
    /// Charged by the server, or computed from its prices and token counts.
    pub spent: Usd,
    /// The worst case of requests that were sent and never answered in full: perhaps charged.
    pub presumed: Usd,
    /// Set aside for requests under way.
    pub reserved: Usd,
    /// Requests that may have been charged without a price or a cost being known.
    pub unpriced: u64,
}

impl Spending {
    /// What counts against the cap whatever happens to the requests under way.
    #[must_use]
    pub fn committed(&self) -> Usd {
        self.spent.plus(self.presumed)
    }
}

/// The purse of a client.
#[derive(Debug)]
pub(crate) struct Budget {
    state: Mutex<State>,
    settled: Notify,
}

#[derive(Debug, Default)]
struct State {
    spending: Spending,
    prices: HashMap<String, Price>,
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
    pub(crate) fn new(cap: Option<Usd>) -> Self {
        let spending = Spending { cap, ..Spending::default() };
        let state = State { spending, prices: HashMap::new() };
        Self { state: Mutex::new(state), settled: Notify::new() }
    }

    pub(crate) fn set_cap(&self, cap: Option<Usd>) {
        self.state().spending.cap = cap;
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
        let spending = &mut self.state().spending;
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

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spending {
    fn has_room_for(&self, worst: Option<Usd>) -> bool {
        self.fits(self.committed().plus(self.reserved), worst)
    }

    /// Once nothing is under way any more, and all of it was free.
    fn could_have_room_for(&self, worst: Option<Usd>) -> bool {
        self.fits(self.committed(), worst)
    }

    fn fits(&self, taken: Usd, worst: Option<Usd>) -> bool {
        match (self.cap, worst) {
            (None, _) | (_, Some(Usd::ZERO)) => true,
            (Some(cap), Some(worst)) => taken.plus(worst) <= cap,
            // an unknown price cannot be set aside: it goes while there is anything left
            (Some(cap), None) => taken < cap,
        }
    }

    fn cap_reached(&self, worst: Option<Usd>) -> Fault {
        let cap = self.cap.unwrap_or_default();
        let next = worst.map_or_else(
            || "the next request has no known price".to_owned(),
            |worst| format!("the next request may cost up to {worst}"),
        );
        let spent = self.committed();
        Fault::new(Class::CapReached, format!("{spent} of the cap of {cap} is spent, and {next}"))
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
        let spending = &mut self.budget.state().spending;
        let amount = self.worst.unwrap_or(Usd::ZERO);
        spending.reserved = spending.reserved.minus(amount);
        if self.sent {
            spending.presumed += amount;
            spending.unpriced += u64::from(self.worst.is_none());
        }
        self.budget.settled.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn usd(text: &str) -> Usd {
        text.parse().unwrap()
    }

    fn costing(cost: &str) -> Usage {
        Usage { cost: Some(usd(cost)), ..Usage::default() }
    }

    fn budget(cap: &str) -> Budget {
        let budget = Budget::new(Some(usd(cap)));
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
        assert!(refused.message.contains("$0.05 of the cap of $0.10"), "{}", refused.message);
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
        let usage = Usage { prompt_tokens: 10, completion_tokens: 5, cost: None };
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
        budget.set_cap(None);
        assert!(budget.reserve(None).await.is_ok());
    }
}
