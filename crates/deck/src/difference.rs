//! What a deck would change in a collection, note by note.

use std::collections::HashMap;

use crate::{anki_connect::AnkiNote, fields::Fields, note::Deck, text};

/// How a deck's notes stand to those that a collection has of our note type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Words that the collection does not have.
    pub new: Vec<String>,
    /// Words whose notes say something else there.
    pub changed: Vec<String>,
    /// Words whose notes say the same.
    pub same: Vec<String>,
}

/// Compares by field 0, which is a note's own; fields as Anki keeps them.
#[must_use]
pub fn difference(deck: &Deck, known: &[AnkiNote]) -> Difference {
    let known: HashMap<&str, &AnkiNote> =
        known.iter().filter_map(|note| Some((note.fields.first()?.1.as_str(), note))).collect();
    let mut difference = Difference::default();
    for note in &deck.notes {
        let fields = Fields::of(note);
        let pile = match known.get(fields.get("Key")) {
            None => &mut difference.new,
            Some(there) if says_the_same(&fields, there) => &mut difference.same,
            Some(_) => &mut difference.changed,
        };
        pile.push(text::clean_line(&note.term));
    }
    difference
}

fn says_the_same(fields: &Fields, there: &AnkiNote) -> bool {
    there.fields.iter().map(|(_, value)| value).eq(fields.all())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fields, note::Note};

    fn note(term: &str, meaning: &str) -> Note {
        Note {
            key: format!("{term} key"),
            term: term.into(),
            meaning: meaning.into(),
            ..Note::default()
        }
    }

    fn in_anki(note: &Note) -> AnkiNote {
        let values = Fields::of(note);
        let values = fields::NAMES.iter().zip(values.all());
        AnkiNote {
            note_type: "Hanji Korean".into(),
            fields: values.map(|(name, value)| ((*name).into(), value.clone())).collect(),
        }
    }

    #[test]
    fn notes_are_new_changed_or_the_same() {
        let deck = Deck {
            notes: vec![note("물", "water"), note("불", "fire"), note("풀", "grass; <glue>")],
            ..Deck::default()
        };
        let known = [in_anki(&note("불", "light")), in_anki(&deck.notes[2])];
        let found = difference(&deck, &known);
        assert_eq!((found.new, found.changed), (vec!["물".into()], vec!["불".into()]));
        assert_eq!(found.same, ["풀"]);
    }
}
