//! Servers that refuse without a word about why: what is found out about them all the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::SystemTime;

use super::window::Window;
use super::*;

const MINUTE: Duration = Duration::from_mins(1);
const LATENCY: Duration = Duration::from_millis(200);

/// Takes so many requests a minute, and so many at once.
#[derive(Default)]
struct Server {
    per_minute: u64,
    at_once: u32,
    passed: Window,
    in_flight: u32,
}

impl Server {
    fn takes(&mut self) -> bool {
        let now = Instant::now();
        let is_free = self.in_flight < self.at_once;
        let takes = is_free && self.passed.ready_at(now, 1, self.per_minute) <= now;
        if takes {
            self.passed.take(now, 1);
            self.in_flight += 1;
        }
        takes
    }
}

/// What is asked of a server for ten minutes, and what was taken and refused after the first.
#[derive(Default)]
struct Trial {
    server: Mutex<Server>,
    has_begun: AtomicBool,
    taken: AtomicU32,
    refused: AtomicU32,
}

impl Trial {
    /// Asks again and again; rests for up to ten seconds after a refusal.
    async fn work(&self, limiter: &Limiter, seed: u64) {
        let mut pause = 0;
        loop {
            let admission = limiter.admit("a/b", 0, Lane::Batch).await.unwrap();
            let takes = self.server.lock().unwrap().takes();
            if self.has_begun.load(Ordering::Relaxed) {
                let count = if takes { &self.taken } else { &self.refused };
                count.fetch_add(1, Ordering::Relaxed);
            }
            tokio::time::sleep(LATENCY).await;
            if takes {
                self.server.lock().unwrap().in_flight -= 1;
                admission.answered(None);
            } else {
                admission.refused(Some(Strain::Busy));
                pause = (pause * 7 + seed * 131 + 977) % 10_000;
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
        }
    }
}

/// How many requests a server takes and refuses in nine minutes.
fn taken_and_refused(per_minute: u64, at_once: u32) -> (u32, u32) {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_time().start_paused(true).build().unwrap().block_on(async {
        let limits = Limits { in_flight: 20, ..Limits::default() };
        let clock = Arc::new(|| SystemTime::UNIX_EPOCH);
        let limiter = Arc::new(Limiter::new(limits, false, &HashMap::new(), clock));
        let server = Server { per_minute, at_once, ..Server::default() };
        let trial = Arc::new(Trial { server: Mutex::new(server), ..Trial::default() });
        let mut workers = tokio::task::JoinSet::new();
        for seed in 0..40 {
            let (limiter, trial) = (Arc::clone(&limiter), Arc::clone(&trial));
            workers.spawn(async move { trial.work(&limiter, seed).await });
        }
        tokio::time::sleep(MINUTE).await;
        trial.has_begun.store(true, Ordering::Relaxed);
        tokio::time::sleep(9 * MINUTE).await;
        (trial.taken.load(Ordering::Relaxed), trial.refused.load(Ordering::Relaxed))
    })
}

#[test]
fn a_limit_of_a_minute_is_found_once_one_at_a_time_is_still_refused() {
    let (taken, refused) = taken_and_refused(150, 1000);
    assert!(taken * 100 >= 150 * 9 * 85, "{taken}");
    assert!(refused * 100 <= taken * 10, "{refused} refused, {taken} taken");
}

#[test]
fn a_limit_at_the_same_time_is_used_and_no_more_than_a_third_refused() {
    let (taken, refused) = taken_and_refused(1_000_000, 5);
    assert!(taken * 100 >= 5 * 5 * 540 * 85, "{taken}");
    assert!(refused * 100 <= (taken + refused) * 33, "{refused} refused, {taken} taken");
}
