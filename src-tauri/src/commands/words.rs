//! Words in.

use app::{
    Problem,
    dto::{Preview, RowPage, RowQuery},
};
use tauri::{AppHandle, Runtime, State};

use crate::{dialogs, shell::Shell};

/// Shows the open dialog and reads the files chosen; none when it was cancelled.
#[tauri::command]
pub(super) async fn words_open<R: Runtime>(
    handle: AppHandle<R>,
    shell: State<'_, Shell>,
) -> Result<Option<Preview>, Problem> {
    let Some(paths) = dialogs::open_words(&handle).await? else { return Ok(None) };
    shell.app()?.read_files(paths).await.map(Some)
}

/// Reads pasted text.
#[tauri::command]
pub(super) async fn words_paste(shell: State<'_, Shell>, text: String) -> Result<Preview, Problem> {
    shell.app()?.read_text("Pasted text", text).await
}

/// Reads the list that comes with Hanji.
#[tauri::command]
pub(super) async fn words_sample(shell: State<'_, Shell>) -> Result<Preview, Problem> {
    let sample = include_str!("../../../samples/first-words.csv");
    shell.app()?.read_text("first-words.csv", sample.to_owned()).await
}

/// Forgets the words read and not yet kept.
#[tauri::command]
pub(super) async fn words_clear(shell: State<'_, Shell>) -> Result<Preview, Problem> {
    Ok(shell.app()?.clear_words())
}

/// One page of the rows that a query asks for.
#[tauri::command]
pub(super) async fn words_rows(
    shell: State<'_, Shell>,
    query: RowQuery,
) -> Result<RowPage, Problem> {
    shell.app()?.word_rows(query).await
}
