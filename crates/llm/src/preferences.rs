//! Who may answer a question and how: the choices that OpenRouter calls provider preferences, and
//! the few others that hold for a whole run. It knows their wire format, and to which servers each
//! of them means anything.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::endpoint::Dialect;
use crate::money::Usd;

/// OpenRouter takes session names of at most so many characters.
const LONGEST_SESSION: usize = 256;
const TOKENS_OF_A_PRICE: u64 = 1_000_000;

/// What a run prefers. The default says nothing, and the server decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Which providers may see the words.
    pub provider: ProviderPreferences,
    /// How long a reasoning model may think.
    pub reasoning: Option<ReasoningEffort>,
    /// Requests of one session go to one provider, whose prompt cache they then share.
    pub session: Option<String>,
    /// Whether the instructions, the same in all requests, are marked as worth caching.
    pub caches_prompt: bool,
}

/// Which of a model's providers may answer, on OpenRouter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProviderPreferences {
    /// No provider that keeps the words, or trains on them.
    pub denies_data_collection: bool,
    /// Only providers that keep nothing at all (zero data retention).
    pub wants_zero_retention: bool,
    /// No provider dearer than this.
    pub max_price: Option<MaxPrice>,
    /// Asked in this order, before all others.
    pub order: Vec<String>,
    /// Asked alone.
    pub only: Vec<String>,
    /// Never asked.
    pub ignore: Vec<String>,
    /// What to choose a provider by.
    pub sort: Option<ProviderSort>,
}

/// The highest price that may be paid for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaxPrice {
    /// For each token read.
    pub prompt: Usd,
    /// For each token written.
    pub completion: Usd,
}

/// What a provider is chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderSort {
    /// The cheapest.
    Price,
    /// The one that writes fastest.
    Throughput,
    /// The one that answers soonest.
    Latency,
}

/// How long a reasoning model may think before it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReasoningEffort {
    /// Not at all, where the model can do without.
    None,
    /// As little as it can.
    Minimal,
    /// A little.
    Low,
    /// As it would by itself.
    Medium,
    /// Long.
    High,
}

impl Preferences {
    /// Adds to a request's body what a server of this dialect understands. Providers, sessions and
    /// marks for caching are OpenRouter's own.
    pub(crate) fn add_to(&self, body: &mut Map<String, Value>, dialect: Dialect) {
        match (self.reasoning, dialect) {
            (Some(effort), Dialect::OpenRouter) => {
                body.insert("reasoning".into(), json!({ "effort": effort }));
            }
            (Some(effort), Dialect::Compatible) => {
                body.insert("reasoning_effort".into(), json!(effort));
            }
            (None, _) => {}
        }
        if dialect == Dialect::Compatible {
            return;
        }
        if let Some(provider) = self.provider.wire() {
            body.insert("provider".into(), provider);
        }
        if let Some(session) = &self.session {
            let session: String = session.chars().take(LONGEST_SESSION).collect();
            body.insert("session_id".into(), json!(session));
        }
        if self.caches_prompt {
            body.insert("cache_control".into(), json!({ "type": "ephemeral" }));
        }
    }
}

impl ProviderPreferences {
    /// `ProviderPreferences` of OpenRouter's schema; `None` when nothing is preferred.
    fn wire(&self) -> Option<Value> {
        let mut wire = Map::new();
        if self.denies_data_collection {
            wire.insert("data_collection".into(), json!("deny"));
        }
        if self.wants_zero_retention {
            wire.insert("zdr".into(), json!(true));
        }
        if let Some(price) = self.max_price {
            // dollars for a million tokens, as decimal text
            let million = |price: Usd| price.times(TOKENS_OF_A_PRICE).to_decimal();
            let (prompt, completion) = (million(price.prompt), million(price.completion));
            wire.insert("max_price".into(), json!({ "prompt": prompt, "completion": completion }));
        }
        for (name, slugs) in
            [("order", &self.order), ("only", &self.only), ("ignore", &self.ignore)]
        {
            if !slugs.is_empty() {
                wire.insert(name.into(), json!(slugs));
            }
        }
        if let Some(sort) = self.sort {
            wire.insert("sort".into(), json!(sort));
        }
        (!wire.is_empty()).then_some(Value::Object(wire))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(preferences: &Preferences, dialect: Dialect) -> Value {
        let mut body = Map::new();
        preferences.add_to(&mut body, dialect);
        Value::Object(body)
    }

    #[test]
    fn all_preferences_are_written_as_open_router_documents_them() {
        let price = |text: &str| text.parse().unwrap();
        let preferences = Preferences {
            provider: ProviderPreferences {
                denies_data_collection: true,
                wants_zero_retention: true,
                max_price: Some(MaxPrice {
                    prompt: price("0.00000015"),
                    completion: price("0.0000006"),
                }),
                order: vec!["first".into()],
                only: vec!["first".into(), "second".into()],
                ignore: vec!["third".into()],
                sort: Some(ProviderSort::Throughput),
            },
            reasoning: Some(ReasoningEffort::Low),
            session: Some("run-7".into()),
            caches_prompt: true,
        };
        let expected = json!({
            "reasoning": {"effort": "low"},
            "provider": {
                "data_collection": "deny",
                "zdr": true,
                "max_price": {"prompt": "0.15", "completion": "0.6"},
                "order": ["first"],
                "only": ["first", "second"],
                "ignore": ["third"],
                "sort": "throughput",
            },
            "session_id": "run-7",
            "cache_control": {"type": "ephemeral"},
        });
        assert_eq!(wire(&preferences, Dialect::OpenRouter), expected);
        let expected = json!({"reasoning_effort": "low"});
        assert_eq!(wire(&preferences, Dialect::Compatible), expected);
    }

    #[test]
    fn no_preference_says_nothing() {
        for dialect in [Dialect::OpenRouter, Dialect::Compatible] {
            assert_eq!(wire(&Preferences::default(), dialect), json!({}));
        }
    }

    #[test]
    fn a_session_is_cut_to_what_is_taken() {
        let preferences =
            Preferences { session: Some("한".repeat(300)), ..Preferences::default() };
        let body = wire(&preferences, Dialect::OpenRouter);
        assert_eq!(body["session_id"].as_str().unwrap().chars().count(), LONGEST_SESSION);
    }
}
