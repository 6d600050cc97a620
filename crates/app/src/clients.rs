//! The chat clients of this process: one for each server and key, for as long as Hanji runs, so that
//! all runs keep its limits together, and what was learnt of it is learnt once. What is spent,
//! wherever, counts against the caps of one day and one month.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use llm::{Account, Budget, Client, DayAndMonth, Endpoint, Limits, Usd};
use store::Store;

use crate::{Problem, app::lock, clock, dto::Settings};

/// The clients made so far, and the money they share.
pub(crate) struct Clients {
    budget: Arc<Budget>,
    known: Mutex<Vec<Client>>,
}

impl Clients {
    /// No client yet, and the caps of the settings.
    pub(crate) fn new(store: &Store, settings: &Settings) -> Result<Self, Problem> {
        let budget = Budget::new(caps(settings)?, spent(store)?, clock::wall());
        Ok(Self { budget: Arc::new(budget), known: Mutex::default() })
    }

    /// The client of an endpoint, under the limits of these settings from now on.
    pub(crate) fn of(
        &self,
        endpoint: Endpoint,
        settings: &Settings,
        store: &Store,
    ) -> Result<Client, Problem> {
        self.budget.recount(spent(store)?);
        let mut known = lock(&self.known);
        if let Some(client) = known.iter().find(|client| *client.endpoint() == endpoint) {
            client.set_limits(limits(settings));
            return Ok(client.clone());
        }
        let settings = client_settings(settings, sent_today(store, &endpoint)?);
        let client = Client::new(endpoint, &settings, Arc::clone(&self.budget), clock::wall())?;
        known.push(client.clone());
        Ok(client)
    }

    /// The accounts of this day and this month, other processes' spending included.
    pub(crate) fn accounts(&self, store: &Store) -> Result<DayAndMonth<Account>, Problem> {
        self.budget.recount(spent(store)?);
        Ok(self.budget.accounts())
    }

    /// Lets new settings hold at once, for what is under way too.
    pub(crate) fn follow(&self, settings: &Settings) -> Result<(), Problem> {
        self.budget.set_caps(caps(settings)?);
        let address = crate::endpoint::address(settings)?;
        let is_meant = |client: &&Client| {
            let base = client.endpoint().base_url().as_str();
            address.as_ref().is_some_and(|url| url.as_str().trim_end_matches('/') == base)
        };
        for client in lock(&self.known).iter().filter(is_meant) {
            client.set_limits(limits(settings));
        }
        Ok(())
    }
}

/// What counts against the caps of this day and this month already.
fn spent(store: &Store) -> Result<DayAndMonth<Usd>, Problem> {
    let (day, month) = clock::day_and_month(clock::system());
    Ok(DayAndMonth {
        day: usd(store.committed_since(day)?),
        month: usd(store.committed_since(month)?),
    })
}

/// Requests sent to each model of a server on this day.
pub(crate) fn sent_today(
    store: &Store,
    endpoint: &Endpoint,
) -> Result<HashMap<String, u32>, Problem> {
    let sent = store.sent_on(endpoint.base_url().as_str(), clock::system())?;
    Ok(sent.into_iter().collect())
}

/// Money as the store keeps it.
pub(crate) fn usd(pico: i64) -> Usd {
    Usd::from_pico(u64::try_from(pico).unwrap_or_default())
}

/// Money for display and for estimates; caps are held in exact money.
#[expect(clippy::cast_precision_loss, reason = "a millionth of a cent is enough")]
pub(crate) fn dollars(amount: Usd) -> f64 {
    amount.pico() as f64 / 1e12
}

fn client_settings(settings: &Settings, sent_today: HashMap<String, u32>) -> llm::Settings {
    llm::Settings {
        limits: limits(settings),
        sent_today,
        // a thinking model may take minutes over a word
        timeout: Duration::from_mins(4),
        app: Some(crate::sign_in::identity()),
        ..llm::Settings::with_seed(clock::seed())
    }
}

fn limits(settings: &Settings) -> Limits {
    Limits {
        requests_per_minute: settings.requests_per_minute,
        tokens_per_minute: settings.tokens_per_minute,
        requests_per_day: settings.requests_per_day,
        in_flight: settings.concurrency,
    }
}

fn caps(settings: &Settings) -> Result<DayAndMonth<Option<Usd>>, Problem> {
    Ok(DayAndMonth {
        day: cap(settings.max_cost_per_day_usd)?,
        month: cap(settings.max_cost_per_month_usd)?,
    })
}

/// The cap as exact money: the shortest decimal that is this number is the one that was typed.
pub(crate) fn cap(dollars: Option<f64>) -> Result<Option<Usd>, Problem> {
    let exact = |dollars: f64| {
        dollars.to_string().parse().map_err(|error| {
            Problem::new(crate::Code::InvalidInput, format!("The spending cap is {error}."))
        })
    };
    dollars.map(exact).transpose()
}
