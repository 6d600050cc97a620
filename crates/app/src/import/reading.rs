//! A file as it was read: its words and rejected rows in the order in which they stand in it.

use std::{
    fs,
    path::Path,
    sync::{Arc, OnceLock},
};

use korean::text::searchable;
use unicode_normalization::UnicodeNormalization as _;
use vocab::{Entry, FileReading, Rejected};

use crate::problem::{Code, Problem};

/// The largest file read; far above any word list, far below the memory of a small machine.
const LARGEST_FILE: u64 = 64 << 20;

/// A file that was read.
#[derive(Debug)]
pub(super) struct ReadFile {
    pub(super) reading: FileReading,
    /// Why it could not even be opened.
    unopened: Option<Problem>,
    /// Its rows in order.
    pub(super) rows: Vec<At>,
    searchable: OnceLock<Vec<Box<str>>>,
}

/// Where a row's content is found in a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// Among the words.
    Entry(u32),
    /// Among the rejected rows.
    Rejected(u32),
}

impl ReadFile {
    /// Reads the file at a path; one that cannot be opened has its problem and no rows.
    pub(super) fn at(path: &Path) -> Self {
        let name = file_name(path);
        match read_capped(path) {
            Ok(bytes) => Self::of(&name, &bytes.into()),
            Err(problem) => Self { unopened: Some(problem), ..Self::of(&name, &Arc::default()) },
        }
    }

    /// Reads a file's content.
    pub(super) fn of(name: &str, bytes: &Arc<[u8]>) -> Self {
        let reading = vocab::read(name, bytes);
        let rows = in_order(&reading.entries, &reading.rejected);
        Self { reading, unopened: None, rows, searchable: OnceLock::new() }
    }

    /// Why nothing was read from it.
    pub(super) fn problem(&self) -> Option<Problem> {
        self.unopened.clone().or_else(|| refused_by_reader(&self.reading))
    }

    pub(super) fn entry(&self, at: At) -> Option<&Entry> {
        match at {
            At::Entry(index) => self.reading.entries.get(index as usize),
            At::Rejected(_) => None,
        }
    }

    pub(super) fn rejected(&self, at: At) -> Option<&Rejected> {
        match at {
            At::Entry(_) => None,
            At::Rejected(index) => self.reading.rejected.get(index as usize),
        }
    }

    /// What a search looks into, row by row; made when somebody searches.
    pub(super) fn searchable(&self) -> &[Box<str>] {
        self.searchable.get_or_init(|| self.rows.iter().map(|at| self.texts(*at)).collect())
    }

    /// Term and meaning, or what a rejected row holds.
    fn texts(&self, at: At) -> Box<str> {
        let (term, meaning) = match (self.entry(at), self.rejected(at)) {
            (Some(entry), _) => (entry.term.as_str(), entry.meaning.as_deref()),
            (None, rejected) => (rejected.and_then(|row| row.raw.as_deref()).unwrap_or(""), None),
        };
        searchable(&format!("{term}\n{}", meaning.unwrap_or_default())).into()
    }
}

/// Both lists are in the order of the file; so is their union.
fn in_order(entries: &[Entry], rejected: &[Rejected]) -> Vec<At> {
    let mut rows = Vec::with_capacity(entries.len() + rejected.len());
    let mut left_out = (0..).zip(rejected).peekable();
    for (index, entry) in (0..).zip(entries) {
        while let Some((index, _)) = left_out.next_if(|(_, rejected)| rejected.row < entry.row) {
            rows.push(At::Rejected(index));
        }
        rows.push(At::Entry(index));
    }
    rows.extend(left_out.map(|(index, _)| At::Rejected(index)));
    rows
}

fn refused_by_reader(reading: &FileReading) -> Option<Problem> {
    let error = reading.file_error?;
    let message = reading.message.clone().unwrap_or_else(|| error.message().to_owned());
    Some(Problem::new(Code::UnreadableFile, message).with_hint(error.hint()))
}

/// The file's name, composed (macOS gives it decomposed) and without anything unprintable.
fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    name.nfc().filter(|letter| !letter.is_control()).collect()
}

fn read_capped(path: &Path) -> Result<Vec<u8>, Problem> {
    let told = |error| Problem::of_file(path, &error);
    let facts = fs::metadata(path).map_err(told)?;
    if !facts.is_file() {
        return Err(Problem::new(
            Code::UnreadableFile,
            format!("{} is not a file.", path.display()),
        )
        .with_hint("Choose the word files themselves, not their folder."));
    }
    if facts.len() > LARGEST_FILE {
        let message = format!("{} is larger than 64 MB.", path.display());
        return Err(Problem::new(Code::UnreadableFile, message)
            .with_hint("Split it, or save only the columns with words."));
    }
    fs::read(path).map_err(told)
}
