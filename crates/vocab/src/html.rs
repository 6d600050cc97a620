//! Pages saved as files, also under the name of a workbook: tables with Korean in them, and where
//! there are none, definition lists, lists, and lines. It refuses to know what makes a word.

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
    grid::{Cell, Grid, GridRow},
    list,
};

/// How many terms share their definitions, and how long these are in all, in bytes.
const MOST_TERMS: usize = 8;
const LONGEST_DEFINITION: usize = 32 * 1024;

/// Reads a page. A row's number is its place in its table or list, the header counted.
pub(crate) fn read(text: &str) -> Result<Vec<Grid>, Refusal> {
    let page = Page::of(Tokens::of(text));
    if page.tables.iter().any(|table| table.is_cut) {
        let message = "A table of the page has more than a million rows. Save it in several files.";
        return Err(Refusal::new("html", FileError::UnsupportedFormat, message));
    }
    let korean = |table: &Table| table.rows.iter().any(|row| row.cells.iter().any(is_korean));
    let (with, without): (Vec<Table>, Vec<Table>) = page.tables.into_iter().partition(korean);
    let grid = |table: Table| Grid { sheet: None, names: None, rows: table.rows };
    let tables = with.into_iter().map(grid).map(with_letters).collect::<Vec<_>>();
    if !tables.is_empty() {
        return Ok(tables);
    }
    let rows = rows_of_lines(&page.lines);
    if !rows.is_empty() {
        return Ok(vec![Grid { rows, ..Grid::default() }]);
    }
    Ok(without.into_iter().map(grid).filter(|grid| !grid.rows.is_empty()).collect())
}

fn is_korean(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if has_korean(text))
}

/// Whether a text has Korean, be it by numbers: `&#54617;`.
fn has_korean(text: &str) -> bool {
    has_hangul(text) || (text.contains("&#") && has_hangul(&clean::text(text)))
}

/// Definitions, else items, else lines, whichever has Korean.
fn rows_of_lines(lines: &[(Kind, String)]) -> Vec<GridRow> {
    let of =
        |wanted: Kind| move |(kind, line): &&(Kind, String)| *kind == wanted && has_korean(line);
    if lines.iter().any(|line| of(Kind::Term)(&line) || of(Kind::Definition)(&line)) {
        return numbered(definitions(lines));
    }
    let items = lines.iter().filter(of(Kind::Item)).count();
    let kind = if items > 0 { Kind::Item } else { Kind::Text };
    let chosen =
        lines.iter().filter(|(found, line)| *found == kind && (items > 0 || has_korean(line)));
    numbered(chosen.map(|(_, line)| cells_of_line(line)).collect())
}

fn numbered(rows: Vec<Vec<String>>) -> Vec<GridRow> {
    let row = |(row, cells): (u32, Vec<String>)| GridRow {
        row,
        cells: cells.into_iter().map(Cell::Text).collect(),
        refused: None,
    };
    (1..).zip(rows).map(row).collect()
}

fn cells_of_line(line: &str) -> Vec<String> {
    let line = clean::line(line);
    list::cells(&line).into_iter().map(Cow::into_owned).collect()
}

/// Terms, each with the definitions that follow it.
fn definitions(lines: &[(Kind, String)]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    // The first of the terms that share the definitions to come, and whether one came.
    let (mut first, mut defined) = (0, true);
    for (kind, line) in lines {
        match kind {
            Kind::Term => {
                first = if defined {
                    rows.len()
                } else {
                    first.max(rows.len().saturating_sub(MOST_TERMS))
                };
                defined = false;
                rows.push(vec![line.trim().to_owned(), String::new()]);
            }
            Kind::Definition => {
                defined = true;
                for row in rows.iter_mut().skip(first) {
                    add_line(&mut row[1], line.trim());
                }
            }
            Kind::Text | Kind::Item => {}
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

fn with_letters(mut grid: Grid) -> Grid {
    let letters: HashMap<_, _> = LETTERS.into_iter().collect();
    for cell in grid.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if let Cell::Text(text) = cell
            && text.contains('&')
        {
            *text = decoded(text, &letters);
        }
    }
    grid
}

fn decoded(text: &str, letters: &HashMap<&str, &str>) -> String {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let named = part.split_once(';').and_then(|(name, rest)| Some((letters.get(name)?, rest)));
        match named {
            Some((letter, rest)) => plain.extend([letter, rest]),
            None => plain.extend(["&", part]),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
