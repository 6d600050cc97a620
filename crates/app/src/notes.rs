//! From a finished word's two answers to a note: for the window as [`NoteView`], for a deck as
//! [`deck::Note`]. What the learner gave outranks what a model says; pronunciation, IPA and
//! romanization are always computed.

use korean::PartOfSpeech;
use pipeline::{Cards, DICTIONARY_MODEL, Nuance};
use store::FinishedWord;

use crate::dto::{CardView, ExampleView, NoteSource, NoteView};

mod in_deck;

pub(crate) use in_deck::deck_note;

/// A finished word with its answers read.
pub(crate) struct Content {
    pub(crate) word: FinishedWord,
    pub(crate) nuance: Nuance,
    pub(crate) cards: Cards,
}

impl Content {
    /// Reads the answers of a finished word.
    pub(crate) fn of(word: FinishedWord) -> Result<Self, serde_json::Error> {
        let nuance = read(&word.nuance)?;
        let cards = read(&word.cards)?;
        Ok(Self { word, nuance, cards })
    }

    pub(crate) fn pos(&self) -> &str {
        let given = &self.word.word.kept.pos;
        if given.is_empty() { &self.nuance.pos } else { given }
    }

    pub(crate) fn hanja(&self) -> Option<&str> {
        self.word.word.kept.hanja.as_deref().or_else(|| self.nuance.readable_hanja())
    }

    /// The learner's meaning, else the answer's.
    pub(crate) fn meaning(&self) -> &str {
        let given = &self.word.word.kept.meaning;
        if given.is_empty() { &self.nuance.primary_meaning } else { given }
    }

    /// Further meanings: first what the answer's main one says beyond the learner's own.
    pub(crate) fn other_meanings(&self) -> Vec<String> {
        let main = self.meaning().to_lowercase();
        let told = |gloss: &str| glosses(&main).any(|known| known == gloss.to_lowercase());
        let beyond = glosses(&self.nuance.primary_meaning).filter(|gloss| !told(gloss));
        let others = self.nuance.other_meanings.iter().map(String::as_str);
        beyond.chain(others.filter(|gloss| !told(gloss))).map(str::to_owned).collect()
    }

    pub(crate) fn source(&self) -> NoteSource {
        match self.word.model.as_str() {
            DICTIONARY_MODEL if self.nuance.examples.is_empty() => NoteSource::Computed,
            DICTIONARY_MODEL => NoteSource::Dictionary,
            _ => NoteSource::Model,
        }
    }

    pub(crate) fn spoken(&self) -> Spoken {
        let term = &self.word.word.kept.term;
        let pos = PartOfSpeech::from_label(self.pos());
        let pronunciation = korean::pronunciation::pronounce(term, pos, self.hanja()).hangul;
        Spoken {
            ipa: korean::ipa::broad(&pronunciation),
            romanization: korean::romanization::romanize(term, &pronunciation, pos),
            pronunciation,
        }
    }
}

/// The glosses of a meaning: "house; home" has two.
fn glosses(meaning: &str) -> impl Iterator<Item = &str> {
    meaning.split(';').map(str::trim).filter(|gloss| !gloss.is_empty())
}

/// How a word sounds.
pub(crate) struct Spoken {
    pub(crate) pronunciation: String,
    pub(crate) ipa: String,
    pub(crate) romanization: String,
}

fn read<A: serde::de::DeserializeOwned>(answer: &str) -> Result<A, serde_json::Error> {
    // a model's reply is kept as it came, fences and all
    let json = llm::json_in(answer).map(|json| json.value).unwrap_or_default();
    serde_json::from_value(json)
}

/// The note as the window shows it.
pub(crate) fn view(content: &Content) -> NoteView {
    let Spoken { pronunciation, ipa, romanization } = content.spoken();
    let source = content.source();
    let card = |card: &pipeline::Card| CardView {
        kind: card.kind.into(),
        front: card.front.clone(),
        back: card.back.clone(),
    };
    let example = |example: &pipeline::Example| ExampleView {
        korean: example.korean.clone(),
        form: example.form.clone(),
        english: example.english.clone(),
        register: example.register.name().to_owned(),
    };
    NoteView {
        word: content.word.word.id,
        position: content.word.position,
        term: content.word.word.kept.term.clone(),
        pronunciation,
        ipa,
        romanization,
        pos: Some(content.pos().to_owned()).filter(|pos| !pos.is_empty()),
        meaning: content.meaning().to_owned(),
        other_meanings: content.other_meanings(),
        hanja: content.hanja().map(str::to_owned),
        explanation: content.nuance.explanation.clone(),
        source,
        model: (source == NoteSource::Model).then(|| content.word.served_by.clone()),
        defects: content.word.defects.clone(),
        cards: content.cards.cards.iter().map(card).collect(),
        examples: content.nuance.examples.iter().map(example).collect(),
    }
}
