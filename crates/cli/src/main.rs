//! The headless command: everything the window does, without a window.

mod args;
mod commands;
mod exit;
mod interruption;
mod progress;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let args = args::Args::parse();
    terminal::log_to_stderr(args.verbose);
    let ended = tokio::runtime::Runtime::new()
        .map_err(|error| app::Problem::new(app::Code::Internal, error.to_string()))
        .and_then(|runtime| {
            let ended = runtime.block_on(commands::run(args));
            // a keychain or a name server that does not answer must not hold the process
            runtime.shutdown_background();
            ended
        });
    match ended {
        Ok(exit) => exit.into(),
        Err(problem) => {
            terminal::tell_problem(&problem);
            exit::Exit::of(&problem).into()
        }
    }
}
