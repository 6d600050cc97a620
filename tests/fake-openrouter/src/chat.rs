//! The way of a chat request: who asks, may it pass, what becomes of it, what does it cost, and
//! only then the wait and the answer. It is in the ledger before it waits, because the real service
//! bills a request whose client has hung up.

use std::future::pending;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::time::sleep;

use crate::answers;
use crate::body::{Delivery, Dropped, Reply};
use crate::clock;
use crate::completion::{self, Completion, Envelope};
use crate::dice::Dice;
use crate::errors;
use crate::ledger::Answer;
use crate::limits::Refusal;
use crate::models::{MODELS, Model};
use crate::options::Options;
use crate::outcome::Outcome;
use crate::request::{BadRequest, ChatRequest, Format, Question};
use crate::state::State;

/// What a request in a batch costs of its usual price.
const BATCH_SHARE: f64 = 0.5;

/// Answers one chat request that has shown a key.
pub(crate) async fn answer(state: &Arc<State>, body: &[u8]) -> Result<Reply, Dropped> {
    let options = state.options();
    let request = match ChatRequest::read(body) {
        Ok(request) => request,
        Err(bad) => return Ok(refuse(state, &bad)),
    };
    let asked = Asked::new(&request, 1.0);
    let mut chance = state.chance(options.seed, &asked.question);
    let latency = options.latency(&mut chance);
    let passed = state.pass(&options);
    let reply = match held_back(state, &options, &request, &asked, passed) {
        Some((outcome, reply)) => {
            asked.enter(state, &options, outcome, 0);
            Ok(reply)
        }
        None => proceed(state, &options, &request, &asked, &mut chance),
    };
    if !latency.is_zero() {
        sleep(latency).await;
    }
    if reply.as_ref().is_ok_and(Reply::never_begins) {
        pending::<()>().await;
    }
    reply
}

/// What became of one request of a batch.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// The completion, without usage: the batch has that of all together.
    pub(crate) body: Option<Value>,
    /// Or else the error.
    pub(crate) error: Option<Value>,
    pub(crate) prompt_tokens: u64,
    pub(crate) completion_tokens: u64,
    pub(crate) cost_usd: f64,
}

/// Answers one request of a batch at once and at half the price. Limits, latency and the ways of
/// delivery do not touch it.
pub(crate) fn answer_in_batch(state: &State, options: &Options, body: &[u8]) -> Line {
    state.count_request();
    let Ok(request) = ChatRequest::read(body) else {
        state.refused_outright(Outcome::Status(400));
        return Line { error: Some(json!({"message": "Invalid request"})), ..Line::default() };
    };
    let asked = Asked::new(&request, BATCH_SHARE);
    let mut chance = state.chance(options.seed, &asked.question);
    let reply = match held_back(state, options, &request, &asked, Ok(())) {
        Some((outcome, reply)) => {
            asked.enter(state, options, outcome, 0);
            Ok(reply)
        }
        None => proceed(state, options, &request, &asked, &mut chance),
    };
    line(reply.ok().and_then(Reply::into_json))
}

/// A reply as a line of a batch's results; one that never came is the provider's failure.
fn line(reply: Option<Value>) -> Line {
    let Some(mut body) = reply else {
        let error = json!({"code": 502, "message": "Provider disconnected"});
        return Line { error: Some(error), ..Line::default() };
    };
    if body.get("error").is_some() {
        return Line { error: Some(body["error"].take()), ..Line::default() };
    }
    let usage = body["usage"].take();
    if let Some(fields) = body.as_object_mut() {
        fields.remove("usage");
        fields.insert("service_tier".to_owned(), "batch".into());
    }
    Line {
        body: Some(body),
        error: None,
        prompt_tokens: usage["prompt_tokens"].as_u64().unwrap_or_default(),
        completion_tokens: usage["completion_tokens"].as_u64().unwrap_or_default(),
        cost_usd: usage["cost"].as_f64().unwrap_or_default(),
    }
}

/// A question with what is needed to bill it.
struct Asked<'a> {
    question: Question,
    model: &'a str,
    place: usize,
    prompt_tokens: u64,
    share: f64,
}

impl<'a> Asked<'a> {
    /// A question that costs this share of the usual price.
    fn new(request: &'a ChatRequest<'_>, share: f64) -> Self {
        let serving = request.candidates().find(|model| !is_down(model));
        let model = serving.unwrap_or(request.model());
        let model = if model.starts_with("@preset/") { MODELS[0].id } else { model };
        let prompt_tokens = request.prompt_tokens();
        let place = Model::place(model);
        Self { question: request.question(), model, place, prompt_tokens, share }
    }

    fn cost(&self, completion_tokens: u64) -> f64 {
        Model::cost(self.place, self.prompt_tokens, completion_tokens) * self.share
    }

    /// Writes the request down, billed or not, and gives its id and cost.
    fn enter(
        &self,
        state: &State,
        options: &Options,
        outcome: Outcome,
        completion_tokens: u64,
    ) -> (String, f64) {
        let billed = outcome.billed();
        let cost = if billed { self.cost(completion_tokens) } else { 0.0 };
        let number = state.enter(
            options,
            Answer {
                stage: self.question.stage,
                term: self.question.term().into(),
                billed,
                outcome,
                model: self.place,
                prompt_tokens: if billed { self.prompt_tokens } else { 0 },
                completion_tokens: if billed { completion_tokens } else { 0 },
                cost_usd: cost,
            },
        );
        (generation_id(number, self.share < 1.0), cost)
    }
}

/// The id of the request with this number in the ledger.
fn generation_id(number: usize, in_batch: bool) -> String {
    let kind = if in_batch { "gen-batch" } else { "gen" };
    format!("{kind}-{}-{number:08x}", clock::unix_ms() / 1000)
}

fn refuse(state: &State, bad: &BadRequest) -> Reply {
    state.refused_outright(Outcome::Status(400));
    errors::error(400, &bad.to_string(), "invalid_request")
}

/// What holds a request back before any fault does: limits, the model's abilities, credits.
fn held_back(
    state: &State,
    options: &Options,
    request: &ChatRequest<'_>,
    asked: &Asked<'_>,
    passed: Result<(), Refusal>,
) -> Option<(Outcome, Reply)> {
    if let Err(refusal) = passed {
        return Some((Outcome::Status(429), errors::limited_by(refusal)));
    }
    if is_down(asked.model) {
        return Some((Outcome::Status(503), errors::of_status(503, None)));
    }
    if let Some(refused) = unsupported(asked.model, request.format()) {
        return Some(refused);
    }
    let left = state.credits_left(options)?;
    let reply = unaffordable(left, asked, request.max_tokens())?;
    state.refused_by_credits();
    Some((Outcome::Status(402), reply))
}

/// The refusal of a request whose longest answer cannot be paid.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes the nearest count that there is"
)]
fn unaffordable(left: f64, asked: &Asked<'_>, max_tokens: Option<u64>) -> Option<Reply> {
    let (_, price) = Model::prices(asked.place);
    if price <= 0.0 {
        return None;
    }
    let affordable = ((left - asked.cost(0)) / price).floor() as u64;
    let wanted = max_tokens.unwrap_or(1);
    match affordable {
        0 => Some(errors::out_of_credits()),
        few if few < wanted => Some(errors::can_only_afford(wanted, few)),
        _ => None,
    }
}

/// Whether a model is out of service, by its name; the next of the request's list serves then.
fn is_down(model: &str) -> bool {
    model.ends_with("/down")
}

/// The forms of answer that a model lacks, by its name: `no-json`, `no-schema-400`,
/// `no-schema-500`, `no-schema`.
fn unsupported(model: &str, format: Format) -> Option<(Outcome, Reply)> {
    let (no_json, no_schema) = (model.contains("no-json"), model.contains("no-schema"));
    match format {
        Format::Schema if model.contains("no-schema-400") => {
            let reply = errors::refused_parameter("response_format json_schema");
            Some((Outcome::Status(400), reply))
        }
        Format::Schema if model.contains("no-schema-500") => {
            let reply = errors::stumbled_over("response_format json_schema");
            Some((Outcome::Status(500), reply))
        }
        Format::Schema | Format::Object if no_json => {
            Some((Outcome::Status(404), errors::no_endpoints("response_format")))
        }
        Format::Schema if no_schema => {
            Some((Outcome::Status(404), errors::no_endpoints("structured_outputs")))
        }
        _ => None,
    }
}

/// The outcome of a request that may pass, and its answer.
fn proceed(
    state: &State,
    options: &Options,
    request: &ChatRequest<'_>,
    asked: &Asked<'_>,
    chance: &mut Dice,
) -> Result<Reply, Dropped> {
    let drawn = options.faults.at(chance.unit());
    let outcome = if options.touch(asked.question.stage) {
        state.scripted(options, &asked.question).unwrap_or(drawn)
    } else {
        Outcome::Ok
    };
    if let Some(reply) = without_generation(outcome, options.retry_after) {
        asked.enter(state, options, outcome, 0);
        return reply;
    }
    let reply = generate(state, options, request, asked, outcome, chance);
    if outcome == Outcome::ResetBilled { Err(Dropped) } else { Ok(reply) }
}

/// The answers for which no model is asked.
pub(crate) fn without_generation(
    outcome: Outcome,
    retry_after: Option<u64>,
) -> Option<Result<Reply, Dropped>> {
    match outcome {
        Outcome::ResetBefore => Some(Err(Dropped)),
        Outcome::Html => Some(Ok(errors::html_page())),
        Outcome::BusyForNow => Some(Ok(errors::unavailable(Some(retry_after.unwrap_or(1))))),
        Outcome::BusyForGood => Some(Ok(errors::unavailable(None))),
        Outcome::Status(status) => Some(Ok(errors::of_status(status, retry_after))),
        Outcome::LimitedDate
        | Outcome::LimitedMs
        | Outcome::LimitedReset
        | Outcome::LimitedDay
        | Outcome::LimitedBare => Some(Ok(errors::limited_as(outcome, retry_after.unwrap_or(1)))),
        _ => None,
    }
}

fn generate(
    state: &State,
    options: &Options,
    request: &ChatRequest<'_>,
    asked: &Asked<'_>,
    outcome: Outcome,
    chance: &mut Dice,
) -> Reply {
    let good = answers::content(options.seed, request, &asked.question, outcome);
    let completion = Completion::spoilt(good, outcome, chance).within(request.max_tokens());
    let (id, cost) = asked.enter(state, options, outcome, completion.tokens);
    let prompt_tokens = asked.prompt_tokens;
    let cost = Some(cost).filter(|_| outcome != Outcome::NoCost);
    let prompt_cost = asked.cost(0);
    let envelope = Envelope { id: &id, model: asked.model, prompt_tokens, cost, prompt_cost };
    match outcome {
        Outcome::EmptyChoices => completion::without_choices(&envelope),
        Outcome::ErrorIn200 | Outcome::LimitedIn200 => completion::error_in_200(&envelope, outcome),
        Outcome::Slow => completion::reply(&envelope, &completion).delivered(Delivery::Slow),
        Outcome::Stall => completion::reply(&envelope, &completion).delivered(Delivery::Stall),
        Outcome::Hang => completion::reply(&envelope, &completion).delivered(Delivery::Never),
        Outcome::ResetAfter => completion::reply(&envelope, &completion).delivered(Delivery::Reset),
        _ => completion::reply(&envelope, &completion),
    }
}
