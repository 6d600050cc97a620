//! Notes as rows of `notes` and `cards`. Ids, positions and checksums follow Anki's own rules;
//! what a field says and which template makes a card is decided elsewhere.

use std::collections::HashSet;

use rusqlite::{Connection, Statement, params};
use sha1::{Digest, Sha1};

use super::modified_at;
use crate::{error::Error, fields::Fields, note::Note, notetype::NOTETYPE_ID, templates, text};

/// Between the positions of one template's new cards and the next's, so that a day of 20 new
/// cards teaches 20 words instead of 20 cards of a few words.
const SIBLING_OFFSET: i64 = 1000;

/// The last position that Anki accepts for a new card.
const LAST_POSITION: i64 = 999_999;

/// The two tables as they are being filled, and what must not occur twice in them.
pub(super) struct Rows<'db> {
    insert_note: Statement<'db>,
    insert_card: Statement<'db>,
    deck_id: i64,
    guids: HashSet<String>,
    keys: HashSet<String>,
    last_note: i64,
    last_card: i64,
}

impl<'db> Rows<'db> {
    pub(super) fn new(db: &'db Connection, deck_id: i64) -> Result<Self, Error> {
        let insert_note =
            db.prepare("INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')")?;
        let insert_card = db.prepare(
            "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
        )?;
        let (guids, keys) = (HashSet::new(), HashSet::new());
        Ok(Self { insert_note, insert_card, deck_id, guids, keys, last_note: 0, last_card: 0 })
    }

    /// Writes a note and its cards; gives the number of cards.
    pub(super) fn add(&mut self, note: &Note) -> Result<usize, Error> {
        let (key, term) = (text::clean_line(&note.key), text::clean_line(&note.term));
        if note.guid.is_empty() || key.is_empty() || term.is_empty() {
            return Err(Error::EmptyNote(note.key.clone()));
        }
        let fields = Fields::of(note);
        self.last_note = next_id(self.last_note, note);
        self.insert_note.execute(params![
            self.last_note,
            note.guid,
            NOTETYPE_ID,
            modified_at(note),
            tags_column(&note.tags),
            fields.all().join("\x1f"),
            term, // the sort field, without HTML
            checksum(&key),
        ])?;
        self.remember(note, key)?;
        self.add_cards(note, &fields)
    }

    fn remember(&mut self, note: &Note, key: String) -> Result<(), Error> {
        if !self.guids.insert(note.guid.clone()) {
            return Err(Error::DuplicateGuid(note.guid.clone()));
        }
        if self.keys.contains(&key) {
            return Err(Error::DuplicateKey(key));
        }
        self.keys.insert(key);
        Ok(())
    }

    fn add_cards(&mut self, note: &Note, fields: &Fields) -> Result<usize, Error> {
        let position = i64::try_from(self.guids.len()).unwrap_or(LAST_POSITION);
        let mut cards = 0;
        for (template, ord) in templates::templates().iter().zip(0_i64..) {
            if template.makes_card(fields) {
                self.last_card = next_id(self.last_card, note);
                let due = (position + ord * SIBLING_OFFSET).min(LAST_POSITION);
                let (id, nid, did) = (self.last_card, self.last_note, self.deck_id);
                self.insert_card.execute((id, nid, did, ord, modified_at(note), due))?;
                cards += 1;
            }
        }
        Ok(cards)
    }
}

/// Anki's ids are times in milliseconds, and the browser shows them as the day of creation.
fn next_id(last: i64, note: &Note) -> i64 {
    (last + 1).max(modified_at(note) * 1000)
}

/// Tags as Anki stores them: with a space at both ends, so that a search can match whole tags.
fn tags_column(tags: &[String]) -> String {
    match text::tags(tags) {
        tags if tags.is_empty() => String::new(),
        tags => format!(" {} ", tags.join(" ")),
    }
}

/// By this Anki's duplicate finder compares field 0: the first four bytes of its SHA-1.
fn checksum(key: &str) -> u32 {
    let hash = Sha1::digest(key);
    hash[..4].iter().fold(0, |number, &byte| number << 8 | u32::from(byte))
}
