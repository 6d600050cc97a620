//! The real Anki, as the library from its own makers.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// What Anki has after it opened a deck; none, with a message, where Anki is not installed.
pub(crate) fn opened(deck: &Path) -> Option<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let given = std::env::var_os("HANJI_ANKI_PYTHON").map(PathBuf::from);
    let python = given.unwrap_or_else(|| root.join(".venv/bin/python"));
    if !python.is_file() {
        println!("not opened in Anki: {} is missing; `./dev test` makes it", python.display());
        return None;
    }
    let script = root.join("tests/anki/open_deck.py");
    let output = Command::new(python).arg(script).arg(deck).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}
