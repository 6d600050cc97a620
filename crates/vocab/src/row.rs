//! One row of a file, wherever it came from: a line of text or a row of a sheet.
//! It refuses to know what its cells mean.

use std::borrow::Cow;

use crate::{
    entry::Reason,
    grid::{Cell, GridRow},
};

/// One row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row<'a> {
    /// Its number in the file, from 1: the line it starts on, the sheet's row.
    pub(crate) number: u32,
    /// The row, or its first line, as it stands in the file; empty where the file has no lines.
    pub(crate) line: &'a str,
    /// Its cells, from the first column on.
    pub(crate) cells: Vec<Cow<'a, str>>,
    /// Why it is no word whatever its cells hold.
    pub(crate) refused: Option<Reason>,
    /// The columns whose cells are no text, and why they are no words.
    pub(crate) values: Vec<(usize, Reason)>,
}

impl<'a> Row<'a> {
    /// A row that a reader of cells hands on.
    pub(crate) fn of_grid(row: &'a GridRow) -> Self {
        let (mut cells, mut values) = (Vec::with_capacity(row.cells.len()), Vec::new());
        for (at, cell) in row.cells.iter().enumerate() {
            match cell {
                Cell::Text(text) => cells.push(Cow::Borrowed(text.as_str())),
                Cell::Other { shown, reason } => {
                    cells.push(Cow::Borrowed(shown.as_str()));
                    values.push((at, *reason));
                }
            }
        }
        Self { number: row.row, line: "", cells, refused: row.refused, values }
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_blank(&self) -> bool {
        let empty = |cell: &Cow<'_, str>| cell.trim().is_empty();
        self.refused.is_none() && self.values.is_empty() && self.cells.iter().all(empty)
    }

    /// A line for people: `# …` or `// …`. A lone `#` names a column of numbers, `#1` is a rank.
    pub(crate) fn is_comment(&self) -> bool {
        let line = self.line.trim_start();
        let after = line.strip_prefix('#').or_else(|| line.strip_prefix("//"));
        after
            .and_then(|rest| rest.chars().next())
            .is_some_and(|next| !next.is_ascii_digit() && !matches!(next, ',' | '\t' | ';' | '|'))
    }

    /// The cell of a column; empty where the row ends before it.
    pub(crate) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", AsRef::as_ref)
    }

    /// Why the cell of a column is no word by its type.
    pub(crate) fn value_at(&self, at: usize) -> Option<Reason> {
        self.values.iter().find(|(column, _)| *column == at).map(|(_, reason)| *reason)
    }

    /// The row as a person would read it.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        if !self.line.is_empty() {
            return Cow::Borrowed(self.line);
        }
        let cells: Vec<&str> = self.cells.iter().map(|cell| cell.trim()).collect();
        Cow::Owned(cells.join(" ").trim().to_owned())
    }
}
