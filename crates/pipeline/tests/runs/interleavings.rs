//! Pauses, crashes, bad answers and retries in any order.

use std::collections::HashSet;
use std::time::Duration;

use fake_openrouter::Options;
use pipeline::Ended;
use proptest::{collection::vec, prelude::*};

use crate::bench::{Bench, never, terms, with_faults};

const WORDS: u32 = 24;

#[derive(Debug, Clone)]
enum Step {
    /// Asked to stop once so many more words have their end.
    Pause(u32),
    /// Broken off at once, and opened anew.
    Crash(u32),
    /// From now on every other answer is about another word.
    AnswerBadly,
    AnswerWell,
    Retry,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..8_u32).prop_map(Step::Pause),
        3 => (0..8_u32).prop_map(Step::Crash),
        1 => Just(Step::AnswerBadly),
        1 => Just(Step::AnswerWell),
        1 => Just(Step::Retry),
    ]
}

fn answering_well() -> Options {
    Options { latency_ms: 2, ..Options::default() }
}

impl Bench {
    fn ended(&self, run: i64) -> u32 {
        let counts = self.store.counts(run).unwrap();
        counts.done + counts.needs_review + counts.failed
    }

    /// Works until so many more words have their end, and stops in the way that is asked for.
    async fn work_for(&mut self, run: i64, words: u32, is_crash: bool) {
        let stop = never();
        let target = (self.ended(run) + words).min(WORDS);
        let working = self.begin(run, &stop);
        while self.ended(run) < target && !working.is_finished() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        if is_crash {
            working.abort();
            // it may have come to its end before
            let _ = working.await;
            self.reopen();
        } else {
            stop.cancel();
            let ended = working.await.unwrap();
            assert!(matches!(ended, Ended::Stopped | Ended::Finished), "{ended:?}");
        }
    }

    fn assert_every_word_is_in_one_place(&self, run: i64) {
        let counts = self.store.counts(run).unwrap();
        let finished = self.store.finished_words(run, 0, 500).unwrap();
        let letters = self.store.dead_letters(run).unwrap();
        let open = self.store.open_words(run, 0, 500).unwrap();
        let all: HashSet<_> = finished
            .iter()
            .map(|word| word.word.id)
            .chain(letters.iter().map(|letter| letter.word))
            .chain(open.iter().map(|word| word.word.id))
            .collect();
        assert_eq!((all.len(), finished.len() + letters.len() + open.len()), (24, 24));
        let states = [counts.pending, counts.nuance, counts.done, counts.needs_review];
        assert_eq!(states.iter().sum::<u32>() + counts.failed, WORDS);
    }
}

async fn go_through(steps: &[Step]) {
    let mut bench = Bench::new(answering_well()).await;
    bench.words_at_once = 4;
    let run = bench.run_over(&terms(WORDS)).await;
    for step in steps {
        match step {
            Step::Pause(words) => bench.work_for(run, *words, false).await,
            Step::Crash(words) => bench.work_for(run, *words, true).await,
            Step::AnswerBadly => bench.fake.set_options(with_faults("wrong-word=0.5")),
            Step::AnswerWell => bench.fake.set_options(answering_well()),
            Step::Retry => {
                bench.store.retry_failed(run, None).await.unwrap();
            }
        }
        bench.assert_every_word_is_in_one_place(run);
    }
    bench.fake.set_options(answering_well());
    bench.store.retry_failed(run, None).await.unwrap();
    assert!(matches!(bench.work(run, bench.model(), &never()).await, Ended::Finished));
    bench.assert_every_word_is_in_one_place(run);
    let counts = bench.store.counts(run).unwrap();
    assert_eq!(counts.done + counts.needs_review, WORDS);
    if !steps.iter().any(|step| matches!(step, Step::AnswerBadly)) {
        let crashes = steps.iter().filter(|step| matches!(step, Step::Crash(_))).count();
        let billed: usize = bench.billed().values().sum();
        // four words side by side, and half as many again once one is finished
        assert!(billed <= 48 + 6 * crashes, "{billed} billed after {crashes} crashes");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_pauses_crashes_failures_and_retries_loses_a_word_or_pays_twice(
        steps in vec(step(), 0..7)
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(go_through(&steps));
    }
}
