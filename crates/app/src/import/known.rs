//! Words that the learner knows already, from a file or from Anki: their texts alone, because
//! neither says which of several meanings is known.

use std::collections::HashSet;

use korean::{PartOfSpeech, dictionary_form};
use vocab::{Entry, FileReading};

use super::sorting::number;
use crate::dto::KnownWords;

/// What is known already, and from where.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// The file's name; none when Anki was asked.
    file: Option<String>,
    terms: HashSet<String>,
    words: u32,
}

impl Known {
    /// The words of files, of which `file` tells the names.
    pub(crate) fn of<'a>(
        file: Option<String>,
        readings: impl Iterator<Item = &'a FileReading>,
    ) -> Self {
        let mut known = Self { file, ..Self::default() };
        for entry in readings.flat_map(|reading| &reading.entries) {
            known.terms.insert(entry.term.clone());
        }
        known.words = number(known.terms.len());
        known
    }

    /// Adds the dictionary forms of words that are beyond doubt forms: who knows 갔다 knows 가다.
    #[must_use]
    pub(crate) fn with_dictionary_forms<'a>(
        mut self,
        readings: impl Iterator<Item = &'a FileReading>,
    ) -> Self {
        let entries = readings.flat_map(|reading| &reading.entries);
        self.terms.extend(entries.filter_map(dictionary_form_of));
        self
    }

    pub(super) fn contains(&self, term: &str) -> bool {
        self.terms.contains(term)
    }

    pub(super) fn told(&self) -> KnownWords {
        KnownWords { file: self.file.clone(), words: self.words }
    }
}

fn dictionary_form_of(entry: &Entry) -> Option<String> {
    if entry.kind.is_some() {
        return None;
    }
    let pos = entry.pos.as_deref().and_then(PartOfSpeech::from_label);
    let suggestions = dictionary_form::suggest(&entry.term, pos);
    let certain = dictionary_form::is_certain(&suggestions);
    suggestions.into_iter().next().filter(|_| certain).map(|first| first.form)
}
