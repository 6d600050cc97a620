//! The key goes in and never comes out.

use app::{
    Problem, SecretString,
    dto::{KeyStanding, KeyStatus},
};
use tauri::State;

use crate::shell::Shell;

/// What is known of the chosen engine's key.
#[tauri::command]
pub(super) async fn key_status(shell: State<'_, Shell>) -> Result<KeyStatus, Problem> {
    Ok(shell.app()?.key_status().await)
}

/// What OpenRouter says of the key.
#[tauri::command]
pub(super) async fn key_check(shell: State<'_, Shell>) -> Result<KeyStanding, Problem> {
    shell.app()?.check_key().await
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
