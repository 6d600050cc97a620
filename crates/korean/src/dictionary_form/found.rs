//! What was found for one word, weighed: each reading has a weight, by which it competes with the
//! others and with the word being a headword itself, and a cap, which says how far to trust it alone.

use super::Suggestion;
use super::letters::Letters;
use crate::PartOfSpeech;

/// No more suggestions than a person can look at.
const MOST: usize = 5;

/// The cap of a stem that is listed.
pub(super) const KNOWN: u32 = 95;

/// Below this, per cent, nothing is said.
const FAINTEST: u32 = 15;

/// One possible dictionary form.
#[derive(Debug, Clone, Copy)]
struct Reading {
    letters: Letters,
    pos: PartOfSpeech,
    weight: u32,
    cap: u32,
}

/// The readings of a word so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    readings: Vec<Reading>,
    itself: u32,
}

impl Found {
    /// Adds a reading: its letters as a dictionary writes them. Of the same word twice the heavier stays.
    pub(super) fn add(&mut self, letters: Letters, pos: PartOfSpeech, weight: u32, cap: u32) {
        match self.readings.iter_mut().find(|known| *known.letters == *letters) {
            Some(known) if known.weight >= weight => {}
            Some(known) => *known = Reading { letters, pos, weight, cap },
            None => self.readings.push(Reading { letters, pos, weight, cap }),
        }
    }

    /// How much speaks for the word being its own dictionary form: the least of what is said.
    pub(super) fn doubt(&mut self, weight: u32) {
        self.itself = if self.itself == 0 { weight } else { self.itself.min(weight) };
    }

    /// The suggestions, best first; the word itself is none.
    pub(super) fn suggestions(mut self, word: &str) -> Vec<Suggestion> {
        self.prefer_longer_stems(word);
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
        suggestions.filter(|suggestion| suggestion.form != word).take(MOST).collect()
    }

    /// Of 끊다 and 끊기다 behind 끊기는 the longer stem is meant, if it is a known one; 들어서 stays
    /// open between 들다 and 들어서다.
    fn prefer_longer_stems(&mut self, word: &str) {
        let known: Vec<Letters> = self
            .readings
            .iter()
            .filter(|one| one.is_known() && word.starts_with(&one.letters.shorter().text()))
            .map(|one| one.letters)
            .collect();
        for reading in self.readings.iter_mut().filter(|one| one.pos.is_predicate()) {
            let stem = reading.letters.shorter();
            let longer = |other: &Letters| {
                other.len() > reading.letters.len()
                    && other.starts_with(&stem)
                    && !other.ends_with("서다")
            };
            if known.iter().any(longer) {
                reading.weight /= 4;
            }
        }
    }
}

impl Reading {
    fn is_known(&self) -> bool {
        self.cap >= KNOWN && self.pos.is_predicate()
    }
}
