//! Articles 5 and 22: vowels that are heard otherwise than spelled, or may be.

use super::token::Token;
use crate::PartOfSpeech;
use crate::text::Syllable;

/// The vowels that may be heard in the syllable, the preferred one first. `said` is the syllable
/// after all consonants have settled.
pub(super) fn readings(token: &Token, index: usize, said: Syllable) -> Vec<char> {
    let spelled = token.syllables[index];
    match (spelled.onset, spelled.vowel) {
        (_, 'ㅕ') if matches!(said.onset, 'ㅈ' | 'ㅉ' | 'ㅊ') => vec!['ㅓ'],
        ('ㅇ', 'ㅢ') if is_genitive(token, index) => vec!['ㅢ', 'ㅔ'],
        ('ㅇ', 'ㅢ') if index > 0 => vec!['ㅢ', 'ㅣ'],
        ('ㅇ', 'ㅢ') => vec!['ㅢ'],
        (_, 'ㅢ') => vec!['ㅣ'],
        ('ㅇ' | 'ㄹ', 'ㅖ') => vec!['ㅖ'],
        (_, 'ㅖ') => vec!['ㅖ', 'ㅔ'],
        (_, 'ㅚ') => vec!['ㅚ', 'ㅞ'],
        ('ㅇ', 'ㅓ') if glides(token, index) => vec!['ㅓ', 'ㅕ'],
        ('ㅇ', 'ㅗ') if is_formal_o(token, index) => vec!['ㅗ', 'ㅛ'],
        (_, vowel) => vec![vowel],
    }
}

/// Article 5, exception 4: the particle 의 may be said `[에]`.
fn is_genitive(token: &Token, index: usize) -> bool {
    let last = index + 1 == token.len();
    let pronoun = ["나", "너", "저", "우리", "저희", "너희", "그", "누구", "자기", "그녀"];
    last && (token.pos == Some(PartOfSpeech::Particle)
        || pronoun.contains(&token.text(0, index).as_str()))
}

/// Article 22: 어 after a stem in ㅣ, ㅟ, ㅚ (and ㅢ) may be said `[여]`.
fn glides(token: &Token, index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| token.syllables.get(before));
    let after_front = before
        .is_some_and(|left| left.coda.is_none() && matches!(left.vowel, 'ㅣ' | 'ㅟ' | 'ㅚ' | 'ㅢ'));
    let ending = matches!(token.syllables[index].coda, None | Some('ㅆ'));
    after_front && ending && token.hanja[index].is_none()
}

/// Article 22, supplement: 이오 and 아니오 may end in `[요]`.
fn is_formal_o(token: &Token, index: usize) -> bool {
    let after_i = index.checked_sub(1).is_some_and(|before| {
        token.syllables[before].coda.is_none() && token.syllables[before].vowel == 'ㅣ'
    });
    after_i && index + 1 == token.len() && token.may_inflect()
        || token.text(0, token.len()) == "아니오"
}
