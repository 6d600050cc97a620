//! Rows as the window shows them, a page at a time: what a row says beyond its sort is looked up
//! for the rows of the page alone.

use korean::{PartOfSpeech, text::searchable};
use vocab::{Entry, Rejected};

use super::{
    Import,
    sorting::{Place, Row, Sort, in_dictionary, number},
};
use crate::dto::{RowPage, RowQuery, RowState, WordRow};

/// The most rows of a page.
const LONGEST_PAGE: u32 = 500;

impl Import {
    /// The rows that a query asks for.
    #[must_use]
    pub fn rows(&self, query: &RowQuery) -> RowPage {
        let sort = self.sorted().of(query.show);
        let wanted = searchable(query.text.trim());
        let page = |matching: &mut dyn Iterator<Item = Place>| {
            matching
                .skip(query.from as usize)
                .take(query.count.min(LONGEST_PAGE) as usize)
                .filter_map(|place| self.word_row(place))
                .collect()
        };
        if wanted.is_empty() && query.reason.is_none() {
            return RowPage { total: number(sort.len()), rows: page(&mut sort.iter().copied()) };
        }
        let matches = |place: &Place| self.matches(*place, query.reason.as_deref(), &wanted);
        let matching: Vec<Place> = sort.iter().copied().filter(matches).collect();
        RowPage { total: number(matching.len()), rows: page(&mut matching.into_iter()) }
    }

    fn matches(&self, place: Place, reason: Option<&str>, wanted: &str) -> bool {
        let Some(row) = self.sorted().row(place) else { return false };
        let of_reason = match (reason, row.sort) {
            (None, _) => true,
            (Some(wanted), Sort::Rejected(reason)) => reason.name() == wanted,
            (Some(_), _) => false,
        };
        let listed = &self.files[row.file as usize];
        let text = listed.file.searchable().get((row.id - listed.first_row) as usize);
        of_reason && (wanted.is_empty() || text.is_some_and(|text| text.contains(wanted)))
    }

    fn word_row(&self, place: Place) -> Option<WordRow> {
        let row = self.sorted().row(place)?;
        let file = &self.files.get(row.file as usize)?.file;
        let shown = match (file.entry(row.at), file.rejected(row.at)) {
            (Some(entry), _) => of_entry(entry),
            (None, Some(rejected)) => of_rejected(rejected),
            (None, None) => return None,
        };
        let name = file.reading.file.clone();
        Some(WordRow { id: row.id, file: name, state: self.state(row), ..shown })
    }

    fn state(&self, row: &Row) -> RowState {
        match row.sort {
            Sort::Word => RowState::Word,
            Sort::Duplicate(of) => {
                let (of_file, of_row) = self.stands_at(of);
                RowState::Duplicate { of_file, of_row }
            }
            Sort::Rejected(reason) => RowState::Rejected {
                reason: reason.name().to_owned(),
                message: reason.message().to_owned(),
            },
        }
    }

    /// File and line of a row.
    fn stands_at(&self, place: Place) -> (String, u32) {
        let Some(row) = self.sorted().row(place) else { return Default::default() };
        let file = &self.files[row.file as usize].file;
        let entry = file.entry(row.at).map(|entry| entry.row);
        let line = entry.or_else(|| file.rejected(row.at).map(|rejected| rejected.row));
        (file.reading.file.clone(), line.unwrap_or_default())
    }
}

fn of_entry(entry: &Entry) -> WordRow {
    let pos = entry.pos.as_deref().and_then(PartOfSpeech::from_label);
    let spoken = korean::pronunciation::pronounce(&entry.term, pos, entry.hanja.as_deref());
    WordRow {
        id: 0,
        state: RowState::Word,
        term: entry.term.clone(),
        homograph: None,
        pronunciation: spoken.hangul,
        pos: entry.pos.clone(),
        meaning: entry.meaning.clone(),
        hanja: entry.hanja.clone(),
        kind: None,
        file: String::new(),
        sheet: entry.sheet.clone(),
        row: entry.row,
        in_dictionary: in_dictionary(entry),
        in_library: false,
        corrects: None,
        corrected: false,
        suggestions: Vec::new(),
        forms: Vec::new(),
    }
}

fn of_rejected(rejected: &Rejected) -> WordRow {
    let term = rejected.raw.clone().unwrap_or_default();
    let empty = Entry { term, row: rejected.row, ..Entry::default() };
    WordRow { pronunciation: String::new(), in_dictionary: false, ..of_entry(&empty) }
}
