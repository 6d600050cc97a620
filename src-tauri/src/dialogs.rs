//! The native file dialogs: the only place where a path is chosen. The web view never names one.

use std::path::PathBuf;

use app::{Code, Problem};
use rfd::AsyncFileDialog;
use tauri::{AppHandle, Manager as _, Runtime};
use tokio::sync::oneshot;

use crate::window::MAIN;

/// Endings of the files that words are read from; what a file is, its content tells.
const WORD_LISTS: &[&str] = &[
    "csv", "tsv", "txt", "tab", "text", "xlsx", "xlsm", "xlsb", "xls", "ods", "json", "jsonl",
    "ndjson", "md", "markdown", "html", "htm", "apkg", "colpkg", "db",
];

/// Asks which word files to open; none when the dialog was cancelled.
pub(crate) async fn open_words<R: Runtime>(
    handle: &AppHandle<R>,
) -> Result<Option<Vec<PathBuf>>, Problem> {
    let dialog = AsyncFileDialog::new()
        .set_title("Open word lists")
        .add_filter("Word lists", WORD_LISTS)
        .add_filter("All files", &["*"]);
    let chosen = shown(handle, dialog, AsyncFileDialog::pick_files).await?;
    Ok(chosen.map(|files| files.into_iter().map(|file| file.path().to_owned()).collect()))
}

/// Asks for a file of words that are known already; none when the dialog was cancelled.
pub(crate) async fn open_known_words<R: Runtime>(
    handle: &AppHandle<R>,
) -> Result<Option<PathBuf>, Problem> {
    let dialog = AsyncFileDialog::new()
        .set_title("Open words you know")
        .add_filter("Anki decks and word lists", WORD_LISTS)
        .add_filter("All files", &["*"]);
    let chosen = shown(handle, dialog, AsyncFileDialog::pick_file).await?;
    Ok(chosen.map(|file| file.path().to_owned()))
}

/// Asks where to write a deck; none when the dialog was cancelled.
pub(crate) async fn save_deck<R: Runtime>(
    handle: &AppHandle<R>,
    deck: &str,
) -> Result<Option<PathBuf>, Problem> {
    let dialog = AsyncFileDialog::new()
        .set_title("Export deck")
        .add_filter("Anki deck", &["apkg"])
        .add_filter("Table with Anki's headers", &["tsv", "csv"])
        .add_filter("Study sheet to print", &["html"])
        .add_filter("Markdown", &["md"])
        .add_filter("JSON", &["json"])
        .set_file_name(format!("{}.apkg", file_name(deck)));
    let chosen = shown(handle, dialog, AsyncFileDialog::save_file).await?;
    Ok(chosen.map(|file| with_deck_ending(file.path().to_owned())))
}

/// Asks where to write the rows left out of a list; none when the dialog was cancelled.
pub(crate) async fn save_rejected<R: Runtime>(
    handle: &AppHandle<R>,
    list: &str,
) -> Result<Option<PathBuf>, Problem> {
    let list = list.rsplit_once('.').map_or(list, |(stem, _)| stem);
    let dialog = AsyncFileDialog::new()
        .set_title("Save left-out rows")
        .add_filter("CSV", &["csv"])
        .set_file_name(format!("{} – left out.csv", file_name(list)));
    let chosen = shown(handle, dialog, AsyncFileDialog::save_file).await?;
    Ok(chosen.map(|file| with_ending(file.path().to_owned(), "csv")))
}

/// Shows a dialog: made on the main thread, as the systems demand, and awaited elsewhere.
async fn shown<R: Runtime, T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    handle: &AppHandle<R>,
    dialog: AsyncFileDialog,
    show: impl FnOnce(AsyncFileDialog) -> F + Send + 'static,
) -> Result<T, Problem> {
    let (tell, told) = oneshot::channel();
    let parent = handle.get_webview_window(MAIN);
    handle
        .run_on_main_thread(move || {
            let dialog = match parent {
                Some(window) => dialog.set_parent(&window),
                None => dialog,
            };
            let answer = show(dialog);
            tauri::async_runtime::spawn(async move {
                // nobody waits any more when the window was closed meanwhile
                let _ = tell.send(answer.await);
            });
        })
        .map_err(|error| unavailable(&error))?;
    told.await.map_err(|error| unavailable(&error))
}

fn unavailable(error: &dyn std::error::Error) -> Problem {
    Problem::new(Code::DialogUnavailable, format!("The file dialog could not be shown: {error}."))
        .with_hint("Drop the files on the window, or use the `hanji` command.")
}

/// A name as that of a file, without its ending, that every system takes.
fn file_name(name: &str) -> String {
    let clean = name.replace("::", " - ");
    let clean: String = clean
        .chars()
        .map(
            |letter| {
                if letter.is_control() || r#"<>:"/\|?*"#.contains(letter) { '-' } else { letter }
            },
        )
        .collect();
    let clean = clean.trim_matches(['.', ' ']);
    if clean.is_empty() { "Hanji".to_owned() } else { clean.to_owned() }
}

/// A name that ends in none of the endings of decks is that of an Anki deck.
fn with_deck_ending(path: PathBuf) -> PathBuf {
    if app::format_of(&path).is_ok() { path } else { with_ending(path, "apkg") }
}

fn with_ending(path: PathBuf, wanted: &str) -> PathBuf {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(wanted)) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(wanted);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_so_that_every_system_takes_it() {
        assert_eq!(file_name("Korean::Week 1"), "Korean - Week 1");
        assert_eq!(file_name("../../etc/passwd"), "-..-etc-passwd");
        assert_eq!(file_name(" .. "), "Hanji");
        assert_eq!(file_name("한국어"), "한국어");
    }

    #[test]
    fn the_ending_is_added_once() {
        assert_eq!(with_ending("a.apkg".into(), "apkg"), PathBuf::from("a.apkg"));
        assert_eq!(with_ending("a.APKG".into(), "apkg"), PathBuf::from("a.APKG"));
        assert_eq!(with_deck_ending("my.deck".into()), PathBuf::from("my.deck.apkg"));
        assert_eq!(with_deck_ending("my.TSV".into()), PathBuf::from("my.TSV"));
        assert_eq!(with_ending("rows".into(), "csv"), PathBuf::from("rows.csv"));
    }
}
