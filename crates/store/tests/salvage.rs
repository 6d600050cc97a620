//! Real files, damaged in every way we could think of: never a panic, and no readable answer lost.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use store::{Error, Finish, Keep, NewReply, NewRun, NewWord, Salvaged, Store};
use tempfile::TempDir;

const WORDS: u32 = 400;
const PAGE: usize = 4096;

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("hanji.sqlite")
}

fn reply(run: i64, number: u32) -> NewReply {
    let mut identity = [0; 32];
    identity[..4].copy_from_slice(&number.to_le_bytes());
    // one in fifty is longer than a page
    let length = if number.is_multiple_of(50) { 9_000 } else { 700 };
    let next = |seed: &u32| Some(seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    let noise = std::iter::successors(Some(number), next);
    NewReply {
        run: Some(run),
        stage: if number.is_multiple_of(2) { "nuance" } else { "cards" },
        identity,
        prompt: Some([1; 8]),
        schema_version: 1,
        term: format!("낱말{}", number / 2),
        content: noise
            .take(length)
            .map(|seed| char::from(b' ' + seed.to_be_bytes()[0] % 90))
            .collect(),
        model: "m".into(),
        served_by: "m".into(),
        provider: Some("p".into()),
        generation_id: Some(format!("gen-{number}")),
        prompt_tokens: 1000,
        completion_tokens: 500,
        cached_tokens: 0,
        reasoning_tokens: 0,
        cost_pico_usd: Some(10),
        repaired: false,
        elapsed_ms: Some(900),
        created_at: 5,
    }
}

/// A file with a finished run, closed in order; and the number of its run.
fn whole(folder: &TempDir) -> i64 {
    let store = Store::open(&file(folder), 7).unwrap();
    let word = |number| NewWord { term: format!("낱말{number}"), ..NewWord::default() };
    let words: Vec<_> = (0..WORDS).map(|number| Keep::from(word(number))).collect();
    let words = store.keep_words(words, 1).wait().unwrap().words;
    let new = NewRun { settings: "{}".into(), words: words.clone(), created_at: 1 };
    let run = store.create_run(new).wait().unwrap();
    let keep = |number| store.record_reply(reply(run, number));
    let pending: Vec<_> = (0..2 * WORDS).map(keep).collect();
    let replies: Vec<_> = pending.into_iter().map(|it| it.wait().unwrap()).collect();
    let accept = |(number, reply)| store.accept(self::reply(run, number).identity, reply, vec![]);
    let accepted: Vec<_> = (0..).zip(replies.iter().copied()).map(accept).collect();
    for it in accepted {
        it.wait().unwrap();
    }
    let finish = |(word, pair): (i64, &[i64])| Finish {
        run,
        word,
        nuance: pair[0],
        cards: pair[1],
        needs_review: false,
        elapsed_ms: 1,
    };
    let finished = words.into_iter().zip(replies.chunks(2)).map(finish).collect();
    store.finish_words(finished).wait().unwrap();
    run
}

fn salvage(folder: &TempDir) -> Salvaged {
    Store::salvage(&file(folder), "2026-11-24", 8).unwrap()
}

fn saved(salvaged: &Salvaged, table: &str) -> (u32, u32) {
    let found = salvaged.tables.iter().find(|saved| saved.name == table).unwrap();
    (found.saved, found.lost)
}

/// Numbers of the replies that can be read by what they answer.
fn readable(store: &Store) -> BTreeSet<u32> {
    let is_there = |number: &u32| {
        let wanted = reply(1, *number);
        let found = store.newest_reply(&wanted.identity).unwrap();
        found.is_some_and(|(_, content)| content == wanted.content)
    };
    (0..2 * WORDS).filter(is_there).collect()
}

/// What holds of a file after every repair.
fn check(folder: &TempDir, salvaged: &Salvaged, run: i64) -> Store {
    assert!(salvaged.damaged.exists());
    assert!(salvaged.damaged.to_string_lossy().contains("2026-11-24"));
    assert!(!file(folder).with_extension("repair").exists());
    let store = Store::open(&file(folder), 9).unwrap();
    let verified = store.verify(|_| true).unwrap();
    assert_eq!((verified.damage, verified.faults), (vec![], vec![]));
    assert!(store.finished_words(run, 0, 10_000).is_ok());
    assert!(store.open_words(run, 0, 10_000).is_ok());
    store
}

/// Pages of the file that only hold rows of replies.
fn pages_of_replies(path: &Path) -> Vec<usize> {
    let bytes = fs::read(path).unwrap();
    let holds = |page: &[u8]| page[0] == 0x0d && page.windows(4).any(|bytes| bytes == b"gen-");
    let pages = bytes.chunks(PAGE).enumerate().skip(1);
    pages.filter(|(_, page)| holds(page)).map(|(number, _)| number).collect()
}

fn overwrite(path: &Path, pages: &[usize]) {
    let mut bytes = fs::read(path).unwrap();
    for page in pages {
        let mut noise = u32::try_from(*page).unwrap();
        for byte in &mut bytes[page * PAGE..(page + 1) * PAGE] {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = noise.to_be_bytes()[0];
        }
    }
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_whole_file_is_saved_whole() {
    let folder = TempDir::new().unwrap();
    let run = whole(&folder);
    let salvaged = salvage(&folder);
    assert!(salvaged.tables.iter().all(|table| (table.lost, table.left_out) == (0, 0)));
    assert_eq!(saved(&salvaged, "replies"), (2 * WORDS, 0));
    let store = check(&folder, &salvaged, run);
    assert_eq!(store.namespace().unwrap(), 7, "what Anki knows the notes by");
    assert_eq!(readable(&store).len(), 2 * WORDS as usize);
    assert_eq!(store.finished_words(run, 0, 10_000).unwrap().len(), WORDS as usize);
    assert_eq!(store.committed_by_run(run).unwrap(), i64::from(2 * WORDS) * 10);
}

#[test]
fn every_table_of_the_file_is_saved() {
    let folder = TempDir::new().unwrap();
    drop(Store::open(&file(&folder), 7).unwrap());
    let salvaged = salvage(&folder);
    let saved: BTreeSet<String> =
        salvaged.tables.iter().map(|table| table.name.to_owned()).collect();
    let file = Connection::open(file(&folder)).unwrap();
    let mut names = file
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap();
    let names: BTreeSet<String> =
        names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(saved, names);
}

#[test]
fn pages_of_random_bytes_cost_the_replies_that_were_in_them_and_no_other() {
    let folder = TempDir::new().unwrap();
    let run = whole(&folder);
    let pages = pages_of_replies(&file(&folder));
    assert!(pages.len() > 100, "{}", pages.len());
    let bytes = fs::read(file(&folder)).unwrap();
    let hit: Vec<_> = [3, 4, 5, 40, 77].map(|at| pages[at]).to_vec();
    let in_them: usize = hit.iter().map(|page| usize::from(bytes[page * PAGE + 4])).sum();
    overwrite(&file(&folder), &hit);
    assert!(matches!(Store::open(&file(&folder), 7), Err(Error::Damaged(_))));
    let salvaged = salvage(&folder);
    let (replies, lost) = saved(&salvaged, "replies");
    assert_eq!(replies + lost, 2 * WORDS);
    assert_eq!(lost as usize, in_them);
    let store = check(&folder, &salvaged, run);
    assert_eq!(readable(&store).len(), replies as usize);
    let open = store.open_words(run, 0, 10_000).unwrap().len();
    let finished = store.finished_words(run, 0, 10_000).unwrap().len();
    assert_eq!(open + finished, WORDS as usize, "words whose answers are lost are open again");
    assert!(open > 0);
}

#[test]
fn without_its_first_page_or_the_way_to_its_rows_no_reply_is_lost() {
    for lost_pages in [0..1, 0..12, 1..12] {
        let folder = TempDir::new().unwrap();
        let run = whole(&folder);
        let pages = pages_of_replies(&file(&folder));
        let before: Vec<usize> = lost_pages.filter(|page| !pages.contains(page)).collect();
        overwrite(&file(&folder), &before);
        let salvaged = salvage(&folder);
        let store = check(&folder, &salvaged, run);
        // one in fifty flows over into other pages, which may have been among those lost
        let there = readable(&store).len();
        assert!(there >= 2 * WORDS as usize - 16, "{there} of pages {before:?}: {salvaged:?}");
    }
}

#[test]
fn a_file_cut_short_gives_what_is_left_of_it() {
    for part in [9, 6, 3, 1] {
        let folder = TempDir::new().unwrap();
        let run = whole(&folder);
        let bytes = fs::read(file(&folder)).unwrap();
        let left = bytes.len() / 10 * part;
        fs::write(file(&folder), &bytes[..left]).unwrap();
        let pages = pages_of_replies(&file(&folder));
        let whole_pages = pages.iter().filter(|page| (*page + 1) * PAGE <= left);
        let in_them: usize = whole_pages.map(|page| usize::from(bytes[page * PAGE + 4])).sum();
        let opened = Store::open(&file(&folder), 7);
        assert!(matches!(opened, Err(Error::Damaged(_))), "{part}: {opened:?}");
        let salvaged = salvage(&folder);
        let there = readable(&check(&folder, &salvaged, run)).len();
        assert!(there + 16 >= in_them, "{part}: {there} of {in_them}");
    }
}

#[test]
fn a_file_without_its_log_is_read_as_it_was_before() {
    let folder = TempDir::new().unwrap();
    let run = whole(&folder);
    let other = TempDir::new().unwrap();
    let store = Store::open(&file(&folder), 7).unwrap();
    store.record_reply(reply(run, 5_000)).wait().unwrap();
    fs::copy(file(&folder), file(&other)).unwrap();
    drop(store);
    let store = Store::open(&file(&other), 7).unwrap();
    assert_eq!(readable(&store).len(), 2 * WORDS as usize);
    assert_eq!(store.newest_reply(&reply(run, 5_000).identity).unwrap(), None);
}

#[test]
fn what_stands_only_in_the_log_is_saved() {
    let folder = TempDir::new().unwrap();
    let run = whole(&folder);
    let other = TempDir::new().unwrap();
    let store = Store::open(&file(&folder), 7).unwrap();
    store.record_reply(reply(run, 5_000)).wait().unwrap();
    for ending in ["", "-wal"] {
        let [from, to] =
            [&folder, &other].map(|it| it.path().join(format!("hanji.sqlite{ending}")));
        fs::copy(from, to).unwrap();
    }
    drop(store);
    overwrite(&file(&other), &[0]);
    let salvaged = salvage(&other);
    let store = check(&other, &salvaged, run);
    assert!(store.newest_reply(&reply(run, 5_000).identity).unwrap().is_some());
    assert!(readable(&store).len() >= 2 * WORDS as usize - 16);
}

#[test]
fn an_empty_file_and_one_that_is_no_database_are_set_aside() {
    for content in [&b""[..], b"this is a shopping list", &[0; 9_000], &[0xff; 10_000]] {
        let folder = TempDir::new().unwrap();
        fs::write(file(&folder), content).unwrap();
        let salvaged = salvage(&folder);
        assert_eq!(fs::read(&salvaged.damaged).unwrap(), content);
        assert_eq!(saved(&salvaged, "replies"), (0, 0));
        check(&folder, &salvaged, 1);
    }
}

#[test]
fn a_text_that_is_not_what_was_written_is_let_go_of_and_stays_paid_for() {
    let folder = TempDir::new().unwrap();
    let run = whole(&folder);
    let other = Connection::open(file(&folder)).unwrap();
    other.execute("UPDATE replies SET content = x'28b52ffd0000' WHERE id = 9", []).unwrap();
    drop(other);
    let salvaged = salvage(&folder);
    assert_eq!((salvaged.texts_lost, saved(&salvaged, "replies")), (1, (2 * WORDS, 0)));
    let store = check(&folder, &salvaged, run);
    assert_eq!(store.open_words(run, 0, 10).unwrap().len(), 1);
    assert_eq!(store.committed_by_run(run).unwrap(), i64::from(2 * WORDS) * 10);
}

#[test]
fn a_file_in_use_is_not_repaired() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&file(&folder), 7).unwrap();
    let refused = Store::salvage(&file(&folder), "2026-11-24", 8);
    assert!(matches!(refused, Err(Error::Busy)), "{refused:?}");
    drop(store);
    assert!(Store::salvage(&file(&folder), "2026-11-24", 8).is_ok());
    let missing = Store::salvage(&folder.path().join("none.sqlite"), "2026-11-24", 8);
    assert!(matches!(missing, Err(Error::NotFound(_))), "{missing:?}");
}

#[test]
fn whatever_page_is_hit_opening_and_repairing_never_panic() {
    let folder = TempDir::new().unwrap();
    let run = whole(&folder);
    let bytes = fs::read(file(&folder)).unwrap();
    let pages = bytes.len() / PAGE;
    for round in 0..12 {
        let folder = TempDir::new().unwrap();
        fs::write(file(&folder), &bytes).unwrap();
        let hit: Vec<usize> = (0..=round).map(|at| (at * 7_919 + round * 131) % pages).collect();
        overwrite(&file(&folder), &hit);
        if let Ok(store) = Store::open(&file(&folder), 7) {
            let _ = store.verify(|_| true);
        }
        check(&folder, &salvage(&folder), run);
    }
}
