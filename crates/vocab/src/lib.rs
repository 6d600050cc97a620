//! Word files in: bytes to words and rejected rows, with no network, clock or database.
//!
//! A file goes through [`read`] in one pass: what is it (`sniff`), which encoding (`decode`), which
//! rows and cells (`table`, `records`, `list`), what each column holds (`header`, `columns`), and
//! whether each row is a word (`judge`). Nothing here fails: a file that cannot be read is a
//! [`FileReading`] that says why, and a row that is no word is a [`Rejected`] with its reason.
#![deny(missing_docs)]

mod annotations;
mod archive;
mod clean;
mod columns;
mod decode;
mod entry;
mod file_error;
mod grid;
mod halfwidth;
mod header;
mod judge;
mod list;
mod markup;
mod mojibake;
mod readers;
mod records;
mod row;
mod sniff;
mod table;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

pub use entry::{Entry, EntryKind, Reason, Rejected};
pub use file_error::FileError;

use crate::{decode::Text, file_error::Refusal, grid::Grid, sniff::Kind, table::Reading};

/// What one file gave, in the shape of one element of `files` in `hanji words --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReading {
    /// The file's name, composed (NFC).
    pub file: String,
    /// What kind of file it is: `csv`, `tsv`, `txt`, or the kind that was refused.
    pub format: String,
    /// How its text was written: `utf-8`, `utf-16le`, `utf-16be`, `cp949`, `euc-kr`; empty when the
    /// file was refused before its text was looked at.
    pub encoding: String,
    /// The character between the cells; none for a list of lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Whether the first row was taken for the names of the columns.
    pub header: bool,
    /// The words, in the order of the file.
    pub entries: Vec<Entry>,
    /// The rows that are no words, in the order of the file.
    pub rejected: Vec<Rejected>,
    /// Why the whole file was refused.
    pub file_error: Option<FileError>,
    /// What a person should know about the file as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Reads a word file of any kind. `name` is the file's name, without its folder: content decides
/// what a file is, and the name is only asked where content leaves it open.
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> FileReading {
    let file: String = name.nfc().collect();
    let reading = sniff::kind(&file, bytes).and_then(|kind| match kind {
        Kind::Text => read_text(&file, bytes),
        _ => Ok(read_grids(&file, kind.format(), "", &readers::cells(kind, bytes)?)),
    });
    reading.unwrap_or_else(|refusal| refused(file, refusal))
}

fn read_text(file: &str, bytes: &[u8]) -> Result<FileReading, Refusal> {
    let text = decode::decode(bytes)?;
    let kind = sniff::text_kind(file, &text.content)?;
    Ok(match readers::text_cells(kind, &text.content)? {
        Some(grids) => read_grids(file, kind.format(), text.encoding, &grids),
        None => read_table(file, &text),
    })
}

fn read_grids(file: &str, format: &str, encoding: &str, grids: &[Grid]) -> FileReading {
    finish(file, format, encoding, None, table::read_grids(grids))
}

fn read_table(file: &str, text: &Text) -> FileReading {
    let delimiter = table::delimiter(&text.content);
    let format = match delimiter {
        Some(b'\t') => "tsv",
        Some(_) => "csv",
        None => "txt",
    };
    let reading = table::read(text, delimiter);
    finish(file, format, text.encoding, delimiter.map(char::from), reading)
}

fn finish(
    file: &str,
    format: &str,
    encoding: &str,
    delimiter: Option<char>,
    reading: Reading,
) -> FileReading {
    FileReading {
        file: file.to_owned(),
        format: format.to_owned(),
        encoding: encoding.to_owned(),
        delimiter,
        header: reading.header,
        message: remark(&reading.entries, &reading.rejected),
        entries: reading.entries,
        rejected: reading.rejected,
        file_error: None,
    }
}

fn refused(file: String, refusal: Refusal) -> FileReading {
    FileReading {
        file,
        format: refusal.format.to_owned(),
        encoding: String::new(),
        delimiter: None,
        header: false,
        entries: Vec::new(),
        rejected: Vec::new(),
        file_error: Some(refusal.error),
        message: Some(refusal.message),
    }
}

/// A file without a single word deserves a sentence, not only a list of rows.
fn remark(entries: &[Entry], rejected: &[Rejected]) -> Option<String> {
    if !entries.is_empty() {
        return None;
    }
    let mojibake = rejected.iter().filter(|row| row.reason == Reason::Mojibake).count();
    let remark = if mojibake * 2 > rejected.len() {
        "This file looks double-encoded: its Korean was saved with the wrong encoding. \
         Save it again from the original as UTF-8."
    } else {
        "No Korean words were found in this file."
    };
    Some(remark.to_owned())
}
