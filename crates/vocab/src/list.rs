//! Lists as people write them, one word a line: numbered, bulleted, with or without a meaning.
//! Each line becomes one or two cells, the Korean one first; whether it is a word is not asked here.

use std::borrow::Cow;

use korean::text::{has_hangul, is_syllable};

use crate::clean;

/// How far into a line a separator is looked for, in bytes.
const LONGEST_HEAD: usize = 1_000;

/// The cells of one line: the word, and its meaning when the line has one.
pub(crate) fn cells(line: &str) -> Vec<Cow<'_, str>> {
    let item = without_quotes(without_marker(line.trim()));
    match split(item) {
        Some((word, meaning)) => vec![word.into(), meaning.into()],
        None => vec![item.into()],
    }
}

/// Splits `word - meaning`, `word: meaning`, `word = meaning`, `word   meaning` and `word meaning`
/// (Korean, then Latin letters). The side with hangul is the word; where both have some, the first.
pub(crate) fn split(line: &str) -> Option<(&str, &str)> {
    let (left, right) = by_separator(line).or_else(|| by_space(line))?;
    if has_hangul(left) { Some((left, right)) } else { has_hangul(right).then_some((right, left)) }
}

fn by_separator(line: &str) -> Option<(&str, &str)> {
    let head = clean::start(line, LONGEST_HEAD);
    let mut at = 0;
    while let Some(found) = head.get(at..).and_then(|rest| rest.find(is_separator)) {
        let start = at + found;
        let after = line[start..].trim_start_matches(is_separator);
        let end = line.len() - after.len();
        if separates(&line[..start], &line[start..end], after) {
            return Some((line[..start].trim_end(), after.trim_start()));
        }
        at = end;
    }
    None
}

fn is_separator(letter: char) -> bool {
    is_dash(letter) || matches!(letter, ':' | '：' | '=' | '＝' | '→' | '⇒' | '>')
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '−' | '－')
}

/// A dash needs spaces around it, or Korean before and Latin letters behind: 한-미 is one word.
fn separates(left: &str, separator: &str, right: &str) -> bool {
    let has_letter = |text: &str| text.chars().any(char::is_alphabetic);
    if !has_letter(left) || right.trim().is_empty() || is_open(left) || right.starts_with("//") {
        return false;
    }
    if separator == ">" {
        return false;
    }
    let spaced = left.ends_with(char::is_whitespace) && right.starts_with(char::is_whitespace);
    let tight = left.ends_with(is_syllable) && right.starts_with(is_latin);
    spaced || tight || !separator.chars().all(is_dash)
}

fn is_open(left: &str) -> bool {
    left.matches(['(', '[']).count() > left.matches([')', ']']).count()
}

fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && u32::from(letter) < 0x250
}

/// Two spaces or more, or one between hangul and Latin letters that go on to the end.
fn by_space(line: &str) -> Option<(&str, &str)> {
    if let Some((left, right)) = line.split_once("  ") {
        return Some((left, right.trim_start()));
    }
    let at = line.find(is_latin)?;
    let (left, right) = line.split_at(at);
    let korean = left.chars().any(is_syllable) && left.ends_with(char::is_whitespace);
    (korean && !has_hangul(right)).then(|| (left.trim_end(), right))
}

/// Takes off `1.`, `(1)`, `1)`, `①`, `•`, `- `, `[ ]` and the like. A dash or star without a space
/// behind it belongs to the word: -하다.
fn without_marker(line: &str) -> &str {
    let line = without_bullet(line);
    let line =
        ["[ ]", "[x]", "[X]"].iter().find_map(|&tick| line.strip_prefix(tick)).unwrap_or(line);
    without_number(line.trim_start())
}

fn without_bullet(line: &str) -> &str {
    let bullet = |letter| {
        matches!(
            letter,
            '•' | '·'
                | '‣'
                | '◦'
                | '▪'
                | '■'
                | '□'
                | '●'
                | '○'
                | '◆'
                | '◇'
                | '▶'
                | '☐'
                | '☑'
                | '✓'
                | '✔'
                | '★'
                | '☆'
                | '①'..='⑳'
        )
    };
    if let Some(rest) = line.strip_prefix(bullet) {
        return rest.trim_start();
    }
    let spaced = line.strip_prefix(|letter| is_dash(letter) || matches!(letter, '*' | '+' | '>'));
    spaced.filter(|rest| rest.starts_with(char::is_whitespace)).map_or(line, str::trim_start)
}

fn without_number(line: &str) -> &str {
    let digits = line.strip_prefix(['(', '[']).unwrap_or(line);
    let rest = digits.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let count = digits.len() - rest.len();
    if !(1..=6).contains(&count) {
        return line;
    }
    match rest.strip_prefix(['.', ')', ']', ':']) {
        Some(item) if !item.starts_with(|letter: char| letter.is_ascii_digit()) => {
            item.trim_start()
        }
        _ => line,
    }
}

fn without_quotes(item: &str) -> &str {
    let inside = item.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.filter(|inside| !inside.contains('"')).unwrap_or(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_and_meaning_are_told_apart() {
        for line in [
            "학교 - school",
            "학교 – school",
            "학교 — school",
            "학교: school",
            "학교 : school",
            "학교 = school",
            "학교=school",
            "학교-school",
            "학교   school",
            "학교 school",
            "school - 학교",
            "1. 학교 - school",
            "학교 -> school",
            "학교 → school",
            "학교：school",
        ] {
            assert_eq!(cells(line), ["학교", "school"], "{line}");
        }
        assert_eq!(cells("한-미 관계 - Korea-US relations"), ["한-미 관계", "Korea-US relations"]);
        assert_eq!(
            cells("나무꾼 - woodcutter (fairy tale)"),
            ["나무꾼", "woodcutter (fairy tale)"]
        );
        assert_eq!(cells("학교 - 배우는 곳"), ["학교", "배우는 곳"]);
    }

    #[test]
    fn a_line_without_a_meaning_is_one_cell() {
        for line in [
            "학교",
            "한-미 관계",
            "할 수 있어요",
            "PC방",
            "-하다",
            "~적",
            "12:30에",
            "T-셔츠",
            "먹다 (to eat - food)",
            "A형 간염",
        ] {
            assert_eq!(cells(line), [line], "{line}");
        }
    }

    #[test]
    fn numbers_bullets_and_quotes_come_off() {
        for line in [
            "1. 학교",
            "12) 학교",
            "(3) 학교",
            "[4] 학교",
            "1.학교",
            "① 학교",
            "- 학교",
            "* 학교",
            "•학교",
            "· 학교",
            "- [ ] 학교",
            "[x] 학교",
            "– 학교",
            "\"학교\"",
            "  학교  ",
            "> 학교",
        ] {
            assert_eq!(cells(line), ["학교"], "{line}");
        }
        assert_eq!(cells("1.5리터"), ["1.5리터"]);
        assert_eq!(cells("119"), ["119"]);
    }
}
