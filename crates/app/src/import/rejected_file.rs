//! Rejected rows as a file to mend and to open again: what each row says under the names by which
//! it is read, then why it was rejected and where it stands, which reading passes over.

use std::{io::Write as _, path::Path};

use vocab::{Rejected, Role};

use super::{
    Import, csv,
    sorting::{Sort, number, rejected},
};
use crate::{Code, Problem, dto::SavedRows};

/// A spreadsheet takes a file for UTF-8 only when it begins so.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

impl Import {
    /// Writes the rejected rows as CSV, whole or not at all.
    pub fn save_rejected(&self, path: &Path) -> Result<SavedRows, Problem> {
        let (text, rows) = self.rejected_table();
        if rows == 0 {
            return Err(Problem::new(Code::NoWords, "No row was rejected."));
        }
        let told = |error| Problem::of_file(path, &error);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file =
            tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(told)?;
        file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(told)?;
        file.persist(path).map_err(|error| told(error.error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(SavedRows { name, rows })
    }

    fn rejected_table(&self) -> (String, u32) {
        let sorted = self.sorted();
        let rows: Vec<(&str, &Rejected)> = sorted
            .lists
            .rejected
            .iter()
            .filter_map(|place| {
                let row = sorted.row(*place).filter(|row| matches!(row.sort, Sort::Rejected(_)))?;
                let file = &self.files.get(row.file as usize)?.file.reading.file;
                Some((file.as_str(), rejected(&self.files, row)?))
            })
            .collect();
        let columns = csv::columns(rows.iter().map(|(_, row)| *row));
        let mut text = BYTE_ORDER_MARK.to_owned();
        let names = columns.iter().map(|(_, name)| *name);
        csv::line(&mut text, names.chain(["reason", "file", "row"]));
        for (file, row) in &rows {
            let said = columns.iter().map(|(role, _)| said(row, *role));
            let place = [row.reason.message().to_owned(), (*file).to_owned(), row.row.to_string()];
            csv::line(&mut text, said.chain(place).map(|cell| guarded(&cell)));
        }
        (text, number(rows.len()))
    }
}

fn said(row: &Rejected, role: Role) -> String {
    let cell = csv::cell(row, role);
    match &row.raw {
        Some(raw) if role == Role::Term && row.cells.is_empty() => raw.clone(),
        _ => cell,
    }
}

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").
fn guarded(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("{guard}{cell}")
}
