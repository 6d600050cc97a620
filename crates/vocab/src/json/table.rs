//! Words of one list, put into rows and columns: names that mean the same share a column.
//! It refuses to know JSON.

use std::collections::HashMap;

use korean::text::has_hangul;

use super::cells::{Pair, Roles, shown};
use crate::{
    clean,
    entry::Reason,
    grid::{Cell, Grid, GridRow},
    header::Role,
};

/// How many columns there are at most for names that mean nothing here.
const MOST_UNKNOWN: usize = 64;
/// How much of a broken value is shown, in bytes.
const LONGEST_SHOWN: usize = 200;

/// What makes two cells stand in one column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Role(Role),
    Name(String),
}

/// The rows of one list.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) name: String,
    /// Number of the row that comes now.
    pub(super) row: u32,
    names: Vec<String>,
    places: HashMap<Key, usize>,
    named: Vec<GridRow>,
    /// Names for the rows without any, where the file gives them by themselves.
    pub(super) header: Option<Vec<String>>,
    plain: Vec<GridRow>,
}

impl Table {
    pub(super) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Adds a row of names and cells; gives the number of its cells.
    pub(super) fn add(&mut self, pairs: Vec<Pair>, roles: &mut Roles) -> usize {
        let mut cells = Vec::new();
        let word = the_word(&pairs, roles);
        let has_meaning = pairs.iter().any(|(name, _)| roles.of(name) == Some(Role::Meaning));
        let mut taken = vec![Role::Term];
        for (at, (name, cell)) in pairs.into_iter().enumerate() {
            let role = match roles.of(&name).filter(|role| *role != Role::Ignore) {
                // Another name for the word is the foreign word: its meaning.
                Some(Role::Term)
                    if word != Some(at) && !has_meaning && !has_hangul(shown(&cell)) =>
                {
                    Some(Role::Meaning)
                }
                role => role,
            };
            let shares = role.filter(|role| word == Some(at) || !taken.contains(role));
            taken.extend(shares);
            if let Some(column) = self.column(shares, &name) {
                put(&mut cells, column, cell);
            }
        }
        let count = cells.len();
        let nothing = cells.iter().all(|cell| shown(cell).trim().is_empty());
        // An object is there even where it says nothing, so it is not passed over as a blank row.
        let refused = nothing.then_some(Reason::EmptyTerm);
        self.named.push(GridRow { row: self.row, cells, refused });
        count
    }

    /// Puts one cell of a column into the row of this number, which may be new.
    pub(super) fn put(&mut self, role: Option<Role>, name: &str, row: u32, cell: Cell) {
        let Some(column) = self.column(role, name) else { return };
        while self.named.len() < row as usize {
            let row = u32::try_from(self.named.len() + 1).unwrap_or(u32::MAX);
            self.named.push(GridRow { row, cells: Vec::new(), refused: None });
        }
        if let Some(row) = self.named.get_mut((row as usize).saturating_sub(1)) {
            put(&mut row.cells, column, cell);
        }
    }

    /// Adds a row of cells without names.
    pub(super) fn add_plain(&mut self, cells: Vec<Cell>) {
        self.plain.push(GridRow { row: self.row, cells, refused: None });
    }

    /// Notes what stands in the place of a word and is no JSON.
    pub(super) fn refuse(&mut self, broken: &str) {
        let line = broken.lines().next().unwrap_or_default();
        let cells = vec![Cell::Text(clean::start(line, LONGEST_SHOWN).to_owned())];
        // A break before the first row stands where that would.
        let refused = GridRow { row: self.row.max(1), cells, refused: Some(Reason::BadJson) };
        let rows = if self.named.is_empty() { &mut self.plain } else { &mut self.named };
        rows.push(refused);
    }

    /// Where a cell of this name goes; nowhere when there are too many names.
    fn column(&mut self, shares: Option<Role>, name: &str) -> Option<usize> {
        let key = shares.map_or_else(|| Key::Name(name.to_owned()), Key::Role);
        if let Some(at) = self.places.get(&key) {
            return Some(*at);
        }
        if shares.is_none() && self.names.len() >= MOST_UNKNOWN {
            return None;
        }
        self.names.push(clean::start(name, LONGEST_SHOWN).to_owned());
        self.places.insert(key, self.names.len() - 1);
        Some(self.names.len() - 1)
    }

    /// Whether any row has Korean.
    pub(super) fn has_korean(&self) -> bool {
        let korean = |cell: &Cell| has_hangul(shown(cell));
        self.named.iter().chain(&self.plain).any(|row| row.cells.iter().any(korean))
    }

    /// Whether any row is there that was not refused.
    pub(super) fn has_rows(&self) -> bool {
        self.named.iter().chain(&self.plain).any(|row| row.refused.is_none())
    }

    /// The rows with names and those without.
    pub(super) fn into_grids(self, sheet: Option<&str>) -> impl Iterator<Item = Grid> {
        let grid = |names, rows| Grid { sheet: sheet.map(str::to_owned), names, rows };
        let grids = [grid(Some(self.names), self.named), grid(self.header, self.plain)];
        grids.into_iter().filter(|grid| !grid.rows.is_empty())
    }
}

/// Which of several names for the word has it: the first with Korean.
fn the_word(pairs: &[Pair], roles: &mut Roles) -> Option<usize> {
    let named: Vec<usize> =
        (0..pairs.len()).filter(|at| roles.of(&pairs[*at].0) == Some(Role::Term)).collect();
    let korean = named.iter().copied().find(|at| has_hangul(shown(&pairs[*at].1)));
    korean.or_else(|| named.first().copied())
}

fn put(cells: &mut Vec<Cell>, column: usize, cell: Cell) {
    while cells.len() <= column {
        cells.push(Cell::Text(String::new()));
    }
    cells[column] = cell;
}
