//! What a run's open words need next: requests to hand in, or patience.

use std::collections::{HashMap, HashSet};

use llm::BatchQuestion;
use store::{BatchRequest, Identity, RunWord};

use crate::{
    Halt, Source,
    ask::Asker,
    cards::{AskCards, kinds_for},
    identity::prompt_hash,
    nuance::AskNuance,
    queue::PAGE,
    run::Shift,
    stage::Stage,
};

/// Seconds after which a batch of another run is not waited for: a server takes a day at most.
const LONGEST_NIGHT: i64 = 25 * 60 * 60;

/// A request to hand in.
pub(super) struct Asking {
    pub(super) question: BatchQuestion,
    pub(super) request: BatchRequest,
}

/// What is to be handed in, by stage: a batch has one schema.
#[derive(Default)]
pub(super) struct Due {
    nuance: Vec<Asking>,
    cards: Vec<Asking>,
    /// Whether a word waits for a batch that is under way.
    waits: bool,
}

impl Due {
    /// Accepts what batches answered, and finds what is next.
    pub(super) async fn of(shift: &Shift) -> Result<Self, Halt> {
        let store = &shift.pipeline.store;
        let mut looker = Looker {
            asker: shift.asker(&shift.work.source),
            shift,
            handed_in: store.handed_in(shift.work.run, (shift.pipeline.clock)() - LONGEST_NIGHT)?,
            seen: HashSet::new(),
            due: Self::default(),
        };
        let mut after = 0;
        loop {
            let words = store.open_words(shift.work.run, after, PAGE)?;
            let Some(last) = words.last() else { return Ok(looker.due) };
            after = last.position;
            for word in &words {
                looker.look_at(word).await?;
            }
        }
    }

    /// Whether there is nothing to hand in, and nothing to wait for.
    pub(super) fn is_over(&self) -> bool {
        self.nuance.is_empty() && self.cards.is_empty() && !self.waits
    }

    pub(super) fn by_stage(&mut self) -> [&mut Vec<Asking>; 2] {
        [&mut self.nuance, &mut self.cards]
    }
}

struct Looker<'a> {
    shift: &'a Shift,
    asker: Asker<'a>,
    handed_in: HashMap<Identity, bool>,
    /// Two words may ask the same.
    seen: HashSet<Identity>,
    due: Due,
}

impl Looker<'_> {
    async fn look_at(&mut self, word: &RunWord) -> Result<(), Halt> {
        let kept = &word.word.kept;
        let ask = AskNuance(kept);
        let Some(nuance) = self.asker.settled(&ask).await? else {
            let asking = self.next(word, &ask);
            self.due.nuance.extend(asking);
            return Ok(());
        };
        let run = self.shift.work.run;
        let kinds = kinds_for(&self.shift.work.kinds, kept, &nuance.answer);
        let ask = AskCards { word: kept, nuance: &nuance.answer, kinds: &kinds };
        if self.asker.settled(&ask).await?.is_none() {
            let store = &self.shift.pipeline.store;
            store.progress_word(run, word.word.id, Some(nuance.reply), 0).await?;
            let asking = self.next(word, &ask);
            self.due.cards.extend(asking);
        }
        Ok(())
    }

    /// The request to hand in, unless it was handed in before.
    fn next<S: Stage>(&mut self, word: &RunWord, stage: &S) -> Option<Asking> {
        let Source::Model(model) = self.asker.source else { return None };
        let identity = self.asker.identity(stage);
        if let Some(is_under_way) = self.handed_in.get(&identity) {
            self.due.waits |= is_under_way;
            return None;
        }
        if !self.seen.insert(identity) {
            return None;
        }
        let request = BatchRequest {
            identity,
            word: word.word.id,
            stage: S::NAME.to_owned(),
            term: stage.term().to_owned(),
            prompt: Some(prompt_hash(model.prompt(stage))),
            schema_version: S::VERSION,
        };
        let (name, request_body) = (name_of(&identity), model.request(stage, &[]));
        Some(Asking { question: BatchQuestion { name, request: request_body }, request })
    }
}

/// What an answer is known by in a batch: enough of the hash to tell any two apart.
pub(super) fn name_of(identity: &Identity) -> String {
    use std::fmt::Write as _;
    identity[..16].iter().fold(String::new(), |mut name, byte| {
        // writing to a string cannot fail
        let _ = write!(name, "{byte:02x}");
        name
    })
}
