//! XLSB: the parts of an XLSX as binary records, [MS-XLSB]. Records that hold no values are passed
//! over by their length.

use super::{
    Fault,
    binary::{Bytes, formats, packed_number, utf16},
    format::Format,
    sheets::Sheets,
    value,
    xlsx::{Tab, main_part, related, relations, unpack, visible_tabs},
};
use crate::{
    archive::Archive,
    grid::{Cell, Tables},
};

/// Numbers of records: [MS-XLSB] 2.3.
mod id {
    pub(super) const ROW: u32 = 0;
    pub(super) const RK: u32 = 2;
    pub(super) const ERROR: u32 = 3;
    pub(super) const BOOL: u32 = 4;
    pub(super) const REAL: u32 = 5;
    pub(super) const TEXT: u32 = 6;
    pub(super) const SHARED: u32 = 7;
    pub(super) const FORMULA_TEXT: u32 = 8;
    pub(super) const FORMULA_REAL: u32 = 9;
    pub(super) const FORMULA_BOOL: u32 = 10;
    pub(super) const FORMULA_ERROR: u32 = 11;
    pub(super) const SHARED_ITEM: u32 = 19;
    pub(super) const FORMAT: u32 = 44;
    pub(super) const XF: u32 = 47;
    pub(super) const RICH_TEXT: u32 = 62;
    pub(super) const WORKBOOK: u32 = 153;
    pub(super) const TAB: u32 = 156;
    pub(super) const MERGED: u32 = 176;
    pub(super) const CELL_XFS: u32 = 617;
    pub(super) const CELL_XFS_END: u32 = 618;
}

/// What the cells of every sheet refer to.
#[derive(Default)]
struct Book {
    tabs: Vec<Tab>,
    texts: Vec<String>,
    formats: Vec<Format>,
    from_1904: bool,
}

/// Whether the archive is a workbook of this kind.
pub(super) fn is(archive: &Archive<'_>) -> bool {
    archive.has("xl/workbook.bin")
}

/// Reads the sheets of a workbook.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Tables, Fault> {
    let mut part = main_part(archive)?;
    if !archive.has(&part) {
        "xl/workbook.bin".clone_into(&mut part);
    }
    let relations = relations(archive, &part)?;
    let mut book = read_book(&unpack(archive, &part)?);
    if let Some(bytes) = related(archive, &relations, "sharedStrings")? {
        book.texts = read_texts(&bytes);
    }
    if let Some(bytes) = related(archive, &relations, "styles")? {
        book.formats = read_formats(&bytes);
    }
    let mut sheets = Sheets::default();
    for (tab, part) in visible_tabs(&book.tabs, &relations, &mut sheets) {
        sheets.start(tab);
        read_sheet(&unpack(archive, part)?, &book, &mut sheets).ok_or(Fault::Damaged)?;
    }
    Ok(sheets.finish())
}

/// The records of a part, each with its number: 2.1.4.
fn records(bytes: &[u8]) -> impl Iterator<Item = (u32, Bytes<'_>)> {
    let mut rest = Bytes::new(bytes);
    std::iter::from_fn(move || {
        let id = varying(&mut rest, 2)?;
        let size = usize::try_from(varying(&mut rest, 4)?).ok()?;
        Some((id, Bytes::new(rest.take(size)?)))
    })
}

/// A number of as many bytes as it needs, seven bits each.
fn varying(bytes: &mut Bytes<'_>, most: u32) -> Option<u32> {
    let mut number = 0;
    for place in 0..most {
        let byte = bytes.u8()?;
        number |= u32::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

/// A text with its length: 2.5.169.
fn text(bytes: &mut Bytes<'_>) -> Option<String> {
    let count = usize::try_from(bytes.u32()?).ok()?;
    Some(utf16(bytes.take(count.checked_mul(2)?)?))
}

fn read_book(bytes: &[u8]) -> Book {
    let mut book = Book::default();
    for (id, mut record) in records(bytes) {
        match id {
            id::WORKBOOK => book.from_1904 = record.u32().is_some_and(|flags| flags & 1 == 1),
            id::TAB => book.tabs.extend(tab(&mut record)),
            _ => {}
        }
    }
    book
}

fn tab(record: &mut Bytes<'_>) -> Option<Tab> {
    let visible = record.u32()? == 0;
    record.u32()?;
    let relation = text(record)?;
    Some(Tab { relation, name: text(record)?, visible })
}

/// The text of each item, without its formatting and its guide to sound, which come after it.
fn read_texts(bytes: &[u8]) -> Vec<String> {
    let items = records(bytes).filter(|(id, _)| *id == id::SHARED_ITEM);
    items.map(|(_, mut record)| rich_text(&mut record).unwrap_or_default()).collect()
}

fn rich_text(record: &mut Bytes<'_>) -> Option<String> {
    record.u8()?;
    text(record)
}

fn read_formats(bytes: &[u8]) -> Vec<Format> {
    let (mut styles, mut codes, mut of_cells) = (Vec::new(), Vec::new(), false);
    for (id, mut record) in records(bytes) {
        match id {
            id::FORMAT => {
                let code = record.u16().zip(text(&mut record));
                codes.extend(code.map(|(id, code)| (id, Format::of(&code))));
            }
            id::CELL_XFS => of_cells = true,
            id::CELL_XFS_END => of_cells = false,
            id::XF if of_cells => {
                styles.push(record.take(2).and_then(|_| record.u16()).unwrap_or(0));
            }
            _ => {}
        }
    }
    formats(&styles, &codes)
}

fn read_sheet(bytes: &[u8], book: &Book, sheets: &mut Sheets) -> Option<()> {
    let mut row = 0;
    for (id, mut record) in records(bytes) {
        match id {
            id::ROW => row = record.u32()?,
            id::RK..=id::FORMULA_ERROR | id::RICH_TEXT => {
                let (column, style) = (record.u32()?, record.u32()? & 0x00FF_FFFF);
                let format = book.formats.get(style as usize).copied().unwrap_or_default();
                sheets.put(row, column, read_value(id, &mut record, format, book)?);
            }
            id::MERGED => {
                if let [Some(first), Some(last), Some(column)] = [(); 3].map(|()| record.u32()) {
                    sheets.merge(first, last, column);
                }
            }
            _ => {}
        }
        if sheets.is_full() {
            break;
        }
    }
    Some(())
}

fn read_value(id: u32, record: &mut Bytes<'_>, format: Format, book: &Book) -> Option<Cell> {
    let number = |number| value::number(number, format, book.from_1904);
    Some(match id {
        id::RK => number(packed_number(record.u32()?)),
        id::REAL | id::FORMULA_REAL => number(record.f64()?),
        id::ERROR | id::FORMULA_ERROR => value::error_code(record.u8()?),
        id::BOOL | id::FORMULA_BOOL => value::boolean(record.u8()? != 0),
        id::TEXT | id::FORMULA_TEXT => Cell::Text(text(record)?),
        id::RICH_TEXT => Cell::Text(rich_text(record)?),
        id::SHARED => {
            let text = book.texts.get(usize::try_from(record.u32()?).ok()?);
            Cell::Text(text.cloned().unwrap_or_default())
        }
        _ => Cell::Text(String::new()),
    })
}
