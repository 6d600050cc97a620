//! The settings of a run from the command line: what is given there, else what is kept.

use app::{
    App, Problem,
    dto::{Engine, Settings},
};

use crate::{
    args::{Asked, Deck},
    terminal::tell,
};

pub(super) async fn chosen(app: &App, command: &Deck) -> Result<Settings, Problem> {
    let kept = app.settings();
    let mut settings = with_model(
        &command.asked,
        Settings {
            max_cost_usd: command.max_cost.or(kept.max_cost_usd),
            deck: command.name.clone().unwrap_or_else(|| kept.deck.clone()),
            tags: if command.tags.is_empty() { kept.tags.clone() } else { command.tags.clone() },
            ..kept
        },
    );
    let chosen = command.asked.engine.map(Engine::from);
    settings.engine = match chosen {
        Some(engine) => engine,
        None => usual_engine(app, &settings, command.asked.base_url.is_some()).await,
    };
    if let Some(url) = &command.asked.base_url {
        match settings.engine {
            Engine::Openrouter => settings.openrouter_url.clone_from(url),
            Engine::Compatible | Engine::Dictionary => settings.compatible_url.clone_from(url),
        }
    }
    settings.kinds = command.kinds.clone().unwrap_or_else(|| settings.kinds_for_engine());
    settings.validate()?;
    tell(match (settings.engine, chosen) {
        (Engine::Dictionary, None) => {
            "Engine: the built-in dictionary, since no API key is known (choose with --engine)."
                .into()
        }
        (Engine::Dictionary, _) => "Engine: the built-in dictionary.".into(),
        (Engine::Openrouter, _) => format!("Engine: OpenRouter, {}.", settings.model),
        (Engine::Compatible, _) => {
            format!("Engine: {} at {}.", settings.model, settings.compatible_url)
        }
    });
    Ok(settings)
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

/// OpenRouter if a key is known for it, else the server that was named, else the dictionary.
async fn usual_engine(app: &App, settings: &Settings, names_a_server: bool) -> Engine {
    let openrouter = Settings { engine: Engine::Openrouter, ..settings.clone() };
    if app.knows_key(&openrouter).await {
        Engine::Openrouter
    } else if names_a_server {
        Engine::Compatible
    } else {
        Engine::Dictionary
    }
}
