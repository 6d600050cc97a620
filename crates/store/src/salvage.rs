//! Saves what can be read of a damaged file into a new one, and keeps the damaged one beside it.
//! Rows are read table by table, around the places that cannot be read; replies, which were paid
//! for, also from pages that no table leads to any more.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::Connection;

use crate::{
    Error, Store,
    file::create_private_file,
    text::{Checksum, checksum, unpack},
    turns::{InUse, Turn},
};

mod pages;
mod tables;

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// Where the damaged file is now.
    pub damaged: PathBuf,
    /// What became of each table.
    pub tables: Vec<SavedTable>,
    /// Replies whose row is saved and whose text is not; they are forgotten, and stay paid for.
    pub texts_lost: u32,
}

/// What was saved of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedTable {
    /// Its name.
    pub name: &'static str,
    /// Rows that are in the new file.
    pub saved: u32,
    /// Rows that could be read, and are worth nothing without others that could not.
    pub left_out: u32,
    /// Rows known to have been there that could not be read. Rows without a number leave no gap.
    pub lost: u32,
}

/// Every table, parents before children, and whether its rows are numbered.
const TABLES: [(&str, bool); 14] = [
    ("meta", false),
    ("words", true),
    ("runs", true),
    ("replies", true),
    ("answers", false),
    ("run_words", false),
    ("dead_letters", false),
    ("edits", true),
    ("edited_words", false),
    ("presumed", true),
    ("owed", false),
    ("sent", false),
    ("batches", true),
    ("batch_requests", false),
];

impl Store {
    /// Saves what can be read of a damaged file into a new one in its place. The damaged one, and
    /// what SQLite keeps beside it, gets `stamp` into its name. `seed` is for [`Store::open`].
    ///
    /// # Errors
    /// [`Error::Busy`] while a process has the file open; [`Error::NotFound`] when there is none.
    /// Nothing is changed then.
    pub fn salvage(path: &Path, stamp: &str, seed: u64) -> Result<Salvaged, Error> {
        if !path.is_file() {
            return Err(Error::NotFound("database"));
        }
        let _turn = Turn::wait(path)?;
        let _alone = InUse::alone(path)?;
        let workshop = path.with_extension("repair");
        if workshop.exists() {
            fs::remove_dir_all(&workshop)?;
        }
        let (old, new) = (workshop.join("old.sqlite"), workshop.join("new.sqlite"));
        drop(Self::open(&new, seed)?);
        // SQLite writes into a file and its log even for reading
        copy(path, &old)?;
        let (tables, texts_lost) = save(&old, &new)?;
        let damaged = path.with_extension(format!("damaged-{stamp}.sqlite"));
        set_aside(path, &damaged)?;
        // in one step, so that the place is never empty: an empty one would be filled anew
        fs::rename(&new, path)?;
        fs::remove_dir_all(&workshop)?;
        Ok(Salvaged { damaged, tables, texts_lost })
    }
}

fn save(old: &Path, new: &Path) -> Result<(Vec<SavedTable>, u32), Error> {
    let mut new = Connection::open(new)?;
    // rows are judged one by one, against parents that are in the new file already
    new.pragma_update(None, "foreign_keys", true)?;
    let transaction = new.transaction()?;
    let images = pages::Images::read(old)?;
    let source = Connection::open(old)?;
    let mut saved = Vec::new();
    for (name, numbered) in TABLES {
        let columns = tables::columns(&transaction, name)?;
        let mut found = tables::read(&source, name, numbered);
        images.add(name, &columns, &mut found);
        saved.push(tables::write(&transaction, name, &columns, found)?);
    }
    let texts_lost = let_go_of_lost_texts(&transaction)?;
    transaction.commit()?;
    new.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok((saved, texts_lost))
}

/// A text that cannot be read would stop every run that needs it.
fn let_go_of_lost_texts(connection: &Connection) -> Result<u32, Error> {
    connection.execute_batch("CREATE TEMP TABLE purged (id INTEGER PRIMARY KEY)")?;
    let mut select = connection
        .prepare("SELECT id, content, checksum FROM replies WHERE length(content) > 0")?;
    let mut rows = select.query([])?;
    let mut lost = 0;
    while let Some(row) = rows.next()? {
        let (content, written) = (row.get_ref(1)?.as_blob(), row.get::<_, Option<Checksum>>(2)?);
        let text = content.ok().and_then(|content| unpack(content).ok());
        let is_whole = text.is_some_and(|text| written.is_none_or(|it| it == checksum(&text)));
        if !is_whole {
            lost += 1;
            connection.execute("INSERT INTO purged VALUES (?1)", [row.get::<_, i64>(0)?])?;
        }
    }
    connection.execute_batch(include_str!("sql/purge.sql"))?;
    connection.execute_batch(
        "UPDATE replies SET forgotten_at = created_at WHERE id IN (SELECT id FROM purged);
         DROP TABLE purged",
    )?;
    Ok(lost)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    for ending in ["", "-wal"] {
        let (from, to) = (beside(from, ending), beside(to, ending));
        if from.exists() {
            create_private_file(&to)?;
            fs::copy(from, to)?;
        }
    }
    Ok(())
}

/// Gives a file, and what is beside it, another name; the file keeps its own, too.
fn set_aside(from: &Path, to: &Path) -> Result<(), Error> {
    for ending in ["-shm", "-wal"] {
        let from = beside(from, ending);
        if from.exists() {
            fs::rename(from, beside(to, ending))?;
        }
    }
    // not every file system knows two names of one file
    if fs::hard_link(from, to).is_err() {
        create_private_file(to)?;
        fs::copy(from, to)?;
    }
    Ok(())
}
