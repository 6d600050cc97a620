//! Forms and their dictionary forms: rows that the learner merged, and what the other forms could
//! be merged into. Where several words are written like a dictionary form, it does not choose.

use std::collections::{HashMap, HashSet};

use korean::{
    PartOfSpeech,
    dictionary_form::{self, Suggestion},
};

use super::{Place, Row, Sort, Sorting, Standing, number};
use crate::import::{decisions::Target, reading::At};

/// Ids from here on are those of words made for forms: a list of so many rows cannot be read.
const FIRST_MADE: u32 = 1 << 31;

/// The most words of one dictionary form that a form is offered.
const MOST_HOMOGRAPHS: usize = 20;

/// A word that stands in no file, made because its forms do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct Made {
    pub(in crate::import) form: String,
    pub(in crate::import) pos: Option<PartOfSpeech>,
}

/// A word that a form could be merged into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) struct Offer {
    /// The suggestion's place among those of the row.
    pub(in crate::import) suggestion: u32,
    /// The word; none when it would be made.
    pub(in crate::import) into: Option<Place>,
}

impl Sorting<'_> {
    /// Merges the rows that the learner merged.
    pub(super) fn merge(&mut self) {
        let merges = &self.given.decisions.merges;
        if merges.is_empty() {
            return;
        }
        let is_merged = |place: &Place| {
            let row = self.row(*place);
            row.sort == Sort::Word && merges.contains_key(&row.id)
        };
        let merged: Vec<Place> = self.places().filter(is_merged).collect();
        let mut gone: HashSet<Place> = merged.iter().copied().collect();
        let mut made: HashMap<&str, Vec<Place>> = HashMap::new();
        for place in merged {
            let target = &merges[&self.row(place).id];
            let known = self.target(target, &gone).filter(|word| *word != place);
            let word = known.or_else(|| self.made_before(target, &made)).unwrap_or_else(|| {
                let word = self.make(place, target);
                made.entry(&target.form).or_default().push(word);
                word
            });
            gone.insert(place);
            self.join(place, Sort::Merged(word));
        }
    }

    /// The word of the list that a row is to be merged into.
    fn target(&self, target: &Target, gone: &HashSet<Place>) -> Option<Place> {
        let is_word = |place: &Place| self.row(*place).sort == Sort::Word && !gone.contains(place);
        let meant = target.into.and_then(|id| self.place(id)).filter(is_word);
        meant.or_else(|| self.words_of(&target.form, target.pos).find(is_word))
    }

    /// Words that are written like a dictionary form, and may be of its part of speech.
    fn words_of(&self, form: &str, pos: Option<PartOfSpeech>) -> impl Iterator<Item = Place> {
        let words = self.by_term.get(form).map_or(&[][..], Vec::as_slice);
        words.iter().copied().filter(move |place| {
            let own = kind(self.said(*place).pos);
            may_be_one(own, pos)
        })
    }

    fn made_before(&self, target: &Target, made: &HashMap<&str, Vec<Place>>) -> Option<Place> {
        let of_form = made.get(target.form.as_str())?.iter().copied();
        of_form.into_iter().find(|place| match self.row(*place).at {
            At::Made(made) => may_be_one(self.sorted.made[made as usize].pos, target.pos),
            _ => false,
        })
    }

    /// Makes a word of a dictionary form that stands in no file.
    fn make(&mut self, form: Place, target: &Target) -> Place {
        let place = number(self.sorted.rows.len());
        let first = self.row(form);
        self.sorted.rows.push(Row {
            id: FIRST_MADE | first.id,
            at: At::Made(number(self.sorted.made.len())),
            sort: Sort::Word,
            standing: Standing::New,
            ..first
        });
        self.sorted.made.push(Made { form: target.form.clone(), pos: target.pos });
        place
    }

    fn place(&self, id: u32) -> Option<Place> {
        place(self.given.files, &self.sorted.offsets, id)
    }

    /// Finds the forms that are not decided about, what each may be merged into, and which of them
    /// are beyond doubt.
    pub(super) fn offer_forms(&mut self) {
        let words = self.places().filter(|place| self.row(*place).sort == Sort::Word);
        let forms: Vec<Place> = words
            .filter(|place| !self.suggestions(*place).is_empty() && !self.has_forms(*place))
            .collect();
        for place in &forms {
            let offers = self.offers(*place);
            self.sorted.offers.insert(*place, offers);
        }
        let sure: Vec<Place> = forms.iter().copied().filter(|form| self.is_sure(*form)).collect();
        // what other forms would be merged into stays where it is
        let targets: HashSet<Place> =
            sure.iter().filter_map(|form| self.only_word(*form)).collect();
        self.sorted.certain = sure.into_iter().filter(|form| !targets.contains(form)).collect();
        self.sorted.lists.forms = forms;
    }

    fn suggestions(&self, place: Place) -> &[Suggestion] {
        let row = self.row(place);
        self.given.files[row.file as usize].file.suggestions(row.at)
    }

    fn has_forms(&self, place: Place) -> bool {
        let merged = |joined: &Place| matches!(self.row(*joined).sort, Sort::Merged(_));
        self.sorted.joined(place).iter().any(merged)
    }

    fn offers(&self, form: Place) -> Vec<Offer> {
        let mut offers = Vec::new();
        for (suggestion, suggested) in (0..).zip(self.suggestions(form)) {
            let before = offers.len();
            let there = |place: &Place| {
                *place != form && matches!(self.row(*place).sort, Sort::Word | Sort::Known)
            };
            let words = self.words_of(&suggested.form, suggested.pos).filter(there);
            let words = words.take(MOST_HOMOGRAPHS);
            offers.extend(words.map(|word| Offer { suggestion, into: Some(word) }));
            if offers.len() == before {
                offers.push(Offer { suggestion, into: None });
            }
        }
        offers
    }

    /// Whether a form's dictionary form is beyond doubt, and at most one word is written so.
    fn is_sure(&self, form: Place) -> bool {
        let offers = &self.sorted.offers[&form];
        let of_first = offers.iter().filter(|offer| offer.suggestion == 0).count();
        of_first == 1 && dictionary_form::is_certain(self.suggestions(form))
    }

    fn only_word(&self, form: Place) -> Option<Place> {
        self.sorted.offers[&form].first().and_then(|offer| offer.into)
    }

    /// Words that "Merge all" would make.
    pub(super) fn words_to_make(&self) -> usize {
        let mut made: HashMap<&str, Vec<Option<PartOfSpeech>>> = HashMap::new();
        for form in self.sorted.certain.iter().filter(|form| self.only_word(**form).is_none()) {
            let Some(first) = self.suggestions(*form).first() else { continue };
            let known = self.given.known.is_some_and(|known| known.contains(&first.form));
            let of_form = made.entry(&first.form).or_default();
            if !known && !of_form.iter().any(|pos| may_be_one(*pos, first.pos)) {
                of_form.push(first.pos);
            }
        }
        made.values().map(Vec::len).sum()
    }
}

/// A row's place by its id.
pub(in crate::import) fn place(
    files: &[super::Listed],
    offsets: &[Place],
    id: u32,
) -> Option<Place> {
    files.iter().zip(offsets).find_map(|(listed, offset)| {
        let index = id.checked_sub(listed.first_row)?;
        ((index as usize) < listed.file.rows.len()).then_some(offset + index)
    })
}

/// The part of speech of an English name.
fn kind(name: &str) -> Option<PartOfSpeech> {
    PartOfSpeech::ALL.into_iter().find(|kind| kind.english() == name)
}

/// Whether two parts of speech can be of one word: lists do not agree on verbs and adjectives, nor
/// on the kinds of noun.
fn may_be_one(one: Option<PartOfSpeech>, other: Option<PartOfSpeech>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return true };
    one == other
        || (one.is_predicate() && other.is_predicate())
        || (one.is_nominal() && other.is_nominal())
}
