//! Word lists in: files are read, their rows sorted out and shown, and nothing is kept before the
//! learner says so. It knows neither the window nor the database.

mod page;
mod reading;
mod sorting;

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use store::NewWord;
use vocab::{Entry, FileReading};

use crate::{
    dto::{FileSummary, Preview},
    problem::Problem,
};
use reading::ReadFile;
use sorting::{Sort, Sorted, number};

/// Words read from files and not yet kept.
#[derive(Debug, Default)]
pub struct Import {
    files: Vec<Listed>,
    /// The next file's and the next row's name.
    next: (u32, u32),
    limit: Option<usize>,
    /// The rows as they are sorted now; forgotten whenever anything changes.
    sorted: OnceLock<Sorted>,
}

/// A file on the list.
#[derive(Debug)]
struct Listed {
    id: u32,
    /// Its first row's name; the others count up from it.
    first_row: u32,
    file: Arc<ReadFile>,
}

impl Import {
    /// Reads files, adding them to what was read before. A file that cannot be read does not
    /// keep the others from being read.
    pub fn add_files(&mut self, paths: &[PathBuf]) {
        for path in paths {
            self.push(ReadFile::at(path).into());
        }
    }

    /// Reads one file's content.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.push(ReadFile::of(name, &bytes.into()).into());
    }

    /// Adds what was read elsewhere.
    pub(crate) fn append(&mut self, other: Self) {
        for listed in other.files {
            self.push(listed.file);
        }
    }

    fn push(&mut self, file: Arc<ReadFile>) {
        let (id, first_row) = self.next;
        self.next = (id + 1, first_row + number(file.rows.len()));
        self.files.push(Listed { id, first_row, file });
        self.sorted = OnceLock::new();
    }

    /// Keeps the first words only.
    pub fn limit(&mut self, words: usize) {
        self.limit = Some(words);
    }

    /// Each file as it was read, in the shape of `hanji words --json`.
    pub fn readings(&self) -> impl Iterator<Item = &FileReading> {
        self.files.iter().map(|listed| &listed.file.reading)
    }

    /// Why files were refused whole, with their names.
    #[must_use]
    pub fn refused(&self) -> Vec<(String, Problem)> {
        let refused = self
            .files
            .iter()
            .filter_map(|listed| Some((listed.file.reading.file.clone(), listed.file.problem()?)));
        refused.collect()
    }

    /// The words of all files in order, each once.
    #[must_use]
    pub fn words(&self) -> Vec<NewWord> {
        let sorted = self.sorted();
        let words = sorted.words.iter().take(self.limit.unwrap_or(usize::MAX));
        let word = |place: &u32| {
            let row = sorted.row(*place)?;
            let reading = &self.files.get(row.file as usize)?.file;
            Some(new_word(&reading.reading, reading.entry(row.at)?))
        };
        words.filter_map(word).collect()
    }

    /// The list in numbers.
    #[must_use]
    pub fn preview(&self) -> Preview {
        let sorted = self.sorted();
        let files = (0..).zip(&self.files);
        Preview {
            files: files.map(|(place, listed)| self.summary(place, listed)).collect(),
            counts: sorted.counts.clone(),
            reasons: sorted.reasons.clone(),
            known: None,
            undo: None,
        }
    }

    fn sorted(&self) -> &Sorted {
        self.sorted.get_or_init(|| Sorted::out(&self.files))
    }

    fn summary(&self, place: u32, listed: &Listed) -> FileSummary {
        let reading = &listed.file.reading;
        let rows = self.sorted().rows.iter().filter(|row| row.file == place);
        let words = rows.filter(|row| row.sort == Sort::Word).count();
        FileSummary {
            id: listed.id,
            name: reading.file.clone(),
            format: reading.format.clone(),
            encoding: reading.encoding.clone(),
            delimiter: reading.delimiter,
            header: reading.header,
            columns: Vec::new(),
            words: number(words),
            rejected: number(reading.rejected.len()),
            message: reading.message.clone(),
            problem: listed.file.problem(),
        }
    }
}

fn new_word(reading: &FileReading, entry: &Entry) -> NewWord {
    NewWord {
        term: entry.term.clone(),
        pos: entry.pos.clone().unwrap_or_default(),
        meaning: entry.meaning.clone().unwrap_or_default(),
        homonym: entry.homonym.clone().unwrap_or_default(),
        hanja: entry.hanja.clone(),
        example: entry.example.clone(),
        notes: entry.note.clone(),
        tags: entry.tags.clone(),
        source: reading.file.clone(),
        forms: Vec::new(),
    }
}
