//! Text to rows of cells, in one pass and with bounded work: quoted cells may span lines, a quote
//! that is never closed costs its own line and no other. It refuses to know what a cell means.

use std::borrow::Cow;

use crate::{entry::Reason, list, row::Row};

/// Cells of a row beyond this many are not looked at.
const MOST_CELLS: usize = 256;
/// A quoted cell longer than this, in bytes, is taken for one that was never closed.
const LONGEST_QUOTED: usize = 64 * 1024;

/// The rows of a text whose only line end is `\n`.
#[derive(Debug, Clone)]
pub(crate) struct Records<'a> {
    rest: &'a str,
    row: u32,
    /// None: a list, whose lines are split as people write them.
    delimiter: Option<u8>,
    habits: list::Habits,
    /// The other words of a line that has several.
    pending: std::vec::IntoIter<Row<'a>>,
}

impl<'a> Records<'a> {
    pub(crate) fn new(text: &'a str, delimiter: Option<u8>) -> Self {
        let (habits, pending) = (list::Habits::default(), Vec::new().into_iter());
        Self { rest: text, row: 1, delimiter, habits, pending }
    }

    /// The lines of a list.
    pub(crate) fn lines(text: &'a str, habits: list::Habits) -> Self {
        Self { habits, ..Self::new(text, None) }
    }

    /// The same rows, when other lines stand before the text.
    pub(crate) fn behind(self, lines: u32) -> Self {
        Self { row: self.row.saturating_add(lines), ..self }
    }

    /// The rows of the words behind the first, where a line of a list has several.
    fn others(&self, row: &Row<'a>) -> Vec<Row<'a>> {
        if self.delimiter.is_some() {
            return Vec::new();
        }
        let words = list::several(self.habits.strip(row.line)).into_iter().skip(1);
        words.map(|word| Row { cells: vec![word.into()], ..row.clone() }).collect()
    }

    fn cells(&self) -> (Option<Vec<Cow<'a, str>>>, usize) {
        let line_end = self.rest.find('\n').unwrap_or(self.rest.len());
        match self.delimiter {
            None => {
                let line = self.habits.strip(&self.rest[..line_end]);
                let first = list::several(line).first().map(|word| vec![Cow::from(*word)]);
                (Some(first.unwrap_or_else(|| list::cells(line))), line_end)
            }
            Some(delimiter) => match delimited(self.rest, delimiter) {
                Some((cells, end)) => (Some(cells), end),
                None => (None, line_end),
            },
        }
    }

    /// The cells of a line, its quotes being text: for people, who see which one is open.
    fn as_they_stand(&self, line: &'a str) -> Vec<Cow<'a, str>> {
        let Some(delimiter) = self.delimiter else { return vec![line.into()] };
        line.split(char::from(delimiter)).take(MOST_CELLS).map(Cow::Borrowed).collect()
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        if let Some(row) = self.pending.next() {
            return Some(row);
        }
        if self.rest.is_empty() {
            return None;
        }
        let (cells, end) = self.cells();
        let (line, after) = self.rest.split_at(end);
        let heading = || self.delimiter.is_none() && list::is_heading(line);
        let refused = match cells {
            None => Some(Reason::UnterminatedQuote),
            Some(_) => heading().then_some(Reason::Comment),
        };
        let cells = cells.unwrap_or_else(|| self.as_they_stand(line));
        let row = Row { number: self.row, line, cells, refused, values: Vec::new() };
        let lines = line.bytes().filter(|byte| *byte == b'\n').count() + 1;
        self.row = self.row.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.rest = after.strip_prefix('\n').unwrap_or(after);
        self.pending = self.others(&row).into_iter();
        Some(row)
    }
}

/// The cells of the first row and where it ends; `None` when a quote is never closed.
fn delimited(text: &str, delimiter: u8) -> Option<(Vec<Cow<'_, str>>, usize)> {
    let (mut cells, mut at) = (Vec::new(), 0);
    loop {
        let (cell, end) = cell(text, at, delimiter)?;
        if cells.len() < MOST_CELLS {
            cells.push(cell);
        }
        if text.as_bytes().get(end) != Some(&delimiter) {
            return Some((cells, end));
        }
        at = end + 1;
    }
}

fn cell(text: &str, at: usize, delimiter: u8) -> Option<(Cow<'_, str>, usize)> {
    let rest = &text[at..];
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    if let Some(inside) = rest[spaces..].strip_prefix('"') {
        return quoted(text, at + spaces, inside, delimiter);
    }
    let end = cell_end(text, at, delimiter);
    Some((Cow::Borrowed(&text[at..end]), end))
}

fn cell_end(text: &str, at: usize, delimiter: u8) -> usize {
    let ends = |byte: &u8| *byte == delimiter || *byte == b'\n';
    text.as_bytes()[at..].iter().position(ends).map_or(text.len(), |found| at + found)
}

/// A cell that opens with a quote at `open`. Where text follows the closing quote on the same line,
/// the quotes were meant as quotes, and the cell is what stands there.
fn quoted<'a>(
    text: &'a str,
    open: usize,
    inside: &'a str,
    delimiter: u8,
) -> Option<(Cow<'a, str>, usize)> {
    let close = closing_quote(inside)?;
    let after = open + 1 + close + 1;
    let end = cell_end(text, after, delimiter);
    if !text[after..end].trim().is_empty() {
        return (!inside[..close].contains('\n')).then(|| (Cow::Borrowed(&text[open..end]), end));
    }
    let value = &inside[..close];
    let value =
        if value.contains('"') { Cow::Owned(value.replace("\"\"", "\"")) } else { value.into() };
    Some((value, end))
}

/// Where the quoted text ends; a doubled quote stands for one inside it.
fn closing_quote(inside: &str) -> Option<usize> {
    let bytes = &inside.as_bytes()[..inside.len().min(LONGEST_QUOTED)];
    let mut at = 0;
    loop {
        let quote = at + bytes[at..].iter().position(|byte| *byte == b'"')?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote);
        }
        at = quote + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Option<Vec<String>>)> {
        let owned = |row: Row<'_>| {
            let cells = row.cells.into_iter().map(Cow::into_owned).collect();
            row.refused.is_none().then_some(cells)
        };
        Records::new(text, Some(b',')).map(|row| (row.number, owned(row))).collect()
    }

    fn cells(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&cell| cell.to_owned()).collect()
    }

    #[test]
    fn a_quoted_cell_may_hold_delimiters_quotes_and_line_ends() {
        let text = "학교,\"school, \"\"big\"\"\"\n먹다, \"1. eat\n2. have\" ,x\n값,\n";
        let expected = [
            (1, Some(cells(&["학교", "school, \"big\""]))),
            (2, Some(cells(&["먹다", "1. eat\n2. have", "x"]))),
            (4, Some(cells(&["값", ""]))),
        ];
        assert_eq!(rows(text), expected);
    }

    #[test]
    fn an_unterminated_quote_costs_its_own_line_only() {
        let text = "학교,\"school\n먹다,\"to eat\"\n값,price\n물,\"water";
        let expected = [
            (1, None),
            (2, Some(cells(&["먹다", "to eat"]))),
            (3, Some(cells(&["값", "price"]))),
            (4, None),
        ];
        assert_eq!(rows(text), expected);
    }

    #[test]
    fn a_row_with_an_open_quote_keeps_its_cells_as_they_stand() {
        let row = Records::new("학교,\"school, big\n", Some(b',')).next().unwrap();
        assert_eq!(row.refused, Some(Reason::UnterminatedQuote));
        assert_eq!(row.cells, ["학교", "\"school", " big"]);
    }

    #[test]
    fn quotes_that_do_not_wrap_a_cell_are_text() {
        assert_eq!(
            rows("가,\"A\" or \"B\",5\" long"),
            [(1, Some(cells(&["가", "\"A\" or \"B\"", "5\" long"])))]
        );
    }

    #[test]
    fn a_row_of_very_many_cells_keeps_the_first() {
        let rows = rows(&format!("가{}\n나,b", ",x".repeat(100_000)));
        assert_eq!(rows[0].1.as_ref().map(Vec::len), Some(MOST_CELLS));
        assert_eq!(rows[1], (2, Some(cells(&["나", "b"]))));
    }

    #[test]
    fn comments_are_told_from_numbers_and_the_names_of_number_columns() {
        let comment = |text| Records::new(text, Some(b',')).next().unwrap().is_comment();
        assert!(comment("# Lesson 1") && comment("#단원") && comment("// 동사"));
        assert!(!comment("#,단어") && !comment("#1,학교") && !comment("학교,#tag"));
    }
}
