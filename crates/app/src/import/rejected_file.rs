//! Rejected rows as a file to mend and to open again: what each row says under the names by which
//! it is read, then why it was rejected and where it stands, which reading passes over.

use std::path::Path;

use vocab::{Rejected, Role};

use super::{
    Import,
    sorting::{Sort, rejected},
};
use crate::{Code, Problem, dto::SavedRows, sheet};

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

/// A rejected row, with the name of its file.
type Row<'a> = (&'a str, &'a Rejected);

impl Import {
    /// Writes the rejected rows as CSV, whole or not at all.
    pub fn save_rejected(&self, path: &Path) -> Result<SavedRows, Problem> {
        let rows = self.rejected_rows();
        if rows.is_empty() {
            return Err(Problem::new(Code::NoWords, "No row was rejected."));
        }
        let columns = columns(&rows);
        let names: Vec<_> =
            columns.iter().map(|(_, name)| *name).chain(["reason", "file", "row"]).collect();
        let rows: Vec<_> = rows.iter().map(|row| cells(row, &columns)).collect();
        sheet::save(path, &names, &rows)
    }

    fn rejected_rows(&self) -> Vec<Row<'_>> {
        let sorted = self.sorted();
        let row = |place: &u32| {
            let row = sorted.row(*place).filter(|row| matches!(row.sort, Sort::Rejected(_)))?;
            let file = &self.files.get(row.file as usize)?.file.reading.file;
            Some((file.as_str(), rejected(&self.files, row)?))
        };
        sorted.lists.rejected.iter().filter_map(row).collect()
    }
}

/// What a row says in each column, then why it was rejected and where it stands.
fn cells((file, row): &Row<'_>, columns: &[(Role, &str)]) -> Vec<String> {
    let said = columns.iter().map(|(role, _)| said(row, *role));
    let place = [row.reason.message().to_owned(), (*file).to_owned(), row.row.to_string()];
    said.chain(place).collect()
}

/// The columns that any of the rows has something in; words always.
fn columns(rows: &[Row<'_>]) -> Vec<(Role, &'static str)> {
    let mut used: Vec<Role> = vec![Role::Term];
    for (role, cell) in rows.iter().flat_map(|(_, row)| &row.cells) {
        if !cell.is_empty() && !used.contains(role) {
            used.push(*role);
        }
    }
    NAMES.into_iter().filter(|(role, _)| used.contains(role)).collect()
}

/// All that a row says of one thing, a line each.
fn said(row: &Rejected, wanted: Role) -> String {
    match &row.raw {
        Some(raw) if wanted == Role::Term && row.cells.is_empty() => raw.clone(),
        _ => {
            let of_it = |(role, cell): &&(Role, String)| *role == wanted && !cell.trim().is_empty();
            let cells = row.cells.iter().filter(of_it).map(|(_, cell)| cell.as_str());
            cells.collect::<Vec<_>>().join("\n")
        }
    }
}
