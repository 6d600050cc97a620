//! One word of the text to be said: its syllables with what is known about them.

use super::letter_names;
use crate::PartOfSpeech;
use crate::text::{Syllable, is_hanja};

/// A run of hangul syllables without a space.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) letters: Vec<char>,
    pub(super) syllables: Vec<Syllable>,
    /// The Chinese character of each syllable, where there is one; all `None` when not told.
    pub(super) hanja: Vec<Option<char>>,
    pub(super) pos: Option<PartOfSpeech>,
}

impl Token {
    pub(super) fn new(text: &str, pos: Option<PartOfSpeech>, hanja: Option<&str>) -> Self {
        let (letters, mut syllables): (Vec<char>, Vec<Syllable>) =
            text.chars().filter_map(|letter| Some((letter, Syllable::of(letter)?))).unzip();
        letter_names::respell(&letters, &mut syllables);
        let hanja = align(&letters, hanja.unwrap_or_default());
        Self { letters, syllables, hanja, pos }
    }

    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// The letters from `start` up to `end`, as text.
    pub(super) fn text(&self, start: usize, end: usize) -> String {
        self.letters[start..end].iter().collect()
    }

    pub(super) fn has_hanja(&self) -> bool {
        self.hanja.iter().any(Option::is_some)
    }

    /// Whether the word may be inflected: it is a predicate, or nobody said what it is.
    pub(super) fn may_inflect(&self) -> bool {
        self.pos.is_none_or(PartOfSpeech::is_predicate)
    }

    pub(super) fn is_predicate(&self) -> bool {
        self.pos.is_some_and(PartOfSpeech::is_predicate)
    }

    /// Whether what stands from `start` on is only a particle, an ending or a verb-making suffix,
    /// so that a word ends before it.
    pub(super) fn is_tail(&self, start: usize) -> bool {
        let rest = self.text(start, self.len());
        PARTICLES.contains(&rest.as_str()) || VERBAL.iter().any(|tail| rest.starts_with(tail))
    }

    /// Whether a word may end before `end`.
    pub(super) fn ends_at(&self, end: usize) -> bool {
        end == self.len() || self.is_tail(end)
    }
}

/// Particles that follow a noun, in both forms.
const PARTICLES: [&str; 52] = [
    "이",
    "가",
    "을",
    "를",
    "은",
    "는",
    "에",
    "의",
    "도",
    "만",
    "과",
    "와",
    "로",
    "으로",
    "에서",
    "에게",
    "에는",
    "에도",
    "에서는",
    "에게서",
    "께",
    "께서",
    "부터",
    "까지",
    "마다",
    "보다",
    "처럼",
    "만큼",
    "밖에",
    "조차",
    "이나",
    "나",
    "이라도",
    "라도",
    "이라고",
    "이란",
    "하고",
    "이랑",
    "랑",
    "으로서",
    "으로써",
    "로서",
    "로써",
    "으로는",
    "이다",
    "입니다",
    "이에요",
    "예요",
    "이야",
    "들",
    "들이",
    "들은",
];

/// How suffixes that make a verb or adjective of a noun begin, in any of their forms.
const VERBAL: [&str; 24] = [
    "하다", "하고", "하지", "하는", "하여", "하면", "하게", "합니", "해", "했", "한", "할", "되",
    "돼", "됐", "된", "될", "됩", "시키", "시켜", "스럽", "스러", "롭", "받다",
];

/// Lays the characters of a dictionary's hanja field over the syllables: of several spellings
/// (`沙糖▽/砂糖▽`) the first; hangul and dashes in it stand for themselves.
fn align(letters: &[char], hanja: &str) -> Vec<Option<char>> {
    let first = hanja.split(['/', ',', '·']).next().unwrap_or_default();
    let signs: Vec<char> =
        first.chars().filter(|sign| is_hanja(*sign) || Syllable::of(*sign).is_some()).collect();
    let fits = signs.len() <= letters.len();
    (0..letters.len())
        .map(|index| signs.get(index).copied().filter(|sign| fits && is_hanja(*sign)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hanja_of(word: &str, hanja: &str) -> String {
        let token = Token::new(word, None, Some(hanja));
        token.hanja.iter().map(|sign| sign.unwrap_or('.')).collect()
    }

    #[test]
    fn hanja_are_laid_over_their_syllables() {
        assert_eq!(hanja_of("결정짓다", "決定짓다"), "決定..");
        assert_eq!(hanja_of("사탕", "沙糖▽/砂糖▽"), "沙糖");
        assert_eq!(hanja_of("절절하다", "切切-"), "切切..");
        assert_eq!(hanja_of("발전하다", "發展"), "發展..");
        assert_eq!(hanja_of("발", "發展"), ".");
    }

    #[test]
    fn particles_and_verbal_suffixes_end_a_word() {
        let token = Token::new("평가하다", None, None);
        assert!(token.ends_at(2) && token.ends_at(4));
        assert!(!token.ends_at(1));
    }
}
