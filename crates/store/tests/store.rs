//! The store's promises, on real files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{path::PathBuf, sync::atomic::AtomicU32, sync::atomic::Ordering};

use proptest::{collection::vec, option, prelude::*};
use store::{
    Counts, DeadLetter, Error, Finish, Keep, NewReply, NewRun, NewWord, RunEvent, RunState, Store,
    Stretch, WordEvent, WordState,
};
use tempfile::TempDir;

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("data").join("hanji.sqlite")
}

fn open(folder: &TempDir) -> Store {
    Store::open(&file(folder), 7).unwrap()
}

fn word(term: &str) -> NewWord {
    NewWord { term: term.into(), ..NewWord::default() }
}

fn keep(store: &Store, words: Vec<NewWord>, now: i64) -> Vec<i64> {
    store.keep_words(words.into_iter().map(Keep::from).collect(), now).wait().unwrap().words
}

fn reply(run: i64, content: &str) -> NewReply {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let mut identity = [0; 32];
    identity[..4].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_le_bytes());
    NewReply {
        run: Some(run),
        stage: "nuance",
        identity,
        prompt: Some([3; 8]),
        schema_version: 1,
        term: "학교".into(),
        content: content.into(),
        model: "m".into(),
        served_by: "m-2".into(),
        provider: None,
        generation_id: None,
        prompt_tokens: 10,
        completion_tokens: 20,
        cached_tokens: 8,
        reasoning_tokens: 0,
        cost_pico_usd: Some(5),
        repaired: false,
        elapsed_ms: Some(50),
        created_at: 1,
    }
}

fn run_of(store: &Store, terms: &[&str]) -> (i64, Vec<i64>) {
    let words = keep(store, terms.iter().map(|term| word(term)).collect(), 1);
    let new = NewRun { settings: "{}".into(), words: words.clone(), created_at: 1 };
    (store.create_run(new).wait().unwrap(), words)
}

fn finish_with(store: &Store, run: i64, word: i64, nuance: i64, cards: i64) {
    let finish = Finish { run, word, nuance, cards, needs_review: false, elapsed_ms: 40 };
    store.finish_words(vec![finish]).wait().unwrap();
}

#[test]
fn the_same_word_is_kept_once_and_keeps_its_number() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let first = keep(&store, vec![word("배"), word("물")], 1);
    let again = keep(&store, vec![word("물"), NewWord { meaning: "pear".into(), ..word("배") }], 2);
    assert_eq!(again[0], first[1]);
    assert!(!first.contains(&again[1]), "another meaning is another word");
}

#[test]
fn an_accepted_reply_answers_after_reopening() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let (run, _) = run_of(&store, &["학교"]);
    let sent = reply(run, "긴 답변 ".repeat(500).as_str());
    let id = store.record_reply(sent.clone()).wait().unwrap();
    assert_eq!(store.answer(&sent.identity).unwrap(), None, "recorded is not accepted");
    store.accept(sent.identity, id, vec!["short".into()]).wait().unwrap();
    drop(store);
    let answer = open(&folder).answer(&sent.identity).unwrap().unwrap();
    assert_eq!(
        (answer.reply, answer.content, answer.defects),
        (id, sent.content, vec!["short".into()])
    );
}

#[test]
fn a_run_counts_its_words_where_they_stand() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let (run, words) = run_of(&store, &["하나", "둘", "셋", "넷", "하나"]);
    let paid = store.record_reply(reply(run, "a")).wait().unwrap();
    let unpriced = NewReply { cost_pico_usd: None, ..reply(run, "b") };
    let other = store.record_reply(unpriced).wait().unwrap();
    finish_with(&store, run, words[1], paid, other);
    store.progress_word(run, words[2], Some(paid), 1).wait().unwrap();
    let letter = DeadLetter {
        word: words[3],
        term: "넷".into(),
        stage: "cards".into(),
        code: "empty".into(),
        message: "said nothing".into(),
        attempts: 3,
        last_reply: None,
    };
    store.fail_word(run, letter.clone(), 10).wait().unwrap();
    let counts = store.counts(run).unwrap();
    assert_eq!(
        (counts.words, counts.pending, counts.nuance, counts.done, counts.failed, counts.cached),
        (4, 1, 1, 1, 1, 1)
    );
    assert_eq!((counts.cost_pico_usd, counts.replies_without_cost, counts.finished), (5, 1, 1));
    let open: Vec<_> =
        store.open_words(run, 0, 99).unwrap().iter().map(|word| word.position).collect();
    assert_eq!(open, [1, 3]);
    assert_eq!(store.dead_letters(run).unwrap(), [letter]);
    assert_eq!(store.retry_failed(run, None).wait().unwrap(), 1);
    assert_eq!(store.counts(run).unwrap().failed, 0);
    assert_eq!(store.dead_letters(run).unwrap(), []);
}

#[test]
fn finished_words_come_page_by_page_in_the_order_of_finishing() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let (run, words) = run_of(&store, &["하나", "둘", "셋"]);
    let nuance = store.record_reply(reply(run, "nuance")).wait().unwrap();
    let cards = store.record_reply(reply(run, "cards")).wait().unwrap();
    for word in [words[2], words[0], words[1]] {
        finish_with(&store, run, word, nuance, cards);
    }
    let terms = |after, limit| -> Vec<String> {
        let page = store.finished_words(run, after, limit).unwrap();
        page.into_iter().map(|finished| finished.word.kept.term).collect()
    };
    assert_eq!(terms(0, 2), ["셋", "하나"]);
    assert_eq!(terms(2, 2), ["둘"]);
    let first = store.finished_words(run, 0, 1).unwrap().remove(0);
    assert_eq!((first.nuance.as_str(), first.cards.as_str()), ("nuance", "cards"));
    assert_eq!(store.run(run).unwrap().first_ms, Some(40));
}

#[test]
fn a_note_is_dated_anew_only_when_it_shows_something_else_and_then_by_a_second_at_least() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let (_, words) = run_of(&store, &["학교", "물"]);
    let date =
        |hash: u8, now| store.date_notes(vec![(words[0], [hash; 32])], now).wait().unwrap()[0];
    assert_eq!(date(1, 100), 100);
    assert_eq!(date(1, 200), 100, "the same note");
    assert_eq!(date(2, 100), 101, "Anki compares seconds");
    assert_eq!(date(1, 500), 500);
    let both = vec![(words[1], [7; 32]), (words[0], [1; 32])];
    assert_eq!(store.date_notes(both, 600).wait().unwrap(), [600, 500]);
}

#[test]
fn a_word_kept_again_takes_what_the_list_now_says() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let (run, words) = run_of(&store, &["학교"]);
    let better =
        NewWord {
            example: Some("학교에 가요.".into()), tags: vec!["a".into()], ..word("학교")
        };
    assert_eq!(keep(&store, vec![better.clone()], 2), words);
    assert_eq!(keep(&store, vec![word("학교")], 3), words);
    let kept = store.open_words(run, 0, 99).unwrap().remove(0).word.kept;
    assert_eq!((kept.example, kept.tags), (better.example, better.tags));
}

#[test]
fn the_newest_reply_is_found_before_it_is_accepted() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let (run, _) = run_of(&store, &["학교"]);
    let first = reply(run, "first");
    assert_eq!(store.newest_reply(&first.identity).unwrap(), None);
    store.record_reply(first.clone()).wait().unwrap();
    let second = NewReply { content: "second".into(), ..first };
    let id = store.record_reply(second.clone()).wait().unwrap();
    assert_eq!(store.newest_reply(&second.identity).unwrap(), Some((id, "second".into())));
}

#[test]
fn states_and_reasons_of_runs_survive() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let (run, _) = run_of(&store, &["학교"]);
    let stretch = Stretch {
        event: RunEvent::Stopped,
        reason: Some("no credit".into()),
        elapsed_ms: 1234,
        requests: 10,
        retries: 2,
        presumed_pico_usd: 5,
        at: 100,
    };
    store.end_stretch(run, stretch.clone()).wait().unwrap();
    store.end_stretch(run, Stretch { reason: None, ..stretch.clone() }).wait().unwrap();
    store.end_stretch(run, stretch).wait().unwrap();
    store.record_reply(reply(run, "paid")).wait().unwrap();
    let paid = reply(run, "").cost_pico_usd.unwrap();
    assert_eq!(store.committed_by_run(run).unwrap(), paid + 3 * 5);
    let later = |moment| store.committed_since(moment).unwrap();
    assert_eq!((later(1), later(100), later(101)), (paid + 15, 15, 0));
    drop(store);
    let kept = open(&folder).run(run).unwrap();
    assert_eq!((kept.state, kept.reason.as_deref()), (RunState::Open, Some("no credit")));
    assert_eq!((kept.elapsed_ms, kept.requests, kept.retries), (3702, 30, 6));
    assert!(matches!(open(&folder).run(run + 1), Err(Error::NotFound("run"))));
}

#[test]
fn a_namespace_is_made_once() {
    let folder = TempDir::new().unwrap();
    assert_eq!(open(&folder).namespace().unwrap(), 7);
    assert_eq!(Store::open(&file(&folder), 8).unwrap().namespace().unwrap(), 7);
}

#[test]
fn a_job_that_fails_leaves_the_others_of_its_group_alone() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let (run, _) = run_of(&store, &["학교"]);
    let good = store.record_reply(reply(run, "good"));
    let bad = store.accept([9; 32], 4_711, vec![]);
    let also_good = store.record_reply(reply(run, "also good"));
    assert!(good.wait().is_ok());
    assert!(bad.wait().is_err(), "no such reply: the foreign key holds");
    assert!(also_good.wait().is_ok());
}

#[test]
fn a_file_that_is_no_database_is_named_damaged_and_left_as_it_was() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "this is a shopping list, not a database".repeat(40)).unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path, 7), Err(Error::Damaged(_))));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_of_a_newer_version_is_refused() {
    let folder = TempDir::new().unwrap();
    drop(open(&folder));
    let connection = rusqlite::Connection::open(file(&folder)).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Store::open(&file(&folder), 7), Err(Error::Newer)));
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    drop(open(&folder));
    let mode = std::fs::metadata(file(&folder)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_write_while_another_process_writes_waits_or_says_busy_and_is_not_half_done() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let other = rusqlite::Connection::open(file(&folder)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting = store.keep_words(vec![word("물").into()], 1);
    std::thread::sleep(std::time::Duration::from_millis(100));
    other.execute_batch("COMMIT").unwrap();
    assert!(waiting.wait().is_ok());
}

/// What may happen to a run of four words, by whoever and in whatever order.
#[derive(Debug, Clone)]
enum Step {
    Word(usize, WordEvent),
    Retry(Option<Vec<usize>>),
    Run(RunEvent),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let event = prop_oneof![
        Just(WordEvent::NuanceAnswered),
        any::<bool>().prop_map(|needs_review| WordEvent::Answered { needs_review }),
        Just(WordEvent::GivenUp),
    ];
    let run = vec![RunEvent::Finished, RunEvent::Stopped, RunEvent::Cancelled];
    prop_oneof![
        6 => (0..4_usize, event).prop_map(|(word, event)| Step::Word(word, event)),
        2 => option::of(vec(0..4_usize, 0..3)).prop_map(Step::Retry),
        1 => proptest::sample::select(run).prop_map(Step::Run),
        1 => Just(Step::Reopen),
    ]
}

fn tell(store: &Store, run: i64, word: i64, replies: [i64; 2], event: WordEvent) {
    let [nuance, cards] = replies;
    match event {
        WordEvent::NuanceAnswered => store.progress_word(run, word, Some(nuance), 1),
        WordEvent::Answered { needs_review } => {
            let finish = Finish { run, word, nuance, cards, needs_review, elapsed_ms: 1 };
            store.finish_words(vec![finish])
        }
        _ => {
            let letter = DeadLetter {
                word,
                term: String::new(),
                stage: "nuance".into(),
                code: "unusable_answer".into(),
                message: "no".into(),
                attempts: 1,
                last_reply: None,
            };
            store.fail_word(run, letter, 1)
        }
    }
    .wait()
    .unwrap();
}

/// What the model of four words says of each: where it stands, and whether stage 1 is answered.
type Model = [(WordState, bool); 4];

fn expect(model: &mut Model, step: &Step) {
    let apply = |(state, nuance_is_kept): &mut (WordState, bool), event| {
        let Some(after) = state.after(event) else { return };
        *state = after;
        *nuance_is_kept |= !matches!(after, WordState::Failed | WordState::Pending);
    };
    match step {
        Step::Word(word, event) => apply(&mut model[*word], *event),
        Step::Retry(words) => {
            for (index, word) in model.iter_mut().enumerate() {
                if words.as_ref().is_none_or(|words| words.contains(&index)) {
                    let nuance_is_kept = word.1;
                    apply(word, WordEvent::TriedAgain { nuance_is_kept });
                }
            }
        }
        Step::Run(_) | Step::Reopen => {}
    }
}

fn counted(model: Model) -> [u32; 5] {
    let count = |wanted| model.iter().filter(|(state, _)| *state == wanted).count();
    [
        WordState::Pending,
        WordState::Nuance,
        WordState::Done,
        WordState::NeedsReview,
        WordState::Failed,
    ]
    .map(|state| u32::try_from(count(state)).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_in_whatever_order_no_word_is_lost_or_ends_twice(steps in vec(step(), 0..40)) {
        let folder = TempDir::new().unwrap();
        let mut store = open(&folder);
        let (run, words) = run_of(&store, &["가", "나", "다", "라"]);
        let replies = ["1", "2"].map(|text| store.record_reply(reply(run, text)).wait().unwrap());
        let mut model = [(WordState::Pending, false); 4];
        for step in &steps {
            match step {
                Step::Word(word, event) => tell(&store, run, words[*word], replies, *event),
                Step::Retry(which) => {
                    let which = which.as_ref();
                    let which = which.map(|which| which.iter().map(|&word| words[word]).collect());
                    store.retry_failed(run, which).wait().unwrap();
                }
                Step::Run(event) => {
                    store.end_stretch(run, Stretch::resting(*event, 2)).wait().unwrap();
                }
                Step::Reopen => {
                    drop(store);
                    store = open(&folder);
                }
            }
            expect(&mut model, step);
            let Counts { pending, nuance, done, needs_review, failed, .. } = store.counts(run).unwrap();
            prop_assert_eq!([pending, nuance, done, needs_review, failed], counted(model));
        }
        let mut ended: Vec<_> =
            store.finished_words(run, 0, 99).unwrap().iter().map(|word| word.word.id).collect();
        ended.extend(store.dead_letters(run).unwrap().iter().map(|letter| letter.word));
        ended.extend(store.open_words(run, 0, 99).unwrap().iter().map(|word| word.word.id));
        ended.sort_unstable();
        prop_assert_eq!(ended, words, "each word is in one place");
    }
}
