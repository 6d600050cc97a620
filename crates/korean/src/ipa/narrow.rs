//! Narrow transcription: the allophones of Seoul speech.

use super::{Run, runs};
use crate::text::Syllable;

/// The pronunciation as it is heard: 감기 gives `ka̠mɡi`. What is not hangul stays.
#[must_use]
pub fn narrow(pronunciation: &str) -> String {
    runs(pronunciation)
        .into_iter()
        .map(|run| match run {
            Run::Hangul(syllables) => syllables_of(&syllables),
            Run::Other(letter) => letter.to_string(),
        })
        .collect()
}

fn syllables_of(syllables: &[Syllable]) -> String {
    let mut written = String::new();
    let mut before = None;
    for (index, syllable) in syllables.iter().enumerate() {
        let (consonant, glide_heard) = onset(*syllable, before);
        written.push_str(consonant);
        written.push_str(vowel(syllable.vowel, glide_heard));
        written.push_str(coda(*syllable, syllables.get(index + 1)));
        before = Some(*syllable);
    }
    written
}

/// The first consonant, and whether a j after it is still heard by itself.
fn onset(syllable: Syllable, before: Option<Syllable>) -> (&'static str, bool) {
    let coda = before.and_then(|left| left.coda);
    let voiced = before.is_some() && matches!(coda, None | Some('ㄴ' | 'ㄹ' | 'ㅁ' | 'ㅇ'));
    match syllable.onset {
        'ㅅ' | 'ㅆ' | 'ㅎ' => fricative(syllable, voiced),
        'ㄴ' if starts_with_j(syllable) => ("ɲ", false),
        'ㄹ' if coda != Some('ㄹ') => ("ɾ", true),
        'ㄹ' if starts_with_j(syllable) => ("ʎ", false),
        'ㄹ' if syllable.vowel == 'ㅣ' => ("ʎ", true),
        'ㄹ' => ("ɭ", true),
        'ㄱ' if voiced => ("ɡ", true),
        'ㄷ' if voiced => ("d", true),
        'ㅂ' if voiced => ("b", true),
        'ㅈ' if voiced => ("d͡ʑ", true),
        other => (stop(other), true),
    }
}

fn stop(letter: char) -> &'static str {
    match letter {
        'ㄱ' => "k",
        'ㄲ' => "k͈",
        'ㄴ' => "n",
        'ㄷ' => "t",
        'ㄸ' => "t͈",
        'ㅁ' => "m",
        'ㅂ' => "p",
        'ㅃ' => "p͈",
        'ㅈ' => "t͡ɕ",
        'ㅉ' => "t͡ɕ͈",
        'ㅊ' => "t͡ɕʰ",
        'ㅋ' => "kʰ",
        'ㅌ' => "tʰ",
        'ㅍ' => "pʰ",
        _ => "",
    }
}

fn fricative(syllable: Syllable, voiced: bool) -> (&'static str, bool) {
    let fronted = starts_with_j(syllable) || matches!(syllable.vowel, 'ㅣ' | 'ㅟ');
    let rounded = matches!(syllable.vowel, 'ㅘ' | 'ㅙ' | 'ㅚ' | 'ㅝ' | 'ㅞ');
    let sound = match (syllable.onset, syllable.vowel) {
        ('ㅅ', _) if fronted => "ɕʰ",
        ('ㅅ', _) => "sʰ",
        ('ㅆ', _) if fronted => "ɕ͈",
        ('ㅆ', _) => "s͈",
        (_, 'ㅟ') if !voiced => "ɸ",
        _ if fronted && voiced => "ʝ",
        _ if fronted => "ç",
        _ if voiced => "ɦ",
        _ if rounded => "ɸ",
        (_, 'ㅗ' | 'ㅜ') => "ɸʷ",
        (_, 'ㅡ') => "x",
        _ => "h",
    };
    (sound, !starts_with_j(syllable))
}

fn coda(syllable: Syllable, next: Option<&Syllable>) -> &'static str {
    let next_onset = next.map(|right| right.onset);
    let palatal = matches!(next_onset, Some('ㅈ' | 'ㅉ' | 'ㅊ'));
    let sibilant = matches!(next_onset, Some('ㅅ' | 'ㅆ'));
    match syllable.coda {
        Some('ㄱ') if sibilant => "k",
        Some('ㄷ') if sibilant => "t",
        Some('ㅂ') if sibilant => "p",
        Some('ㄱ') => "k̚",
        Some('ㄷ') => "t̚",
        Some('ㅂ') => "p̚",
        Some('ㄴ') if palatal => "ɲ",
        Some('ㄴ') => "n",
        Some('ㄹ') if palatal || next.is_some_and(is_palatal_l) => "ʎ",
        Some('ㄹ') => "ɭ",
        Some('ㅁ') => "m",
        Some('ㅇ') => "ŋ",
        _ => "",
    }
}

fn is_palatal_l(next: &Syllable) -> bool {
    next.onset == 'ㄹ' && (starts_with_j(*next) || next.vowel == 'ㅣ')
}

fn starts_with_j(syllable: Syllable) -> bool {
    matches!(syllable.vowel, 'ㅑ' | 'ㅒ' | 'ㅕ' | 'ㅖ' | 'ㅛ' | 'ㅠ')
}

fn vowel(letter: char, glide_heard: bool) -> &'static str {
    match (letter, glide_heard) {
        ('ㅏ', _) | ('ㅑ', false) => "a̠",
        ('ㅐ', _) | ('ㅒ', false) => "ɛ",
        ('ㅑ', true) => "ja̠",
        ('ㅒ', true) => "jɛ",
        ('ㅓ', _) | ('ㅕ', false) => "ʌ̹",
        ('ㅔ', _) | ('ㅖ', false) => "e̞",
        ('ㅕ', true) => "jʌ̹",
        ('ㅖ', true) => "je̞",
        ('ㅗ', _) => "o̞",
        ('ㅛ', true) => "jo",
        ('ㅛ', false) => "o",
        ('ㅘ', _) => "wa̠",
        ('ㅙ', _) => "wɛ",
        ('ㅚ' | 'ㅞ', _) => "we̞",
        ('ㅝ', _) => "wʌ̹",
        ('ㅟ', _) => "ɥi",
        ('ㅜ', _) | ('ㅠ', false) => "u",
        ('ㅠ', true) => "ju",
        ('ㅡ', _) => "ɯ",
        ('ㅢ', _) => "ɰi",
        _ => "i",
    }
}

#[cfg(test)]
mod tests {
    use super::narrow;

    #[test]
    fn allophones_follow_their_neighbours() {
        let cases = [
            ("감기", "ka̠mɡi"),
            ("학꾜", "ha̠k̚k͈jo"),
            ("학쌩", "ha̠ks͈ɛŋ"),
            ("시굥뉴", "ɕʰiɡjoŋɲu"),
            ("물렫", "muʎʎʌ̹t̚"),
            ("열씸히", "jʌ̹ɭɕ͈imʝi"),
            ("혀븨", "çʌ̹bɰi"),
            ("발쩐", "pa̠ʎt͡ɕ͈ʌ̹n"),
            ("실라", "ɕʰiɭɭa̠"),
            ("아프로", "a̠pʰɯɾo̞"),
        ];
        for (said, written) in cases {
            assert_eq!(narrow(said), written, "{said}");
        }
    }
}
