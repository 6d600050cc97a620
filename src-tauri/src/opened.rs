//! Files that come to the window: dropped on it, named on the command line, given to a second
//! start. Their paths stay in Rust; the web view hears names and words.

use std::path::{Path, PathBuf};

use tauri::{
    AppHandle, DragDropEvent, Emitter as _, Manager as _, Runtime, WebviewWindow, WindowEvent,
};

use crate::{shell::Shell, window::MAIN};

/// Event: names of the files that hover over the window, or null when they have left it.
const HOVERING: &str = "words-hovering";

/// Event: files were read; all words read so far.
const READ: &str = "words-read";

/// Reads files that are dropped on the window.
pub(crate) fn by_drop<R: Runtime>(window: &WebviewWindow<R>, event: &WindowEvent) {
    let WindowEvent::DragDrop(event) = event else { return };
    match event {
        DragDropEvent::Enter { paths, .. } => {
            tell(window.app_handle(), HOVERING, &Some(names(paths)));
        }
        DragDropEvent::Drop { paths, .. } => {
            tell(window.app_handle(), HOVERING, &None::<Vec<String>>);
            read(window.app_handle().clone(), paths.clone());
        }
        DragDropEvent::Leave => tell(window.app_handle(), HOVERING, &None::<Vec<String>>),
        _ => {}
    }
}

/// Reads files that this start was given.
pub(crate) fn by_command_line<R: Runtime>(handle: &AppHandle<R>) {
    let folder = std::env::current_dir().unwrap_or_default();
    let arguments: Vec<String> =
        std::env::args_os().map(|name| name.to_string_lossy().into_owned()).collect();
    read(handle.clone(), files(&arguments, &folder));
}

/// Reads files that a second start was given, and brings the window to the front.
pub(crate) fn by_second_start<R: Runtime>(handle: &AppHandle<R>, argv: &[String], folder: &str) {
    if let Some(window) = handle.get_webview_window(MAIN) {
        let shown = window.unminimize().and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "the window could not be brought to the front");
        }
    }
    read(handle.clone(), files(argv, Path::new(folder)));
}

/// The arguments that are existing files; the first is the program. Options are not ours.
fn files(argv: &[String], folder: &Path) -> Vec<PathBuf> {
    let named = argv.iter().skip(1).filter(|argument| !argument.starts_with('-'));
    named.map(|name| folder.join(name)).filter(|path| path.is_file()).collect()
}

fn names(paths: &[PathBuf]) -> Vec<String> {
    let names = paths.iter().filter_map(|path| path.file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

fn read<R: Runtime>(handle: AppHandle<R>, paths: Vec<PathBuf>) {
    if paths.is_empty() {
        return;
    }
    tauri::async_runtime::spawn(async move {
        let app = handle.state::<Shell>().app();
        let read = match app {
            Ok(app) => app.read_files(paths).await,
            Err(problem) => Err(problem),
        };
        match read {
            Ok(preview) => tell(&handle, READ, &preview),
            Err(problem) => tracing::error!(%problem, "dropped files could not be read"),
        }
    });
}

fn tell<R: Runtime>(handle: &AppHandle<R>, event: &str, what: &(impl serde::Serialize + Clone)) {
    if let Err(error) = handle.emit_to(MAIN, event, what) {
        tracing::warn!(%error, event, "the window could not be told");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_existing_files_are_taken_from_a_command_line() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::write(folder.path().join("말.txt"), "물").unwrap();
        let argv = ["hanji", "--flag", "말.txt", "missing.txt", "."].map(String::from);
        assert_eq!(files(&argv, folder.path()), [folder.path().join("말.txt")]);
        assert!(files(&[], folder.path()).is_empty());
    }
}
