//! What the learner decides about the list: forms merged or not, a word of the library corrected,
//! columns told, a file taken off; and each of these taken back.

use std::{
    collections::HashSet,
    sync::{Arc, OnceLock},
};

use korean::PartOfSpeech;
use vocab::{FileReading, Layout};

use super::{
    Import, Listed,
    decisions::{Before, Target},
    sorting::{Row, Sort, entry, number, place},
};
use crate::{
    Code, Problem,
    dto::{ColumnChoice, Decision, MergeTarget},
};

impl Import {
    /// Merges every form whose dictionary form is beyond doubt; gives how many.
    pub fn merge_all(&mut self) -> u32 {
        let sorted = self.sorted();
        let merge = |place: &u32| {
            let row = sorted.row(*place)?;
            let first = self.files[row.file as usize].file.suggestions(row.at).first()?;
            let into = sorted.offers.get(place).and_then(|offers| offers.first()?.into);
            let into = into.and_then(|into| sorted.row(into)).map(|row| row.id);
            Some((row.id, Some(Target { form: first.form.clone(), pos: first.pos, into })))
        };
        let merges: Vec<_> = sorted.certain.iter().filter_map(merge).collect();
        self.merge_rows(merges)
    }

    /// Merges rows into one of their suggested dictionary forms; gives how many. Rows that are no
    /// words of their own, or that word itself, are passed over.
    pub fn merge(&mut self, rows: &[u32], into: &MergeTarget) -> u32 {
        let pos = into.pos.as_deref().and_then(PartOfSpeech::from_label);
        let target = Target { form: into.form.clone(), pos, into: into.into };
        let may = |id: &u32| {
            let row = self.row(*id).filter(|row| matches!(row.sort, Sort::Word | Sort::Known));
            let entry = row.and_then(|row| entry(&self.files, row));
            entry.is_some_and(|entry| entry.term != target.form)
        };
        let merges = rows.iter().copied().filter(may).map(|row| (row, Some(target.clone())));
        let merges = merges.collect();
        self.merge_rows(merges)
    }

    fn merge_rows(&mut self, merges: Vec<(u32, Option<Target>)>) -> u32 {
        let rows = number(merges.len());
        if rows > 0 {
            self.decisions.merge(Decision::Merge { rows }, merges);
            self.sorted = OnceLock::new();
        }
        rows
    }

    /// Makes merged rows words of their own again, or all forms of words; gives how many.
    pub fn unmerge(&mut self, rows: &[u32]) -> u32 {
        let wanted: HashSet<u32> = rows.iter().copied().collect();
        let sorted = self.sorted();
        let merged = sorted.lists.merged.iter().filter_map(|place| {
            let row = sorted.row(*place)?;
            let Sort::Merged(word) = row.sort else { return None };
            let of_word = sorted.row(word).is_some_and(|word| wanted.contains(&word.id));
            (of_word || wanted.contains(&row.id)).then_some((row.id, None))
        });
        let merged: Vec<_> = merged.collect();
        let rows = number(merged.len());
        if rows > 0 {
            self.decisions.merge(Decision::Unmerge { rows }, merged);
            self.sorted = OnceLock::new();
        }
        rows
    }

    /// Says whether the library's word gets a row's meaning.
    pub fn correct(&mut self, row: u32, on: bool) -> Result<(), Problem> {
        let term = self.row(row).and_then(|row| entry(&self.files, row)).map(|entry| &entry.term);
        let term = term.ok_or_else(|| not_found("row"))?.clone();
        self.decisions.correct(term, row, on);
        self.sorted = OnceLock::new();
        Ok(())
    }

    /// Reads a file again with its columns as the learner says; a column that it does not have is
    /// an error.
    pub fn set_columns(
        &mut self,
        file: u32,
        header: Option<bool>,
        choices: &[ColumnChoice],
    ) -> Result<(), Problem> {
        let place = self.place_of_file(file)?;
        has_columns(&self.files[place].file.reading, choices)?;
        let columns = choices.iter();
        let columns = columns.map(|told| (told.sheet.clone(), told.index, told.role.into()));
        let layout = Layout { header, columns: columns.collect() };
        let before = self.files[place].clone();
        let mut fresh = self.listed(Arc::new(before.file.read_as(&layout)));
        fresh.id = before.id;
        let name = before.file.reading.file.clone();
        self.files[place] = fresh;
        self.decisions.remember(Decision::Columns { file: name }, Before::Columns(before));
        self.sorted = OnceLock::new();
        Ok(())
    }

    /// Takes a file off the list.
    pub fn remove_file(&mut self, file: u32) -> Result<(), Problem> {
        let place = self.place_of_file(file)?;
        let listed = self.files.remove(place);
        let name = listed.file.reading.file.clone();
        let before = Before::RemovedFile(place, listed);
        self.decisions.remember(Decision::RemoveFile { file: name }, before);
        self.sorted = OnceLock::new();
        Ok(())
    }

    /// Takes the last decision back; nothing happens when there is none.
    pub fn undo_decision(&mut self) {
        match self.decisions.undo() {
            Some(Before::Columns(before)) => {
                let there = self.files.iter_mut().find(|listed| listed.id == before.id);
                if let Some(listed) = there {
                    *listed = before;
                }
            }
            Some(Before::RemovedFile(place, listed)) => {
                self.files.insert(place.min(self.files.len()), listed);
            }
            Some(Before::Merges(_) | Before::Corrected { .. }) | None => {}
        }
        self.sorted = OnceLock::new();
    }

    fn row(&self, id: u32) -> Option<&Row> {
        let sorted = self.sorted();
        sorted.row(place(&self.files, &sorted.offsets, id)?)
    }

    fn place_of_file(&self, id: u32) -> Result<usize, Problem> {
        let place = self.files.iter().position(|Listed { id: own, .. }| *own == id);
        place.ok_or_else(|| not_found("file"))
    }
}

/// Whether a file has all the columns that something is said about.
fn has_columns(reading: &FileReading, choices: &[ColumnChoice]) -> Result<(), Problem> {
    for told in choices {
        let there = reading.columns.iter().filter(|column| column.sheet == told.sheet).count();
        if number(there) <= told.index {
            let sheet = told.sheet.as_deref().map(|sheet| format!(", sheet “{sheet}”"));
            let columns = match there {
                0 => "no columns".to_owned(),
                1 => "1 column".to_owned(),
                more => format!("{more} columns"),
            };
            return Err(Problem::new(
                Code::InvalidInput,
                format!(
                    "{}{} has {columns}, so there is no column {} in it.",
                    reading.file,
                    sheet.unwrap_or_default(),
                    u64::from(told.index) + 1
                ),
            ));
        }
    }
    Ok(())
}

fn not_found(what: &str) -> Problem {
    Problem::new(Code::NotFound, format!("There is no such {what} on the list any more."))
}
