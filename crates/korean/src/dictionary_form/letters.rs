//! A short run of syllables kept without allocation, and what is done to its last syllable when a
//! stem changes before an ending. It knows syllables, no words.

use std::ops::Deref;

use crate::text::Syllable;

/// A longer run is no single word of Korean.
const MOST: usize = 20;

/// Up to twenty hangul syllables; an ending may begin with a lone final consonant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters {
    letters: [char; MOST],
    len: usize,
}

impl Letters {
    /// The word's letters; `None` when it is empty, too long, or not of whole syllables alone.
    pub(super) fn of(word: &str) -> Option<Self> {
        let mut all = Self { letters: ['가'; MOST], len: 0 };
        for letter in word.chars() {
            Syllable::of(letter)?;
            *all.letters.get_mut(all.len)? = letter;
            all.len += 1;
        }
        (all.len > 0).then_some(all)
    }

    /// The first `len` letters.
    pub(super) fn first(&self, len: usize) -> Self {
        Self { letters: self.letters, len: len.min(self.len) }
    }

    /// Without the last letter.
    pub(super) fn shorter(&self) -> Self {
        self.first(self.len.saturating_sub(1))
    }

    /// The last syllable, taken apart.
    pub(super) fn last(&self) -> Option<Syllable> {
        self.deref().last().copied().and_then(Syllable::of)
    }

    /// With another last syllable.
    pub(super) fn with_last(&self, last: Syllable) -> Option<Self> {
        let mut changed = *self;
        *changed.letters.get_mut(self.len.checked_sub(1)?)? = last.compose()?;
        Some(changed)
    }

    /// With another vowel in the last syllable.
    pub(super) fn with_vowel(&self, vowel: char) -> Option<Self> {
        self.with_last(Syllable { vowel, ..self.last()? })
    }

    /// With another final consonant, or none.
    pub(super) fn with_coda(&self, coda: Option<char>) -> Option<Self> {
        self.with_last(Syllable { coda, ..self.last()? })
    }

    /// One letter longer.
    pub(super) fn longer(&self, letter: char) -> Option<Self> {
        let mut changed = *self;
        *changed.letters.get_mut(self.len)? = letter;
        changed.len += 1;
        Some(changed)
    }

    pub(super) fn ends_with(&self, tail: &str) -> bool {
        let mut letters = self.iter().rev();
        tail.chars().rev().all(|letter| letters.next() == Some(&letter))
    }

    pub(super) fn text(&self) -> String {
        self.iter().collect()
    }
}

impl Deref for Letters {
    type Target = [char];

    fn deref(&self) -> &[char] {
        self.letters.get(..self.len).unwrap_or_default()
    }
}
