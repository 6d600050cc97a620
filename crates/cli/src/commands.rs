//! One command, one file: unpack, call the application, print.

mod config;
mod deck;
mod estimate;
mod key;
mod models;
mod reading;
mod runs;
mod say;
mod serve;
mod words;

use std::sync::Arc;

use app::{App, Code, Environment, Options, Problem, SystemKeychain};

use crate::{
    args::{Args, Command, Run},
    exit::Exit,
};

/// What to do where no key can be kept.
const USE_THE_VARIABLE: &str = "Set OPENROUTER_API_KEY instead.";

/// Carries out a command line.
pub(crate) async fn run(args: Args) -> Result<Exit, Problem> {
    match args.command {
        Command::Words(command) => words::run(&command),
        Command::Say(command) => say::run(&command),
        command => with_app(open(args.data_dir)?, command).await,
    }
}

async fn with_app(app: App, command: Command) -> Result<Exit, Problem> {
    match command {
        Command::Deck(command) => deck::run(&app, &command).await.map_err(keyless),
        Command::Estimate(command) => estimate::run(&app, &command).await,
        Command::Models(command) => models::run(&app, command).await,
        Command::Config(command) => config::run(&app, command),
        Command::Runs(command) => runs::list(&app, &command),
        Command::Run(Run::Show(command)) => runs::show(&app, &command),
        Command::Resume(command) => runs::resume(&app, &command).await.map_err(keyless),
        Command::Retry(command) => runs::retry(&app, &command).await.map_err(keyless),
        Command::Failed(command) => runs::failed(&app, &command),
        Command::Export(command) => runs::export(&app, command),
        Command::Key(command) => key::run(&app, command).await,
        Command::Serve(command) => serve::run(app, command).await,
        Command::Words(command) => words::run(&command),
        Command::Say(command) => say::run(&command),
    }
}

/// A run without a key, with the way out that a command line has: there is no field to enter a key.
fn keyless(problem: Problem) -> Problem {
    match problem.code {
        Code::KeyMissing => {
            problem.with_hint("Set OPENROUTER_API_KEY, or keep a key with `hanji key set`.")
        }
        Code::KeychainUnavailable => problem.with_hint(USE_THE_VARIABLE),
        _ => problem,
    }
}

fn open(data_dir: Option<std::path::PathBuf>) -> Result<App, Problem> {
    let environment = Environment::read();
    App::open(Options {
        data_dir: data_dir.or(environment.data_dir),
        key: environment.key,
        key_for_any_address: true,
        keychain: Arc::new(SystemKeychain),
        anki_connect: environment.anki_connect,
    })
}
