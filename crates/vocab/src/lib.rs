//! Word files in: bytes to words and rejected rows, with no network, clock or database.
//!
//! A file goes through [`read`] in one pass: what is it (`sniff`), which encoding (`decode`), which
//! rows and cells (`table`, `records`, `list`), what each column holds (`header`, `columns`), and
//! whether each row is a word (`judge`). Nothing here fails: a file that cannot be read is a
//! [`FileReading`] that says why, and a row that is no word is a [`Rejected`] with its reason.
#![deny(missing_docs)]

mod annotations;
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
mod records;
mod sniff;
mod table;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

pub use entry::{Entry, EntryKind, Reason, Rejected};
pub use file_error::FileError;

use crate::{decode::Text, file_error::Refusal};

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
    if let Some(refusal) = sniff::refuse(&file, bytes) {
        return refused(file, refusal);
    }
    match decode::decode(bytes) {
        Err(refusal) => refused(file, refusal),
        Ok(text) => match sniff::refuse_text(&file, &text.content) {
            Some(refusal) => refused(file, refusal),
            None => read_text(file, &text),
        },
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

fn read_text(file: String, text: &Text) -> FileReading {
    let delimiter = table::delimiter(&text.content);
    let sheet = table::read(text, delimiter);
    FileReading {
        file,
        format: format_of(delimiter).to_owned(),
        encoding: text.encoding.to_owned(),
        delimiter: delimiter.map(char::from),
        header: sheet.header,
        message: remark(&sheet.entries, &sheet.rejected),
        entries: sheet.entries,
        rejected: sheet.rejected,
        file_error: None,
    }
}

fn format_of(delimiter: Option<u8>) -> &'static str {
    match delimiter {
        Some(b'\t') => "tsv",
        Some(_) => "csv",
        None => "txt",
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
