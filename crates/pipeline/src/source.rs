//! Where answers come from: a model behind a chat client, or the built-in dictionary.

use std::sync::Arc;

use llm::{Client, Message, Preferences};

use crate::stage::Stage;

/// The name under which the built-in dictionary's answers are kept.
pub const DICTIONARY_MODEL: &str = "hanji/dictionary";

/// Where a run's answers come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// The dictionary that comes with Hanji: free, offline, and honest about what it lacks.
    Dictionary,
    /// A model.
    Model(Model),
}

/// A model, and the client that asks it.
#[derive(Debug, Clone)]
pub struct Model {
    /// The client, with its limits, breakers and budget.
    pub client: Arc<Client>,
    /// The model asked first; answers are known by it.
    pub name: String,
    /// Models asked when the first is down.
    pub fallbacks: Vec<String>,
    /// Who may answer, and how.
    pub preferences: Preferences,
}

impl Source {
    /// The same, asked before all that wait in line.
    pub(crate) fn urgent(&self) -> Self {
        match self {
            Self::Dictionary => Self::Dictionary,
            Self::Model(model) => {
                Self::Model(Model { client: Arc::new(model.client.urgent()), ..model.clone() })
            }
        }
    }

    /// The model's name as answers are known by it.
    #[must_use]
    pub fn model(&self) -> &str {
        match self {
            Self::Dictionary => DICTIONARY_MODEL,
            Self::Model(model) => &model.name,
        }
    }
}

impl Model {
    /// The instructions of a stage.
    pub(crate) fn prompt<S: Stage>(&self, stage: &S) -> &'static str {
        prompt_of(&self.name, stage)
    }

    /// The request of a stage, with what was said about it so far.
    pub(crate) fn request<S: Stage>(&self, stage: &S, said: &[Message]) -> llm::ChatRequest {
        let prompt = self.prompt(stage);
        let instructions = (!prompt.is_empty()).then(|| Message::system(prompt));
        let question = Message::user(stage.shown().to_string());
        let mut messages: Vec<_> = instructions.into_iter().chain([question]).collect();
        messages.extend_from_slice(said);
        llm::ChatRequest {
            model: self.name.clone(),
            fallbacks: self.fallbacks.clone(),
            messages,
            schema: Some(stage.schema().clone()),
            max_completion_tokens: S::MAX_TOKENS,
            temperature: None,
            seed: None,
            preferences: self.preferences.clone(),
        }
    }
}

/// Our instructions to a model; none for a preset of OpenRouter's, which brings the learner's own.
pub(crate) fn prompt_of<S: Stage>(model: &str, stage: &S) -> &'static str {
    if model.starts_with("@preset/") { "" } else { stage.prompt() }
}
