//! Whether the lines of a text are cards at all, and how they make them: by the empty lines between
//! them or by turns. It looks at a sample and refuses to put a card together.

use korean::text::has_hangul;

use super::line::{self, Line};
use crate::list;

/// How many lines are looked at.
const SAMPLE_LINES: usize = 200;
/// Cards with empty lines between them have no more lines than this on average.
const LONGEST_CARD: usize = 10;
/// What the page of a word book or a dictionary calls itself.
const TITLES: [&str; 5] = ["단어장", "국어사전", "어학사전", "영어사전", "단어 목록"];

/// How the lines of a text make cards.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits<'a> {
    /// The line above the cards that names their page.
    title: Option<&'a str>,
    /// Empty lines stand between the cards, so that Korean lines inside one are examples.
    pub(super) separated: bool,
    /// Numbers begin again in each card, so that they count meanings.
    counts_meanings: bool,
}

impl<'a> Habits<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE_LINES);
        let starts = |line: &&str| line::number(line) == Some(1);
        let title = title(lines.clone());
        let counts_meanings =
            !lines.next().as_ref().is_some_and(starts) && lines.filter(starts).count() > 1;
        let habits = Self { title, separated: false, counts_meanings };
        Self { separated: habits.are_separated(text), ..habits }
    }

    /// What a line is, as far as its look and the habits say.
    pub(super) fn line(self, line: &'a str) -> Line<'a> {
        match Line::of(line) {
            Line::Word(_) if self.title == Some(line) => Line::Comment,
            Line::Word(word) if self.counts_meanings && line::number(line).is_some() => {
                Line::Meaning(None, word)
            }
            other => other,
        }
    }

    /// Korean lines inside a block are examples where they are several words; else the block is of
    /// several cards.
    fn are_separated(self, text: &'a str) -> bool {
        let (mut blocks, mut filled, mut inside, mut examples) = (0, 0, 0, 0);
        let mut before = false;
        for line in text.lines().take(SAMPLE_LINES).map(|line| self.line(line)) {
            let here = !matches!(line, Line::Blank | Line::Comment);
            blocks += usize::from(here && !before);
            filled += usize::from(here);
            if let (Line::Word(word), true) = (line, before) {
                inside += 1;
                examples += usize::from(word.contains(' '));
            }
            before = here;
        }
        blocks > 1 && filled <= blocks * LONGEST_CARD && examples * 2 >= inside
    }
}

/// The first line, where it is called what such pages are and a word stands below.
fn title<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let title = lines.next().filter(|line| TITLES.iter().any(|name| line.contains(name)))?;
    matches!(lines.next().map(Line::of), Some(Line::Word(_))).then_some(title)
}

/// Whether the lines are cards: a word on a line by itself, and nearly every one with a meaning below.
pub(crate) fn are_cards(sample: &str) -> bool {
    let habits = Habits::of(sample);
    let lines = sample.lines().take(SAMPLE_LINES).map(|line| habits.line(line));
    let lines = heads_and_details(&lines.collect::<Vec<_>>(), habits.separated);
    let is_word = |line: &Line<'_>| matches!(line, Line::Word(word) if list::split(word).is_none());
    let followed =
        lines.windows(2).filter(|pair| is_word(&pair[0]) && !matches!(pair[1], Line::Word(_)));
    let meanings = lines.iter().filter(|line| matches!(line, Line::Meaning(..))).count();
    let words = lines.iter().filter(|line| matches!(line, Line::Word(_))).count();
    words > 1
        && followed.count() * 5 >= words * 4
        && meanings * 5 >= words * 4
        && lines.first().is_some_and(is_word)
}

/// The lines without empty ones, comments and words that are examples of others. 명사 is a word where
/// a card could begin.
fn heads_and_details<'a>(lines: &[Line<'a>], separated: bool) -> Vec<Line<'a>> {
    let mut counted: Vec<Line<'a>> = Vec::new();
    let mut fresh = true;
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).copied();
        let first = std::mem::replace(&mut fresh, matches!(line, Line::Blank | Line::Comment));
        let complete = matches!(counted.last(), None | Some(Line::Meaning(..)));
        match line.before(next) {
            Line::Blank | Line::Comment => {}
            Line::Word(word) if !first && (separated || line::is_example(word, next)) => {}
            Line::Pos(pos, true) if complete && has_hangul(pos) => counted.push(Line::Word(pos)),
            other => counted.push(other),
        }
    }
    counted
}
