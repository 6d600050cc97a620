//! All lines of a client: one for each model, one for everything. A request goes when every line it
//! stands in lets it, and takes its place in all of them at the same moment, so that no limit is
//! ever passed and none is used up by requests that wait for another. Each model has a queue for each
//! lane, and each queue a head; heads alone are looked at here, the urgent ones first, then in the
//! order in which they came. It never waits.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::day::{Date, UsedUp};
use super::free::{FreeModels, is_free};
use super::learnt::Learnt;
use super::line::{Line, Now, Place, Wait};
use super::{Lane, Limits};
use crate::state::ModelState;
use crate::strain::Strain;

/// The lines and those who stand at their heads.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) limits: Limits,
    common: Line,
    /// The line of all free models, where the server has such.
    free: Option<FreeModels>,
    models: HashMap<String, ModelLine>,
    heads: BTreeMap<Ticket, Head>,
    next_number: u64,
}

/// The turn of a head among all heads: the urgent ones first, then by the order of arrival.
pub(super) type Ticket = (Lane, u64);

/// What belongs to one model.
#[derive(Debug, Default)]
struct ModelLine {
    line: Line,
    learnt: Learnt,
    last_strain: Option<(Strain, Instant)>,
    /// For each lane a lock: its head holds it, the others queue for it in order.
    queues: BTreeMap<Lane, Arc<tokio::sync::Mutex<()>>>,
    waiting: u32,
    /// Requests sent that nobody has written down yet.
    unrecorded: u32,
}

/// The first in the queue of a model.
#[derive(Debug, Clone)]
struct Head {
    model: String,
    tokens: u64,
}

/// A request's places in its lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    model: Place,
    free: Option<Place>,
    common: Place,
}

impl Lines {
    pub(super) fn new(limits: Limits, has_free_models: bool) -> Self {
        Self {
            limits,
            common: Line::default(),
            free: has_free_models.then(FreeModels::default),
            models: HashMap::new(),
            heads: BTreeMap::new(),
            next_number: 0,
        }
    }

    /// Counts one more who waits for a model, and tells where to queue.
    pub(super) fn arrive(&mut self, model: &str, lane: Lane) -> Arc<tokio::sync::Mutex<()>> {
        let line = self.model(model);
        line.waiting += 1;
        Arc::clone(line.queues.entry(lane).or_default())
    }

    /// One has reached the head of a model's queue.
    pub(super) fn step_up(&mut self, model: &str, lane: Lane, tokens: u64) -> Ticket {
        let ticket = (lane, self.next_number);
        self.next_number += 1;
        self.heads.insert(ticket, Head { model: model.to_owned(), tokens });
        ticket
    }

    /// One no longer waits, whether admitted or gone.
    pub(super) fn depart(&mut self, model: &str, ticket: Option<Ticket>) {
        self.model(model).waiting -= 1;
        if let Some(ticket) = ticket {
            self.heads.remove(&ticket);
        }
    }

    /// Places in all lines for a head, or what it has to wait for.
    pub(super) fn try_admit(&mut self, ticket: Ticket, now: Now) -> Result<Places, Wait> {
        let Some(head) = self.heads.get(&ticket).cloned() else { return Err(Wait::ForChange) };
        self.ready(ticket, &head, now)?;
        let Head { model, tokens } = head;
        let free = self.free_of(&model).map(|free| free.line.take(&free.limits(), now, tokens));
        let common = self.common.take(&self.limits, now, tokens);
        Ok(Places { model: self.model(&model).take(now, tokens), free, common })
    }

    fn ready(&self, ticket: Ticket, head: &Head, now: Now) -> Result<(), Wait> {
        if let Some(used_up) = self.used_up(head, now.date) {
            return Err(Wait::ForTomorrow(used_up));
        }
        self.model_ready(head, now.at)?;
        if self.heads.range(..ticket).any(|(_, other)| self.goes_before(other, head, now.at)) {
            return Err(Wait::ForChange);
        }
        self.free_ready(head, now.at)?;
        self.common.ready(&self.limits, now.at, head.tokens)
    }

    /// The daily limit, of all requests or those to free models, that leaves none for this one.
    fn used_up(&self, head: &Head, date: Date) -> Option<UsedUp> {
        let is_full = |line: &Line, limit: &u32| line.sent_on(date) >= *limit;
        let free = self.free.as_ref().filter(|_| is_free(&head.model));
        let of_free = free
            .map(FreeModels::per_day)
            .filter(|limit| free.is_some_and(|free| is_full(&free.line, limit)));
        let of_all = self.limits.requests_per_day.filter(|limit| is_full(&self.common, limit));
        of_free
            .map(|limit| UsedUp { limit, of_free_models: true })
            .or_else(|| of_all.map(|limit| UsedUp { limit, of_free_models: false }))
    }

    /// Whether `other`, whose turn is earlier, waits for nothing but a line that both stand in.
    fn goes_before(&self, other: &Head, head: &Head, now: Instant) -> bool {
        let both_free = is_free(&other.model) && is_free(&head.model);
        self.model_ready(other, now).is_ok() && (both_free || self.free_ready(other, now).is_ok())
    }

    fn free_ready(&self, head: &Head, now: Instant) -> Result<(), Wait> {
        match self.free.as_ref().filter(|_| is_free(&head.model)) {
            Some(free) => free.line.ready(&free.limits(), now, head.tokens),
            None => Ok(()),
        }
    }

    /// The line of all free models, when this is one of them.
    fn free_of(&mut self, model: &str) -> Option<&mut FreeModels> {
        self.free.as_mut().filter(|_| is_free(model))
    }

    fn model_ready(&self, head: &Head, now: Instant) -> Result<(), Wait> {
        let Some(model) = self.models.get(&head.model) else { return Ok(()) };
        model.line.ready(&model.learnt.limits(now), now, head.tokens)
    }

    /// The server did what it was asked; so many tokens were really used, where that is known.
    pub(super) fn answered(
        &mut self,
        model: &str,
        places: Places,
        tokens: Option<u64>,
        now: Instant,
    ) {
        if let Some(tokens) = tokens {
            self.model(model).line.correct(places.model, tokens);
            self.common.correct(places.common, tokens);
        }
        let most = self.limits.in_flight;
        let ModelLine { line, learnt, .. } = self.model(model);
        learnt.concurrency.answered(now, line.in_flight(), most);
    }

    /// The server refused, and so used no tokens. It did not take what it found too much.
    pub(super) fn refused(
        &mut self,
        model: &str,
        places: Places,
        strain: Option<Strain>,
        now: Instant,
    ) {
        self.common.correct(places.common, 0);
        let ModelLine { line, learnt, last_strain, .. } = self.model(model);
        match strain {
            Some(strain) => {
                let taken = line.taken();
                line.forget(places.model);
                learnt.strained(strain, places.model.sent, taken, now);
                *last_strain = Some((strain, now));
            }
            None => line.correct(places.model, 0),
        }
    }

    /// The request was never sent.
    pub(super) fn unsent(&mut self, model: &str, places: Places) {
        let line = self.model(model);
        line.line.unsent(places.model);
        line.unrecorded = line.unrecorded.saturating_sub(1);
        self.common.unsent(places.common);
        if let (Some(free), Some(place)) = (&mut self.free, places.free) {
            free.line.unsent(place);
        }
    }

    /// The request is no longer under way.
    pub(super) fn leave(&mut self, model: &str, places: Places) {
        self.model(model).line.leave();
        self.common.leave();
        if let (Some(free), Some(_)) = (&mut self.free, places.free) {
            free.line.leave();
        }
    }

    /// The server wants to be left alone by those who ask this model, or any free one.
    pub(super) fn block_until(&mut self, model: &str, strain: Option<Strain>, until: Instant) {
        match self.free_of(model) {
            Some(free) if strain == Some(Strain::FreeModels) => free.line.block_until(until),
            _ => self.model(model).line.block_until(until),
        }
    }

    /// How long the model that waits longest is still to be left alone.
    pub(super) fn blocked_for(&self, now: Instant) -> Option<Duration> {
        let free = self.free.iter().map(|free| &free.line);
        let lines = self.models.values().map(|model| &model.line).chain(free);
        lines.filter_map(|line| line.blocked_for(now)).max()
    }

    /// So many requests to a model were sent today before this client began.
    pub(super) fn add_sent(&mut self, model: &str, date: Date, requests: u32) {
        self.model(model).line.add_sent(date, requests);
        self.common.add_sent(date, requests);
        if let Some(free) = self.free_of(model) {
            free.line.add_sent(date, requests);
        }
    }

    /// Requests to a model that were sent since this was last asked.
    pub(super) fn take_unrecorded(&mut self, model: &str) -> u32 {
        std::mem::take(&mut self.model(model).unrecorded)
    }

    /// Whether the account never bought credit.
    pub(super) fn set_free_tier(&mut self, is_free_tier: bool) {
        if let Some(free) = &mut self.free {
            free.is_free_tier = is_free_tier;
        }
    }

    pub(super) fn in_flight(&self) -> u32 {
        self.common.in_flight()
    }

    /// What is known of each model, by name.
    pub(super) fn models(&self, now: Instant) -> Vec<ModelState> {
        let mut models: Vec<_> =
            self.models.iter().map(|(name, model)| model.state(name, now)).collect();
        models.sort_unstable_by(|one, other| one.model.cmp(&other.model));
        models
    }

    pub(super) fn sent_on(&self, date: Date) -> u32 {
        self.common.sent_on(date)
    }

    /// Requests to free models on a day, and how many it allows.
    pub(super) fn free_models_on(&self, date: Date) -> Option<(u32, u32)> {
        self.free.as_ref().map(|free| (free.line.sent_on(date), free.per_day()))
    }

    /// How many stand in line, for all models together.
    pub(super) fn waiting(&self) -> u32 {
        self.models.values().map(|model| model.waiting).sum()
    }

    fn model(&mut self, name: &str) -> &mut ModelLine {
        self.models.entry(name.to_owned()).or_default()
    }
}

impl ModelLine {
    fn state(&self, name: &str, now: Instant) -> ModelState {
        let ago = |(strain, at)| (strain, now.saturating_duration_since(at));
        ModelState {
            model: name.to_owned(),
            in_flight: self.line.in_flight(),
            waiting: self.waiting,
            learnt: self.learnt.limits(now),
            blocked_for: self.line.blocked_for(now),
            last_strain: self.last_strain.map(ago),
        }
    }

    fn take(&mut self, now: Now, tokens: u64) -> Place {
        self.unrecorded += 1;
        let place = self.line.take(&self.learnt.limits(now.at), now, tokens);
        self.learnt.concurrency.sent(self.line.in_flight());
        place
    }
}
