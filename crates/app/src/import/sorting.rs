//! What becomes of each row: a word, a form merged into one, a repetition, a word known already,
//! or no word. It is computed for the whole list at once, from what was read and decided, and
//! remembers nothing itself.

mod counting;
mod forms;
mod homographs;

use std::collections::HashMap;

use vocab::{Entry, EntryKind, Reason, Rejected};

use super::{
    Listed,
    decisions::Decisions,
    known::Known,
    library::{Key, Library, Said, Standing},
    reading::At,
};
use crate::dto::{ReasonCount, RowFilter, WordCounts};
pub(super) use counting::in_dictionary;
pub(super) use forms::{Made, Offer, place};

/// A row's place in [`Sorted::rows`].
pub(super) type Place = u32;

/// What a list is sorted by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) files: &'a [Listed],
    pub(super) decisions: &'a Decisions,
    pub(super) known: Option<&'a Known>,
    pub(super) library: &'a Library,
}

/// The list, sorted out.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// All rows in the order of the files, then the words that were made for forms.
    pub(super) rows: Vec<Row>,
    /// Each file's first row.
    pub(super) offsets: Vec<Place>,
    pub(super) made: Vec<Made>,
    pub(super) lists: Lists,
    /// Forms of these that "Merge all" merges.
    pub(super) certain: Vec<Place>,
    /// What each form may be merged into.
    pub(super) offers: HashMap<Place, Vec<Offer>>,
    /// Rows that repeat a word or were merged into it.
    pub(super) joined: HashMap<Place, Vec<Place>>,
    /// The numbers of words that are written alike.
    pub(super) homographs: HashMap<Place, u32>,
    pub(super) counts: WordCounts,
    pub(super) reasons: Vec<ReasonCount>,
    pub(super) words_of_files: Vec<u32>,
}

/// The rows of each sort, in order. Forms and words of the library are among the words.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) words: Vec<Place>,
    pub(super) forms: Vec<Place>,
    pub(super) merged: Vec<Place>,
    pub(super) duplicates: Vec<Place>,
    pub(super) library: Vec<Place>,
    pub(super) known: Vec<Place>,
    pub(super) rejected: Vec<Place>,
}

/// A row and what became of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) id: u32,
    /// Its file's place in the list of files; of a made word, that of its first form.
    pub(super) file: u32,
    pub(super) at: At,
    pub(super) sort: Sort,
    pub(super) standing: Standing,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Word,
    Merged(Place),
    Duplicate(Place),
    Known,
    Rejected(Reason),
}

impl Sorted {
    /// Sorts rows out.
    pub(super) fn out(given: Given<'_>) -> Self {
        let mut sorting = Sorting::of(given);
        sorting.find_duplicates();
        sorting.merge();
        sorting.leave_out_known();
        sorting.find_in_library();
        sorting.number_homographs();
        sorting.offer_forms();
        sorting.count()
    }

    /// The rows of a sort, in order.
    pub(super) fn of(&self, filter: RowFilter) -> &[Place] {
        match filter {
            RowFilter::Words => &self.lists.words,
            RowFilter::Forms => &self.lists.forms,
            RowFilter::Merged => &self.lists.merged,
            RowFilter::Duplicates => &self.lists.duplicates,
            RowFilter::Library => &self.lists.library,
            RowFilter::Known => &self.lists.known,
            RowFilter::Rejected => &self.lists.rejected,
        }
    }

    pub(super) fn row(&self, place: Place) -> Option<&Row> {
        self.rows.get(place as usize)
    }

    /// Rows that repeat a word or were merged into it, in order.
    pub(super) fn joined(&self, place: Place) -> &[Place] {
        self.joined.get(&place).map_or(&[], Vec::as_slice)
    }
}

/// Sorting under way.
struct Sorting<'a> {
    given: Given<'a>,
    sorted: Sorted,
    /// Words by their text, in order.
    by_term: HashMap<&'a str, Vec<Place>>,
    /// Words by all that they say.
    exact: HashMap<Key<'a>, Place>,
    /// What words say whose repetitions say more.
    filled: HashMap<Place, Said<'a>>,
}

impl<'a> Sorting<'a> {
    fn of(given: Given<'a>) -> Self {
        let mut sorted = Sorted::default();
        for (file, listed) in (0..).zip(given.files) {
            sorted.offsets.push(number(sorted.rows.len()));
            for (id, at) in (listed.first_row..).zip(&listed.file.rows) {
                let rejected = listed.file.rejected(*at);
                let sort = rejected.map_or(Sort::Word, |row| Sort::Rejected(row.reason));
                let standing = Standing::New;
                sorted.rows.push(Row { id, file, at: *at, sort, standing });
            }
        }
        let rows = sorted.rows.len();
        Self {
            given,
            sorted,
            by_term: HashMap::with_capacity(rows),
            exact: HashMap::new(),
            filled: HashMap::new(),
        }
    }

    fn row(&self, place: Place) -> Row {
        self.sorted.rows[place as usize]
    }

    fn set(&mut self, place: Place, sort: Sort) {
        self.sorted.rows[place as usize].sort = sort;
    }

    fn places(&self) -> std::ops::Range<Place> {
        0..number(self.sorted.rows.len())
    }

    fn entry(&self, place: Place) -> Option<&'a Entry> {
        entry(self.given.files, &self.row(place))
    }

    fn term(&self, place: Place) -> &str {
        match (self.row(place).at, self.entry(place)) {
            (At::Made(made), _) => &self.sorted.made[made as usize].form,
            (_, entry) => entry.map_or("", |entry| &entry.term),
        }
    }

    /// Joins a row to the word that it repeats or was merged into.
    fn join(&mut self, place: Place, sort: Sort) {
        self.set(place, sort);
        if let Sort::Merged(word) | Sort::Duplicate(word) = sort {
            self.sorted.joined.entry(word).or_default().push(place);
        }
    }

    fn find_duplicates(&mut self) {
        for place in self.places() {
            let Some(entry) = self.entry(place) else { continue };
            let earlier = self.by_term.get(entry.term.as_str()).map_or(&[][..], Vec::as_slice);
            if let Some(first) = self.repeated(place, entry, earlier) {
                self.join(place, Sort::Duplicate(first));
                self.fill(first, entry);
            } else {
                self.add_word(place, entry);
            }
        }
    }

    /// Notes a word; what it says in full only where the text alone does not tell it.
    fn add_word(&mut self, place: Place, entry: &'a Entry) {
        let alike = self.by_term.entry(&entry.term).or_default();
        alike.push(place);
        let several = alike.len() > 1;
        let first = alike.first().copied().filter(|_| alike.len() == 2);
        if let Some(first) = first {
            let said = self.said(first);
            self.exact.entry(said.key(&entry.term)).or_insert(first);
        }
        if several {
            self.exact.insert(said_by(entry).key(&entry.term), place);
        }
    }

    /// The word that a row repeats: one that says the same; and between files, where one of them
    /// leaves open what the other says, the only one of that text.
    fn repeated(&self, place: Place, entry: &'a Entry, earlier: &[Place]) -> Option<Place> {
        let own = said_by(entry);
        if earlier.is_empty() {
            return None;
        }
        let same = match earlier {
            [only] => Some(*only).filter(|only| self.said(*only).is(&own)),
            _ => self.exact.get(&own.key(&entry.term)).copied(),
        };
        if same.is_some() {
            return same;
        }
        let row = self.row(place);
        if matches!(row.at, At::Repeat(_)) {
            return self.repeated_in_file(row.file, own, earlier);
        }
        let [only] = earlier else { return None };
        let other = self.said(*only);
        let open = own.meaning.is_empty() || other.meaning.is_empty();
        (self.row(*only).file != row.file && open && other.agrees(&own)).then_some(*only)
    }

    /// The word that an earlier row of the file became which said the same, or which was of the same
    /// text at least: the reader looked closer than can be done here.
    fn repeated_in_file(&self, file: u32, own: Said<'a>, earlier: &[Place]) -> Option<Place> {
        let became = |word: &Place, same: &dyn Fn(Said<'a>) -> bool| {
            let joined = self.sorted.joined(*word);
            let first = joined.partition_point(|place| self.row(*place).file < file);
            let mut of_word = std::iter::once(word).chain(&joined[first..]);
            of_word.any(|place| {
                let of_file = self.row(*place).file == file;
                of_file && self.entry(*place).is_some_and(|entry| same(said_by(entry)))
            })
        };
        let find = |same: &dyn Fn(Said<'a>) -> bool| {
            earlier.iter().copied().rev().find(|word| became(word, same))
        };
        find(&|said| said.is(&own)).or_else(|| find(&|_| true))
    }

    /// What a word says, its repetitions counted in.
    fn said(&self, place: Place) -> Said<'a> {
        let filled = self.filled.get(&place).copied();
        filled.or_else(|| self.entry(place).map(said_by)).unwrap_or_default()
    }

    /// Lets a repetition say what its word leaves open.
    fn fill(&mut self, word: Place, entry: &'a Entry) {
        let said = self.said(word);
        let filled = said.filled_with(&said_by(entry));
        if filled != said {
            self.filled.insert(word, filled);
            // what it said before still names it
            self.exact.entry(said.key(&entry.term)).or_insert(word);
            self.exact.entry(filled.key(&entry.term)).or_insert(word);
        }
    }

    fn leave_out_known(&mut self) {
        let Some(known) = self.given.known else { return };
        for place in self.places() {
            if self.row(place).sort == Sort::Word && known.contains(self.term(place)) {
                self.set(place, Sort::Known);
            }
        }
    }

    fn find_in_library(&mut self) {
        if self.given.library.is_empty() {
            return;
        }
        for place in self.places() {
            let term = self.term(place);
            if self.row(place).sort != Sort::Word || self.given.library.of_term(term).is_empty() {
                continue;
            }
            let standing = self.given.library.standing(term, self.said_of_word(place));
            self.sorted.rows[place as usize].standing = standing;
        }
    }

    fn said_of_word(&self, place: Place) -> Said<'a> {
        match self.row(place).at {
            At::Made(made) => {
                let pos = self.sorted.made[made as usize].pos;
                Said { pos: pos.map_or("", korean::PartOfSpeech::english), ..Said::default() }
            }
            _ => self.said(place),
        }
    }

    /// Whether the learner said that a row corrects the library's word, and it may.
    fn corrects(&self, row: &Row) -> bool {
        matches!(row.standing, Standing::MayCorrect(_))
            && self.given.decisions.corrected.contains(&row.id)
    }
}

/// What a file says of a word. Patterns and phrases have a part of speech by being such.
pub(super) fn said_by(entry: &Entry) -> Said<'_> {
    let by_kind = match entry.kind {
        Some(EntryKind::Grammar | EntryKind::Phrase) => korean::PartOfSpeech::Expression.english(),
        Some(EntryKind::Affix) => korean::PartOfSpeech::Affix.english(),
        None => "",
    };
    Said {
        pos: entry.pos.as_deref().unwrap_or(by_kind),
        meaning: entry.meaning.as_deref().unwrap_or_default(),
        homonym: entry.homonym.as_deref().unwrap_or_default(),
    }
}

/// The word of a row.
pub(super) fn entry<'a>(files: &'a [Listed], row: &Row) -> Option<&'a Entry> {
    files.get(row.file as usize)?.file.entry(row.at)
}

/// The rejected row of a row.
pub(super) fn rejected<'a>(files: &'a [Listed], row: &Row) -> Option<&'a Rejected> {
    files.get(row.file as usize)?.file.rejected(row.at)
}

/// A count as it crosses to the window.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
