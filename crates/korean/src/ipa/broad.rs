//! Broad transcription: one sign for each letter that is pronounced.

use super::{Run, runs};
use crate::text::Syllable;

/// The pronunciation in phonemes, syllables separated by dots: 남성 gives `nam.sʌŋ`. What is not
/// hangul stays.
#[must_use]
pub fn broad(pronunciation: &str) -> String {
    runs(pronunciation)
        .into_iter()
        .map(|run| match run {
            Run::Hangul(syllables) => syllables_of(&syllables),
            Run::Other(letter) => letter.to_string(),
        })
        .collect()
}

fn syllables_of(syllables: &[Syllable]) -> String {
    let mut coda = None;
    let mut parts = Vec::with_capacity(syllables.len());
    for syllable in syllables {
        let onset = if (coda, syllable.onset) == (Some('ㄹ'), 'ㄹ') {
            "l"
        } else {
            onset(syllable.onset)
        };
        let closed = syllable.coda.map_or("", final_consonant);
        parts.push(format!("{onset}{}{closed}", vowel(syllable.vowel)));
        coda = syllable.coda;
    }
    parts.join(".")
}

fn onset(letter: char) -> &'static str {
    match letter {
        'ㄱ' => "k",
        'ㄲ' => "k͈",
        'ㄴ' => "n",
        'ㄷ' => "t",
        'ㄸ' => "t͈",
        'ㄹ' => "ɾ",
        'ㅁ' => "m",
        'ㅂ' => "p",
        'ㅃ' => "p͈",
        'ㅅ' => "s",
        'ㅆ' => "s͈",
        'ㅈ' => "tɕ",
        'ㅉ' => "t͈ɕ",
        'ㅊ' => "tɕʰ",
        'ㅋ' => "kʰ",
        'ㅌ' => "tʰ",
        'ㅍ' => "pʰ",
        'ㅎ' => "h",
        _ => "",
    }
}

fn final_consonant(letter: char) -> &'static str {
    match letter {
        'ㄱ' | 'ㄲ' | 'ㅋ' | 'ㄳ' | 'ㄺ' => "k",
        'ㄴ' | 'ㄵ' | 'ㄶ' => "n",
        'ㄹ' | 'ㄼ' | 'ㄽ' | 'ㄾ' | 'ㅀ' => "l",
        'ㅁ' | 'ㄻ' => "m",
        'ㅂ' | 'ㅍ' | 'ㅄ' | 'ㄿ' => "p",
        'ㅇ' => "ŋ",
        _ => "t",
    }
}

fn vowel(letter: char) -> &'static str {
    match letter {
        'ㅏ' => "a",
        'ㅐ' => "ɛ",
        'ㅑ' => "ja",
        'ㅒ' => "jɛ",
        'ㅓ' => "ʌ",
        'ㅔ' => "e",
        'ㅕ' => "jʌ",
        'ㅖ' => "je",
        'ㅗ' => "o",
        'ㅘ' => "wa",
        'ㅙ' => "wɛ",
        'ㅚ' | 'ㅞ' => "we",
        'ㅛ' => "jo",
        'ㅜ' => "u",
        'ㅝ' => "wʌ",
        'ㅟ' => "wi",
        'ㅠ' => "ju",
        'ㅡ' => "ɯ",
        'ㅢ' => "ɰi",
        _ => "i",
    }
}

#[cfg(test)]
mod tests {
    use super::broad;

    #[test]
    fn phonemes_are_written_syllable_by_syllable() {
        let cases = [
            ("남성", "nam.sʌŋ"),
            ("학꾜", "hak.k͈jo"),
            ("실라", "sil.la"),
            ("나라", "na.ɾa"),
            ("의사", "ɰi.sa"),
            ("띠어쓰기", "t͈i.ʌ.s͈ɯ.ki"),
            ("회의", "hwe.ɰi"),
            ("침체", "tɕʰim.tɕʰe"),
        ];
        for (said, written) in cases {
            assert_eq!(broad(said), written, "{said}");
        }
    }

    #[test]
    fn other_letters_stay() {
        assert_eq!(broad("TV를, 봐"), "TVɾɯl, pwa");
    }
}
