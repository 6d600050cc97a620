//! What the first rows of a table say about it: which row names the columns, and what each column
//! holds. What a learner says about that goes before every guess. It refuses to judge a row.

use std::{borrow::Cow, mem};

use crate::{
    clean,
    columns::{self, Columns},
    header::{self, Role},
    layout::{Column, Told},
    list,
    row::Row,
    turned::Turned,
};

/// How many rows are looked at, and how many cells of each.
pub(crate) const ROWS: usize = 200;
const CELLS: usize = 64;
/// How much of a cell is looked at, in bytes.
const CELL_BYTES: usize = 400;
/// A header stands within this many rows.
const HEADER_WITHIN: usize = 10;
/// How many cells of a column are shown, and how much of each, in bytes.
const SHOWN_CELLS: usize = 3;
const SHOWN_BYTES: usize = 120;

/// How a table is to be read.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The row that names the columns; what stands above it is a title.
    pub(crate) header: Option<u32>,
    /// The lists that stand side by side; mostly one.
    lists: Vec<List>,
    /// All columns, for people; none for a list.
    pub(crate) listed: Vec<Column>,
}

/// The columns of a word and what belongs to it.
#[derive(Debug)]
struct List {
    /// In the order of the file.
    columns: Columns,
    turned: Option<Turned>,
}

impl List {
    fn of(columns: Columns, sample: &[Vec<String>]) -> Self {
        Self { turned: Turned::of(&columns, sample), columns }
    }

    fn columns_of(&self, row: &Row<'_>) -> &Columns {
        let turned = self.turned.as_ref().filter(|turned| turned.is(row));
        turned.map_or(&self.columns, |turned| &turned.columns)
    }

    fn is_blank_in(&self, row: &Row<'_>) -> bool {
        let blank = |at: usize| row.cell(at).trim().is_empty() && row.value_at(at).is_none();
        self.columns.iter().all(|(at, _)| blank(*at))
    }
}

impl Shape {
    /// `names`: the columns' names, where the file itself says which they are.
    pub(crate) fn of<'a>(
        names: Option<&[String]>,
        rows: impl Iterator<Item = Row<'a>>,
        told: &Told,
    ) -> Self {
        let (numbers, mut cells) = sample(rows);
        let header = match names {
            Some(_) => None,
            None => told.header.map_or_else(|| find_header(&cells), |header| header.then_some(0)),
        };
        let (row, named) =
            header.map(|at| take_header(at, &numbers, &mut cells)).unwrap_or_default();
        let (names, below) = (names.unwrap_or(&named), cells);
        let mut columns = guess(names, &told.left_open(&below));
        told.correct(&mut columns, &below);
        let listed = listed(names, &columns, &below);
        let lists = columns::beside::lists(&columns).into_iter();
        let lists = lists.map(|columns| List::of(columns, &below)).collect();
        Self { header: row, lists, listed }
    }

    /// What the columns hold in a row, for each of the lists that has anything there; for the first
    /// when none has, and when the row is refused as a whole.
    pub(crate) fn columns_of(&self, row: &Row<'_>) -> Vec<&Columns> {
        let filled = |list: &&List| row.refused.is_none() && !list.is_blank_in(row);
        let columns: Vec<_> =
            self.lists.iter().filter(filled).map(|list| list.columns_of(row)).collect();
        if columns.is_empty() {
            return self.lists.iter().take(1).map(|list| &list.columns).collect();
        }
        columns
    }

    /// The same for the rows of one part of a file, after which its columns are called.
    pub(crate) fn on(mut self, part: &str) -> Self {
        for column in &mut self.listed {
            column.sheet = Some(part.to_owned()).filter(|part| !part.is_empty());
        }
        self
    }

    /// A list of words, with or without meanings.
    pub(crate) fn of_list<'a>(rows: impl Iterator<Item = Row<'a>>, told: &Told) -> Self {
        let (numbers, cells) = sample(rows);
        let recognise = |(first, below): (&Vec<String>, _)| header::recognise(first, below);
        let guessed = || cells.split_first().and_then(recognise).is_some();
        let header = told.header.unwrap_or_else(guessed);
        Self {
            header: numbers.first().copied().filter(|_| header),
            lists: vec![List {
                columns: list::COLUMNS.into_iter().enumerate().collect(),
                turned: None,
            }],
            listed: Vec::new(),
        }
    }
}

/// The rows that are looked at.
pub(crate) fn sampled<'a>(rows: impl Iterator<Item = Row<'a>>) -> impl Iterator<Item = Row<'a>> {
    rows.filter(is_telling).take(ROWS)
}

/// Whether a row tells anything of the rows around it: neither blank nor a comment.
pub(crate) fn is_telling(row: &Row<'_>) -> bool {
    !row.is_blank() && !row.is_comment()
}

/// Their numbers, and the start of their cells, cleaned.
fn sample<'a>(rows: impl Iterator<Item = Row<'a>>) -> (Vec<u32>, Vec<Vec<String>>) {
    let cell = |cell: &Cow<'_, str>| clean::line(clean::start(cell, CELL_BYTES)).into_owned();
    let cells = |row: &Row<'_>| row.cells.iter().take(CELLS).map(cell).collect();
    let whole = sampled(rows).filter(|row| row.refused.is_none());
    whole.map(|row| (row.number, cells(&row))).unzip()
}

/// The place of the row that names the columns, among the first rows.
fn find_header(cells: &[Vec<String>]) -> Option<usize> {
    let is_header = |at: &usize| {
        let (above, rest) = cells.split_at(*at);
        let names = rest.split_first().and_then(|(row, below)| header::recognise(row, below));
        names.is_some_and(|names| above.iter().all(|row| is_title(row, &names)))
    };
    (0..cells.len().min(HEADER_WITHIN)).find(is_header)
}

/// Takes the row that names the columns off the first rows, with what stands above it; gives its
/// number, or that of a second row of names below it, and the names.
fn take_header(
    at: usize,
    numbers: &[u32],
    cells: &mut Vec<Vec<String>>,
) -> (Option<u32>, Vec<String>) {
    let below = cells.split_off((at + 1).min(cells.len()));
    let mut names = mem::replace(cells, below).pop().unwrap_or_default();
    if !cells.first().is_some_and(|row| header::goes_on(&names, row)) {
        return (numbers.get(at).copied(), names);
    }
    let more = cells.remove(0);
    names.resize(names.len().max(more.len()), String::new());
    for (name, more) in names.iter_mut().zip(more).filter(|(name, _)| name.is_empty()) {
        *name = more;
    }
    (numbers.get(at + 1).copied(), names)
}

/// A title stands alone in its row, above a header that names at least two columns.
fn is_title(row: &[String], names: &[Option<Role>]) -> bool {
    let filled = row.iter().filter(|cell| !cell.is_empty()).count();
    filled < names.iter().flatten().count().min(2)
}

fn guess(names: &[String], below: &[Vec<String>]) -> Columns {
    let roles: Vec<_> = names.iter().map(|name| header::role_of(name)).collect();
    if roles.iter().any(Option::is_some) {
        columns::by_name(&roles, below)
    } else {
        columns::by_content(below)
    }
}

fn listed(names: &[String], columns: &Columns, below: &[Vec<String>]) -> Vec<Column> {
    let width = below.iter().map(Vec::len).chain([names.len()]).max().unwrap_or(0);
    let role = |at: usize| columns.iter().find(|(column, _)| *column == at).map(|(_, role)| *role);
    let name = |at: usize| names.get(at).filter(|name| !name.is_empty());
    let samples = |at: usize| {
        let cells = below.iter().filter_map(move |row| row.get(at));
        let filled = cells.filter(|cell| !cell.is_empty()).take(SHOWN_CELLS);
        filled.map(|cell| clean::start(cell, SHOWN_BYTES).to_owned()).collect()
    };
    let column = |(at, index)| Column {
        sheet: None,
        index,
        name: name(at).cloned(),
        role: role(at).unwrap_or(Role::Ignore),
        samples: samples(at),
    };
    (0..width.min(CELLS)).zip(0..).map(column).collect()
}
