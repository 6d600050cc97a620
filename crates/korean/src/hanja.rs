//! Chinese characters as Korea reads them: which readings a character has, what it means, and whether
//! a word's hanja can be read as its hangul, syllable by syllable. It refuses to know which of several
//! words of one sound is meant: hanja that are read right may still be another word's.

mod characters;
mod foreign;
mod irregular;
mod reader;
mod sounds;

use std::fmt;

pub use characters::{korean_form, meaning, meanings, readings};
pub use foreign::{Foreign, foreign};
pub use reader::check;

/// What the check of hanja against hangul found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every character may be read as the syllable in its place.
    Right,
    /// There are no Chinese characters to check.
    Silent,
    /// They cannot be this word's.
    Wrong(Fault),
}

/// The first thing wrong with the hanja of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A character written in Japan or China alone.
    Foreign(Foreign),
    /// A character that is not read so.
    Misread {
        /// The character.
        character: char,
        /// The syllable in its place.
        syllable: char,
        /// Which syllable of the word that is, counted from 1.
        position: usize,
        /// How it is read there.
        readings: Vec<char>,
    },
    /// A character without any Korean reading that we know.
    Unread {
        /// The character.
        character: char,
    },
    /// Something that is neither hanja nor what stands in the hangul (kana, pinyin, a remark).
    Stray {
        /// What stands there.
        letter: char,
    },
    /// Characters that are left when the word is at its end.
    TooLong {
        /// The first of them.
        character: char,
    },
    /// Syllables for which there is no character.
    TooShort {
        /// The first of them.
        syllable: char,
        /// Which syllable of the word that is, counted from 1.
        position: usize,
    },
}

impl Verdict {
    /// What is wrong, if anything is.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Wrong(fault) => Some(fault),
            Self::Right | Self::Silent => None,
        }
    }
}

/// One sentence, as a model or a learner can act on it.
impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(foreign) => foreign.fmt(out),
            Self::Misread { character, syllable, position, readings } => {
                let readings: Vec<_> = readings.iter().map(char::to_string).collect();
                let readings = readings.join(" or ");
                write!(out, "syllable {position} is {syllable}, but {character} is read {readings}")
            }
            Self::Unread { character } => write!(out, "{character} is not used in Korean"),
            Self::Stray { letter } => write!(out, "“{letter}” is neither hanja nor in the word"),
            Self::TooLong { character } => write!(out, "{character} is more than the word has"),
            Self::TooShort { syllable, position } => {
                write!(out, "syllable {position}, {syllable}, has no character")
            }
        }
    }
}
