//! Keeping words and taking it back, on real files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use rusqlite::{Connection, types::Value};
use store::{Error, Form, Keep, Kept, NewRun, NewWord, Store, Undone, WordKey};
use tempfile::TempDir;

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("hanji.sqlite")
}

fn open(folder: &TempDir) -> Store {
    Store::open(&file(folder), 7).unwrap()
}

fn word(term: &str, meaning: &str) -> NewWord {
    let [term, meaning, source] = [term, meaning, "list.csv"].map(Into::into);
    NewWord { term, meaning, source, ..NewWord::default() }
}

fn keep(store: &Store, words: &[NewWord], now: i64) -> Kept {
    store.keep_words(words.iter().cloned().map(Keep::from).collect(), now).wait().unwrap()
}

fn correct(store: &Store, id: i64, word: NewWord, now: i64) -> Kept {
    store.keep_words(vec![Keep { word, corrects: Some(id) }], now).wait().unwrap()
}

fn meanings(store: &Store) -> Vec<(i64, String)> {
    let of = |key: WordKey| (key.id, key.meaning);
    store.word_keys().unwrap().into_iter().map(of).collect()
}

/// Every row of every table: what a change changes.
fn dump(path: &Path) -> Vec<(String, Vec<Vec<Value>>)> {
    let connection = Connection::open(path).unwrap();
    let mut names = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap();
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let rows = |name: &String| {
        let mut select = connection.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = select.column_count();
        select
            .query_map([], |row| (0..columns).map(|at| row.get(at)).collect())
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    names.iter().map(|name| (name.clone(), rows(name))).collect()
}

fn rows_of(path: &Path, table: &str) -> Vec<Vec<Value>> {
    dump(path).into_iter().find(|(name, _)| name == table).unwrap().1
}

#[test]
fn the_same_list_kept_again_changes_nothing_in_the_file() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let form = Form { text: "갔다".into(), ..Form::default() };
    let list = [
        NewWord {
            tags: vec!["a".into()], hanja: Some("學校".into()), ..word("학교", "school")
        },
        NewWord { forms: vec![form], example: Some("집에 가요.".into()), ..word("가다", "") },
    ];
    let first = keep(&store, &list, 1);
    assert_eq!((first.added, first.changed, first.unchanged), (2, 0, 0));
    let before = dump(&file(&folder));
    let second = keep(&store, &list, 2);
    assert_eq!((second.added, second.changed, second.unchanged), (0, 0, 2));
    assert_eq!((second.words, second.edit), (first.words, None));
    assert_eq!(dump(&file(&folder)), before);
    assert!(before.iter().any(|(name, rows)| name == "edited_words" && rows.len() == 2));
}

#[test]
fn a_list_adds_to_a_word_what_it_says_and_leaves_the_rest() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let form = |meaning: Option<&str>| Form {
        text: "갔다".into(),
        meaning: meaning.map(Into::into),
        example: None,
    };
    let known = NewWord {
        tags: vec!["a".into()],
        notes: Some("mine".into()),
        forms: vec![form(None)],
        ..word("가다", "to go")
    };
    let said = NewWord {
        tags: vec!["b".into(), "a".into()],
        example: Some("집에 가요.".into()),
        forms: vec![form(Some("went"))],
        source: "other.csv".into(),
        ..word("가다", "to go")
    };
    let id = keep(&store, &[known], 1).words[0];
    let kept = keep(&store, &[said], 2);
    assert_eq!((kept.words[0], kept.changed), (id, 1));
    let run = NewRun { settings: "{}".into(), words: vec![id], created_at: 3 };
    let run = store.create_run(run).wait().unwrap();
    let now = store.open_words(run, 0, 99).unwrap().remove(0).word.kept;
    assert_eq!(now.tags, ["a", "b"]);
    assert_eq!((now.notes.as_deref(), now.example.as_deref()), (Some("mine"), Some("집에 가요.")));
    assert_eq!((now.forms, now.source.as_str()), (vec![form(Some("went"))], "list.csv"));
}

#[test]
fn undo_takes_a_list_back_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(&store, &[word("물", "water")], 1);
    let before = rows_of(&file(&folder), "words");
    let tagged = NewWord { tags: vec!["new".into()], ..word("물", "water") };
    let kept = keep(&store, &[tagged, word("학교", "school")], 2);
    assert_eq!((kept.added, kept.changed), (1, 1));
    drop(store);
    let store = open(&folder);
    let last = store.last_edit().unwrap().unwrap();
    assert_eq!((last.added, last.changed, last.in_use, last.at), (1, 1, 0, 2));
    assert_eq!((last.files, Some(last.id)), (vec!["list.csv".to_owned()], kept.edit));
    let undone = store.undo_edit(last.id, 3).wait().unwrap();
    assert_eq!(undone, Undone { removed: 1, restored: 1, in_use: 0 });
    assert_eq!(rows_of(&file(&folder), "words")[..1], before);
    assert_eq!(meanings(&store).len(), 1);
    assert!(matches!(store.undo_edit(last.id, 4).wait(), Err(Error::NotFound(_))));
    assert_eq!(store.last_edit().unwrap().unwrap().at, 1, "the change before it is next");
}

#[test]
fn a_removed_word_that_comes_again_has_its_old_number() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let first = keep(&store, &[word("학교", "school")], 1);
    store.undo_edit(first.edit.unwrap(), 2).wait().unwrap();
    assert_eq!(meanings(&store), []);
    let other = keep(&store, &[word("물", "water")], 3);
    assert!(!other.words.contains(&first.words[0]), "the number stays taken");
    let again = keep(&store, &[word("학교", "school")], 4);
    assert_eq!((again.added, &again.words), (1, &first.words));
    store.undo_edit(again.edit.unwrap(), 5).wait().unwrap();
    assert_eq!(meanings(&store).len(), 1);
}

#[test]
fn words_that_a_run_uses_stay() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let kept = keep(&store, &[word("학교", "school"), word("물", "water")], 1);
    let run = NewRun { settings: "{}".into(), words: vec![kept.words[1]], created_at: 1 };
    store.create_run(run).wait().unwrap();
    assert_eq!(store.last_edit().unwrap().unwrap().in_use, 1);
    let undone = store.undo_edit(kept.edit.unwrap(), 2).wait().unwrap();
    assert_eq!(undone, Undone { removed: 1, restored: 0, in_use: 1 });
    assert_eq!(meanings(&store), [(kept.words[1], "water".to_owned())]);
}

#[test]
fn a_change_is_not_taken_back_under_a_later_one() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let first = keep(&store, &[word("물", "water"), word("불", "fire")], 1);
    let elsewhere = keep(&store, &[word("학교", "school")], 2);
    let tagged = NewWord { tags: vec!["new".into()], ..word("물", "water") };
    let later = keep(&store, &[tagged], 3);
    let before = dump(&file(&folder));
    let refused = store.undo_edit(first.edit.unwrap(), 4).wait();
    assert!(matches!(refused, Err(Error::ChangedSince)), "{refused:?}");
    assert_eq!(dump(&file(&folder)), before);
    store.undo_edit(elsewhere.edit.unwrap(), 5).wait().unwrap();
    store.undo_edit(later.edit.unwrap(), 6).wait().unwrap();
    store.undo_edit(first.edit.unwrap(), 7).wait().unwrap();
    assert_eq!(meanings(&store), []);
}

#[test]
fn a_corrected_meaning_is_the_same_word_and_comes_back() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let id = keep(&store, &[word("배", "belly")], 1).words[0];
    let corrected = correct(&store, id, word("배", "pear"), 2);
    assert_eq!((corrected.changed, corrected.words[0]), (1, id));
    assert_eq!(meanings(&store), [(id, "pear".to_owned())]);
    store.undo_edit(corrected.edit.unwrap(), 3).wait().unwrap();
    assert_eq!(meanings(&store), [(id, "belly".to_owned())]);
}

#[test]
fn a_correction_to_a_word_that_is_there_or_was_removed_makes_no_two_of_it() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let kept = keep(&store, &[word("배", "belly"), word("배", "pear")], 1);
    let [belly, pear] = kept.words[..] else { panic!() };
    assert_eq!(correct(&store, belly, word("배", "pear"), 2).words, [pear]);
    let ship = keep(&store, &[word("배", "ship")], 3);
    store.undo_edit(ship.edit.unwrap(), 4).wait().unwrap();
    let corrected = correct(&store, belly, word("배", "ship"), 5);
    assert_eq!(corrected.words, [belly], "a removed word does not hold its place");
}

#[test]
fn an_undo_that_would_make_two_of_a_word_is_refused() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let id = keep(&store, &[word("배", "belly")], 1).words[0];
    let corrected = correct(&store, id, word("배", "pear"), 2);
    keep(&store, &[word("배", "belly")], 3);
    let before = dump(&file(&folder));
    let refused = store.undo_edit(corrected.edit.unwrap(), 4).wait();
    assert!(matches!(refused, Err(Error::ChangedSince)), "{refused:?}");
    assert_eq!(dump(&file(&folder)), before);
}

#[test]
fn a_word_that_stands_twice_in_a_list_is_counted_once() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let tagged = NewWord { tags: vec!["new".into()], ..word("물", "water") };
    let kept = keep(&store, &[word("물", "water"), tagged], 1);
    assert_eq!((kept.added, kept.changed, kept.words[0]), (1, 0, kept.words[1]));
    store.undo_edit(kept.edit.unwrap(), 2).wait().unwrap();
    assert_eq!(meanings(&store), []);
}

#[test]
fn the_library_has_another_version_after_each_change() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let versions = [
        store.library_version().unwrap(),
        {
            keep(&store, &[word("물", "water")], 1);
            store.library_version().unwrap()
        },
        {
            keep(&store, &[word("물", "water")], 2);
            store.library_version().unwrap()
        },
        {
            store.undo_edit(store.last_edit().unwrap().unwrap().id, 3).wait().unwrap();
            store.library_version().unwrap()
        },
    ];
    assert_eq!(versions, [0, 1, 1, 2]);
}

#[test]
fn a_file_of_version_1_is_brought_up_to_date_with_a_copy_kept() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder);
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../src/sql/0001_first.sql")).unwrap();
    old.execute_batch(
        "INSERT INTO meta VALUES ('namespace', '7');
         INSERT INTO words VALUES (5, '학교', 'noun', 'school', '', '學校', NULL, NULL, '[\"a\"]',
                                   'list.csv', x'01', 9);
         INSERT INTO runs (id, settings, state, created_at) VALUES (3, '{}', 'open', 1);
         INSERT INTO run_words (run, position, word) VALUES (3, 1, 5);
         PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let store = open(&folder);
    let kept = store.open_words(3, 0, 99).unwrap().remove(0).word;
    assert_eq!((kept.id, kept.kept.term.as_str(), kept.kept.tags), (5, "학교", vec!["a".into()]));
    assert_eq!(kept.kept.forms, []);
    assert_eq!(store.date_notes(vec![(5, [1; 32])], 9).wait().unwrap(), [10]);
    assert_eq!(keep(&store, &[word("물", "water")], 1).words, [6]);
    drop(store);
    let copy = Connection::open(path.with_extension("backup-1.sqlite")).unwrap();
    let version: i64 = copy.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let words: i64 = copy.query_one("SELECT count(*) FROM words", [], |row| row.get(0)).unwrap();
    assert_eq!((version, words), (1, 1));
    let now = Connection::open(&path).unwrap();
    now.pragma_update(None, "foreign_keys", true).unwrap();
    let refused = now.execute("INSERT INTO run_words (run, position, word) VALUES (3, 2, 99)", []);
    assert!(refused.is_err(), "runs still refer to words");
}
