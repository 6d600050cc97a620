//! XLS of Excel 5 to 2003: the records of the workbook stream, [MS-XLS]. Only records that hold
//! values are looked at, each where it stands, so that no sheet is larger than its own bytes.

use encoding_rs::Encoding;

use super::{
    Fault,
    binary::{Bytes, formats, packed_number},
    compound::Compound,
    format::Format,
    sheets::{MAX_SHEETS, Sheets},
    value,
};
use crate::{
    documents,
    grid::{Cell, Tables},
};

mod records;
mod text;

use records::{Record, Records};
use text::{Width, read_text};

/// Numbers of records: [MS-XLS] 2.3.
mod id {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const EOF: u16 = 0x000A;
    pub(super) const DATE_1904: u16 = 0x0022;
    pub(super) const FILE_PASS: u16 = 0x002F;
    pub(super) const CODE_PAGE: u16 = 0x0042;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const MUL_RK: u16 = 0x00BD;
    pub(super) const R_STRING: u16 = 0x00D6;
    pub(super) const XF: u16 = 0x00E0;
    pub(super) const MERGED_CELLS: u16 = 0x00E5;
    pub(super) const SST: u16 = 0x00FC;
    pub(super) const LABEL_SST: u16 = 0x00FD;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOL_ERR: u16 = 0x0205;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const RK: u16 = 0x027E;
    pub(super) const FORMAT: u16 = 0x041E;
    pub(super) const BOF: u16 = 0x0809;
}

/// What the cells of every sheet refer to.
struct Book {
    tabs: Vec<Tab>,
    texts: Vec<String>,
    formats: Vec<Format>,
    from_1904: bool,
    /// Whether texts are of Excel 97 or later.
    unicode: bool,
    code_page: &'static Encoding,
}

struct Tab {
    name: String,
    start: usize,
    visible: bool,
}

/// Reads the sheets of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Tables, Fault> {
    let file = Compound::open(bytes)?;
    let stream = match file.stream("Workbook")? {
        Some(stream) => stream,
        None => file.stream("Book")?.ok_or_else(|| other_program(&file))?,
    };
    let book = read_book(&stream)?;
    let mut sheets = Sheets::default();
    for tab in book.tabs.iter().take(MAX_SHEETS) {
        if tab.visible {
            sheets.start(&tab.name);
            read_sheet(stream.get(tab.start..).ok_or(Fault::Damaged)?, &book, &mut sheets)?;
        } else {
            sheets.leave_out(&tab.name);
        }
    }
    Ok(sheets.finish())
}

/// What else an old Office file is.
fn other_program(file: &Compound<'_>) -> Fault {
    if file.has("EncryptedPackage") {
        return Fault::protected("xlsx");
    }
    for (stream, document) in [
        ("HwpSummaryInformation", documents::HWP),
        ("\u{5}HwpSummaryInformation", documents::HWP),
        ("WordDocument", documents::DOC),
        ("PowerPoint Document", documents::PPT),
    ] {
        if file.has(stream) {
            return document.refusal().into();
        }
    }
    let message =
        "The file is of an old Office kind but holds no workbook. Save the words as CSV (UTF-8).";
    Fault::unsupported("ole2", message)
}

fn read_book(stream: &[u8]) -> Result<Book, Fault> {
    let mut records = Records::new(stream);
    let first = records.next().filter(|first| first.id == id::BOF).ok_or(Fault::Damaged)?;
    let mut book = Book {
        tabs: Vec::new(),
        texts: Vec::new(),
        formats: Vec::new(),
        from_1904: false,
        unicode: first.bytes().u16() == Some(0x0600),
        code_page: encoding_rs::WINDOWS_1252,
    };
    let (mut styles, mut codes) = (Vec::new(), Vec::new());
    for record in records {
        match record.id {
            id::EOF => break,
            id::FILE_PASS => return Err(Fault::protected("xls")),
            id::CODE_PAGE => book.code_page = code_page(record.bytes().u16().unwrap_or(0)),
            id::DATE_1904 => book.from_1904 = record.bytes().u16() == Some(1),
            id::XF => styles.extend(u16_from(&record, 2)),
            id::FORMAT => codes.extend(format_of(&record, &book)),
            id::BOUND_SHEET => book.tabs.extend(tab(&record, &book)),
            id::SST => book.texts = text::read_shared(&record),
            _ => {}
        }
    }
    book.formats = formats(&styles, &codes);
    Ok(book)
}

fn u16_from(record: &Record<'_>, at: usize) -> Option<u16> {
    let mut bytes = record.bytes();
    bytes.take(at)?;
    bytes.u16()
}

/// The encodings of texts before Excel 97: [MS-XLS] 2.4.52.
fn code_page(number: u16) -> &'static Encoding {
    match number {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 | 1361 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        0x8000 => encoding_rs::MACINTOSH,
        _ => encoding_rs::WINDOWS_1252,
    }
}

fn format_of(record: &Record<'_>, book: &Book) -> Option<(u16, Format)> {
    let number = u16_from(record, 0)?;
    let width = if book.unicode { Width::Two } else { Width::One };
    Some((number, Format::of(&read_text(record, 2, width, book.unicode, book.code_page)?)))
}

fn tab(record: &Record<'_>, book: &Book) -> Option<Tab> {
    let mut bytes = record.bytes();
    let start = usize::try_from(bytes.u32()?).ok()?;
    let visible = bytes.u8()? % 4 == 0;
    let is_sheet = bytes.u8()? == 0;
    let name = read_text(record, 6, Width::One, book.unicode, book.code_page)?;
    is_sheet.then_some(Tab { name, start, visible })
}

fn read_sheet(stream: &[u8], book: &Book, sheets: &mut Sheets) -> Result<(), Fault> {
    let mut records = Records::new(stream);
    records.next().filter(|first| first.id == id::BOF).ok_or(Fault::Damaged)?;
    let mut inside = 0_usize;
    // A formula whose result is a text is followed by a record with it.
    let mut waiting: Option<(u32, u32)> = None;
    for record in records {
        match record.id {
            id::BOF => inside += 1,
            id::EOF if inside == 0 => break,
            id::EOF => inside -= 1,
            _ if inside > 0 => {}
            id::STRING => {
                if let Some((row, column)) = waiting.take() {
                    let text = read_text(&record, 0, Width::Two, book.unicode, book.code_page);
                    sheets.put(row, column, Cell::Text(text.ok_or(Fault::Damaged)?));
                }
            }
            id::MERGED_CELLS => merge(&record, sheets).unwrap_or_default(),
            id::MUL_RK => put_numbers(&record, book, sheets).ok_or(Fault::Damaged)?,
            id::FORMULA
            | id::R_STRING
            | id::LABEL
            | id::LABEL_SST
            | id::NUMBER
            | id::RK
            | id::BOOL_ERR => {
                let (row, column, cell) = read_cell(&record, book).ok_or(Fault::Damaged)?;
                match cell {
                    Some(cell) => sheets.put(row, column, cell),
                    None => waiting = Some((row, column)),
                }
            }
            _ => {}
        }
        if sheets.is_full() {
            break;
        }
    }
    Ok(())
}

/// A cell with its row and column; without its value where that is in the next record.
fn read_cell(record: &Record<'_>, book: &Book) -> Option<(u32, u32, Option<Cell>)> {
    let mut bytes = record.bytes();
    let (row, column) = (bytes.u16()?, bytes.u16()?);
    let format = book.formats.get(usize::from(bytes.u16()?)).copied().unwrap_or_default();
    let number = |number| Some(value::number(number, format, book.from_1904));
    let cell = match record.id {
        id::LABEL_SST => {
            let at = usize::try_from(bytes.u32()?).ok()?;
            Some(Cell::Text(book.texts.get(at).cloned().unwrap_or_default()))
        }
        id::NUMBER => number(bytes.f64()?),
        id::RK => number(packed_number(bytes.u32()?)),
        id::BOOL_ERR => {
            let code = bytes.u8()?;
            Some(if bytes.u8()? == 0 { value::boolean(code != 0) } else { value::error_code(code) })
        }
        id::FORMULA => result(bytes.take(8)?, bytes.u16()?, number),
        _ => Some(Cell::Text(read_text(record, 6, Width::Two, book.unicode, book.code_page)?)),
    };
    Some((u32::from(row), u32::from(column), cell))
}

/// The result saved with a formula: 2.5.133; none where it is a text, which comes after. Writers that
/// cannot calculate put an empty text or a 0 and ask for it to be worked out on opening.
fn result(result: &[u8], flags: u16, number: impl Fn(f64) -> Option<Cell>) -> Option<Cell> {
    let unknown = flags & 1 == 1;
    match result {
        [0, .., 0xFF, 0xFF] => None,
        [1, _, code, .., 0xFF, 0xFF] => Some(value::boolean(*code != 0)),
        [2, _, code, .., 0xFF, 0xFF] => Some(value::error_code(*code)),
        [.., 0xFF, 0xFF] | [0, 0, 0, 0, 0, 0, 0, 0] if unknown => Some(value::no_result()),
        [.., 0xFF, 0xFF] => Some(Cell::Text(String::new())),
        _ => number(Bytes::new(result).f64()?),
    }
}

/// Numbers side by side: 2.4.175.
fn put_numbers(record: &Record<'_>, book: &Book, sheets: &mut Sheets) -> Option<()> {
    let mut bytes = record.bytes();
    let (row, first) = (u32::from(bytes.u16()?), u32::from(bytes.u16()?));
    let count = record.data.len().checked_sub(6)? / 6;
    for column in (first..).take(count) {
        let format = book.formats.get(usize::from(bytes.u16()?)).copied().unwrap_or_default();
        let number = packed_number(bytes.u32()?);
        sheets.put(row, column, value::number(number, format, book.from_1904));
    }
    Some(())
}

/// Ranges of merged cells: 2.4.168. Without those that are cut off a sheet can still be read.
fn merge(record: &Record<'_>, sheets: &mut Sheets) -> Option<()> {
    let mut bytes = record.bytes();
    for _ in 0..bytes.u16()? {
        let [first, last, column, _] = [bytes.u16()?, bytes.u16()?, bytes.u16()?, bytes.u16()?];
        sheets.merge(first.into(), last.into(), column.into());
    }
    Some(())
}
