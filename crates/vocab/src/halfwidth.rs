//! Half-width hangul letters (U+FFA1–U+FFDC), which old Korean programs wrote one by one, put
//! together to syllables. A run that does not come out whole is left as it is, to be reported.

use std::borrow::Cow;

use korean::text::{Syllable, is_vowel};

/// Puts together every run of half-width letters that makes whole syllables.
pub(crate) fn compose(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_letter) {
        return Cow::Borrowed(text);
    }
    let mut composed = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (run, after) = split_while(rest, is_letter);
        composed.push_str(syllables(run).as_deref().unwrap_or(run));
        let (other, after) = split_while(after, |letter| !is_letter(letter));
        composed.push_str(other);
        rest = after;
    }
    Cow::Owned(composed)
}

/// Whether the character is a half-width hangul letter.
pub(crate) fn is_letter(letter: char) -> bool {
    full_width(letter).is_some()
}

fn split_while(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|letter| !belongs(letter)).unwrap_or(text.len()))
}

/// The compatibility letter (ㄱ–ㅣ) of a half-width one.
fn full_width(letter: char) -> Option<char> {
    let distance = match letter {
        '\u{FFA1}'..='\u{FFBE}' => 0xFFA1 - 0x3131,
        '\u{FFC2}'..='\u{FFC7}' => 0xFFC2 - 0x314F,
        '\u{FFCA}'..='\u{FFCF}' => 0xFFCA - 0x3155,
        '\u{FFD2}'..='\u{FFD7}' => 0xFFD2 - 0x315B,
        '\u{FFDA}'..='\u{FFDC}' => 0xFFDA - 0x3161,
        _ => return None,
    };
    char::from_u32(u32::from(letter) - distance)
}

/// A consonant before a vowel opens a syllable; any other closes the one before it.
fn syllables(run: &str) -> Option<String> {
    let letters: Vec<char> = run.chars().filter_map(full_width).collect();
    let vowel_at = |at: usize| letters.get(at).is_some_and(|letter| is_vowel(*letter));
    let (mut composed, mut at) = (String::new(), 0);
    while let (Some(&onset), Some(&vowel)) = (letters.get(at), letters.get(at + 1)) {
        let coda = letters.get(at + 2).copied();
        let coda = coda.filter(|letter| !is_vowel(*letter) && !vowel_at(at + 3));
        composed.push(Syllable { onset, vowel, coda }.compose()?);
        at += 2 + usize::from(coda.is_some());
    }
    (at == letters.len()).then_some(composed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_make_syllables_are_put_together() {
        assert_eq!(compose("\u{FFBE}\u{FFC2}\u{FFA1}\u{FFA1}\u{FFD2} (school)"), "학교 (school)");
    }

    #[test]
    fn letters_that_make_none_stay() {
        assert_eq!(compose("ﾡﾢ"), "ﾡﾢ");
        assert_eq!(compose("school"), "school");
    }
}
