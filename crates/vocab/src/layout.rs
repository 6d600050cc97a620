//! What the columns of a file were taken for, and what a learner says they hold instead.
//! It refuses to know how the guess was made.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    columns::{self, Columns},
    header::Role,
};

/// A column of a file, and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The sheet it stands on, in a file of several; the note type, in an Anki export of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Its place in the row, from 0.
    pub index: u32,
    /// Its name in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it was taken for.
    pub role: Role,
    /// Its first cells that hold anything, at most three.
    pub samples: Vec<String>,
}

/// What a learner says about a file; whatever is left open is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// Whether a row names the columns.
    pub header: Option<bool>,
    /// Columns by sheet, where the file has several, and place from 0, with what they hold. In a text
    /// of several note types a column without a sheet is that of every type that nothing else was
    /// said about. Several columns of one role are read together; a guessed column whose role is given
    /// away is ignored.
    pub columns: Vec<(Option<String>, u32, Role)>,
}

impl Layout {
    /// What was said about one sheet.
    pub(crate) fn of_sheet(&self, sheet: Option<&str>) -> Told {
        let here = self.columns.iter().filter(|(on, ..)| on.as_deref() == sheet);
        let columns = here.filter_map(|(_, at, role)| Some((usize::try_from(*at).ok()?, *role)));
        Told { header: self.header, columns: columns.collect() }
    }

    /// What was said about one note type of a file: what is said of no type holds for every one.
    pub(crate) fn of_note_type(&self, name: &str) -> Told {
        self.of_sheet(Some(name)).over(&self.of_sheet(None).columns)
    }
}

/// What was said about one table.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) header: Option<bool>,
    columns: Columns,
}

impl Told {
    /// The same with what the file says of its columns, where nobody says otherwise.
    pub(crate) fn over(mut self, said: &Columns) -> Self {
        let open = said.iter().filter(|(at, _)| !self.columns.iter().any(|(told, _)| told == at));
        let open: Columns = open.copied().collect();
        self.columns.extend(open);
        self
    }

    /// The sample without the columns about which there is nothing to guess.
    pub(crate) fn left_open<'a>(&self, sample: &'a [Vec<String>]) -> Cow<'a, [Vec<String>]> {
        if self.columns.is_empty() {
            return Cow::Borrowed(sample);
        }
        let mut sample = sample.to_vec();
        for row in &mut sample {
            for (at, _) in &self.columns {
                row.get_mut(*at).into_iter().for_each(String::clear);
            }
        }
        Cow::Owned(sample)
    }

    /// Puts what was said in the place of what was guessed. Where that leaves no column of words,
    /// the likeliest of the columns nothing was said about has them.
    pub(crate) fn correct(&self, guessed: &mut Columns, sample: &[Vec<String>]) {
        let settled = |(at, role): &(usize, Role)| {
            self.columns.iter().any(|(told_at, told)| told_at == at || told == role)
        };
        guessed.retain(|column| !settled(column));
        guessed.extend(self.columns.iter().filter(|(_, role)| *role != Role::Ignore));
        if !guessed.iter().any(|(_, role)| *role == Role::Term) {
            let told: Vec<usize> = self.columns.iter().map(|(at, _)| *at).collect();
            if let Some(term) = columns::most_korean(sample, &told) {
                guessed.retain(|(at, _)| *at != term);
                guessed.push((term, Role::Term));
            }
        }
        guessed.sort_unstable();
    }
}
