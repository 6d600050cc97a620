//! What holds of every reading, whatever was read. It refuses to know what a file should give: that
//! is for examples to say.

use std::{collections::HashSet, error::Error, fmt};

use korean::{PartOfSpeech, dictionary_form};
use unicode_normalization::is_nfc;
use vocab::{Entry, FileReading, Layout, Rejected, Role};

use crate::files::File;

/// The longest term, in characters.
const LONGEST_TERM: usize = 50;
/// The longest start of a rejected row that is shown, in characters.
const LONGEST_RAW: usize = 121;

/// A law that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    law: &'static str,
    by: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.law, self.by)
    }
}

impl Error for Broken {}

fn must(holds: bool, law: &'static str, by: impl fmt::Debug) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(Broken { law, by: format!("{by:?}") }) }
}

/// Reads the file twice, and once more as if a learner had said that all was guessed wrong; and
/// checks what must hold of any reading.
pub fn of_file(file: &File) -> Result<(), Broken> {
    let reading = vocab::read(file.name, &file.bytes);
    of_reading(&reading)?;
    let again = vocab::read(file.name, &file.bytes);
    must(reading == again, "reading twice gives the same", &reading.file)?;
    of_reading(&vocab::read_as(file.name, &file.bytes, &otherwise(&reading)))
}

/// Every column holds what the next was taken for, and names are rows and rows names.
fn otherwise(reading: &FileReading) -> Layout {
    let columns = &reading.columns;
    let next = columns.iter().cycle().skip(1).map(|column| column.role);
    let moved = columns.iter().zip(next);
    Layout {
        header: Some(!reading.header),
        columns: moved.map(|(column, role)| (column.sheet.clone(), column.index, role)).collect(),
    }
}

/// What must hold of any reading.
pub fn of_reading(reading: &FileReading) -> Result<(), Broken> {
    reading.entries.iter().try_for_each(of_entry)?;
    reading.rejected.iter().try_for_each(of_rejected)?;
    of_rows(reading)?;
    of_refusal(reading)
}

fn of_entry(entry: &Entry) -> Result<(), Broken> {
    let term = &entry.term;
    must(is_nfc(term), "a term is composed", term)?;
    must(term.chars().any(korean::text::is_syllable), "a term has a whole syllable", term)?;
    must(term.trim() == term, "a term is trimmed", term)?;
    must(!term.contains(char::is_control), "a term is one line of plain characters", term)?;
    must(!term.contains(is_invisible), "a term hides nothing", term)?;
    must(term.chars().count() <= LONGEST_TERM, "a term has at most 50 characters", term)?;
    for text in texts(entry) {
        must(!text.contains(char::REPLACEMENT_CHARACTER), "nothing undecodable is kept", text)?;
        must(!text.trim().is_empty(), "what is kept says something", entry)?;
        must(
            !text.contains(|letter: char| letter.is_control() && letter != '\n'),
            "what is kept holds no control characters",
            text,
        )?;
    }
    Ok(())
}

/// Everything that is kept of a row.
fn texts(entry: &Entry) -> impl Iterator<Item = &String> {
    let Entry { pos, meaning, hanja, homonym, pron, example, example_meaning, note, .. } = entry;
    [pos, meaning, hanja, homonym, pron, example, example_meaning, note]
        .into_iter()
        .flatten()
        .chain(&entry.tags)
        .chain([&entry.term])
}

fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
    )
}

fn of_rejected(row: &Rejected) -> Result<(), Broken> {
    let raw = row.raw.as_deref().unwrap_or("-");
    must(!raw.is_empty(), "an empty row is shown as none", row)?;
    must(!raw.contains(char::is_control), "a rejected row is shown in one line", raw)?;
    must(raw.chars().count() <= LONGEST_RAW, "a rejected row is shown by its start", raw)
}

/// Rows are counted from 1, come in order, and each is decided about once. Order is not asked where
/// rows are counted anew: in sheets (two may have the same name), in the lists of JSON and in the
/// tables of a page. Once is not asked of lists, which may have several words a line, and of lists
/// side by side.
fn of_rows(reading: &FileReading) -> Result<(), Broken> {
    let accepted: Vec<u32> = reading.entries.iter().map(|entry| entry.row).collect();
    let rejected: Vec<u32> = reading.rejected.iter().map(|row| row.row).collect();
    let mut all = accepted.iter().chain(&rejected);
    must(all.all(|row| *row >= 1), "rows are counted from 1", (&accepted, &rejected))?;
    let sheets = reading.columns.iter().any(|column| column.sheet.is_some());
    if sheets || ["json", "jsonl", "html"].contains(&reading.format.as_str()) {
        return Ok(());
    }
    must(accepted.is_sorted(), "words come in the order of the file", &accepted)?;
    must(rejected.is_sorted(), "rejected rows come in the order of the file", &rejected)?;
    let side_by_side =
        reading.columns.iter().filter(|column| column.role == Role::Term).count() > 1;
    if reading.format == "txt" || side_by_side {
        return Ok(());
    }
    let mut seen = HashSet::new();
    let mut all = accepted.iter().chain(&rejected);
    must(all.all(|row| seen.insert(row)), "a row is decided about once", (&accepted, &rejected))
}

fn of_refusal(reading: &FileReading) -> Result<(), Broken> {
    let nothing = reading.entries.is_empty();
    must(
        reading.file_error.is_none() || nothing,
        "a refused file gives no words",
        &reading.entries,
    )?;
    let said = reading.message.as_ref().is_some_and(|message| !message.is_empty());
    must(!nothing || said, "a file without words is explained", &reading.file)
}

/// Looks for the dictionary form of a word, whatever part of speech it is said to be.
pub fn of_word(word: &str) -> Result<(), Broken> {
    of_suggestions(word, None)?;
    PartOfSpeech::ALL.into_iter().try_for_each(|pos| of_suggestions(word, Some(pos)))
}

fn of_suggestions(word: &str, pos: Option<PartOfSpeech>) -> Result<(), Broken> {
    let suggestions = dictionary_form::suggest(word, pos);
    let by = || (word, pos, &suggestions);
    must(
        suggestions.is_sorted_by(|one, next| one.confidence >= next.confidence),
        "the likeliest form comes first",
        by(),
    )?;
    for suggestion in &suggestions {
        let form = &suggestion.form;
        must(suggestion.confidence <= 100, "nothing is likelier than certain", by())?;
        must(!form.is_empty() && is_nfc(form), "a form is a composed word", by())?;
        must(form.chars().all(korean::text::is_syllable), "a form is whole syllables", by())?;
    }
    Ok(())
}
