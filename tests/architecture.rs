//! The house's drawing, held by the machine: which crate may know which, what the sources may
//! say, and what the window may ask. Every rule is a function over plain data that names what
//! broke it, and each has a test in which it is broken. It knows nothing of what the parts do.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "architecture/arrows.rs"]
mod arrows;
#[path = "architecture/rust.rs"]
mod rust;
#[path = "architecture/sources.rs"]
mod sources;
#[path = "architecture/window.rs"]
mod window;

use std::{fs, path::Path};

/// A file of the repository.
#[derive(Debug, Clone)]
struct Source {
    /// From the repository's root, with `/`.
    path: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}")).unwrap()
}

/// All files under a folder whose names end in one of `endings`.
fn files_under(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source { text: read(&name), path: name });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}
