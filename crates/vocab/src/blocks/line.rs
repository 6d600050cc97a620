//! What one line of a dictionary's page is, by its own look: a word, a meaning, a part of speech,
//! a pronunciation. It refuses to know the lines around it.

use korean::{
    PartOfSpeech,
    text::{has_hangul, is_hanja, is_syllable},
};

use crate::{address, list, sentence};

/// What a line is in a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line<'a> {
    Blank,
    /// Korean, and nothing that says otherwise.
    Word(&'a str),
    /// Foreign, or behind a part of speech.
    Meaning(Option<&'a str>, &'a str),
    /// A part of speech alone, and whether it stands without brackets.
    Pos(&'a str, bool),
    /// A pronunciation, perhaps with the part of speech behind it.
    Pron(&'a str, Option<&'a str>),
    Hanja(&'a str),
    Example(&'a str),
    Address(&'a str),
    Comment,
}

impl<'a> Line<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        let item = list::item(line);
        if item.is_empty() {
            return Self::Blank;
        }
        if line.trim_start().starts_with('#') || item.starts_with("//") || list::is_heading(line) {
            return Self::Comment;
        }
        if let Some(example) = list::example(item) {
            return Self::Example(example);
        }
        if let Some((pos, meaning)) = behind_pos(item) {
            let alone = Self::Pos(pos, item.starts_with(pos));
            return if meaning.is_empty() { alone } else { Self::Meaning(Some(pos), meaning) };
        }
        if let Some((pron, pos)) = pron(item) {
            return Self::Pron(pron, pos);
        }
        if item.chars().all(|letter| is_hanja(letter) || letter == ' ') {
            return Self::Hanja(item);
        }
        if item.split(' ').all(address::is_address) {
            return Self::Address(item);
        }
        if has_hangul(item) { Self::Word(item) } else { Self::Meaning(None, item) }
    }
}

impl Line<'_> {
    /// What the line is where another stands below: `noun` is a kind only with a meaning behind it,
    /// else it is what 명사 means.
    pub(super) fn before(self, next: Option<Line<'_>>) -> Self {
        match self {
            Self::Pos(pos, true)
                if !has_hangul(pos) && !matches!(next, Some(Line::Meaning(..))) =>
            {
                Line::Meaning(None, pos)
            }
            other => other,
        }
    }
}

/// `[명사] school`, `(n.) school`, `명사 school`, `명사`: the part of speech, and what stands behind it.
fn behind_pos(item: &str) -> Option<(&str, &str)> {
    let bracketed = item.strip_prefix(['[', '(', '【', '<', '「', '『']);
    let (label, rest) = if let Some(inside) = bracketed {
        inside.split_once([']', ')', '】', '>', '」', '』'])?
    } else {
        let (label, rest) = item.split_once(' ').unwrap_or((item, ""));
        // n 학교 and 명 학교 are no more than letters before a word
        let is_name = label.chars().count() > 1 && (has_hangul(label) || rest.is_empty());
        is_name.then_some((label, rest))?
    };
    PartOfSpeech::from_label(label).map(|_| (label, rest.trim()))
}

/// `[학꾜]`, `발음 [학꾜]`, `발음: 학꾜`, `/hakgyo/`, `[학꾜] 명사`.
fn pron(item: &str) -> Option<(&str, Option<&str>)> {
    let named = item.strip_prefix("발음").map(str::trim_start);
    let said = named.and_then(|rest| rest.strip_prefix([':', '：'])).map(str::trim);
    let item = said.or(named).unwrap_or(item);
    let is_sound = |inside: &str| {
        let is_mark = |letter: char| matches!(letter, ' ' | 'ː' | ':' | '-' | ',' | '/' | '~');
        inside.contains(is_syllable)
            && inside.chars().all(|letter| is_syllable(letter) || is_mark(letter))
    };
    if let Some((inside, rest)) = item.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let pos = Some(rest.trim()).filter(|rest| !rest.is_empty());
        let known = pos.is_none_or(|pos| PartOfSpeech::from_label(pos).is_some());
        return (known && is_sound(inside)).then_some((inside.trim(), pos));
    }
    let latin = item.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let latin = latin.filter(|inside| inside.contains(char::is_alphabetic));
    latin.or_else(|| said.filter(|rest| is_sound(rest))).map(|inside| (inside.trim(), None))
}

/// The number before an item: `1. school`, `② school`.
pub(super) fn number(line: &str) -> Option<u32> {
    let line = line.trim();
    if let Some(circled @ '①'..='⑳') = line.chars().next() {
        return Some(u32::from(circled) - u32::from('①') + 1);
    }
    let digits = line.strip_prefix('(').unwrap_or(line);
    let end = digits.find(|letter: char| !letter.is_ascii_digit())?;
    digits[..end].parse().ok().filter(|_| list::item(line) != line)
}

/// Whether what looks like a word is an example: several words, and a sentence or nothing below.
pub(super) fn is_example(word: &str, next: Option<Line<'_>>) -> bool {
    let below = !matches!(next, None | Some(Line::Word(_) | Line::Blank | Line::Comment));
    word.contains(' ') && (!below || sentence::is_sentence(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_speech_alone_is_no_word() {
        for line in ["명사", "[명사]", "1. 명사", "「명사」", "noun", "(n.)"] {
            assert!(matches!(Line::of(line), Line::Pos(..)), "{line}");
        }
        assert_eq!(Line::of("[명사] school"), Line::Meaning(Some("명사"), "school"));
    }

    #[test]
    fn a_pronunciation_is_told_by_its_brackets_or_its_name() {
        for line in ["[학꾜]", "발음 [학꾜]", "발음: 학꾜", "발음: [학꾜]"] {
            assert_eq!(Line::of(line), Line::Pron("학꾜", None), "{line}");
        }
        assert_eq!(Line::of("/hakgyo/"), Line::Pron("hakgyo", None));
        assert_eq!(Line::of("[학꾜] 명사"), Line::Pron("학꾜", Some("명사")));
        for line in ["발음", "발음하다", "[학꾜] 가다", "발음 듣기"] {
            assert_eq!(Line::of(line), Line::Word(line));
        }
    }

    #[test]
    fn headings_comments_and_addresses_are_no_words() {
        for line in ["# 1", "// 동사", "[1과]"] {
            assert_eq!(Line::of(line), Line::Comment, "{line}");
        }
        assert!(matches!(Line::of("https://x.y/학교"), Line::Address(_)));
    }
}
