//! Keeping words: one transaction that says what it changed, and one entry in the undo log for it,
//! unless it changed nothing. What a learner's list adds to a word is taken; what it leaves out
//! is left as it was.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    EditId, Error, Form, NewWord, Pending, Store, Word, WordId, edits,
    words::{WORD_COLUMNS, read_word},
};

/// A word to keep, and the word of the library that it puts right, if the learner said so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keep {
    /// What to keep.
    pub word: NewWord,
    /// The word that gets this one's meaning instead of having another beside it.
    pub corrects: Option<WordId>,
}

impl From<NewWord> for Keep {
    fn from(word: NewWord) -> Self {
        Self { word, corrects: None }
    }
}

/// What keeping words did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// The words' numbers, in the order given.
    pub words: Vec<WordId>,
    /// Words that were not there.
    pub added: u32,
    /// Words that were there and got something new.
    pub changed: u32,
    /// Words that were there as they are.
    pub unchanged: u32,
    /// The entry in the undo log; none when nothing changed.
    pub edit: Option<EditId>,
}

impl Store {
    /// Keeps words, in one transaction, with one entry in the undo log unless nothing changed. A
    /// word that is there already (same term, part of speech, meaning and homonym number) keeps
    /// its number, also when it had been removed.
    pub fn keep_words(&self, words: Vec<Keep>, now: i64) -> Pending<Kept> {
        self.write(move |connection| {
            let mut keeping = Keeping { connection, now, edit: None, outcomes: HashMap::new() };
            let ids = words.iter().map(|word| keeping.keep(word)).collect::<Result<_, _>>()?;
            let kept = keeping.told(ids);
            if let Some(edit) = kept.edit {
                edits::name(connection, edit, words.iter().map(|keep| keep.word.source.as_str()))?;
            }
            Ok(kept)
        })
    }
}

/// What became of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Added,
    Changed,
    Unchanged,
}

/// A transaction under way.
struct Keeping<'a> {
    connection: &'a Connection,
    now: i64,
    edit: Option<EditId>,
    outcomes: HashMap<WordId, Outcome>,
}

impl Keeping<'_> {
    fn keep(&mut self, keep: &Keep) -> Result<WordId, Error> {
        let Some(known) = self.live(keep)? else { return self.add(&keep.word) };
        let mut word = joined(&known.kept, &keep.word);
        if keep.corrects == Some(known.id) {
            word.meaning.clone_from(&keep.word.meaning);
        }
        if word == known.kept {
            self.outcomes.entry(known.id).or_insert(Outcome::Unchanged);
            return Ok(known.id);
        }
        update(self.connection, known.id, &word)?;
        self.note(known.id, Some(&known.kept))?;
        let outcome = self.outcomes.entry(known.id).or_insert(Outcome::Changed);
        if *outcome == Outcome::Unchanged {
            *outcome = Outcome::Changed;
        }
        Ok(known.id)
    }

    /// The word that a word to keep is: the very same, else the one that it corrects.
    fn live(&self, keep: &Keep) -> Result<Option<Word>, Error> {
        let same = by_key(self.connection, &keep.word, "removed_at IS NULL")?;
        match keep.corrects {
            Some(id) if same.is_none() => by_id(self.connection, id),
            _ => Ok(same),
        }
    }

    fn add(&mut self, word: &NewWord) -> Result<WordId, Error> {
        let id = match by_key(self.connection, word, "removed_at IS NOT NULL")? {
            Some(removed) => {
                update(self.connection, removed.id, word)?;
                removed.id
            }
            None => insert(self.connection, word, self.now)?,
        };
        self.note(id, None)?;
        self.outcomes.insert(id, Outcome::Added);
        Ok(id)
    }

    /// Notes what a word was before the whole change.
    fn note(&mut self, word: WordId, before: Option<&NewWord>) -> Result<(), Error> {
        let edit = match self.edit {
            Some(edit) => edit,
            None => edits::begin(self.connection, "keep", self.now)?,
        };
        self.edit = Some(edit);
        edits::note(self.connection, edit, word, before)
    }

    fn told(self, words: Vec<WordId>) -> Kept {
        let count = |wanted| {
            let of_it = self.outcomes.values().filter(|outcome| **outcome == wanted).count();
            u32::try_from(of_it).unwrap_or(u32::MAX)
        };
        Kept {
            words,
            added: count(Outcome::Added),
            changed: count(Outcome::Changed),
            unchanged: count(Outcome::Unchanged),
            edit: self.edit,
        }
    }
}

/// A word with what a list says of it beyond what is known.
fn joined(known: &NewWord, new: &NewWord) -> NewWord {
    let mut joined = NewWord {
        hanja: new.hanja.clone().or_else(|| known.hanja.clone()),
        example: new.example.clone().or_else(|| known.example.clone()),
        notes: new.notes.clone().or_else(|| known.notes.clone()),
        ..known.clone()
    };
    let tags = new.tags.iter().filter(|tag| !known.tags.contains(tag));
    joined.tags.extend(tags.cloned());
    new.forms.iter().for_each(|form| join_form(&mut joined.forms, form));
    joined
}

fn join_form(forms: &mut Vec<Form>, new: &Form) {
    let Some(known) = forms.iter_mut().find(|form| form.text == new.text) else {
        forms.push(new.clone());
        return;
    };
    known.meaning = known.meaning.take().or_else(|| new.meaning.clone());
    known.example = known.example.take().or_else(|| new.example.clone());
}

fn by_key(connection: &Connection, word: &NewWord, which: &str) -> Result<Option<Word>, Error> {
    let found = connection
        .prepare_cached(&format!(
            "SELECT {WORD_COLUMNS} FROM words
             WHERE term = ?1 AND pos = ?2 AND meaning = ?3 AND homonym = ?4 AND {which}
             ORDER BY id DESC LIMIT 1"
        ))?
        .query_one(params![word.term, word.pos, word.meaning, word.homonym], read_word)
        .optional()?;
    Ok(found)
}

fn by_id(connection: &Connection, id: WordId) -> Result<Option<Word>, Error> {
    let found = connection
        .prepare_cached(&format!(
            "SELECT {WORD_COLUMNS} FROM words WHERE id = ?1 AND removed_at IS NULL"
        ))?
        .query_one([id], read_word)
        .optional()?;
    Ok(found)
}

fn insert(connection: &Connection, word: &NewWord, now: i64) -> Result<WordId, Error> {
    connection
        .prepare_cached(
            "INSERT INTO words (term, pos, meaning, homonym, hanja, example, notes, tags, source,
                forms, changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            word.term,
            word.pos,
            word.meaning,
            word.homonym,
            word.hanja,
            word.example,
            word.notes,
            json(&word.tags),
            word.source,
            json(&word.forms),
            now
        ])?;
    Ok(connection.last_insert_rowid())
}

/// Gives a word other content; a removed one is there again.
pub(crate) fn update(connection: &Connection, id: WordId, word: &NewWord) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE words SET term = ?2, pos = ?3, meaning = ?4, homonym = ?5, hanja = ?6,
                example = ?7, notes = ?8, tags = ?9, source = ?10, forms = ?11, removed_at = NULL
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            word.term,
            word.pos,
            word.meaning,
            word.homonym,
            word.hanja,
            word.example,
            word.notes,
            json(&word.tags),
            word.source,
            json(&word.forms)
        ])?;
    Ok(())
}

fn json(list: &impl serde::Serialize) -> String {
    serde_json::to_string(list).unwrap_or_default()
}
