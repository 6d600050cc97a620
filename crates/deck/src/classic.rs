//! The classic table: nine columns of plain text, one row for each generated card, with a heading.
//! `position term term_number tab_name primer front back tags honorific_level`; the term as
//! `남성[nam.sʌŋ]`, the tags as `term:…,pos:…,card:…`.

use crate::{
    error::Error,
    note::{Card, Deck, Note},
    text::clean_line,
};

const COLUMNS: [&str; 9] = [
    "position",
    "term",
    "term_number",
    "tab_name",
    "primer",
    "front",
    "back",
    "tags",
    "honorific_level",
];

/// The deck as the table.
pub(crate) fn write(deck: &Deck) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut rows = csv::WriterBuilder::new().delimiter(b'\t').from_writer(&mut bytes);
    rows.write_record(COLUMNS)?;
    let notes = deck.notes.iter().zip(1_usize..);
    let cards =
        notes.flat_map(|(note, number)| note.cards.iter().map(move |card| (note, number, card)));
    for ((note, number, card), position) in cards.zip(1_usize..) {
        rows.write_record(row(note, number, card, position))?;
    }
    rows.flush().map_err(csv::Error::from)?;
    drop(rows);
    Ok(bytes)
}

fn row(note: &Note, number: usize, card: &Card, position: usize) -> [String; 9] {
    let (term, kind) = (clean_line(&note.term), card.kind.name());
    let pos = clean_line(&note.pos);
    [
        position.to_string(),
        format!("{term}[{}]", clean_line(&note.ipa)),
        number.to_string(),
        kind.to_owned(),
        clean_line(&note.primer),
        clean_line(&card.front),
        clean_line(&card.back),
        format!("term:{term},pos:{pos},card:{kind}"),
        card.honorific_level.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::Kind;

    #[test]
    fn each_generated_card_is_a_row_of_nine_columns() {
        let card = |kind, front: &str| Card {
            kind,
            front: front.into(),
            back: "a\tb\nc".into(),
            honorific_level: "polite".into(),
        };
        let note = Note {
            term: "남성".into(),
            ipa: "nam.sʌŋ".into(),
            pos: "noun".into(),
            cards: vec![card(Kind::Scene, "one"), card(Kind::UsageComparison, "\"two\"")],
            ..Note::default()
        };
        let deck = Deck { notes: vec![Note::default(), note], ..Deck::default() };
        let table = String::from_utf8(write(&deck).unwrap()).unwrap();
        assert_eq!(
            table.lines().collect::<Vec<_>>(),
            [
                "position\tterm\tterm_number\ttab_name\tprimer\tfront\tback\ttags\thonorific_level",
                "1\t남성[nam.sʌŋ]\t2\tscene\t\tone\ta b c\tterm:남성,pos:noun,card:scene\tpolite",
                "2\t남성[nam.sʌŋ]\t2\tusage-comparison\t\t\"\"\"two\"\"\"\ta b c\t\
                 term:남성,pos:noun,card:usage-comparison\tpolite",
            ]
        );
    }
}
