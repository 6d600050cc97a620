//! The native file dialogs, answered at the keyboard.

use std::{path::Path, time::Duration};

use crate::{processes::eventually, session::Session};

/// GTK goes on filling a dialog after it shows it, and cannot be asked whether it is through.
const SETTLING: Duration = Duration::from_millis(700);

/// Types a path into the file dialog of this title, and confirms. The path is ASCII: the keyboard
/// of a virtual display has no other letters.
pub(crate) async fn answer(session: &Session, title: &str, path: &Path) {
    let window = appeared(session, title).await;
    session.output("xdotool", &["windowfocus", "--sync", &window]);
    // the line for a path: a dialog for opening has it only when asked
    session.output("xdotool", &["key", "ctrl+l"]);
    tokio::time::sleep(SETTLING).await;
    session.output("xdotool", &["key", "ctrl+a"]);
    session.output("xdotool", &["type", "--delay", "20", path.to_str().unwrap()]);
    tokio::time::sleep(SETTLING).await;
    session.output("xdotool", &["key", "Return"]);
}

/// The dialog of this title, once it takes keys.
pub(crate) async fn appeared(session: &Session, title: &str) -> String {
    let name = format!("^{title}$");
    let window = eventually(title, async || {
        let found = session.output("xdotool", &["search", "--onlyvisible", "--name", &name]);
        found.lines().next().map(str::to_owned)
    });
    let window = window.await;
    tokio::time::sleep(SETTLING).await;
    window
}
