//! `hanji key`: the key goes in by standard input, so that it stands in no shell history, and
//! never comes out.

use std::io;

use app::{
    App, Code, Problem,
    dto::{Engine, KeyStanding, KeyStatus, Settings},
};

use super::USE_THE_VARIABLE;
use crate::{
    args::{Key, Server, SignIn},
    exit::Exit,
    terminal::{print, tell, tell_problem},
};

pub(super) async fn run(app: &App, command: Key) -> Result<Exit, Problem> {
    let status = match command {
        Key::Set(server) => {
            app.set_key_of(
                &settings(app, server),
                read_line("Paste the key and press Enter:")?.into(),
            )
            .await?
        }
        Key::SignIn(command) => sign_in(app, command).await?,
        Key::Status(server) => return status(app, &settings(app, server)).await,
        Key::Remove(server) => remove(app, &settings(app, server)).await?,
    };
    tell_status(status)?;
    Ok(Exit::Done)
}

/// Where the key is, and what OpenRouter says of it. Being offline says nothing about the key, so
/// that is no failure.
async fn status(app: &App, settings: &Settings) -> Result<Exit, Problem> {
    let status = app.key_status_of(settings).await;
    let is_known = !matches!(status, KeyStatus::Absent);
    tell_status(status)?;
    if is_known {
        match app.check_key_of(settings).await {
            Ok(standing) => tell_standing(&standing),
            Err(problem) if problem.code == Code::KeyRefused => return Err(problem),
            Err(problem) => tell_problem(&problem),
        }
    }
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

async fn sign_in(app: &App, command: SignIn) -> Result<KeyStatus, Problem> {
    let settings = settings(app, command.server);
    let sign_in = app.sign_in(&settings, !command.paste).await?;
    let page = sign_in.page();
    let code = if command.paste {
        tell(format!("Open {page}"));
        read_line("Paste the code that it shows and press Enter:")?
    } else {
        tell(format!("Opening {page}"));
        if let Err(error) = opener::open_browser(page.as_str()) {
            tell(format!(
                "No browser could be opened ({error}). Open the address yourself, or sign in with --paste."
            ));
        }
        sign_in.code().await?
    };
    sign_in.finish(&code).await
}

fn read_line(wanted: &str) -> Result<String, Problem> {
    tell(wanted);
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(|error| {
        Problem::new(Code::InvalidInput, format!("Nothing can be read: {error}."))
            .with_hint("Give it as one line on standard input.")
    })?;
    Ok(line)
}

fn tell_status(status: KeyStatus) -> Result<(), Problem> {
    print(match status {
        KeyStatus::NotNeeded => "No key is needed.".into(),
        KeyStatus::Absent => "No key is known.".into(),
        KeyStatus::Stored { ending } => {
            format!("A key ending in …{ending} is in the system's keychain.")
        }
        KeyStatus::Environment { ending } => {
            format!("A key ending in …{ending} comes from OPENROUTER_API_KEY; it is not stored.")
        }
        // the session is this command, and ends here
        KeyStatus::SessionOnly { reason, .. } => {
            return Err(no_keychain(format!("The key was not kept: {reason}.")));
        }
        KeyStatus::Unavailable { reason } => return Err(no_keychain(reason)),
    });
    Ok(())
}

fn tell_standing(standing: &KeyStanding) {
    let dollars = |amount: f64| format!("${amount:.2}");
    if let Some(used) = standing.used_usd {
        print(format!("Used: {}", dollars(used)));
    }
    match (standing.left_usd, standing.limit_usd) {
        (Some(left), Some(limit)) => {
            print(format!("Left: {} of {}", dollars(left), dollars(limit)));
        }
        (_, Some(limit)) => print(format!("Limit: {}", dollars(limit))),
        (_, None) => print("Limit: none of its own; the account's credit counts"),
    }
    if standing.is_free_tier {
        print("Free tier: no credit was ever bought; free models answer a few requests a day");
    }
}

fn no_keychain(message: String) -> Problem {
    Problem::new(Code::KeychainUnavailable, message).with_hint(USE_THE_VARIABLE)
}
