//! One command, one file: unpack, call the application, print.

mod cache;
mod config;
mod deck;
mod doctor;
mod estimate;
mod key;
mod models;
mod push;
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
    let options = options(args.data_dir);
    match args.command {
        Command::Words(command) => words::run(&command),
        Command::Say(command) => say::run(&command),
        Command::Doctor(command) => doctor::run(options, &command).await,
        Command::Deck(command) => deck::run(&App::open(options)?, &command).await.map_err(keyless),
        Command::Estimate(command) => estimate::run(&App::open(options)?, &command).await,
        Command::Models(command) => models::run(&App::open(options)?, command).await,
        Command::Cache(command) => cache::run(&App::open(options)?, command).await.map_err(keyless),
        Command::Config(command) => config::run(&App::open(options)?, command),
        Command::Runs(command) => runs::list(&App::open(options)?, &command),
        Command::Run(Run::Show(command)) => runs::show(&App::open(options)?, &command),
        Command::Resume(command) => {
            runs::resume(&App::open(options)?, &command).await.map_err(keyless)
        }
        Command::Retry(command) => {
            runs::retry(&App::open(options)?, &command).await.map_err(keyless)
        }
        Command::Failed(command) => runs::failed(&App::open(options)?, &command),
        Command::Export(command) => runs::export(&App::open(options)?, command),
        Command::Push(command) => push::run(&App::open(options)?, command).await,
        Command::Key(command) => key::run(&App::open(options)?, command).await,
        Command::Serve(command) => serve::run(App::open(options)?, command).await,
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

fn options(data_dir: Option<std::path::PathBuf>) -> Options {
    let environment = Environment::read();
    Options {
        data_dir: data_dir.or(environment.data_dir),
        key: environment.key,
        key_for_any_address: true,
        keychain: Arc::new(SystemKeychain),
        anki_connect: environment.anki_connect,
    }
}
