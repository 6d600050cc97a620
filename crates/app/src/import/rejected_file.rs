//! Rejected rows as a file to mend and to open again: what each row says under the names by which
//! it is read, then why it was rejected and where it stands, which reading passes over.

use std::{
    io::{self, Write},
    path::Path,
};

use csv::{QuoteStyle, Terminator, WriterBuilder};
use vocab::{Rejected, Role};

use super::{
    Import,
    sorting::{Sort, number, rejected},
};
use crate::{Code, Problem, dto::SavedRows};

/// A spreadsheet takes a file for UTF-8 only when it begins so.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

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
        let told = |error| Problem::of_file(path, &error);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file =
            tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(told)?;
        write(&rows, &mut file).and_then(|()| file.as_file().sync_all()).map_err(told)?;
        file.persist(path).map_err(|error| told(error.error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(SavedRows { name, rows: number(rows.len()) })
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

/// Writes rows as a table that a spreadsheet opens and `vocab` reads again.
fn write(rows: &[Row<'_>], mut to: impl Write) -> io::Result<()> {
    to.write_all(BYTE_ORDER_MARK.as_bytes())?;
    let mut table = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(to);
    let columns = columns(rows);
    table.write_record(columns.iter().map(|(_, name)| *name).chain(["reason", "file", "row"]))?;
    for (file, row) in rows {
        let said = columns.iter().map(|(role, _)| said(row, *role));
        let place = [row.reason.message().to_owned(), (*file).to_owned(), row.row.to_string()];
        table.write_record(said.chain(place).map(guarded))?;
    }
    table.flush()
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

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").
fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
