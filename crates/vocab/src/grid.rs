//! What every reader of a file with cells hands on: rows of cells, each row with its number in the
//! file. It knows neither where the cells came from nor what a column means.

use crate::entry::Reason;

/// All tables of a file, and the list beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tables {
    /// The tables that hold anything, in order.
    pub(crate) grids: Vec<Grid>,
    /// The items of lists that stand beside the tables, split as lists are, numbered with the rows.
    pub(crate) list: Vec<GridRow>,
    /// What was left out of them, in a sentence for a person.
    pub(crate) remark: Option<String>,
}

impl From<Vec<Grid>> for Tables {
    fn from(grids: Vec<Grid>) -> Self {
        Self { grids, ..Self::default() }
    }
}

/// What to say of lines that are in no table and no list.
pub(crate) fn passed_over(lines: usize) -> Option<String> {
    match lines {
        0 => None,
        1 => Some("1 line beside the tables and lists of words was not read.".to_owned()),
        more => Some(format!("{more} lines beside the tables and lists of words were not read.")),
    }
}

/// One table of a file: a sheet, the notes of one note type, an array of JSON objects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Grid {
    /// The sheet's name, where a file can have several.
    pub(crate) sheet: Option<String>,
    /// Names of the columns, where the format itself says which they are (the keys of JSON objects,
    /// the fields of a note type); else the first row may turn out to be names.
    pub(crate) names: Option<Vec<String>>,
    /// The rows that hold anything, in order.
    pub(crate) rows: Vec<GridRow>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GridRow {
    /// Its number in the file, from 1: the sheet's row, the element of an array, the note.
    pub(crate) row: u32,
    /// Its cells, from the first column on.
    pub(crate) cells: Vec<Cell>,
    /// Why it is no word whatever its cells hold: a broken line of JSON, another language.
    pub(crate) refused: Option<Reason>,
}

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Text; empty where there is nothing.
    Text(String),
    /// A value that is no text: fine beside a word, but no word.
    Other {
        /// The value as a person would read it.
        shown: String,
        /// Why a row is rejected whose term this is.
        reason: Reason,
    },
}
