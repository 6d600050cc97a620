//! The models that a server offers, looked up without a word of the learner's being sent.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use llm::{Client, Endpoint, Model};

use crate::{
    App, Code, Problem,
    app::lock,
    dto::{ModelView, Settings},
    endpoint,
};

/// How long a list is good enough for an estimate: prices change by the week.
const GOOD_FOR: Duration = Duration::from_mins(10);

/// How long somebody who looks at a list waits for it.
const PATIENCE: Duration = Duration::from_secs(15);

/// The list read last.
#[derive(Default)]
pub(crate) struct Catalogue(Mutex<Option<Listed>>);

struct Listed {
    by: Endpoint,
    at: Instant,
    models: Arc<[Model]>,
}

impl Catalogue {
    /// What an endpoint listed of late, if it did.
    fn of_late(&self, endpoint: &Endpoint) -> Option<Arc<[Model]>> {
        let listed = lock(&self.0);
        let good = listed.as_ref().filter(|it| it.by == *endpoint && it.at.elapsed() < GOOD_FOR);
        good.map(|it| Arc::clone(&it.models))
    }

    fn keep(&self, by: Endpoint, models: &Arc<[Model]>) {
        *lock(&self.0) = Some(Listed { by, at: Instant::now(), models: Arc::clone(models) });
    }
}

impl App {
    /// The models of the chosen server, as it lists them. OpenRouter tells them without a key.
    pub async fn models(&self, settings: &Settings) -> Result<Arc<[Model]>, Problem> {
        self.list(&self.lister(settings).await?).await
    }

    /// The same, as listed in the last minutes.
    pub(crate) async fn models_of_late(
        &self,
        settings: &Settings,
    ) -> Result<Arc<[Model]>, Problem> {
        let client = self.lister(settings).await?;
        match self.0.catalogue.of_late(client.endpoint()) {
            Some(models) => Ok(models),
            None => self.list(&client).await,
        }
    }

    async fn list(&self, client: &Client) -> Result<Arc<[Model]>, Problem> {
        let listed = tokio::time::timeout(PATIENCE, client.models()).await;
        let models = listed.map_err(|_| {
            Problem::new(Code::Offline, "The server did not list its models in time.").retryable()
        })??;
        let models = models.into();
        self.0.catalogue.keep(client.endpoint().clone(), &models);
        Ok(models)
    }

    /// Who asks the chosen server.
    async fn lister(&self, settings: &Settings) -> Result<Client, Problem> {
        let key = self.known_key(settings).await.unwrap_or_default();
        let key = key.map(crate::keys::Known::into_key);
        let Some(endpoint) = endpoint::look_up_endpoint(settings, key)? else {
            return Err(Problem::new(
                Code::InvalidInput,
                "The built-in dictionary has no models to choose from.",
            )
            .with_hint("Choose OpenRouter or a server of your own."));
        };
        self.0.clients.of(endpoint, settings, &self.0.store)
    }
}

impl From<&Model> for ModelView {
    fn from(model: &Model) -> Self {
        let per_million = |usd: llm::Usd| crate::clients::dollars(usd) * 1e6;
        Self {
            prompt_usd_per_million: model.price.map(|price| per_million(price.prompt)),
            completion_usd_per_million: model.price.map(|price| per_million(price.completion)),
            request_usd: model.price.map(|price| crate::clients::dollars(price.request)),
            takes_schema: model.supported_parameters.iter().any(|it| it == "structured_outputs"),
            id: model.id.clone(),
            name: model.name.clone(),
            context_length: model.context_length,
        }
    }
}
