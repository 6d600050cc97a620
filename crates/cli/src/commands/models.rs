//! `hanji models`: what a server offers, and what it costs.

use app::{
    App, Problem,
    dto::{Engine, ModelView, Settings},
};

use super::deck::settings::at;
use crate::{
    args::Models,
    exit::Exit,
    terminal::{counted, print, print_json, tell},
};

pub(super) async fn run(app: &App, command: Models) -> Result<Exit, Problem> {
    let settings = settings(app.settings(), &command);
    let wanted = command.text.unwrap_or_default().to_lowercase();
    let mut models: Vec<_> = app.models(&settings).await?.iter().map(ModelView::from).collect();
    models.retain(|model| names(model).any(|name| name.to_lowercase().contains(&wanted)));
    if command.json {
        print_json(&models)?;
    } else {
        for model in &models {
            print(line(model));
        }
        tell(counted(models.len() as u64, "model.", "models."));
    }
    Ok(Exit::Done)
}

/// Nobody wants to know the models of the dictionary.
fn settings(kept: Settings, command: &Models) -> Settings {
    let engine = command.engine.map_or(kept.engine, Engine::from);
    let engine = match engine {
        Engine::Dictionary if command.base_url.is_some() => Engine::Compatible,
        Engine::Dictionary => Engine::Openrouter,
        engine => engine,
    };
    let settings = Settings { engine, ..kept };
    match &command.base_url {
        Some(url) => at(settings, url),
        None => settings,
    }
}

fn names(model: &ModelView) -> impl Iterator<Item = &str> {
    [Some(model.id.as_str()), model.name.as_deref()].into_iter().flatten()
}

fn line(model: &ModelView) -> String {
    let price = match (model.prompt_usd_per_million, model.completion_usd_per_million) {
        (Some(prompt), Some(completion)) if prompt == 0.0 && completion == 0.0 => "free".into(),
        (Some(prompt), Some(completion)) => {
            format!("${prompt:.2} read, ${completion:.2} written, a million tokens")
        }
        _ => "price not known".into(),
    };
    format!("{}  {price}", model.id)
}
