//! Runs from start to end, over restarts, stops and mild faults.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use fake_openrouter::Options;
use llm::{Class, Limits};
use pipeline::{Ended, Halt, Hurried, Kind, Pipeline, Source, Work};
use store::{Keep, NewRun, NewWord};

use crate::bench::{Bench, never, terms, with_faults};

#[tokio::test(flavor = "multi_thread")]
async fn every_word_of_a_run_is_done_and_paid_once_per_stage() {
    let bench = Bench::new(Options::default()).await;
    let run = bench.run_over(&terms(60)).await;
    assert!(matches!(bench.work(run, bench.model(), &never()).await, Ended::Finished));
    let counts = bench.store.counts(run).unwrap();
    assert_eq!((counts.words, counts.done, counts.cached, counts.finished), (60, 60, 0, 60));
    let billed = bench.billed();
    assert_eq!(billed.len(), 120);
    assert!(billed.values().all(|times| *times == 1), "{billed:?}");
    assert!(counts.cost_pico_usd > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_over_the_same_words_sends_nothing_even_after_a_restart() {
    let mut bench = Bench::new(Options::default()).await;
    let first = bench.run_over(&terms(40)).await;
    assert!(matches!(bench.work(first, bench.model(), &never()).await, Ended::Finished));
    bench.reopen();
    bench.fake.reset();
    let mut shuffled = terms(40);
    shuffled.reverse();
    let second = bench.run_over(&shuffled).await;
    assert!(matches!(bench.work(second, bench.model(), &never()).await, Ended::Finished));
    assert_eq!(bench.fake.ledger().requests, 0);
    let counts = bench.store.counts(second).unwrap();
    assert_eq!((counts.done, counts.cached, counts.cost_pico_usd), (40, 40, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn mild_faults_lose_no_word() {
    let faults = "429=0.05,500=0.05,malformed=0.05,empty=0.03,error-in-200=0.03,fenced=0.1,wrong-word=0.03,missing-card=0.05";
    let bench = Bench::new(with_faults(faults)).await;
    let run = bench.run_over(&terms(100)).await;
    assert!(matches!(bench.work(run, bench.model(), &never()).await, Ended::Finished));
    let letters = bench.store.dead_letters(run).unwrap();
    let counts = bench.store.counts(run).unwrap();
    assert_eq!((counts.done + counts.needs_review, letters.len()), (100, 0), "{letters:?}");
    assert!(bench.fake.ledger().requests > 200, "the faults did happen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_run_goes_on_without_repeating_a_stage() {
    let mut bench = Bench::new(Options { latency_ms: 20, ..Options::default() }).await;
    let run = bench.run_over(&terms(80)).await;
    let stop = never();
    let (stopper, store) = (stop.clone(), bench.store.clone());
    tokio::spawn(async move {
        while store.counts(run).unwrap().done == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        stopper.cancel();
    });
    assert!(matches!(bench.work(run, bench.model(), &stop).await, Ended::Stopped));
    let halfway = bench.store.counts(run).unwrap();
    assert!(halfway.done > 0 && halfway.done < 80, "{halfway:?}");
    bench.reopen();
    assert!(matches!(bench.work(run, bench.model(), &never()).await, Ended::Finished));
    assert_eq!(bench.store.counts(run).unwrap().done, 80);
    let billed = bench.billed();
    assert!(billed.values().all(|times| *times == 1), "{billed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_pauses_the_run_and_burns_no_word() {
    let bench = Bench::new(Options { key: Some("another".into()), ..Options::default() }).await;
    let run = bench.run_over(&terms(50)).await;
    let ended = bench.work(run, bench.model(), &never()).await;
    let Ended::Halted(Halt::Model(failure)) = ended else { panic!("{ended:?}") };
    assert_eq!(failure.class, Class::Unauthorized);
    let counts = bench.store.counts(run).unwrap();
    assert_eq!((counts.pending, counts.failed), (50, 0));
    assert_eq!(bench.billed().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_the_model_always_gets_wrong_is_given_up_with_its_last_reply_and_can_be_retried() {
    let bench = Bench::new(with_faults("wrong-word=1")).await;
    let run = bench.run_over(&terms(3)).await;
    assert!(matches!(bench.work(run, bench.model(), &never()).await, Ended::Finished));
    let letters = bench.store.dead_letters(run).unwrap();
    assert_eq!(letters.len(), 3);
    let letter = &letters[0];
    assert_eq!(
        (letter.stage.as_str(), letter.code.as_str(), letter.attempts),
        ("nuance", "unusable_answer", 2)
    );
    assert!(letter.message.contains(&letter.term), "{}", letter.message);
    assert!(letter.last_reply.is_some());
    assert!(bench.store.counts(run).unwrap().cost_pico_usd > 0, "bad answers are paid for too");

    bench.fake.set_options(Options::default());
    assert_eq!(bench.store.retry_failed(run, None).await.unwrap(), 3);
    assert!(matches!(bench.work(run, bench.model(), &never()).await, Ended::Finished));
    assert_eq!(bench.store.counts(run).unwrap().done, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_stored_just_before_a_crash_is_used_and_not_paid_again() {
    let mut bench = Bench::new(Options::default()).await;
    let run = bench.run_over(&terms(10)).await;
    assert!(matches!(bench.work(run, bench.model(), &never()).await, Ended::Finished));
    // as if the process had been killed between storing the replies and looking at them
    let file = rusqlite::Connection::open(bench.folder.path().join("hanji.sqlite")).unwrap();
    file.execute_batch(
        "DELETE FROM answers;
         UPDATE run_words SET state = 'pending', nuance = NULL, cards = NULL, finished = NULL;",
    )
    .unwrap();
    bench.reopen();
    assert!(matches!(bench.work(run, bench.model(), &never()).await, Ended::Finished));
    assert_eq!((bench.store.counts(run).unwrap().done, bench.fake.ledger().billed), (10, 20));
}

#[tokio::test(flavor = "multi_thread")]
async fn homonyms_that_a_list_numbers_are_asked_one_by_one() {
    let bench = Bench::new(Options::default()).await;
    let numbered = |homonym: &str| NewWord {
        term: "배".into(),
        homonym: homonym.into(),
        ..NewWord::default()
    };
    let words = ["1", "2"].map(|homonym| Keep::from(numbered(homonym))).to_vec();
    let words = bench.store.keep_words(words, 1).await.unwrap().words;
    let run = NewRun { settings: "{}".into(), words, created_at: 1 };
    let run = bench.store.create_run(run).await.unwrap();
    assert!(matches!(bench.work(run, bench.model(), &never()).await, Ended::Finished));
    assert_eq!(bench.fake.ledger().billed, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_word_twice_in_flight_is_asked_once() {
    let bench = Bench::new(Options { latency_ms: 30, ..Options::default() }).await;
    let first = bench.run_over(&terms(10)).await;
    let second = bench.run_over(&terms(10)).await;
    let pipeline = Pipeline::new(bench.store.clone(), || 1);
    let work = |run| Work {
        run,
        source: bench.model(),
        kinds: vec![Kind::Scene],
        words_at_once: Arc::new(20.into()),
        stop: never(),
        worked_before_ms: 0,
        hurried: Arc::default(),
        overnight: false,
        under_way: Arc::default(),
    };
    let (one, two) = tokio::join!(pipeline.work(work(first)), pipeline.work(work(second)));
    assert!(matches!((one, two), (Ended::Finished, Ended::Finished)));
    assert_eq!(bench.fake.ledger().requests, 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dictionary_answers_without_a_server_and_says_what_it_lacks() {
    let bench = Bench::new(Options::default()).await;
    let run = bench.run_over(&["학교".into(), "갉작대다".into()]).await;
    assert!(matches!(bench.work(run, Source::Dictionary, &never()).await, Ended::Finished));
    assert_eq!(bench.fake.ledger().requests, 0);
    let mut words = bench.store.finished_words(run, 0, 9).unwrap();
    words.sort_by_key(|word| word.position);
    assert!(words[0].cards.contains("\"scene\""));
    assert!(words[1].cards.contains("\"cards\":[]"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_the_day_pauses_the_run_and_holds_after_a_restart() {
    let mut bench = Bench::new(with_faults("500=0.2")).await;
    let run = bench.run_over(&terms(20)).await;
    let limits = Limits { requests_per_day: Some(15), in_flight: 5, ..Limits::default() };
    let is_halted = |ended| matches!(ended, Ended::Halted(Halt::Model(failure)) if failure.class == Class::DailyLimit);
    assert!(is_halted(bench.work(run, bench.model_within(limits), &never()).await));
    assert_eq!(bench.fake.ledger().requests, 15);
    bench.reopen();
    assert!(is_halted(bench.work(run, bench.model_within(limits), &never()).await));
    // a refusal after the last reply is not counted: it may be sent once more
    let requests = bench.fake.ledger().requests;
    assert!((15..=17).contains(&requests), "{requests}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_somebody_wants_goes_before_all_that_wait() {
    let bench = Bench::new(Options { latency_ms: 20, ..Options::default() }).await;
    let list = terms(300);
    let run = bench.run_over(&list).await;
    let words = bench.store.open_words(run, 0, 300).unwrap();
    let hurried = Arc::<Hurried>::default();
    let work = Work {
        run,
        source: bench.model_within(Limits { in_flight: 2, ..Limits::default() }),
        kinds: vec![Kind::Scene],
        words_at_once: Arc::new(30.into()),
        hurried: Arc::clone(&hurried),
        overnight: false,
        stop: never(),
        worked_before_ms: 0,
        under_way: Arc::default(),
    };
    let pipeline = Pipeline::new(bench.store.clone(), || 1);
    let under_way = tokio::spawn(async move { pipeline.work(work).await });
    while bench.fake.ledger().requests < 10 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    // the last of the list, one under way already, and one that is no part of the run
    for word in [words[299].word.id, words[0].word.id, -1] {
        hurried.hurry(word);
    }
    assert!(matches!(under_way.await.unwrap(), Ended::Finished));
    let asked: Vec<_> = bench.fake.ledger().answers.into_iter().map(|it| it.term).collect();
    let place = asked.iter().position(|term| **term == *list[299]).unwrap();
    assert!(place < 20, "asked as number {place}");
    assert_eq!(asked.len(), 600, "nothing is asked twice");
}

/// A clock that breaks at the third look at it.
fn broken_once() -> i64 {
    static LOOKS: AtomicU32 = AtomicU32::new(1);
    assert_ne!(LOOKS.fetch_add(1, Ordering::Relaxed), 3, "a fault of the program");
    1_700_000_000
}

#[tokio::test]
async fn a_fault_of_the_program_at_one_word_costs_this_word_alone() {
    let bench = Bench::new(Options::default()).await;
    let run = bench.run_over(&terms(5)).await;
    let work = bench.task(run, Source::Dictionary, &never());
    let ended = Pipeline::new(bench.store.clone(), broken_once).work(work).await;
    assert!(matches!(ended, Ended::Finished), "{ended:?}");
    let letters = bench.store.dead_letters(run).unwrap();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].code, "internal_error");
    let counts = bench.store.counts(run).unwrap();
    assert_eq!((counts.done + counts.needs_review, counts.failed), (4, 1));

    assert_eq!(bench.store.retry_failed(run, None).await.unwrap(), 1);
    assert!(matches!(bench.work(run, Source::Dictionary, &never()).await, Ended::Finished));
    let counts = bench.store.counts(run).unwrap();
    assert_eq!(counts.done + counts.needs_review, 5);
}
