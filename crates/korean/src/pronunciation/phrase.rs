//! From text to tokens and back: finds the stretches of hangul, says each in one breath, and puts
//! the readings together again in the order of preference.

use super::contact::realise;
use super::joints::{self, Choice};
use super::token::Token;
use super::vowels;
use crate::PartOfSpeech;
use crate::text::{Syllable, is_syllable};

/// How far readings may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breadth {
    /// What the standard allows, as far as is known.
    Standard,
    /// What the spelling would allow.
    Possible,
}

/// A part of the text.
#[derive(Debug)]
pub(super) enum Piece {
    /// Anything that is not said.
    Other(String),
    /// Words said in one breath, with the choices at their joints.
    Phrase { words: Vec<Token>, choices: Vec<Choice> },
}

impl Piece {
    pub(super) fn is_in_lexicon(&self) -> bool {
        matches!(self, Self::Phrase { choices, .. } if choices.iter().any(|choice| choice.from_lexicon))
    }
}

/// Cuts the text into phrases and what stands between them.
pub(super) fn pieces(text: &str, pos: Option<PartOfSpeech>, hanja: Option<&str>) -> Vec<Piece> {
    let alone = text.split_whitespace().count() == 1;
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let size = if is_syllable(first) { phrase_size(rest) } else { other_size(rest) };
        let (piece, after) = rest.split_at(size);
        pieces.push(if is_syllable(first) {
            phrase(piece, pos, hanja, alone)
        } else {
            Piece::Other(piece.to_owned())
        });
        rest = after;
    }
    pieces
}

/// Bytes of the hangul at the start, with single spaces between its words.
fn phrase_size(text: &str) -> usize {
    let said =
        text.find(|letter: char| !is_syllable(letter) && letter != ' ').unwrap_or(text.len());
    let one_space = text[..said].find("  ").unwrap_or(said);
    text[..one_space].trim_end_matches(' ').len()
}

fn other_size(text: &str) -> usize {
    text.find(is_syllable).unwrap_or(text.len())
}

fn phrase(text: &str, pos: Option<PartOfSpeech>, hanja: Option<&str>, alone: bool) -> Piece {
    let parts: Vec<&str> = text.split(' ').collect();
    let signs: Vec<&str> = hanja.unwrap_or_default().split_whitespace().collect();
    let last = parts.len() - 1;
    let words: Vec<Token> = parts
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let kind = pos.filter(|pos| alone || index == last && pos.is_predicate());
            Token::new(part, kind, signs.get(index).copied().filter(|_| signs.len() == parts.len()))
        })
        .collect();
    let choices = joints::choose(&words);
    Piece::Phrase { words, choices }
}

/// The readings of the whole text, the preferred one first, at most `most`.
pub(super) fn readings(pieces: &[Piece], breadth: Breadth, most: usize) -> Vec<String> {
    let parts = pieces.iter().map(|piece| match piece {
        Piece::Other(text) => vec![text.clone()],
        Piece::Phrase { words, choices } => phrase_readings(words, choices, breadth, most),
    });
    product(parts, most).into_iter().map(|parts| parts.concat()).collect()
}

fn phrase_readings(
    words: &[Token],
    choices: &[Choice],
    breadth: Breadth,
    most: usize,
) -> Vec<String> {
    let spelled: Vec<Syllable> = words.iter().flat_map(|word| word.syllables.clone()).collect();
    let options = choices.iter().map(|choice| choice.joints(breadth));
    let mut listed: Vec<String> = Vec::new();
    for joints in product(options, most) {
        for reading in vowel_readings(words, &realise(&spelled, &joints), most) {
            if listed.len() < most && !listed.contains(&reading) {
                listed.push(reading);
            }
        }
    }
    listed
}

fn vowel_readings(words: &[Token], said: &[Syllable], most: usize) -> Vec<String> {
    let places = words.iter().flat_map(|word| (0..word.len()).map(move |index| (word, index)));
    let letters = places.zip(said).map(|((word, index), syllable)| {
        vowels::readings(word, index, *syllable)
            .into_iter()
            .filter_map(|vowel| Syllable { vowel, ..*syllable }.compose())
            .collect::<Vec<char>>()
    });
    product(letters, most).into_iter().map(|letters| letters.into_iter().collect()).collect()
}

/// All ways to choose one of each, in the order of preference, at most `most` at every step.
fn product<Part: Clone>(parts: impl Iterator<Item = Vec<Part>>, most: usize) -> Vec<Vec<Part>> {
    parts.fold(vec![Vec::new()], |wholes: Vec<Vec<Part>>, options| {
        let pairs =
            options.iter().flat_map(|option| wholes.iter().map(move |whole| (whole, option)));
        let longer = pairs
            .map(|(whole, option)| whole.iter().chain(std::iter::once(option)).cloned().collect());
        longer.take(most).collect()
    })
}
