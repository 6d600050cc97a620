//! Batches: many chat requests handed in together, answered later at half the price. The shape is
//! that of OpenRouter's batch quickstart and of its reference of `BatchObject`; there is no route
//! to cancel one, as there is none there. A batch is worked off when somebody looks at it after its
//! time, so that the server needs no task of its own.

mod submission;

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::body::{Dropped, Reply};
use crate::chat;
use crate::clock;
use crate::errors::error;
use crate::options::Options;
use crate::outcome::Outcome;
use crate::state::State;
use submission::Submission;

/// The shares of its time after which a batch is validated, and answered.
const VALIDATED: f64 = 0.25;
const ANSWERED: f64 = 0.75;

const DAY_SECONDS: u64 = 24 * 60 * 60;
const MOST_LISTED: usize = 100;

/// How batches end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum BatchEnd {
    /// With a result for every request.
    #[default]
    Completed,
    /// Without results, as a whole.
    Failed,
    /// Without results, because the provider took more than a day.
    Expired,
    /// Without results, because the provider was told to stop.
    Cancelled,
}

impl BatchEnd {
    fn name(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The batches handed in so far, and how many calls there were to hand one in.
#[derive(Debug, Default)]
pub(crate) struct Batches {
    calls: usize,
    list: Vec<Batch>,
}

#[derive(Debug)]
struct Batch {
    id: String,
    submission: Submission,
    since: Instant,
    created_at: u64,
    end: Option<End>,
}

#[derive(Debug)]
struct End {
    how: BatchEnd,
    at: u64,
    failed: usize,
    usage: Value,
    results: Value,
    error: Value,
}

/// `POST /beta/batches`: 202 with the batch, or what is wrong with it.
pub(crate) fn submit(state: &State, options: &Options, body: &[u8]) -> Result<Reply, Dropped> {
    let call = state.with_batches(|batches| {
        batches.calls += 1;
        batches.calls - 1
    });
    let outcome = options.submit.get(call).copied().unwrap_or(Outcome::Ok);
    if let Some(spoilt) = chat::without_generation(outcome, options.retry_after) {
        return spoilt;
    }
    if state.credits_left(options).is_some_and(|left| left <= 0.0) {
        return Ok(crate::errors::out_of_credits());
    }
    let reply = match Submission::read(body) {
        Ok(submission) => state.with_batches(|batches| batches.accept(submission)),
        Err(bad) => error(bad.status(), &bad.to_string(), "invalid_request"),
    };
    if outcome == Outcome::ResetBilled { Err(Dropped) } else { Ok(reply) }
}

/// `GET /beta/batches/:id`.
pub(crate) fn poll(state: &State, options: &Options, id: &str) -> Reply {
    state.with_batches(|batches| match batches.list.iter_mut().find(|batch| batch.id == id) {
        Some(batch) => {
            batch.work(state, options);
            Reply::json(200, &batch.object(options, true))
        }
        None => error(404, "Batch job not found", "not_found"),
    })
}

/// `GET /beta/batches`: the newest first, without their results.
pub(crate) fn list(state: &State, options: &Options, query: &str) -> Reply {
    let given = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(given, _)| given == name).map(|(_, value)| value.into_owned())
    };
    let most = given("limit").and_then(|limit| limit.parse().ok()).unwrap_or(20);
    state.with_batches(|batches| {
        let mut newest: Vec<&mut Batch> = batches.list.iter_mut().rev().collect();
        if let Some(after) = given("after") {
            let seen = newest.iter().position(|batch| batch.id == after).map_or(0, |at| at + 1);
            newest.drain(..seen);
        }
        let most = most.clamp(1, MOST_LISTED);
        let has_more = newest.len() > most;
        let page = newest.into_iter().take(most).map(|batch| {
            batch.work(state, options);
            batch.object(options, false)
        });
        let page: Vec<Value> = page.collect();
        let id = |batch: Option<&Value>| batch.map(|batch| batch["id"].clone());
        Reply::json(
            200,
            &json!({
                "object": "list", "first_id": id(page.first()), "last_id": id(page.last()),
                "has_more": has_more, "data": page,
            }),
        )
    })
}

impl Batches {
    fn accept(&mut self, submission: Submission) -> Reply {
        let created_at = clock::unix_ms() / 1000;
        let id = format!("batch-{created_at}-{:08x}", self.list.len());
        let batch = Batch { id, submission, since: Instant::now(), created_at, end: None };
        let reply = Reply::json(202, &batch.object_as("validating", 0));
        self.list.push(batch);
        reply
    }
}

impl Batch {
    /// The share of its time that is over, from 0 to 1.
    fn progress(&self, options: &Options) -> f64 {
        let time = Duration::from_millis(options.batch_ms);
        if time.is_zero() { 1.0 } else { self.since.elapsed().div_duration_f64(time).min(1.0) }
    }

    /// Answers all requests when the time is over, once; a defect shows when it is validated.
    fn work(&mut self, state: &State, options: &Options) {
        let progress = self.progress(options);
        if self.end.is_some() || progress < VALIDATED {
            return;
        }
        if let Some(defect) = self.submission.defect() {
            self.end = Some(self.without_results(BatchEnd::Failed, &defect));
        } else if progress >= 1.0 {
            self.end = Some(self.answered(state, options));
        }
    }

    fn without_results(&self, how: BatchEnd, message: &str) -> End {
        End {
            how,
            at: clock::unix_ms() / 1000,
            failed: self.submission.requests.len(),
            usage: Value::Null,
            results: Value::Null,
            error: json!({"message": message}),
        }
    }

    fn answered(&self, state: &State, options: &Options) -> End {
        if options.batch_end != BatchEnd::Completed {
            let name = options.batch_end.name();
            let message = format!("The provider ended this batch as \"{name}\"");
            return self.without_results(options.batch_end, &message);
        }
        let (mut failed, mut results, mut tokens, mut cost) = (0, Vec::new(), (0, 0), 0.0);
        for (place, request) in self.submission.requests.iter().enumerate() {
            let line = chat::answer_in_batch(state, options, &request.body);
            failed += usize::from(line.error.is_some());
            tokens.0 += line.prompt_tokens;
            tokens.1 += line.completion_tokens;
            cost += line.cost_usd;
            let response =
                line.body.map(|body| json!({"status_code": 200, "request_id": null, "body": body}));
            results.push(json!({
                "id": format!("batch_req_{place:08x}"), "custom_id": request.custom_id,
                "response": response, "error": line.error,
            }));
        }
        let usage = json!({
            "prompt_tokens": tokens.0, "completion_tokens": tokens.1,
            "total_tokens": tokens.0 + tokens.1, "cost": cost, "is_byok": false,
        });
        let (how, at) = (BatchEnd::Completed, clock::unix_ms() / 1000);
        End { how, at, failed, usage, results: results.into(), error: Value::Null }
    }

    /// The batch as it stands.
    fn object(&self, options: &Options, with_results: bool) -> Value {
        let Some(end) = &self.end else { return self.under_way(self.progress(options)) };
        let total = self.submission.requests.len();
        let mut object = self.object_as(end.how.name(), total - end.failed);
        object["request_counts"]["failed"] = end.failed.into();
        object["finalized_at"] = end.at.into();
        object["usage"] = end.usage.clone();
        object["error"] = end.error.clone();
        if with_results {
            object["results"] = end.results.clone();
        }
        object
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a count that fits"
    )]
    fn under_way(&self, progress: f64) -> Value {
        let total = self.submission.requests.len();
        if progress < VALIDATED {
            self.object_as("validating", 0)
        } else if progress < ANSWERED {
            let done = (progress - VALIDATED) / (ANSWERED - VALIDATED) * total as f64;
            self.object_as("in_progress", done as usize)
        } else {
            self.object_as("finalizing", total)
        }
    }

    fn object_as(&self, status: &str, completed: usize) -> Value {
        json!({
            "id": self.id, "object": "batch", "endpoint": submission::ENDPOINT,
            "model": self.submission.model, "completion_window": "24h", "status": status,
            "created_at": self.created_at, "expires_at": self.created_at + DAY_SECONDS,
            "finalized_at": null, "provider": "Fake",
            "request_counts": {
                "total": self.submission.requests.len(), "completed": completed, "failed": 0,
            },
            "usage": null, "results": null, "error": null,
        })
    }
}
