//! ODS: `content.xml` in a zip, OASIS `OpenDocument` 1.3 part 3, chapters 9 and 19. Text is read as it
//! is shown, without notes, shapes and the guides to a word's sound; a row or cell that says it is
//! repeated is repeated as long as it holds anything and there is room.

use std::{borrow::Cow, collections::HashSet};

use quick_xml::events::{BytesStart, Event};

use super::{
    Fault,
    sheets::{MAX_COLUMNS, MAX_SHEETS, Sheets},
    value,
    xml::{Xml, attribute, decode, prefixed, push_text},
};
use crate::{
    archive::Archive,
    entry::Reason,
    grid::{Cell, Tables},
};

/// How often rows that hold anything are repeated in all; a file of a few lines can claim a million.
/// What is left out is the same row again, so no word is lost.
const MOST_REPEATS: u32 = 10_000;

/// Reads the sheets of a spreadsheet.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Tables, Fault> {
    if let Some(manifest) = archive.entry("META-INF/manifest.xml")? {
        let text = decode(&manifest)?;
        if text.contains("encryption-data") {
            return Err(Fault::protected("ods"));
        }
    }
    let content = archive.entry("content.xml")?.ok_or(Fault::Damaged)?;
    let text = decode(&content)?;
    let mut sheets = Sheets::default();
    read_tables(&mut Xml::new(&text), &mut sheets)?;
    Ok(sheets.finish())
}

fn read_tables(xml: &mut Xml<'_>, sheets: &mut Sheets) -> Result<(), Fault> {
    let mut hidden: HashSet<String> = HashSet::new();
    let mut style = String::new();
    let mut tables = 0;
    let mut repeats = MOST_REPEATS;
    while let Some(tag) = xml.next_start()? {
        match tag.local_name().as_ref() {
            "style" => style = attribute(&tag, "name").unwrap_or_default().into_owned(),
            "table-properties" if attribute(&tag, "display").as_deref() == Some("false") => {
                hidden.insert(style.clone());
            }
            "tracked-changes" => xml.skip()?,
            "table" => {
                let name = attribute(&tag, "name").unwrap_or_default();
                if attribute(&tag, "style-name").is_some_and(|style| hidden.contains(&*style)) {
                    sheets.leave_out(&name);
                    xml.skip()?;
                } else {
                    sheets.start(&name);
                    read_table(xml, sheets, &mut repeats)?;
                }
                tables += 1;
            }
            _ => {}
        }
        if sheets.is_full() || tables == MAX_SHEETS {
            break;
        }
    }
    Ok(())
}

/// The rows of the table just entered, in groups or not.
fn read_table(xml: &mut Xml<'_>, sheets: &mut Sheets, repeats: &mut u32) -> Result<(), Fault> {
    let mut row = 0_u32;
    let mut groups = 0_usize;
    while !sheets.is_full() {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "table-row-group" | "table-header-rows" | "table-rows" => groups += 1,
                "table-row" => {
                    let times = repeated(&tag, "number-rows-repeated");
                    let cells = read_row(xml, row, sheets)?;
                    if !cells.is_empty() {
                        let again = times.saturating_sub(1).min(*repeats);
                        *repeats -= again;
                        put_rows(row, times.min(1) + again, &cells, sheets);
                    }
                    row = row.saturating_add(times);
                }
                _ => xml.skip()?,
            },
            Event::End(_) if groups == 0 => break,
            Event::End(_) => groups -= 1,
            _ => {}
        }
    }
    Ok(())
}

fn put_rows(row: u32, times: u32, cells: &[(u32, Cell)], sheets: &mut Sheets) {
    for row in row..row.saturating_add(times) {
        if sheets.is_full() {
            break;
        }
        for (column, cell) in cells {
            sheets.put(row, *column, cell.clone());
        }
    }
}

fn repeated(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// The cells of the row just entered that hold anything, each with its column. Those that span rows
/// are merged with what comes below.
fn read_row(xml: &mut Xml<'_>, row: u32, sheets: &mut Sheets) -> Result<Vec<(u32, Cell)>, Fault> {
    let mut cells = Vec::new();
    let mut column = 0_u32;
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.local_name().as_ref() == "table-cell" => {
                let times = repeated(&tag, "number-columns-repeated");
                let end = column.saturating_add(times);
                let down = repeated(&tag, "number-rows-spanned").saturating_sub(1);
                sheets.merge(row, row.saturating_add(down), column);
                if let Some(cell) = read_cell(xml, &tag)? {
                    // One column too many is kept, so that leaving it out is remarked on.
                    let last = end.min(MAX_COLUMNS + 1).max(column.saturating_add(1));
                    cells.extend((column..last).map(|column| (column, cell.clone())));
                }
                column = end;
            }
            Event::Start(tag) => {
                column = column.saturating_add(repeated(&tag, "number-columns-repeated"));
                xml.skip()?;
            }
            Event::End(_) => return Ok(cells),
            _ => {}
        }
    }
}

fn read_cell(xml: &mut Xml<'_>, tag: &BytesStart<'_>) -> Result<Option<Cell>, Fault> {
    let text = read_paragraphs(xml)?;
    let get = |name: &str| attribute(tag, name).map(Cow::into_owned);
    let is_error = prefixed(tag, "calcext:value-type").as_deref() == Some("error");
    let kind = get("value-type");
    Ok(match kind.as_deref() {
        _ if is_error => Some(value::error(&text)),
        Some("float" | "percentage" | "currency") => {
            let value = if text.is_empty() { get("value").unwrap_or_default() } else { text };
            Some(value::other(value, Reason::NoHangul))
        }
        Some("date") => Some(value::iso(&get("date-value").unwrap_or(text))),
        Some("time") => Some(value::duration(&get("time-value").unwrap_or(text))),
        Some("boolean") => Some(value::boolean(get("boolean-value").as_deref() == Some("true"))),
        None if text.is_empty() => get("formula").map(|_| value::no_result()),
        _ if text.is_empty() => get("string-value").map(Cell::Text),
        _ => Some(Cell::Text(text)),
    })
}

/// The paragraphs of the cell just entered, a line each.
fn read_paragraphs(xml: &mut Xml<'_>) -> Result<String, Fault> {
    let mut text = String::new();
    let mut first = true;
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.local_name().as_ref() == "p" => {
                if !first {
                    text.push('\n');
                }
                first = false;
                read_paragraph(xml, &mut text)?;
            }
            Event::Start(_) => xml.skip()?,
            Event::End(_) => return Ok(text),
            _ => {}
        }
    }
}

/// The text of the paragraph just entered: spans and links are joined, notes left out.
fn read_paragraph(xml: &mut Xml<'_>, text: &mut String) -> Result<(), Fault> {
    let mut inside = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(tag) => {
                match tag.local_name().as_ref() {
                    "s" => text.extend((0..repeated(&tag, "c").min(100)).map(|_| ' ')),
                    "tab" => text.push('\t'),
                    "line-break" => text.push('\n'),
                    "span" | "a" | "ruby" | "ruby-base" => {
                        inside += 1;
                        continue;
                    }
                    _ => {}
                }
                xml.skip()?;
            }
            Event::End(_) if inside == 0 => return Ok(()),
            Event::End(_) => inside -= 1,
            event => push_text(&event, text)?,
        }
    }
}
