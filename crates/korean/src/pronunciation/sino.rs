//! Article 26: in Sino-Korean words ㄷ, ㅅ, ㅈ are tensed after ㄹ (발전 `[발쩐]`).

use super::token::Token;
use crate::PartOfSpeech;

/// Whether the joint lies within a Sino-Korean word between ㄹ and ㄷ, ㅅ or ㅈ.
pub(super) fn tenses(token: &Token, joint: usize) -> bool {
    let fits = token.syllables[joint].coda == Some('ㄹ')
        && matches!(token.syllables[joint + 1].onset, 'ㄷ' | 'ㅅ' | 'ㅈ');
    fits && match (token.hanja[joint], token.hanja[joint + 1]) {
        (Some(left), Some(right)) => left != right && !between_words(token, joint),
        (None, None) if !token.has_hanja() => looks_sino(token, joint),
        _ => false,
    }
}

/// Four characters are mostly two words of two, and nothing happens where those meet.
fn between_words(token: &Token, joint: usize) -> bool {
    token.hanja.iter().flatten().count() == 4 && joint == 1
}

/// Syllables in ㄹ that in two-syllable nouns are nearly always Sino-Korean, or tense anyway.
const SINO_LEFT: &str = "갈결걸괄궐귤률몰멸밀발벌별불설실열월절졸즐질찰철출촐칠탈팔필할혈활휼흘";

fn looks_sino(token: &Token, joint: usize) -> bool {
    let noun = token.pos.is_some_and(PartOfSpeech::is_nominal) && token.len() == 2;
    let stem_of_verb = token.len() > 2 && token.ends_at(2) && !token.ends_at(1);
    joint == 0
        && (noun || stem_of_verb && !token.is_tail(1))
        && SINO_LEFT.contains(token.letters[0])
}
