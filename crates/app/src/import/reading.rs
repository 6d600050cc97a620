//! A file as it was read: its rows in the order in which they stand in it, and for each word what
//! it may be a form of. Its bytes are kept, so that it can be read again with other columns.

use std::{
    fs,
    io::Read as _,
    path::Path,
    sync::{Arc, OnceLock},
};

use korean::{PartOfSpeech, dictionary_form::Suggestion, text::searchable};
use unicode_normalization::UnicodeNormalization as _;
use vocab::{Entry, FileReading, Layout, Rejected};

use crate::problem::{Code, Problem};

/// The largest file read; far above any word list, far below the memory of a small machine.
const LARGEST_FILE: u64 = 64 << 20;

/// A file that was read.
#[derive(Debug)]
pub(super) struct ReadFile {
    bytes: Arc<[u8]>,
    pub(super) reading: FileReading,
    /// Why it could not even be opened.
    unopened: Option<Problem>,
    /// Its rows in order.
    pub(super) rows: Vec<At>,
    /// What words may be forms of, by their place in the reading.
    suggestions: Vec<(u32, Vec<Suggestion>)>,
    searchable: OnceLock<Vec<Box<str>>>,
}

/// Where a row's content is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// Among the words.
    Entry(u32),
    /// Among the rejected rows, being a word that repeats an earlier one.
    Repeat(u32),
    /// Among the rejected rows.
    Rejected(u32),
    /// Nowhere: it is a dictionary form that the list has only forms of.
    Made(u32),
}

impl ReadFile {
    /// Reads the file at a path; one that cannot be opened has its problem and no rows.
    pub(super) fn at(path: &Path) -> Self {
        let name = file_name(path);
        match read_capped(path) {
            Ok(bytes) => Self::of(&name, bytes.into(), &Layout::default()),
            Err(problem) => Self {
                unopened: Some(problem.clone()),
                ..Self::with(Arc::default(), FileReading::unreadable(&name, &problem.message))
            },
        }
    }

    /// Reads a file's content.
    pub(super) fn of(name: &str, bytes: Arc<[u8]>, layout: &Layout) -> Self {
        let reading = vocab::read_as(name, &bytes, layout);
        Self::with(bytes, reading)
    }

    fn with(bytes: Arc<[u8]>, reading: FileReading) -> Self {
        let rows = in_order(&reading);
        let suggestions = suggestions(&reading.entries);
        let (unopened, searchable) = (None, OnceLock::new());
        Self { bytes, reading, unopened, rows, suggestions, searchable }
    }

    /// The same file with other columns.
    pub(super) fn read_as(&self, layout: &Layout) -> Self {
        Self::of(&self.reading.file, Arc::clone(&self.bytes), layout)
    }

    /// Why nothing was read from it.
    pub(super) fn problem(&self) -> Option<Problem> {
        self.unopened.clone().or_else(|| refused_by_reader(&self.reading))
    }

    /// The word of a row, also where it repeats an earlier one.
    pub(super) fn entry(&self, at: At) -> Option<&Entry> {
        match at {
            At::Entry(index) => self.reading.entries.get(index as usize),
            At::Repeat(index) => self.reading.rejected.get(index as usize)?.word.as_deref(),
            At::Rejected(_) | At::Made(_) => None,
        }
    }

    pub(super) fn rejected(&self, at: At) -> Option<&Rejected> {
        let At::Rejected(index) = at else { return None };
        self.reading.rejected.get(index as usize)
    }

    /// What a row may be a form of, the likeliest first.
    pub(super) fn suggestions(&self, at: At) -> &[Suggestion] {
        let At::Entry(index) = at else { return &[] };
        let found = self.suggestions.binary_search_by_key(&index, |(index, _)| *index);
        found.map_or(&[], |found| &self.suggestions[found].1)
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

/// Words and rejected rows are each in the order of the file; so is their union.
fn in_order(reading: &FileReading) -> Vec<At> {
    let mut rows = Vec::with_capacity(reading.entries.len() + reading.rejected.len());
    let mut left_out = (0..).zip(&reading.rejected).peekable();
    for (index, entry) in (0..).zip(&reading.entries) {
        let before =
            |rejected: &Rejected| rejected.sheet == entry.sheet && rejected.row < entry.row;
        while let Some(left) = left_out.next_if(|(_, rejected)| before(rejected)) {
            rows.push(left_out_at(left));
        }
        rows.push(At::Entry(index));
    }
    rows.extend(left_out.map(left_out_at));
    rows
}

fn left_out_at((index, rejected): (u32, &Rejected)) -> At {
    if rejected.word.is_some() { At::Repeat(index) } else { At::Rejected(index) }
}

fn suggestions(entries: &[Entry]) -> Vec<(u32, Vec<Suggestion>)> {
    let forms = (0..).zip(entries).filter(|(_, entry)| entry.lemma.is_some());
    let suggested = forms.map(|(index, entry)| {
        let pos = entry.pos.as_deref().and_then(PartOfSpeech::from_label);
        (index, korean::dictionary_form::suggest(&entry.term, pos))
    });
    suggested.filter(|(_, suggestions)| !suggestions.is_empty()).collect()
}

fn refused_by_reader(reading: &FileReading) -> Option<Problem> {
    let error = reading.file_error?;
    let message = reading.message.clone().unwrap_or_else(|| error.message().to_owned());
    let problem = Problem::new(Code::UnreadableFile, message);
    Some(Problem { hint: reading.hint().map(str::to_owned), ..problem })
}

/// The file's name, composed (macOS gives it decomposed) and without anything unprintable.
fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    name.nfc().filter(|letter| !letter.is_control()).collect()
}

/// Opens nothing but a file: a pipe would keep the reader waiting, a device may have no end.
fn read_capped(path: &Path) -> Result<Vec<u8>, Problem> {
    let told = |error| Problem::of_file(path, &error);
    let unreadable = |what: &str, hint: &str| {
        let message = format!("{} {what}.", path.display());
        Err(Problem::new(Code::UnreadableFile, message).with_hint(hint))
    };
    let facts = fs::metadata(path).map_err(told)?;
    if facts.is_dir() {
        return unreadable("is a folder, not a file", "Choose the word files in it.");
    }
    if !facts.is_file() {
        let hint = "Save what it gives as a file, and choose that.";
        return unreadable("is a pipe or a device, not a file", hint);
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(told)?;
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(told)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return unreadable(
            "is larger than 64 MB",
            "Split it, or save only the columns with words.",
        );
    }
    Ok(bytes)
}
