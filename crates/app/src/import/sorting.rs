//! What becomes of each row: a word, a repetition of an earlier row, or no word. It is computed
//! for the whole list at once, from what was read and decided, and remembers nothing itself.

use std::collections::HashMap;

use vocab::{Entry, Reason};

use super::{Listed, reading::At};
use crate::dto::{ReasonCount, RowFilter, WordCounts};

/// A row's place in [`Sorted::rows`].
pub(super) type Place = u32;

/// The list, sorted out.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// All rows in the order of the files.
    pub(super) rows: Vec<Row>,
    pub(super) words: Vec<Place>,
    pub(super) duplicates: Vec<Place>,
    pub(super) rejected: Vec<Place>,
    pub(super) counts: WordCounts,
    pub(super) reasons: Vec<ReasonCount>,
}

/// A row and what became of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) id: u32,
    /// Its file's place in the list of files.
    pub(super) file: u32,
    pub(super) at: At,
    pub(super) sort: Sort,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Word,
    Duplicate(Place),
    Rejected(Reason),
}

impl Sorted {
    /// Sorts the rows of files.
    pub(super) fn out(files: &[Listed]) -> Self {
        let mut sorted = Self { rows: rows(files), ..Self::default() };
        sorted.find_duplicates(files);
        sorted.list();
        sorted.count(files);
        sorted
    }

    /// The rows of a sort, in order.
    pub(super) fn of(&self, filter: RowFilter) -> &[Place] {
        match filter {
            RowFilter::Words => &self.words,
            RowFilter::Duplicates => &self.duplicates,
            RowFilter::Rejected => &self.rejected,
            RowFilter::Forms | RowFilter::Merged | RowFilter::Library | RowFilter::Known => &[],
        }
    }

    pub(super) fn row(&self, place: Place) -> Option<&Row> {
        self.rows.get(place as usize)
    }

    fn find_duplicates(&mut self, files: &[Listed]) {
        let mut seen = HashMap::new();
        let mut terms: HashMap<(u32, String), Place> = HashMap::new();
        for (place, row) in (0..).zip(&mut self.rows) {
            let file = &files[row.file as usize].file;
            if let Some(entry) = file.entry(row.at) {
                let first = *seen.entry(sameness(entry)).or_insert(place);
                if first != place {
                    row.sort = Sort::Duplicate(first);
                }
                terms.insert((row.file, entry.term.to_lowercase()), place);
            } else if let Some(raw) = file.rejected(row.at).and_then(|row| row.raw.as_deref())
                && row.sort == Sort::Rejected(Reason::Duplicate)
                && let Some(first) = terms.get(&(row.file, raw.to_lowercase()))
            {
                row.sort = Sort::Duplicate(*first);
            }
        }
    }

    fn list(&mut self) {
        for (place, row) in (0..).zip(&self.rows) {
            match row.sort {
                Sort::Word => self.words.push(place),
                Sort::Duplicate(_) => self.duplicates.push(place),
                Sort::Rejected(_) => self.rejected.push(place),
            }
        }
    }

    fn count(&mut self, files: &[Listed]) {
        let entry = |place: &Place| {
            let row = self.row(*place)?;
            files.get(row.file as usize)?.file.entry(row.at)
        };
        let (known, others): (Vec<&Entry>, Vec<&Entry>) =
            self.words.iter().filter_map(entry).partition(|entry| in_dictionary(entry));
        self.counts = WordCounts {
            words: number(self.words.len()),
            rows: number(self.words.len()),
            words_if_merged: number(self.words.len()),
            duplicates: number(self.duplicates.len()),
            rejected: number(self.rejected.len()),
            in_dictionary: number(known.len()),
            with_meaning: number(others.iter().filter(|entry| entry.meaning.is_some()).count()),
            ..WordCounts::default()
        };
        self.reasons = reasons(&self.rows);
    }
}

fn rows(files: &[Listed]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, listed) in (0..).zip(files) {
        for (id, at) in (listed.first_row..).zip(&listed.file.rows) {
            let rejected = listed.file.rejected(*at);
            let sort = rejected.map_or(Sort::Word, |row| Sort::Rejected(row.reason));
            rows.push(Row { id, file: place, at: *at, sort });
        }
    }
    rows
}

fn reasons(rows: &[Row]) -> Vec<ReasonCount> {
    let mut counted: HashMap<Reason, u32> = HashMap::new();
    for row in rows {
        if let Sort::Rejected(reason) = row.sort {
            *counted.entry(reason).or_default() += 1;
        }
    }
    let counts = counted.into_iter();
    let mut reasons: Vec<ReasonCount> = counts
        .map(|(reason, rows)| ReasonCount { reason: reason.name().to_owned(), rows })
        .collect();
    reasons.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.reason.cmp(&b.reason)));
    reasons
}

/// Same term, part of speech and meaning, whatever the case of the letters.
fn sameness(entry: &Entry) -> [String; 4] {
    let lower = |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase();
    [entry.term.to_lowercase(), lower(&entry.pos), lower(&entry.meaning), lower(&entry.homonym)]
}

/// Whether the built-in dictionary has a word.
pub(super) fn in_dictionary(entry: &Entry) -> bool {
    let [pos, meaning] = [&entry.pos, &entry.meaning].map(|part| part.as_deref().unwrap_or(""));
    pipeline::dictionary::find_of(&entry.term, pos, meaning).is_some()
}

/// A count as it crosses to the window.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
