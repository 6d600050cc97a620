//! Cards of several lines, as dictionaries' word books are pasted: the word, then what it means, then
//! perhaps an example. It makes one row of each; whether it is a word is not asked here.

use std::borrow::Cow;

use korean::text::has_hangul;

use self::{habits::Habits, line::Line};
use crate::{
    entry::Reason,
    list::{COLUMNS, EXAMPLE, HANJA, MEANING, NOTE, POS, PRON, TRANSLATION},
    row::Row,
};

mod habits;
mod line;

pub(crate) use habits::are_cards;

/// The cards, each a row.
pub(crate) fn rows(text: &str) -> Vec<Row<'_>> {
    let habits = Habits::of(text);
    let mut cards = Cards { rows: Vec::new(), fresh: true, in_example: false };
    let lines = (1..).zip(text.split('\n')).map(|(number, line)| (number, line, habits.line(line)));
    let mut lines = lines.peekable();
    while let Some((number, line, kind)) = lines.next() {
        let next = lines.peek().map(|(.., next)| *next);
        let kind = cards.in_place(kind, next, habits);
        cards.take(number, line, kind);
    }
    cards.rows
}

/// The cards so far, and where in the last one the next line stands.
struct Cards<'a> {
    rows: Vec<Row<'a>>,
    /// Nothing of a card stands between the line and an empty one or a heading.
    fresh: bool,
    /// The line before is an example.
    in_example: bool,
}

impl<'a> Cards<'a> {
    /// What the line is here: it may look like a word and be an example, or like a part of speech
    /// and be the word 명사 or its meaning.
    fn in_place(&self, kind: Line<'a>, next: Option<Line<'_>>, habits: Habits<'_>) -> Line<'a> {
        let complete = self.card().is_none_or(|card| !card.cell(MEANING).is_empty());
        let counted = self.card().is_none_or(|card| !card.cell(POS).is_empty());
        let head = self.fresh || (!habits.separated && complete);
        match kind {
            Line::Word(word) if !self.fresh && (!head || line::is_example(word, next)) => {
                Line::Example(word)
            }
            Line::Pos(pos, true) if complete && (self.fresh || !counted) && has_hangul(pos) => {
                Line::Word(pos)
            }
            other => other.before(next),
        }
    }

    fn take(&mut self, number: u32, line: &'a str, kind: Line<'a>) {
        let in_example = std::mem::replace(&mut self.in_example, matches!(kind, Line::Example(_)));
        self.fresh = matches!(kind, Line::Blank | Line::Comment);
        match kind {
            Line::Blank => {}
            Line::Comment => {
                let refused = Some(Reason::Comment);
                self.rows.push(Row { refused, ..whole(number, line, line) });
            }
            Line::Word(word) => self.rows.push(whole(number, line, word)),
            Line::Example(example) => self.add(number, line, EXAMPLE, example),
            Line::Hanja(hanja) => self.add(number, line, HANJA, hanja),
            Line::Address(address) => self.add(number, line, NOTE, address),
            Line::Pron(pron, pos) => {
                self.add(number, line, PRON, pron);
                self.add_pos(number, line, pos);
            }
            Line::Pos(pos, _) => self.add_pos(number, line, Some(pos)),
            Line::Meaning(None, meaning) if in_example => {
                self.add(number, line, TRANSLATION, meaning);
            }
            Line::Meaning(pos, meaning) if !self.is_of_other_kind(pos) => {
                self.add(number, line, MEANING, meaning);
                self.add_pos(number, line, pos);
            }
            Line::Meaning(..) => self.add(number, line, MEANING, line.trim()),
        }
    }

    /// The card that lines can be added to.
    fn card(&self) -> Option<&Row<'a>> {
        self.rows.last().filter(|row| row.refused.is_none())
    }

    fn is_of_other_kind(&self, pos: Option<&str>) -> bool {
        let said = self.card().map_or("", |card| card.cell(POS));
        pos.is_some_and(|pos| !said.is_empty() && said != pos)
    }

    /// A card has one kind of word; with another, the meaning says so itself.
    fn add_pos(&mut self, number: u32, line: &'a str, pos: Option<&'a str>) {
        if self.is_of_other_kind(pos) {
            self.add(number, line, MEANING, line.trim());
        } else if let Some(pos) = pos {
            self.add(number, line, POS, pos);
        }
    }

    /// Adds a line to the card it stands in; one that stands in none is a row by itself.
    fn add(&mut self, number: u32, line: &'a str, at: usize, more: &'a str) {
        let Some(row) = self.rows.last_mut().filter(|row| row.refused.is_none()) else {
            self.rows.push(whole(number, line, line));
            return;
        };
        let cell = &mut row.cells[at];
        if cell.is_empty() {
            *cell = Cow::Borrowed(more);
        } else if at != POS {
            *cell = Cow::Owned(format!("{cell}\n{more}"));
        }
    }
}

/// A row of which only the word is known.
fn whole<'a>(number: u32, line: &'a str, word: &'a str) -> Row<'a> {
    let mut cells = vec![Cow::Borrowed(""); COLUMNS.len()];
    cells[0] = Cow::Borrowed(word);
    Row { number, line, cells, ..Row::default() }
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
        (number, [cells.as_slice(), &[""; 3]].concat().into_iter().map(str::to_owned).collect())
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
    fn the_names_of_kinds_may_be_words_themselves() {
        let expected = [("명사", "noun"), ("학교", "school"), ("동사", "verb")];
        let cards = read("명사\nnoun\n학교\nschool\n동사\nverb\n");
        let found: Vec<_> = cards.iter().map(|(_, cells)| (&*cells[0], &*cells[1])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_by_turns_stay_words_in_blocks_of_several() {
        let cards = read("학교\nschool\n먹다\neat\n\n물\nwater\n불\nfire\n");
        let found: Vec<_> = cards.iter().map(|(_, cells)| &*cells[0]).collect();
        assert_eq!(found, ["학교", "먹다", "물", "불"]);
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
