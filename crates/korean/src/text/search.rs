//! A text as a search compares it: a word is found while it is still being typed.

use super::Syllable;

/// The first of the conjoining first consonants, vowels and final consonants
/// (Unicode, chapter 3.12).
const FIRST: [u32; 3] = [0x1100, 0x1161, 0x11A7];
const FIRST_SYLLABLE: u32 = 0xAC00;
const CONSONANTS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

/// A text as a search compares it: lower case, syllables taken apart into conjoining letters, a
/// lone consonant as the start of a syllable. So 학ㄱ, half-typed, already stands in 학교.
#[must_use]
pub fn searchable(text: &str) -> String {
    let mut apart = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        if Syllable::of(letter).is_some() {
            take_apart(letter, &mut apart);
        } else if let Some(onset) = onset(letter) {
            apart.push(onset);
        } else {
            apart.extend(letter.to_lowercase());
        }
    }
    apart
}

fn take_apart(syllable: char, apart: &mut String) {
    let index = syllable as u32 - FIRST_SYLLABLE;
    let coda = index % 28;
    let letters = [FIRST[0] + index / 588, FIRST[1] + index / 28 % 21];
    apart.extend(letters.into_iter().filter_map(char::from_u32));
    if coda > 0 {
        apart.extend(char::from_u32(FIRST[2] + coda));
    }
}

/// A compatibility consonant as the first letter of a syllable.
fn onset(letter: char) -> Option<char> {
    if !('ㄱ'..='ㅎ').contains(&letter) {
        return None;
    }
    let index = CONSONANTS.chars().position(|consonant| consonant == letter)?;
    char::from_u32(FIRST[0] + u32::try_from(index).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(typed: &str, word: &str) -> bool {
        searchable(word).contains(&searchable(typed))
    }

    #[test]
    fn a_word_is_found_at_every_step_of_typing_it() {
        for typed in ["ㅎ", "하", "학", "학ㄱ", "학교", "교"] {
            assert!(finds(typed, "학교"), "{typed}");
        }
    }

    #[test]
    fn what_does_not_begin_alike_is_not_found() {
        assert!(!finds("학ㄴ", "학교"));
        assert!(!finds("각", "가"), "a typed final consonant has to be there");
        assert!(!finds("ㄱ", "이학"), "a lone consonant is no final one");
    }

    #[test]
    fn case_and_decomposition_do_not_matter() {
        assert!(finds("tv", "TV를"));
        assert!(finds("\u{1112}\u{1161}\u{11A8}", "학교"));
        assert!(finds("ㅋㅋ", "ㅋㅋㅋ"));
    }

    #[test]
    fn every_syllable_is_taken_apart_as_unicode_does() {
        assert_eq!(searchable("한"), "\u{1112}\u{1161}\u{11AB}");
        assert_eq!(searchable("힣"), "\u{1112}\u{1175}\u{11C2}");
        assert_eq!(searchable("가"), "\u{1100}\u{1161}");
    }
}
