//! A table for people and spreadsheets: plain text, one row for each word, and no cell that a
//! spreadsheet would compute. It carries no identities; the way back into Anki is another format.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::{
    note::{Deck, Note},
    text,
};

/// Excel takes a file for UTF-8 only when it begins so.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

const COLUMNS: [&str; 14] = [
    "Term",
    "Pronunciation",
    "IPA",
    "Romanization",
    "Part of speech",
    "Meaning",
    "Other meanings",
    "Hanja",
    "Keywords",
    "Example",
    "Example meaning",
    "Notes",
    "Source",
    "Tags",
];

/// The deck as a CSV file for spreadsheets.
pub(crate) fn bytes(deck: &Deck) -> csv::Result<Vec<u8>> {
    let mut table = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    table.write_record(COLUMNS)?;
    for note in &deck.notes {
        table.write_record(row(note).map(|cell| guarded(&cell)))?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
}

fn row(note: &Note) -> [String; COLUMNS.len()] {
    let example = note.example.as_ref();
    [
        text::clean(&note.term),
        text::clean(&note.pronunciation),
        text::clean(&note.ipa),
        text::clean(&note.romanization),
        text::clean(&note.pos),
        text::clean(&note.meaning),
        text::clean(&note.other_meanings.join("; ")),
        text::clean(note.hanja.as_deref().unwrap_or_default()),
        text::clean(&note.keywords.join(", ")),
        text::clean(example.map_or("", |example| &example.korean)),
        text::clean(example.map_or("", |example| &example.english)),
        text::clean(&note.notes),
        text::clean(&note.source),
        text::tags(&note.tags).join(" "),
    ]
}

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection"; the wide signs are
/// formulas in Japanese and Korean editions of Excel).
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(notes: Vec<Note>) -> Vec<Vec<String>> {
        let bytes = bytes(&Deck { notes, ..Deck::default() }).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap().len(), COLUMNS.len());
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        rows.collect()
    }

    #[test]
    fn text_is_shown_as_it_is_and_not_as_html() {
        let meaning = "a < b & \"c\", d".to_owned();
        let rows =
            rows(vec![Note {
                term: "물".to_owned(), meaning: meaning.clone(), ..Note::default()
            }]);
        assert_eq!((rows[0][0].as_str(), &rows[0][5]), ("물", &meaning));
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula(text in "[=+@\t\r\n -]{0,3}[^\\p{C}]{0,9}", tag in any::<String>()) {
            let note = Note {
                term: text.clone(),
                meaning: text.clone(),
                other_meanings: vec![text.clone()],
                notes: text.clone(),
                source: text,
                tags: vec![tag],
                ..Note::default()
            };
            for cell in rows(vec![note]).concat() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            }
        }
    }
}
