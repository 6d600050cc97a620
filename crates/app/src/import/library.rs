//! The library as a list is held against it: which of its words a row is, or may be meant to
//! correct. A row that leaves something open is the one word that it can be.

use std::{borrow::Cow, collections::HashMap};

use store::WordKey;

/// The words of the library by their text.
#[derive(Debug, Default)]
pub(crate) struct Library {
    /// Tells whether the library was changed since.
    pub(crate) version: i64,
    words: HashMap<String, Vec<WordKey>>,
}

/// What a row says of a word, apart from its text; nothing is an empty text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Said<'a> {
    pub(super) pos: &'a str,
    pub(super) meaning: &'a str,
    pub(super) homonym: &'a str,
}

/// A term and what is said of it, whatever the case of the letters.
pub(super) type Key<'a> = [Cow<'a, str>; 4];

/// How a row stands to the library; the numbers are places among the words of that text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Standing {
    /// The library has no such word.
    #[default]
    New,
    /// It is this word.
    Same(u32),
    /// It has another meaning than this word, the only one of its text.
    MayCorrect(u32),
}

impl Library {
    pub(crate) fn of(version: i64, keys: Vec<WordKey>) -> Self {
        let mut words: HashMap<String, Vec<WordKey>> = HashMap::new();
        for key in keys {
            words.entry(key.term.clone()).or_default().push(key);
        }
        Self { version, words }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The library's words of a text, oldest first.
    pub(super) fn of_term(&self, term: &str) -> &[WordKey] {
        self.words.get(term).map_or(&[], Vec::as_slice)
    }

    /// How a row stands to the library.
    pub(super) fn standing(&self, term: &str, said: Said<'_>) -> Standing {
        let words = self.of_term(term);
        let only = |fits: &dyn Fn(&Said<'_>) -> bool| {
            let mut fitting = (0..).zip(words).filter(|(_, word)| fits(&Said::of(word)));
            let first = fitting.next().map(|(at, _)| at);
            first.filter(|_| fitting.next().is_none())
        };
        if let Some(same) = only(&|word| word.is(&said)) {
            return Standing::Same(same);
        }
        if let Some(same) = only(&|word| said.leaves_open_or_is(word)) {
            return Standing::Same(same);
        }
        let may_correct = words.len() == 1 && !said.meaning.is_empty();
        let fits = |word: &Said<'_>| agree(said.pos, word.pos) && agree(said.homonym, word.homonym);
        match only(&fits) {
            Some(word) if may_correct => Standing::MayCorrect(word),
            _ => Standing::New,
        }
    }
}

impl<'a> Said<'a> {
    fn of(key: &'a WordKey) -> Self {
        Self { pos: &key.pos, meaning: &key.meaning, homonym: &key.homonym }
    }

    /// Whether both say the same, whatever the case of the letters.
    pub(super) fn is(&self, other: &Self) -> bool {
        same(self.pos, other.pos)
            && same(self.meaning, other.meaning)
            && same(self.homonym, other.homonym)
    }

    /// The same with what is left open said by another.
    pub(super) fn filled_with(&self, other: &Self) -> Self {
        let or = |own: &'a str, more| if own.is_empty() { more } else { own };
        Self {
            pos: or(self.pos, other.pos),
            meaning: or(self.meaning, other.meaning),
            homonym: or(self.homonym, other.homonym),
        }
    }

    /// What is the same for all that say the same of a term.
    pub(super) fn key(&self, term: &'a str) -> Key<'a> {
        [term, self.pos, self.meaning, self.homonym].map(lower)
    }

    /// Whether this says nothing that the other does not say; lists often leave out the part of
    /// speech, so either may.
    fn leaves_open_or_is(&self, other: &Self) -> bool {
        let open_or_same = |own: &str, theirs: &str| own.is_empty() || same(own, theirs);
        agree(self.pos, other.pos)
            && open_or_same(self.meaning, other.meaning)
            && open_or_same(self.homonym, other.homonym)
    }

    /// Whether nothing that one says is said otherwise by the other.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        agree(self.pos, other.pos)
            && agree(self.meaning, other.meaning)
            && agree(self.homonym, other.homonym)
    }
}

fn agree(one: &str, other: &str) -> bool {
    one.is_empty() || other.is_empty() || same(one, other)
}

fn lower(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_uppercase) { text.to_lowercase().into() } else { text.into() }
}

fn same(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one == other || one.to_lowercase() == other.to_lowercase()
}
