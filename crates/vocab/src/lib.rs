//! Word files in: bytes to words and rejected rows, with no network, clock or database.
//!
//! A file goes through [`read`] in one pass: what is it (`sniff`), which encoding (`decode`), which
//! rows and cells (`table`, `records`, `list`), what each column holds (`header`, `columns`), and
//! whether each row is a word (`judge`). Nothing here fails: a file that cannot be read is a
//! [`FileReading`] that says why, and a row that is no word is a [`Rejected`] with its reason.
#![deny(missing_docs)]

mod address;
mod anki_collection;
mod anki_markup;
mod anki_package;
mod annotations;
mod archive;
mod arrangement;
mod blocks;
mod clean;
mod columns;
mod decode;
mod decoration;
mod delimiter;
mod directives;
mod documents;
mod emphasis;
mod entry;
mod file_error;
mod grid;
mod halfwidth;
mod header;
mod html;
mod json;
mod judge;
mod kind;
mod kindle;
mod layout;
mod list;
mod loose_database;
mod markdown;
mod markup;
mod mojibake;
mod note_types;
mod readers;
mod records;
mod row;
mod sentence;
mod shape;
mod sniff;
mod sqlite;
mod table;
mod turned;
mod workbook;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

pub use entry::{Entry, EntryKind, Reason, Rejected};
pub use file_error::FileError;
pub use header::Role;
pub use layout::{Column, Layout};

use crate::{file_error::Refusal, grid::Tables, sniff::Kind, table::Reading};

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
    /// What each column was taken for, the first 64 of a table; empty for a list of lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
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
    read_as(name, bytes, &Layout::default())
}

/// Reads a word file whose columns a learner has corrected.
#[must_use]
pub fn read_as(name: &str, bytes: &[u8], layout: &Layout) -> FileReading {
    let file: String = name.nfc().collect();
    let kind = sniff::kind(bytes);
    let reading = kind.and_then(|kind| read_kind(kind, &file, bytes, layout));
    reading.unwrap_or_else(|refusal| refused(file, refusal))
}

fn read_kind(
    kind: Kind,
    file: &str,
    bytes: &[u8],
    layout: &Layout,
) -> Result<FileReading, Refusal> {
    if kind == Kind::Text {
        return read_text(file, bytes, layout);
    }
    let tables = readers::cells(kind, bytes)?;
    Ok(read_tables(file, kind.format(), "", tables, layout))
}

fn read_tables(
    file: &str,
    format: &str,
    encoding: &str,
    tables: Tables,
    layout: &Layout,
) -> FileReading {
    let reading = table::read_tables(&tables, layout);
    let mut reading = finish(file, format, encoding, None, reading);
    let remarks: Vec<String> = [reading.message, tables.remark].into_iter().flatten().collect();
    reading.message = (!remarks.is_empty()).then(|| remarks.join(" "));
    reading
}

fn read_text(file: &str, bytes: &[u8], layout: &Layout) -> Result<FileReading, Refusal> {
    let text = decode::decode(bytes)?;
    let kind = sniff::text_kind(file, &text.content)?;
    if let Some(tables) = readers::text_cells(kind, &text.content)? {
        return Ok(read_tables(file, kind.format(), text.encoding, tables, layout));
    }
    let (arrangement, reading) = table::read(&text, layout);
    let delimiter = arrangement.delimiter();
    Ok(finish(file, arrangement.format(), text.encoding, delimiter, reading))
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
        message: only_names(&reading).or_else(|| remark(&reading.entries, &reading.rejected)),
        columns: reading.columns,
        entries: reading.entries,
        rejected: reading.rejected,
        file_error: None,
    }
}

/// What a file that stops behind the names of its columns has to be told.
fn only_names(reading: &Reading) -> Option<String> {
    let comments = reading.rejected.iter().all(|row| row.reason == Reason::Comment);
    let only = reading.header && reading.entries.is_empty() && comments;
    let said = "Only the names of columns were found in this file, and no words under them.";
    only.then(|| said.to_owned())
}

fn refused(file: String, refusal: Refusal) -> FileReading {
    FileReading {
        file,
        format: refusal.format.to_owned(),
        encoding: String::new(),
        delimiter: None,
        header: false,
        columns: Vec::new(),
        entries: Vec::new(),
        rejected: Vec::new(),
        file_error: Some(refusal.error),
        message: Some(refusal.message),
    }
}

/// A file without a single word deserves a sentence, not only a list of rows; so does one of which a
/// few garbled rows passed for words.
fn remark(entries: &[Entry], rejected: &[Rejected]) -> Option<String> {
    let mojibake = rejected.iter().filter(|row| row.reason == Reason::Mojibake).count();
    let garbled = mojibake * 2 > rejected.len() && mojibake > entries.len();
    if !entries.is_empty() && !garbled {
        return None;
    }
    let remark = if garbled {
        "This file looks double-encoded: its Korean was saved with the wrong encoding. \
         Save it again from the original as UTF-8."
    } else {
        "No Korean words were found in this file."
    };
    Some(remark.to_owned())
}
