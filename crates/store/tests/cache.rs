//! What is kept, letting go of it, and reading it back, on real files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use rusqlite::{Connection, params};
use store::{
    FaultKind, Finish, Keep, NewReply, NewRun, NewWord, RunEvent, RunState, Store, Stretch, Which,
};
use tempfile::TempDir;

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("hanji.sqlite")
}

fn reply(run: i64, term: &str, stage: &'static str, number: u8) -> NewReply {
    NewReply {
        run: Some(run),
        stage,
        identity: [number; 32],
        prompt: Some([number % 2; 8]),
        schema_version: 1,
        term: term.into(),
        content: format!("{{\"term\":\"{term}\",\"said\":\"{}\"}}", "말 ".repeat(100)),
        model: if number < 3 { "small" } else { "large" }.into(),
        served_by: "s".into(),
        provider: None,
        generation_id: None,
        prompt_tokens: 1,
        completion_tokens: 1,
        cached_tokens: 0,
        reasoning_tokens: 0,
        cost_pico_usd: Some(10),
        repaired: false,
        elapsed_ms: None,
        created_at: 5,
    }
}

/// A finished run over two words, each with two answers, numbered 1 to 4.
fn answered(folder: &TempDir) -> (Store, i64) {
    let store = Store::open(&file(folder), 7).unwrap();
    let word = |term: &str| Keep::from(NewWord { term: term.into(), ..NewWord::default() });
    let words = store.keep_words(vec![word("물"), word("불")], 1).wait().unwrap().words;
    let new = NewRun { settings: "{}".into(), words: words.clone(), created_at: 1 };
    let run = store.create_run(new).wait().unwrap();
    for (word, (term, first)) in words.into_iter().zip([("물", 1), ("불", 3)]) {
        let keep = |stage, number| {
            let reply = reply(run, term, stage, number);
            let id = store.record_reply(reply.clone()).wait().unwrap();
            store.accept(reply.identity, id, vec![]).wait().unwrap();
            id
        };
        let (nuance, cards) = (keep("nuance", first), keep("cards", first + 1));
        let finish = Finish { run, word, nuance, cards, needs_review: false, elapsed_ms: 1 };
        store.finish_words(vec![finish]).wait().unwrap();
    }
    store.end_stretch(run, Stretch::resting(RunEvent::Finished, 2)).wait().unwrap();
    (store, run)
}

/// Numbers of the answers in force.
fn in_force(store: &Store) -> Vec<u8> {
    (1..5).filter(|number| store.answer(&[*number; 32]).unwrap().is_some()).collect()
}

#[test]
fn a_forgotten_reply_answers_nothing_and_still_counts_against_the_caps() {
    let folder = TempDir::new().unwrap();
    let (store, run) = answered(&folder);
    let water = Which::Term("물".into());
    let foretold = store.would_forget(&water).unwrap();
    let forgotten = store.forget(water, 10).wait().unwrap();
    assert_eq!((forgotten.replies, forgotten.answers, forgotten.cost_pico_usd), (2, 2, 20));
    assert_eq!(foretold, forgotten);
    assert_eq!(in_force(&store), [3, 4]);
    assert_eq!(store.newest_reply(&[1; 32]).unwrap(), None, "nor is it taken up again");
    assert_eq!((store.committed_by_run(run).unwrap(), store.committed_since(0).unwrap()), (40, 40));
    let finished = store.finished_words(run, 0, 9).unwrap();
    assert_eq!(finished.len(), 2, "what was made of it stays");
    assert_eq!(store.forget(Which::Term("물".into()), 11).wait().unwrap().replies, 0);
}

#[test]
fn a_model_a_prompt_or_everything_is_forgotten() {
    for (which, left) in [
        (Which::Model("small".into()), vec![3, 4]),
        (Which::Model("s".into()), vec![]),
        (Which::Prompt([1; 8]), vec![2, 4]),
        (Which::Term("없음".into()), vec![1, 2, 3, 4]),
        (Which::All, vec![]),
    ] {
        let folder = TempDir::new().unwrap();
        let (store, _) = answered(&folder);
        store.forget(which.clone(), 10).wait().unwrap();
        assert_eq!(in_force(&store), left, "{which:?}");
    }
}

#[test]
fn the_last_forgetting_can_be_taken_back() {
    let folder = TempDir::new().unwrap();
    let (store, run) = answered(&folder);
    store.forget(Which::Term("물".into()), 10).wait().unwrap();
    store.forget(Which::All, 11).wait().unwrap();
    let newer = NewReply { content: "{\"new\":1}".into(), ..reply(run, "불", "nuance", 3) };
    let id = store.record_reply(newer).wait().unwrap();
    store.accept([3; 32], id, vec![]).wait().unwrap();
    let back = store.remember().wait().unwrap();
    assert_eq!((back.replies, back.answers), (2, 1));
    assert_eq!(in_force(&store), [3, 4]);
    assert_eq!(store.answer(&[3; 32]).unwrap().unwrap().reply, id, "the newer answer stays");
    store.remember().wait().unwrap();
    assert_eq!(in_force(&store), [1, 2, 3, 4]);
    assert_eq!(store.remember().wait().unwrap().replies, 0);
}

#[test]
fn purging_deletes_forgotten_texts_and_opens_the_words_that_rest_on_them() {
    let folder = TempDir::new().unwrap();
    let (store, run) = answered(&folder);
    assert_eq!(store.purge(Which::All).wait().unwrap(), 0, "nothing was forgotten");
    store.forget(Which::Term("물".into()), 10).wait().unwrap();
    assert_eq!(store.purge(Which::All).wait().unwrap(), 2);
    store.compact().unwrap();
    assert_eq!(store.remember().wait().unwrap().replies, 0);
    assert_eq!(in_force(&store), [3, 4]);
    let finished = store.finished_words(run, 0, 9).unwrap();
    assert_eq!(finished.len(), 1);
    let open = store.open_words(run, 0, 9).unwrap();
    assert_eq!(open[0].word.kept.term, "물");
    assert_eq!(store.run(run).unwrap().state, RunState::Cancelled);
    assert_eq!(store.committed_by_run(run).unwrap(), 40);
    let stats = store.cache_stats().unwrap();
    assert_eq!((stats.answers, stats.replies, stats.forgotten, stats.purged), (2, 4, 0, 2));
}

#[test]
fn what_is_kept_is_counted() {
    let folder = TempDir::new().unwrap();
    let (store, _) = answered(&folder);
    let stats = store.cache_stats().unwrap();
    assert_eq!((stats.answers, stats.replies, stats.cost_pico_usd), (4, 4, 40));
    assert_eq!((stats.words, stats.words_from_cache), (2, 2));
    assert!(stats.text_bytes > 0 && stats.file_bytes > stats.text_bytes);
    let of = |stage: &str, model: &str| {
        let mut kinds = stats.kinds.iter();
        kinds.find(|kind| kind.stage == stage && kind.model == model).unwrap()
    };
    assert_eq!(stats.kinds.len(), 4);
    assert_eq!(of("nuance", "small").prompt, Some([1; 8]));
    assert_eq!(of("cards", "large").answers, 1);
}

#[test]
fn every_kept_reply_is_read_back_and_what_is_wrong_is_named() {
    let folder = TempDir::new().unwrap();
    let (store, _) = answered(&folder);
    let is_answer = |text: &str| text.starts_with('{');
    let fine = store.verify(is_answer).unwrap();
    assert_eq!((fine.replies, fine.answers), (4, 4));
    assert_eq!((fine.faults, fine.damage), (vec![], vec![]));
    let other = Connection::open(file(&folder)).unwrap();
    let set = |id: i64, content: &[u8]| {
        let update = "UPDATE replies SET content = ?2 WHERE id = ?1";
        other.execute(update, params![id, content]).unwrap();
    };
    set(1, b"\x28\xb5\x2f\xfd but no frame");
    set(2, b"{\"another\": \"text\"}");
    let said = b"I would rather not.";
    set(3, said);
    other.execute("UPDATE replies SET checksum = NULL WHERE id = 3", []).unwrap();
    let faults = store.verify(is_answer).unwrap().faults;
    let found: Vec<_> = faults.iter().map(|fault| (fault.reply, fault.kind)).collect();
    assert_eq!(
        found,
        [(1, FaultKind::Unreadable), (2, FaultKind::Changed), (3, FaultKind::NoAnswer)]
    );
    assert_eq!((faults[0].term.as_str(), faults[0].stage.as_str()), ("물", "nuance"));
}

#[test]
fn a_file_of_before_is_brought_up_to_date_and_its_answers_still_answer() {
    let folder = TempDir::new().unwrap();
    let old = Connection::open(file(&folder)).unwrap();
    for sql in [
        include_str!("../src/sql/0001_first.sql"),
        include_str!("../src/sql/0002_undo.sql"),
        include_str!("../src/sql/0003_spending.sql"),
        include_str!("../src/sql/0004_sent.sql"),
        "PRAGMA user_version = 4",
    ] {
        old.execute_batch(sql).unwrap();
    }
    let text = "{\"term\":\"물\"}";
    old.execute(
        "INSERT INTO replies (id, stage, identity, term, content, model, served_by, prompt_tokens,
                              completion_tokens, created_at)
         VALUES (1, 'nuance', ?1, '물', ?2, 'm', 'm', 1, 1, 1)",
        params![[9u8; 32], zstd::bulk::compress(text.as_bytes(), 3).unwrap()],
    )
    .unwrap();
    old.execute("INSERT INTO answers VALUES (?1, 1, '[]')", [[9u8; 32]]).unwrap();
    drop(old);
    let store = Store::open(&file(&folder), 7).unwrap();
    assert_eq!(store.answer(&[9; 32]).unwrap().unwrap().content, text);
    let kinds = store.cache_stats().unwrap().kinds;
    assert_eq!((kinds[0].prompt, kinds[0].schema_version), (None, None));
    assert_eq!(store.verify(|_| true).unwrap().faults, []);
    assert!(file(&folder).with_extension("backup-4.sqlite").exists());
}
