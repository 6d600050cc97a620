//! The International Phonetic Alphabet, from a pronunciation in hangul (never from the spelling).
//!
//! *Broad* writes phonemes: one sign a letter, tense consonants with ◌͈, aspirated ones with ◌ʰ, ㄹ as
//! ɾ before a vowel and l elsewhere, a dot between syllables. *Narrow* writes what is heard: plain
//! stops voiced between voiced sounds, finals unreleased (k̚) save before ㅆ, ㅅ as sʰ and before i
//! and j as ɕʰ, ㅎ as ç, ɸ, x, ɦ or ʝ by its neighbours, ㄴ and ㄹ palatal before j and before ㅈ, the
//! vowels with their Seoul quality; no dots and no length.

mod broad;
mod narrow;

use crate::text::Syllable;

pub use broad::broad;
pub use narrow::narrow;

/// The letters of a stretch of hangul, or a character that is none.
enum Run {
    Hangul(Vec<Syllable>),
    Other(char),
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for letter in text.chars() {
        match (Syllable::of(letter), runs.last_mut()) {
            (Some(syllable), Some(Run::Hangul(run))) => run.push(syllable),
            (Some(syllable), _) => runs.push(Run::Hangul(vec![syllable])),
            (None, _) => runs.push(Run::Other(letter)),
        }
    }
    runs
}
