//! Each fault of the fake server, in both stages, met by a word alone and by fifty at once: what it
//! is taken for, how often it is asked again, what becomes of the word, and what was paid.

use std::collections::BTreeMap;
use std::time::Duration;

use fake_openrouter::{Ledger, Options, Outcome, Stage, WordScript};
use llm::{BreakerPolicy, Client, Limits, RetryPolicy, Settings};
use pipeline::{Cards, Ended, Halt, Nuance};
use tokio::task::JoinSet;

use crate::bench::{Bench, model, never, terms};
use crate::table::{self, After, End, Row};

const CROWD: u32 = 50;

/// One fault tried in one way.
#[derive(Debug, Clone, Copy)]
struct Trial {
    row: Row,
    stage: Stage,
    words: u32,
    /// Whether the first word meets it always; the others meet it once.
    always: bool,
}

impl Trial {
    /// What must become of the word with this place in the list.
    fn expected(&self, place: usize) -> After {
        if self.always && place == 0 { self.row.always } else { self.row.once }
    }

    fn paused(&self) -> Option<llm::Class> {
        let mut all = (0..self.words as usize).map(|place| self.expected(place).1);
        all.find_map(|end| if let End::Paused(class) = end { Some(class) } else { None })
    }

    fn outcome(&self) -> Outcome {
        self.row.fault.parse().unwrap()
    }

    fn options(&self, terms: &[String]) -> Options {
        let script = WordScript { term: terms[0].clone(), outcomes: vec![self.outcome(); 64] };
        Options {
            only: Some(self.stage),
            each: vec![self.outcome()],
            words: if self.always { vec![script] } else { Vec::new() },
            // a second to wait is enough where it is waited once
            retry_after: self.always.then_some(0),
            ..Options::default()
        }
    }
}

/// Pauses that do not slow the tests down. What opens a breaker depends on who comes first, so
/// that has a test of its own.
fn settings(row: Row) -> Settings {
    let pause = Duration::from_millis(2);
    let is_silent = table::SILENT.iter().any(|silent| silent.fault == row.fault);
    Settings {
        limits: Limits { in_flight: CROWD, ..Limits::default() },
        retry: RetryPolicy { first_pause: pause, longest_pause: pause, ..RetryPolicy::default() },
        breaker: BreakerPolicy { failures: u32::MAX, ..BreakerPolicy::default() },
        timeout: Duration::from_secs(if is_silent { 2 } else { 20 }),
        ..Settings::with_seed(3)
    }
}

/// Requests about a word in a stage that ended in one of these ways.
fn count(ledger: &Ledger, stage: Stage, term: &str, is: impl Fn(Outcome) -> bool) -> usize {
    let of_word = ledger.answers.iter().filter(|a| a.stage == stage && &*a.term == term);
    of_word.filter(|answer| is(answer.outcome)).count()
}

async fn hold(trial: Trial) {
    let terms = terms(trial.words);
    let mut bench = Bench::new(trial.options(&terms)).await;
    bench.words_at_once = CROWD;
    let client = bench.client(&settings(trial.row));
    let run = bench.run_over(&terms).await;
    let ended = bench.work(run, model(&client), &never()).await;
    hold_end(&trial, &ended);
    hold_words(&trial, &bench, run, &terms);
    hold_requests(&trial, &bench.fake.ledger(), &terms);
    hold_retries(&trial, &client);
    hold_answers(&trial, &bench, run);
    mend(&trial, &bench, run, &terms).await;
}

fn hold_end(trial: &Trial, ended: &Ended) {
    match (trial.paused(), ended) {
        (None, Ended::Finished) => {}
        (Some(class), Ended::Halted(Halt::Model(failure))) => {
            assert_eq!(failure.class, class, "{trial:?}");
            assert!(!failure.message.is_empty(), "{trial:?}");
        }
        _ => panic!("{trial:?}: {ended:?}"),
    }
}

fn hold_words(trial: &Trial, bench: &Bench, run: i64, terms: &[String]) {
    let letters = bench.store.dead_letters(run).unwrap();
    let counts = bench.store.counts(run).unwrap();
    if trial.paused().is_some() {
        assert_eq!(counts.failed, 0, "{trial:?}: a pause burns no word");
        return;
    }
    let wanted =
        |end: End| (0..terms.len()).filter(|place| trial.expected(*place).1 == end).count();
    let seen = (counts.done as usize, counts.needs_review as usize);
    let first = letters.first();
    assert_eq!(seen, (wanted(End::Done), wanted(End::NeedsReview)), "{trial:?} {first:?}");
    for (place, term) in terms.iter().enumerate() {
        let letter = letters.iter().find(|letter| letter.term == *term);
        match (trial.expected(place), letter) {
            (After(asked, End::GivenUp(code)), Some(letter)) => {
                assert_eq!((letter.code.as_str(), letter.attempts as usize), (code, asked));
                assert_eq!(letter.stage, trial.stage.name(), "{trial:?}");
                assert!(!letter.message.is_empty(), "{trial:?}");
            }
            (After(_, End::GivenUp(_)), None) | (_, Some(_)) => panic!("{trial:?}: {letter:?}"),
            _ => {}
        }
    }
}

/// Neither more requests nor more bills than the table says.
fn hold_requests(trial: &Trial, ledger: &Ledger, terms: &[String]) {
    for (place, term) in terms.iter().enumerate() {
        let After(most, _) = trial.expected(place);
        let asked = count(ledger, trial.stage, term, |_| true);
        let met = count(ledger, trial.stage, term, |outcome| outcome == trial.outcome());
        let billed = ledger.times_billed(trial.stage, term);
        let is_certain = trial.paused().is_none() || terms.len() == 1;
        assert!(asked == most || (!is_certain && asked <= most), "{trial:?}: {asked} of {most}");
        let expected = asked - met + if trial.row.billed { met } else { 0 };
        assert_eq!(billed, expected, "{trial:?}");
    }
}

/// The client called it what it is.
fn hold_retries(trial: &Trial, client: &Client) {
    if trial.paused().is_some() {
        return;
    }
    let retried: usize = (0..trial.words as usize).map(|place| trial.expected(place).0 - 1).sum();
    let class = trial.row.class.filter(|_| retried > 0);
    let expected: BTreeMap<_, _> = class.map(|class| (class, retried as u64)).into_iter().collect();
    assert_eq!(client.state().retries, expected, "{trial:?}");
}

/// What counts as an answer is one, and about its word.
fn hold_answers(trial: &Trial, bench: &Bench, run: i64) {
    for word in bench.store.finished_words(run, 0, 1000).unwrap() {
        let read = |content: &str| llm::json_in(content).unwrap().value;
        let nuance: Nuance = serde_json::from_value(read(&word.nuance)).unwrap();
        let cards: Cards = serde_json::from_value(read(&word.cards)).unwrap();
        let term = &word.word.kept.term;
        assert_eq!((&nuance.term, &cards.term), (term, term), "{trial:?}");
        assert!(cards.cards.len() == 2 || !word.defects.is_empty(), "{trial:?}");
    }
}

/// When the server is well again the run ends, and no good answer was bought twice.
async fn mend(trial: &Trial, bench: &Bench, run: i64, terms: &[String]) {
    bench.fake.set_options(Options::default());
    bench.store.retry_failed(run, None).await.unwrap();
    let client = bench.client(&settings(trial.row));
    let ended = bench.work(run, model(&client), &never()).await;
    assert!(matches!(ended, Ended::Finished), "{trial:?}: {ended:?}");
    let counts = bench.store.counts(run).unwrap();
    assert_eq!(counts.done + counts.needs_review, trial.words, "{trial:?}");
    let ledger = bench.fake.ledger();
    let is_good = |outcome: Outcome| {
        table::ANSWERED.iter().any(|row| row.fault == outcome.name() && row.once.0 == 1)
    };
    for term in terms {
        for stage in table::STAGES {
            let bought = count(&ledger, stage, term, is_good);
            assert!(bought == 1 || counts.needs_review > 0, "{trial:?}: {bought}");
        }
    }
}

/// Some at a time, as most of a trial is waiting.
async fn hold_all(trials: impl Iterator<Item = Trial>) {
    let mut under_way = JoinSet::new();
    for trial in trials {
        if under_way.len() == 8 {
            under_way.join_next().await.unwrap().unwrap();
        }
        under_way.spawn(hold(trial));
    }
    while let Some(held) = under_way.join_next().await {
        held.unwrap();
    }
}

/// The first request alone, and all of them.
async fn hold_alone(rows: &[Row]) {
    let both = |(row, stage)| [false, true].map(|always| Trial { row, stage, words: 1, always });
    hold_all(in_both_stages(rows).flat_map(both)).await;
}

/// One word always meets it and the others once.
async fn hold_in_a_crowd(rows: &[Row]) {
    let crowd = |(row, stage)| Trial { row, stage, words: CROWD, always: true };
    hold_all(in_both_stages(rows).map(crowd)).await;
}

fn in_both_stages(rows: &[Row]) -> impl Iterator<Item = (Row, Stage)> {
    rows.iter().flat_map(|row| table::STAGES.map(|stage| (*row, stage)))
}

#[test]
fn the_table_names_every_outcome_of_the_fake() {
    let rows: Vec<_> = table::ALL.iter().flat_map(|rows| rows.iter()).collect();
    for outcome in Outcome::all() {
        let of_outcome = rows.iter().filter(|row| row.fault == outcome.name());
        assert_eq!(of_outcome.count(), 1, "{outcome}");
    }
    assert_eq!(rows.len(), Outcome::all().count());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_asking_again_does_not_mend_is_asked_once() {
    hold_alone(table::REFUSED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_asking_again_does_not_mend_is_asked_once_in_a_crowd() {
    hold_in_a_crowd(table::REFUSED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_is_waited_for() {
    hold_alone(table::LIMITED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_is_waited_for_in_a_crowd() {
    hold_in_a_crowd(table::LIMITED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_in_trouble_is_asked_again() {
    hold_alone(table::DOWN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_in_trouble_is_asked_again_in_a_crowd() {
    hold_in_a_crowd(table::DOWN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_200_without_an_answer_is_none() {
    hold_alone(table::NO_ANSWER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_200_without_an_answer_is_none_in_a_crowd() {
    hold_in_a_crowd(table::NO_ANSWER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flawed_answer_is_read_mended_or_reviewed() {
    hold_alone(table::ANSWERED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flawed_answer_is_read_mended_or_reviewed_in_a_crowd() {
    hold_in_a_crowd(table::ANSWERED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_is_made_again() {
    hold_alone(table::BROKEN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_is_made_again_in_a_crowd() {
    hold_in_a_crowd(table::BROKEN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_finish_is_not_waited_for() {
    hold_alone(table::SILENT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_finish_is_not_waited_for_in_a_crowd() {
    hold_in_a_crowd(table::SILENT).await;
}
