//! The fields of the note type and what a note puts into them. Names, number and order are frozen:
//! Anki takes a change of any of them for a different note type and leaves every old note behind.
//! Two fields are spare for that reason, and two wait for audio.

use crate::{
    note::{Example, Kind, Note},
    text,
};

/// The frozen fields. New meaning goes into a `Reserved` field, never into a new one.
pub(crate) const NAMES: [&str; 34] = [
    "Key",
    "Term",
    "Pronunciation",
    "IPA",
    "Romanization",
    "POS",
    "Meaning",
    "OtherMeanings",
    "Hanja",
    "Keywords",
    "Primer",
    "SceneFront",
    "SceneBack",
    "UsageComparisonFront",
    "UsageComparisonBack",
    "HanjaFront",
    "HanjaBack",
    "ExampleFront",
    "ExampleBack",
    "FormalCasualFront",
    "FormalCasualBack",
    "GrammarFront",
    "GrammarBack",
    "CulturalFront",
    "CulturalBack",
    "Example",
    "ExampleBlank",
    "ExampleMeaning",
    "Audio",
    "ExampleAudio",
    "Notes",
    "Source",
    "Reserved1",
    "Reserved2",
];

/// What stands in a blanked sentence; the style sheet hides the strokes and draws one line.
const GAP: &str = "<span class=\"gap\">____</span>";

/// A note's fields as HTML, in the order of [`NAMES`].
pub(crate) struct Fields([String; NAMES.len()]);

impl Fields {
    /// Escapes and arranges everything the note says.
    pub(crate) fn of(note: &Note) -> Self {
        let mut fields = Self([const { String::new() }; NAMES.len()]);
        fields.set("Key", text::line(&note.key));
        fields.set("Term", text::line(&note.term));
        fields.set("Pronunciation", text::line(&note.pronunciation));
        fields.set("IPA", text::line(&note.ipa));
        fields.set("Romanization", text::line(&note.romanization));
        fields.set("POS", text::prose(&note.pos));
        fields.set("Meaning", text::prose(&note.meaning));
        fields.set("OtherMeanings", text::prose(&joined(&note.other_meanings, "; ")));
        fields.set("Hanja", text::line(note.hanja.as_deref().unwrap_or_default()));
        fields.set("Keywords", text::line(&joined(&note.keywords, ", ")));
        fields.set("Primer", text::prose(&note.primer));
        fields.set("Notes", text::prose(&note.notes));
        fields.set("Source", text::prose(&note.source));
        for kind in Kind::ALL {
            fields.set_card(note, kind);
        }
        if let Some(example) = &note.example {
            fields.set_example(example);
        }
        fields
    }

    /// Every field, in order.
    pub(crate) fn all(&self) -> &[String] {
        &self.0
    }

    /// The field of that name; nothing for a name that the note type does not have.
    pub(crate) fn get(&self, name: &str) -> &str {
        index(name).map_or("", |at| &self.0[at])
    }

    fn set(&mut self, name: &str, html: String) {
        if let Some(at) = index(name) {
            self.0[at] = html;
        }
    }

    /// A card without a front is left out whole, so that no back is orphaned.
    fn set_card(&mut self, note: &Note, kind: Kind) {
        let cards = note.cards.iter().filter(|card| card.kind == kind);
        let mut fronts = cards.map(|card| (text::prose(&card.front), card));
        if let Some((front, card)) = fronts.find(|(front, _)| !front.is_empty()) {
            self.set(&format!("{}Front", kind.field_stem()), front);
            self.set(&format!("{}Back", kind.field_stem()), text::prose(&card.back));
        }
    }

    fn set_example(&mut self, example: &Example) {
        let korean = text::clean_line(&example.korean);
        let form = text::clean_line(&example.form);
        if !form.is_empty() && korean.contains(&form) {
            // every occurrence: one left standing would give the answer away
            let between: Vec<_> = korean.split(&form).map(text::escape).collect();
            self.set("ExampleBlank", between.join(GAP));
            self.set("Example", between.join(&format!("<b>{}</b>", text::escape(&form))));
        } else {
            self.set("Example", text::escape(&korean));
        }
        self.set("ExampleMeaning", text::prose(&example.english));
    }
}

/// The place of a field among [`NAMES`].
pub(crate) fn index(name: &str) -> Option<usize> {
    NAMES.iter().position(|field| *field == name)
}

fn joined(parts: &[String], separator: &str) -> String {
    let parts = parts.iter().map(|part| text::clean_line(part)).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::Card;

    fn example(korean: &str, form: &str) -> Fields {
        let (korean, form) = (korean.to_owned(), form.to_owned());
        let example = Example { korean, form, english: "x".to_owned() };
        Fields::of(&Note { example: Some(example), ..Note::default() })
    }

    /// A note whose every text is the name of the field that it should fill.
    fn note_of_names() -> Note {
        let own = str::to_owned;
        let card = |kind: Kind| Card {
            kind,
            front: format!("{}Front", kind.field_stem()),
            back: format!("{}Back", kind.field_stem()),
            honorific_level: String::new(),
        };
        Note {
            key: own("Key"),
            term: own("Term"),
            pronunciation: own("Pronunciation"),
            ipa: own("IPA"),
            romanization: own("Romanization"),
            pos: own("POS"),
            meaning: own("Meaning"),
            other_meanings: vec![own("Other"), own("Meanings")],
            hanja: Some(own("Hanja")),
            keywords: vec![own("Key"), own("words")],
            primer: own("Primer"),
            cards: Kind::ALL.map(card).to_vec(),
            example: Some(Example {
                korean: own("Example"),
                form: own("mpl"),
                english: own("ExampleMeaning"),
            }),
            notes: own("Notes"),
            source: own("Source"),
            ..Note::default()
        }
    }

    #[test]
    fn each_part_of_a_note_lands_in_the_field_of_its_name() {
        let fields = Fields::of(&note_of_names());
        for (name, html) in NAMES.iter().zip(fields.all()) {
            let expected = match *name {
                "OtherMeanings" => "Other; Meanings",
                "Keywords" => "Key, words",
                "Example" => "Exa<b>mpl</b>e",
                "ExampleBlank" => "Exa<span class=\"gap\">____</span>e",
                "Audio" | "ExampleAudio" | "Reserved1" | "Reserved2" => "",
                name => name,
            };
            assert_eq!(html, expected, "{name}");
        }
    }

    #[test]
    fn every_occurrence_of_the_form_is_blanked() {
        let fields = example("배에서 배를 먹어요.", "배");
        assert_eq!(fields.get("ExampleBlank"), format!("{GAP}에서 {GAP}를 먹어요."));
        assert_eq!(fields.get("Example"), "<b>배</b>에서 <b>배</b>를 먹어요.");
    }

    #[test]
    fn a_form_is_found_whether_composed_or_not() {
        let fields = example("배를 먹어요.", "\u{1107}\u{1162}");
        assert_eq!(fields.get("ExampleBlank"), format!("{GAP}를 먹어요."));
    }

    #[test]
    fn a_form_that_spells_an_entity_does_not_break_it() {
        assert_eq!(example("a & b", "amp").get("Example"), "a &amp; b");
        assert_eq!(example("<b>", "b").get("ExampleBlank"), format!("&lt;{GAP}&gt;"));
    }

    #[test]
    fn a_sentence_without_the_form_is_shown_but_never_asked() {
        for form in ["학교", "", " "] {
            let fields = example("배를 먹어요.", form);
            assert_eq!((fields.get("Example"), fields.get("ExampleBlank")), ("배를 먹어요.", ""));
        }
    }

    #[test]
    fn of_two_cards_of_a_kind_the_first_with_a_front_counts() {
        let card = |front: &str, back: &str| Card {
            kind: Kind::Grammar,
            front: front.to_owned(),
            back: back.to_owned(),
            honorific_level: String::new(),
        };
        let cards = vec![card(" ", "lost"), card("kept", "too"), card("late", "late")];
        let fields = Fields::of(&Note { cards, ..Note::default() });
        assert_eq!((fields.get("GrammarFront"), fields.get("GrammarBack")), ("kept", "too"));
    }
}
