//! The undo log: what each change of the library was, and what its words were before. It is in
//! the file, so that a change can still be taken back after a restart.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{Error, NewWord, Pending, Store, WordId, keeping};

/// A change's number.
pub type EditId = i64;

/// A change of the library that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Its number.
    pub id: EditId,
    /// When it was made.
    pub at: i64,
    /// Names of the files that its words came from.
    pub files: Vec<String>,
    /// Words that it added.
    pub added: u32,
    /// Words that it changed.
    pub changed: u32,
    /// Words that it added and a run uses.
    pub in_use: u32,
}

/// What taking a change back did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undone {
    /// Words that were removed again; their numbers stay theirs.
    pub removed: u32,
    /// Words that are again as they were.
    pub restored: u32,
    /// Words that stay, because a run uses them.
    pub in_use: u32,
}

impl Store {
    /// The newest change that was not taken back.
    pub fn last_edit(&self) -> Result<Option<Edit>, Error> {
        self.read(|connection| {
            let last = connection
                .prepare_cached(
                    "SELECT id, at, name FROM edits WHERE undone_at IS NULL
                     ORDER BY id DESC LIMIT 1",
                )?
                .query_one([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))
                .optional()?;
            last.map(|(id, at, files)| read_edit(connection, id, at, &files)).transpose()
        })
    }

    /// Grows with every change of the library and with every one that is taken back.
    pub fn library_version(&self) -> Result<i64, Error> {
        self.read(|connection| {
            let version = connection
                .prepare_cached("SELECT count(*) + count(undone_at) FROM edits")?
                .query_one([], |row| row.get(0))?;
            Ok(version)
        })
    }

    /// Takes a change back, in one transaction: words that it added are removed unless a run uses
    /// them, words that it changed are as before.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or was taken back already; [`Error::ChangedSince`]
    /// when a later change touched one of its words.
    pub fn undo_edit(&self, edit: EditId, now: i64) -> Pending<Undone> {
        self.write(move |connection| {
            let marked = connection.execute(
                "UPDATE edits SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL",
                params![edit, now],
            )?;
            if marked == 0 {
                return Err(Error::NotFound("change"));
            }
            if is_changed_since(connection, edit)? {
                return Err(Error::ChangedSince);
            }
            // removed first: a word that was changed may want its place back from an added one
            let (removed, in_use) = remove_added(connection, edit, now)?;
            Ok(Undone { removed, in_use, restored: restore(connection, edit)? })
        })
    }
}

/// Begins a change.
pub(crate) fn begin(connection: &Connection, kind: &str, now: i64) -> Result<EditId, Error> {
    connection
        .execute("INSERT INTO edits (at, kind, name) VALUES (?1, ?2, '[]')", params![now, kind])?;
    Ok(connection.last_insert_rowid())
}

/// Names a change by the files that its words came from.
pub(crate) fn name<'a>(
    connection: &Connection,
    edit: EditId,
    files: impl Iterator<Item = &'a str>,
) -> Result<(), Error> {
    let mut names: Vec<&str> = Vec::new();
    for file in files {
        if names.last() != Some(&file) && !names.contains(&file) {
            names.push(file);
        }
    }
    let names = serde_json::to_string(&names).unwrap_or_default();
    connection.execute("UPDATE edits SET name = ?2 WHERE id = ?1", params![edit, names])?;
    Ok(())
}

/// Notes what a word was before a change; of several changes in one, the first counts.
pub(crate) fn note(
    connection: &Connection,
    edit: EditId,
    word: WordId,
    before: Option<&NewWord>,
) -> Result<(), Error> {
    let before = before.and_then(|word| serde_json::to_string(word).ok());
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO edited_words (edit, word, before) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![edit, word, before])?;
    Ok(())
}

fn read_edit(connection: &Connection, id: EditId, at: i64, files: &str) -> Result<Edit, Error> {
    let (added, changed, in_use) = connection
        .prepare_cached(
            "SELECT count(*) - count(before), count(before),
                    count(*) FILTER (WHERE before IS NULL AND EXISTS
                      (SELECT 1 FROM run_words WHERE run_words.word = edited_words.word))
             FROM edited_words WHERE edit = ?1",
        )?
        .query_one([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let files = serde_json::from_str(files).unwrap_or_default();
    Ok(Edit { id, at, files, added, changed, in_use })
}

fn is_changed_since(connection: &Connection, edit: EditId) -> Result<bool, Error> {
    let changed = connection.query_one(
        "SELECT EXISTS (
           SELECT 1 FROM edited_words AS mine
           JOIN edited_words AS later ON later.word = mine.word AND later.edit > mine.edit
           JOIN edits ON edits.id = later.edit AND edits.undone_at IS NULL
           WHERE mine.edit = ?1)",
        [edit],
        |row| row.get(0),
    )?;
    Ok(changed)
}

/// Removes the words that a change added; gives how many, and how many stay for a run's sake.
fn remove_added(connection: &Connection, edit: EditId, now: i64) -> Result<(u32, u32), Error> {
    let added: u32 = connection.query_one(
        "SELECT count(*) FROM edited_words WHERE edit = ?1 AND before IS NULL",
        [edit],
        |row| row.get(0),
    )?;
    let removed = connection.execute(
        "UPDATE words SET removed_at = ?2
         WHERE id IN (SELECT word FROM edited_words WHERE edit = ?1 AND before IS NULL)
           AND NOT EXISTS (SELECT 1 FROM run_words WHERE run_words.word = words.id)",
        params![edit, now],
    )?;
    let removed = u32::try_from(removed).unwrap_or(u32::MAX);
    Ok((removed, added.saturating_sub(removed)))
}

fn restore(connection: &Connection, edit: EditId) -> Result<u32, Error> {
    let mut select = connection.prepare_cached(
        "SELECT word, before FROM edited_words WHERE edit = ?1 AND before IS NOT NULL",
    )?;
    let mut rows = select.query([edit])?;
    let mut restored = 0;
    while let Some(row) = rows.next()? {
        let before: String = row.get(1)?;
        let before: NewWord = serde_json::from_str(&before)
            .map_err(|error| Error::Damaged(format!("the undo log: {error}")))?;
        keeping::update(connection, row.get(0)?, &before).map_err(|error| match error {
            Error::Taken => Error::ChangedSince,
            other => other,
        })?;
        restored += 1;
    }
    Ok(restored)
}
