use std::sync::Arc;

use proptest::prelude::*;

use super::*;

const MINUTE: Duration = Duration::from_mins(1);
const MODEL: &str = "a/b";

fn limits(requests: Option<u32>, tokens: Option<u32>, in_flight: u32) -> Limits {
    Limits { requests_per_minute: requests, tokens_per_minute: tokens, in_flight }
}

/// Runs on a clock of its own that jumps from event to event.
fn paused<T>(work: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_time().start_paused(true).build().unwrap().block_on(work)
}

/// Sends `count` requests that take `takes` each; the times at which they went, in order of
/// arrival in line.
async fn send(limiter: &Arc<Limiter>, count: usize, takes: Duration) -> Vec<Duration> {
    let start = Instant::now();
    let mut sent = Vec::new();
    for _ in 0..count {
        let limiter = Arc::clone(limiter);
        sent.push(tokio::spawn(async move {
            let admission = limiter.admit(MODEL, 100).await;
            let at = start.elapsed();
            tokio::time::sleep(takes).await;
            admission.answered(None);
            at
        }));
        tokio::task::yield_now().await;
    }
    let mut times = Vec::new();
    for handle in sent {
        times.push(handle.await.unwrap());
    }
    times
}

fn most_in_a_minute(times: &[Duration]) -> usize {
    let within = |start: &Duration| {
        times.iter().filter(|time| *time >= start && **time < *start + MINUTE).count()
    };
    times.iter().map(within).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn no_minute_holds_more_than_the_limit_and_nobody_starves(
        limit in 1_u32..80, count in 1_usize..300, takes in 0_u64..5_000, in_flight in 1_u32..50,
    ) {
        let times = paused(async {
            let limiter = Arc::new(Limiter::new(limits(Some(limit), None, in_flight)));
            send(&limiter, count, Duration::from_millis(takes)).await
        });
        prop_assert_eq!(times.len(), count);
        prop_assert!(most_in_a_minute(&times) <= limit as usize);
        prop_assert!(times.is_sorted(), "first come, first served");
    }

    #[test]
    fn after_the_first_minute_at_least_95_percent_of_the_limit_is_used(limit in 20_u32..300) {
        let times = paused(async {
            let limiter = Arc::new(Limiter::new(limits(Some(limit), None, 1000)));
            send(&limiter, limit as usize * 6, Duration::ZERO).await
        });
        let (from, to) = (MINUTE, MINUTE * 5);
        let used = times.iter().filter(|time| (from..to).contains(*time)).count();
        let wanted = f64::from(limit) * 4.0 * 0.95;
        prop_assert!(f64::from(u32::try_from(used).unwrap()) >= wanted, "{used} of {wanted}");
    }
}

#[test]
fn tokens_that_were_not_used_let_the_next_go_at_once() {
    paused(async {
        let limiter = Limiter::new(limits(None, Some(1000), 10));
        let start = Instant::now();
        let first = limiter.admit(MODEL, 800).await;
        let second = limiter.admit(MODEL, 800);
        tokio::pin!(second);
        assert!(tokio::time::timeout(Duration::from_secs(5), &mut second).await.is_err());
        first.answered(Some(200));
        second.await.answered(None);
        assert_eq!(start.elapsed().as_secs(), 5);
        limiter.admit(MODEL, 1).await.answered(None);
        assert!(start.elapsed() >= window::SPAN);
    });
}

#[test]
fn a_block_holds_everybody_and_a_shorter_one_does_not_end_it() {
    paused(async {
        let limiter = Arc::new(Limiter::new(limits(None, None, 4)));
        limiter.block_for(MODEL, Duration::from_secs(20));
        limiter.block_for(MODEL, Duration::from_secs(3));
        assert_eq!(limiter.blocked_for(), Some(Duration::from_secs(20)));
        let times = send(&limiter, 4, Duration::ZERO).await;
        assert_eq!(times, [Duration::from_secs(20); 4]);
        assert_eq!(limiter.blocked_for(), None);
    });
}

#[test]
fn a_block_of_one_model_holds_no_other() {
    paused(async {
        let limiter = Limiter::new(limits(None, None, 4));
        limiter.block_for(MODEL, Duration::from_secs(20));
        let (start, blocked) = (Instant::now(), limiter.admit(MODEL, 0));
        tokio::pin!(blocked);
        let soon = Duration::from_secs(1);
        assert!(tokio::time::timeout(soon, &mut blocked).await.is_err());
        limiter.admit("c/d", 0).await.answered(None);
        assert_eq!(start.elapsed(), soon);
        blocked.await.answered(None);
        assert_eq!(start.elapsed().as_secs(), 20);
    });
}

#[test]
fn models_take_turns_in_the_common_line() {
    paused(async {
        let limiter = Arc::new(Limiter::new(limits(Some(20), None, 4)));
        let start = Instant::now();
        let ask = |model: &'static str| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move {
                limiter.admit(model, 0).await.answered(None);
                start.elapsed().as_secs()
            })
        };
        let many: Vec<_> = (0..30).map(|_| ask("many")).collect();
        tokio::task::yield_now().await;
        let few: Vec<_> = (0..3).map(|_| ask("few")).collect();
        let mut last = (0, 0);
        for asked in many {
            last.0 = asked.await.unwrap();
        }
        for asked in few {
            last.1 = asked.await.unwrap();
        }
        assert!(last.1 <= 18 && last.0 >= 60, "{last:?}");
    });
}

#[test]
fn a_request_too_large_for_now_is_not_overtaken_for_ever_by_small_ones_to_another_model() {
    paused(async {
        let limiter = Arc::new(Limiter::new(limits(None, Some(1000), 10)));
        let start = Instant::now();
        limiter.admit("small", 500).await.answered(None);
        let large = {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move {
                limiter.admit("large", 900).await.answered(None);
                start.elapsed()
            })
        };
        tokio::time::sleep(Duration::from_secs(1)).await;
        limiter.admit("small", 200).await.answered(None);
        assert!(start.elapsed() > window::SPAN);
        assert_eq!(large.await.unwrap(), window::SPAN);
    });
}

#[test]
fn a_block_that_comes_while_the_head_of_the_line_waits_holds_it_too() {
    paused(async {
        let limiter = Limiter::new(limits(None, None, 1));
        let start = Instant::now();
        let first = limiter.admit(MODEL, 0).await;
        let second = limiter.admit(MODEL, 0);
        tokio::pin!(second);
        assert!(tokio::time::timeout(Duration::from_secs(1), &mut second).await.is_err());
        limiter.block_for(MODEL, Duration::from_secs(30));
        drop(first);
        second.await.answered(None);
        assert_eq!(start.elapsed().as_secs(), 31);
    });
}

#[test]
fn limits_that_change_hold_for_those_who_wait() {
    paused(async {
        let limiter = Arc::new(Limiter::new(limits(Some(1), None, 1)));
        let raised = Arc::clone(&limiter);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(10)).await;
            raised.set_limits(limits(None, None, 100));
        });
        let times = send(&limiter, 3, Duration::ZERO).await;
        let seconds: Vec<u64> = times.iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, [0, 10, 10]);
    });
}

#[test]
fn in_flight_is_never_more_than_allowed_and_a_place_is_freed_when_dropped() {
    paused(async {
        let limiter = Arc::new(Limiter::new(limits(None, None, 3)));
        let times = send(&limiter, 9, Duration::from_secs(1)).await;
        let seconds: Vec<u64> = times.iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, [0, 0, 0, 1, 1, 1, 2, 2, 2]);
        assert_eq!((limiter.in_flight(), limiter.waiting()), (0, 0));
    });
}

#[test]
fn one_who_leaves_the_line_holds_nobody_up() {
    paused(async {
        let limiter = Arc::new(Limiter::new(limits(None, None, 1)));
        let first = limiter.admit(MODEL, 0).await;
        let (head, next) = (limiter.admit(MODEL, 0), limiter.admit(MODEL, 0));
        tokio::pin!(next);
        let mut head = Box::pin(head);
        let soon = Duration::from_secs(1);
        assert!(tokio::time::timeout(soon, &mut head).await.is_err());
        assert!(tokio::time::timeout(soon, &mut next).await.is_err());
        assert_eq!(limiter.waiting(), 2);
        drop(head);
        drop(first);
        next.await.answered(None);
        assert_eq!(limiter.waiting(), 0);
    });
}

#[test]
fn a_request_that_was_not_sent_counts_for_nothing() {
    paused(async {
        let limiter = Limiter::new(limits(None, Some(100), 1));
        limiter.admit(MODEL, 100).await.unused();
        let start = Instant::now();
        limiter.admit(MODEL, 100).await.answered(None);
        assert!(start.elapsed().is_zero());
    });
}
