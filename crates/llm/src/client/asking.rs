//! The way of a question: breaker, budget, line, HTTP, classification, the record of what was paid,
//! and round again if need be. Each step is a module; this one only puts them in order.

use std::sync::atomic::Ordering;
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::Client;
use crate::abilities::Ability;
use crate::breaker::Pass;
use crate::budget::Reservation;
use crate::classify;
use crate::failure::{Attempt, Class, Failure, Fault};
use crate::json::needs_repair;
use crate::limits::Admission;
use crate::models::Price;
use crate::money::Usd;
use crate::preferences::MaxPrice;
use crate::reply::{self, PaidReply, RecordReply, Reply, Usage, Wire};
use crate::request::{self, ChatRequest};
use crate::retry::{Next, Trial};
use crate::transport::{NoResponse, Response};

/// The right to send one request to one model now.
struct Go<'a> {
    pass: Pass<'a>,
    reservation: Reservation<'a>,
    admission: Admission<'a>,
}

/// What an attempt asks for.
#[derive(Clone, Copy)]
struct Question<'a> {
    request: &'a ChatRequest,
    model: &'a str,
    ability: &'a Ability,
    number: u32,
}

/// How an attempt ended without an answer.
struct Missed {
    fault: Fault,
    /// A probe, or something that the server turned out to lack: the question is not to blame.
    excused: bool,
}

impl Client {
    /// Asks until there is an answer, or a failure that asking again does not mend. Every reply
    /// with HTTP 200 goes to `record` first. `stop` ends any wait at once; a request that was sent
    /// is awaited and recorded, because it is billed anyway. Dropping the future instead abandons
    /// such a request, and presumes its worst case to be spent.
    pub async fn chat<R: RecordReply>(
        &self,
        request: &ChatRequest,
        record: &R,
        stop: &CancellationToken,
    ) -> Result<Reply, Failure> {
        let question = self.server.questions.fetch_add(1, Ordering::Relaxed) + 1;
        let span = tracing::info_span!("chat", question, model = %request.model);
        self.ask(request, record, stop).instrument(span).await
    }

    async fn ask<R: RecordReply>(
        &self,
        request: &ChatRequest,
        record: &R,
        stop: &CancellationToken,
    ) -> Result<Reply, Failure> {
        let given_up = self.server.breakers.given_up();
        let prompt = request.most_prompt_tokens();
        let mut trial = self.trial(request.max_completion_tokens, request.candidates());
        loop {
            let turn = self.turn(&trial, prompt, given_up);
            let go = match until(stop, turn).await.flatten() {
                Ok(go) => go,
                Err(fault) => return Err(trial.end(fault)),
            };
            if let Err(fault) = note_owed(&go, record).await {
                go.admission.unused();
                return Err(trial.end(fault));
            }
            let pause = match self.attempt(request, &mut trial, go, record).await {
                Ok(reply) => return Ok(reply),
                Err(Next::Over(fault)) => return Err(trial.end(fault)),
                Err(Next::Again(pause)) => pause,
            };
            if let Err(fault) = until(stop, tokio::time::sleep(pause)).await {
                return Err(trial.end(fault));
            }
        }
    }

    /// Waits for all that must be right before a request may go. What is held is given back
    /// whenever the model's breaker opened, or the model was found absent, in the meantime.
    async fn turn(
        &self,
        trial: &Trial,
        most_prompt_tokens: u64,
        given_up: u64,
    ) -> Result<Go<'_>, Fault> {
        loop {
            let models = self.server.absent.worth_asking(trial.candidates());
            let pass = self.server.breakers.enter(&models, given_up).await?;
            let price = self.server.prices.of(pass.model());
            let worst = price.map(|price| price.of(most_prompt_tokens, trial.max_tokens().into()));
            let reservation = self.purse.reserve(worst).await?;
            let tokens = likely_tokens(most_prompt_tokens, trial.max_tokens());
            let admission = self.server.limiter.admit(pass.model(), tokens, self.lane).await?;
            let models = self.server.absent.worth_asking(trial.candidates());
            if pass.is_valid() && models.iter().any(|model| model == pass.model()) {
                return Ok(Go { pass, reservation, admission });
            }
            admission.unused();
        }
    }

    /// One request, and all that must happen before anything else learns of its reply.
    async fn attempt<R: RecordReply>(
        &self,
        request: &ChatRequest,
        trial: &mut Trial,
        mut go: Go<'_>,
        record: &R,
    ) -> Result<Reply, Next> {
        let model = go.pass.model().to_owned();
        let ability = self.server.abilities.of(&model);
        let question =
            Question { request, model: &model, ability: &ability, number: trial.number() };
        let endpoint = self.server.transport.endpoint();
        let ceiling = self.price_ceiling(&model);
        let body = request::body(request, &model, trial.max_tokens(), &ability, endpoint, ceiling);
        go.reservation.sent();
        self.tally.request();
        let started = Instant::now();
        let outcome = self.server.transport.post("chat/completions", &body).await;
        let elapsed = started.elapsed();
        let attempt = question.number;
        let remote = outcome.as_ref().ok().and_then(Response::request_id);
        let remote = remote.map(|id| endpoint.redact(id));
        let missed = match outcome {
            Err(nothing) => self.unanswered(go, nothing),
            Ok(response) if response.is_reply() => {
                match self.replied(question, go, response, elapsed, record).await {
                    Ok(reply) => {
                        self.server.absent.found(&model);
                        let generation = reply.generation_id.as_deref();
                        tracing::debug!(attempt, remote, generation, ?elapsed, "answered");
                        return Ok(reply);
                    }
                    Err(missed) => missed,
                }
            }
            Ok(response) => self.refused(question, go, &response),
        };
        let Missed { fault, excused } = missed;
        if fault.class == Class::ModelNotFound && !excused {
            self.server.absent.missed(&model);
        }
        let (class, status) = (&fault.class, fault.status);
        tracing::warn!(attempt, %class, status, remote, excused, "attempt failed");
        Err(self.next(trial, Attempt { model, fault, elapsed, pause: Duration::ZERO }, excused))
    }

    /// Under a cap no provider may take more than the price that was set aside.
    pub(crate) fn price_ceiling(&self, model: &str) -> Option<MaxPrice> {
        let Price { prompt, completion, .. } =
            self.price_of(model).filter(|_| self.purse().is_capped())?;
        Some(MaxPrice { prompt, completion })
    }

    fn unanswered(&self, go: Go<'_>, nothing: NoResponse) -> Missed {
        let NoResponse { fault, sent } = nothing;
        if !sent {
            go.reservation.refused();
        }
        let excused = go.pass.is_probe();
        self.report(go.pass, Some(&fault));
        Missed { fault, excused }
    }

    /// No reply of a chat API, which costs nothing.
    fn refused(&self, question: Question<'_>, go: Go<'_>, response: &Response) -> Missed {
        let fault = self.refusal(response);
        go.reservation.refused();
        go.admission.refused(fault.strain);
        let Question { request, model, ability, .. } = question;
        let learnt = self.server.abilities.learn(model, ability, request, &fault);
        let excused = learnt || (go.pass.is_probe() && fault.class.is_outage());
        self.report(go.pass, Some(&fault).filter(|_| !learnt));
        Missed { fault, excused }
    }

    /// A reply with HTTP 200, which may have been billed whatever it holds: the place in flight is
    /// freed, the reply recorded, and only then is anything made of it.
    async fn replied<R: RecordReply>(
        &self,
        question: Question<'_>,
        go: Go<'_>,
        response: Response,
        elapsed: Duration,
        record: &R,
    ) -> Result<Reply, Missed> {
        let (reply, fault) = self.read(question, response, elapsed);
        let excused =
            go.pass.is_probe() && fault.as_ref().is_some_and(|fault| fault.class.is_outage());
        self.report(go.pass, fault.as_ref());
        match fault.as_ref().and_then(|fault| fault.strain) {
            Some(strain) => go.admission.refused(Some(strain)),
            None => go.admission.answered(tokens_of(&reply)),
        }
        let requests = self.server.limiter.take_unrecorded(question.model);
        let paid = PaidReply { reply: &reply, fault: fault.as_ref(), requests };
        let recorded = record.record(paid).await;
        go.reservation.settle(self.cost(question.model, reply.usage));
        if let Err(error) = recorded {
            let fault = Fault::new(Class::NotRecorded, error.to_string());
            return Err(Missed { fault, excused: false });
        }
        match fault {
            None => Ok(reply),
            Some(fault) => Err(Missed { fault, excused }),
        }
    }

    fn read(
        &self,
        question: Question<'_>,
        response: Response,
        elapsed: Duration,
    ) -> (Reply, Option<Fault>) {
        let Response { headers, body, broken, .. } = response;
        let wants_json = question.request.schema.is_some();
        let (mut reply, fault) = self.read_body(&headers, body, question.model, wants_json, broken);
        (reply.attempt, reply.elapsed) = (question.number, elapsed);
        (reply, fault)
    }

    /// The reply as far as it can be read, and what is wrong with it.
    pub(crate) fn read_body(
        &self,
        headers: &HeaderMap,
        body: String,
        asked: &str,
        wants_json: bool,
        broken: Option<Fault>,
    ) -> (Reply, Option<Fault>) {
        let (wire, unread) = match Wire::read(&body) {
            Some(wire) => (wire, None),
            None => (Wire::default(), Some(classify::not_the_protocol(&body))),
        };
        let mut reply = reply::reply(&wire, asked, 1, Duration::ZERO, body);
        let fault = broken
            .or(unread)
            .or_else(|| {
                classify::fault_in(&wire, &reply, headers, wants_json, (self.server.clock)())
            })
            .map(|fault| classify::fit_to_show(fault, self.endpoint()));
        if fault.is_none() && wants_json {
            reply.repaired = was_repaired(&reply.content);
        }
        (reply, fault)
    }

    /// Tells the breaker how the model is, and all who ask it how long the server wants to be left
    /// alone.
    fn report(&self, pass: Pass<'_>, fault: Option<&Fault>) {
        if let Some(fault) = fault
            && let Some(wait) = fault.wait
            && wait <= self.server.retry.longest_wait
        {
            self.server.limiter.block_for(pass.model(), fault.strain, wait);
        }
        match fault {
            Some(fault) if fault.class.is_outage() => pass.failed(fault),
            _ => pass.alive(),
        }
    }

    /// The history of a question, with these models to ask.
    pub(crate) fn trial(&self, max_tokens: u32, candidates: Vec<String>) -> Trial {
        Trial::new(self.server.retry, max_tokens, candidates)
    }

    /// What follows a failed attempt.
    pub(crate) fn failed(&self, trial: &mut Trial, attempt: Attempt) -> Next {
        trial.failed(attempt, &self.server.jitter)
    }

    fn next(&self, trial: &mut Trial, attempt: Attempt, excused: bool) -> Next {
        let class = attempt.fault.class;
        let next = if excused {
            trial.excuse(attempt);
            Next::Again(Duration::ZERO)
        } else {
            self.failed(trial, attempt)
        };
        if matches!(next, Next::Again(_)) {
            self.tally.retry(class);
        }
        next
    }

    /// What a reply cost: as its server says, else by its tokens at known prices.
    fn cost(&self, model: &str, usage: Usage) -> Option<Usd> {
        let by_tokens = || {
            let price = self.server.prices.of(model).filter(|_| usage.is_counted())?;
            Some(price.of(usage.prompt_tokens, usage.completion_tokens))
        };
        usage.cost.or_else(by_tokens)
    }
}

/// What a request is likely to count against a limit of tokens a minute. Three bytes a token is high
/// for English and about right for Korean; most servers count the whole `max_completion_tokens`
/// beforehand.
fn likely_tokens(most_prompt_tokens: u64, max_completion_tokens: u32) -> u64 {
    most_prompt_tokens / 3 + u64::from(max_completion_tokens)
}

/// Has written down what would be lost from sight if this process was killed.
async fn note_owed<R: RecordReply>(go: &Go<'_>, record: &R) -> Result<(), Fault> {
    let Some(owed) = go.reservation.unnoted() else { return Ok(()) };
    let noted = record.note_owed(owed).await;
    noted.map_err(|error| Fault::new(Class::NotRecorded, error.to_string()))?;
    go.reservation.noted(owed);
    Ok(())
}

/// Waits for `work` unless it is time to stop.
async fn until<T>(stop: &CancellationToken, work: impl Future<Output = T>) -> Result<T, Fault> {
    tokio::select! {
        biased;
        () = stop.cancelled() => Err(Fault::new(Class::Cancelled, "stopped")),
        done = work => Ok(done),
    }
}

fn was_repaired(content: &str) -> bool {
    let repaired = needs_repair(content);
    if repaired {
        tracing::info!("the answer's JSON was repaired");
    }
    repaired
}

/// What a reply took from the limit of tokens, where the server says so.
fn tokens_of(reply: &Reply) -> Option<u64> {
    let usage = reply.usage;
    usage.is_counted().then(|| usage.prompt_tokens.saturating_add(usage.completion_tokens))
}
