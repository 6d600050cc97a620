//! Runs.

use app::{
    Problem,
    dto::{Estimate, FailedWord, NotePage, RunSnapshot},
};
use tauri::{State, async_runtime, ipc::Channel};

use crate::shell::Shell;

/// What a run over the words read would take.
#[tauri::command]
pub(super) async fn run_estimate(shell: State<'_, Shell>) -> Result<Estimate, Problem> {
    shell.app()?.estimate_import().await
}

/// Keeps the words read and starts a run over them; gives its id at once.
#[tauri::command]
pub(super) async fn run_start(shell: State<'_, Shell>) -> Result<i64, Problem> {
    shell.app()?.start_run().await
}

/// Reports a run's snapshots until it stands still; gives the number of the report.
#[tauri::command]
pub(super) async fn run_watch(
    shell: State<'_, Shell>,
    run: i64,
    channel: Channel<RunSnapshot>,
) -> Result<u32, Problem> {
    let mut watch = shell.app()?.watch_run(run)?;
    let task = async_runtime::spawn(async move {
        while let Some(snapshot) = watch.next().await {
            if channel.send(snapshot).is_err() {
                return;
            }
        }
    });
    Ok(shell.keep_watch(task))
}

/// Stops a report; the run goes on.
#[tauri::command]
pub(super) async fn run_unwatch(shell: State<'_, Shell>, watch: u32) -> Result<(), Problem> {
    shell.stop_watch(watch);
    Ok(())
}

/// Asks a run to stop after the requests under way.
#[tauri::command]
pub(super) async fn run_pause(shell: State<'_, Shell>, run: i64) -> Result<(), Problem> {
    shell.app()?.pause_run(run);
    Ok(())
}

/// Goes on with a run.
#[tauri::command]
pub(super) async fn run_resume(shell: State<'_, Shell>, run: i64) -> Result<(), Problem> {
    shell.app()?.resume_run(run).await
}

/// Changes the most that a run may spend in all; none is no cap.
#[tauri::command]
pub(super) async fn run_set_cap(
    shell: State<'_, Shell>,
    run: i64,
    max_cost_usd: Option<f64>,
) -> Result<(), Problem> {
    shell.app()?.set_run_cap(run, max_cost_usd).await
}

/// Ends a run with its open words left out.
#[tauri::command]
pub(super) async fn run_cancel(shell: State<'_, Shell>, run: i64) -> Result<(), Problem> {
    shell.app()?.cancel_run(run).await
}

/// Puts failed words of a run back to work, all or those named.
#[tauri::command]
pub(super) async fn run_retry(
    shell: State<'_, Shell>,
    run: i64,
    words: Option<Vec<i64>>,
) -> Result<(), Problem> {
    shell.app()?.retry_run(run, words).await
}

/// Earlier runs, newest first.
#[tauri::command]
pub(super) async fn run_list(shell: State<'_, Shell>) -> Result<Vec<RunSnapshot>, Problem> {
    shell.app()?.runs()
}

/// Finished notes of a run after a mark.
#[tauri::command]
pub(super) async fn run_notes(
    shell: State<'_, Shell>,
    run: i64,
    after: u32,
    limit: u32,
) -> Result<NotePage, Problem> {
    shell.app()?.run_notes(run, after, limit)
}

/// Words a run gave up on.
#[tauri::command]
pub(super) async fn run_failures(
    shell: State<'_, Shell>,
    run: i64,
) -> Result<Vec<FailedWord>, Problem> {
    shell.app()?.run_failures(run)
}
