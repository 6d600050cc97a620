//! All lines of a client: one for each model, one for everything. A request goes when every line it
//! stands in lets it, and takes its place in all of them at the same moment, so that no limit is
//! ever passed and none is used up by requests that wait for another. Each model's queue has a head;
//! heads alone are looked at here, in the order in which they came. It never waits.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Limits;
use super::learnt::Learnt;
use super::line::{Line, Place, Wait};
use crate::strain::Strain;

/// The lines and those who stand at their heads.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) limits: Limits,
    common: Line,
    models: HashMap<String, ModelLine>,
    heads: BTreeMap<u64, Head>,
    next_ticket: u64,
}

/// What belongs to one model.
#[derive(Debug, Default)]
struct ModelLine {
    line: Line,
    learnt: Learnt,
    /// Held by the head; the others queue for it in order.
    queue: Arc<tokio::sync::Mutex<()>>,
    waiting: u32,
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
    common: Place,
}

impl Lines {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            common: Line::default(),
            models: HashMap::new(),
            heads: BTreeMap::new(),
            next_ticket: 0,
        }
    }

    /// Counts one more who waits for a model, and tells where to queue.
    pub(super) fn arrive(&mut self, model: &str) -> Arc<tokio::sync::Mutex<()>> {
        let line = self.model(model);
        line.waiting += 1;
        Arc::clone(&line.queue)
    }

    /// One has reached the head of a model's queue.
    pub(super) fn step_up(&mut self, model: &str, tokens: u64) -> u64 {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.heads.insert(ticket, Head { model: model.to_owned(), tokens });
        ticket
    }

    /// One no longer waits, whether admitted or gone.
    pub(super) fn depart(&mut self, model: &str, ticket: Option<u64>) {
        self.model(model).waiting -= 1;
        if let Some(ticket) = ticket {
            self.heads.remove(&ticket);
        }
    }

    /// Places in all lines for a head, or what it has to wait for. Who came to the common line
    /// before it and waits for nothing else goes first.
    pub(super) fn try_admit(&mut self, ticket: u64, now: Instant) -> Result<Places, Wait> {
        let Some(head) = self.heads.get(&ticket) else { return Err(Wait::ForChange) };
        self.model_ready(head, now)?;
        if self.heads.range(..ticket).any(|(_, other)| self.model_ready(other, now).is_ok()) {
            return Err(Wait::ForChange);
        }
        self.common.ready(&self.limits, now, head.tokens)?;
        let Head { model, tokens } = head.clone();
        let common = self.common.take(&self.limits, now, tokens);
        Ok(Places { model: self.model(&model).take(now, tokens), common })
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
        let ModelLine { line, learnt, .. } = self.model(model);
        match strain {
            Some(strain) => {
                let taken = line.taken();
                line.forget(places.model);
                learnt.strained(strain, places.model.sent, taken, now);
            }
            None => line.correct(places.model, 0),
        }
    }

    /// The request was never sent.
    pub(super) fn forget(&mut self, model: &str, places: Places) {
        self.model(model).line.forget(places.model);
        self.common.forget(places.common);
    }

    /// The request is no longer under way.
    pub(super) fn leave(&mut self, model: &str) {
        self.model(model).line.leave();
        self.common.leave();
    }

    /// The server wants to be left alone by those who ask this model.
    pub(super) fn block_until(&mut self, model: &str, until: Instant) {
        self.model(model).line.block_until(until);
    }

    /// How long the model that waits longest is still to be left alone.
    pub(super) fn blocked_for(&self, now: Instant) -> Option<Duration> {
        self.models.values().filter_map(|model| model.line.blocked_for(now)).max()
    }

    pub(super) fn in_flight(&self) -> u32 {
        self.common.in_flight()
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
    fn take(&mut self, now: Instant, tokens: u64) -> Place {
        let place = self.line.take(&self.learnt.limits(now), now, tokens);
        self.learnt.concurrency.sent(self.line.in_flight());
        place
    }
}
