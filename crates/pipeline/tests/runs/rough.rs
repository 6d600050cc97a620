//! A long run in rough weather: one request in twenty each is refused, fails, or comes back broken.

use fake_openrouter::{Options, Outcome};
use llm::{Limits, Settings};
use pipeline::Ended;

use crate::bench::{Bench, model, never, terms, with_faults};

const WORDS: u32 = 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn in_rough_weather_every_word_is_done_and_only_broken_answers_are_paid_twice() {
    let rough = with_faults("429=0.05,500=0.05,malformed=0.05");
    let mut bench = Bench::new(Options { latency_ms: 2, seed: 11, ..rough }).await;
    bench.words_at_once = 50;
    let run = bench.run_over(&terms(WORDS)).await;
    let limits = Limits { in_flight: 50, ..Limits::default() };
    let client = bench.client(&Settings { limits, ..Settings::with_seed(3) });
    assert!(matches!(bench.work(run, model(&client), &never()).await, Ended::Finished));
    let counts = bench.store.counts(run).unwrap();
    assert_eq!((counts.done, counts.failed, counts.needs_review), (WORDS, 0, 0));
    let ledger = bench.fake.ledger();
    let good = ledger.answers.iter().filter(|it| it.billed && it.outcome == Outcome::Ok).count();
    assert_eq!(good, 2 * WORDS as usize, "a good answer is asked for once");
    assert!(ledger.requests > 2 * u64::from(WORDS) * 110 / 100, "the weather was rough");
}
