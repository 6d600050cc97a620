//! Word lists in: files are read, their rows sorted out and shown, and nothing is kept before the
//! learner says so. It knows neither the window nor the database.

mod deciding;
mod decisions;
mod known;
mod library;
mod page;
mod reading;
mod rejected_file;
mod sorting;
mod word;

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use vocab::{FileReading, Layout, Reason, Rejected};

use crate::{
    dto::{FileSummary, Preview},
    problem::Problem,
};
use decisions::Decisions;
pub(crate) use known::Known;
pub(crate) use library::Library;
use reading::ReadFile;
use sorting::{Given, Sorted, number};

/// Words read from files and not yet kept.
#[derive(Debug, Default)]
pub struct Import {
    files: Vec<Listed>,
    /// The next file's and the next row's name.
    next: (u32, u32),
    decisions: Decisions,
    known: Option<Arc<Known>>,
    library: Arc<Library>,
    limit: Option<usize>,
    /// The rows as they are sorted now; forgotten whenever anything changes.
    sorted: OnceLock<Sorted>,
}

/// A file on the list.
#[derive(Debug, Clone)]
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
        self.push(ReadFile::of(name, bytes.into(), &Layout::default()).into());
    }

    /// Adds what was read elsewhere.
    pub(crate) fn append(&mut self, other: Self) {
        other.files.into_iter().for_each(|listed| self.push(listed.file));
    }

    /// The list after this one: empty, with names of its own, and what is known stays known.
    #[must_use]
    pub(crate) fn successor(&self) -> Self {
        let (known, library) = (self.known.clone(), Arc::clone(&self.library));
        Self { next: self.next, known, library, ..Self::default() }
    }

    /// Adds the list after this one to it, with what was decided there.
    pub(crate) fn join(&mut self, successor: Self) {
        self.files.extend(successor.files);
        self.next = successor.next;
        self.decisions.join(successor.decisions);
        (self.known, self.library) = (successor.known, successor.library);
        self.sorted = OnceLock::new();
    }

    fn push(&mut self, file: Arc<ReadFile>) {
        let listed = self.listed(file);
        self.files.push(listed);
        self.sorted = OnceLock::new();
    }

    /// Gives a file and its rows their names.
    fn listed(&mut self, file: Arc<ReadFile>) -> Listed {
        let (id, first_row) = self.next;
        self.next = (id + 1, first_row + number(file.rows.len()));
        Listed { id, first_row, file }
    }

    /// Keeps the first words only.
    pub fn limit(&mut self, words: usize) {
        self.limit = Some(words);
    }

    /// Tells the list what the library holds.
    pub(crate) fn set_library(&mut self, library: Arc<Library>) {
        if library.version != self.library.version {
            self.library = library;
            self.sorted = OnceLock::new();
        }
    }

    /// The library as the list knows it.
    pub(crate) fn library_version(&self) -> i64 {
        self.library.version
    }

    /// Leaves out words that are known already; `None` brings them back.
    pub(crate) fn set_known(&mut self, known: Option<Known>) {
        self.known = known.map(Arc::new);
        self.sorted = OnceLock::new();
    }

    /// Leaves out the words of files, which are read for that alone; tells which of the files were
    /// refused.
    pub fn know_files(&mut self, paths: &[PathBuf]) -> Vec<(String, Problem)> {
        let mut files = Self::default();
        files.add_files(paths);
        let names: Vec<&str> = files.readings().map(|reading| reading.file.as_str()).collect();
        let known = Known::of(Some(names.join(", ")), files.readings());
        self.set_known(Some(known.with_dictionary_forms(files.readings())));
        files.refused()
    }

    /// Takes over what another list knows.
    pub(crate) fn take_known_of(&mut self, other: Self) {
        self.known = other.known;
        self.sorted = OnceLock::new();
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

    /// The list in numbers.
    #[must_use]
    pub fn preview(&self) -> Preview {
        let sorted = self.sorted();
        let files = self.files.iter().zip(&sorted.words_of_files);
        Preview {
            files: files.map(|(listed, words)| listed.summary(*words)).collect(),
            counts: sorted.counts.clone(),
            reasons: sorted.reasons.clone(),
            known: self.known.as_ref().map(|known| known.told()),
            undo: self.decisions.last().cloned(),
        }
    }

    fn sorted(&self) -> &Sorted {
        self.sorted.get_or_init(|| {
            Sorted::out(Given {
                files: &self.files,
                decisions: &self.decisions,
                known: self.known.as_deref(),
                library: &self.library,
            })
        })
    }
}

impl Listed {
    fn summary(&self, words: u32) -> FileSummary {
        let reading = &self.file.reading;
        // a repetition is a word, and counted among the duplicates
        let no_word = |row: &&Rejected| row.reason != Reason::Duplicate;
        FileSummary {
            id: self.id,
            name: reading.file.clone(),
            format: reading.format.clone(),
            encoding: reading.encoding.clone(),
            delimiter: reading.delimiter,
            header: reading.header,
            columns: reading.columns.iter().map(Into::into).collect(),
            words,
            rejected: number(reading.rejected.iter().filter(no_word).count()),
            message: reading.message.clone(),
            problem: self.file.problem(),
        }
    }
}
