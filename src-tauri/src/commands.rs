//! What the window may ask: each command unpacks, calls the application, returns. They are named
//! `noun_verb`, and each needs its permission in `tauri.conf.json`.

mod deck;
mod key;
mod run;
mod sign_in;
mod words;

use app::{
    Problem,
    dto::{AppState, Link, Settings},
};
use tauri::{Runtime, State, ipc::Invoke};

use crate::{browser, shell::Shell};

/// All commands.
pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        app_state,
        words::words_open,
        words::words_paste,
        words::words_sample,
        words::words_clear,
        words::words_rows,
        words::words_merge_all,
        words::words_merge,
        words::words_unmerge,
        words::words_correct,
        words::words_columns,
        words::words_remove_file,
        words::words_undo,
        words::words_known_file,
        words::words_known_anki,
        words::words_known_forget,
        words::words_save_rejected,
        words::words_keep,
        words::edits_undo,
        settings_set,
        key::key_status,
        key::key_check,
        key::key_set,
        key::key_remove,
        sign_in::sign_in_begin,
        sign_in::sign_in_wait,
        sign_in::sign_in_finish,
        sign_in::sign_in_cancel,
        run::run_estimate,
        run::run_start,
        run::run_watch,
        run::run_unwatch,
        run::run_pause,
        run::run_resume,
        run::run_set_cap,
        run::run_cancel,
        run::run_retry,
        run::run_list,
        run::run_notes,
        run::run_failures,
        deck::deck_export,
        deck::deck_reveal,
        link_open,
    ]
}

/// Everything the window needs to draw itself the first time.
#[tauri::command]
async fn app_state(shell: State<'_, Shell>) -> Result<AppState, Problem> {
    shell.app()?.state().await
}

/// Checks and keeps settings.
#[tauri::command]
async fn settings_set(shell: State<'_, Shell>, settings: Settings) -> Result<Settings, Problem> {
    shell.app()?.set_settings(settings)
}

/// Opens one of the pages that Hanji knows in the browser.
#[tauri::command]
async fn link_open(link: Link) -> Result<(), Problem> {
    browser::open(link)
}
