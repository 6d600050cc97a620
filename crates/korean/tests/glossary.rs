//! Every line of the glossary, held to what can be checked of it: its shape, its spelling, that the
//! example has the word in some form, and that the example's ending is of the register it claims.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use korean::PartOfSpeech;
use korean::dictionary_form::suggest;
use korean::glossary::{Entry, entries, entries_of};
use korean::pronunciation::pronounce;
use korean::romanization::romanize;
use korean::text::{has_hangul, is_hanja, is_syllable};

/// Forms of which the dictionary form is not found, each with the reason.
const UNFOUND: &[(&str, &str)] =
    &[("돌아가셨어요", "the respectful form of 돌아가다 is spelled the same")];

/// English words that are what the romanization is, too.
const LOANS: &[&str] = &[
    "gimbap",
    "tteokbokki",
    "ramyeon",
    "makgeolli",
    "bulgogi",
    "bibimbap",
    "hanbok",
    "hangeul",
    "hotel",
    "banana",
    "helmet",
    "model",
    "piano",
    "radio",
    "robot",
    "tomato",
    "Seoul",
];

/// The lines of the data files, without the comment line at the top.
fn lines() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/glossary");
    let mut lines = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let skipped = usize::from(text.starts_with('#'));
        assert!(text.ends_with('\n') && !text.contains('\r'));
        lines.extend(text.lines().skip(skipped).map(str::to_owned));
    }
    lines
}

/// Every entry that breaks the rule, with what is wrong.
fn broken(rule: impl Fn(&Entry) -> Option<String>) -> String {
    let wrong = |entry: &Entry| Some(format!("{}: {}\n", entry.headword, rule(entry)?));
    entries().iter().filter_map(wrong).collect()
}

/// Fails with every entry of which `right` does not hold.
fn hold(right: impl Fn(&Entry) -> bool) {
    let wrong = broken(|entry| (!right(entry)).then(|| format!("{entry:?}")));
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let bare = |word: &&str| !word.is_empty();
    text.split(|sign: char| !sign.is_alphanumeric()).filter(bare)
}

#[test]
fn every_line_has_ten_columns_and_is_read() {
    let lines = lines();
    for line in &lines {
        assert_eq!(line.split('\t').count(), 10, "{line}");
        assert!(line.split('\t').all(|column| column.trim() == column), "{line}");
        let mut columns = line.split('\t');
        let (headword, number) = (columns.next().unwrap(), columns.next().unwrap());
        assert!(number.is_empty() || number.parse::<u8>().is_ok(), "{line}");
        let pos = columns.next().unwrap();
        let found = entries_of(headword).iter().any(|entry| entry.pos.english() == pos);
        assert!(found, "not read, or its file is not linked in glossary.rs: {line}");
    }
    assert_eq!(lines.len(), entries().len());
}

#[test]
fn a_word_is_found_by_its_headword() {
    let senses = entries_of("쓰다");
    assert_eq!(senses.len(), 4);
    assert!(senses.iter().all(|sense| sense.headword == "쓰다"));
    assert_eq!(senses.first().unwrap().glosses().next(), Some("to write"));
    assert_eq!(entries_of("쓰닥"), []);
}

#[test]
fn words_of_one_spelling_are_counted_from_one() {
    let mut same: BTreeMap<&str, Vec<Option<u8>>> = BTreeMap::new();
    for entry in entries() {
        same.entry(entry.headword).or_default().push(entry.homograph);
    }
    for (headword, numbers) in same {
        let counted: Vec<Option<u8>> = match numbers.len() {
            1 => vec![None],
            more => (1..).map(Some).take(more).collect(),
        };
        assert_eq!(numbers, counted, "{headword}");
    }
}

#[test]
fn headwords_are_whole_syllables() {
    hold(|entry| entry.headword.chars().all(|letter| is_syllable(letter) || letter == ' '));
    hold(|entry| entry.headword.contains(' ') || words(entry.headword).count() == 1);
}

#[test]
fn hanja_stand_syllable_for_syllable() {
    hold(|entry| {
        let Some(hanja) = entry.hanja else { return true };
        let pair = |(hanja, letter): (char, char)| is_hanja(hanja) || hanja == letter;
        hanja.chars().count() == entry.headword.chars().count()
            && hanja.chars().any(is_hanja)
            && hanja.chars().zip(entry.headword.chars()).all(pair)
    });
}

#[test]
fn glosses_and_translations_are_english() {
    let english = |text: &str| text.chars().all(|sign| sign.is_ascii() || sign == 'é');
    hold(|entry| entry.glosses().all(|gloss| !gloss.is_empty() && english(gloss)));
    hold(|entry| entry.glosses().all(|gloss| !gloss.contains(';') && gloss.len() <= 80));
    hold(|entry| english(entry.translation) && entry.translation.ends_with(['.', '!', '?', '"']));
    hold(|entry| !entry.translation.starts_with(|sign: char| sign.is_ascii_lowercase()));
    hold(|entry| words(entry.translation).count() > 1);
    hold(|entry| {
        entry.pos != PartOfSpeech::Verb || entry.glosses().all(|gloss| gloss.starts_with("to "))
    });
}

#[test]
fn no_gloss_is_the_romanization() {
    hold(|entry| {
        let sound = pronounce(entry.headword, Some(entry.pos), entry.hanja).hangul;
        let roman = romanize(entry.headword, &sound, Some(entry.pos)).to_lowercase();
        let same = |word: &str| word.to_lowercase() == roman && !LOANS.contains(&word);
        roman.len() < 5 || !entry.glosses().flat_map(words).any(same)
    });
}

#[test]
fn an_example_is_one_short_korean_sentence() {
    hold(|entry| has_hangul(entry.example) && entry.example.ends_with(['.', '!', '?']));
    hold(|entry| (3..=9).contains(&entry.example.split_whitespace().count()));
    hold(|entry| !entry.example.contains("  ") && !entry.example.contains(|c: char| is_hanja(c)));
}

#[test]
fn no_example_stands_twice() {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let again = |entry: &Entry| {
        let first = seen.insert(entry.example, entry.headword)?;
        Some(format!("{first} and {}: {}\n", entry.headword, entry.example))
    };
    let again: String = entries().iter().filter_map(again).collect();
    assert!(again.is_empty(), "\n{again}");
}

#[test]
fn the_form_stands_in_the_example_as_a_word() {
    hold(|entry| entry.example.contains(entry.form) && !entry.form.is_empty());
    hold(|entry| {
        let bound = matches!(entry.pos, PartOfSpeech::Particle | PartOfSpeech::BoundNoun)
            || matches!(entry.pos, PartOfSpeech::Affix);
        let predicate = is_predicate(entry);
        let starts = |at: usize| bound || !entry.example[..at].ends_with(is_syllable);
        let ends = |at: usize| !predicate || !entry.example[at..].starts_with(is_syllable);
        entry
            .example
            .match_indices(entry.form)
            .any(|(at, form)| starts(at) && ends(at + form.len()))
    });
}

#[test]
fn the_dictionary_form_of_the_form_is_the_headword() {
    let wrong = broken(|entry| {
        let listed = UNFOUND.iter().any(|(form, _)| *form == entry.form);
        let inflects = is_predicate(entry) && !entry.headword.contains(' ') && !listed;
        if !inflects || entry.form == entry.headword {
            return None;
        }
        let told = suggest(entry.form, Some(entry.pos));
        let found = told.iter().any(|one| one.form == entry.headword);
        (!found).then(|| format!("{} {told:?}", entry.form))
    });
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The word of the example that has the entry's form, with whatever hangs on it.
fn in_context(entry: &Entry) -> Option<&'static str> {
    let mut words = entry.example.split(|sign: char| !sign.is_alphanumeric());
    words.find(|word| word.starts_with(entry.form))
}

#[test]
fn words_of_the_examples_lead_to_their_headwords_unasked() {
    let leads = |entry: &Entry| {
        let found = in_context(entry).filter(|word| *word != entry.headword)?;
        let told = suggest(found, None);
        Some(told.first().is_some_and(|first| first.form == entry.headword))
    };
    let share = |chosen: &[&Entry]| {
        let told: Vec<bool> = chosen.iter().filter_map(|entry| leads(entry)).collect();
        let right = told.iter().filter(|right| **right).count();
        println!("{right} of {}", told.len());
        assert!(told.len() > 600);
        right * 100 / told.len()
    };
    let single = entries().iter().filter(|entry| !entry.headword.contains(' '));
    let (predicates, others): (Vec<&Entry>, Vec<&Entry>) =
        single.partition(|entry| is_predicate(entry));
    let nouns: Vec<&Entry> =
        others.into_iter().filter(|entry| entry.pos == PartOfSpeech::Noun).collect();
    assert!(share(&nouns) >= 97);
    assert!(share(&predicates) >= 94);
}

fn is_predicate(entry: &Entry) -> bool {
    use PartOfSpeech::{Adjective, Auxiliary, Verb};
    matches!(entry.pos, Verb | Adjective | Auxiliary)
}

#[test]
fn the_register_is_that_of_the_ending() {
    let wrong = broken(|entry| {
        let heard = korean::register::read(entry.example).heard;
        let right = heard.is_some_and(|heard| heard.allows(entry.register));
        (!right).then(|| format!("{} sounds {heard:?}", entry.example))
    });
    assert!(wrong.is_empty(), "\n{wrong}");
}
