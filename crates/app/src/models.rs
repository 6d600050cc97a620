//! The models that a server offers, looked up without a word of the learner's being sent.

use llm::Model;

use crate::{
    App, Code, Problem,
    dto::{ModelView, Settings},
    endpoint,
};

impl App {
    /// The models of the chosen server, as it lists them. OpenRouter tells them without a key.
    pub async fn models(&self, settings: &Settings) -> Result<Vec<Model>, Problem> {
        let key = self.known_key(settings).await.unwrap_or_default();
        let key = key.map(crate::keys::Known::into_key);
        let Some(endpoint) = endpoint::look_up_endpoint(settings, key)? else {
            return Err(Problem::new(
                Code::InvalidInput,
                "The built-in dictionary has no models to choose from.",
            )
            .with_hint("Choose OpenRouter or a server of your own."));
        };
        let client = self.0.clients.of(endpoint, settings, &self.0.store)?;
        Ok(client.models().await?)
    }
}

impl From<Model> for ModelView {
    fn from(model: Model) -> Self {
        let per_million = |usd: llm::Usd| crate::clients::dollars(usd) * 1e6;
        Self {
            prompt_usd_per_million: model.price.map(|price| per_million(price.prompt)),
            completion_usd_per_million: model.price.map(|price| per_million(price.completion)),
            request_usd: model.price.map(|price| crate::clients::dollars(price.request)),
            takes_schema: model.supported_parameters.iter().any(|it| it == "structured_outputs"),
            id: model.id,
            name: model.name,
            context_length: model.context_length,
        }
    }
}
