//! Kindle's `vocab.db` as rows of cells: each word that was looked up, with the sentence it was last
//! met in and the title of that book. It refuses to know what a database is.

use std::collections::HashMap;

use korean::text::has_hangul;

use crate::{
    clean,
    entry::Reason,
    grid::{Cell, Grid, GridRow},
    sqlite::{Damaged, Database, Value},
};

/// How much of a book's title is kept, in bytes.
const LONGEST_TITLE: usize = 500;

/// Whether the database is Kindle's.
pub(crate) fn is_in(database: &Database) -> bool {
    database.has("WORDS") && database.has("LOOKUPS")
}

/// The words; a row's number is the word's place in WORDS.
pub(crate) fn read(database: &Database) -> Result<Grid, Damaged> {
    let books = books(database)?;
    let mut usages = usages(database)?;
    let mut rows = Vec::new();
    database.each_row("WORDS", ["id", "word", "lang"], |[id, word, language]| {
        // ids are unique: no second word takes the same usage
        let usage = usages.remove(&*id.shown());
        let book = usage.as_ref().and_then(|usage| books.get(&usage.book));
        let book = book.cloned().unwrap_or_default();
        let example = usage.map(|usage| usage.sentence).unwrap_or_default();
        let number = u32::try_from(rows.len() + 1).unwrap_or(u32::MAX);
        rows.push(GridRow {
            row: number,
            refused: refused(word, &language.shown()),
            cells: [word.shown().into_owned(), example, book].map(Cell::Text).into(),
        });
    })?;
    let names = ["word", "example", "note"].map(str::to_owned).into();
    Ok(Grid { sheet: None, names: Some(names), rows })
}

/// A book that was labelled with the wrong language still has Korean words.
fn refused(word: Value<'_>, language: &str) -> Option<Reason> {
    let Some(word) = word.text() else {
        return Some(Reason::InvalidUtf8);
    };
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    let is_korean = ["", "ko", "kor"].iter().any(|code| primary.eq_ignore_ascii_case(code));
    (!is_korean && !has_hangul(&word)).then_some(Reason::OtherLanguage)
}

/// Where a word was met.
#[derive(Debug)]
struct Usage {
    at: i64,
    sentence: String,
    book: String,
}

/// The latest usage of each word, by the word's id.
fn usages(database: &Database) -> Result<HashMap<String, Usage>, Damaged> {
    let mut usages: HashMap<String, Usage> = HashMap::new();
    let columns = ["word_key", "usage", "book_key", "timestamp"];
    database.each_row("LOOKUPS", columns, |[word, sentence, book, at]| {
        let at = at.number().unwrap_or_default();
        let sentence = sentence.text().unwrap_or_default();
        let word = word.shown();
        let is_later = usages.get(&*word).is_none_or(|known| at >= known.at);
        if is_later && !sentence.trim().is_empty() {
            let (sentence, book) = (sentence.into_owned(), book.shown().into_owned());
            usages.insert(word.into_owned(), Usage { at, sentence, book });
        }
    })?;
    Ok(usages)
}

/// The titles of the books, by id.
fn books(database: &Database) -> Result<HashMap<String, String>, Damaged> {
    let mut books = HashMap::new();
    database.each_row("BOOK_INFO", ["id", "title"], |[id, title]| {
        let title = title.text().unwrap_or_default();
        books.insert(id.shown().into_owned(), clean::start(&title, LONGEST_TITLE).to_owned());
    })?;
    Ok(books)
}

#[cfg(test)]
mod tests;
