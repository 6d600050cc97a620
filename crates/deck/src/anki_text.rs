//! Text files as Anki's own importer reads them: file headers, then one note a row, its fields as
//! HTML. They bring no note type: Anki must know "Hanji Korean" from a package. The GUID column
//! keeps notes apart that are spelt the same, and lets the next import update them (Anki manual,
//! "Importing: Text Files").

use crate::{
    error::Error,
    fields::{self, Fields},
    note::{Deck, Note},
    notetype::NOTETYPE_NAME,
    text,
};

/// The deck as text; `separator` is a tab or a comma.
pub(crate) fn write(deck: &Deck, separator: u8) -> Result<Vec<u8>, Error> {
    let mut bytes = head(deck, separator).into_bytes();
    // every cell quoted: a row that began with # would be taken for a comment
    let mut rows = csv::WriterBuilder::new()
        .delimiter(separator)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(&mut bytes);
    for note in &deck.notes {
        rows.write_record(cells(note))?;
    }
    rows.flush().map_err(csv::Error::from)?;
    drop(rows);
    Ok(bytes)
}

fn head(deck: &Deck, separator: u8) -> String {
    let (name, delimiter) = if separator == b'\t' { ("tab", "\t") } else { ("comma", ",") };
    let mut columns = vec!["GUID"];
    columns.extend(fields::NAMES);
    columns.push("Tags");
    let deck = match text::deck_name(&deck.name) {
        unnamed if unnamed.is_empty() => String::new(),
        name => format!("#deck:{name}\n"),
    };
    format!(
        "#separator:{name}\n#html:true\n#notetype:{NOTETYPE_NAME}\n{deck}#guid column:1\n\
         #tags column:{}\n#columns:{}\n",
        columns.len(),
        columns.join(delimiter)
    )
}

fn cells(note: &Note) -> Vec<String> {
    let mut cells = vec![note.guid.clone()];
    cells.extend(Fields::of(note).all().iter().map(|html| no_formula(html)));
    cells.push(text::tags(&note.tags).join(" "));
    cells
}

/// A cell that a spreadsheet takes for text: the sign that would begin a formula is written as
/// HTML writes any character, so Anki shows the same.
fn no_formula(html: &str) -> String {
    match html.chars().next() {
        Some(sign @ ('=' | '+' | '-' | '@')) => {
            format!("&#{};{}", u32::from(sign), &html[sign.len_utf8()..])
        }
        _ => html.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deck() -> Deck {
        let note = Note {
            guid: "#a\"b".into(),
            key: "물 1".into(),
            term: "물".into(),
            meaning: "=1+1 \"water\"\n<b>".into(),
            tags: vec!["a tag".into(), "b".into()],
            ..Note::default()
        };
        Deck { name: "Korean::Water".into(), notes: vec![note], ..Deck::default() }
    }

    fn written(separator: u8) -> String {
        String::from_utf8(write(&deck(), separator).unwrap()).unwrap()
    }

    #[test]
    fn the_headers_say_what_anki_must_know() {
        let text = written(b'\t');
        let head: Vec<&str> = text.lines().take(6).collect();
        assert_eq!(
            head,
            [
                "#separator:tab",
                "#html:true",
                "#notetype:Hanji Korean",
                "#deck:Korean::Water",
                "#guid column:1",
                "#tags column:36",
            ]
        );
        assert!(written(b',').starts_with("#separator:comma\n"));
    }

    #[test]
    fn a_row_reads_back_cell_by_cell_and_holds_no_formula() {
        for separator in [b'\t', b','] {
            let text = written(separator);
            let rows = text.lines().skip(7).collect::<Vec<_>>().join("\n");
            let mut rows = csv::ReaderBuilder::new()
                .has_headers(false)
                .delimiter(separator)
                .from_reader(rows.as_bytes());
            let row = rows.records().next().unwrap().unwrap();
            assert_eq!(row.len(), 36);
            assert_eq!((&row[0], &row[2], &row[35]), ("#a\"b", "물", "a_tag b"));
            assert_eq!(&row[7], "&#61;1+1 \"water\"<br>&lt;b&gt;");
            assert!(rows.records().next().is_none());
        }
    }
}
