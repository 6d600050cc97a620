//! From settings and keys to something that answers: the dictionary, or a model behind a client.

use std::sync::Arc;

use llm::{
    Client, Dialect, Endpoint, PlainHttp, Preferences, ProviderPreferences, ReasoningEffort,
};
use pipeline::{Model, Source};
use secrecy::SecretString;
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

/// The chosen server with its key; none for the dictionary.
pub(crate) fn endpoint(
    settings: &Settings,
    key: Option<SecretString>,
) -> Result<Option<Endpoint>, Problem> {
    if settings.engine == Engine::Openrouter && key.is_none() {
        return Err(Problem::new(
            Code::KeyMissing,
            "OpenRouter needs an API key, and none is known.",
        )
        .with_hint("Enter your key, or choose the built-in dictionary, which needs none."));
    }
    look_up_endpoint(settings, key)
}

/// The chosen server for what it tells without a key, too: its models.
pub(crate) fn look_up_endpoint(
    settings: &Settings,
    key: Option<SecretString>,
) -> Result<Option<Endpoint>, Problem> {
    let Some(address) = address(settings)? else { return Ok(None) };
    let dialect = match settings.engine {
        Engine::Openrouter => Dialect::OpenRouter,
        Engine::Compatible | Engine::Dictionary => Dialect::Compatible,
    };
    // the learner typed the address of a server of their own, perhaps in their own network
    let plain_http = match dialect {
        Dialect::OpenRouter => PlainHttp::Loopback,
        Dialect::Compatible => PlainHttp::PrivateNetwork,
    };
    Ok(Some(Endpoint::new(dialect, address, key, plain_http)?))
}

/// The chosen model, asked by a run's client.
pub(crate) fn model(settings: &Settings, client: Client) -> Model {
    Model {
        client: Arc::new(client),
        name: settings.model.trim().to_owned(),
        fallbacks: settings.fallback_models.clone(),
        preferences: preferences(settings),
    }
}

/// A cap is hard only where prices are known: each request is then reserved at its worst, so a model
/// without a price is refused. A server of one's own has no price list as a rule; its replies say
/// what they cost, or it costs nothing.
pub(crate) async fn learn_prices(source: &Source, settings: &Settings) -> Result<(), Problem> {
    let Source::Model(model) = source else { return Ok(()) };
    let caps =
        [settings.max_cost_usd, settings.max_cost_per_day_usd, settings.max_cost_per_month_usd];
    if caps.iter().all(Option::is_none) {
        return Ok(());
    }
    match model.client.models().await {
        Err(failure) if settings.engine == Engine::Openrouter => return Err(failure.into()),
        _ if model.client.endpoint().is_at_home() => return Ok(()),
        _ => {}
    }
    let mut asked = std::iter::once(&model.name).chain(&model.fallbacks);
    match asked.find(|name| model.client.price_of(name).is_none()) {
        Some(unpriced) => Err(no_price(unpriced)),
        None => Ok(()),
    }
}

fn no_price(model: &str) -> Problem {
    let message =
        format!("The price of {model} is not known, so no spending cap can be held for it.");
    Problem::new(Code::InvalidInput, message)
        .with_hint("Choose a model with a listed price, or remove the caps in the settings.")
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
