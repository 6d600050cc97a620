//! What the Korean layer computes of a word.

use korean::{PartOfSpeech, ipa, pronunciation, romanization};

use crate::dto::{Said, SayWord};

/// Computes how a word is said and written in Latin letters.
#[must_use]
pub fn say(asked: &SayWord) -> Said {
    let pos = asked.pos.as_deref().and_then(PartOfSpeech::from_label);
    let spoken = pronunciation::pronounce(&asked.word, pos, asked.hanja.as_deref());
    let source = match spoken.source {
        pronunciation::Source::Lexicon => "lexicon",
        pronunciation::Source::Rules => "rules",
    };
    Said {
        word: asked.word.clone(),
        romanization: romanization::romanize(&asked.word, &spoken.hangul, pos),
        ipa: ipa::broad(&spoken.hangul),
        ipa_narrow: ipa::narrow(&spoken.hangul),
        pronunciation: spoken.hangul,
        alternatives: spoken.alternatives,
        pos: pos.map(|pos| pos.english().to_owned()),
        hanja: asked.hanja.clone(),
        lemma: Vec::new(),
        source: source.to_owned(),
    }
}
