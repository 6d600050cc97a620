//! What both stages are: a request made from an input, and a reading of the reply that either
//! gives an answer, perhaps with remarks, or says what is wrong with it.

use llm::AnswerSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{cards::AskCards, nuance::AskNuance};

/// A usable answer, and what is not quite right with it.
#[derive(Debug)]
pub(crate) struct Checked<A> {
    pub(crate) answer: A,
    pub(crate) remarks: Vec<String>,
}

/// Why a reply cannot be used: one sentence a defect, as the model will be told.
pub(crate) type Defects = Vec<String>;

/// One stage, with its input.
pub(crate) trait Stage: Sync {
    /// What a good reply says.
    type Answer: DeserializeOwned + Serialize + Send;

    /// `nuance` or `cards`.
    const NAME: &'static str;

    /// Counts up when answers of before can no longer be read.
    const VERSION: u32;

    /// Most tokens the reply may have, thinking included.
    const MAX_TOKENS: u32;

    /// The word.
    fn term(&self) -> &str;

    /// What tells this request from every other of the stage: what the learner gave, and nothing
    /// that a new version of our own rules could change, or answers would be paid for twice.
    fn canonical(&self) -> Value;

    /// What the model is shown.
    fn shown(&self) -> Value;

    /// Instructions.
    fn prompt(&self) -> &'static str;

    /// The shape of the answer.
    fn schema(&self) -> &'static AnswerSchema;

    /// What the built-in dictionary answers.
    fn looked_up(&self) -> Checked<Self::Answer>;

    /// Reads a reply.
    fn check(&self, reply: &str) -> Result<Checked<Self::Answer>, Defects>;
}

/// A stage's name as the store gives it back.
pub(crate) fn stage_named(name: &str) -> Option<&'static str> {
    [AskNuance::NAME, AskCards::NAME].into_iter().find(|known| *known == name)
}

/// The reply's JSON as `A`, or the one defect that it is not.
pub(crate) fn parse<A: DeserializeOwned>(reply: &str) -> Result<A, Defects> {
    let json =
        llm::json_in(reply).ok_or_else(|| vec!["The answer is not valid JSON.".to_owned()])?;
    serde_json::from_value(json.value)
        .map_err(|error| vec![format!("The answer does not have the shape asked for: {error}.")])
}

/// The defect of an answer for another word, if it is one.
pub(crate) fn same_term(asked: &str, answered: &str) -> Result<(), Defects> {
    if asked == answered.trim() {
        return Ok(());
    }
    Err(vec![format!("`term` must be “{asked}”, but the answer is about “{answered}”.")])
}
