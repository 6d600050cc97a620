//! The built-in dictionary: complete answers of both stages for everyday words, written for
//! Hanji, what the glossary knows of some thousands more, and for every other word an answer made
//! of what is known and nothing else.

mod glossed;

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;
use store::NewWord;

use crate::{Cards, Kind, Nuance, stage::Checked, word};

/// The files, each an array of entries.
const FILES: &[&str] = &[
    include_str!("../dictionary/people-and-places.json"),
    include_str!("../dictionary/nature-and-home.json"),
    include_str!("../dictionary/verbs-of-moving-and-meeting.json"),
    include_str!("../dictionary/verbs-of-doing-and-knowing.json"),
    include_str!("../dictionary/describing.json"),
    include_str!("../dictionary/time-and-feeling.json"),
];

/// One word of the dictionary.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Stage 1's answer.
    pub nuance: Nuance,
    /// Stage 2's answer.
    pub cards: Cards,
}

static ENTRIES: LazyLock<HashMap<String, Entry>> = LazyLock::new(|| {
    let entries = FILES.iter().flat_map(|file| {
        // a test reads every file; a broken one must not take the app down with it
        serde_json::from_str::<Vec<Entry>>(file).unwrap_or_default()
    });
    entries.map(|entry| (entry.nuance.term.clone(), entry)).collect()
});

/// The entry for a word, if it is about the word the learner means: not another part of speech,
/// and not a homonym of the given meaning.
#[must_use]
pub fn find(word: &NewWord) -> Option<&'static Entry> {
    find_of(&word.term, &word.pos, &word.meaning)
}

/// Whether the dictionary has something to say of a word beside what is computed; part of speech
/// and meaning may be empty.
#[must_use]
pub fn knows(term: &str, pos: &str, meaning: &str) -> bool {
    find_of(term, pos, meaning).is_some() || glossed::knows(term, pos, meaning)
}

/// The word with what the glossary knows for certain and the learner's list leaves out.
pub(crate) fn completed(word: &NewWord) -> NewWord {
    glossed::completed(word)
}

fn find_of(term: &str, pos: &str, meaning: &str) -> Option<&'static Entry> {
    let entry = ENTRIES.get(term)?;
    (may_be_same_pos(pos, &entry.nuance.pos) && !means_a_homonym(meaning, &entry.nuance))
        .then_some(entry)
}

/// Lists do not agree on whether 오늘 or 지금 is a noun or an adverb: it is both.
fn may_be_same_pos(given: &str, known: &str) -> bool {
    let names_a_time = |pos: &str| matches!(pos, "noun" | "adverb");
    given.is_empty() || given == known || (names_a_time(given) && names_a_time(known))
}

/// All entries, in no order.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    ENTRIES.values()
}

/// Whether the learner's meaning shares words with a homonym and none with the entry itself.
fn means_a_homonym(given: &str, nuance: &Nuance) -> bool {
    let shares = |gloss: &str| shares_words(gloss, given);
    let of_the_entry =
        shares(&nuance.primary_meaning) || nuance.other_meanings.iter().any(|gloss| shares(gloss));
    !of_the_entry && nuance.homonyms.iter().any(|homonym| shares(&homonym.meaning))
}

/// Whether two glosses have a word in common that carries meaning.
fn shares_words(one: &str, other: &str) -> bool {
    key_words(one).any(|word| key_words(other).any(|own| own == word))
}

/// Words of a gloss that say nothing of its meaning.
const EMPTY_WORDS: [&str; 14] =
    ["a", "an", "the", "to", "of", "or", "and", "in", "on", "at", "be", "for", "with", "one"];

/// The words of a gloss that carry its meaning, in lower case.
fn key_words(gloss: &str) -> impl Iterator<Item = String> {
    let words = gloss.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.filter(|word| !EMPTY_WORDS.contains(&word.as_str()))
}

/// Stage 1's answer for a word: the entry's, the glossary's, or what can be said without either.
/// Nothing is invented.
pub(crate) fn nuance(word: &NewWord) -> Checked<Nuance> {
    if let Some(entry) = find(word) {
        return Checked { answer: entry.nuance.clone(), remarks: Vec::new() };
    }
    if let Some(glossed) = glossed::nuance(word) {
        return glossed;
    }
    let remarks = word.meaning.is_empty().then(|| {
        "The built-in dictionary does not know this word, and your list gives no meaning."
            .to_owned()
    });
    Checked { answer: computed(word), remarks: remarks.into_iter().collect() }
}

/// Stage 2's answer for a word: those of the entry's cards that are wanted.
pub(crate) fn cards(word: &NewWord, wanted: &[Kind]) -> Checked<Cards> {
    let mut cards = find(word).map(|entry| entry.cards.cards.clone()).unwrap_or_default();
    cards.retain(|card| wanted.contains(&card.kind));
    Checked { answer: Cards { term: word.term.clone(), cards }, remarks: Vec::new() }
}

/// What the learner gave and the Korean layer computes, in the shape of an answer.
fn computed(word: &NewWord) -> Nuance {
    Nuance {
        term: word.term.clone(),
        primary_meaning: word.meaning.clone(),
        pos: word.pos.clone(),
        hanja: word.hanja.clone(),
        pronunciation: word::pronunciation(word),
        korean_keywords: vec![word.term.clone()],
        ..Nuance::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cards::AskCards, nuance::AskNuance, stage::Stage};

    fn word(term: &str, pos: &str, meaning: &str) -> NewWord {
        let [term, pos, meaning] = [term, pos, meaning].map(Into::into);
        NewWord { term, pos, meaning, ..NewWord::default() }
    }

    #[test]
    fn every_file_is_read_whole() {
        let counted: usize =
            FILES.iter().map(|file| serde_json::from_str::<Vec<Entry>>(file).unwrap().len()).sum();
        assert_eq!(entries().count(), counted, "no word twice");
        assert!(counted >= 60, "{counted} entries");
    }

    #[test]
    fn every_entry_passes_the_checks_that_a_model_must_pass() {
        for entry in entries() {
            let term = &entry.nuance.term;
            let word = word(term, &entry.nuance.pos, "");
            let nuance = AskNuance(&word).check(&serde_json::to_string(&entry.nuance).unwrap());
            assert_eq!(nuance.unwrap().remarks, Vec::<String>::new(), "{term}");
            let kinds: Vec<Kind> = entry.cards.cards.iter().map(|card| card.kind).collect();
            assert!(
                kinds.contains(&Kind::Scene) && kinds.contains(&Kind::UsageComparison),
                "{term}"
            );
            assert_eq!(kinds.contains(&Kind::Hanja), entry.nuance.hanja.is_some(), "{term}");
            let ask = AskCards { word: &word, nuance: &entry.nuance, kinds: &kinds };
            let cards = ask.check(&serde_json::to_string(&entry.cards).unwrap());
            assert_eq!(cards.unwrap().remarks, Vec::<String>::new(), "{term}");
        }
    }

    #[test]
    fn the_computed_pronunciation_agrees_with_the_one_written_by_hand() {
        for entry in entries() {
            let pos = korean::PartOfSpeech::from_label(&entry.nuance.pos);
            let hanja = entry.nuance.hanja.as_deref();
            let candidates = korean::pronunciation::candidates(&entry.nuance.term, pos, hanja);
            assert!(
                candidates.contains(&entry.nuance.pronunciation),
                "{} [{}] is none of {candidates:?}",
                entry.nuance.term,
                entry.nuance.pronunciation
            );
        }
    }

    #[test]
    fn another_part_of_speech_or_a_homonym_is_another_word() {
        assert!(find(&word("학교", "noun", "school")).is_some());
        assert!(
            find(&word("학교", "", "une école")).is_some(),
            "another language contradicts nothing"
        );
        assert!(find(&word("학교", "verb", "")).is_none());
        assert!(find(&word("쓰다", "", "to be bitter")).is_none());
    }

    #[test]
    fn an_unknown_word_gets_what_is_known_and_nothing_else() {
        let unknown = word("갉작대다", "verb", "to scratch at");
        let nuance = nuance(&unknown);
        assert_eq!(nuance.answer.primary_meaning, "to scratch at");
        assert_eq!(nuance.answer.pronunciation, "각짝때다");
        assert_eq!(nuance.remarks, Vec::<String>::new());
        assert_eq!(cards(&unknown, &[Kind::Scene]).answer.cards, []);
        assert_eq!(super::nuance(&word("갉작대다", "", "")).remarks.len(), 1);
    }
}
