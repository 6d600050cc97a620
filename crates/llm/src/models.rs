//! What a server tells about itself: its models with their prices, and the standing of the key.
//! Entries are read leniently: a local server lists names and nothing else.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::money::{self, Usd};

/// A model on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// The name to ask for.
    pub id: String,
    /// The name to show.
    pub name: Option<String>,
    /// The most tokens, read and written together.
    pub context_length: Option<u64>,
    /// What it costs; `None` is unknown, not free.
    pub price: Option<Price>,
    /// Request parameters that it understands; empty when the server does not say.
    pub supported_parameters: Vec<String>,
}

/// The price of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// For each token read.
    pub prompt: Usd,
    /// For each token written.
    pub completion: Usd,
    /// For each request.
    pub request: Usd,
}

impl Price {
    /// What so many tokens in one request cost.
    #[must_use]
    pub fn of(&self, prompt_tokens: u64, completion_tokens: u64) -> Usd {
        self.request
            .plus(self.prompt.times(prompt_tokens))
            .plus(self.completion.times(completion_tokens))
    }
}

/// The prices of a server's models, as far as they were looked up.
#[derive(Debug, Default)]
pub(crate) struct Prices(Mutex<HashMap<String, Price>>);

impl Prices {
    /// Takes over a whole list of models.
    pub(crate) fn learn(&self, models: &[Model]) {
        let priced = |model: &Model| Some((model.id.clone(), model.price?));
        *self.lock() = models.iter().filter_map(priced).collect();
    }

    /// The price of a model; `None` is unknown, not free. OpenRouter's variants that only choose
    /// among a model's providers by another order are not listed themselves.
    pub(crate) fn of(&self, model: &str) -> Option<Price> {
        let prices = self.lock();
        let chooses = |suffix| prices.get(model.strip_suffix(suffix)?);
        let listed = prices.get(model);
        listed.or_else(|| chooses(":nitro")).or_else(|| chooses(":floor")).copied()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Price>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The standing of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyStatus {
    /// The name it was given.
    pub label: Option<String>,
    /// What it may spend in all; `None` is no limit of its own.
    pub limit: Option<Usd>,
    /// What is left of the limit; nothing when it is overdrawn.
    pub limit_remaining: Option<Usd>,
    /// What it has spent.
    pub usage: Option<Usd>,
    /// Whether the account never bought credit, which lowers the limits of free models.
    pub is_free_tier: bool,
}

#[derive(Deserialize)]
struct WireModels {
    data: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct WireModel {
    id: String,
    name: Option<String>,
    context_length: Option<u64>,
    pricing: Option<WirePricing>,
    #[serde(default)]
    supported_parameters: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct WireName {
    id: String,
}

#[derive(Deserialize)]
struct WirePricing {
    prompt: Option<Box<RawValue>>,
    completion: Option<Box<RawValue>>,
    request: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct WireKey {
    data: WireKeyData,
}

#[derive(Deserialize)]
struct WireKeyData {
    label: Option<String>,
    limit: Option<Box<RawValue>>,
    limit_remaining: Option<Box<RawValue>>,
    usage: Option<Box<RawValue>>,
    #[serde(default)]
    is_free_tier: Option<bool>,
}

/// The models in the body of `GET /models`.
pub(crate) fn models_in(body: &str) -> Result<Vec<Model>, serde_json::Error> {
    let wire: WireModels = serde_json::from_str(body)?;
    Ok(wire.data.iter().filter_map(|entry| model_in(entry.get())).collect())
}

/// An entry with strange parts is still a name; one without a name is skipped.
fn model_in(entry: &str) -> Option<Model> {
    let wire: WireModel = serde_json::from_str(entry).or_else(|_| name_alone(entry)).ok()?;
    Some(Model {
        id: wire.id,
        name: wire.name,
        context_length: wire.context_length,
        price: wire.pricing.as_ref().and_then(price_in),
        supported_parameters: wire.supported_parameters.unwrap_or_default(),
    })
}

fn name_alone(entry: &str) -> Result<WireModel, serde_json::Error> {
    let WireName { id } = serde_json::from_str(entry)?;
    let (name, context_length, pricing, supported_parameters) = (None, None, None, None);
    Ok(WireModel { id, name, context_length, pricing, supported_parameters })
}

/// Both token prices must be known; "-1" (a router's "it depends") is not a price.
fn price_in(wire: &WirePricing) -> Option<Price> {
    let amount = |raw: &Option<Box<RawValue>>| money::of_json(raw.as_ref()?.get()).ok();
    let request = match &wire.request {
        None => Usd::ZERO,
        some => amount(some)?,
    };
    Some(Price { prompt: amount(&wire.prompt)?, completion: amount(&wire.completion)?, request })
}

/// The standing in the body of `GET /key`.
pub(crate) fn key_in(body: &str) -> Result<KeyStatus, serde_json::Error> {
    let WireKey { data } = serde_json::from_str(body)?;
    Ok(KeyStatus {
        label: data.label,
        limit: balance(data.limit.as_deref()),
        limit_remaining: balance(data.limit_remaining.as_deref()),
        usage: balance(data.usage.as_deref()),
        is_free_tier: data.is_free_tier.unwrap_or(false),
    })
}

/// An overdrawn balance is an empty one.
fn balance(raw: Option<&RawValue>) -> Option<Usd> {
    match money::of_json(raw?.get()) {
        Ok(amount) => Some(amount),
        Err(money::MoneyError::Negative(_)) => Some(Usd::ZERO),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_prices_as_decimal_strings_and_leaves_unknown_ones_unknown() {
        let models = models_in(
            r#"{"data": [
            {"id": "a/b", "name": "A", "context_length": 128000, "pricing": {"prompt": "0.00000015",
             "completion": "0.0000006", "request": "0"}, "supported_parameters": ["seed"]},
            {"id": "router/auto", "pricing": {"prompt": "-1", "completion": "-1"}},
            {"id": "local", "object": "model"},
            {"id": "odd", "context_length": "long"},
            {"name": "nobody"}]}"#,
        )
        .unwrap();
        let ids: Vec<&str> = models.iter().map(|model| model.id.as_str()).collect();
        assert_eq!(ids, ["a/b", "router/auto", "local", "odd"]);
        let price = models[0].price.unwrap();
        assert_eq!(price.of(1000, 1000).to_decimal(), "0.00075");
        assert!(models[1..].iter().all(|model| model.price.is_none()));
    }

    #[test]
    fn reads_the_standing_of_a_key() {
        let key = key_in(
            r#"{"data":{"label":"sk-or-v1-ab…","limit":10,"limit_remaining":-0.5,
            "usage":3.1415926535,"is_free_tier":true}}"#,
        )
        .unwrap();
        assert_eq!(key.usage.unwrap().to_decimal(), "3.1415926535");
        assert_eq!((key.limit_remaining, key.is_free_tier), (Some(Usd::ZERO), true));
        let unlimited = key_in(r#"{"data":{"limit":null,"usage":0}}"#).unwrap();
        assert_eq!((unlimited.limit, unlimited.is_free_tier), (None, false));
    }
}
