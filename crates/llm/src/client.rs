//! A client of one endpoint: what all who ask it share, and what each run has of its own. How a
//! question is asked is `asking`'s; here it is made, changed, looked at, and looked things up with.

mod asking;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use url::Url;

use crate::abilities::{Abilities, Ability};
use crate::absent::Absent;
use crate::breaker::Breakers;
use crate::budget::{Budget, Purse};
use crate::classify;
use crate::endpoint::{Dialect, Endpoint};
use crate::failure::{Class, Failure, Fault};
use crate::limits::{Lane, Limiter, Limits};
use crate::models::{self, KeyStatus, Model, Price, Prices};
use crate::money::Usd;
use crate::retry::{Jitter, RetryPolicy};
use crate::settings::{Settings, WallClock};
use crate::state::{ClientState, Tally};
use crate::transport::{ClientError, Response, Transport};

/// A client of one endpoint. Limits, breakers and what was learnt of the server belong to all who
/// ask it; each run has a purse and counts of its own ([`Client::for_run`]). Clones are the same.
#[derive(Clone)]
pub struct Client {
    server: Arc<Server>,
    purse: Arc<Purse>,
    tally: Arc<Tally>,
    lane: Lane,
}

/// What all who ask an endpoint share.
struct Server {
    transport: Transport,
    limiter: Limiter,
    breakers: Breakers,
    prices: Prices,
    abilities: Abilities,
    absent: Absent,
    retry: RetryPolicy,
    jitter: Jitter,
    clock: WallClock,
    /// Questions asked so far, by which the log tells them apart.
    questions: AtomicU64,
}

impl Client {
    /// Sets the connections up; nothing is sent yet. What is spent counts in `budget`.
    pub fn new(
        endpoint: Endpoint,
        settings: &Settings,
        budget: Arc<Budget>,
        clock: WallClock,
    ) -> Result<Self, ClientError> {
        let has_free_models = endpoint.dialect() == Dialect::OpenRouter;
        let server = Server {
            transport: Transport::new(endpoint, settings.app.as_ref(), settings.timeout)?,
            limiter: Limiter::new(
                settings.limits,
                has_free_models,
                &settings.sent_today,
                clock.clone(),
            ),
            breakers: Breakers::new(settings.breaker),
            prices: Prices::default(),
            abilities: Abilities::default(),
            absent: Absent::default(),
            retry: settings.retry,
            jitter: Jitter::new(settings.seed),
            clock,
            questions: AtomicU64::new(0),
        };
        Ok(Self {
            server: Arc::new(server),
            purse: Arc::new(Purse::new(budget, None, Usd::ZERO)),
            tally: Arc::default(),
            lane: Lane::Batch,
        })
    }

    /// The same client for one run, which may spend `cap` in all and has spent `committed`. Its
    /// learner wants it tried: models that were found out of order or missing get another chance
    /// at once.
    #[must_use]
    pub fn for_run(&self, cap: Option<Usd>, committed: Usd) -> Self {
        self.server.breakers.probe_now();
        self.server.absent.forget();
        let purse = Purse::new(Arc::clone(self.purse.budget()), cap, committed);
        Self { purse: Arc::new(purse), tally: Arc::default(), ..self.clone() }
    }

    /// The same client for questions that somebody waits for: they go before all others in line.
    #[must_use]
    pub fn urgent(&self) -> Self {
        Self { lane: Lane::Urgent, ..self.clone() }
    }

    /// The models on offer. Their prices are remembered for the budget.
    pub async fn models(&self) -> Result<Vec<Model>, Failure> {
        let models = self.look_up("models", models::models_in).await?;
        self.server.prices.learn(&models);
        Ok(models)
    }

    /// The standing of the key, on OpenRouter. It decides how many requests to free models a day
    /// allows.
    pub async fn check_key(&self) -> Result<KeyStatus, Failure> {
        let key = self.look_up("key", models::key_in).await?;
        self.server.limiter.set_free_tier(key.is_free_tier);
        Ok(key)
    }

    async fn look_up<T>(
        &self,
        path: &str,
        read: impl Fn(&str) -> Result<T, serde_json::Error>,
    ) -> Result<T, Failure> {
        self.look_up_at(self.endpoint().url(path), read).await
    }

    /// One free request, asked once.
    pub(crate) async fn look_up_at<T>(
        &self,
        url: Url,
        read: impl Fn(&str) -> Result<T, serde_json::Error>,
    ) -> Result<T, Failure> {
        let over = |fault| Failure::new(fault, Vec::new());
        let response =
            self.server.transport.get(url).await.map_err(|nothing| over(nothing.fault))?;
        if !response.is_reply() {
            return Err(over(without_model(self.refusal(&response))));
        }
        let Response { body, broken, .. } = response;
        if let Some(fault) = broken {
            return Err(over(fault));
        }
        let unread = |_| classify::fit_to_show(classify::not_the_protocol(&body), self.endpoint());
        read(&body).map_err(|error| over(unread(error)))
    }

    /// What a response means that is no reply.
    pub(crate) fn refusal(&self, response: &Response) -> Fault {
        let Response { status, headers, body, .. } = response;
        let fault = classify::refusal(*status, headers, body, (self.server.clock)());
        classify::fit_to_show(fault, self.endpoint())
    }

    /// The run's money.
    pub(crate) fn purse(&self) -> &Purse {
        &self.purse
    }

    /// The connections.
    pub(crate) fn transport(&self) -> &Transport {
        &self.server.transport
    }

    /// What a model asks for its tokens, if the list of models was looked up and says so.
    #[must_use]
    pub fn price_of(&self, model: &str) -> Option<Price> {
        self.server.prices.of(model)
    }

    /// What was learnt of a model's server.
    pub(crate) fn ability_of(&self, model: &str) -> Ability {
        self.server.abilities.of(model)
    }

    /// Changes what is allowed, also for those who wait already.
    pub fn set_limits(&self, limits: Limits) {
        self.server.limiter.set_limits(limits);
    }

    /// Changes the run's cap; what was spent stays spent.
    pub fn set_run_cap(&self, cap: Option<Usd>) {
        self.purse.set_cap(cap);
    }

    /// Where this client's questions go.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        self.server.transport.endpoint()
    }

    /// What goes on at this moment.
    #[must_use]
    pub fn state(&self) -> ClientState {
        let counts = self.tally.counts();
        ClientState {
            limits: self.server.limiter.limits(),
            in_flight: self.server.limiter.in_flight(),
            waiting: self.server.limiter.waiting(),
            blocked_for: self.server.limiter.blocked_for(),
            models: self.server.limiter.models(),
            sent_today: self.server.limiter.sent_today(),
            free_models_today: self.server.limiter.free_models_today(),
            breakers: self.server.breakers.snapshot(),
            spending: self.purse.spending(),
            requests: counts.requests,
            retries: counts.retries,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", self.endpoint())
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}

/// A look-up names no model: what was not found is the path.
fn without_model(fault: Fault) -> Fault {
    match fault.class {
        Class::ModelNotFound => Fault { class: Class::WrongAddress, ..fault },
        _ => fault,
    }
}
