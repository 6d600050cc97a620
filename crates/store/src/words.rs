//! The library: every word a learner kept, once. A removed word stays in the file, so that its
//! number never becomes another's.

use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use crate::{Error, Pending, Store};

/// A word's number in the library; Anki identities are made from it.
pub type WordId = i64;

/// What a note shows, in one number; made by the caller.
pub type NoteHash = [u8; 32];

/// A word to keep, as a file gave it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWord {
    /// The word.
    pub term: String,
    /// Part of speech by its English name, or empty.
    pub pos: String,
    /// The learner's own meaning, or empty.
    pub meaning: String,
    /// The number that tells homonyms apart in the learner's list, or empty.
    pub homonym: String,
    /// Chinese characters.
    pub hanja: Option<String>,
    /// The learner's example.
    pub example: Option<String>,
    /// The learner's notes.
    pub notes: Option<String>,
    /// The learner's tags.
    pub tags: Vec<String>,
    /// Name of the file it came from.
    pub source: String,
    /// Forms of it that the learner's lists gave.
    #[serde(default)]
    pub forms: Vec<Form>,
}

/// A form of a word as it stood in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The form.
    pub text: String,
    /// What the list said that it means.
    pub meaning: Option<String>,
    /// The list's example with it.
    pub example: Option<String>,
}

/// What a word of the library is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordKey {
    /// Its number.
    pub id: WordId,
    /// The word.
    pub term: String,
    /// Part of speech by its English name, or empty.
    pub pos: String,
    /// The learner's own meaning, or empty.
    pub meaning: String,
    /// The number that tells homonyms apart, or empty.
    pub homonym: String,
}

/// A word of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its number.
    pub id: WordId,
    /// What was kept of it.
    pub kept: NewWord,
}

impl Store {
    /// What every word of the library is known by, oldest first.
    pub fn word_keys(&self) -> Result<Vec<WordKey>, Error> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT id, term, pos, meaning, homonym FROM words
                 WHERE removed_at IS NULL ORDER BY id",
            )?;
            let keys = select.query_map([], read_key)?.collect::<Result<_, _>>()?;
            Ok(keys)
        })
    }

    /// Dates notes that are about to be exported, in the order given: one that shows the same as
    /// at its last export keeps its date; any other is dated now, and by at least a second later
    /// than before, because Anki compares seconds.
    pub fn date_notes(&self, notes: Vec<(WordId, NoteHash)>, now: i64) -> Pending<Vec<i64>> {
        self.write(move |connection| {
            notes.iter().map(|(word, hash)| date(connection, *word, hash, now)).collect()
        })
    }
}

fn date(connection: &Connection, word: WordId, hash: &NoteHash, now: i64) -> Result<i64, Error> {
    connection
        .prepare_cached(
            "UPDATE words SET note_hash = ?2, changed_at = max(?3, changed_at + 1)
             WHERE id = ?1 AND note_hash IS NOT ?2",
        )?
        .execute(params![word, hash, now])?;
    let date = connection
        .prepare_cached("SELECT changed_at FROM words WHERE id = ?1")?
        .query_one([word], |row| row.get(0))?;
    Ok(date)
}

fn read_key(row: &Row<'_>) -> rusqlite::Result<WordKey> {
    Ok(WordKey {
        id: row.get(0)?,
        term: row.get(1)?,
        pos: row.get(2)?,
        meaning: row.get(3)?,
        homonym: row.get(4)?,
    })
}

/// Columns that [`read_word`] expects, in its order.
pub(crate) const WORD_COLUMNS: &str = "words.id, words.term, words.pos, words.meaning, \
     words.homonym, words.hanja, words.example, words.notes, words.tags, words.source, \
     words.forms";

/// Reads a word from the first eleven columns of a row.
pub(crate) fn read_word(row: &Row<'_>) -> rusqlite::Result<Word> {
    let tags: String = row.get(8)?;
    let forms: String = row.get(10)?;
    Ok(Word {
        id: row.get(0)?,
        kept: NewWord {
            term: row.get(1)?,
            pos: row.get(2)?,
            meaning: row.get(3)?,
            homonym: row.get(4)?,
            hanja: row.get(5)?,
            example: row.get(6)?,
            notes: row.get(7)?,
            tags: serde_json::from_str(&tags).unwrap_or_default(),
            source: row.get(9)?,
            forms: serde_json::from_str(&forms).unwrap_or_default(),
        },
    })
}
