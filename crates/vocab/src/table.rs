//! A text as a table: which character stands between the cells, whether the first row names the
//! columns, and then every row in turn; and the same for rows that come as cells already.
//! It refuses to know what makes a word.

use std::borrow::Cow;

use crate::{
    clean,
    columns::{self, Columns},
    decode::Text,
    entry::{Entry, Reason, Rejected},
    grid::Grid,
    header::{self, Role},
    judge::{Candidate, Judge},
    list,
    records::Records,
    row::Row,
};

/// How much of the text, in bytes and in rows, is looked at to guess its shape.
const SAMPLE_BYTES: usize = 256 * 1024;
const SAMPLE_ROWS: usize = 200;
/// How many cells of a row, and how much of a cell in bytes, are looked at for that.
const SAMPLE_CELLS: usize = 64;
const SAMPLE_CELL_BYTES: usize = 400;

/// A header stands within this many rows.
const HEADER_WITHIN: usize = 10;

/// What the rows of a file gave.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) header: bool,
    pub(crate) entries: Vec<Entry>,
    pub(crate) rejected: Vec<Rejected>,
}

/// The character between the cells: the one that splits the rows most evenly; `None` for a list.
pub(crate) fn delimiter(text: &str) -> Option<u8> {
    let sample = clean::start(text, SAMPLE_BYTES);
    let split = |delimiter: u8| Some((Split::of(sample, delimiter)?, delimiter));
    let splits = [b'\t', b',', b';', b'|'].into_iter().filter_map(split);
    splits.max_by_key(|(split, _)| *split).map(|(_, delimiter)| delimiter)
}

/// How well a delimiter fits; the greater, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Split {
    /// Rows of the commonest width, per cent.
    even: usize,
    /// The shorter the first cells, the earlier in the row the delimiter stands.
    first: std::cmp::Reverse<usize>,
}

impl Split {
    fn of(sample: &str, delimiter: u8) -> Option<Self> {
        let (mut widths, mut first, mut as_list) = (Vec::new(), 0, 0);
        for record in content(Records::new(sample, Some(delimiter))).take(SAMPLE_ROWS) {
            if record.refused.is_some() {
                widths.push(1 + usize::from(record.line.contains(char::from(delimiter))));
                continue;
            }
            let cell = record.cell(0).trim();
            first += cell.len();
            as_list += usize::from(list::split(clean::start(cell, SAMPLE_CELL_BYTES)).is_some());
            widths.push(record.cells.len());
        }
        let split = widths.iter().filter(|width| **width > 1).count();
        let least = if delimiter == b'\t' { 50 } else { 60 };
        let fits = split * 100 >= widths.len() * least && split > 0;
        // `먹다 - to eat, to have` is a list, whatever its commas do.
        let is_list = delimiter != b'\t' && as_list * 2 > widths.len();
        let even = most_common(&widths) * 100 / widths.len().max(1);
        (fits && !is_list).then_some(Self { even, first: std::cmp::Reverse(first) })
    }
}

fn most_common(widths: &[usize]) -> usize {
    let count = |width: &usize| widths.iter().filter(|other| *other == width).count();
    widths.iter().filter(|width| **width > 1).map(count).max().unwrap_or(0)
}

/// Rows that are neither blank nor comments.
fn content<'a>(rows: impl Iterator<Item = Row<'a>>) -> impl Iterator<Item = Row<'a>> {
    rows.filter(|row| !row.is_blank() && !row.is_comment())
}

/// Reads every row of a text.
pub(crate) fn read(text: &Text, delimiter: Option<u8>) -> Reading {
    let rows = Records::new(&text.content, delimiter);
    let shape = match delimiter {
        Some(_) => Shape::of(None, rows.clone()),
        None => Shape::of_list(rows.clone()),
    };
    let mut judge = Judge::new(text.broken);
    judge_all(rows, &shape, None, &mut judge);
    let (entries, rejected) = judge.finish();
    Reading { header: shape.header.is_some(), entries, rejected }
}

/// Reads every row of every sheet; a word's sheet is named where several have words.
pub(crate) fn read_grids(grids: &[Grid]) -> Reading {
    let mut judge = Judge::new(false);
    let mut header = false;
    for grid in grids {
        let rows = grid.rows.iter().map(Row::of_grid);
        let shape = Shape::of(grid.names.as_deref(), rows.clone());
        header |= shape.header.is_some() || grid.names.is_some();
        judge_all(rows, &shape, grid.sheet.as_deref(), &mut judge);
    }
    let (mut entries, rejected) = judge.finish();
    let first = entries.first().and_then(|entry| entry.sheet.clone());
    if entries.iter().all(|entry| entry.sheet == first) {
        for entry in &mut entries {
            entry.sheet = None;
        }
    }
    Reading { header, entries, rejected }
}

fn judge_all<'a>(
    rows: impl Iterator<Item = Row<'a>>,
    shape: &Shape,
    sheet: Option<&str>,
    judge: &mut Judge,
) {
    for row in rows.filter(|row| !row.is_blank()) {
        if row.is_comment() {
            judge.reject(&row, Reason::Comment);
        } else if shape.header.is_none_or(|header| row.number > header) {
            judge.consider(&Candidate { row: &row, columns: &shape.columns, sheet });
        }
    }
}

/// What the first rows say about a table.
#[derive(Debug)]
struct Shape {
    /// The row that names the columns; what stands above it is a title.
    header: Option<u32>,
    columns: Columns,
}

impl Shape {
    /// `names`: the columns' names, where the file itself says which they are.
    fn of<'a>(names: Option<&[String]>, rows: impl Iterator<Item = Row<'a>>) -> Self {
        let sample = sample(rows);
        if let Some(names) = names {
            let roles: Vec<_> = names.iter().map(|name| header::role_of(name)).collect();
            let cells: Vec<_> = sample.into_iter().map(|row| row.cells).collect();
            return Self { header: None, columns: columns::by_name(&roles, &cells) };
        }
        let (numbers, mut cells): (Vec<u32>, Vec<Vec<String>>) =
            sample.into_iter().map(|row| (row.number, row.cells)).unzip();
        for at in 0..cells.len().min(HEADER_WITHIN) {
            let (above, rest) = cells.split_at(at);
            if let Some(names) = header::recognise(&rest[0], &rest[1..])
                && are_titles(above, &names)
            {
                let below = cells.split_off(at + 1);
                let columns = columns::by_name(&names, &below);
                return Self { header: Some(numbers[at]), columns };
            }
        }
        Self { header: None, columns: columns::by_content(&cells) }
    }

    fn of_list<'a>(rows: impl Iterator<Item = Row<'a>>) -> Self {
        let sample = sample(rows);
        let cells: Vec<_> = sample.iter().map(|row| row.cells.clone()).collect();
        let names = cells.split_first().and_then(|(first, below)| header::recognise(first, below));
        let header = names.and(sample.first()).map(|row| row.number);
        Self { header, columns: vec![(0, Role::Term), (1, Role::Meaning)] }
    }
}

/// Whether the rows above a header are titles: each fills fewer cells than the header names.
fn are_titles(above: &[Vec<String>], names: &[Option<Role>]) -> bool {
    let named = names.iter().flatten().count();
    let filled = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count();
    above.iter().all(|row| filled(row) < named.min(2))
}

/// The start of a row, cleaned.
#[derive(Debug)]
struct Sample {
    number: u32,
    cells: Vec<String>,
}

fn sample<'a>(rows: impl Iterator<Item = Row<'a>>) -> Vec<Sample> {
    let cell =
        |cell: &Cow<'_, str>| clean::line(clean::start(cell, SAMPLE_CELL_BYTES)).into_owned();
    let whole = content(rows).take(SAMPLE_ROWS).filter(|row| row.refused.is_none());
    whole
        .map(|row| Sample {
            number: row.number,
            cells: row.cells.iter().take(SAMPLE_CELLS).map(cell).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_splits_evenly() {
        assert_eq!(delimiter("학교,school\n먹다,to eat\n"), Some(b','));
        assert_eq!(delimiter("학교\tto be; go, see\n먹다\tto eat\n"), Some(b'\t'));
        assert_eq!(delimiter("학교;school, big\n먹다;to eat, to have\n"), Some(b';'));
        assert_eq!(delimiter("학교|school\n먹다|to eat, to have\n"), Some(b'|'));
        assert_eq!(delimiter("학교,\"school"), Some(b','));
        assert_eq!(delimiter("학교,\"a;b;c\"\n먹다,\"a;b\"\n"), Some(b','));
    }

    #[test]
    fn a_few_ragged_rows_do_not_hide_the_delimiter() {
        assert_eq!(delimiter("사과,apple\n친구,friend, buddy\n물,water\n불\n"), Some(b','));
    }

    #[test]
    fn a_list_has_no_delimiter() {
        assert_eq!(delimiter("학교\n먹다\n"), None);
        assert_eq!(delimiter("학교 - a, b\n먹다 - c, d\n"), None);
        assert_eq!(delimiter("학교: a; b\n먹다: c; d\n"), None);
        assert_eq!(delimiter("학교\n먹다\n저는, 음, 글쎄요\n"), None);
    }
}
