//! Signing in: the browser is sent to OpenRouter, the key it brings stays in Rust.

use app::{
    Code, Problem,
    dto::{KeyStatus, SignInOffer, SignedIn},
};
use tauri::State;

use crate::{browser, shell::Shell};

/// Begins to sign in, and sends a browser there; one begun before is given up.
#[tauri::command]
pub(super) async fn sign_in_begin(shell: State<'_, Shell>) -> Result<SignInOffer, Problem> {
    let app = shell.app()?;
    let sign_in = app.sign_in(&app.settings(), true).await?;
    let page = sign_in.page_with_code().to_string();
    let opened = browser::open_sign_in(sign_in.page());
    shell.keep_sign_in(Some(sign_in));
    Ok(SignInOffer { opened, page })
}

/// Waits for the browser to come back.
#[tauri::command]
pub(super) async fn sign_in_wait(shell: State<'_, Shell>) -> Result<SignedIn, Problem> {
    match shell.sign_in() {
        Some(sign_in) => sign_in.wait().await,
        None => Ok(SignedIn::Over),
    }
}

/// Signs in with the code that a page showed.
#[tauri::command]
pub(super) async fn sign_in_finish(
    shell: State<'_, Shell>,
    code: String,
) -> Result<KeyStatus, Problem> {
    let sign_in = shell.sign_in().ok_or_else(|| {
        Problem::new(Code::NotFound, "No sign-in is under way.").with_hint("Sign in again.")
    })?;
    sign_in.finish(&code).await
}

/// Gives up the sign-in under way.
#[tauri::command]
pub(super) async fn sign_in_cancel(shell: State<'_, Shell>) -> Result<(), Problem> {
    shell.keep_sign_in(None);
    Ok(())
}
