//! Tables that a person opens in a spreadsheet, mends, and gives back: CSV that says it is UTF-8, no
//! cell a formula, written whole or not at all.

use std::{
    io::{self, Write},
    path::Path,
};

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::{Problem, dto::SavedRows};

/// A spreadsheet takes a file for UTF-8 only when it begins so.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// Writes a table: what its columns are called, and its rows.
pub(crate) fn save(
    path: &Path,
    columns: &[&str],
    rows: &[Vec<String>],
) -> Result<SavedRows, Problem> {
    let told = |error| Problem::of_file(path, &error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file =
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(told)?;
    write(columns, rows, &mut file).and_then(|()| file.as_file().sync_all()).map_err(told)?;
    file.persist(path).map_err(|error| told(error.error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(SavedRows { name, rows: u32::try_from(rows.len()).unwrap_or(u32::MAX) })
}

fn write(columns: &[&str], rows: &[Vec<String>], mut to: impl Write) -> io::Result<()> {
    to.write_all(BYTE_ORDER_MARK.as_bytes())?;
    let mut table = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(to);
    table.write_record(columns)?;
    for row in rows {
        table.write_record(row.iter().map(|cell| guarded(cell)))?;
    }
    table.flush()
}

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
