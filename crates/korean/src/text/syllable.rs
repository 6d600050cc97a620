//! One hangul syllable and its letters, by the arithmetic of the Unicode standard (chapter 3.12).
//! Letters are compatibility jamo (U+3131–U+3163), because those are what a rule reads well in.

const FIRST: u32 = 0xAC00;
const COUNT: u32 = 11_172;

const ONSETS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ',
    'ㅌ', 'ㅍ', 'ㅎ',
];
const VOWELS: [char; 21] = [
    'ㅏ', 'ㅐ', 'ㅑ', 'ㅒ', 'ㅓ', 'ㅔ', 'ㅕ', 'ㅖ', 'ㅗ', 'ㅘ', 'ㅙ', 'ㅚ', 'ㅛ', 'ㅜ', 'ㅝ', 'ㅞ',
    'ㅟ', 'ㅠ', 'ㅡ', 'ㅢ', 'ㅣ',
];
const CODAS: [char; 27] = [
    'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ',
    'ㅂ', 'ㅄ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];

/// A hangul syllable taken apart into compatibility jamo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Syllable {
    /// The first consonant; `ㅇ` when there is none to hear.
    pub onset: char,
    /// The vowel.
    pub vowel: char,
    /// The final consonant or cluster, if any.
    pub coda: Option<char>,
}

impl Syllable {
    /// Takes a precomposed syllable apart; `None` for any other character.
    #[must_use]
    pub fn of(letter: char) -> Option<Self> {
        let index = (letter as u32).checked_sub(FIRST).filter(|index| *index < COUNT)?;
        let [onset, vowel, coda] = [index / 588, index / 28 % 21, index % 28];
        Some(Self {
            onset: *ONSETS.get(onset as usize)?,
            vowel: *VOWELS.get(vowel as usize)?,
            coda: coda.checked_sub(1).and_then(|coda| CODAS.get(coda as usize).copied()),
        })
    }

    /// Puts the letters together; `None` when one of them cannot stand in its place.
    #[must_use]
    pub fn compose(self) -> Option<char> {
        let onset = place(&ONSETS, self.onset)?;
        let vowel = place(&VOWELS, self.vowel)?;
        let coda = match self.coda {
            Some(coda) => place(&CODAS, coda)? + 1,
            None => 0,
        };
        char::from_u32(FIRST + (onset * 21 + vowel) * 28 + coda)
    }
}

/// Whether the character is a precomposed hangul syllable (가–힣).
#[must_use]
pub fn is_syllable(letter: char) -> bool {
    ('가'..='힣').contains(&letter)
}

fn place(letters: &[char], letter: char) -> Option<u32> {
    letters.iter().position(|known| *known == letter).and_then(|index| u32::try_from(index).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syllable_survives_being_taken_apart() {
        let whole = ('가'..='힣')
            .filter(|letter| Syllable::of(*letter).and_then(Syllable::compose) == Some(*letter));
        assert_eq!(whole.count(), 11_172);
    }

    #[test]
    fn other_letters_are_no_syllables() {
        for letter in ['ㅎ', 'a', '漢', '\u{1112}', '\u{D7A4}'] {
            assert_eq!(Syllable::of(letter), None, "{letter}");
        }
    }

    #[test]
    fn letters_out_of_place_do_not_compose() {
        assert_eq!(Syllable { onset: 'ㄳ', vowel: 'ㅏ', coda: None }.compose(), None);
        assert_eq!(Syllable { onset: 'ㄱ', vowel: 'ㅏ', coda: Some('ㄸ') }.compose(), None);
    }
}
