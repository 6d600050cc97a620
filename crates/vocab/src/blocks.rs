//! Cards of several lines, as dictionaries' word books are pasted: the word, then what it means, then
//! perhaps an example. It makes one row of each; whether it is a word is not asked here.

use std::borrow::Cow;

use korean::{
    PartOfSpeech,
    text::{has_hangul, is_hanja},
};

use crate::{list, row::Row};

/// How many lines are looked at.
const SAMPLE_LINES: usize = 200;

/// What a line is in a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line<'a> {
    Blank,
    /// Korean, and nothing that says otherwise.
    Word(&'a str),
    /// Foreign, or behind a part of speech.
    Meaning(Option<&'a str>, &'a str),
    Hanja(&'a str),
    Example(&'a str),
    Comment,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let item = list::item(line);
        if item.is_empty() {
            return Self::Blank;
        }
        if line.trim_start().starts_with(['#', '/']) {
            return Self::Comment;
        }
        if let Some(example) = list::example(item) {
            return Self::Example(example);
        }
        if let Some((pos, meaning)) = behind_pos(item) {
            return Self::Meaning(Some(pos), meaning);
        }
        if item.chars().all(|letter| is_hanja(letter) || letter == ' ') {
            return Self::Hanja(item);
        }
        if has_hangul(item) { Self::Word(item) } else { Self::Meaning(None, item) }
    }
}

/// `[명사] school`, `(n.) school`, `명사 school`: the part of speech, and what stands behind it.
fn behind_pos(item: &str) -> Option<(&str, &str)> {
    let bracketed = item.strip_prefix(['[', '(', '【', '<']);
    let (label, rest) = match bracketed {
        Some(inside) => inside.split_once([']', ')', '】', '>'])?,
        None => item
            .split_once(' ')
            .filter(|(label, _)| label.chars().count() > 1 && has_hangul(label))?,
    };
    PartOfSpeech::from_label(label).map(|_| (label, rest.trim()))
}

/// Whether the lines are cards: a word on a line by itself, and nearly every one with a meaning below.
pub(crate) fn are_cards(sample: &str) -> bool {
    let separated = are_separated(sample);
    let mut fresh = true;
    let counts = |line: &Line<'_>| {
        let first = std::mem::replace(&mut fresh, *line == Line::Blank);
        let inside = separated && !first && matches!(line, Line::Word(_));
        !inside && !matches!(line, Line::Blank | Line::Comment)
    };
    let lines = sample.lines().take(SAMPLE_LINES).map(Line::of);
    let lines: Vec<Line<'_>> = lines.filter(counts).collect();
    let is_word = |line: &Line<'_>| matches!(line, Line::Word(word) if list::split(word).is_none());
    let is_meaning = |line: &Line<'_>| matches!(line, Line::Meaning(..));
    let followed =
        lines.windows(2).filter(|pair| is_word(&pair[0]) && !matches!(pair[1], Line::Word(_)));
    let meanings = lines.iter().filter(|line| is_meaning(line)).count();
    let words = lines.iter().filter(|line| matches!(line, Line::Word(_))).count();
    words > 1
        && followed.count() * 5 >= words * 4
        && meanings * 5 >= words * 4
        && lines.first().is_some_and(is_word)
}

/// How many cells the row of a card has: those of a list.
const CELLS: usize = list::COLUMNS.len();

/// The cards, each a row.
pub(crate) fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    let (mut fresh, separated) = (true, are_separated(text));
    for (number, line) in (1..).zip(text.split('\n')) {
        match Line::of(line) {
            Line::Blank => fresh = true,
            Line::Comment => rows.push(whole(number, line, line)),
            Line::Word(word) if fresh || (!separated && has_meaning(rows.last())) => {
                rows.push(whole(number, line, word));
                fresh = false;
            }
            Line::Word(more) | Line::Example(more) => add(&mut rows, number, line, 4, more),
            Line::Hanja(hanja) => add(&mut rows, number, line, 3, hanja),
            // a card has one kind of word; with another, the meaning says so itself
            Line::Meaning(Some(pos), _) if is_of_other_kind(rows.last(), pos) => {
                add(&mut rows, number, line, 1, line.trim());
            }
            Line::Meaning(pos, meaning) => {
                add(&mut rows, number, line, 1, meaning);
                if let Some(pos) = pos {
                    add(&mut rows, number, line, 2, pos);
                }
            }
        }
    }
    rows
}

/// Whether empty lines stand between the cards, so that Korean lines inside one are examples.
fn are_separated(text: &str) -> bool {
    let (mut blocks, mut filled, mut before) = (0, 0, false);
    for line in text.lines().take(SAMPLE_LINES) {
        let here = !line.trim().is_empty();
        blocks += usize::from(here && !before);
        filled += usize::from(here);
        before = here;
    }
    blocks > 1 && filled <= blocks * 5
}

fn whole<'a>(number: u32, line: &'a str, word: &'a str) -> Row<'a> {
    let mut cells = vec![Cow::Borrowed(""); CELLS];
    cells[0] = Cow::Borrowed(word);
    Row { number, line, cells, ..Row::default() }
}

fn has_meaning(row: Option<&Row<'_>>) -> bool {
    row.is_none_or(|row| !row.cell(1).is_empty() || row.is_comment())
}

fn is_of_other_kind(row: Option<&Row<'_>>, pos: &str) -> bool {
    row.is_some_and(|row| !row.is_comment() && !row.cell(2).is_empty() && row.cell(2) != pos)
}

/// Adds a line to the card it stands in; one that stands in none is a row by itself.
fn add<'a>(rows: &mut Vec<Row<'a>>, number: u32, line: &'a str, at: usize, more: &'a str) {
    let Some(row) = rows.last_mut().filter(|row| !row.is_comment()) else {
        rows.push(whole(number, line, line));
        return;
    };
    let cell = &mut row.cells[at];
    if cell.is_empty() {
        *cell = Cow::Borrowed(more);
    } else if at != 2 {
        *cell = Cow::Owned(format!("{cell}\n{more}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u32, Vec<String>)> {
        assert!(are_cards(text), "{text}");
        let owned = |row: Row<'_>| {
            (row.number, row.cells.into_iter().map(Cow::into_owned).collect::<Vec<_>>())
        };
        rows(text).into_iter().map(owned).collect()
    }

    fn card(number: u32, cells: [&str; 5]) -> (u32, Vec<String>) {
        (number, [cells.as_slice(), &[""]].concat().into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn words_and_meanings_may_take_turns() {
        let expected =
            [card(1, ["학교", "school", "", "", ""]), card(3, ["먹다", "to eat", "", "", ""])];
        assert_eq!(read("학교\nschool\n먹다\nto eat\n"), expected);
    }

    #[test]
    fn a_word_book_gives_hanja_kind_meanings_and_an_example() {
        let text = "1. 학교\n學校\n[명사] school\n2) academy\n학교에 가다\n\n먹다\n동사 eat\n예문: 밥을 먹다\n";
        let expected = [
            card(1, ["학교", "school\nacademy", "명사", "學校", "학교에 가다"]),
            card(7, ["먹다", "eat", "동사", "", "밥을 먹다"]),
        ];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn every_line_of_a_card_is_kept() {
        let text = "배\n[명사] ship\n배를 타다\n예문: 배가 크다\n[동사] soak\n\n먹다\n[동사] eat\n[동사] have\n";
        let mut wanted = card(1, ["배", "ship\n[동사] soak", "명사", "", "배를 타다\n배가 크다"]);
        assert_eq!(read(text)[0], wanted);
        wanted = card(7, ["먹다", "eat\nhave", "동사", "", ""]);
        assert_eq!(read(text)[1], wanted);
    }

    #[test]
    fn a_list_with_a_few_foreign_lines_is_no_cards() {
        for text in [
            "학교\n먹다\nschool\n물\n불\n",
            "学校\nがっこう\n학교\n",
            "학교 - school\n먹다 - eat\n",
            "학교\n",
        ] {
            assert!(!are_cards(text), "{text}");
        }
    }
}
