//! The shell: it opens the window, takes files that are dropped on it or named on the command
//! line, shows the native dialogs, and hands everything else to the `app` crate. It knows nothing
//! of words, models or decks.

mod browser;
mod commands;
mod dialogs;
mod opened;
mod shell;
mod window;

use std::io::IsTerminal as _;

use tauri::{Builder, Context, RunEvent, Runtime};
use tauri_plugin_window_state::StateFlags;

pub use shell::Shell;

/// Opens the window and stays until it is closed.
pub fn run() -> tauri::Result<()> {
    with_commands(Builder::default(), Shell::of_this_process())
        // first, so that a second start ends before it does anything
        .plugin(tauri_plugin_single_instance::init(|handle, argv, folder| {
            opened::by_second_start(handle, &argv, &folder);
        }))
        .plugin(
            tauri_plugin_window_state::Builder::default()
                // the window shows itself once it is painted
                .with_state_flags(StateFlags::all() & !StateFlags::VISIBLE)
                .build(),
        )
        .setup(|app| {
            window::open(app.handle())?;
            opened::by_command_line(app.handle());
            Ok(())
        })
        .build(context())?
        .run(|handle, event| {
            if let RunEvent::ExitRequested { api, code: None, .. } = event {
                api.prevent_exit();
                window::quit(handle.clone());
            }
        });
    Ok(())
}

/// The shell's commands and their state, on any runtime: the real one, or the tests'.
pub fn with_commands<R: Runtime>(builder: Builder<R>, shell: Shell) -> Builder<R> {
    builder.manage(shell).invoke_handler(commands::handler())
}

/// The configuration compiled in: capability, security policy, front end.
#[must_use]
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Logs to stderr: warnings, or what `HANJI_LOG` asks for.
pub fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("HANJI_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // colours are for eyes: a file or a pipe would get their codes
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
