//! `hanji key`: the key goes in by standard input, so that it stands in no shell history, and
//! never comes out.

use std::io;

use app::{
    App, Code, Problem,
    dto::{Engine, KeyStatus, Settings},
};

use crate::{
    args::{Key, Server},
    exit::Exit,
    terminal::{print, tell},
};

pub(super) async fn run(app: &App, command: Key) -> Result<Exit, Problem> {
    let status = match command {
        Key::Set(server) => app.set_key_of(&settings(app, server), read_key()?.into()).await?,
        Key::Status(server) => app.key_status_of(&settings(app, server)).await,
        Key::Remove(server) => app.remove_key_of(&settings(app, server)).await?,
    };
    tell_status(&status);
    Ok(Exit::Done)
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

fn tell_status(status: &KeyStatus) {
    match status {
        KeyStatus::NotNeeded => print("No key is needed."),
        KeyStatus::Absent => print("No key is known."),
        KeyStatus::Stored { ending } => {
            print(format!("A key ending in …{ending} is in the keychain."));
        }
        KeyStatus::Environment { ending } => {
            print(format!("A key ending in …{ending} comes from OPENROUTER_API_KEY."));
        }
        KeyStatus::SessionOnly { reason, .. } => {
            print(format!("The key was not kept: {reason}."));
            tell("hint: set OPENROUTER_API_KEY instead.");
        }
        KeyStatus::Unavailable { reason } => {
            print(format!("The keychain does not answer: {reason}"));
        }
    }
}
