//! The key goes in and never comes out.

use app::{Problem, SecretString, dto::KeyStatus};
use tauri::State;

use crate::shell::Shell;

/// What is known of the chosen engine's key.
#[tauri::command]
pub(super) async fn key_status(shell: State<'_, Shell>) -> Result<KeyStatus, Problem> {
    Ok(shell.app()?.key_status().await)
}

/// Keeps the key of the chosen engine's server.
#[tauri::command]
pub(super) async fn key_set(shell: State<'_, Shell>, key: String) -> Result<KeyStatus, Problem> {
    shell.app()?.set_key(SecretString::from(key)).await
}

/// Forgets the key of the chosen engine's server.
#[tauri::command]
pub(super) async fn key_remove(shell: State<'_, Shell>) -> Result<KeyStatus, Problem> {
    shell.app()?.remove_key().await
}
