//! Batches (OpenRouter, beta): many questions handed in together, answered within a day for about
//! half the price. What a batch costs at worst is set aside before it is handed in; whether it was
//! taken, when nobody said so, its list of batches tells. What is done with the answers is others'
//! business.

mod wire;

use std::time::Duration;

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::abilities::Ability;
use crate::budget::Reservation;
use crate::classify;
use crate::client::Client;
use crate::failure::{Advice, Attempt, Class, Failure, Fault};
use crate::money::Usd;
use crate::reply::Reply;
use crate::request::{self, ChatRequest};
use crate::retry::Next;

/// One question of a batch.
#[derive(Debug, Clone)]
pub struct BatchQuestion {
    /// What its answer will be known by; once in a batch, at most 64 characters.
    pub name: String,
    /// The question, which wants JSON. Its fallbacks are not asked: a batch has one model.
    pub request: ChatRequest,
}

/// A batch as its server describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The server's name for it.
    pub id: String,
    /// The model asked, as batches know it.
    pub model: String,
    /// When it was taken, in seconds since 1970.
    pub created_at: i64,
    /// How many questions it has.
    pub questions: u32,
    /// How far it is.
    pub stage: BatchStage,
}

/// How far a batch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchStage {
    /// It is being validated, worked on, or written out.
    UnderWay,
    /// It is answered. A question that failed has no answer.
    Answered(Vec<BatchAnswer>),
    /// It ended without answers: it failed, expired or was cancelled.
    Ended(Failure),
}

/// The reply to a question of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchAnswer {
    /// The question's name.
    pub name: String,
    /// The reply, with its share of what the batch took and cost.
    pub reply: Reply,
    /// Why it is not an answer; `None` when it is one.
    pub fault: Option<Fault>,
}

/// Why there is no batch.
#[derive(Debug)]
pub enum NotTaken {
    /// The server did not take it.
    Refused(Failure),
    /// It was sent, and nothing was heard of it: it may have been taken.
    Unheard(Failure),
}

/// Money set aside for a batch, given back when this is dropped: what a batch cost is known by its
/// answers, and what one under way may cost is on its owner to remember.
#[derive(Debug)]
pub struct SetAside<'a> {
    reservation: Reservation<'a>,
    worst: Option<Usd>,
}

impl SetAside<'_> {
    /// The most that the batch may cost, where prices are known.
    #[must_use]
    pub fn worst(&self) -> Option<Usd> {
        self.worst
    }

    /// What the run owes at worst, this batch included, where that is more than was noted.
    #[must_use]
    pub fn unnoted(&self) -> Option<Usd> {
        self.reservation.unnoted()
    }

    /// So much is written down.
    pub fn noted(&self, owed: Usd) {
        self.reservation.noted(owed);
    }

    /// The batch cost so much.
    pub fn settle(self, cost: Usd) {
        self.reservation.settle(Some(cost));
    }
}

impl Client {
    /// Sets aside what a batch may cost: its full price, because a discount is no promise. `None`
    /// when there may be room later, as other requests under way are settled.
    ///
    /// # Errors
    /// A cap leaves no room for it, whatever is settled.
    pub fn set_aside(&self, questions: &[BatchQuestion]) -> Result<Option<SetAside<'_>>, Failure> {
        let worst = self.worst_of(questions);
        let reservation = self.purse().try_reserve(worst);
        let reservation = reservation.map_err(|fault| Failure::new(fault, Vec::new()))?;
        Ok(reservation.map(|reservation| SetAside { reservation, worst }))
    }

    /// Sets aside what was set aside before for a batch that is under way, whatever the caps say.
    #[must_use]
    pub fn set_aside_again(&self, worst: Usd) -> SetAside<'_> {
        SetAside { reservation: self.purse().owe(worst), worst: Some(worst) }
    }

    fn worst_of(&self, questions: &[BatchQuestion]) -> Option<Usd> {
        questions.iter().try_fold(Usd::ZERO, |sum, BatchQuestion { request, .. }| {
            let variant = variant(&request.model);
            let price = self.price_of(&variant).or_else(|| self.price_of(&request.model))?;
            let most = u64::from(request.max_completion_tokens);
            Some(sum.plus(price.of(request.most_prompt_tokens(), most)))
        })
    }

    /// Hands a batch in. What is refused for the moment is tried again, what may have been taken
    /// is not.
    pub async fn hand_in(
        &self,
        model: &str,
        questions: &[BatchQuestion],
        stop: &CancellationToken,
    ) -> Result<Batch, NotTaken> {
        let model = variant(model);
        let body = self.body_of(&model, questions);
        let mut trial = self.trial(0, vec![model.clone()]);
        loop {
            let fault = match self.post_batch(&body).await {
                Ok(batch) => return Ok(batch),
                Err(Miss::Unheard(fault)) => return Err(NotTaken::Unheard(trial.end(fault))),
                Err(Miss::Refused(fault)) => fault,
            };
            let model = model.clone();
            let attempt = Attempt { model, fault, elapsed: Duration::ZERO, pause: Duration::ZERO };
            let pause = match self.failed(&mut trial, attempt) {
                Next::Again(pause) => pause,
                Next::Over(fault) => return Err(NotTaken::Refused(trial.end(fault).of_all())),
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = stop.cancelled() => {
                    let stopped = trial.end(Fault::new(Class::Cancelled, "stopped"));
                    return Err(NotTaken::Refused(stopped));
                }
            }
        }
    }

    async fn post_batch(&self, body: &Value) -> Result<Batch, Miss> {
        let url = self.endpoint().batches_url();
        let response = match self.transport().post_to(url, body).await {
            Err(nothing) if nothing.sent => return Err(Miss::Unheard(nothing.fault)),
            Err(nothing) => return Err(Miss::Refused(nothing.fault)),
            Ok(response) => response,
        };
        match response.status {
            200..=299 => self.batch_in(&response.body).map_err(Miss::Unheard),
            // a gateway may say so of a batch that its backend has taken
            500..=599 if response.status != 503 => Err(Miss::Unheard(self.refusal(&response))),
            _ => Err(Miss::Refused(self.refusal(&response))),
        }
    }

    /// The batch of that name, with its answers when it has them.
    pub async fn batch(&self, id: &str) -> Result<Batch, Failure> {
        let url = self.endpoint().batch_url(id);
        self.look_up_at(url, |body| wire::batch(body, self)).await
    }

    /// The newest batches of this account, without their answers.
    pub async fn batches(&self) -> Result<Vec<Batch>, Failure> {
        self.look_up_at(self.endpoint().batches_url(), wire::batches).await
    }

    fn batch_in(&self, body: &str) -> Result<Batch, Fault> {
        wire::batch(body, self)
            .map_err(|_| classify::fit_to_show(classify::not_the_protocol(body), self.endpoint()))
    }

    fn body_of(&self, model: &str, questions: &[BatchQuestion]) -> Value {
        let ability = self.ability_of(model);
        let requests = questions.iter().map(|question| self.line_of(model, question, &ability));
        // read as it comes: with the requests before the model it is refused
        json!({
            "endpoint": "/v1/chat/completions",
            "model": model,
            "completion_window": "24h",
            "requests": requests.collect::<Vec<_>>(),
        })
    }

    fn line_of(&self, model: &str, question: &BatchQuestion, ability: &Ability) -> Value {
        let BatchQuestion { name, request } = question;
        let most = request.max_completion_tokens;
        let ceiling = self.price_ceiling(model);
        let body = request::body(request, model, most, ability, self.endpoint(), ceiling);
        json!({ "custom_id": name, "body": body })
    }
}

/// The name under which a model takes batches; its usual name is refused.
fn variant(model: &str) -> String {
    if model.ends_with(VARIANT) { model.to_owned() } else { format!("{model}{VARIANT}") }
}

const VARIANT: &str = ":batch";

/// How handing in went wrong.
enum Miss {
    Refused(Fault),
    Unheard(Fault),
}

impl Batch {
    /// Whether it asks this model.
    #[must_use]
    pub fn is_for(&self, model: &str) -> bool {
        self.model.trim_end_matches(VARIANT) == model.trim_end_matches(VARIANT)
    }
}

impl Failure {
    /// The end of a batch that has no answers.
    #[must_use]
    pub fn of_batch(message: String) -> Self {
        Self::new(Fault::new(Class::Server, message), Vec::new()).of_all()
    }

    /// The same of a batch: what concerns all its questions is no one word's fault.
    fn of_all(self) -> Self {
        Self { advice: Advice::PauseRun, ..self }
    }
}
