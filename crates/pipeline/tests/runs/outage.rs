//! Nobody can be asked at all: a server that is down for everything, and one whose certificate
//! nobody vouches for. The run pauses soon, says why, and burns no word.

use std::sync::Arc;
use std::time::Duration;

use fake_openrouter::{Options, Tls};
use llm::{BreakerPolicy, Class, Client, Failure, Limits, RetryPolicy, Settings};
use pipeline::{Ended, Halt};

use crate::bench::{Bench, model, never, terms, with_faults};

const WORDS: u32 = 50;

/// The usual breaker and retries, in less time.
fn settings() -> Settings {
    let pause = Duration::from_millis(5);
    Settings {
        limits: Limits { in_flight: WORDS, ..Limits::default() },
        retry: RetryPolicy { first_pause: pause, longest_pause: pause, ..RetryPolicy::default() },
        breaker: BreakerPolicy { rest: pause, longest_rest: pause, ..BreakerPolicy::default() },
        ..Settings::with_seed(3)
    }
}

/// Works on a run that must pause, and gives its reason. All words are as good as before.
async fn paused(bench: &Bench, run: i64, client: &Arc<Client>) -> Failure {
    let ended = bench.work(run, model(client), &never()).await;
    let counts = bench.store.counts(run).unwrap();
    assert_eq!((counts.pending, counts.failed), (WORDS, 0));
    match ended {
        Ended::Halted(Halt::Model(failure)) => failure,
        ended => panic!("{ended:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_for_everything_pauses_the_run_after_a_row_of_probes() {
    for fault in ["500", "503", "504", "529", "html", "error-in-200"] {
        let mut bench = Bench::new(with_faults(&format!("{fault}=1"))).await;
        bench.words_at_once = WORDS;
        let run = bench.run_over(&terms(WORDS)).await;
        let failure = paused(&bench, run, &bench.client(&settings())).await;
        assert_eq!(failure.class, Class::OutOfOrder, "{fault}");
        assert!(failure.message.contains("stays out of order: "), "{fault}: {}", failure.message);
        // eight failures, ten in flight at first and more after each 200, and six probes
        let requests = bench.fake.ledger().requests;
        assert!((14..=8 + 18 + 6).contains(&requests), "{fault}: {requests}");

        bench.fake.set_options(Options::default());
        let client = bench.client(&settings());
        assert!(matches!(bench.work(run, model(&client), &never()).await, Ended::Finished));
        let (counts, ledger) = (bench.store.counts(run).unwrap(), bench.fake.ledger());
        assert_eq!((counts.done, ledger.billed), (WORDS, u64::from(2 * WORDS)), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_nobody_vouches_for_pauses_the_run_with_the_reason_and_without_a_storm()
{
    let options = Options { tls: Some(Tls::Untrusted), ..Options::default() };
    let mut bench = Bench::new(options).await;
    bench.words_at_once = WORDS;
    assert!(bench.fake.base_url().starts_with("https://"));
    let (run, client) = (bench.run_over(&terms(WORDS)).await, bench.client(&settings()));
    let failure = paused(&bench, run, &client).await;
    assert_eq!(failure.class, Class::Untrusted);
    let message = failure.message.to_lowercase();
    assert!(message.contains("certificate"), "{message}");
    // ten in flight when the first fails, and not one tried again
    let state = client.state();
    assert!((1..=10).contains(&state.requests), "{}", state.requests);
    assert_eq!(bench.fake.ledger().requests, 0, "nothing was said to a stranger");
    assert_eq!(state.spending.unpriced, 0, "what was never sent costs nothing");
}
