//! Anki exports in plain text that hold notes of several types, each with fields of its own.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use vocab::{FileReading, Layout, Reason, Role};

const TWO_NOTE_TYPES: &str = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#tags column:6\n\
    a\tBasic\t학교\tschool\t\tplace\n\
    b\tKorean\tto eat\t먹다\t[sound:a.mp3]\t\n\
    c\tKorean\twater\t물\t\t\n\
    d\tBasic\t집\t\"house\nhome\"\t\t\n\
    e\tKorean\tfire\t불\t\t\n\
    f\tBasic\tmilk\t\t\t\n";

/// Word, row and meaning of every entry.
fn words(reading: &FileReading) -> Vec<(&str, u32, &str)> {
    reading
        .entries
        .iter()
        .map(|it| (it.term.as_str(), it.row, it.meaning.as_deref().unwrap_or_default()))
        .collect()
}

#[test]
fn every_note_type_of_an_anki_export_has_columns_of_its_own() {
    let reading = vocab::read("anki.txt", TWO_NOTE_TYPES.as_bytes());
    let expected = [
        ("학교", 6, "school"),
        ("먹다", 7, "to eat"),
        ("물", 8, "water"),
        ("집", 9, "house\nhome"),
        ("불", 11, "fire"),
    ];
    assert_eq!(words(&reading), expected);
    let rejected = reading.rejected.iter().map(|row| (row.row, row.reason));
    assert_eq!(rejected.collect::<Vec<_>>(), [(12, Reason::NoHangul)]);
    assert_eq!(reading.entries[0].tags, ["place"]);
    let terms = reading.columns.iter().filter(|column| column.role == Role::Term);
    let terms: Vec<_> = terms.map(|it| (it.sheet.as_deref().unwrap(), it.index)).collect();
    assert_eq!(terms, [("Basic", 2), ("Korean", 3)]);
}

#[test]
fn a_learner_s_word_holds_for_one_note_type_or_for_all() {
    let told = |sheet: Option<&str>| {
        let columns = [(2, Role::Meaning), (3, Role::Term)];
        let columns = columns.map(|(at, role)| (sheet.map(str::to_owned), at, role)).to_vec();
        let layout = Layout { header: None, columns };
        let reading = vocab::read_as("anki.txt", TWO_NOTE_TYPES.as_bytes(), &layout);
        reading.entries.iter().map(|entry| entry.row).collect::<Vec<_>>()
    };
    assert_eq!(told(None), [7, 8, 11]);
    assert_eq!(told(Some("Basic")), [7, 8, 11]);
    assert_eq!(told(Some("Korean")), [6, 7, 8, 9, 11]);
}

#[test]
fn a_row_of_names_takes_no_word_of_a_later_note_type() {
    let text =
        "#separator:tab\n#notetype column:1\nA\t학교\tschool\nB\t뜻\t품사\nB\tmeaning\t의미\n";
    let layout = Layout { header: Some(true), columns: Vec::new() };
    for (layout, taken) in [(Layout::default(), 0), (layout, 1)] {
        let reading = vocab::read_as("anki.txt", text.as_bytes(), &layout);
        assert_eq!(reading.entries.len() + reading.rejected.len(), 3 - taken, "{reading:?}");
    }
}

#[test]
fn very_many_note_types_take_bounded_time() {
    let mut text = "#separator:tab\n#notetype column:1\n".to_owned();
    for row in 0..20_000_u32 {
        let syllable = char::from_u32(0xAC00 + row % 11_172).unwrap();
        let _ = writeln!(text, "T{row}\t{syllable}다\tthing {row}");
    }
    let start = Instant::now();
    let reading = vocab::read("anki.txt", text.as_bytes());
    assert_eq!((reading.entries.len(), reading.rejected.len()), (20_000, 0));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
