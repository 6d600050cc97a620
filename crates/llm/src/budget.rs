//! The spending caps, of a run, a day and a month. The worst case of a request is set aside before
//! it is sent and settled by what the server charged; what cannot be priced is counted as unknown,
//! never as nothing. Day and month are one account for all that spends, whichever server it asks;
//! each run has a purse of its own. It knows money, not requests.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::{Date, OffsetDateTime};
use tokio::sync::Notify;

use crate::failure::{Class, Fault};
use crate::money::Usd;
use crate::settings::WallClock;

/// The accounts of a day and a month, shared by all clients of an application. Days and months are
/// those of UTC, as the days of `OpenRouter`'s own limits are.
pub struct Budget {
    state: Mutex<State>,
    /// Something set aside was settled, or a cap changed.
    settled: Notify,
    clock: WallClock,
}

/// Something for a day and for a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayAndMonth<T> {
    /// For the day.
    pub day: T,
    /// For the month.
    pub month: T,
}

/// What one cap is held against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Account {
    /// The most that may be spent; `None` is no cap.
    pub cap: Option<Usd>,
    /// What is gone whatever happens to the requests under way, presumed losses included.
    pub committed: Usd,
    /// Set aside for requests under way.
    pub reserved: Usd,
}

/// Money as a run sees it, as far as it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spending {
    /// The run's own account.
    pub run: Account,
    /// That of this day, of everything that spends.
    pub day: Account,
    /// That of this month.
    pub month: Account,
    /// Charged to this run by the server, or computed from its prices and token counts.
    pub spent: Usd,
    /// The worst case of the run's requests that were sent and never answered in full: perhaps
    /// charged.
    pub presumed: Usd,
    /// The run's requests that may have been charged without a price or a cost being known.
    pub unpriced: u64,
}

#[derive(Debug)]
struct State {
    accounts: DayAndMonth<Account>,
    today: Date,
}

/// The money of one run.
pub(crate) struct Purse {
    budget: Arc<Budget>,
    /// Locked after the budget's state, never before.
    own: Mutex<Own>,
}

#[derive(Debug, Default)]
struct Own {
    account: Account,
    spent: Usd,
    presumed: Usd,
    unpriced: u64,
    /// As much of what is set aside and presumed as is written down, should this process be killed.
    noted: Usd,
}

/// The most that a request can cost, set aside. Dropped before the request is sent, it is given
/// back; dropped after, it is presumed to be spent.
#[derive(Debug)]
pub(crate) struct Reservation<'a> {
    purse: &'a Purse,
    worst: Option<Usd>,
    sent: bool,
}

impl Budget {
    /// Accounts with these caps, of which so much is gone already.
    #[must_use]
    pub fn new(
        caps: DayAndMonth<Option<Usd>>,
        committed: DayAndMonth<Usd>,
        clock: WallClock,
    ) -> Self {
        let account = |cap, committed| Account { cap, committed, reserved: Usd::ZERO };
        let accounts = DayAndMonth {
            day: account(caps.day, committed.day),
            month: account(caps.month, committed.month),
        };
        let today = OffsetDateTime::from(clock()).date();
        Self { state: Mutex::new(State { accounts, today }), settled: Notify::new(), clock }
    }

    /// Accounts that are counted and not capped.
    #[must_use]
    pub fn without_caps(clock: WallClock) -> Self {
        Self::new(DayAndMonth::default(), DayAndMonth::default(), clock)
    }

    /// Changes the caps, also for those who wait already; what was spent stays spent.
    pub fn set_caps(&self, caps: DayAndMonth<Option<Usd>>) {
        let mut state = self.state();
        state.accounts.day.cap = caps.day;
        state.accounts.month.cap = caps.month;
        drop(state);
        self.settled.notify_waiters();
    }

    /// Takes over what is written down as spent, by other processes too, where it is more than is
    /// known here.
    pub fn recount(&self, committed: DayAndMonth<Usd>) {
        let DayAndMonth { day, month } = &mut self.state().accounts;
        day.committed = day.committed.max(committed.day);
        month.committed = month.committed.max(committed.month);
    }

    /// The accounts of now.
    #[must_use]
    pub fn accounts(&self) -> DayAndMonth<Account> {
        self.state().accounts
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
        f.debug_struct("Budget").field("accounts", &self.accounts()).finish_non_exhaustive()
    }
}

impl State {
    /// With a new day, nothing of its cap is spent; what is under way will count for it.
    fn turn_to(&mut self, today: Date) {
        let yesterday = self.today;
        if today <= yesterday {
            return;
        }
        self.today = today;
        self.accounts.day.committed = Usd::ZERO;
        if (today.year(), today.month()) != (yesterday.year(), yesterday.month()) {
            self.accounts.month.committed = Usd::ZERO;
        }
    }
}

impl Account {
    /// Whether a request that costs at most `worst` may go.
    fn has_room_for(&self, worst: Option<Usd>) -> bool {
        let taken = self.committed.plus(self.reserved);
        match (self.cap, worst) {
            (None, _) | (_, Some(Usd::ZERO)) => true,
            (Some(cap), Some(worst)) => taken.plus(worst) <= cap,
            // an unknown price cannot be set aside: it goes while there is anything left
            (Some(cap), None) => taken < cap,
        }
    }

    /// Whether it could go once nothing is under way any more, if all of that was free.
    fn could_have_room_for(&self, worst: Option<Usd>) -> bool {
        Self { reserved: Usd::ZERO, ..*self }.has_room_for(worst)
    }

    fn give_back(&mut self, amount: Usd) {
        self.reserved = self.reserved.minus(amount);
    }

    fn cap_reached(&self, period: &str, worst: Option<Usd>) -> Fault {
        let (committed, cap) = (self.committed, self.cap.unwrap_or_default());
        let next = worst.map_or_else(
            || "the next request has no known price".to_owned(),
            |worst| format!("the next request may cost up to {worst}"),
        );
        let message = format!("{committed} of the cap of {cap} for {period} is spent, and {next}");
        Fault::new(Class::CapReached, message)
    }
}

impl Purse {
    /// A purse with a cap of its own, of which so much is gone already.
    pub(crate) fn new(budget: Arc<Budget>, cap: Option<Usd>, committed: Usd) -> Self {
        let account = Account { cap, committed, reserved: Usd::ZERO };
        Self { budget, own: Mutex::new(Own { account, ..Own::default() }) }
    }

    /// The accounts that this purse shares with others.
    pub(crate) fn budget(&self) -> &Arc<Budget> {
        &self.budget
    }

    /// Whether any cap holds for this run.
    pub(crate) fn is_capped(&self) -> bool {
        let DayAndMonth { day, month } = self.budget.accounts();
        [self.own().account, day, month].iter().any(|account| account.cap.is_some())
    }

    pub(crate) fn set_cap(&self, cap: Option<Usd>) {
        self.own().account.cap = cap;
        self.budget.settled.notify_waiters();
    }

    pub(crate) fn spending(&self) -> Spending {
        let DayAndMonth { day, month } = self.budget.accounts();
        let own = self.own();
        let Own { account: run, spent, presumed, unpriced, .. } = *own;
        Spending { run, day, month, spent, presumed, unpriced }
    }

    /// Sets `worst` aside. While others have money set aside that may come back, this waits; when
    /// nothing can come back, a cap is reached.
    pub(crate) async fn reserve(&self, worst: Option<Usd>) -> Result<Reservation<'_>, Fault> {
        loop {
            let settled = self.budget.settled.notified();
            if let Some(reservation) = self.try_reserve(worst)? {
                return Ok(reservation);
            }
            settled.await;
        }
    }

    /// Sets aside what is owed already, whatever the caps say.
    pub(crate) fn owe(&self, worst: Usd) -> Reservation<'_> {
        let (mut common, mut own) = (self.budget.state(), self.own());
        for (_, account) in accounts(&mut own, &mut common) {
            account.reserved += worst;
        }
        Reservation { purse: self, worst: Some(worst), sent: false }
    }

    /// `None` when there may be room later.
    pub(crate) fn try_reserve(&self, worst: Option<Usd>) -> Result<Option<Reservation<'_>>, Fault> {
        let (mut common, mut own) = (self.budget.state(), self.own());
        let accounts = accounts(&mut own, &mut common);
        let full = accounts.iter().find(|(_, account)| !account.could_have_room_for(worst));
        if let Some((period, account)) = full {
            return Err(account.cap_reached(period, worst));
        }
        if accounts.iter().any(|(_, account)| !account.has_room_for(worst)) {
            return Ok(None);
        }
        for (_, account) in accounts {
            account.reserved += worst.unwrap_or(Usd::ZERO);
        }
        Ok(Some(Reservation { purse: self, worst, sent: false }))
    }

    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All accounts that a run's request is held against, with their names.
fn accounts<'a>(own: &'a mut Own, common: &'a mut State) -> [(&'static str, &'a mut Account); 3] {
    let DayAndMonth { day, month } = &mut common.accounts;
    [("this run", &mut own.account), ("today (UTC)", day), ("this month (UTC)", month)]
}

impl Reservation<'_> {
    /// What the run owes at worst for requests without an answer, this one among them, where that
    /// is more than is written down.
    pub(crate) fn unnoted(&self) -> Option<Usd> {
        let own = self.purse.own();
        let owed = own.account.reserved.plus(own.presumed);
        (owed > own.noted).then_some(owed)
    }

    /// So much is written down.
    pub(crate) fn noted(&self, owed: Usd) {
        let mut own = self.purse.own();
        own.noted = own.noted.max(owed);
    }

    /// From here on the request may be charged.
    pub(crate) fn sent(&mut self) {
        self.sent = true;
    }

    /// The server refused the request, which costs nothing.
    pub(crate) fn refused(mut self) {
        self.sent = false;
    }

    /// The reply is known, and perhaps what it cost; else its worst case is presumed.
    pub(crate) fn settle(mut self, cost: Option<Usd>) {
        let Some(cost) = cost else { return };
        self.sent = false;
        let (mut common, mut own) = (self.purse.budget.state(), self.purse.own());
        own.spent += cost;
        for (_, account) in accounts(&mut own, &mut common) {
            account.committed += cost;
        }
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        let (mut common, mut own) = (self.purse.budget.state(), self.purse.own());
        let amount = self.worst.unwrap_or(Usd::ZERO);
        let lost = if self.sent { amount } else { Usd::ZERO };
        own.presumed += lost;
        own.unpriced += u64::from(self.sent && self.worst.is_none());
        for (_, account) in accounts(&mut own, &mut common) {
            account.give_back(amount);
            account.committed += lost;
        }
        drop((common, own));
        self.purse.budget.settled.notify_waiters();
    }
}

impl fmt::Debug for Purse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Purse").field("spending", &self.spending()).finish_non_exhaustive()
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

    /// The caps of a run, a day and a month.
    type Caps = (Option<Usd>, Option<Usd>, Option<Usd>);

    const DAY: u64 = 24 * 60 * 60;

    /// A purse on 30 January 1970, and the day after today on which it is.
    fn in_january((run, day, month): Caps) -> (Purse, Arc<AtomicU64>) {
        let days = Arc::new(AtomicU64::new(29));
        let today = Arc::clone(&days);
        let clock = move || {
            SystemTime::UNIX_EPOCH + Duration::from_secs(today.load(Ordering::Relaxed) * DAY)
        };
        let caps = DayAndMonth { day, month };
        let budget = Budget::new(caps, DayAndMonth::default(), Arc::new(clock));
        (Purse::new(Arc::new(budget), run, Usd::ZERO), days)
    }

    fn purse(cap: &str) -> Purse {
        in_january((Some(usd(cap)), None, None)).0
    }

    async fn spend(purse: &Purse, amount: &str) -> Result<(), Fault> {
        let mut reservation = purse.reserve(Some(usd(amount))).await?;
        reservation.sent();
        reservation.settle(Some(usd(amount)));
        Ok(())
    }

    async fn lose(purse: &Purse, amount: &str) {
        let mut lost = purse.reserve(Some(usd(amount))).await.unwrap();
        lost.sent();
    }

    #[tokio::test]
    async fn the_worst_case_must_fit_before_a_request_goes() {
        let purse = purse("0.10");
        purse.reserve(Some(usd("0.06"))).await.unwrap().settle(Some(usd("0.05")));
        let refused = purse.reserve(Some(usd("0.06"))).await.unwrap_err();
        assert_eq!(refused.class, Class::CapReached);
        assert!(
            refused.message.contains("$0.05 of the cap of $0.10 for this run"),
            "{}",
            refused.message
        );
        assert!(purse.reserve(Some(usd("0.05"))).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn waits_while_money_set_aside_may_come_back() {
        let purse = purse("0.10");
        let first = purse.reserve(Some(usd("0.08"))).await.unwrap();
        let second = purse.reserve(Some(usd("0.08")));
        tokio::pin!(second);
        assert!(tokio::time::timeout(Duration::from_secs(9), &mut second).await.is_err());
        first.settle(Some(usd("0.01")));
        assert!(second.await.is_ok());
    }

    #[tokio::test]
    async fn a_request_that_was_sent_and_lost_is_presumed_to_be_charged() {
        let purse = purse("0.10");
        lose(&purse, "0.04").await;
        drop(purse.reserve(Some(usd("0.04"))).await.unwrap());
        let mut refused = purse.reserve(Some(usd("0.04"))).await.unwrap();
        refused.sent();
        refused.refused();
        let spending = purse.spending();
        assert_eq!((spending.presumed, spending.spent), (usd("0.04"), Usd::ZERO));
        assert_eq!((spending.run.committed, spending.run.reserved), (usd("0.04"), Usd::ZERO));
    }

    #[tokio::test]
    async fn what_is_owed_is_written_down_when_it_is_more_than_ever() {
        let purse = purse("1");
        let first = purse.reserve(Some(usd("0.04"))).await.unwrap();
        let mut second = purse.reserve(Some(usd("0.02"))).await.unwrap();
        assert_eq!(first.unnoted(), Some(usd("0.06")), "all that is set aside");
        first.noted(usd("0.06"));
        assert_eq!(second.unnoted(), None, "it is covered already");
        second.sent();
        drop((first, second));
        assert_eq!(purse.reserve(Some(usd("0.04"))).await.unwrap().unnoted(), None);
        let third = purse.reserve(Some(usd("0.05"))).await.unwrap();
        assert_eq!(third.unnoted(), Some(usd("0.07")), "what was lost is owed too");
        assert_eq!(purse.reserve(None).await.unwrap().unnoted(), Some(usd("0.07")));
    }

    #[tokio::test]
    async fn what_has_neither_price_nor_cost_is_counted_as_unknown() {
        let purse = purse("1");
        let mut unpriced = purse.reserve(None).await.unwrap();
        unpriced.sent();
        unpriced.settle(None);
        let spending = purse.spending();
        assert_eq!((spending.run.committed, spending.unpriced), (Usd::ZERO, 1));
    }

    #[tokio::test]
    async fn at_the_cap_a_model_without_a_price_is_stopped_and_a_free_one_is_not() {
        let purse = purse("0.10");
        purse.reserve(None).await.unwrap().settle(Some(usd("0.10")));
        assert_eq!(purse.reserve(None).await.unwrap_err().class, Class::CapReached);
        assert!(purse.reserve(Some(Usd::ZERO)).await.is_ok());
        purse.set_cap(None);
        assert!(purse.reserve(None).await.is_ok());
    }

    #[tokio::test]
    async fn each_cap_counts_what_was_spent_before_in_its_own_time() {
        let (purse, day) = in_january((Some(usd("9")), Some(usd("1")), Some(usd("2"))));
        purse.budget.recount(DayAndMonth { day: usd("0.5"), month: usd("1") });
        spend(&purse, "0.5").await.unwrap();
        let refused = spend(&purse, "0.01").await.unwrap_err();
        assert!(refused.message.contains("$1.00 of the cap of $1.00 for today"), "{refused}");
        day.store(30, Ordering::Relaxed);
        spend(&purse, "0.5").await.unwrap();
        let refused = spend(&purse, "0.01").await.unwrap_err();
        assert!(refused.message.contains("$2.00 of the cap of $2.00 for this month"), "{refused}");
        day.store(31, Ordering::Relaxed);
        spend(&purse, "1").await.unwrap();
        let Spending { run, day, month, .. } = purse.spending();
        assert_eq!([run.committed, day.committed, month.committed], [usd("2"), usd("1"), usd("1")]);
    }

    #[tokio::test(start_paused = true)]
    async fn runs_share_the_caps_of_the_day_and_wait_for_each_other() {
        let (first, _) = in_january((None, Some(usd("1")), None));
        let second = Purse::new(Arc::clone(first.budget()), Some(usd("9")), Usd::ZERO);
        let under_way = first.reserve(Some(usd("0.7"))).await.unwrap();
        let waiting = second.reserve(Some(usd("0.7")));
        tokio::pin!(waiting);
        assert!(tokio::time::timeout(Duration::from_secs(9), &mut waiting).await.is_err());
        under_way.settle(Some(usd("0.1")));
        waiting.await.unwrap().settle(Some(usd("0.6")));
        assert_eq!(spend(&first, "0.4").await.unwrap_err().class, Class::CapReached);
        assert_eq!((first.spending().spent, second.spending().spent), (usd("0.1"), usd("0.6")));
        assert_eq!(second.spending().day.committed, usd("0.7"));
    }

    #[tokio::test]
    async fn a_recount_never_gives_anything_back() {
        let (purse, _) = in_january((None, Some(usd("1")), None));
        spend(&purse, "0.4").await.unwrap();
        for (found, known) in [("0.3", "0.4"), ("0.9", "0.9")] {
            purse.budget.recount(DayAndMonth { day: usd(found), month: usd(found) });
            assert_eq!(purse.spending().day.committed, usd(known));
        }
    }

    #[tokio::test]
    async fn a_clock_set_back_gives_nothing_back() {
        let (purse, day) = in_january((None, Some(usd("1")), None));
        spend(&purse, "1").await.unwrap();
        for today in [28, 29] {
            day.store(today, Ordering::Relaxed);
            assert!(spend(&purse, "0.01").await.is_err());
        }
    }

    #[tokio::test]
    async fn what_is_presumed_counts_for_the_day_on_which_it_was_lost() {
        let (purse, day) = in_january((None, Some(usd("1")), None));
        lose(&purse, "0.7").await;
        assert!(spend(&purse, "0.4").await.is_err());
        day.store(30, Ordering::Relaxed);
        spend(&purse, "1").await.unwrap();
    }

    proptest::proptest! {
        #[test]
        fn however_requests_of_two_runs_end_no_cap_is_ever_passed(
            amounts in proptest::collection::vec((1_u64..40, 0_u64..40, 0_u8..4, 0_usize..2), 1..80),
            caps in (20_u64..200, 20_u64..200, 20_u64..200),
        ) {
            let some = |pico| Some(Usd::from_pico(pico));
            let (one, _) = in_january((some(caps.0), some(caps.1), some(caps.2)));
            let other = Purse::new(Arc::clone(one.budget()), some(caps.0), Usd::ZERO);
            let purses = [one, other];
            let mut under_way = Vec::new();
            for (worst, used, end, whose) in amounts {
                if let Ok(Some(mut reservation)) = purses[whose].try_reserve(some(worst)) {
                    reservation.sent();
                    under_way.push((reservation, used.min(worst)));
                }
                match (end, under_way.pop()) {
                    (0, Some((reservation, used))) => reservation.settle(some(used)),
                    (1, Some((reservation, _))) => reservation.refused(),
                    (2, Some((reservation, _))) => drop(reservation),
                    (_, Some(kept)) => under_way.push(kept),
                    (_, None) => {}
                }
                for Spending { run, day, month, .. } in purses.iter().map(Purse::spending) {
                    for account in [run, day, month] {
                        let taken = account.committed.plus(account.reserved);
                        proptest::prop_assert!(taken <= account.cap.unwrap());
                    }
                }
            }
        }
    }
}
