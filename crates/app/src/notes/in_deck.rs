//! The note as it goes into a deck.

use pipeline::Kind;
use store::{Form, NewWord};

use super::{Content, Spoken};
use crate::dto::NoteSource;

/// A note for Anki. `namespace` sets this library's identities apart from everybody else's.
pub(crate) fn deck_note(content: &Content, namespace: u64, tags: &[String]) -> deck::Note {
    let word = &content.word.word;
    let guid = deck::guid(namespace, word.id);
    let Spoken { pronunciation, ipa, romanization } = content.spoken();
    deck::Note {
        // unique in the learner's collection, and still readable in Anki's browser
        key: format!("{} {guid}", word.kept.term),
        guid,
        // set at the export, where it is known whether the note shows anything new
        modified_at: 0,
        term: word.kept.term.clone(),
        pronunciation,
        ipa,
        romanization,
        pos: content.pos().to_owned(),
        meaning: content.meaning().to_owned(),
        other_meanings: content.other_meanings(),
        hanja: content.hanja().map(str::to_owned),
        keywords: content.nuance.korean_keywords.iter().skip(1).cloned().collect(),
        primer: primer(content),
        cards: content.cards.cards.iter().map(card).collect(),
        example: example(content),
        notes: notes(&word.kept),
        source: source(content),
        tags: note_tags(content, tags),
    }
}

fn card(card: &pipeline::Card) -> deck::Card {
    let kind = match card.kind {
        Kind::Scene => deck::Kind::Scene,
        Kind::UsageComparison => deck::Kind::UsageComparison,
        Kind::Hanja => deck::Kind::Hanja,
        Kind::Example => deck::Kind::Example,
        Kind::FormalCasual => deck::Kind::FormalCasual,
        Kind::Grammar => deck::Kind::Grammar,
        Kind::Cultural => deck::Kind::Cultural,
    };
    deck::Card {
        kind,
        front: card.front.clone(),
        back: card.back.clone(),
        honorific_level: card.honorific_level.map_or("", pipeline::Register::name).to_owned(),
    }
}

/// The walk into the memory palace: ours, not the model's, and so the same for every word.
fn primer(content: &Content) -> String {
    let nuance = &content.nuance;
    let [place, object, sense] =
        [&nuance.suggested_location, &nuance.anchor_object, &nuance.anchor_sensory]
            .map(|part| part.trim());
    if place.is_empty() || object.is_empty() {
        return String::new();
    }
    let drawer = match content.pos() {
        "" => "words".to_owned(),
        pos => format!("{pos}s"),
    };
    // the word itself stays out: the primer can be opened on the front of a card
    format!(
        "Enter your palace and open the cabinet of Korean words, the drawer of {drawer}. \
         Behind its tab is a door, and behind the door: {place}. Put your hand on this: {object}. \
         {sense}"
    )
    .trim_end()
    .to_owned()
}

/// The learner's own example if the word can be found in it, else the answer's first good one.
fn example(content: &Content) -> Option<deck::Example> {
    let kept = &content.word.word.kept;
    let own = kept.example.as_ref().and_then(|korean| {
        let form = form_in(korean, &kept.term)?;
        Some(deck::Example { korean: korean.clone(), form, english: String::new() })
    });
    own.or_else(|| {
        let usable = content.nuance.examples.iter();
        let found = usable.into_iter().find(|example| example.korean.contains(&example.form))?;
        Some(deck::Example {
            korean: found.korean.clone(),
            form: found.form.clone(),
            english: found.english.clone(),
        })
    })
}

/// The word as it stands in a sentence: whole, or for a verb or adjective the word that begins
/// with its stem.
fn form_in(sentence: &str, term: &str) -> Option<String> {
    if sentence.contains(term) {
        return Some(term.to_owned());
    }
    let stem = term.strip_suffix('다').filter(|stem| !stem.is_empty())?;
    let word = sentence.split_whitespace().find(|word| word.starts_with(stem))?;
    Some(word.trim_end_matches(|letter: char| !letter.is_alphanumeric()).to_owned())
}

/// The learner's notes, and the forms in which the learner met the word.
fn notes(kept: &NewWord) -> String {
    let forms: Vec<String> = kept.forms.iter().map(form).collect();
    let met = (!forms.is_empty()).then(|| format!("Met as: {}", forms.join(", ")));
    kept.notes.iter().cloned().chain(met).collect::<Vec<_>>().join("\n")
}

fn form(form: &Form) -> String {
    match &form.meaning {
        Some(meaning) => format!("{} ({meaning})", form.text),
        None => form.text.clone(),
    }
}

/// Where the content came from, for the note's last field.
fn source(content: &Content) -> String {
    let list = &content.word.word.kept.source;
    let wrote = match content.source() {
        NoteSource::Model => content.word.served_by.as_str(),
        NoteSource::Dictionary => "Hanji's dictionary",
        NoteSource::Computed => "your list",
    };
    if list.is_empty() { wrote.to_owned() } else { format!("{wrote} · {list}") }
}

fn note_tags(content: &Content, chosen: &[String]) -> Vec<String> {
    let mut tags = vec!["hanji".to_owned()];
    let mut nested = |name: &str, value: &str| {
        if !value.is_empty() {
            tags.push(format!("hanji::{name}::{value}"));
        }
    };
    nested("pos", content.pos());
    nested("list", content.word.word.kept.source.rsplit_once('.').map_or("", |(stem, _)| stem));
    if !content.word.defects.is_empty() {
        tags.push("hanji::needs-review".into());
    }
    tags.extend(content.word.word.kept.tags.iter().chain(chosen).cloned());
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_tell_the_forms_in_which_a_word_was_met() {
        let met = |text: &str, meaning: Option<&str>| Form {
            text: text.into(),
            meaning: meaning.map(Into::into),
            example: None,
        };
        let mut kept = NewWord { notes: Some("mine".into()), ..NewWord::default() };
        assert_eq!(notes(&kept), "mine");
        kept.forms = vec![met("갔다", Some("went")), met("가요", None)];
        assert_eq!(notes(&kept), "mine\nMet as: 갔다 (went), 가요");
        kept.notes = None;
        assert_eq!(notes(&kept), "Met as: 갔다 (went), 가요");
    }
}
