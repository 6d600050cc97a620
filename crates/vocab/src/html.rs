//! Pages saved as files, also under the name of a workbook: tables, lists and definition lists with
//! Korean in them, and where there are none, lines. It refuses to know what makes a word.

mod page;
mod scan;
mod table;

use std::{borrow::Cow, collections::HashMap};

use korean::text::has_hangul;

use self::{
    page::{Kind, Page},
    scan::Tokens,
    table::Table,
};
use crate::{
    clean,
    file_error::{FileError, Refusal},
    grid::{Cell, Grid, GridRow, Tables, passed_over},
    list,
};

/// How many terms share their definitions, and how long these are in all, in bytes.
const MOST_TERMS: usize = 8;
const LONGEST_DEFINITION: usize = 32 * 1024;

/// Reads a page. A row's number is its place in its table, the header counted; rows of the tables and
/// lists that follow count on.
pub(crate) fn read(text: &str) -> Result<Tables, Refusal> {
    let Page { tables, mut lines, .. } = Page::of(Tokens::of(text));
    if tables.iter().any(|table| table.is_cut) {
        let message = "A table of the page has more than a million rows. Save it in several files.";
        return Err(Refusal::new("html", FileError::UnsupportedFormat, message));
    }
    let letters: HashMap<_, _> = LETTERS.into_iter().collect();
    for (_, line) in &mut lines {
        decode(line, &letters);
    }
    let korean = |table: &Table| table.rows.iter().any(|row| row.cells.iter().any(is_korean));
    let (mut with, without): (Vec<Table>, Vec<Table>) = tables.into_iter().partition(korean);
    for cell in with.iter_mut().flat_map(|table| &mut table.rows).flat_map(|row| &mut row.cells) {
        if let Cell::Text(text) = cell {
            decode(text, &letters);
        }
    }
    let (mut listed, mut others) = lists(&lines);
    if with.is_empty() && listed.is_empty() {
        (listed, others) = words(&lines);
    }
    if with.is_empty() && listed.is_empty() {
        return Ok(Tables { remark: passed_over(others), ..in_order(without, listed) });
    }
    others += without.iter().map(|table| table.rows.len()).sum::<usize>();
    Ok(Tables { remark: passed_over(others), ..in_order(with, listed) })
}

/// Tables and lists, numbered as they stand in the page.
fn in_order(tables: Vec<Table>, listed: Vec<Listed>) -> Tables {
    let (mut grids, mut list, mut above) = (Vec::new(), Vec::new(), 0_u32);
    let mut listed = listed.into_iter().peekable();
    for mut table in tables {
        while let Some(item) = listed.next_if(|item| item.at < table.behind) {
            above = above.saturating_add(1);
            list.push(item.row(above));
        }
        for row in &mut table.rows {
            row.row = row.row.saturating_add(above);
        }
        above = above.saturating_add(table.number);
        grids.push(Grid { sheet: None, names: None, rows: table.rows });
    }
    grids.retain(|grid| !grid.rows.is_empty());
    list.extend((above.saturating_add(1)..).zip(listed).map(|(row, item)| item.row(row)));
    Tables { grids, list, remark: None }
}

/// A word of a list.
struct Listed {
    /// Which line of the page it is.
    at: usize,
    cells: Vec<String>,
}

impl Listed {
    fn of(at: usize, line: &str) -> Self {
        let line = clean::line(line);
        Self { at, cells: list::cells(&line).into_iter().map(Cow::into_owned).collect() }
    }

    fn row(self, row: u32) -> GridRow {
        GridRow { row, cells: self.cells.into_iter().map(Cell::Text).collect(), refused: None }
    }
}

fn is_korean(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if has_korean(text))
}

/// Whether a text has Korean, be it by numbers: `&#54617;`.
fn has_korean(text: &str) -> bool {
    has_hangul(text) || (text.contains("&#") && has_hangul(&clean::text(text)))
}

/// The words of all lists and definition lists with Korean, and how many lines are in none.
fn lists(lines: &[(Kind, String)]) -> (Vec<Listed>, usize) {
    let is_defining = |kind: Kind| matches!(kind, Kind::Term | Kind::Definition);
    let mut listed = items(lines);
    let mut read = listed.len();
    if lines.iter().any(|(kind, line)| is_defining(*kind) && has_korean(line)) {
        read += lines.iter().filter(|(kind, _)| is_defining(*kind)).count();
        listed.extend(definitions(lines));
        listed.sort_by_key(|item| item.at);
    }
    (listed, lines.iter().filter(|(kind, _)| *kind != Kind::Title).count() - read)
}

/// The items of lists with Korean.
fn items(lines: &[(Kind, String)]) -> Vec<Listed> {
    let lines: Vec<(usize, &(Kind, String))> = lines.iter().enumerate().collect();
    let lists = lines.chunk_by(|(_, (one, _)), (_, (next, _))| one == next);
    let korean = lists.filter(|list| {
        list[0].1.0 == Kind::Item && list.iter().any(|(_, (_, line))| has_korean(line))
    });
    korean.flatten().map(|(at, (_, line))| Listed::of(*at, line)).collect()
}

/// The lines with Korean, and how many have none.
fn words(lines: &[(Kind, String)]) -> (Vec<Listed>, usize) {
    let korean = lines.iter().enumerate().filter(|(_, (_, line))| has_korean(line));
    let words: Vec<Listed> = korean.map(|(at, (_, line))| Listed::of(at, line)).collect();
    let others = lines.len() - words.len();
    (words, others)
}

/// Terms, each with the definitions that follow it; one that follows none stands by itself.
fn definitions(lines: &[(Kind, String)]) -> Vec<Listed> {
    let mut rows: Vec<Listed> = Vec::new();
    // The first of the terms that share the definitions to come, and whether one came.
    let (mut first, mut defined) = (0, true);
    for (at, (kind, line)) in lines.iter().enumerate() {
        match kind {
            Kind::Term => {
                first = if defined {
                    rows.len()
                } else {
                    first.max(rows.len().saturating_sub(MOST_TERMS))
                };
                defined = false;
                rows.push(Listed { at, cells: vec![line.trim().to_owned(), String::new()] });
            }
            Kind::Definition if rows.is_empty() => {
                rows.push(Listed { at, cells: vec![String::new(), line.trim().to_owned()] });
            }
            Kind::Definition => {
                defined = true;
                for row in rows.iter_mut().skip(first) {
                    add_line(&mut row.cells[1], line.trim());
                }
            }
            Kind::Text | Kind::Title | Kind::Item => {}
        }
    }
    for row in &mut rows {
        if !has_korean(&row.cells[0]) && has_korean(&row.cells[1]) {
            row.cells.swap(0, 1);
        }
    }
    rows
}

fn add_line(text: &mut String, line: &str) {
    if text.len() + line.len() < LONGEST_DEFINITION {
        text.push_str(if text.is_empty() { "" } else { "\n" });
        text.push_str(line);
    }
}

/// Named letters that cleaning a cell does not know.
const LETTERS: [(&str, &str); 34] = [
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("middot", "·"),
    ("bull", "•"),
    ("rarr", "→"),
    ("larr", "←"),
    ("harr", "↔"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("times", "×"),
    ("deg", "°"),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("shy", ""),
    ("zwnj", ""),
    ("zwj", ""),
    ("eacute", "é"),
    ("egrave", "è"),
    ("ecirc", "ê"),
    ("agrave", "à"),
    ("acirc", "â"),
    ("ccedil", "ç"),
    ("ntilde", "ñ"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("szlig", "ß"),
    ("sim", "~"),
];

fn decode(text: &mut String, letters: &HashMap<&str, &str>) {
    if !text.contains('&') {
        return;
    }
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let named = part.split_once(';').and_then(|(name, rest)| Some((letters.get(name)?, rest)));
        match named {
            Some((letter, rest)) => plain.extend([letter, rest]),
            None => plain.extend(["&", part]),
        }
    }
    *text = plain;
}

#[cfg(test)]
mod tests;
