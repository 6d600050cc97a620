use std::sync::Arc;
use std::time::SystemTime;

use proptest::prelude::*;

use super::*;
use crate::failure::Class;
use crate::strain::Measure;

const MINUTE: Duration = Duration::from_mins(1);
const MODEL: &str = "a/b";

fn limits(requests: Option<u32>, tokens: Option<u32>, in_flight: u32) -> Limits {
    let none = Limits::default();
    Limits { requests_per_minute: requests, tokens_per_minute: tokens, in_flight, ..none }
}

fn limiter(limits: Limits) -> Limiter {
    limiter_with(limits, &[])
}

/// On a clock that begins an hour before the end of a day.
fn limiter_with(limits: Limits, sent_today: &[(&str, u32)]) -> Limiter {
    let sent = sent_today.iter().map(|(model, sent)| ((*model).to_owned(), *sent)).collect();
    let start = Instant::now();
    let clock = move || SystemTime::UNIX_EPOCH + Duration::from_hours(23) + start.elapsed();
    Limiter::new(limits, true, &sent, Arc::new(clock))
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
            let admission = limiter.admit(MODEL, 100, Lane::Batch).await.unwrap();
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
            let limiter = Arc::new(limiter(limits(Some(limit), None, in_flight)));
            send(&limiter, count, Duration::from_millis(takes)).await
        });
        prop_assert_eq!(times.len(), count);
        prop_assert!(most_in_a_minute(&times) <= limit as usize);
        prop_assert!(times.is_sorted(), "first come, first served");
    }

    #[test]
    fn after_the_first_minute_at_least_95_percent_of_the_limit_is_used(limit in 20_u32..300) {
        let times = paused(async {
            let limiter = Arc::new(limiter(limits(Some(limit), None, 1000)));
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
        let limiter = limiter(limits(None, Some(1000), 10));
        let start = Instant::now();
        let first = limiter.admit(MODEL, 800, Lane::Batch).await.unwrap();
        let second = limiter.admit(MODEL, 800, Lane::Batch);
        tokio::pin!(second);
        assert!(tokio::time::timeout(Duration::from_secs(5), &mut second).await.is_err());
        first.answered(Some(200));
        second.await.unwrap().answered(None);
        assert_eq!(start.elapsed().as_secs(), 5);
        limiter.admit(MODEL, 1, Lane::Batch).await.unwrap().answered(None);
        assert!(start.elapsed() >= window::SPAN);
    });
}

#[test]
fn a_block_holds_everybody_and_a_shorter_one_does_not_end_it() {
    paused(async {
        let limiter = Arc::new(limiter(limits(None, None, 4)));
        limiter.block_for(MODEL, None, Duration::from_secs(20));
        limiter.block_for(MODEL, None, Duration::from_secs(3));
        assert_eq!(limiter.blocked_for(), Some(Duration::from_secs(20)));
        let times = send(&limiter, 4, Duration::ZERO).await;
        assert_eq!(times, [Duration::from_secs(20); 4]);
        assert_eq!(limiter.blocked_for(), None);
    });
}

#[test]
fn a_block_of_one_model_holds_no_other() {
    paused(async {
        let limiter = limiter(limits(None, None, 4));
        limiter.block_for(MODEL, None, Duration::from_secs(20));
        let (start, blocked) = (Instant::now(), limiter.admit(MODEL, 0, Lane::Batch));
        tokio::pin!(blocked);
        let soon = Duration::from_secs(1);
        assert!(tokio::time::timeout(soon, &mut blocked).await.is_err());
        limiter.admit("c/d", 0, Lane::Batch).await.unwrap().answered(None);
        assert_eq!(start.elapsed(), soon);
        blocked.await.unwrap().answered(None);
        assert_eq!(start.elapsed().as_secs(), 20);
    });
}

#[test]
fn models_take_turns_in_the_common_line() {
    paused(async {
        let limiter = Arc::new(limiter(limits(Some(20), None, 4)));
        let start = Instant::now();
        let ask = |model: &'static str| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move {
                limiter.admit(model, 0, Lane::Batch).await.unwrap().answered(None);
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
        let limiter = Arc::new(limiter(limits(None, Some(1000), 10)));
        let start = Instant::now();
        limiter.admit("small", 500, Lane::Batch).await.unwrap().answered(None);
        let large = {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move {
                limiter.admit("large", 900, Lane::Batch).await.unwrap().answered(None);
                start.elapsed()
            })
        };
        tokio::time::sleep(Duration::from_secs(1)).await;
        limiter.admit("small", 200, Lane::Batch).await.unwrap().answered(None);
        assert!(start.elapsed() > window::SPAN);
        assert_eq!(large.await.unwrap(), window::SPAN);
    });
}

#[test]
fn a_block_that_comes_while_the_head_of_the_line_waits_holds_it_too() {
    paused(async {
        let limiter = limiter(limits(None, None, 1));
        let start = Instant::now();
        let first = limiter.admit(MODEL, 0, Lane::Batch).await.unwrap();
        let second = limiter.admit(MODEL, 0, Lane::Batch);
        tokio::pin!(second);
        assert!(tokio::time::timeout(Duration::from_secs(1), &mut second).await.is_err());
        limiter.block_for(MODEL, None, Duration::from_secs(30));
        drop(first);
        second.await.unwrap().answered(None);
        assert_eq!(start.elapsed().as_secs(), 31);
    });
}

#[test]
fn limits_that_change_hold_for_those_who_wait() {
    paused(async {
        let limiter = Arc::new(limiter(limits(Some(1), None, 1)));
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
        let limiter = Arc::new(limiter(limits(None, None, 3)));
        let times = send(&limiter, 9, Duration::from_secs(1)).await;
        let seconds: Vec<u64> = times.iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, [0, 0, 0, 1, 1, 1, 2, 2, 2]);
        assert_eq!((limiter.in_flight(), limiter.waiting()), (0, 0));
    });
}

#[test]
fn one_who_leaves_the_line_holds_nobody_up() {
    paused(async {
        let limiter = Arc::new(limiter(limits(None, None, 1)));
        let first = limiter.admit(MODEL, 0, Lane::Batch).await.unwrap();
        let (head, next) =
            (limiter.admit(MODEL, 0, Lane::Batch), limiter.admit(MODEL, 0, Lane::Batch));
        tokio::pin!(next);
        let mut head = Box::pin(head);
        let soon = Duration::from_secs(1);
        assert!(tokio::time::timeout(soon, &mut head).await.is_err());
        assert!(tokio::time::timeout(soon, &mut next).await.is_err());
        assert_eq!(limiter.waiting(), 2);
        drop(head);
        drop(first);
        next.await.unwrap().answered(None);
        assert_eq!(limiter.waiting(), 0);
    });
}

#[test]
fn a_request_that_was_not_sent_counts_for_nothing() {
    paused(async {
        let limiter = limiter(limits(None, Some(100), 1));
        limiter.admit(MODEL, 100, Lane::Batch).await.unwrap().unused();
        let start = Instant::now();
        limiter.admit(MODEL, 100, Lane::Batch).await.unwrap().answered(None);
        assert!(start.elapsed().is_zero());
    });
}

#[test]
fn a_day_holds_no_more_than_its_limit_counting_what_was_sent_before() {
    paused(async {
        let allowed = Limits { requests_per_day: Some(10), ..limits(None, None, 10) };
        let limiter = limiter_with(allowed, &[(MODEL, 4), ("c/d", 3)]);
        for _ in 0..2 {
            limiter.admit(MODEL, 0, Lane::Batch).await.unwrap().answered(None);
        }
        limiter.admit(MODEL, 0, Lane::Batch).await.unwrap().unused();
        limiter.admit(MODEL, 0, Lane::Batch).await.unwrap().refused(None);
        let fault = limiter.admit("e/f", 0, Lane::Batch).await.unwrap_err();
        assert_eq!(fault.class, Class::DailyLimit);
        assert!(fault.message.contains("limit of 10 requests a day"), "{fault}");
        tokio::time::sleep(Duration::from_hours(1)).await;
        for _ in 0..10 {
            limiter.admit(MODEL, 0, Lane::Batch).await.unwrap().answered(None);
        }
        assert!(limiter.admit(MODEL, 0, Lane::Batch).await.is_err());
    });
}

#[test]
fn free_models_share_twenty_a_minute_and_others_are_not_held_up() {
    paused(async {
        let limiter = Arc::new(limiter(limits(None, None, 100)));
        let start = Instant::now();
        let ask = |model: &'static str| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move {
                limiter.admit(model, 0, Lane::Batch).await.unwrap().answered(None);
                start.elapsed()
            })
        };
        let asked: Vec<_> =
            (0..60).map(|n| ask(if n % 2 == 0 { "a/b:free" } else { "c/d:free" })).collect();
        tokio::task::yield_now().await;
        assert_eq!(ask("a/b").await.unwrap(), Duration::ZERO);
        let mut times = Vec::new();
        for asked in asked {
            times.push(asked.await.unwrap());
        }
        times.sort_unstable();
        assert!(most_in_a_minute(&times) <= 20);
        assert!(times[59] <= Duration::from_mins(3), "{:?}", times[59]);
    });
}

#[test]
fn without_credit_fifty_free_requests_are_a_day_and_paid_ones_go_on() {
    paused(async {
        let limiter = limiter_with(limits(None, None, 10), &[("a/b:free", 30), ("c/d:free", 19)]);
        limiter.admit("e/f:free", 0, Lane::Batch).await.unwrap().answered(None);
        limiter.admit("e/f:free", 0, Lane::Batch).await.unwrap().answered(None);
        limiter.set_free_tier(true);
        let fault = limiter.admit("a/b:free", 0, Lane::Batch).await.unwrap_err();
        assert!(fault.message.contains("limit of 50 requests to free models"), "{fault}");
        limiter.admit("a/b", 0, Lane::Batch).await.unwrap().answered(None);
    });
}

#[test]
fn what_was_sent_is_to_be_written_down_once() {
    paused(async {
        let limiter = limiter(limits(None, None, 10));
        for _ in 0..3 {
            limiter.admit(MODEL, 0, Lane::Batch).await.unwrap().refused(Some(Strain::Busy));
        }
        limiter.admit(MODEL, 0, Lane::Batch).await.unwrap().unused();
        assert_eq!(limiter.take_unrecorded(MODEL), 3);
        assert_eq!(limiter.take_unrecorded(MODEL), 0);
    });
}

#[test]
fn what_was_learnt_of_a_model_can_be_seen_and_concerns_no_other() {
    paused(async {
        let limiter = limiter(limits(None, None, 10));
        let too_fast = Strain::TooFast { measure: Measure::Requests, limit: Some(30) };
        limiter.admit("c/d", 0, Lane::Batch).await.unwrap().answered(None);
        limiter.admit(MODEL, 0, Lane::Batch).await.unwrap().refused(Some(too_fast));
        limiter.block_for(MODEL, Some(too_fast), Duration::from_secs(9));
        tokio::time::sleep(Duration::from_secs(2)).await;
        let models = limiter.models();
        assert_eq!([&*models[0].model, &*models[1].model], [MODEL, "c/d"]);
        assert_eq!(models[0].learnt.requests_per_minute, Some(30));
        assert_eq!(models[0].blocked_for, Some(Duration::from_secs(7)));
        assert_eq!(models[0].last_strain, Some((too_fast, Duration::from_secs(2))));
        assert_eq!((models[1].learnt.requests_per_minute, models[1].last_strain), (None, None));
        assert_eq!((limiter.sent_today(), limiter.free_models_today()), (2, Some((0, 1000))));
    });
}

#[test]
fn an_urgent_request_goes_before_all_that_wait_already() {
    paused(async {
        let limiter = Arc::new(limiter(limits(None, None, 1)));
        let under_way = limiter.admit(MODEL, 0, Lane::Batch).await.unwrap();
        let went = Arc::new(Mutex::new(Vec::new()));
        let lanes = [Lane::Batch, Lane::Batch, Lane::Urgent, Lane::Batch, Lane::Urgent];
        let mut waiting = Vec::new();
        for (number, lane) in lanes.into_iter().enumerate() {
            let (limiter, went) = (Arc::clone(&limiter), Arc::clone(&went));
            waiting.push(tokio::spawn(async move {
                let admission = limiter.admit(MODEL, 0, lane).await.unwrap();
                went.lock().unwrap().push(number);
                admission.answered(None);
            }));
            tokio::task::yield_now().await;
        }
        under_way.answered(None);
        for task in waiting {
            task.await.unwrap();
        }
        assert_eq!(*went.lock().unwrap(), [2, 4, 0, 1, 3]);
    });
}
