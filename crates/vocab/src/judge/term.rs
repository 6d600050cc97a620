//! Whether a text can be a word at all, by its letters and its form alone. It refuses to know rows,
//! columns and what else a list says about the word.

use korean::text::{has_syllable, is_jamo, is_syllable, is_vowel};

use crate::{address, entry::Reason, halfwidth, mojibake, sentence};

/// The longest term, in characters.
const LONGEST_TERM: usize = 50;

/// What can be said before anything is taken apart.
pub(super) fn check_korean(raw: &str, cleaned: &str) -> Result<(), Reason> {
    if cleaned.is_empty() {
        return Err(Reason::EmptyTerm);
    }
    if is_formula(cleaned) {
        return Err(Reason::Formula);
    }
    if mojibake::is_misread_utf8(cleaned) {
        return Err(Reason::Mojibake);
    }
    if has_syllable(cleaned) {
        return Ok(());
    }
    Err(match cleaned {
        _ if cleaned.chars().any(is_compatibility_jamo) => Reason::OnlyJamo,
        _ if cleaned.chars().any(|letter| is_jamo(letter) || halfwidth::is_letter(letter)) => {
            Reason::NoHangulSyllable
        }
        _ if mojibake::is_mojibake(raw) => Reason::Mojibake,
        _ => Reason::NoHangul,
    })
}

fn is_compatibility_jamo(letter: char) -> bool {
    ('\u{3131}'..='\u{318E}').contains(&letter)
}

/// `=NAME(`: nothing else that starts with `=` does harm as text.
fn is_formula(term: &str) -> bool {
    let call = term.strip_prefix('=').and_then(|rest| rest.split_once('('));
    call.is_some_and(|(name, _)| {
        !name.is_empty()
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '.')
    })
}

/// What can be said of the term by itself.
pub(super) fn check_word(term: &str) -> Result<(), Reason> {
    if term.len() <= LONGEST_TERM && term.chars().all(is_syllable) {
        return Ok(());
    }
    let suspicious = ["<", ">", "../", "..\\", "://", "{{"];
    let is_address = term.split(' ').any(address::is_address) || address::names_host(term);
    if is_address || suspicious.iter().any(|part| term.contains(part)) {
        return Err(Reason::SuspiciousCharacters);
    }
    if sentence::is_sentence(term) {
        return Err(Reason::LooksLikeSentence);
    }
    if term.chars().count() > LONGEST_TERM {
        return Err(Reason::TermTooLong);
    }
    if has_broken_syllable(term) { Err(Reason::BrokenSyllable) } else { Ok(()) }
}

/// A loose letter is broken unless it is a consonant that begins a form, as in -ㄴ/는 and ㄹ 수 있다,
/// or part of a syllable of old hangul, which has no letter of its own: ᄒᆞᆫ글.
fn has_broken_syllable(term: &str) -> bool {
    let letters: Vec<char> = term.chars().collect();
    let joined =
        |letter: Option<&char>| letter.is_some_and(|next| is_syllable(*next) || is_jamo(*next));
    let broken = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let next = letters.get(at + 1);
        if !is_compatibility_jamo(letters[at]) {
            return !stands_in_old_syllable(before, letters[at], next);
        }
        is_vowel(letters[at]) || joined(before) || next.is_some_and(|next| is_jamo(*next))
    };
    (0..letters.len()).any(|at| is_jamo(letters[at]) && broken(at))
}

/// Whether a conjoining letter stands as the Unicode standard puts syllables together (3.12): initials
/// before a vowel, vowels after an initial, finals after a vowel.
fn stands_in_old_syllable(before: Option<&char>, letter: char, next: Option<&char>) -> bool {
    let initial =
        |letter: &char| matches!(letter, '\u{1100}'..='\u{115F}' | '\u{A960}'..='\u{A97C}');
    let vowel = |letter: &char| matches!(letter, '\u{1160}'..='\u{11A7}' | '\u{D7B0}'..='\u{D7C6}');
    if initial(&letter) {
        next.is_some_and(|next| initial(next) || vowel(next))
    } else if vowel(&letter) {
        before.is_some_and(|before| initial(before) || vowel(before))
    } else {
        before.is_some_and(|before| is_jamo(*before) && !initial(before))
    }
}
