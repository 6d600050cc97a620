//! What a run over words would have to ask for, foretold without asking anything.

use llm::{AnswerSchema, Message};
use store::{NewWord, Store};

use crate::{
    Kind, Nuance,
    cards::{AskCards, kinds_for},
    identity::identity,
    nuance::AskNuance,
    source::prompt_of,
    stage::{Stage, parse},
};

/// What is ahead of a list of words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Words with both answers on disk.
    pub answered: u32,
    /// Requests of stage 1.
    pub nuance: Asks,
    /// Requests of stage 2.
    pub cards: Asks,
}

/// Requests of one stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asks {
    /// How many, if every first answer is good.
    pub requests: u32,
    /// Tokens to read in all of them, at three bytes each.
    pub prompt_tokens: u64,
    /// Cards to write in all of them.
    pub cards: u32,
}

/// A nuance of usual length, in bytes of its JSON, where it is not known yet.
const USUAL_NUANCE: u64 = 1_800;

impl Outlook {
    /// The outlook of words asked of a model, or of a preset that brings its own instructions.
    pub fn of<'a>(
        store: &Store,
        model: &str,
        words: impl IntoIterator<Item = &'a NewWord>,
        kinds: &[Kind],
    ) -> Result<Self, store::Error> {
        let mut outlook = Self::default();
        for word in words {
            outlook.add(store, model, word, kinds)?;
        }
        Ok(outlook)
    }

    fn add(
        &mut self,
        store: &Store,
        model: &str,
        word: &NewWord,
        kinds: &[Kind],
    ) -> Result<(), store::Error> {
        let ask = AskNuance(word);
        let Some(nuance) = kept::<_, Nuance>(store, model, &ask)? else {
            self.nuance.add(prompt_bytes(model, &ask), 0);
            let nothing = Nuance::default();
            let ask = AskCards { word, nuance: &nothing, kinds };
            self.cards.add(prompt_bytes(model, &ask) + USUAL_NUANCE, kinds.len());
            return Ok(());
        };
        let kinds = kinds_for(kinds, word, &nuance);
        let ask = AskCards { word, nuance: &nuance, kinds: &kinds };
        match kept::<_, crate::Cards>(store, model, &ask)? {
            Some(_) => self.answered += 1,
            None => self.cards.add(prompt_bytes(model, &ask), kinds.len()),
        }
        Ok(())
    }
}

impl Asks {
    fn add(&mut self, prompt_bytes: u64, cards: usize) {
        self.requests += 1;
        self.prompt_tokens += prompt_bytes / 3;
        self.cards += u32::try_from(cards).unwrap_or(u32::MAX);
    }
}

/// The answer on disk, if it is there and can be read.
fn kept<S: Stage<Answer = A>, A: serde::de::DeserializeOwned>(
    store: &Store,
    model: &str,
    stage: &S,
) -> Result<Option<A>, store::Error> {
    let identity = identity(stage, model, prompt_of(model, stage));
    Ok(store.answer(&identity)?.and_then(|answer| parse(&answer.content).ok()))
}

/// Bytes of a request: instructions, question and schema.
fn prompt_bytes<S: Stage>(model: &str, stage: &S) -> u64 {
    let AnswerSchema { schema, .. } = stage.schema();
    let question = Message::user(stage.shown().to_string());
    let bytes = prompt_of(model, stage).len() + question.content.len() + schema.to_string().len();
    bytes as u64
}
