//! XLSX and XLSM: XML parts in a zip, ECMA-376 part 1, chapter 18. It reads values alone, and
//! refuses to know of charts, macros and links.

use std::{borrow::Cow, collections::HashMap};

use quick_xml::events::{BytesStart, Event};

use super::{
    Fault,
    format::Format,
    sheets::{MAX_SHEETS, Sheets},
    value,
    xml::{Xml, attribute, attributes, decode},
};
use crate::{
    archive::Archive,
    grid::{Cell, Tables},
};

/// What the cells of every sheet refer to.
#[derive(Default)]
struct Book {
    tabs: Vec<Tab>,
    texts: Vec<String>,
    /// The format of each cell style.
    formats: Vec<Format>,
    from_1904: bool,
    /// The results of formulas are to be worked out on opening: a 0 is a writer's placeholder.
    stale: bool,
}

/// A sheet by its tab.
pub(super) struct Tab {
    pub(super) name: String,
    /// The relation under which its part is found.
    pub(super) relation: String,
    pub(super) visible: bool,
}

/// One relation of a part to another.
pub(super) struct Relation {
    id: String,
    /// The last word of the relation's type: `worksheet`, `sharedStrings`, `styles`.
    kind: String,
    /// The other part's name in the archive.
    part: String,
}

/// Reads the sheets of a workbook.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Tables, Fault> {
    let part = main_part(archive)?;
    let relations = relations(archive, &part)?;
    let mut book = Book::default();
    read_book(&unpack(archive, &part)?, &mut book)?;
    if let Some(bytes) = related(archive, &relations, "sharedStrings")? {
        book.texts = read_texts(&bytes)?;
    }
    if let Some(bytes) = related(archive, &relations, "styles")? {
        book.formats = read_formats(&bytes)?;
    }
    let mut sheets = Sheets::default();
    for (tab, part) in visible_tabs(&book.tabs, &relations, &mut sheets) {
        sheets.start(tab);
        read_sheet(&unpack(archive, part)?, &book, &mut sheets)?;
    }
    Ok(sheets.finish())
}

/// The workbook's own part: `xl/workbook.xml` wherever the package says it is.
pub(super) fn main_part(archive: &mut Archive<'_>) -> Result<String, Fault> {
    let relations = relations(archive, "")?;
    let main = relations.into_iter().find(|relation| relation.kind == "officeDocument");
    Ok(main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.part))
}

/// The names and parts of the sheets to be read; those hidden are noted.
pub(super) fn visible_tabs<'b>(
    tabs: &'b [Tab],
    relations: &'b [Relation],
    sheets: &mut Sheets,
) -> Vec<(&'b str, &'b str)> {
    let mut visible = Vec::new();
    for tab in tabs.iter().take(MAX_SHEETS) {
        let sheet = |it: &&Relation| it.id == tab.relation && it.kind == "worksheet";
        let Some(relation) = relations.iter().find(sheet) else { continue };
        if tab.visible {
            visible.push((tab.name.as_str(), relation.part.as_str()));
        } else {
            sheets.leave_out(&tab.name);
        }
    }
    visible
}

/// A part that has to be there.
pub(super) fn unpack(archive: &mut Archive<'_>, part: &str) -> Result<Vec<u8>, Fault> {
    archive.entry(part)?.ok_or(Fault::Damaged)
}

/// A part that may be there, by what it is to the workbook.
pub(super) fn related(
    archive: &mut Archive<'_>,
    relations: &[Relation],
    kind: &str,
) -> Result<Option<Vec<u8>>, Fault> {
    match relations.iter().find(|relation| relation.kind == kind) {
        Some(relation) => Ok(archive.entry(&relation.part)?),
        None => Ok(None),
    }
}

/// The relations of a part: ECMA-376 part 2, 6.5.
pub(super) fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Relation>, Fault> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = format!("{folder}/_rels/{file}.rels");
    let Some(bytes) = archive.entry(name.trim_start_matches('/'))? else { return Ok(Vec::new()) };
    let text = decode(&bytes)?;
    let mut xml = Xml::new(&text);
    let mut relations = Vec::new();
    while let Some(tag) = xml.next_start()? {
        let get = |name| attribute(&tag, name);
        if let (Some(id), Some(kind), Some(target)) = (get("Id"), get("Type"), get("Target")) {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.push(Relation { id: id.into_owned(), kind, part: resolve(folder, &target) });
        }
        if relations.len() > 2 * MAX_SHEETS {
            break;
        }
    }
    Ok(relations)
}

/// The name of a part from a relation's target, which is relative to the folder or absolute.
fn resolve(folder: &str, target: &str) -> String {
    let (start, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut steps: Vec<&str> = start.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn read_book(bytes: &[u8], book: &mut Book) -> Result<(), Fault> {
    let text = decode(bytes)?;
    let mut xml = Xml::new(&text);
    while let Some(tag) = xml.next_start()? {
        match tag.local_name().as_ref() {
            "sheet" => book.tabs.push(tab(&tag)),
            "workbookPr" => book.from_1904 |= is_on(attribute(&tag, "date1904")),
            "calcPr" => book.stale |= is_on(attribute(&tag, "fullCalcOnLoad")),
            _ => {}
        }
    }
    Ok(())
}

fn tab(tag: &BytesStart<'_>) -> Tab {
    Tab {
        name: attribute(tag, "name").unwrap_or_default().into_owned(),
        relation: attribute(tag, "id").unwrap_or_default().into_owned(),
        visible: attribute(tag, "state").is_none_or(|state| state == "visible"),
    }
}

fn is_on(value: Option<Cow<'_, str>>) -> bool {
    value.is_some_and(|value| value == "1" || value == "true")
}

fn read_texts(bytes: &[u8]) -> Result<Vec<String>, Fault> {
    let text = decode(bytes)?;
    let mut xml = Xml::new(&text);
    let mut texts = Vec::new();
    while let Some(tag) = xml.next_start()? {
        if tag.local_name().as_ref() == "si" {
            texts.push(read_text(&mut xml)?);
        }
    }
    Ok(texts)
}

/// The text of the element just entered: its runs joined, without the guide to their sound, which
/// phonetic runs (`rPh`, 18.4.6) hold.
fn read_text(xml: &mut Xml<'_>) -> Result<String, Fault> {
    let mut text = String::new();
    let mut inside = 0;
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => text.push_str(&xml.text()?),
                "r" => inside += 1,
                _ => xml.skip()?,
            },
            Event::End(_) if inside == 0 => return Ok(unescaped(text)),
            Event::End(_) => inside -= 1,
            _ => {}
        }
    }
}

/// Undoes the `_xHHHH_` with which letters are written that XML does not allow: 22.9.2.19.
fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        let code = after.get(..5).and_then(|code| code.strip_suffix('_'));
        let letter =
            code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        if let Some(letter) = letter {
            plain.push(letter);
            rest = &after[5..];
        } else {
            plain.push_str("_x");
            rest = after;
        }
    }
    plain + rest
}

fn read_formats(bytes: &[u8]) -> Result<Vec<Format>, Fault> {
    let text = decode(bytes)?;
    let mut xml = Xml::new(&text);
    let mut codes: HashMap<u32, Format> = HashMap::new();
    let mut formats = Vec::new();
    let mut of_cells = false;
    while let Some(tag) = xml.next_start()? {
        let id = || attribute(&tag, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
        match tag.local_name().as_ref() {
            "numFmt" => {
                let code = attribute(&tag, "formatCode").unwrap_or_default();
                codes.insert(id(), Format::of(&code));
            }
            "cellXfs" => of_cells = true,
            "cellStyles" | "cellStyleXfs" | "dxfs" => of_cells = false,
            "xf" if of_cells => {
                let id = id();
                formats.push(codes.get(&id).copied().unwrap_or_else(|| Format::built_in(id)));
            }
            _ => {}
        }
    }
    Ok(formats)
}

fn read_sheet(bytes: &[u8], book: &Book, sheets: &mut Sheets) -> Result<(), Fault> {
    let text = decode(bytes)?;
    let mut xml = Xml::new(&text);
    let (mut next_row, mut row, mut column) = (0_u32, 0_u32, 0_u32);
    while let Some(tag) = xml.next_start()? {
        match tag.local_name().as_ref() {
            "row" => {
                row =
                    attribute(&tag, "r").and_then(|row| row.parse().ok()).map_or(next_row, before);
                next_row = row.saturating_add(1);
                column = 0;
            }
            "c" => {
                let [place, style, kind] = attributes(&tag, ["r", "s", "t"]);
                if let Some(place) = place {
                    (row, column) = place_of(&place).unwrap_or((row, column));
                }
                let style = style.and_then(|style| style.parse().ok()).unwrap_or(0);
                let content = read_content(&mut xml)?;
                if let Some(cell) = cell(kind.as_deref(), style, content, book) {
                    sheets.put(row, column, cell);
                }
                column = column.saturating_add(1);
            }
            "mergeCell" => {
                if let Some((first, last)) = attribute(&tag, "ref").as_deref().and_then(range_of) {
                    sheets.merge(first.0, last.0, first.1);
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

fn before(number: u32) -> u32 {
    number.saturating_sub(1)
}

/// The first and last places of a range such as `A2:A4`.
fn range_of(range: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = range.split_once(':')?;
    place_of(first).zip(place_of(last))
}

/// Row and column, from 0, of a place such as `B3`.
fn place_of(place: &str) -> Option<(u32, u32)> {
    let digits = place.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = place.split_at(digits);
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let letter = letter.to_ascii_uppercase();
        letter.is_ascii_uppercase().then_some(())?;
        column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1)
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// What stands between a cell's tags.
#[derive(Default)]
struct Content {
    value: Option<String>,
    text: Option<String>,
    formula: bool,
}

fn read_content(xml: &mut Xml<'_>) -> Result<Content, Fault> {
    let mut content = Content::default();
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "v" => content.value = Some(xml.text()?),
                "is" => content.text = Some(read_text(xml)?),
                "f" => {
                    content.formula = true;
                    xml.skip()?;
                }
                _ => xml.skip()?,
            },
            Event::End(_) => return Ok(content),
            _ => {}
        }
    }
}

fn cell(kind: Option<&str>, style: usize, content: Content, book: &Book) -> Option<Cell> {
    if kind == Some("inlineStr") {
        return content.text.map(Cell::Text);
    }
    let value = content.value.filter(|value| kind == Some("str") || !value.is_empty());
    let Some(value) = value else { return content.formula.then(value::no_result) };
    Some(match kind {
        Some("s") => Cell::Text(book.texts.get(value.trim().parse::<usize>().ok()?)?.clone()),
        Some("str") => Cell::Text(unescaped(value)),
        Some("b") => value::boolean(value == "1" || value == "true"),
        Some("e") => value::error(&value),
        Some("d") => value::iso(&value),
        _ => match value.trim().parse::<f64>() {
            Ok(0.0) if content.formula && book.stale => value::no_result(),
            Ok(number) => {
                let format = book.formats.get(style).copied().unwrap_or_default();
                value::number(number, format, book.from_1904)
            }
            Err(_) => Cell::Text(value),
        },
    })
}
