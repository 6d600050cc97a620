//! Gathers the cells of a workbook into grids, in whatever order a file has them, and keeps within
//! what a word list can need: a file may claim a million rows in a line. It knows no file format.

use std::{collections::BTreeMap, mem};

use crate::grid::{Cell, Grid, GridRow, Tables};

/// Rows of a sheet in any spreadsheet program.
pub(super) const MAX_ROWS: u32 = 1_048_576;
/// Columns that are looked at.
pub(super) const MAX_COLUMNS: u32 = 256;
/// Sheets that are looked at.
pub(super) const MAX_SHEETS: usize = 256;
/// The longest text a spreadsheet program allows in a cell, in characters.
const MAX_TEXT: usize = 32_767;
/// All cells of a workbook together, with the empty ones before a row's last.
const MAX_CELLS: usize = 4_000_000;
/// The text of all cells together, in bytes; a text used twice counts twice.
const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Merged cells of a sheet, and the rows under all those of a workbook, that are looked at.
const MAX_MERGED: usize = 100_000;
const MAX_ROWS_MERGED: usize = 2_000_000;

/// The cells gathered so far.
#[derive(Default)]
pub(super) struct Sheets {
    grids: Vec<Grid>,
    name: String,
    rows: BTreeMap<u32, Vec<Cell>>,
    /// The row being filled, kept out of the map for speed.
    row: u32,
    cells: Vec<Cell>,
    merged: Vec<Merged>,
    rows_merged: usize,
    used_cells: usize,
    used_bytes: usize,
    hidden: Vec<String>,
    too_wide: bool,
    too_long: bool,
    full: Option<(String, u32)>,
}

/// A cell that reaches down over several rows.
struct Merged {
    first: u32,
    last: u32,
    column: usize,
}

impl Sheets {
    /// A sheet starts.
    pub(super) fn start(&mut self, name: &str) {
        self.finish_sheet();
        name.clone_into(&mut self.name);
    }

    /// A sheet that a person does not see is left out.
    pub(super) fn leave_out(&mut self, name: &str) {
        self.hidden.push(name.to_owned());
    }

    /// Whether more cells would be left out.
    pub(super) fn is_full(&self) -> bool {
        self.full.is_some()
    }

    /// Puts a cell in its place; row and column count from 0.
    pub(super) fn put(&mut self, row: u32, column: u32, mut cell: Cell) {
        if self.is_full() || row >= MAX_ROWS || cell == Cell::Text(String::new()) {
            return;
        }
        if column >= MAX_COLUMNS {
            self.too_wide = true;
            return;
        }
        self.too_long |= cut(&mut cell);
        self.go_to(row);
        let column = column as usize;
        self.used_cells += (column + 1).saturating_sub(self.cells.len());
        self.used_bytes += text(&cell).len();
        if self.used_cells > MAX_CELLS || self.used_bytes > MAX_BYTES {
            self.full = Some((self.name.clone(), row + 1));
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Text(String::new()));
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = cell;
        }
    }

    /// A cell of this sheet is merged with those below it, down to the last row. What reaches across
    /// stays in its first column.
    pub(super) fn merge(&mut self, first: u32, last: u32, column: u32) {
        if first < last && column < MAX_COLUMNS && self.merged.len() < MAX_MERGED {
            self.merged.push(Merged { first, last, column: column as usize });
        }
    }

    fn go_to(&mut self, row: u32) {
        if row != self.row {
            let likely = self.cells.len();
            self.keep_row();
            self.row = row;
            self.cells = self.rows.remove(&row).unwrap_or_else(|| Vec::with_capacity(likely));
        }
    }

    fn keep_row(&mut self) {
        let cells = mem::take(&mut self.cells);
        if !cells.is_empty() {
            self.rows.insert(self.row, cells);
        }
    }

    fn finish_sheet(&mut self) {
        self.keep_row();
        self.row = 0;
        self.rows.retain(|_, cells| !cells.iter().all(is_blank));
        for merged in mem::take(&mut self.merged) {
            self.fill_down(&merged);
        }
        let row = |(row, cells)| GridRow { row: row + 1, cells, refused: None };
        let rows: Vec<GridRow> = mem::take(&mut self.rows).into_iter().map(row).collect();
        if !rows.is_empty() {
            self.grids.push(Grid { sheet: Some(mem::take(&mut self.name)), names: None, rows });
        }
    }

    /// Repeats a merged cell in the rows it covers, where those hold anything of their own.
    fn fill_down(&mut self, &Merged { first, last, column }: &Merged) {
        let from = self.rows.get(&first).and_then(|cells| cells.get(column));
        let Some(from) = from.filter(|cell| !is_blank(cell)).cloned() else { return };
        for cells in self.rows.range_mut(first + 1..=last).map(|(_, cells)| cells) {
            self.rows_merged += 1;
            self.used_cells += (column + 1).saturating_sub(cells.len());
            self.used_bytes += text(&from).len();
            if self.rows_merged > MAX_ROWS_MERGED
                || self.used_cells > MAX_CELLS
                || self.used_bytes > MAX_BYTES
            {
                return;
            }
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Text(String::new()));
            }
            if let Some(cell) = cells.get_mut(column).filter(|cell| is_blank(cell)) {
                cell.clone_from(&from);
            }
        }
    }

    /// All that was gathered.
    pub(super) fn finish(mut self) -> Tables {
        self.finish_sheet();
        let remark = self.remark();
        Tables { grids: self.grids, remark, ..Tables::default() }
    }

    fn remark(&self) -> Option<String> {
        let hidden = match self.hidden.as_slice() {
            [] => None,
            [name] => Some(format!("The hidden sheet \u{201c}{name}\u{201d} was left out.")),
            more => Some(format!("{} hidden sheets were left out.", more.len())),
        };
        let full = self.full.as_ref().map(|(sheet, row)| {
            format!("The workbook is too large: it was read up to row {row} of sheet \u{201c}{sheet}\u{201d}.")
        });
        let wide =
            self.too_wide.then(|| format!("Columns after number {MAX_COLUMNS} were left out."));
        let long = self.too_long.then(|| format!("Cells were cut after {MAX_TEXT} characters."));
        let remarks: Vec<String> = [hidden, full, wide, long].into_iter().flatten().collect();
        (!remarks.is_empty()).then(|| remarks.join(" "))
    }
}

fn is_blank(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.trim().is_empty())
}

fn text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) | Cell::Other { shown: text, .. } => text,
    }
}

/// Cuts a text no cell can hold, and says whether it had to.
fn cut(cell: &mut Cell) -> bool {
    let (Cell::Text(text) | Cell::Other { shown: text, .. }) = cell;
    let end = text.char_indices().nth(MAX_TEXT).map(|(end, _)| end);
    if let Some(end) = end.filter(|_| text.len() > MAX_TEXT) {
        text.truncate(end);
    }
    end.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn rows_keep_their_numbers_and_columns_their_places_in_any_order() {
        let mut sheets = Sheets::default();
        sheets.start("단어장");
        sheets.put(6, 2, word("c7"));
        sheets.put(4, 1, word("b5"));
        sheets.put(6, 0, word("a7"));
        sheets.put(5, 0, word("  "));
        let grids = sheets.finish().grids;
        assert_eq!(grids.len(), 1);
        assert_eq!(grids[0].sheet.as_deref(), Some("단어장"));
        let rows: Vec<_> = grids[0].rows.iter().map(|row| (row.row, row.cells.clone())).collect();
        let expected =
            vec![(5, vec![word(""), word("b5")]), (7, vec![word("a7"), word(""), word("c7")])];
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_merged_cell_fills_the_rows_it_covers_that_hold_anything() {
        let mut sheets = Sheets::default();
        sheets.start("s");
        for (row, text) in [(0, "school"), (1, "academy"), (3, "class"), (4, "water")] {
            sheets.put(row, 1, word(text));
        }
        sheets.put(0, 0, word("학교"));
        sheets.put(2, 0, word(" "));
        sheets.merge(0, 3, 0);
        sheets.merge(3, 9, 1);
        sheets.merge(9, 0, 1);
        let grids = sheets.finish().grids;
        let rows = grids[0].rows.iter().map(|row| (row.row, row.cells.clone()));
        let cells = |term, meaning| vec![word(term), word(meaning)];
        let expected = [
            (1, cells("학교", "school")),
            (2, cells("학교", "academy")),
            (4, cells("학교", "class")),
            (5, cells("", "water")),
        ];
        assert_eq!(rows.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn very_many_merged_cells_take_bounded_time() {
        let mut sheets = Sheets::default();
        sheets.start("bomb");
        (0..50_000).for_each(|row| sheets.put(row, 1, word("x")));
        sheets.put(0, 0, word("학교"));
        (0..1_000_000).for_each(|_| sheets.merge(0, u32::MAX, 0));
        let start = std::time::Instant::now();
        let sheets = sheets.finish();
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
        assert_eq!(sheets.grids[0].rows.len(), 50_000);
        assert_eq!(sheets.grids[0].rows[49_999].cells, [word("학교"), word("x")]);
    }

    #[test]
    fn empty_sheets_leave_no_grid_and_hidden_ones_a_remark() {
        let mut sheets = Sheets::default();
        sheets.start("empty");
        sheets.leave_out("draft");
        let workbook = sheets.finish();
        assert!(workbook.grids.is_empty());
        assert!(workbook.remark.unwrap().contains("draft"));
    }

    #[test]
    fn what_no_word_list_needs_is_cut_with_a_remark() {
        let mut sheets = Sheets::default();
        sheets.start("big");
        sheets.put(0, 0, word(&"가".repeat(40_000)));
        sheets.put(0, 256, word("wide"));
        sheets.put(MAX_ROWS, 0, word("low"));
        let workbook = sheets.finish();
        assert_eq!(workbook.grids[0].rows.len(), 1);
        assert_eq!(workbook.grids[0].rows[0].cells, [word(&"가".repeat(MAX_TEXT))]);
        let remark = workbook.remark.unwrap();
        assert!(remark.contains("256") && remark.contains("32767"), "{remark}");
    }

    #[test]
    fn a_million_rows_of_the_last_column_stop_at_the_limit() {
        let mut sheets = Sheets::default();
        sheets.start("wide");
        (0..MAX_ROWS).for_each(|row| sheets.put(row, 255, word("x")));
        assert!(sheets.is_full());
        let workbook = sheets.finish();
        assert_eq!(workbook.grids[0].rows.len(), MAX_CELLS / 256);
        assert!(workbook.remark.unwrap().contains("15626"));
    }
}
