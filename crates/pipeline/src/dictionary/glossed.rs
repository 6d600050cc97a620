//! What the glossary knows of a word: meanings, part of speech, hanja and a sentence, but no cards
//! and no image. It chooses among words that are spelt the same by what the learner's list says,
//! and says so where the list does not tell.

use korean::{
    PartOfSpeech,
    glossary::{Entry, entries_of},
};
use store::NewWord;

use super::{computed, may_be_same_pos, shares_words};
use crate::{Example, Homonym, Nuance, stage::Checked};

/// What a list says of a word beside its spelling; all may be empty.
#[derive(Debug, Clone, Copy)]
struct Said<'a> {
    pos: &'a str,
    hanja: Option<&'a str>,
    meaning: &'a str,
}

/// The words of the glossary that may be meant, the likeliest first.
fn candidates(term: &str, said: Said<'_>) -> Vec<&'static Entry> {
    let fitting = entries_of(term).iter().filter(|entry| {
        // a label that nobody knows contradicts nothing
        let label = PartOfSpeech::from_label(said.pos).map_or("", PartOfSpeech::english);
        let is_same_hanja = said.hanja.is_none() || said.hanja == entry.hanja;
        may_be_same_pos(label, entry.pos.english()) && is_same_hanja
    });
    let fitting: Vec<_> = fitting.collect();
    if said.meaning.is_empty() {
        return fitting;
    }
    let says = |gloss: &str| gloss == said.meaning || shares_words(gloss, said.meaning);
    let means = |entry: &&&Entry| entry.glosses().any(says);
    if let Some(meant) = fitting.iter().find(means) {
        return vec![*meant];
    }
    // other words for the same thing, perhaps in another language: believed where the list names
    // the same kind of word and no other is spelt so
    match fitting.as_slice() {
        [only] if !said.pos.is_empty() && only.homograph.is_none() => fitting,
        _ => Vec::new(),
    }
}

fn said(word: &NewWord) -> Said<'_> {
    Said { pos: &word.pos, hanja: word.hanja.as_deref(), meaning: &word.meaning }
}

/// Whether the glossary has a word that may be meant.
pub(super) fn knows(term: &str, pos: &str, meaning: &str) -> bool {
    !candidates(term, Said { pos, hanja: None, meaning }).is_empty()
}

/// The word with the part of speech and the hanja that the glossary knows, where the list gives
/// none and only one word can be meant.
pub(super) fn completed(word: &NewWord) -> NewWord {
    match candidates(&word.term, said(word)).as_slice() {
        [entry] => completed_by(entry, word),
        _ => word.clone(),
    }
}

fn completed_by(entry: &Entry, word: &NewWord) -> NewWord {
    let mut completed = word.clone();
    if completed.pos.is_empty() {
        completed.pos = entry.pos.english().into();
    }
    completed.hanja = completed.hanja.or_else(|| entry.hanja.map(Into::into));
    completed
}

/// Stage 1's answer, as far as the glossary goes.
pub(super) fn nuance(word: &NewWord) -> Option<Checked<Nuance>> {
    let candidates = candidates(&word.term, said(word));
    let entry = candidates.first()?;
    let mut glosses: Vec<String> = entry.glosses().map(Into::into).collect();
    if word.meaning.is_empty() {
        let primary = glosses.remove(0);
        let word = NewWord { meaning: primary, ..word.clone() };
        let remarks = several(&word.term, &candidates).into_iter().collect();
        return Some(Checked { answer: answer(entry, &word, glosses), remarks });
    }
    glosses.retain(|gloss| *gloss != word.meaning);
    Some(Checked { answer: answer(entry, word, glosses), remarks: Vec::new() })
}

fn answer(entry: &Entry, word: &NewWord, other_meanings: Vec<String>) -> Nuance {
    let others = entries_of(entry.headword).iter().filter(|other| *other != entry);
    Nuance {
        other_meanings,
        homonyms: others.map(homonym).collect(),
        examples: vec![Example {
            korean: entry.example.into(),
            form: entry.form.into(),
            english: entry.translation.into(),
            register: entry.register.into(),
        }],
        ..computed(&completed_by(entry, word))
    }
}

fn homonym(other: &Entry) -> Homonym {
    Homonym {
        hanja: other.hanja.map(Into::into),
        reading: other.headword.into(),
        meaning: other.glosses().collect::<Vec<_>>().join("; "),
        differentiator: format!("{} ({})", other.example, other.translation),
    }
}

fn several(term: &str, candidates: &[&Entry]) -> Option<String> {
    let meanings: Vec<_> = candidates.iter().filter_map(|entry| entry.glosses().next()).collect();
    (meanings.len() > 1).then(|| {
        let meanings = meanings.join(" / ");
        format!("“{term}” is several words ({meanings}), and your list does not say which.")
    })
}

#[cfg(test)]
mod tests {
    use korean::glossary::entries;

    use super::*;
    use crate::{nuance::AskNuance, stage::Stage};

    fn word(term: &str, pos: &str, meaning: &str) -> NewWord {
        let [term, pos, meaning] = [term, pos, meaning].map(Into::into);
        NewWord { term, pos, meaning, ..NewWord::default() }
    }

    fn meaning_of(word: &NewWord) -> Option<String> {
        nuance(word).map(|checked| checked.answer.primary_meaning)
    }

    #[test]
    fn every_word_of_the_glossary_is_found_by_its_own_meaning() {
        for entry in entries() {
            let gloss = entry.glosses().next().unwrap();
            let asked = word(entry.headword, entry.pos.english(), gloss);
            let found = nuance(&asked).unwrap_or_else(|| panic!("{}", entry.headword));
            assert_eq!(found.answer.primary_meaning, gloss);
            assert_eq!(found.remarks, Vec::<String>::new(), "{}", entry.headword);
            assert_eq!(found.answer.examples.len(), 1);
        }
    }

    #[test]
    fn the_lists_meaning_part_of_speech_or_hanja_chooses_among_words_spelt_the_same() {
        assert_eq!(candidates("쓰다", said(&word("쓰다", "", ""))).len(), entries_of("쓰다").len());
        let bitter = nuance(&word("쓰다", "", "to be bitter")).unwrap().answer;
        assert_eq!((bitter.pos.as_str(), bitter.examples[0].form.as_str()), ("adjective", "써요"));
        assert!(bitter.homonyms.iter().any(|other| other.meaning.contains("write")));
        assert_eq!(meaning_of(&word("쓰다", "adjective", "")).as_deref(), Some("bitter"));
        let minutes = NewWord { hanja: Some("分".into()), ..word("분", "", "") };
        assert_eq!(meaning_of(&minutes).as_deref(), Some("minute"));
    }

    #[test]
    fn where_the_list_does_not_choose_the_first_is_taken_and_a_person_asked_to_look() {
        let found = nuance(&word("분", "bound noun", "")).unwrap();
        assert_eq!(found.answer.primary_meaning, "counter for people (respectful)");
        assert_eq!(
            found.remarks,
            [
                "“분” is several words (counter for people (respectful) / minute), and your list does \
              not say which."
            ]
        );
    }

    #[test]
    fn another_meaning_than_all_those_known_is_another_word() {
        assert_eq!(meaning_of(&word("분", "", "a kind of flower pot")), None);
        assert_eq!(meaning_of(&word("나쁘다", "", "wicked, evil")), None);
        assert_eq!(
            meaning_of(&word("나쁘다", "adjective", "wicked, evil")).as_deref(),
            Some("wicked, evil")
        );
    }

    #[test]
    fn the_model_is_shown_the_facts_and_the_identity_does_not_know_them() {
        let asked = word("승진", "", "promotion (at work)");
        let shown = AskNuance(&asked).shown();
        assert_eq!((&shown["pos"], &shown["hanja"]), (&"noun".into(), &"昇進".into()));
        assert_eq!(AskNuance(&asked).canonical().get("hanja"), None);
    }
}
