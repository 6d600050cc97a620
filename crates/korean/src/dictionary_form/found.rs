//! What was found for one word, weighed: each reading has a weight, by which it competes with the
//! others and with the word being a headword itself, and a cap, which says how far to trust it alone.

use super::Suggestion;
use super::letters::Letters;
use crate::PartOfSpeech;

/// No more suggestions than a person can look at.
const MOST: usize = 5;

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
}
