//! Reads the rows of a damaged table around the places that cannot be read, and writes rows into
//! a new one.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params_from_iter, types::Value};

use super::SavedTable;
use crate::Error;

/// Unreadable places that are looked into; a bound on time, far above what one bad disk makes.
const LOOKS: u32 = 100_000;

/// Numbers looked for behind the last row that can be read from either end.
const BEHIND: i64 = 10_000;

/// A row by the names of its columns.
pub(super) type Record = BTreeMap<String, Value>;

/// What could be read of a table.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Rows by their numbers, or by the order of reading where they have none.
    pub(super) rows: BTreeMap<i64, Record>,
    /// Numbers of rows that could not be read.
    pub(super) missing: BTreeSet<i64>,
}

/// Reads what can be read.
pub(super) fn read(old: &Connection, table: &'static str, numbered: bool) -> Found {
    let mut reading = Reading { old, table, looks: LOOKS, counts: true, found: Found::default() };
    if old.prepare(&format!("SELECT * FROM {table}")).is_err() {
        return reading.found;
    }
    if numbered {
        reading.numbered();
    } else {
        reading.both_ends();
    }
    reading.found
}

struct Reading<'a> {
    old: &'a Connection,
    table: &'static str,
    looks: u32,
    /// Whether a number that cannot be read is known to be a row's.
    counts: bool,
    found: Found,
}

impl Reading<'_> {
    fn numbered(&mut self) {
        let Some(low) = self.scan(-1, i64::MAX, "ASC") else { return };
        let Some(high) = self.scan(low, i64::MAX, "DESC") else { return };
        self.counts = high < i64::MAX;
        let high = if self.counts { high } else { low + BEHIND };
        self.split(low, high);
    }

    /// Reads the rows between two numbers, around what cannot be read.
    fn between(&mut self, after: i64, before: i64) {
        if before - after < 2 || self.looks == 0 {
            return;
        }
        self.looks -= 1;
        let Some(low) = self.scan(after, before, "ASC") else { return };
        let Some(high) = self.scan(low, before, "DESC") else { return };
        self.split(low, high);
    }

    fn split(&mut self, low: i64, high: i64) {
        if high - low > 2 {
            let middle = low + (high - low) / 2;
            self.between(low, middle + 1);
            self.between(middle, high);
        } else if high - low == 2 && self.counts {
            self.found.missing.insert(low + 1);
        }
    }

    /// Reads on from one end; gives the number of the last row where reading broke off.
    fn scan(&mut self, after: i64, before: i64, order: &str) -> Option<i64> {
        let mut reached = if order == "ASC" { after } else { before };
        let select = format!(
            "SELECT rowid AS number_of_row, * FROM {} WHERE rowid > ?1 AND rowid < ?2
             ORDER BY rowid {order}",
            self.table
        );
        let Ok(mut select) = self.old.prepare_cached(&select) else { return Some(reached) };
        let Ok(mut rows) = select.query([after, before]) else { return Some(reached) };
        loop {
            match rows.next() {
                Ok(None) => return None,
                Err(_) => return Some(reached),
                Ok(Some(row)) => {
                    let Ok(number) = row.get(0) else { return Some(reached) };
                    reached = number;
                    match record(row, 1) {
                        Ok(record) => {
                            self.found.rows.insert(number, record);
                        }
                        Err(_) => {
                            self.found.missing.insert(number);
                        }
                    }
                }
            }
        }
    }

    fn both_ends(&mut self) {
        let key = key(self.old, self.table);
        let ordered = |order: &str| {
            let by: Vec<_> = key.iter().map(|column| format!("{column} {order}")).collect();
            format!("SELECT * FROM {} ORDER BY {}", self.table, by.join(", "))
        };
        let (forwards, backwards) = (ordered("ASC"), ordered("DESC"));
        if !self.read_until_broken(&forwards) {
            self.read_until_broken(&backwards);
        }
    }

    /// Whether it read to the end.
    fn read_until_broken(&mut self, select: &str) -> bool {
        let Ok(mut select) = self.old.prepare(select) else { return false };
        let Ok(mut rows) = select.query([]) else { return false };
        loop {
            match rows.next() {
                Ok(None) => return true,
                Err(_) => return false,
                Ok(Some(row)) => {
                    let number = i64::try_from(self.found.rows.len()).unwrap_or(i64::MAX);
                    if let Ok(record) = record(row, 0) {
                        self.found.rows.insert(number, record);
                    }
                }
            }
        }
    }
}

fn record(row: &Row<'_>, from: usize) -> rusqlite::Result<Record> {
    let names = row.as_ref().column_names();
    let columns = names.iter().enumerate().skip(from);
    columns.map(|(at, name)| Ok(((*name).to_owned(), row.get(at)?))).collect()
}

/// Names of the columns that a table's rows are ordered by.
fn key(connection: &Connection, table: &str) -> Vec<String> {
    let key = "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk";
    names(connection, key, table).unwrap_or_default()
}

/// Names of a table's columns, in their order.
pub(super) fn columns(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    names(connection, "SELECT name FROM pragma_table_info(?1) ORDER BY cid", table)
}

fn names(connection: &Connection, select: &str, table: &str) -> Result<Vec<String>, Error> {
    let mut select = connection.prepare(select)?;
    let names = select.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

/// Writes rows; those whose parents are lost, or that make no sense, are left out.
pub(super) fn write(
    new: &Connection,
    table: &'static str,
    columns: &[String],
    found: Found,
) -> Result<SavedTable, Error> {
    let lost = found.missing.iter().filter(|number| !found.rows.contains_key(number)).count();
    let (mut saved, mut left_out) = (0, 0);
    for mut record in found.rows.into_values() {
        mend(new, table, &mut record)?;
        if insert(new, table, columns, &record).is_ok() { saved += 1 } else { left_out += 1 }
    }
    if columns.iter().all(|column| column != "id") {
        // read from both ends, a row may have been met twice
        let count = format!("SELECT count(*) FROM {table}");
        saved = new.query_one(&count, [], |row| row.get(0))?;
    }
    Ok(SavedTable { name: table, saved, left_out, lost: u32::try_from(lost).unwrap_or(u32::MAX) })
}

fn insert(
    new: &Connection,
    table: &str,
    columns: &[String],
    record: &Record,
) -> rusqlite::Result<usize> {
    let (names, values): (Vec<_>, Vec<_>) =
        columns.iter().filter_map(|name| Some((name.as_str(), record.get(name)?))).unzip();
    let places = vec!["?"; names.len()].join(", ");
    let names = names.join(", ");
    new.prepare_cached(&format!("INSERT OR REPLACE INTO {table} ({names}) VALUES ({places})"))?
        .execute(params_from_iter(values))
}

/// Lets a row go on without a parent where it can.
fn mend(new: &Connection, table: &str, record: &mut Record) -> Result<(), Error> {
    let parents: &[(&str, &str)] = match table {
        "replies" => &[("run", "runs")],
        "run_words" => &[("nuance", "replies"), ("cards", "replies")],
        _ => &[],
    };
    let mut is_whole = true;
    for (column, parent) in parents {
        let Some(Value::Integer(id)) = record.get(*column) else { continue };
        let exists = format!("SELECT EXISTS (SELECT 1 FROM {parent} WHERE id = ?1)");
        if !new.prepare_cached(&exists)?.query_one([id], |row| row.get(0))? {
            record.insert((*column).to_owned(), Value::Null);
            is_whole = false;
        }
    }
    if table == "run_words" && !is_whole {
        reopen(record);
    }
    Ok(())
}

/// A word that lost an answer has to be worked on again.
fn reopen(record: &mut Record) {
    let failed = record.get("state") == Some(&Value::Text("failed".into()));
    let answered = matches!(record.get("nuance"), Some(Value::Integer(_)));
    if !failed {
        let state = if answered { "nuance" } else { "pending" };
        record.insert("state".into(), Value::Text(state.into()));
    }
    record.insert("cards".into(), Value::Null);
    record.insert("finished".into(), Value::Null);
}
