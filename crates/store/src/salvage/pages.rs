//! Finds rows in pages that no table leads to any more, by what they look like. The format is
//! that of <https://www.sqlite.org/fileformat2.html>, sections 1.6 and 2.

use std::{fs, path::Path};

use rusqlite::types::Value;

use super::{
    beside,
    tables::{Found, Record},
};
use crate::Error;

/// A leaf of a table whose rows are numbered.
const TABLE_LEAF: u8 = 0x0d;

/// What a file says that its size of a page is, when it does not say.
const USUAL_PAGE: usize = 4096;

/// No row of ours is longer.
const LONGEST_ROW: usize = 32 << 20;

/// A damaged file, page by page.
pub(super) struct Images {
    file: Vec<u8>,
    log: Vec<u8>,
    page: usize,
}

impl Images {
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let log = beside(path, "-wal");
        let log = if log.exists() { fs::read(log)? } else { Vec::new() };
        let file = fs::read(path)?;
        let page = page_size(&file);
        Ok(Self { file, log, page })
    }

    /// Adds rows of a table that were not found on the usual way.
    pub(super) fn add(&self, table: &str, columns: &[String], found: &mut Found) {
        let is_row: fn(&[Value]) -> bool = match table {
            "replies" => is_reply,
            "words" => is_word,
            "runs" => is_run,
            _ => return,
        };
        // newest first: the log from its end, then the file
        let frames = self.log.get(32..).unwrap_or_default().chunks_exact(self.page + 24);
        let frames = frames.rev().filter_map(|frame| frame.get(24..));
        for page in frames.chain(self.file.chunks_exact(self.page).skip(1)) {
            for (number, values) in self.rows(page) {
                let known = found.rows.contains_key(&number);
                if !known && number > 0 && values.len() <= columns.len() && is_row(&values) {
                    found.rows.insert(number, record(columns, number, values));
                }
            }
        }
    }

    /// The rows of a page that look whole.
    fn rows(&self, page: &[u8]) -> Vec<(i64, Vec<Value>)> {
        if page.first() != Some(&TABLE_LEAF) {
            return Vec::new();
        }
        let cells = usize::from(u16_at(page, 3).unwrap_or(0));
        let cells = (0..cells).map_while(|cell| u16_at(page, 8 + 2 * cell));
        cells.filter_map(|at| self.cell(page.get(usize::from(at)..)?)).collect()
    }

    fn cell(&self, cell: &[u8]) -> Option<(i64, Vec<Value>)> {
        let (length, rest) = varint(cell)?;
        let (number, rest) = varint(rest)?;
        let payload = self.payload(usize::try_from(length).ok()?, rest)?;
        Some((number, values(&payload)?))
    }

    /// A row's bytes, gathered from the pages that it flows over into.
    fn payload(&self, length: usize, cell: &[u8]) -> Option<Vec<u8>> {
        if length > LONGEST_ROW {
            return None;
        }
        let most = self.page - 35;
        if length <= most {
            return Some(cell.get(..length)?.to_vec());
        }
        let least = (self.page - 12) * 32 / 255 - 23;
        let fitting = least + (length - least) % (self.page - 4);
        let here = if fitting <= most { fitting } else { least };
        let mut payload = cell.get(..here)?.to_vec();
        let mut next = u32_at(cell, here)?;
        while payload.len() < length {
            let start = usize::try_from(next).ok()?.checked_sub(1)?.checked_mul(self.page)?;
            let page = self.file.get(start..start.checked_add(self.page)?)?;
            next = u32_at(page, 0)?;
            let wanted = (length - payload.len()).min(self.page - 4);
            payload.extend_from_slice(page.get(4..4 + wanted)?);
        }
        Some(payload)
    }
}

fn page_size(file: &[u8]) -> usize {
    match u16_at(file, 16).map(usize::from) {
        Some(1) => 65_536,
        Some(size) if size.is_power_of_two() && size >= 512 => size,
        _ => USUAL_PAGE,
    }
}

/// The values of a record, if its header and its length agree.
fn values(payload: &[u8]) -> Option<Vec<Value>> {
    let (header, rest) = varint(payload)?;
    let header = usize::try_from(header).ok()?;
    let mut types = rest.get(..header.checked_sub(payload.len() - rest.len())?)?;
    let mut body = payload.get(header..)?;
    let mut values = Vec::new();
    while !types.is_empty() {
        let (kind, more) = varint(types)?;
        types = more;
        let (value, more) = value(kind, body)?;
        body = more;
        values.push(value);
    }
    body.is_empty().then_some(values)
}

fn value(kind: i64, body: &[u8]) -> Option<(Value, &[u8])> {
    let length = match kind {
        0 | 8 | 9 => 0,
        1..=4 => kind,
        5 => 6,
        6 | 7 => 8,
        12.. => (kind - 12) / 2,
        _ => return None,
    };
    let (bytes, rest) = body.split_at_checked(usize::try_from(length).ok()?)?;
    let value = match kind {
        0 => Value::Null,
        8 | 9 => Value::Integer(kind - 8),
        7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
        1..=6 => Value::Integer(integer(bytes)),
        _ if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
        _ => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
    };
    Some((value, rest))
}

/// A big-endian number with a sign.
fn integer(bytes: &[u8]) -> i64 {
    let sign = if bytes.first().is_some_and(|first| *first >= 0x80) { -1 } else { 0 };
    bytes.iter().fold(sign, |number, byte| (number << 8) | i64::from(*byte))
}

fn varint(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let mut number = 0_i64;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        if at == 8 {
            return Some(((number << 8) | i64::from(*byte), bytes.get(9..)?));
        }
        number = (number << 7) | i64::from(byte & 0x7f);
        if *byte < 0x80 {
            return Some((number, bytes.get(at + 1..)?));
        }
    }
    None
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A row by the names of its columns; those that were added later than the row are left out.
fn record(columns: &[String], number: i64, values: Vec<Value>) -> Record {
    let mut record: Record = columns.iter().cloned().zip(values).collect();
    record.insert("id".into(), Value::Integer(number));
    record
}

fn is_text(value: &Value, test: impl Fn(&str) -> bool) -> bool {
    matches!(value, Value::Text(text) if test(text))
}

/// Number, run, stage, identity, term, …
fn is_reply(values: &[Value]) -> bool {
    let [Value::Null, _, stage, Value::Blob(identity), Value::Text(_), ..] = values else {
        return false;
    };
    values.len() >= 14
        && identity.len() == 32
        && is_text(stage, |stage| stage == "nuance" || stage == "cards")
}

/// Number, term, part of speech, meaning, homonym, hanja, example, notes, tags, source, forms, …
fn is_word(values: &[Value]) -> bool {
    let is_list = |at: usize| is_text(&values[at], |list| list.starts_with('['));
    values.len() >= 14
        && values[0] == Value::Null
        && (1..=4).all(|at| is_text(&values[at], |_| true))
        && is_list(8)
        && is_list(10)
}

/// Number, settings, state, …
fn is_run(values: &[Value]) -> bool {
    let states = ["open", "done", "cancelled"];
    values.len() >= 10
        && values[0] == Value::Null
        && is_text(&values[1], |settings| settings.starts_with('{'))
        && is_text(&values[2], |state| states.contains(&state))
}
