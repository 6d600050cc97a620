//! A run's snapshot: rows of the store, and what only the working process knows.

use std::sync::atomic::Ordering;

use store::{Counts, Run};

use crate::{
    dto::{Engine, RunSnapshot, RunState, Settings},
    runs::Active,
};

/// Picodollars in a dollar.
const PICO: f64 = 1e12;

pub(crate) fn of(
    run: &Run,
    counts: &Counts,
    settings: &Settings,
    active: Option<&Active>,
) -> RunSnapshot {
    let (requests, retries) = active.map_or((0, 0), Active::sent);
    let elapsed_ms = active.map_or(0, Active::elapsed_ms);
    let under_way = active.map_or(0, |active| active.under_way.load(Ordering::Relaxed));
    let done = counts.done + counts.needs_review;
    let open = counts.pending + counts.nuance;
    let per_minute = active.and_then(|active| speed(active, done));
    RunSnapshot {
        run: run.id,
        created_at: run.created_at,
        state: state(run, active),
        reason: run
            .reason
            .as_deref()
            .filter(|_| active.is_none())
            .and_then(|reason| serde_json::from_str(reason).ok()),
        engine: settings.engine,
        model: (settings.engine != Engine::Dictionary).then(|| settings.model.clone()),
        words: counts.words,
        done,
        failed: counts.failed,
        needs_review: counts.needs_review,
        waiting: open.saturating_sub(under_way),
        under_way: under_way.min(open),
        cached: counts.cached,
        requests: run.requests + requests,
        retries: run.retries + retries,
        cost_usd: cost(counts),
        seconds: seconds(run.elapsed_ms + elapsed_ms),
        first_card_seconds: run.first_ms.map(seconds),
        words_per_minute: per_minute,
        seconds_left: per_minute.map(|speed| f64::from(open) / speed * 60.0),
        finished: counts.finished,
        traffic: active.and_then(|active| active.traffic(&settings.model)),
    }
}

fn state(run: &Run, active: Option<&Active>) -> RunState {
    match (active, run.state) {
        (Some(active), _) if active.stop.is_cancelled() => RunState::Pausing,
        (Some(_), _) => RunState::Running,
        (None, store::RunState::Open) => RunState::Paused,
        (None, store::RunState::Done) => RunState::Done,
        (None, store::RunState::Cancelled) => RunState::Cancelled,
    }
}

/// What the server said it cost; none when it never said.
fn cost(counts: &Counts) -> Option<f64> {
    let nothing_said = counts.cost_pico_usd == 0 && counts.replies_without_cost > 0;
    #[expect(clippy::cast_precision_loss, reason = "for display: a millionth of a cent is enough")]
    (!nothing_said).then_some(counts.cost_pico_usd as f64 / PICO)
}

#[expect(clippy::cast_precision_loss, reason = "for display")]
fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1000.0
}

/// Words a minute since this stretch of work began, once there is something to tell.
fn speed(active: &Active, done: u32) -> Option<f64> {
    let minutes = active.started.elapsed().as_secs_f64() / 60.0;
    let finished = done.saturating_sub(active.done_at_start);
    (finished > 0 && minutes > 0.0).then(|| f64::from(finished) / minutes)
}
