//! Decks out.

use app::{Code, Problem, dto::Exported};
use tauri::{AppHandle, Runtime, State, async_runtime::spawn_blocking};

use crate::{dialogs, shell::Shell};

/// Shows the save dialog and writes a run's deck; none when it was cancelled.
#[tauri::command]
pub(super) async fn deck_export<R: Runtime>(
    handle: AppHandle<R>,
    shell: State<'_, Shell>,
    run: i64,
) -> Result<Option<Exported>, Problem> {
    let app = shell.app()?;
    let name = app.frozen_settings(run)?.deck;
    let Some(path) = dialogs::save_deck(&handle, &name).await? else { return Ok(None) };
    let (target, format) = (path.clone(), app::format_of(&path)?);
    let written = spawn_blocking(move || app.export_run(run, &target, format, None)).await;
    let exported = written.map_err(|error| Problem::new(Code::Internal, error.to_string()))??;
    shell.keep_export(path);
    Ok(Some(exported))
}

/// Shows the deck written last in the file manager.
#[tauri::command]
pub(super) async fn deck_reveal(shell: State<'_, Shell>) -> Result<(), Problem> {
    let Some(path) = shell.last_export().filter(|path| path.is_file()) else {
        return Err(Problem::new(Code::NotFound, "There is no deck to show.")
            .with_hint("It was not written, or it was moved since."));
    };
    opener::reveal(&path).map_err(|error| {
        Problem::new(Code::Internal, format!("The file manager could not be opened: {error}."))
            .with_hint(format!("The deck is at {}.", path.display()))
    })
}
