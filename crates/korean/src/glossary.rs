//! Our own glossary: the words a beginner meets first, each with what it means and one sentence in
//! which it stands. It was written for this project, in `data/glossary/`, and is compiled in. It
//! refuses to know how a word sounds or inflects: that is computed.

use std::sync::OnceLock;

use crate::PartOfSpeech;

/// One word in one meaning. The text is that of the data files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The word as a dictionary lists it.
    pub headword: &'static str,
    /// Which of the words of this spelling it is, by our own counting from 1; `None` where the
    /// glossary has but one.
    pub homograph: Option<u8>,
    /// What kind of word it is.
    pub pos: PartOfSpeech,
    /// The word in Chinese characters, hangul where it has none (工夫하다); `None` for native words
    /// and loans.
    pub hanja: Option<&'static str>,
    /// When a learner meets it.
    pub level: Level,
    glosses: &'static str,
    /// A Korean sentence with the word.
    pub example: &'static str,
    /// The word as it stands in the example, its endings included, particles not.
    pub form: &'static str,
    /// The example in English.
    pub translation: &'static str,
    /// The style of speech of the example.
    pub register: Register,
}

/// The two levels of the glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// 초급: TOPIK I.
    Beginner,
    /// 중급: the lower half of TOPIK II.
    Intermediate,
}

/// Styles of speech, as the ending of a sentence shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Register {
    /// 합쇼체.
    Formal,
    /// 해요체.
    Polite,
    /// 해체.
    Casual,
    /// 해라체.
    Plain,
}

impl Entry {
    /// The meanings in English, the main one first.
    pub fn glosses(&self) -> impl Iterator<Item = &'static str> {
        self.glosses.split("; ")
    }

    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        let mut next = || columns.next();
        let entry = Self {
            headword: next()?,
            homograph: next()?.parse().ok(),
            pos: next().and_then(part_of_speech)?,
            hanja: next().map(|hanja| Some(hanja).filter(|hanja| !hanja.is_empty()))?,
            level: next().and_then(Level::read)?,
            glosses: next()?,
            example: next()?,
            form: next()?,
            translation: next()?,
            register: next().and_then(Register::read)?,
        };
        next().is_none().then_some(entry)
    }
}

impl Level {
    fn read(name: &str) -> Option<Self> {
        match name {
            "초급" => Some(Self::Beginner),
            "중급" => Some(Self::Intermediate),
            _ => None,
        }
    }
}

impl Register {
    fn read(name: &str) -> Option<Self> {
        match name {
            "formal" => Some(Self::Formal),
            "polite" => Some(Self::Polite),
            "casual" => Some(Self::Casual),
            "plain" => Some(Self::Plain),
            _ => None,
        }
    }
}

fn part_of_speech(name: &str) -> Option<PartOfSpeech> {
    PartOfSpeech::ALL.into_iter().find(|pos| pos.english() == name)
}

/// The entries of a headword, by their number; none when the glossary does not have it.
#[must_use]
pub fn entries_of(headword: &str) -> &'static [Entry] {
    let all = entries();
    let start = all.partition_point(|entry| entry.headword < headword);
    let end = all.partition_point(|entry| entry.headword <= headword);
    all.get(start..end).unwrap_or_default()
}

/// Every entry, sorted by headword and number; read on first use.
#[must_use]
pub fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let lines = FILES.iter().flat_map(|file| file.lines());
        let mut entries: Vec<Entry> =
            lines.filter(|line| !line.starts_with('#')).filter_map(Entry::read).collect();
        entries.sort_by_key(|entry| (entry.headword, entry.homograph));
        entries
    })
}

/// The data files, one line a word.
const FILES: &[&str] = &[
    include_str!("../data/glossary/adjectives.tsv"),
    include_str!("../data/glossary/adverbs.tsv"),
    include_str!("../data/glossary/auxiliaries.tsv"),
    include_str!("../data/glossary/conjunctions.tsv"),
    include_str!("../data/glossary/counters.tsv"),
    include_str!("../data/glossary/determiners.tsv"),
    include_str!("../data/glossary/expressions.tsv"),
    include_str!("../data/glossary/interjections.tsv"),
    include_str!("../data/glossary/nouns-body-and-health.tsv"),
    include_str!("../data/glossary/nouns-clothes.tsv"),
    include_str!("../data/glossary/nouns-food.tsv"),
    include_str!("../data/glossary/nouns-home.tsv"),
    include_str!("../data/glossary/nouns-language.tsv"),
    include_str!("../data/glossary/nouns-leisure.tsv"),
    include_str!("../data/glossary/nouns-loanwords.tsv"),
    include_str!("../data/glossary/nouns-mind.tsv"),
    include_str!("../data/glossary/nouns-nature.tsv"),
    include_str!("../data/glossary/nouns-people.tsv"),
    include_str!("../data/glossary/nouns-places.tsv"),
    include_str!("../data/glossary/nouns-school.tsv"),
    include_str!("../data/glossary/nouns-society.tsv"),
    include_str!("../data/glossary/nouns-things.tsv"),
    include_str!("../data/glossary/nouns-time.tsv"),
    include_str!("../data/glossary/nouns-transport.tsv"),
    include_str!("../data/glossary/nouns-verbal.tsv"),
    include_str!("../data/glossary/nouns-work.tsv"),
    include_str!("../data/glossary/numerals.tsv"),
    include_str!("../data/glossary/particles.tsv"),
    include_str!("../data/glossary/pronouns.tsv"),
    include_str!("../data/glossary/verbs-more.tsv"),
    include_str!("../data/glossary/verbs.tsv"),
];
