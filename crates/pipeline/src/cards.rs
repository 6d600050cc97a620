//! Stage 2: the cards of a word, written around the scene of its nuance.

use std::sync::LazyLock;

use llm::AnswerSchema;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::NewWord;

use crate::{
    Nuance, Register, dictionary,
    schema::strict,
    stage::{Checked, Defects, Stage, parse, same_term},
    word,
};

/// Stage 2's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cards {
    /// The word asked about.
    pub term: String,
    /// Its cards.
    pub cards: Vec<Card>,
}

/// One card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Card {
    /// What it is about.
    pub kind: Kind,
    /// Question.
    pub front: String,
    /// Answer.
    pub back: String,
    /// Short tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Level of speech, if the card is about one.
    pub honorific_level: Option<Register>,
}

/// The kinds of card.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A walk into the scene.
    Scene,
    /// How the word differs from its neighbours.
    UsageComparison,
    /// Its Chinese characters.
    Hanja,
    /// The word in a situation.
    Example,
    /// The same thing at two levels of speech.
    FormalCasual,
    /// Forms and patterns.
    Grammar,
    /// What a dictionary leaves out.
    Cultural,
}

impl Kind {
    /// Its name in answers, files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scene => "scene",
            Self::UsageComparison => "usage-comparison",
            Self::Hanja => "hanja",
            Self::Example => "example",
            Self::FormalCasual => "formal-casual",
            Self::Grammar => "grammar",
            Self::Cultural => "cultural",
        }
    }
}

/// The question of stage 2.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AskCards<'a> {
    pub(crate) word: &'a NewWord,
    pub(crate) nuance: &'a Nuance,
    /// Sorted, each once; [`kinds_for`] makes it so.
    pub(crate) kinds: &'a [Kind],
}

/// The kinds to ask for: sorted, each once, and no hanja card for a word without hanja.
pub(crate) fn kinds_for(wanted: &[Kind], word: &NewWord, nuance: &Nuance) -> Vec<Kind> {
    let has_hanja = word.hanja.is_some() || nuance.readable_hanja().is_some();
    let mut kinds = wanted.to_vec();
    kinds.retain(|kind| has_hanja || *kind != Kind::Hanja);
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

impl AskCards<'_> {
    fn about_the_word(&self, mut about: Map<String, Value>) -> Value {
        about.insert("kinds".into(), json!(self.kinds));
        about.insert("nuance".into(), json!(self.nuance));
        Value::Object(about)
    }
}

impl Stage for AskCards<'_> {
    type Answer = Cards;

    const NAME: &'static str = "cards";
    const VERSION: u32 = 1;
    const MAX_TOKENS: u32 = 6_000;

    fn term(&self) -> &str {
        &self.word.term
    }

    fn canonical(&self) -> Value {
        self.about_the_word(word::given(self.word))
    }

    fn shown(&self) -> Value {
        let mut shown = word::given(self.word);
        shown.insert("pronunciation".into(), word::pronunciation(self.word).into());
        self.about_the_word(shown)
    }

    fn prompt(&self) -> &'static str {
        include_str!("../prompts/cards.md")
    }

    fn schema(&self) -> &'static AnswerSchema {
        static SCHEMA: LazyLock<AnswerSchema> = LazyLock::new(|| strict::<Cards>("hanji_cards"));
        &SCHEMA
    }

    fn looked_up(&self) -> Checked<Cards> {
        dictionary::cards(self.word, self.kinds)
    }

    fn check(&self, reply: &str) -> Result<Checked<Cards>, Defects> {
        let answer: Cards = parse(reply)?;
        same_term(&self.word.term, &answer.term)?;
        if answer.cards.is_empty() && !self.kinds.is_empty() {
            return Err(vec!["There are no cards.".into()]);
        }
        let empty = defects_of(&answer.cards, |card| {
            (card.front.trim().is_empty() || card.back.trim().is_empty())
                .then(|| "has an empty side".into())
        });
        if !empty.is_empty() {
            return Err(empty);
        }
        let mut remarks = defects_of(&answer.cards, length_of);
        remarks.extend(missing(self.kinds, &answer.cards));
        Ok(Checked { answer, remarks })
    }
}

fn defects_of(cards: &[Card], defect: impl Fn(&Card) -> Option<String>) -> Vec<String> {
    let found = cards.iter().filter_map(|card| Some((card.kind, defect(card)?)));
    found.map(|(kind, defect)| format!("The {} card {defect}.", kind.name())).collect()
}

/// The design asks for 15–30 and 80–150 words; only what is far off is worth paying for again.
fn length_of(card: &Card) -> Option<String> {
    let (front, back) = (words(&card.front), words(&card.back));
    if !(6..=60).contains(&front) {
        return Some(format!("has a front of {front} words instead of 15 to 30"));
    }
    (!(40..=260).contains(&back))
        .then(|| format!("has a back of {back} words instead of 80 to 150"))
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Kinds that were asked for and did not come. A hanja card may honestly be left out.
fn missing(kinds: &[Kind], cards: &[Card]) -> Vec<String> {
    let absent =
        |kind: &&Kind| **kind != Kind::Hanja && !cards.iter().any(|card| card.kind == **kind);
    kinds
        .iter()
        .filter(absent)
        .map(|kind| format!("The {} card is missing.", kind.name()))
        .collect()
}
