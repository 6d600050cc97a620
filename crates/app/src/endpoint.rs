//! From settings and keys to something that answers: the dictionary, or a model behind a client.

use std::{sync::Arc, time::Duration};

use llm::{
    Caps, Client, Dialect, Endpoint, Limits, PerPeriod, PlainHttp, Preferences,
    ProviderPreferences, ReasoningEffort, Usd,
};
use pipeline::{Model, Source};
use secrecy::SecretString;
use store::Store;
use url::Url;

use crate::{
    Code, Problem, clock,
    dto::{Engine, Reasoning, Settings},
    keys::Account,
};

/// The chosen server's address, checked; none for the dictionary.
pub(crate) fn address(settings: &Settings) -> Result<Option<Url>, Problem> {
    let Some(address) = settings.base_url() else { return Ok(None) };
    let parsed = Url::parse(address.trim()).map_err(|error| {
        Problem::new(Code::BadEndpoint, format!("“{address}” is not a web address: {error}."))
            .with_hint("It should look like https://openrouter.ai/api/v1.")
    })?;
    Ok(Some(parsed))
}

/// Whose key the chosen server takes; none for the dictionary.
pub(crate) fn account(settings: &Settings) -> Result<Option<Account>, Problem> {
    let is_openrouter = settings.engine == Engine::Openrouter;
    Ok(address(settings)?.map(|address| Account::of(&address, is_openrouter)))
}

/// What answers a run with these settings, of whose caps `spent_before` is gone already, and of
/// whose limits of the day what the store has counted.
pub(crate) fn source(
    settings: &Settings,
    key: Option<SecretString>,
    spent_before: PerPeriod<Usd>,
    store: &Store,
) -> Result<Source, Problem> {
    let Some(address) = address(settings)? else { return Ok(Source::Dictionary) };
    let dialect = match settings.engine {
        Engine::Openrouter => Dialect::OpenRouter,
        Engine::Compatible | Engine::Dictionary => Dialect::Compatible,
    };
    if dialect == Dialect::OpenRouter && key.is_none() {
        return Err(Problem::new(
            Code::KeyMissing,
            "OpenRouter needs an API key, and none is known.",
        )
        .with_hint("Enter your key, or choose the built-in dictionary, which needs none."));
    }
    // the learner typed the address of a server of their own, perhaps in their own network
    let plain_http = match dialect {
        Dialect::OpenRouter => PlainHttp::Loopback,
        Dialect::Compatible => PlainHttp::PrivateNetwork,
    };
    let endpoint = Endpoint::new(dialect, address, key, plain_http)?;
    let sent_today = store.sent_on(endpoint.base_url().as_str(), clock::system())?;
    let sent_today = sent_today.into_iter().collect();
    let client_settings = llm::Settings { sent_today, ..client_settings(settings, spent_before)? };
    let client = Client::new(endpoint, &client_settings, clock::wall())?;
    Ok(Source::Model(Model {
        client: Arc::new(client),
        name: settings.model.trim().to_owned(),
        fallbacks: settings.fallback_models.clone(),
        preferences: preferences(settings),
    }))
}

/// A cap is hard only where prices are known: each request is then reserved at its worst. A server
/// of one's own may have no price list; its replies say what they cost, or it costs nothing.
pub(crate) async fn learn_prices(source: &Source, settings: &Settings) -> Result<(), Problem> {
    let Source::Model(model) = source else { return Ok(()) };
    if caps(settings)? == Caps::default() {
        return Ok(());
    }
    match model.client.models().await {
        Err(failure) if settings.engine == Engine::Openrouter => Err(failure.into()),
        _ => Ok(()),
    }
}

/// How many requests to free models a day allows depends on the account.
pub(crate) async fn learn_free_limit(source: &Source, settings: &Settings) -> Result<(), Problem> {
    let Source::Model(model) = source else { return Ok(()) };
    let is_free = |name: &String| name.ends_with(":free");
    let asks_free_ones = is_free(&model.name) || model.fallbacks.iter().any(is_free);
    if settings.engine == Engine::Openrouter && asks_free_ones {
        model.client.check_key().await?;
    }
    Ok(())
}

fn client_settings(
    settings: &Settings,
    spent_before: PerPeriod<Usd>,
) -> Result<llm::Settings, Problem> {
    Ok(llm::Settings {
        limits: Limits {
            requests_per_minute: settings.requests_per_minute,
            tokens_per_minute: settings.tokens_per_minute,
            requests_per_day: settings.requests_per_day,
            in_flight: settings.concurrency,
        },
        caps: caps(settings)?,
        spent_before,
        // a thinking model may take minutes over a word
        timeout: Duration::from_mins(4),
        app: Some(crate::sign_in::identity()),
        ..llm::Settings::with_seed(clock::seed())
    })
}

fn caps(settings: &Settings) -> Result<Caps, Problem> {
    let cap = |dollars: Option<f64>| dollars.map(cap).transpose();
    Ok(Caps {
        run: cap(settings.max_cost_usd)?,
        day: cap(settings.max_cost_per_day_usd)?,
        month: cap(settings.max_cost_per_month_usd)?,
    })
}

fn preferences(settings: &Settings) -> Preferences {
    Preferences {
        provider: ProviderPreferences {
            denies_data_collection: settings.denies_data_collection,
            wants_zero_retention: settings.wants_zero_retention,
            ..ProviderPreferences::default()
        },
        reasoning: settings.reasoning.map(ReasoningEffort::from),
        // one provider sees the same instructions again and again, and charges less for them
        session: Some(format!("hanji-{:016x}", clock::seed())),
        caches_prompt: true,
    }
}

impl From<Reasoning> for ReasoningEffort {
    fn from(reasoning: Reasoning) -> Self {
        match reasoning {
            Reasoning::None => Self::None,
            Reasoning::Minimal => Self::Minimal,
            Reasoning::Low => Self::Low,
            Reasoning::Medium => Self::Medium,
            Reasoning::High => Self::High,
        }
    }
}

/// The cap as exact money: a learner types at most a few decimal places.
fn cap(dollars: f64) -> Result<Usd, Problem> {
    format!("{dollars:.6}")
        .parse()
        .map_err(|error| Problem::new(Code::InvalidInput, format!("The spending cap is {error}.")))
}
