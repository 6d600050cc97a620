//! A list held against the library: what is there already, what may correct it, what is kept and
//! taken back.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/no_keychain.rs"]
mod no_keychain;

use std::sync::Arc;

use app::{
    App, Options,
    dto::{Kept, RowFilter, RowQuery, Undone, WordRow},
};
use no_keychain::NoKeychain;
use tempfile::TempDir;

fn open(folder: &TempDir) -> App {
    App::open(Options {
        data_dir: Some(folder.path().to_owned()),
        key: None,
        key_for_any_address: false,
        keychain: Arc::new(NoKeychain),
        anki_connect: None,
    })
    .unwrap()
}

async fn read(app: &App, text: &str) {
    let _ = app.clear_words();
    app.read_text("list.csv", text.to_owned()).await.unwrap();
}

async fn rows(app: &App, show: RowFilter) -> Vec<WordRow> {
    let query = RowQuery { show, reason: None, text: String::new(), from: 0, count: 500 };
    app.word_rows(query).await.unwrap().rows
}

#[tokio::test]
async fn a_list_kept_twice_changes_nothing_and_undo_takes_it_back_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let app = open(&folder);
    read(&app, "단어,뜻,품사\n학교,school,명사\n갔다,went,\n갑니다,goes,\n").await;
    app.merge_all().await.unwrap();
    assert_eq!(app.keep_words().await.unwrap(), Kept { added: 2, changed: 0, unchanged: 0 });
    assert_eq!(app.preview().await.unwrap().counts.in_library, 2, "the words stay on the list");
    assert_eq!(app.keep_words().await.unwrap(), Kept { added: 0, changed: 0, unchanged: 2 });
    drop(app);
    let app = open(&folder);
    let undoable = app.state().await.unwrap().undo.unwrap();
    assert_eq!((undoable.added, undoable.files), (2, vec!["list.csv".to_owned()]));
    let undone = app.undo(undoable.id).await.unwrap();
    assert_eq!(undone, Undone { removed: 2, restored: 0, in_use: 0 });
    assert_eq!(app.undoable().unwrap(), None);
    read(&app, "학교\n").await;
    assert_eq!(app.preview().await.unwrap().counts.in_library, 0);
}

#[tokio::test]
async fn a_row_that_says_less_than_the_library_is_the_word_it_has() {
    let folder = TempDir::new().unwrap();
    let app = open(&folder);
    read(&app, "단어,뜻,품사\n학교,school,명사\n배,belly,\n배,pear,\n").await;
    app.keep_words().await.unwrap();
    read(&app, "학교\n배\n").await;
    let in_library: Vec<String> =
        rows(&app, RowFilter::Library).await.into_iter().map(|row| row.term).collect();
    assert_eq!(in_library, ["학교"], "which 배 is meant is not guessed");
    assert_eq!(app.keep_words().await.unwrap(), Kept { added: 1, changed: 0, unchanged: 1 });
}

#[tokio::test]
async fn homographs_are_numbered_on_from_those_of_the_library() {
    let folder = TempDir::new().unwrap();
    let app = open(&folder);
    read(&app, "단어,뜻\n배,belly\n배,pear\n").await;
    app.keep_words().await.unwrap();
    read(&app, "단어,뜻\n배,ship\n배,Pear\n").await;
    let numbers: Vec<_> = rows(&app, RowFilter::Words)
        .await
        .into_iter()
        .map(|row| (row.homograph, row.in_library))
        .collect();
    assert_eq!(numbers, [(Some(3), false), (Some(2), true)]);
}

#[tokio::test]
async fn another_meaning_is_another_word_unless_the_learner_says_that_it_corrects() {
    let folder = TempDir::new().unwrap();
    let app = open(&folder);
    read(&app, "단어,뜻\n배,belly\n").await;
    app.keep_words().await.unwrap();
    read(&app, "단어,뜻\n배,pear\n").await;
    let offered = rows(&app, RowFilter::Words).await.remove(0);
    assert_eq!((offered.corrects.as_deref(), offered.corrected), (Some("belly"), false));
    assert_eq!(offered.homograph, Some(2));
    app.correct_word(offered.id, true).await.unwrap();
    let told = rows(&app, RowFilter::Words).await.remove(0);
    assert!(told.corrected && told.in_library && told.homograph.is_none());
    assert_eq!(app.keep_words().await.unwrap(), Kept { added: 0, changed: 1, unchanged: 0 });
    assert_eq!(app.keep_words().await.unwrap(), Kept { added: 0, changed: 0, unchanged: 1 });
    let undone = app.undo(app.undoable().unwrap().unwrap().id).await.unwrap();
    assert_eq!(undone, Undone { removed: 0, restored: 1, in_use: 0 });
    let again = rows(&app, RowFilter::Words).await.remove(0);
    assert_eq!(again.corrects.as_deref(), Some("belly"));
}

#[tokio::test]
async fn the_next_list_has_names_of_its_own_and_knows_what_was_known() {
    let folder = TempDir::new().unwrap();
    let app = open(&folder);
    let known = folder.path().join("known.txt");
    std::fs::write(&known, "학교\n").unwrap();
    app.know_file(known).await.unwrap();
    read(&app, "물\n불\n").await;
    let before: Vec<u32> = rows(&app, RowFilter::Words).await.iter().map(|row| row.id).collect();
    read(&app, "학교\n물\n").await;
    let after = rows(&app, RowFilter::Words).await;
    assert_eq!(after.len(), 1);
    assert!(!before.contains(&after[0].id));
    assert_eq!(app.forget_known().await.unwrap().counts.words, 2);
    assert!(app.know_file(folder.path().join("missing.txt")).await.is_err());
}
