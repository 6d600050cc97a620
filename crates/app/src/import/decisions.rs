//! What the learner decided about the rows of a list, and how each decision is taken back. It
//! knows rows by their ids and refuses to know what they say.

use std::collections::{HashMap, HashSet, VecDeque};

use korean::PartOfSpeech;

use super::Listed;
use crate::dto::Decision;

/// Decisions that can be taken back.
const REMEMBERED: usize = 100;

/// The dictionary form that a row was merged into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) form: String,
    pub(super) pos: Option<PartOfSpeech>,
    /// The row of the word that is meant, where there are several of that form.
    pub(super) into: Option<u32>,
}

/// All that was decided.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    /// Rows merged into their dictionary form.
    pub(super) merges: HashMap<u32, Target>,
    /// Rows whose meaning the library's word gets.
    pub(super) corrected: HashSet<u32>,
    earlier: VecDeque<(Decision, Before)>,
}

/// What was before a decision.
#[derive(Debug)]
pub(super) enum Before {
    Merges(Vec<(u32, Option<Target>)>),
    Corrected {
        row: u32,
        was: bool,
    },
    /// A file that was read with other columns.
    Columns(Listed),
    /// A file that was taken off the list, and its place.
    RemovedFile(usize, Listed),
}

impl Decisions {
    /// Merges rows, or makes them words of their own again where no target is given.
    pub(super) fn merge(&mut self, decision: Decision, rows: Vec<(u32, Option<Target>)>) {
        let swap = |(row, target)| (row, self.set_merge(row, target));
        let before = rows.into_iter().map(swap).collect();
        self.remember(decision, Before::Merges(before));
    }

    pub(super) fn correct(&mut self, term: String, row: u32, on: bool) {
        let was = self.set_corrected(row, on);
        self.remember(Decision::Correct { term }, Before::Corrected { row, was });
    }

    pub(super) fn remember(&mut self, decision: Decision, before: Before) {
        if self.earlier.len() == REMEMBERED {
            self.earlier.pop_front();
        }
        self.earlier.push_back((decision, before));
    }

    /// What was decided last.
    pub(super) fn last(&self) -> Option<&Decision> {
        self.earlier.back().map(|(decision, _)| decision)
    }

    /// Takes the last decision back, as far as it is about rows; gives what it did to files.
    pub(super) fn undo(&mut self) -> Option<Before> {
        let (_, before) = self.earlier.pop_back()?;
        match before {
            Before::Merges(rows) => {
                for (row, target) in rows {
                    self.set_merge(row, target);
                }
                None
            }
            Before::Corrected { row, was } => {
                self.set_corrected(row, was);
                None
            }
            of_file => Some(of_file),
        }
    }

    /// Adds decisions about other rows, which were made later.
    pub(super) fn join(&mut self, later: Self) {
        self.merges.extend(later.merges);
        self.corrected.extend(later.corrected);
        later.earlier.into_iter().for_each(|(decision, before)| self.remember(decision, before));
    }

    fn set_merge(&mut self, row: u32, target: Option<Target>) -> Option<Target> {
        match target {
            Some(target) => self.merges.insert(row, target),
            None => self.merges.remove(&row),
        }
    }

    /// Gives whether it was so before.
    fn set_corrected(&mut self, row: u32, on: bool) -> bool {
        if on { !self.corrected.insert(row) } else { self.corrected.remove(&row) }
    }
}
