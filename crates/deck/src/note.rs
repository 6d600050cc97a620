//! What a deck is made of, in plain text: notes, their generated cards, an example sentence.
//! These types know nothing of HTML, files or Anki's tables; everything they hold is escaped and
//! normalised on its way out, so a caller never prepares text for them.

use serde::{Deserialize, Serialize};

/// A named set of notes, as the learner will see it in Anki.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deck {
    /// Anki matches decks by this name; `::` nests.
    pub name: String,
    /// Shown on the deck's overview page.
    pub description: String,
    /// In learning order: the first note is the first new one to be taught.
    pub notes: Vec<Note>,
}

/// One word to learn, with every card made of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The note's only identity on re-import; see [`guid`](crate::guid).
    pub guid: String,
    /// Field 0: unique in the collection, since Anki's duplicate finder compares it.
    pub key: String,
    /// Unix seconds of the last change of content. Anki updates a note only if this grew.
    pub modified_at: i64,
    /// The word in its dictionary form.
    pub term: String,
    /// Standard pronunciation in hangul.
    pub pronunciation: String,
    /// Broad transcription, without slashes.
    pub ipa: String,
    /// Revised Romanization.
    pub romanization: String,
    /// Part of speech, in English.
    pub pos: String,
    /// The meaning being learnt; without one there is no Production card.
    pub meaning: String,
    /// Further senses of the same word.
    pub other_meanings: Vec<String>,
    /// The word in hanja, if it has them.
    pub hanja: Option<String>,
    /// Korean words around this one, which tell homonyms apart.
    pub keywords: Vec<String>,
    /// The walk into the memory palace.
    pub primer: String,
    /// At most one of each kind: of several the first with a front counts.
    pub cards: Vec<Card>,
    /// A sentence, which also makes the Sentence card.
    pub example: Option<Example>,
    /// Remarks of the learner.
    pub notes: String,
    /// Where the content came from.
    pub source: String,
    /// Sanitised on the way out: Anki allows no spaces in tags.
    pub tags: Vec<String>,
}

/// A generated card: what is asked and what is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Which template shows it.
    pub kind: Kind,
    /// An empty front makes no card.
    pub front: String,
    /// Shown under the front once the learner has answered.
    pub back: String,
    /// The level of speech the card is about (`polite`), or nothing.
    pub honorific_level: String,
}

/// The seven kinds of generated card, in the order of their templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A vivid scene that carries the meaning.
    Scene,
    /// The word beside a near synonym.
    UsageComparison,
    /// The word through its Chinese characters.
    Hanja,
    /// The word in use.
    Example,
    /// The word across speech levels.
    FormalCasual,
    /// How the word behaves in a sentence.
    Grammar,
    /// What the word tells about Korea.
    Cultural,
}

impl Kind {
    /// Every kind, in template order.
    pub const ALL: [Self; 7] = [
        Self::Scene,
        Self::UsageComparison,
        Self::Hanja,
        Self::Example,
        Self::FormalCasual,
        Self::Grammar,
        Self::Cultural,
    ];

    /// Its name in files: `usage-comparison`.
    pub(crate) fn name(self) -> &'static str {
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

    /// Its name as a heading.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Scene => "Scene",
            Self::UsageComparison => "Usage and comparison",
            Self::Hanja => "Hanja",
            Self::Example => "Example",
            Self::FormalCasual => "Formal and casual",
            Self::Grammar => "Grammar",
            Self::Cultural => "Culture",
        }
    }

    /// The stem of the kind's two fields: `SceneFront`, `SceneBack`.
    pub(crate) fn field_stem(self) -> &'static str {
        match self {
            Self::Scene => "Scene",
            Self::UsageComparison => "UsageComparison",
            Self::Hanja => "Hanja",
            Self::Example => "Example",
            Self::FormalCasual => "FormalCasual",
            Self::Grammar => "Grammar",
            Self::Cultural => "Cultural",
        }
    }
}

/// A sentence in which the word appears.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The whole sentence.
    pub korean: String,
    /// The exact substring of `korean` that the Sentence card blanks, e.g. 먹었어요 for 먹다.
    /// A form that does not occur makes no Sentence card.
    pub form: String,
    /// Its translation.
    pub english: String,
}

/// What an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Notes in the file.
    pub notes: usize,
    /// Cards in the file, over all notes.
    pub cards: usize,
}
