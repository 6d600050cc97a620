//! `hanji key`: the key goes in by standard input, so that it stands in no shell history, and
//! never comes out.

use std::io;

use app::{
    App, Code, Problem,
    dto::{Engine, KeyStatus, Settings},
};

use super::USE_THE_VARIABLE;
use crate::{
    args::{Key, Server},
    exit::Exit,
    terminal::{print, tell},
};

pub(super) async fn run(app: &App, command: Key) -> Result<Exit, Problem> {
    let status = match command {
        Key::Set(server) => app.set_key_of(&settings(app, server), read_key()?.into()).await?,
        Key::Status(server) => app.key_status_of(&settings(app, server)).await,
        Key::Remove(server) => remove(app, &settings(app, server)).await?,
    };
    tell_status(status)?;
    Ok(Exit::Done)
}

async fn remove(app: &App, settings: &Settings) -> Result<KeyStatus, Problem> {
    app.remove_key_of(settings).await.map_err(|problem| match problem.code {
        Code::KeychainUnavailable => problem.with_hint("Unlock the keychain and try again."),
        _ => problem,
    })
}

/// Settings that name the server whose key is meant.
fn settings(app: &App, server: Server) -> Settings {
    let kept = app.settings();
    let openrouter_url = server.base_url.unwrap_or_else(|| kept.openrouter_url.clone());
    Settings { engine: Engine::Openrouter, openrouter_url, ..kept }
}

fn read_key() -> Result<String, Problem> {
    tell("Paste the key and press Enter:");
    let mut key = String::new();
    io::stdin().read_line(&mut key).map_err(|error| {
        Problem::new(Code::InvalidInput, format!("The key cannot be read: {error}."))
            .with_hint("Give it as one line on standard input.")
    })?;
    Ok(key)
}

fn tell_status(status: KeyStatus) -> Result<(), Problem> {
    print(match status {
        KeyStatus::NotNeeded => "No key is needed.".into(),
        KeyStatus::Absent => "No key is known.".into(),
        KeyStatus::Stored { ending } => format!("A key ending in …{ending} is in the keychain."),
        KeyStatus::Environment { ending } => {
            format!("A key ending in …{ending} comes from OPENROUTER_API_KEY.")
        }
        // the session is this command, and ends here
        KeyStatus::SessionOnly { reason, .. } => {
            return Err(no_keychain(format!("The key was not kept: {reason}.")));
        }
        KeyStatus::Unavailable { reason } => return Err(no_keychain(reason)),
    });
    Ok(())
}

fn no_keychain(message: String) -> Problem {
    Problem::new(Code::KeychainUnavailable, message).with_hint(USE_THE_VARIABLE)
}
