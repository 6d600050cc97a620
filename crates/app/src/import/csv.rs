//! Rows as a table that a spreadsheet opens and `vocab` reads again: one column for each thing
//! that any of the rows says, named so that the reader knows it.

use std::fmt::Write as _;

use vocab::{Rejected, Role};

/// What columns are called, in their order.
const NAMES: [(Role, &str); 10] = [
    (Role::Term, "term"),
    (Role::Meaning, "meaning"),
    (Role::Pos, "pos"),
    (Role::Hanja, "hanja"),
    (Role::Pron, "pronunciation"),
    (Role::Homonym, "homonym"),
    (Role::Example, "example"),
    (Role::Translation, "translation"),
    (Role::Note, "note"),
    (Role::Tags, "tags"),
];

/// The columns that any of the rows has something in; words always.
pub(super) fn columns<'a>(rows: impl Iterator<Item = &'a Rejected>) -> Vec<(Role, &'static str)> {
    let mut used: Vec<Role> = vec![Role::Term];
    for (role, cell) in rows.flat_map(|row| &row.cells) {
        if !cell.is_empty() && !used.contains(role) {
            used.push(*role);
        }
    }
    NAMES.into_iter().filter(|(role, _)| used.contains(role)).collect()
}

/// All that a row says of one thing, a line each.
pub(super) fn cell(row: &Rejected, wanted: Role) -> String {
    let cells = row.cells.iter().filter(|(role, cell)| *role == wanted && !cell.trim().is_empty());
    let cells: Vec<&str> = cells.map(|(_, cell)| cell.as_str()).collect();
    cells.join("\n")
}

/// Writes one row (RFC 4180, with the line ends of RFC 4180 too).
pub(super) fn line(text: &mut String, cells: impl Iterator<Item = impl AsRef<str>>) {
    for (at, cell) in cells.enumerate() {
        let separator = if at > 0 { "," } else { "" };
        let cell = cell.as_ref().replace('"', "\"\"");
        // writing to a string cannot fail
        let _ = write!(text, "{separator}\"{cell}\"");
    }
    text.push_str("\r\n");
}
