//! Standard pronunciation (표준 발음법, articles 4 to 30) of a word, in hangul, from its spelling and,
//! where known, its part of speech and hanja. It knows no model and no meaning: what neither the
//! rules nor the small lexicon decide, it offers as candidates.
//!
//! Data flows one way: text, tokens, a choice of joints for every two neighbours, the sounds at each
//! contact, the vowels, text. Phrases are said in one breath, so that spaces between words vanish
//! (옷 입다 `[온닙따]`); everything that is not hangul stays as it is.

mod adnominal;
mod aspiration;
mod assimilation;
mod boundary;
mod coda;
mod compounds;
mod contact;
mod joints;
mod letter_names;
mod lexicon;
mod liaison;
mod palatalisation;
mod phrase;
mod sino;
mod stems;
mod suffixes;
mod tensing;
mod token;
mod variants;
mod vowels;

use crate::PartOfSpeech;
use phrase::{Breadth, Piece};

/// The most readings that are listed of one word.
const MOST: usize = 256;

/// How a word is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pronunciation {
    /// The standard pronunciation in hangul, the first one where several are standard.
    pub hangul: String,
    /// Other pronunciations that are standard too (회의 `[훼이]`), without the first.
    pub alternatives: Vec<String>,
    /// What decided.
    pub source: Source,
}

/// What decided a pronunciation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The lexicon knows the word, or a part of it that matters.
    Lexicon,
    /// The rules alone; tensing and ㄴ-insertion in compounds may be otherwise.
    Rules,
}

/// Says a word or phrase. `pos` tells stems from nouns (신고 `[신꼬]` or `[신고]`); `hanja` is the word in
/// Chinese characters as dictionaries give it, hangul in between allowed.
#[must_use]
pub fn pronounce(word: &str, pos: Option<PartOfSpeech>, hanja: Option<&str>) -> Pronunciation {
    let pieces = phrase::pieces(word, pos, hanja);
    let mut readings = phrase::readings(&pieces, Breadth::Standard, MOST).into_iter();
    Pronunciation {
        hangul: readings.next().unwrap_or_default(),
        alternatives: readings.collect(),
        source: if pieces.iter().any(Piece::is_in_lexicon) {
            Source::Lexicon
        } else {
            Source::Rules
        },
    }
}

/// Every reading that the rules leave open, the standard ones first: with and without tensing and ㄴ
/// in compounds, and the free vowels. A pronunciation that is not among them is wrong. At most a few
/// hundred are listed, so a very long phrase is not covered wholly.
#[must_use]
pub fn candidates(word: &str, pos: Option<PartOfSpeech>, hanja: Option<&str>) -> Vec<String> {
    let pieces = phrase::pieces(word, pos, hanja);
    let mut listed = phrase::readings(&pieces, Breadth::Standard, MOST);
    for reading in phrase::readings(&pieces, Breadth::Possible, MOST) {
        if !listed.contains(&reading) {
            listed.push(reading);
        }
    }
    listed
}
