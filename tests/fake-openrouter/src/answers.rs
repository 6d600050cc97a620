//! What a good model would say: plausible Korean study material for any word, the same for the same
//! seed and question. It knows no HTTP and spoils nothing but what an outcome names.

mod cards;
mod nuance;
mod sample;
mod study;
mod text;
mod words;

use serde_json::json;

use crate::dice::Dice;
use crate::ledger::Stage;
use crate::outcome::Outcome;
use crate::request::{Ask, ChatRequest, Format, Question};

/// The content of an answer; of the outcomes only those that spoil its meaning count here.
pub(crate) fn content(
    seed: u64,
    request: &ChatRequest<'_>,
    question: &Question,
    outcome: Outcome,
) -> String {
    let Some(ask) = &question.ask else { return other(seed, request, question) };
    let other_word = Ask { term: words::other_than(&ask.term).to_owned(), ..ask.clone() };
    let ask = if outcome == Outcome::WrongWord { &other_word } else { ask };
    let mut dice = Dice::new(seed, &[question.stage.name(), &ask.term]);
    match question.stage {
        Stage::Nuance => as_json(&nuance::nuance(ask, outcome, &mut dice)),
        Stage::Cards => as_json(&cards::cards(ask, outcome, &mut dice)),
        Stage::Other => other(seed, request, question),
    }
}

fn as_json(answer: &impl serde::Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

/// An answer to a question that is neither stage's, in the form asked for.
fn other(seed: u64, request: &ChatRequest<'_>, question: &Question) -> String {
    let mut dice = Dice::new(seed, &["other", question.term(), &question.text]);
    if let Some(schema) = request.schema() {
        return sample::value(&schema, question.term(), &mut dice).to_string();
    }
    let line = dice.pick(words::SMALL_TALK);
    match request.format() {
        Format::Text => line.to_owned(),
        Format::Object | Format::Schema => json!({"answer": line}).to_string(),
    }
}
