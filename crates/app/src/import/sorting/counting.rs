//! The sorted rows as lists and numbers.

use std::collections::HashMap;

use vocab::Reason;

use super::{Place, Sort, Sorted, Sorting, Standing, number};
use crate::{
    dto::{ReasonCount, WordCounts},
    import::{library::Said, reading::At},
};

impl Sorting<'_> {
    /// Lists and counts what was sorted.
    pub(super) fn count(mut self) -> Sorted {
        self.list();
        self.sorted.reasons = self.reasons();
        self.sorted.words_of_files = self.words_of_files();
        self.sorted.counts = self.counts();
        self.sorted
    }

    fn list(&mut self) {
        let read = number(self.sorted.rows.len() - self.sorted.made.len());
        let mut listed_made = vec![false; self.sorted.made.len()];
        for place in 0..read {
            if let Sort::Merged(word) = self.row(place).sort
                && let At::Made(made) = self.row(word).at
                && !std::mem::replace(&mut listed_made[made as usize], true)
            {
                // a made word stands where its first form stood
                self.list_one(word);
            }
            self.list_one(place);
        }
    }

    fn list_one(&mut self, place: Place) {
        let row = self.row(place);
        let in_library = matches!(row.standing, Standing::Same(_)) || self.corrects(&row);
        let lists = &mut self.sorted.lists;
        match row.sort {
            Sort::Word => {
                lists.words.push(place);
                if in_library {
                    lists.library.push(place);
                }
            }
            Sort::Merged(_) => lists.merged.push(place),
            Sort::Duplicate(_) => lists.duplicates.push(place),
            Sort::Known => lists.known.push(place),
            Sort::Rejected(_) => lists.rejected.push(place),
        }
    }

    fn counts(&self) -> WordCounts {
        let Sorted { lists, certain, .. } = &self.sorted;
        let merged_into_words = lists.merged.iter().filter(|place| {
            matches!(self.row(**place).sort, Sort::Merged(word) if self.row(word).sort == Sort::Word)
        });
        let accepted = lists.words.iter().filter(|place| !is_made(self.row(**place).at));
        let (in_dictionary, others): (Vec<Place>, Vec<Place>) =
            lists.words.iter().partition(|place| self.in_dictionary(**place));
        let means = |place: &&Place| !self.said_of_word(**place).meaning.is_empty();
        let with_meaning = others.iter().filter(means);
        let left = lists.words.len().saturating_sub(certain.len());
        WordCounts {
            words: number(lists.words.len()),
            rows: number(accepted.count() + merged_into_words.count()),
            forms: number(lists.forms.len()),
            certain_forms: number(certain.len()),
            words_if_merged: number(left + self.words_to_make()),
            merged: number(lists.merged.len()),
            duplicates: number(lists.duplicates.len()),
            in_library: number(lists.library.len()),
            known: number(lists.known.len()),
            rejected: number(lists.rejected.len()),
            in_dictionary: number(in_dictionary.len()),
            with_meaning: number(with_meaning.count()),
        }
    }

    fn in_dictionary(&self, place: Place) -> bool {
        in_dictionary(self.term(place), self.said_of_word(place))
    }

    fn reasons(&self) -> Vec<ReasonCount> {
        let mut counted: HashMap<Reason, u32> = HashMap::new();
        for row in &self.sorted.rows {
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

    fn words_of_files(&self) -> Vec<u32> {
        let mut words = vec![0; self.given.files.len()];
        for row in &self.sorted.rows {
            if row.sort == Sort::Word && !is_made(row.at) {
                words[row.file as usize] += 1;
            }
        }
        words
    }
}

fn is_made(at: At) -> bool {
    matches!(at, At::Made(_))
}

/// Whether the built-in dictionary has a word.
pub(in crate::import) fn in_dictionary(term: &str, said: Said<'_>) -> bool {
    pipeline::dictionary::knows(term, said.pos, said.meaning)
}
