//! Korean text as characters: what is hangul, what is hanja, how a syllable is put together, and
//! which form of a particle follows a word. It refuses to know how anything sounds.

mod hanja;
mod jamo;
mod josa;
mod search;
mod syllable;

pub use hanja::{has_hanja, is_hanja};
pub use jamo::{is_jamo, is_vowel, join_cluster, split_cluster};
pub use josa::{Josa, josa};
pub use search::searchable;
pub use syllable::{Syllable, is_syllable};

/// Whether the text holds any hangul: a syllable, a compatibility jamo or a conjoining jamo.
#[must_use]
pub fn has_hangul(text: &str) -> bool {
    text.chars().any(|letter| is_syllable(letter) || is_jamo(letter))
}

/// Whether the text holds a whole hangul syllable, so that something of it can be said.
#[must_use]
pub fn has_syllable(text: &str) -> bool {
    text.chars().any(is_syllable)
}

/// Whether the text ends in a syllable with a final consonant; `None` when it does not end in one.
#[must_use]
pub fn ends_in_batchim(text: &str) -> Option<bool> {
    let last = text.chars().next_back()?;
    Syllable::of(last).map(|syllable| syllable.coda.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_is_found_among_other_letters() {
        assert!(has_hangul("TV를"));
        assert!(has_hangul("ㅋㅋ"));
        assert!(has_hangul("\u{1112}\u{1161}\u{11ab}"));
        assert!(!has_hangul("kimchi 漢字 かな"));
    }

    #[test]
    fn lone_jamo_are_hangul_but_no_syllable() {
        assert!(!has_syllable("ㅋㅋ"));
        assert!(has_syllable("ㅋ 한"));
    }

    #[test]
    fn batchim_is_told_by_the_last_syllable_only() {
        assert_eq!(ends_in_batchim("학생"), Some(true));
        assert_eq!(ends_in_batchim("학교"), Some(false));
        assert_eq!(ends_in_batchim("학교!"), None);
        assert_eq!(ends_in_batchim(""), None);
    }
}
