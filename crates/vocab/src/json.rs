//! JSON as learners have it: lists of objects, of words or of rows, dictionaries, columns, exports
//! of card programs, and a value a line. It finds the lists of words in whatever they are wrapped
//! in, keeps what stands before a break, and refuses to know what makes a word.

mod cells;
mod scan;
mod shape;
mod table;

use std::borrow::Cow;

use self::{
    cells::{MOST_CELLS, Pair, Roles},
    scan::{Found, Items, Members},
    shape::Shape,
    table::Table,
};
use crate::{
    file_error::{FileError, Refusal},
    grid::{Cell, Grid},
    header::Role,
    list,
};

/// How many words, and how many cells in all, are taken from one file.
const MOST_ROWS: usize = 1_000_000;
const MOST_CELLS_IN_ALL: usize = 3_000_000;
/// How deep lists of words are looked for.
const DEEPEST: usize = 5;
/// How many lists are kept apart by their names.
const MOST_TABLES: usize = 100;
/// How many lines are looked at to tell a value a line from other texts.
const SAMPLE_LINES: usize = 20;

/// Whether a text is JSON, perhaps cut off, rather than a list of lines that happens to begin with
/// a bracket.
pub(crate) fn is_json(text: &str) -> bool {
    let text = text.trim();
    let begins = match text.as_bytes().first() {
        Some(b'{') => begins_object(text),
        Some(b'[') => begins_list(text, 0),
        _ => false,
    };
    begins
        && scan::value(text).is_none_or(|(_, rest)| {
            let rest = rest.trim_start();
            rest.is_empty()
                || rest.starts_with("{\"")
                || (rest.starts_with(['[', '{']) && scan::value(rest).is_some())
        })
}

fn begins_object(text: &str) -> bool {
    match Members::of(text).next() {
        None | Some((_, Found::Whole(_))) => true,
        Some((key, Found::Broken(value))) => !key.is_empty() && value.starts_with(['{', '[', '"']),
    }
}

fn begins_list(text: &str, depth: usize) -> bool {
    match Items::of_list(text).next() {
        None => true,
        Some(Found::Whole(_)) => {
            let first = scan::value(&text[1..]);
            let rest = first.map_or("", |(_, rest)| rest.trim_start());
            rest.is_empty() || rest.starts_with([',', ']'])
        }
        Some(Found::Broken(value)) if value.starts_with('{') => begins_object(value),
        Some(Found::Broken(value)) if value.starts_with('[') && depth < DEEPEST => {
            begins_list(value, depth + 1)
        }
        Some(Found::Broken(_)) => false,
    }
}

/// Whether a text has a JSON list or object a line. Some lines may be broken.
pub(crate) fn is_json_lines(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<&str> = lines.take(SAMPLE_LINES).collect();
    let whole = lines.iter().filter(|line| whole_line(line).is_some()).count();
    lines.len() > 1
        && whole * 2 >= lines.len()
        && lines.iter().all(|line| line.starts_with(['{', '[']))
}

fn whole_line(line: &str) -> Option<&str> {
    scan::value(line).and_then(|(value, rest)| rest.trim().is_empty().then_some(value))
}

/// Reads one JSON value, or several one behind the other. A row's number is its place in its list.
pub(crate) fn read(text: &str) -> Result<Vec<Grid>, Refusal> {
    let mut reader = Reader::default();
    match scan::value(text) {
        Some((_, rest)) if !rest.trim().is_empty() => {
            reader.list("", Items::one_by_one(text), 0)?;
        }
        _ => reader.walk("", text.trim_start(), 0)?,
    }
    reader.finish("json")
}

/// Reads a JSON value a line. A row's number is its line.
pub(crate) fn read_lines(text: &str) -> Result<Vec<Grid>, Refusal> {
    let mut reader = Reader::default();
    let table = reader.table("");
    for (number, line) in text.lines().enumerate() {
        reader.tables[table].row = u32::try_from(number + 1).unwrap_or(u32::MAX);
        match whole_line(line) {
            _ if line.trim().is_empty() => {}
            Some(value) => reader.element(table, value, 0)?,
            None => reader.tables[table].refuse(line),
        }
    }
    reader.finish("jsonl")
}

/// Collects the words of a file.
#[derive(Default)]
struct Reader {
    tables: Vec<Table>,
    roles: Roles,
    header: Option<Vec<String>>,
    rows: usize,
    cells: usize,
    broken: bool,
}

impl Reader {
    fn walk(&mut self, name: &str, json: &str, depth: usize) -> Result<(), Refusal> {
        match json.as_bytes().first() {
            Some(b'[') => self.list(name, Items::of_list(json), depth),
            Some(b'{') => self.object(name, json, depth),
            _ => self.list(name, Items::one_by_one(json), depth),
        }
    }

    fn list(&mut self, name: &str, mut items: Items<'_>, depth: usize) -> Result<(), Refusal> {
        let table = self.table(name);
        while let Some(found) = items.next() {
            self.tables[table].row += 1;
            match found {
                Found::Whole(value) => self.element(table, value, depth)?,
                Found::Broken(rest) if self.is_wrapping(rest, depth) => {
                    return self.object(name, rest, depth + 1);
                }
                Found::Broken(rest) => {
                    self.refuse(table, rest);
                    items.resume(rest);
                }
            }
        }
        Ok(())
    }

    fn is_wrapping(&mut self, json: &str, depth: usize) -> bool {
        depth < DEEPEST
            && json.starts_with('{')
            && shape::of_element(json, &mut self.roles) == Shape::Wrapping
    }

    /// A value of a list: a word, a row of cells, or a list of its own.
    fn element(&mut self, table: usize, value: &str, depth: usize) -> Result<(), Refusal> {
        match value.as_bytes().first() {
            Some(b'n') => Ok(()),
            Some(b'{') => self.object_in_list(table, value, depth),
            Some(b'[') => {
                let mut inner = Items::of_list(value);
                let first = inner.next();
                let is_list =
                    matches!(first, Some(Found::Whole(first)) if first.starts_with(['{', '[']));
                if is_list && depth < DEEPEST {
                    let name = self.name_without_row(table);
                    return self.list(&name, Items::of_list(value), depth + 1);
                }
                self.plain_row(table, plain_cells(value))
            }
            _ => self.plain_row(table, line_cells(value)),
        }
    }

    /// The name of a list in which a row turned out to be a list of its own, and has no number.
    fn name_without_row(&mut self, table: usize) -> String {
        let table = &mut self.tables[table];
        table.row = table.row.saturating_sub(1);
        table.name.clone()
    }

    fn object_in_list(&mut self, table: usize, value: &str, depth: usize) -> Result<(), Refusal> {
        match shape::of_element(value, &mut self.roles) {
            Shape::Wrapping if depth < DEEPEST => {
                let name = self.name_without_row(table);
                self.wrapping(&name, value, depth + 1)
            }
            Shape::Dictionary => self.dictionary(table, value, false),
            _ => {
                let pairs = cells::pairs(value, &mut self.roles);
                self.row(table, pairs)
            }
        }
    }

    /// An object that is in no list.
    fn object(&mut self, name: &str, object: &str, depth: usize) -> Result<(), Refusal> {
        match shape::of(object, &mut self.roles) {
            Shape::Wrapping if depth < DEEPEST => self.wrapping(name, object, depth),
            Shape::Columns => self.columns(name, object),
            Shape::Dictionary => {
                let table = self.table(name);
                self.dictionary(table, object, true)
            }
            _ => {
                let table = self.table(name);
                self.tables[table].row += 1;
                let pairs = cells::pairs(object, &mut self.roles);
                if !pairs.is_empty() {
                    self.row(table, pairs)?;
                }
                if scan::value(object).is_none() {
                    self.refuse(table, object);
                }
                Ok(())
            }
        }
    }

    fn wrapping(&mut self, name: &str, object: &str, depth: usize) -> Result<(), Refusal> {
        let mut members = Members::of(object);
        while let Some((key, found)) = members.next() {
            let (Found::Whole(value) | Found::Broken(value)) = found;
            let may_hold = matches!(self.roles.of(&key), None | Some(Role::Term))
                || shape::lists_words(value, &mut self.roles);
            if is_header(&key) && value.starts_with("[\"") {
                self.header = Some(Items::of_list(value).filter_map(header_name).collect());
            } else if may_hold && value.starts_with(['[', '{']) {
                self.walk(&key, value, depth + 1)?;
            } else if matches!(found, Found::Broken(_)) {
                let table = self.table(name);
                self.refuse(table, value);
                members.resume(value);
            }
        }
        Ok(())
    }

    /// Words as keys. `numbered`: each has a row of its own.
    fn dictionary(&mut self, table: usize, json: &str, numbered: bool) -> Result<(), Refusal> {
        let mut members = Members::of(json);
        while let Some((key, found)) = members.next() {
            self.tables[table].row += u32::from(numbered);
            match found {
                Found::Whole(value) => {
                    let pairs = self.dictionary_pairs(key, value);
                    self.row(table, pairs)?;
                }
                Found::Broken(rest) => {
                    self.refuse(table, rest);
                    members.resume(rest);
                }
            }
        }
        Ok(())
    }

    fn dictionary_pairs(&mut self, key: String, value: &str) -> Vec<Pair> {
        let is_id = value.starts_with('{') && !korean::text::has_hangul(&key);
        let name = if is_id { "id" } else { "term" };
        let mut pairs = vec![(name.to_owned(), Cell::Text(key))];
        pairs.extend(match value.as_bytes().first() {
            Some(b'{') => cells::pairs(value, &mut self.roles),
            _ => cells::pairs_under("meaning", value, &mut self.roles),
        });
        pairs
    }

    /// Columns side by side, as lists or as objects from row numbers to values.
    fn columns(&mut self, name: &str, object: &str) -> Result<(), Refusal> {
        let table = self.table(name);
        let mut seen = Vec::new();
        for (key, found) in Members::of(object).take(MOST_CELLS) {
            let (Found::Whole(column) | Found::Broken(column)) = found;
            let role = self.roles.of(&key);
            let role = role.filter(|role| *role != Role::Ignore && !seen.contains(role));
            seen.extend(role);
            let values: Box<dyn Iterator<Item = Found<'_>>> = if column.starts_with('[') {
                Box::new(Items::of_list(column))
            } else {
                Box::new(Members::of(column).map(|(_, found)| found))
            };
            for (row, found) in (1..).zip(values) {
                let Found::Whole(value) = found else {
                    self.broken = true;
                    break;
                };
                self.count(1)?;
                self.tables[table].put(role, &key, row, cells::cell(value));
            }
        }
        Ok(())
    }

    fn row(&mut self, table: usize, pairs: Vec<Pair>) -> Result<(), Refusal> {
        let count = self.tables[table].add(pairs, &mut self.roles);
        self.count(count)
    }

    fn plain_row(&mut self, table: usize, cells: Vec<Cell>) -> Result<(), Refusal> {
        let count = cells.len();
        if self.header.is_some() {
            self.tables[table].header = self.header.take();
        }
        self.tables[table].add_plain(cells);
        self.count(count)
    }

    fn refuse(&mut self, table: usize, broken: &str) {
        self.broken = true;
        self.tables[table].refuse(broken);
    }

    /// Keeps memory near the size of the file, whatever it is made of.
    fn count(&mut self, cells: usize) -> Result<(), Refusal> {
        self.rows += 1;
        self.cells += cells;
        if self.rows > MOST_ROWS || self.cells > MOST_CELLS_IN_ALL {
            let message = "The file holds more than a million words. Split it into several files.";
            return Err(Refusal::new("json", FileError::UnsupportedFormat, message));
        }
        Ok(())
    }

    fn table(&mut self, name: &str) -> usize {
        let known = self.tables.iter().position(|table| table.name == name);
        known.unwrap_or_else(|| {
            if self.tables.len() < MOST_TABLES {
                self.tables.push(Table::named(name));
            }
            self.tables.len() - 1
        })
    }

    /// The lists with Korean, by their names where there are several; else whatever was read.
    fn finish(self, format: &'static str) -> Result<Vec<Grid>, Refusal> {
        if self.broken && !self.tables.iter().any(Table::has_rows) {
            let message = "The file is damaged: it is not valid JSON. Download it again, or save it again where it was made.";
            return Err(Refusal::new(format, FileError::CorruptFile, message));
        }
        let korean = self.tables.iter().any(Table::has_korean);
        let tables: Vec<Table> =
            self.tables.into_iter().filter(|table| !korean || table.has_korean()).collect();
        let several = tables.len() > 1;
        let grids = tables.into_iter().flat_map(|table| {
            let name = table.name.clone();
            table.into_grids(Some(name.as_str()).filter(|_| several)).collect::<Vec<_>>()
        });
        Ok(grids.collect())
    }
}

fn is_header(key: &str) -> bool {
    ["columns", "header", "headers"].iter().any(|known| key.eq_ignore_ascii_case(known))
}

fn header_name(found: Found<'_>) -> Option<String> {
    if let Found::Whole(value) = found { Some(scan::string(value)) } else { None }
}

fn plain_cells(list: &str) -> Vec<Cell> {
    let cell =
        |found| if let Found::Whole(value) = found { Some(cells::cell(value)) } else { None };
    Items::of_list(list).filter_map(cell).take(MOST_CELLS).collect()
}

/// A word by itself may be written with its meaning, as in a list of lines.
fn line_cells(value: &str) -> Vec<Cell> {
    match cells::cell(value) {
        Cell::Text(line) => {
            list::cells(&line).into_iter().map(Cow::into_owned).map(Cell::Text).collect()
        }
        other @ Cell::Other { .. } => vec![other],
    }
}

#[cfg(test)]
mod tests;
