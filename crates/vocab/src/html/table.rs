//! One table while it is read: rows of cells, with what spans several of them. It refuses to know
//! the page around it.

use super::scan::Tag;
use crate::grid::{Cell, GridRow};

/// The widest row, and how far a cell may span.
const WIDEST: usize = 256;
const MOST_SPANNED: usize = 1_000;
/// The longest cell that is repeated down the rows it spans, in bytes.
const LONGEST_REPEATED: usize = 200;
/// How much a table holds, in pieces of a cell and 32 bytes; it is not read on behind that.
const MOST_PIECES: usize = 4_000_000;

/// A table.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<GridRow>,
    /// There are more rows than are held.
    pub(super) is_cut: bool,
    /// How many rows were begun.
    pub(super) number: u32,
    /// How many lines of the page stand before it.
    pub(super) behind: usize,
    held: usize,
    row: Option<Row>,
    /// By column, what reaches down into the rows that come.
    spans: Vec<Span>,
}

#[derive(Debug, Default)]
struct Row {
    cells: Vec<String>,
    hidden: bool,
    /// Some cell is the row's own and not empty.
    filled: bool,
    cell: Option<Open>,
}

#[derive(Debug)]
struct Open {
    text: String,
    across: usize,
    down: usize,
}

#[derive(Debug, Clone, Default)]
struct Span {
    rows: usize,
    text: String,
}

impl Table {
    pub(super) fn behind(lines: usize) -> Self {
        Self { behind: lines, ..Self::default() }
    }

    /// The text of the cell that is open.
    pub(super) fn cell(&mut self) -> Option<&mut String> {
        self.row.as_mut()?.cell.as_mut().map(|cell| &mut cell.text)
    }

    pub(super) fn begin_row(&mut self, hidden: bool) {
        self.end_row();
        self.number = self.number.saturating_add(1);
        self.row = Some(Row { hidden, ..Row::default() });
    }

    pub(super) fn begin_cell(&mut self, tag: &Tag<'_>) {
        self.end_cell();
        if self.row.is_none() {
            self.begin_row(false);
        }
        let span = |name| tag.attribute(name).and_then(|count| count.trim().parse::<usize>().ok());
        let across = span("colspan").unwrap_or(1).clamp(1, WIDEST);
        let down = match span("rowspan") {
            Some(0) => MOST_SPANNED,
            down => down.unwrap_or(1).min(MOST_SPANNED),
        };
        if let Some(row) = &mut self.row {
            row.cell = Some(Open { text: String::new(), across, down });
        }
    }

    pub(super) fn end_cell(&mut self) {
        let Some(row) = &mut self.row else { return };
        let Some(cell) = row.cell.take() else { return };
        spread(&mut row.cells, &mut self.spans, false);
        let at = row.cells.len();
        if at >= WIDEST {
            return;
        }
        let text = cell.text.trim().to_owned();
        row.filled |= !text.is_empty();
        if cell.down > 1 {
            let end = (at + cell.across).min(WIDEST);
            if self.spans.len() < end {
                self.spans.resize(end, Span::default());
            }
            for span in &mut self.spans[at..end] {
                *span = Span { rows: cell.down - 1, text: String::new() };
            }
            if text.len() <= LONGEST_REPEATED {
                self.spans[at].text.clone_from(&text);
            }
        }
        row.cells.push(text);
        row.cells.resize((at + cell.across).min(WIDEST), String::new());
    }

    pub(super) fn end_row(&mut self) {
        self.end_cell();
        let Some(mut row) = self.row.take() else { return };
        spread(&mut row.cells, &mut self.spans, true);
        while row.cells.last().is_some_and(String::is_empty) {
            row.cells.pop();
        }
        if row.hidden || !row.filled {
            return;
        }
        self.held += row.cells.iter().map(|cell| 1 + cell.len() / 32).sum::<usize>();
        self.is_cut |= self.held > MOST_PIECES;
        if !self.is_cut {
            let cells = row.cells.into_iter().map(Cell::Text).collect();
            self.rows.push(GridRow { row: self.number, cells, refused: None });
        }
    }

    pub(super) fn finished(mut self) -> Self {
        self.end_row();
        self
    }
}

/// Puts what reaches down from above into the row: up to its next free column, or to its end.
fn spread(cells: &mut Vec<String>, spans: &mut [Span], to_end: bool) {
    while let Some(span) = spans.get_mut(cells.len()) {
        if span.rows == 0 && !to_end {
            return;
        }
        let reaches = span.rows > 0;
        span.rows = span.rows.saturating_sub(1);
        cells.push(if reaches { span.text.clone() } else { String::new() });
    }
}
