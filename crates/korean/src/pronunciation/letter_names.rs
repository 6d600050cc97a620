//! Article 16: the names of the letters lose their own final consonant before a vowel
//! (디귿이 `[디그시]`); they are respelled with the one that is heard.

use crate::text::Syllable;

const NAMES: [(&str, char); 7] = [
    ("디귿", 'ㅅ'),
    ("지읒", 'ㅅ'),
    ("치읓", 'ㅅ'),
    ("키읔", 'ㄱ'),
    ("티읕", 'ㅅ'),
    ("피읖", 'ㅂ'),
    ("히읗", 'ㅅ'),
];

/// Respells the final consonant of a letter's name when a vowel follows it.
pub(super) fn respell(letters: &[char], syllables: &mut [Syllable]) {
    let before_vowel = syllables.get(2).is_some_and(|next| next.onset == 'ㅇ');
    let start: String = letters.iter().take(2).collect();
    let heard = NAMES.iter().find(|(name, _)| *name == start).map(|(_, heard)| *heard);
    if let Some(last) = syllables.get_mut(1).filter(|_| before_vowel) {
        last.coda = heard.or(last.coda);
    }
}
