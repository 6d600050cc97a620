//! Rows as the window shows them, a page at a time: what a row says beyond its sort is looked up
//! for the rows of the page alone.

use korean::{PartOfSpeech, text::searchable};
use store::NewWord;
use vocab::{EntryKind, Rejected};

use super::{
    Import,
    library::{Said, Standing},
    reading::At,
    sorting::{Place, Row, Sort, entry, in_dictionary, number, rejected},
};
use crate::dto::{RowPage, RowQuery, RowState, Suggestion, WordRow};

/// The most rows of a page.
const LONGEST_PAGE: u32 = 500;

impl Import {
    /// The rows that a query asks for.
    #[must_use]
    pub fn rows(&self, query: &RowQuery) -> RowPage {
        let sort = self.sorted().of(query.show);
        let wanted = searchable(query.text.trim());
        if wanted.is_empty() && query.reason.is_none() {
            return self.page(sort, query);
        }
        let matches = |place: &Place| self.matches(*place, query.reason.as_deref(), &wanted);
        let matching: Vec<Place> = sort.iter().copied().filter(matches).collect();
        self.page(&matching, query)
    }

    fn page(&self, places: &[Place], query: &RowQuery) -> RowPage {
        let count = query.count.min(LONGEST_PAGE) as usize;
        let rows = places.iter().skip(query.from as usize).take(count);
        let rows = rows.filter_map(|place| self.word_row(*place)).collect();
        RowPage { total: number(places.len()), rows }
    }

    fn matches(&self, place: Place, reason: Option<&str>, wanted: &str) -> bool {
        let Some(row) = self.sorted().row(place) else { return false };
        let of_reason = match (reason, row.sort) {
            (None, _) => true,
            (Some(wanted), Sort::Rejected(reason)) => reason.name() == wanted,
            (Some(_), _) => false,
        };
        of_reason && (wanted.is_empty() || self.holds(place, row, wanted))
    }

    /// Whether a text stands in a row, or in a form that was merged into it.
    fn holds(&self, place: Place, row: &Row, wanted: &str) -> bool {
        let joined = self.sorted().joined(place).iter();
        let in_joined = || {
            joined.into_iter().any(|place| {
                self.sorted().row(*place).is_some_and(|row| self.holds(*place, row, wanted))
            })
        };
        if let At::Made(made) = row.at {
            let made = self.sorted().made.get(made as usize);
            return made.is_some_and(|made| searchable(&made.form).contains(wanted)) || in_joined();
        }
        let listed = &self.files[row.file as usize];
        let text = listed.file.searchable().get((row.id - listed.first_row) as usize);
        text.is_some_and(|text| text.contains(wanted)) || in_joined()
    }

    fn word_row(&self, place: Place) -> Option<WordRow> {
        let row = self.sorted().row(place)?;
        let shown = match rejected(&self.files, row) {
            Some(rejected) => of_rejected(rejected),
            None => self.of_word(place, row)?,
        };
        let (file, line) = self.stands_at(place);
        Some(WordRow { id: row.id, file, row: line, state: self.state(row), ..shown })
    }

    fn of_word(&self, place: Place, row: &Row) -> Option<WordRow> {
        let sorted = self.sorted();
        let word = self.word(place)?;
        let entry = entry(&self.files, row);
        let said = Said { pos: &word.pos, meaning: &word.meaning, homonym: &word.homonym };
        let in_dictionary = in_dictionary(&word.term, said);
        let corrects = self.may_correct(row, &word);
        let corrected = corrects.is_some() && self.decisions.corrected.contains(&row.id);
        let form = row.sort == Sort::Word;
        Some(WordRow {
            homograph: sorted.homographs.get(&place).copied(),
            kind: entry.and_then(|entry| entry.kind).map(|kind| kind_name(kind).to_owned()),
            sheet: entry.and_then(|entry| entry.sheet.clone()),
            in_dictionary,
            in_library: corrected || matches!(row.standing, Standing::Same(_)),
            corrects,
            corrected,
            suggestions: if form { self.suggestions(place, row) } else { Vec::new() },
            ..of_kept(word)
        })
    }

    /// The library's meaning of the word that a row may be meant to correct.
    fn may_correct(&self, row: &Row, word: &NewWord) -> Option<String> {
        let Standing::MayCorrect(at) = row.standing else { return None };
        self.library.of_term(&word.term).get(at as usize).map(|key| key.meaning.clone())
    }

    fn suggestions(&self, place: Place, row: &Row) -> Vec<Suggestion> {
        let offers = self.sorted().offers.get(&place).map_or(&[][..], Vec::as_slice);
        let suggested = self.files[row.file as usize].file.suggestions(row.at);
        let shown = offers.iter().filter_map(|offer| {
            let suggestion = suggested.get(offer.suggestion as usize)?;
            let word = offer.into.and_then(|into| self.word(into));
            Some(Suggestion {
                form: suggestion.form.clone(),
                pos: suggestion.pos.map(|pos| pos.english().to_owned()),
                confidence: suggestion.confidence,
                into: offer.into.and_then(|into| self.sorted().row(into)).map(|row| row.id),
                meaning: word.map(|word| word.meaning).filter(|meaning| !meaning.is_empty()),
            })
        });
        shown.collect()
    }

    fn state(&self, row: &Row) -> RowState {
        match row.sort {
            Sort::Word => RowState::Word,
            Sort::Known => RowState::Known,
            Sort::Merged(into) => {
                let word = self.word(into);
                RowState::Merged { into: word.map(|word| word.term).unwrap_or_default() }
            }
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

    /// File and line of a row; of a made word, those of its first form.
    fn stands_at(&self, place: Place) -> (String, u32) {
        let sorted = self.sorted();
        let Some(row) = sorted.row(place) else { return Default::default() };
        if matches!(row.at, At::Made(_)) {
            let first = sorted.joined(place).first();
            return first.map(|first| self.stands_at(*first)).unwrap_or_default();
        }
        let line = entry(&self.files, row).map(|entry| entry.row);
        let line = line.or_else(|| rejected(&self.files, row).map(|rejected| rejected.row));
        let file = &self.files[row.file as usize].file;
        (file.reading.file.clone(), line.unwrap_or_default())
    }
}

fn of_kept(word: NewWord) -> WordRow {
    let pos = PartOfSpeech::from_label(&word.pos);
    let spoken = korean::pronunciation::pronounce(&word.term, pos, word.hanja.as_deref());
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    WordRow {
        id: 0,
        state: RowState::Word,
        term: word.term,
        homograph: None,
        pronunciation: spoken.hangul,
        pos: given(word.pos),
        meaning: given(word.meaning),
        hanja: word.hanja,
        kind: None,
        file: String::new(),
        sheet: None,
        row: 0,
        in_dictionary: false,
        in_library: false,
        corrects: None,
        corrected: false,
        suggestions: Vec::new(),
        forms: word.forms.into_iter().map(|form| form.text).collect(),
    }
}

fn of_rejected(rejected: &Rejected) -> WordRow {
    let shown = of_kept(NewWord::default());
    let term = rejected.raw.clone().unwrap_or_default();
    WordRow { term, sheet: rejected.sheet.clone(), pronunciation: String::new(), ..shown }
}

fn kind_name(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Grammar => "grammar",
        EntryKind::Affix => "affix",
        EntryKind::Phrase => "phrase",
    }
}
