//! The `.apkg` that every Anki client imports: a zip of `collection.anki2` (SQLite, schema 11)
//! and `media`, built in memory. Each card row that Anki would generate is written, since an
//! import generates none. The bytes depend on the deck alone.

mod rows;

use std::io::{Cursor, Write as _};

use rusqlite::{Connection, params};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    error::Error,
    note::{Deck, Note, Written},
    notetype, text,
};
use rows::Rows;

/// The deck's name when nothing is left of the given one.
const UNNAMED: &str = "Hanji";

/// The collection's creation day, in Unix seconds. Due dates would count from it; our cards are
/// all new and have none.
const CREATED_AT: i64 = 1_500_000_000;

/// Content times are kept within Anki's ids: 13 digits when in milliseconds.
const TIMES: std::ops::RangeInclusive<i64> = 1..=9_999_999_999;

/// Deflate's level: beyond this, time grows much faster than the file shrinks.
const COMPRESSION: i64 = 3;

/// The deck as the bytes of an `.apkg`.
pub fn apkg_bytes(deck: &Deck) -> Result<Vec<u8>, Error> {
    build(deck).map(|(bytes, _)| bytes)
}

/// The bytes, and what they hold.
pub(crate) fn build(deck: &Deck) -> Result<(Vec<u8>, Written), Error> {
    let mut db = Connection::open_in_memory()?;
    db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    db.execute_batch(include_str!("apkg/schema11.sql"))?;
    let cards = write_rows(&mut db, deck)?;
    db.execute_batch(include_str!("apkg/indexes.sql"))?;
    let bytes = archive(&db.serialize("main")?)?;
    Ok((bytes, Written { notes: deck.notes.len(), cards }))
}

fn archive(collection: &[u8]) -> Result<Vec<u8>, Error> {
    // without a time of its own an entry gets zip's first: 1 January 1980
    let options = SimpleFileOptions::default().compression_level(Some(COMPRESSION));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("collection.anki2", collection), ("media", b"{}")] {
        zip.start_file(name, options)?;
        zip.write_all(content).map_err(zip::result::ZipError::Io)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Fills the tables in one transaction; gives the number of cards.
fn write_rows(db: &mut Connection, deck: &Deck) -> Result<usize, Error> {
    let name = match text::deck_name(&deck.name) {
        name if name.is_empty() => UNNAMED.to_owned(),
        name => name,
    };
    let transaction = db.transaction()?;
    write_collection(&transaction, deck, &name)?;
    let cards = write_notes(&transaction, &deck.notes, notetype::deck_id(&name))?;
    transaction.commit()?;
    Ok(cards)
}

fn write_collection(db: &Connection, deck: &Deck, name: &str) -> Result<(), Error> {
    let modified_at = deck.notes.iter().map(modified_at).max().unwrap_or(CREATED_AT);
    db.execute(
        "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')",
        params![
            CREATED_AT,
            modified_at * 1000,
            CREATED_AT * 1000,
            notetype::collection_options(notetype::deck_id(name)).to_string(),
            notetype::models().to_string(),
            notetype::decks(name, &deck.description, modified_at).to_string(),
            notetype::deck_options().to_string(),
        ],
    )?;
    Ok(())
}

fn write_notes(db: &Connection, notes: &[Note], deck_id: i64) -> Result<usize, Error> {
    let mut rows = Rows::new(db, deck_id)?;
    notes.iter().map(|note| rows.add(note)).sum()
}

/// When the note's content last changed, within what Anki's ids can hold.
fn modified_at(note: &Note) -> i64 {
    note.modified_at.clamp(*TIMES.start(), *TIMES.end())
}

#[cfg(test)]
mod tests;
