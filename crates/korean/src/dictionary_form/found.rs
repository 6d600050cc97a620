//! What was found for one word, weighed: each reading has a weight, by which it competes with the
//! others and with the word being a headword itself, and a cap, which says how far to trust it alone.

use std::cmp::Ordering;

use super::Suggestion;
use super::letters::Letters;
use crate::PartOfSpeech;

/// No more suggestions than a person can look at.
pub(super) const MOST: usize = 5;

/// The cap of a stem that is listed.
pub(super) const KNOWN: u32 = 95;

/// The weight of a stem that is met often.
const COMMON: u32 = 100;

/// Below this, per cent, nothing is said.
const FAINTEST: u32 = 15;

/// One possible dictionary form.
#[derive(Debug, Clone, Copy)]
struct Reading {
    letters: Letters,
    pos: PartOfSpeech,
    weight: u32,
    cap: u32,
    /// Nobody listed the word; only its shape speaks for it.
    guess: bool,
    /// What was taken off can only be an ending.
    clear: bool,
    /// A noun that goes before verbs and adjectives no likelier than itself.
    first: bool,
}

/// The readings of a word so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    readings: Vec<Reading>,
    itself: u32,
}

impl Found {
    /// Adds a verb or adjective as a dictionary writes it; `clear`: what was taken off can only be an
    /// ending. Of the same word twice the heavier stays.
    pub(super) fn add(&mut self, form: Letters, pos: PartOfSpeech, weights: [u32; 2], clear: bool) {
        let [weight, cap] = weights;
        self.heavier(Reading { clear, ..Reading::new(form, pos, weight, cap) });
    }

    /// Adds a noun; `first`: what was taken off is more often a particle than an ending.
    pub(super) fn add_noun(&mut self, noun: Letters, pos: PartOfSpeech, weight: u32, first: bool) {
        self.heavier(Reading { first, ..Reading::new(noun, pos, weight, KNOWN) });
    }

    /// Adds a reading of which the shape alone speaks: it fades beside one that is known.
    pub(super) fn guess(&mut self, letters: Letters, pos: PartOfSpeech, weight: u32, cap: u32) {
        self.heavier(Reading { guess: true, ..Reading::new(letters, pos, weight, cap) });
    }

    /// Whether a verb or adjective that is listed was found.
    pub(super) fn has_listed_stem(&self) -> bool {
        self.readings.iter().any(Reading::is_known)
    }

    fn heavier(&mut self, reading: Reading) {
        match self.readings.iter_mut().find(|known| *known.letters == *reading.letters) {
            Some(known) if known.weight >= reading.weight => {}
            Some(known) => *known = reading,
            None => self.readings.push(reading),
        }
    }

    /// How much speaks for the word being its own dictionary form: the least of what is said.
    pub(super) fn doubt(&mut self, weight: u32) {
        self.itself = if self.itself == 0 { weight } else { self.itself.min(weight) };
    }

    /// The suggestions, best first; the word itself is none.
    pub(super) fn suggestions(mut self, word: &str) -> Vec<Suggestion> {
        self.prefer_longer_stems(word);
        self.prefer_nouns();
        self.fade_guesses();
        let total = self.itself + self.readings.iter().map(|reading| reading.weight).sum::<u32>();
        self.readings.sort_by_key(|reading| std::cmp::Reverse(reading.cap * reading.weight));
        let suggestions = self.readings.iter().filter_map(|reading| {
            let confidence = reading.cap * reading.weight / total.max(1);
            let confidence = u8::try_from(confidence.min(100)).unwrap_or_default();
            (u32::from(confidence) >= FAINTEST).then(|| Suggestion {
                form: reading.letters.text(),
                pos: Some(reading.pos),
                confidence,
            })
        });
        let mut suggestions: Vec<Suggestion> =
            suggestions.filter(|suggestion| suggestion.form != word).take(MOST).collect();
        let best = suggestions.first().map_or(0, |first| u16::from(first.confidence));
        suggestions.retain(|one| u16::from(one.confidence) * 4 > best);
        suggestions
    }

    fn fade_guesses(&mut self) {
        if self.readings.iter().any(|one| !one.guess) {
            self.readings.iter_mut().filter(|one| one.guess).for_each(|one| one.weight /= 8);
        }
    }

    /// A noun and a particle are told from a stem and an ending that look the same.
    fn prefer_nouns(&mut self) {
        let nouns: Vec<Reading> = self.readings.iter().filter(|one| one.first).copied().collect();
        for reading in self.readings.iter_mut().filter(|one| one.pos.is_predicate()) {
            let before = nouns.iter().filter(|noun| noun.goes_before(reading));
            if let Some(noun) = before.map(|noun| noun.weight).min() {
                reading.weight = reading.weight.min(noun * 2 / 3);
            }
        }
    }

    /// Of 끊다 and 끊기다 behind 끊기는 the longer stem is meant, if it is a known one; 들어서 stays
    /// open between 들다 and 들어서다. So of 말다 and 마시다 behind 마셔요, where the longer is as common.
    fn prefer_longer_stems(&mut self, word: &str) {
        let known: Vec<Reading> =
            self.readings.iter().filter(|one| one.is_known()).copied().collect();
        for reading in self.readings.iter_mut().filter(|one| one.pos.is_predicate()) {
            let stem = reading.letters.shorter();
            let longer = |other: &Reading| {
                other.letters.len() > reading.letters.len()
                    && !other.letters.ends_with("서다")
                    && (reading.is_known() && other.weight >= reading.weight
                        || other.letters.starts_with(&stem)
                            && word.starts_with(&other.letters.shorter().text()))
            };
            if known.iter().any(longer) {
                reading.weight /= 4;
            }
        }
    }
}

impl Reading {
    fn new(letters: Letters, pos: PartOfSpeech, weight: u32, cap: u32) -> Self {
        Self { letters, pos, weight, cap, guess: false, clear: false, first: false }
    }

    /// Whether this noun goes before the verb or adjective: it is longer (남자는: 남자, 남다), or as long
    /// and unlike its stem (물을: 물, 묻다), or its stem is no common one (집은: 집, 집다).
    fn goes_before(&self, other: &Self) -> bool {
        let stem = other.letters.shorter();
        let common = other.weight >= COMMON;
        let alike = *stem == *self.letters;
        match stem.len().cmp(&self.letters.len()) {
            Ordering::Less => true,
            Ordering::Equal => !(other.clear || alike && common),
            Ordering::Greater => false,
        }
    }

    fn is_known(&self) -> bool {
        self.cap >= KNOWN && self.pos.is_predicate()
    }
}
