//! The deck as JSON, for programs: everything it says, in plain text, with its identities. Nothing
//! is lost: read back, it is the same deck.

use serde::{Deserialize, Serialize};

use crate::{error::Error, note::Deck};

/// The shape's number; it grows when a reader of an older one would misread the newer.
const VERSION: u32 = 1;

/// What a file holds.
#[derive(Debug, Serialize, Deserialize)]
struct Document<D> {
    format: String,
    version: u32,
    #[serde(flatten)]
    deck: D,
}

/// The deck as a document, indented, with a line break at its end.
pub(crate) fn write(deck: &Deck) -> Result<Vec<u8>, Error> {
    let document = Document { format: "hanji-deck".into(), version: VERSION, deck };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};

    use super::*;
    use crate::note::{Card, Example, Kind, Note};

    fn note() -> impl Strategy<Value = Note> {
        let card = (0..7_usize, any::<[String; 3]>()).prop_map(|(kind, texts)| {
            let [front, back, honorific_level] = texts;
            Card { kind: Kind::ALL[kind], front, back, honorific_level }
        });
        let example = any::<[String; 3]>().prop_map(|[korean, form, english]| Example {
            korean,
            form,
            english,
        });
        let texts = (any::<[String; 12]>(), any::<i64>(), vec(any::<String>(), 0..3));
        (texts, vec(card, 0..3), option::of(example), option::of(any::<String>())).prop_map(
            |((texts, modified_at, list), cards, example, hanja)| {
                let [
                    guid,
                    key,
                    term,
                    pronunciation,
                    ipa,
                    romanization,
                    pos,
                    meaning,
                    primer,
                    notes,
                    source,
                    _,
                ] = texts;
                Note {
                    guid,
                    key,
                    modified_at,
                    term,
                    pronunciation,
                    ipa,
                    romanization,
                    pos,
                    meaning,
                    other_meanings: list.clone(),
                    hanja,
                    keywords: list.clone(),
                    primer,
                    cards,
                    example,
                    notes,
                    source,
                    tags: list,
                }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_read_back_is_the_same_deck(notes in vec(note(), 0..4), name in any::<String>()) {
            let deck = Deck { name, description: "d".into(), notes };
            let read: Document<Deck> = serde_json::from_slice(&write(&deck).unwrap()).unwrap();
            prop_assert_eq!((read.format.as_str(), read.version), ("hanji-deck", 1));
            prop_assert_eq!(read.deck, deck);
        }
    }

    #[test]
    fn the_shape_of_a_file_is_kept() {
        let note = Note { term: "물".into(), hanja: Some("水".into()), ..Note::default() };
        let deck = Deck { name: "Water".into(), notes: vec![note], ..Deck::default() };
        let text = String::from_utf8(write(&deck).unwrap()).unwrap();
        assert!(
            text.starts_with("{\n  \"format\": \"hanji-deck\",\n  \"version\": 1,\n"),
            "{text}"
        );
        assert!(text.contains("\"term\": \"물\"") && text.contains("\"hanja\": \"水\""), "{text}");
    }
}
