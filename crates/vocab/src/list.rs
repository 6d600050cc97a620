//! Lists as people write them, one word a line: numbered, bulleted, with or without a meaning.
//! Each line becomes one or two cells, the Korean one first; whether it is a word is not asked here.

use std::borrow::Cow;

use korean::{
    PartOfSpeech,
    text::{has_hangul, is_syllable},
};

use crate::{address, clean, emphasis, header::Role, kind};

/// How far into a line a separator is looked for, in bytes.
const LONGEST_HEAD: usize = 1_000;
/// How many lines are looked at for what they have in common.
const SAMPLE_LINES: usize = 200;

/// What the cells of a list hold: lines give the first three, and addresses as notes; cards of
/// several lines give them all.
pub(crate) const COLUMNS: [Role; 8] = [
    Role::Term,
    Role::Meaning,
    Role::Pos,
    Role::Hanja,
    Role::Example,
    Role::Note,
    Role::Pron,
    Role::Translation,
];
/// Where these stand among them.
pub(crate) const MEANING: usize = 1;
pub(crate) const POS: usize = 2;
pub(crate) const HANJA: usize = 3;
pub(crate) const EXAMPLE: usize = 4;
pub(crate) const NOTE: usize = 5;
pub(crate) const PRON: usize = 6;
pub(crate) const TRANSLATION: usize = 7;

/// What nearly all lines of a list have beside their words; one line alone could mean it otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Habits {
    /// A number and a space before: `1 학교`.
    numbered: bool,
    /// A number behind: how often the word is met.
    counted: bool,
    /// A dash glued to the word as a bullet.
    dashed: bool,
}

impl Habits {
    pub(crate) fn of(sample: &str) -> Self {
        let lines: Vec<&str> = sample
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#') && example(line).is_none())
            .take(SAMPLE_LINES)
            .collect();
        let nearly_all = |least: usize, has: &dyn Fn(&str) -> bool| {
            let having = lines.iter().filter(|line| has(line)).count();
            having >= least && having * 5 >= lines.len() * 4
        };
        let form = |line: &str| line.strip_prefix('-').is_some_and(kind::is_known_form);
        let forms = lines.iter().filter(|line| form(line)).count();
        Self {
            numbered: nearly_all(2, &|line| without_bare_number(line).is_some()),
            counted: nearly_all(2, &|line| without_count(line).is_some()),
            dashed: forms * 2 < lines.len()
                && nearly_all(3, &|line| {
                    line.strip_prefix('-').is_some_and(|word| word.starts_with(is_syllable))
                }),
        }
    }

    /// The line without what it has in common with the others.
    pub(crate) fn strip(self, line: &str) -> &str {
        let line = line.trim();
        let line = if self.numbered { without_bare_number(line).unwrap_or(line) } else { line };
        let line = if self.counted { without_count(line).unwrap_or(line) } else { line };
        if self.dashed { line.strip_prefix('-').unwrap_or(line) } else { line }
    }
}

/// `1 학교`.
fn without_bare_number(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let word = rest.trim_start();
    (rest.len() < line.len() && word.len() < rest.len() && has_hangul(word)).then_some(word)
}

/// `학교 1234`.
fn without_count(line: &str) -> Option<&str> {
    let (word, count) = line.rsplit_once([' ', '\t'])?;
    let is_count = count.chars().all(|letter| letter.is_ascii_digit() || letter == ',');
    (is_count && count.contains(|letter: char| letter.is_ascii_digit()) && has_hangul(word))
        .then_some(word.trim_end())
}

/// The cells of one line: the word, its meaning and its part of speech, when the line has them; or
/// only the example, with its mark, of the word before.
pub(crate) fn cells(line: &str) -> Vec<Cow<'_, str>> {
    match emphasis::strip(line) {
        Cow::Borrowed(line) => cells_of(line),
        Cow::Owned(line) => cells_of(&line).into_iter().map(owned).collect(),
    }
}

fn owned(cell: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(cell.into_owned())
}

fn cells_of(line: &str) -> Vec<Cow<'_, str>> {
    let item = item(line);
    if example(item).is_some() {
        return [[""; EXAMPLE].map(Cow::from).as_slice(), &[item.into()]].concat();
    }
    let Some((rest, addresses)) = address::split(item) else { return parts(item) };
    if !has_hangul(&rest) {
        return vec![item.into()];
    }
    let mut cells: Vec<Cow<'_, str>> = parts(&rest).into_iter().map(owned).collect();
    cells.resize(NOTE, "".into());
    cells.push(addresses.into());
    cells
}

fn parts(item: &str) -> Vec<Cow<'_, str>> {
    let Some((word, meaning)) = split(item) else { return vec![item.into()] };
    match word.rsplit_once(' ').filter(|(_, label)| is_pos(label)) {
        Some((word, pos)) => vec![word.trim_end().into(), meaning.into(), pos.into()],
        None => vec![word.into(), meaning.into()],
    }
}

/// The words of a line that has several: `사과; 배; 감`. None where it has one, or anything else.
pub(crate) fn several(line: &str) -> Vec<&str> {
    let is_words = |part: &str| part.chars().all(|letter| is_syllable(letter) || letter == ' ');
    if !line.contains(';') {
        return Vec::new();
    }
    let parts = item(line).split(';').map(str::trim);
    let words: Vec<&str> = parts.filter(|word| !word.is_empty()).collect();
    if words.len() > 1 && words.iter().all(|word| is_words(word)) { words } else { Vec::new() }
}

/// The name of a part of speech in full.
fn is_pos(label: &str) -> bool {
    label.chars().count() > 1 && PartOfSpeech::from_label(label).is_some()
}

/// A line without its number, bullet and quotes.
pub(crate) fn item(line: &str) -> &str {
    without_quotes(without_marker(line.trim()))
}

/// What stands behind `예문:`, `예)`, `ex)` and the like. `예: yes` and `예: 네` are words.
pub(crate) fn example(item: &str) -> Option<&str> {
    let plain = ["예문", "예시", "용례", "보기", "ex", "Ex", "EX", "e.g"];
    let abbreviated = item.strip_prefix("e.g.").map(|rest| ("e.g", rest));
    let (mark, rest) = abbreviated.or_else(|| item.split_once([':', '：', ')', '.']))?;
    let (mark, rest) = (mark.trim_end(), rest.trim_start_matches([':', ')']).trim());
    let several = rest.contains(' ') || rest.ends_with(['.', '?', '!']);
    let marked = plain.contains(&mark) || (mark == "예" && several);
    (marked && has_hangul(rest)).then_some(rest)
}

/// Whether the line is the heading of a lesson: `[1과]`, `제2단원`, `3일차`.
pub(crate) fn is_heading(line: &str) -> bool {
    const MARKS: [char; 14] =
        ['[', ']', '(', ')', '<', '>', '【', '】', '=', '-', '*', '_', '◆', ' '];
    let bare = line.trim().trim_matches(MARKS);
    let number = bare.strip_prefix('제').unwrap_or(bare).trim_start();
    let unit = number.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let units = ["과", "단원", "일차", "주차", "강"];
    unit.len() < number.len() && units.contains(&unit.trim())
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
    is_dash(letter) || matches!(letter, ':' | '：' | '=' | '＝' | '→' | '⇒' | '>' | '/')
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
    match separator {
        ">" => return false,
        // 학교/school, but 가다/오다 and TV/라디오 are words.
        "/" => return left.trim_end().ends_with(is_syllable) && !has_hangul(right),
        _ => {}
    }
    let spaced = left.ends_with(char::is_whitespace) && right.starts_with(char::is_whitespace);
    let tight = left.ends_with(is_syllable) && right.starts_with(is_latin);
    // 학교 -school
    let half = left.trim_end().ends_with([')', ']']) || left.trim_end().ends_with(is_syllable);
    let half = half && right.trim_start().starts_with(is_latin);
    let half =
        half && (left.ends_with(char::is_whitespace) || right.starts_with(char::is_whitespace));
    spaced || tight || half || !separator.chars().all(is_dash)
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
    let (left, right) = line.split_at(first_latin(line)?);
    let korean = left.chars().any(is_syllable) && left.ends_with(char::is_whitespace);
    (korean && !has_hangul(right)).then(|| (left.trim_end(), right))
}

/// Where Latin letters begin outside of brackets: `학교 (n) school`.
fn first_latin(line: &str) -> Option<usize> {
    let mut depth = 0;
    let outside = |&(_, letter): &(usize, char)| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        depth <= 0 && is_latin(letter)
    };
    line.char_indices().find(outside).map(|(at, _)| at)
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
mod tests;
