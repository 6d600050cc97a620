//! Word files in: read, merged across files, and shown before anything is kept.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use korean::PartOfSpeech;
use store::NewWord;
use unicode_normalization::UnicodeNormalization as _;
use vocab::{Entry, FileReading};

use crate::{
    dto::{FileSummary, Preview, PreviewWord, RejectedRow},
    problem::{Code, Problem},
};

/// The largest file read; far above any word list, far below the memory of a small machine.
const LARGEST_FILE: u64 = 64 << 20;

/// Words read from files and not yet kept.
#[derive(Debug, Clone, Default)]
pub struct Import {
    readings: Vec<FileReading>,
    /// Why files could not even be opened, by their place in `readings`.
    problems: Vec<(usize, Problem)>,
    limit: Option<usize>,
}

impl Import {
    /// Reads files, adding them to what was read before. A file that cannot be read does not
    /// keep the others from being read.
    pub fn add_files(&mut self, paths: &[PathBuf]) {
        for path in paths {
            let name = file_name(path);
            match read_capped(path) {
                Ok(bytes) => self.add(&name, &bytes),
                Err(problem) => {
                    self.problems.push((self.readings.len(), problem));
                    self.add(&name, &[]);
                }
            }
        }
    }

    /// Adds what was read elsewhere.
    pub(crate) fn append(&mut self, other: Self) {
        let before = self.readings.len();
        self.readings.extend(other.readings);
        let moved = other.problems.into_iter().map(|(place, problem)| (before + place, problem));
        self.problems.extend(moved);
    }

    /// Reads one file's content.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.readings.push(vocab::read(name, bytes));
    }

    /// Keeps the first words only.
    pub fn limit(&mut self, words: usize) {
        self.limit = Some(words);
    }

    /// Each file as it was read, in the shape of `hanji words --json`.
    #[must_use]
    pub fn readings(&self) -> &[FileReading] {
        &self.readings
    }

    /// Why files were refused whole, with their names.
    #[must_use]
    pub fn refused(&self) -> Vec<(String, Problem)> {
        let problem = |(place, reading): (usize, &FileReading)| {
            Some((reading.file.clone(), self.problem(place, reading)?))
        };
        self.readings.iter().enumerate().filter_map(problem).collect()
    }

    /// The words of all files in order, each once.
    #[must_use]
    pub fn words(&self) -> Vec<NewWord> {
        self.accepted().map(|(_, reading, entry)| new_word(reading, entry)).collect()
    }

    /// What the window shows.
    #[must_use]
    pub fn preview(&self) -> Preview {
        let mut words = Vec::new();
        let mut per_file = vec![0; self.readings.len()];
        for (place, reading, entry) in self.accepted() {
            per_file[place] += 1;
            words.push(preview_word(reading, entry));
        }
        let files = self.readings.iter().enumerate();
        Preview {
            files: files.map(|(place, file)| self.summary(place, file, per_file[place])).collect(),
            words,
            rejected: self.readings.iter().flat_map(rejected).collect(),
        }
    }

    /// Every entry that no earlier one repeats, with its file and the file's place.
    fn accepted(&self) -> impl Iterator<Item = (usize, &FileReading, &Entry)> {
        let mut seen = HashSet::new();
        let all = self.readings.iter().enumerate().flat_map(|(place, reading)| {
            reading.entries.iter().map(move |entry| (place, reading, entry))
        });
        all.filter(move |(_, _, entry)| seen.insert(sameness(entry)))
            .take(self.limit.unwrap_or(usize::MAX))
    }

    fn summary(&self, place: usize, reading: &FileReading, words: u32) -> FileSummary {
        FileSummary {
            name: reading.file.clone(),
            format: reading.format.clone(),
            encoding: reading.encoding.clone(),
            words,
            rejected: u32::try_from(reading.rejected.len()).unwrap_or(u32::MAX),
            problem: self.problem(place, reading),
        }
    }

    fn problem(&self, place: usize, reading: &FileReading) -> Option<Problem> {
        let unopened = self.problems.iter().find(|(of, _)| *of == place);
        unopened.map(|(_, problem)| problem.clone()).or_else(|| refused_by_reader(reading))
    }
}

fn refused_by_reader(reading: &FileReading) -> Option<Problem> {
    let error = reading.file_error?;
    let message = reading.message.clone().unwrap_or_else(|| error.message().to_owned());
    Some(Problem::new(Code::UnreadableFile, message).with_hint(error.hint()))
}

/// Same term, part of speech and meaning, whatever the case of the letters.
fn sameness(entry: &Entry) -> (String, String, String, String) {
    let lower = |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase();
    (entry.term.clone(), lower(&entry.pos), lower(&entry.meaning), lower(&entry.homonym))
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
    }
}

fn preview_word(reading: &FileReading, entry: &Entry) -> PreviewWord {
    let pos = entry.pos.as_deref().and_then(PartOfSpeech::from_label);
    PreviewWord {
        term: entry.term.clone(),
        pronunciation: korean::pronunciation::pronounce(&entry.term, pos, entry.hanja.as_deref())
            .hangul,
        pos: entry.pos.clone(),
        meaning: entry.meaning.clone(),
        file: reading.file.clone(),
        row: entry.row,
        in_dictionary: pipeline::dictionary::find(&new_word(reading, entry)).is_some(),
    }
}

fn rejected(reading: &FileReading) -> impl Iterator<Item = RejectedRow> + '_ {
    reading.rejected.iter().map(|rejected| RejectedRow {
        file: reading.file.clone(),
        row: rejected.row,
        reason: rejected.reason.name().to_owned(),
        message: rejected.reason.message().to_owned(),
        raw: rejected.raw.clone(),
    })
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
