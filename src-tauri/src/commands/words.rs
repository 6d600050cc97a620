//! Words in.

use app::{
    Problem,
    dto::{ColumnChoice, Kept, MergeTarget, Preview, RowPage, RowQuery, SavedRows, Undone},
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

/// Merges every form whose dictionary form is beyond doubt.
#[tauri::command]
pub(super) async fn words_merge_all(shell: State<'_, Shell>) -> Result<Preview, Problem> {
    shell.app()?.merge_all().await
}

/// Merges rows into a dictionary form.
#[tauri::command]
pub(super) async fn words_merge(
    shell: State<'_, Shell>,
    rows: Vec<u32>,
    into: MergeTarget,
) -> Result<Preview, Problem> {
    shell.app()?.merge_rows(rows, into).await
}

/// Makes merged rows words of their own again.
#[tauri::command]
pub(super) async fn words_unmerge(
    shell: State<'_, Shell>,
    rows: Vec<u32>,
) -> Result<Preview, Problem> {
    shell.app()?.unmerge_rows(rows).await
}

/// Says whether the library's word gets a row's meaning.
#[tauri::command]
pub(super) async fn words_correct(
    shell: State<'_, Shell>,
    row: u32,
    on: bool,
) -> Result<Preview, Problem> {
    shell.app()?.correct_word(row, on).await
}

/// Reads a file again with its columns as the learner says.
#[tauri::command]
pub(super) async fn words_columns(
    shell: State<'_, Shell>,
    file: u32,
    header: Option<bool>,
    choices: Vec<ColumnChoice>,
) -> Result<Preview, Problem> {
    shell.app()?.set_columns(file, header, choices).await
}

/// Takes a file off the list.
#[tauri::command]
pub(super) async fn words_remove_file(
    shell: State<'_, Shell>,
    file: u32,
) -> Result<Preview, Problem> {
    shell.app()?.remove_file(file).await
}

/// Takes the last decision about the list back.
#[tauri::command]
pub(super) async fn words_undo(shell: State<'_, Shell>) -> Result<Preview, Problem> {
    shell.app()?.undo_decision().await
}

/// Shows the open dialog and leaves out the words of the file chosen; none when it was cancelled.
#[tauri::command]
pub(super) async fn words_known_file<R: Runtime>(
    handle: AppHandle<R>,
    shell: State<'_, Shell>,
) -> Result<Option<Preview>, Problem> {
    let Some(path) = dialogs::open_known_words(&handle).await? else { return Ok(None) };
    shell.app()?.know_file(path).await.map(Some)
}

/// Leaves out the words that the running Anki has.
#[tauri::command]
pub(super) async fn words_known_anki(shell: State<'_, Shell>) -> Result<Preview, Problem> {
    shell.app()?.know_anki().await
}

/// Brings known words back.
#[tauri::command]
pub(super) async fn words_known_forget(shell: State<'_, Shell>) -> Result<Preview, Problem> {
    shell.app()?.forget_known().await
}

/// Shows the save dialog and writes the rows left out; none when it was cancelled.
#[tauri::command]
pub(super) async fn words_save_rejected<R: Runtime>(
    handle: AppHandle<R>,
    shell: State<'_, Shell>,
) -> Result<Option<SavedRows>, Problem> {
    let app = shell.app()?;
    let files = app.preview().await?.files;
    let list = files.first().map_or("", |file| file.name.as_str());
    let Some(path) = dialogs::save_rejected(&handle, list).await? else { return Ok(None) };
    app.save_rejected(path).await.map(Some)
}

/// Puts the words into the library without a run.
#[tauri::command]
pub(super) async fn words_keep(shell: State<'_, Shell>) -> Result<Kept, Problem> {
    shell.app()?.keep_words().await
}

/// Takes a change of the library back.
#[tauri::command]
pub(super) async fn edits_undo(shell: State<'_, Shell>, change: i64) -> Result<Undone, Problem> {
    shell.app()?.undo(change).await
}
