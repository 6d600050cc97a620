//! The learner's choices, kept in one TOML file in the data folder.

use crate::dto::{Engine, Kind, Settings};

impl Default for Settings {
    fn default() -> Self {
        Self {
            engine: Engine::Dictionary,
            openrouter_url: "https://openrouter.ai/api/v1".into(),
            compatible_url: "http://127.0.0.1:11434/v1".into(),
            model: "google/gemini-2.5-flash".into(),
            fallback_models: Vec::new(),
            kinds: vec![Kind::Scene, Kind::UsageComparison, Kind::Hanja],
            concurrency: 20,
            requests_per_minute: None,
            tokens_per_minute: None,
            max_cost_usd: None,
            deck: "Hanji".into(),
            tags: Vec::new(),
        }
    }
}
