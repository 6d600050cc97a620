//! The settings of a run from the command line: what is given there, else what is kept.

use app::{
    App, Problem,
    dto::{Engine, Settings},
};

use crate::{
    args::{Asked, Deck},
    terminal::tell,
};

/// The settings of a run that makes a deck.
pub(super) async fn of_deck(app: &App, command: &Deck) -> Result<Settings, Problem> {
    let kept = capped(app, &command.asked, command.max_cost).await?;
    let settings = Settings {
        deck: command.name.clone().unwrap_or_else(|| kept.deck.clone()),
        overnight: command.overnight || kept.overnight,
        tags: if command.tags.is_empty() { kept.tags.clone() } else { command.tags.clone() },
        ..kept
    };
    settings.validate()?;
    Ok(settings)
}

/// The settings of a run with who is asked for what, and the most that it may cost.
pub(crate) async fn capped(
    app: &App,
    asked_for: &Asked,
    max_cost: Option<f64>,
) -> Result<Settings, Problem> {
    let kept = asked(app, asked_for).await?;
    let settings = Settings { max_cost_usd: max_cost.or(kept.max_cost_usd), ..kept };
    settings.validate()?;
    Ok(settings)
}

/// The settings with who is asked for what, which is told.
pub(crate) async fn asked(app: &App, asked: &Asked) -> Result<Settings, Problem> {
    let mut settings = with_model(asked, app.settings());
    let chosen = asked.engine.map(Engine::from);
    settings.engine = match chosen {
        Some(engine) => engine,
        None => usual_engine(app, &settings, asked.base_url.as_deref()).await,
    };
    if let Some(url) = &asked.base_url {
        settings = at(settings, url);
    }
    settings.kinds = asked.kinds.clone().unwrap_or_else(|| settings.kinds_for_engine());
    settings.validate()?;
    tell(engine_line(&settings, chosen.is_some()));
    Ok(settings)
}

fn engine_line(settings: &Settings, chosen: bool) -> String {
    let Settings { model, openrouter_url, compatible_url, .. } = settings;
    match settings.engine {
        Engine::Dictionary if chosen => "Engine: the built-in dictionary.".into(),
        Engine::Dictionary => {
            "Engine: the built-in dictionary, since no API key is known (choose with --engine)."
                .into()
        }
        Engine::Openrouter if is_openrouter(openrouter_url) => {
            format!("Engine: OpenRouter, {model}.")
        }
        Engine::Openrouter => format!("Engine: OpenRouter at {openrouter_url}, {model}."),
        Engine::Compatible => format!("Engine: {model} at {compatible_url}."),
    }
}

/// Whether an address is OpenRouter's own: then it goes without saying.
fn is_openrouter(url: &str) -> bool {
    let path = url.trim().strip_prefix("https://openrouter.ai");
    path.is_some_and(|path| path.is_empty() || path.starts_with('/'))
}

/// The settings with the chosen engine's server at this address.
pub(crate) fn at(mut settings: Settings, url: &str) -> Settings {
    match settings.engine {
        Engine::Openrouter => url.clone_into(&mut settings.openrouter_url),
        Engine::Compatible | Engine::Dictionary => url.clone_into(&mut settings.compatible_url),
    }
    settings
}

fn with_model(asked: &Asked, kept: Settings) -> Settings {
    let listed = asked.models.as_deref().unwrap_or_default();
    let first = asked.model.clone().or_else(|| listed.first().cloned());
    Settings {
        model: first.unwrap_or(kept.model),
        fallback_models: if listed.is_empty() {
            kept.fallback_models
        } else {
            listed[1..].to_vec()
        },
        concurrency: asked.concurrency.unwrap_or(kept.concurrency),
        requests_per_minute: asked.rpm.or(kept.requests_per_minute),
        tokens_per_minute: asked.tpm.or(kept.tokens_per_minute),
        ..kept
    }
}

/// OpenRouter if a key is known for its address (the one that was named, if one was), else the
/// server that was named, else the dictionary.
async fn usual_engine(app: &App, settings: &Settings, named: Option<&str>) -> Engine {
    let openrouter = Settings { engine: Engine::Openrouter, ..settings.clone() };
    let openrouter = match named {
        Some(url) => at(openrouter, url),
        None => openrouter,
    };
    if app.knows_key(&openrouter).await {
        Engine::Openrouter
    } else if named.is_some() {
        Engine::Compatible
    } else {
        Engine::Dictionary
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use app::{Keychain, KeychainError, Options, SecretString};
    use tempfile::TempDir;

    use super::*;

    const KEY: &str = "sk-or-v1-0123456789abcdef";

    /// Holds one key, for OpenRouter.
    struct Openrouters;

    impl Keychain for Openrouters {
        fn get(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
            Ok((account == "https://openrouter.ai").then(|| KEY.into()))
        }
        fn set(&self, _: &str, _: &SecretString) -> Result<(), KeychainError> {
            Err(KeychainError::Locked)
        }
        fn remove(&self, _: &str) -> Result<(), KeychainError> {
            Err(KeychainError::Locked)
        }
    }

    #[tokio::test]
    async fn a_key_for_openrouter_does_not_make_another_server_openrouter() {
        let folder = TempDir::new().unwrap();
        let options = Options {
            data_dir: Some(folder.path().to_owned()),
            key: None,
            key_for_any_address: true,
            anki_connect: None,
            keychain: Arc::new(Openrouters),
        };
        let app = App::open(options).unwrap();
        let usual = async |named| usual_engine(&app, &Settings::default(), named).await;
        assert_eq!(usual(None).await, Engine::Openrouter);
        assert_eq!(usual(Some("https://openrouter.ai/api/v1")).await, Engine::Openrouter);
        assert_eq!(usual(Some("http://127.0.0.1:11434/v1")).await, Engine::Compatible);
        assert_eq!(usual(Some("https://openrouter.ai.example/v1")).await, Engine::Compatible);
    }

    #[test]
    fn an_address_that_only_looks_like_openrouters_is_named() {
        let line = |url: &str| {
            let settings = Settings { engine: Engine::Openrouter, ..Settings::default() };
            engine_line(&at(settings, url), false)
        };
        let model = Settings::default().model;
        assert_eq!(line("https://openrouter.ai/api/v1"), format!("Engine: OpenRouter, {model}."));
        for url in ["http://openrouter.ai/api/v1", "https://openrouter.ai.example/v1"] {
            assert_eq!(line(url), format!("Engine: OpenRouter at {url}, {model}."));
        }
    }
}
