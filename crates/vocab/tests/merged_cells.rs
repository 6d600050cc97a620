//! Cells of a workbook that are merged over several rows: each of the rows has what they hold.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Cursor, Write as _};

use vocab::{FileReading, Reason};
use zip::{CompressionMethod::Stored, ZipWriter, write::SimpleFileOptions};

/// Written with xlwt; its words stand in the second column from row 4 on.
const XLS: &[u8] = include_bytes!("fixtures/words.xls");

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(Stored);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn words(reading: &FileReading) -> Vec<(u32, &str, &str)> {
    let entries = reading.entries.iter();
    entries.map(|it| (it.row, it.term.as_str(), it.meaning.as_deref().unwrap_or(""))).collect()
}

fn rejected(reading: &FileReading) -> Vec<(u32, Reason)> {
    reading.rejected.iter().map(|row| (row.row, row.reason)).collect()
}

fn relations(ending: &str) -> String {
    format!(
        r#"<Relationships><Relationship Id="a" Type="t/worksheet" Target="one.{ending}"/></Relationships>"#
    )
}

/// A sheet of these rows from A1 on, and its merged cells.
fn xlsx(rows: &[&[&str]], merged: &str) -> FileReading {
    let cell = |text: &&str| match *text {
        "" => "<c/>".to_owned(),
        text => format!(r#"<c t="str"><v>{text}</v></c>"#),
    };
    let row = |row: &&[&str]| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
    let rows: String = rows.iter().map(row).collect();
    let merged = merged.split_whitespace().map(|range| format!(r#"<mergeCell ref="{range}"/>"#));
    let merged: String = merged.collect();
    let sheet = format!(
        "<worksheet><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    );
    let bytes = packed(&[
        ("xl/workbook.xml", br#"<workbook><sheet name="s" r:id="a"/></workbook>"#),
        ("xl/_rels/workbook.xml.rels", relations("xml").as_bytes()),
        ("xl/one.xml", sheet.as_bytes()),
    ]);
    vocab::read("words.xlsx", &bytes)
}

#[test]
fn a_word_merged_over_several_rows_is_the_word_of_each() {
    let rows: &[&[&str]] = &[
        &["단어", "뜻", "품사"],
        &["배", "pear", "명사"],
        &["", "ship"],
        &["", "stomach"],
        &["먹다", "to eat", "동사"],
        &["", "", ""],
        &["", "water"],
    ];
    let reading = xlsx(rows, "A2:A4 C2:C4 A5:A6 D1:D7 A7 B7:A1 x:y");
    let expected =
        [(2, "배", "pear"), (3, "배", "ship"), (4, "배", "stomach"), (5, "먹다", "to eat")];
    assert_eq!(words(&reading), expected);
    assert!(reading.entries[..3].iter().all(|entry| entry.pos.as_deref() == Some("noun")));
    assert_eq!(rejected(&reading), [(7, Reason::EmptyTerm)]);
}

#[test]
fn a_title_merged_over_rows_and_columns_is_not_repeated() {
    let rows: &[&[&str]] = &[
        &["나의 단어장", "", ""],
        &["", "", ""],
        &["단어", "뜻", "예문"],
        &["동작", "", ""],
        &["학교", "school", "학교에 가요."],
    ];
    let reading = xlsx(rows, "A1:C2 A4:C4");
    assert_eq!(words(&reading), [(4, "동작", ""), (5, "학교", "school")]);
    assert_eq!(rejected(&reading), []);
}

#[test]
fn a_label_merged_over_its_group_is_not_taken_for_the_words() {
    let rows: &[&[&str]] = &[
        &["과일", "사과", "apple"],
        &["", "배", "pear"],
        &["", "감", "persimmon"],
        &["동물", "개", "dog"],
        &["", "말", "horse"],
    ];
    let words_of = |merged| {
        let reading = xlsx(rows, merged);
        words(&reading)
            .into_iter()
            .map(|(row, word, meaning)| format!("{row} {word} {meaning}"))
            .collect::<Vec<_>>()
    };
    let expected = ["1 사과 apple", "2 배 pear", "3 감 persimmon", "4 개 dog", "5 말 horse"];
    assert_eq!(words_of("A1:A3 A4:A5"), expected);
    assert_eq!(words_of(""), expected);
}

#[test]
fn names_of_columns_merged_over_two_rows_are_no_word() {
    let rows: &[&[&str]] = &[
        &["단어", "뜻", "예문", ""],
        &["", "", "한국어", "번역"],
        &["학교", "school", "학교에 가요.", "I go to school."],
        &["먹다", "to eat", "밥을 먹어요.", "I eat."],
    ];
    let reading = xlsx(rows, "A1:A2 B1:B2 C1:D1");
    assert_eq!(words(&reading), [(3, "학교", "school"), (4, "먹다", "to eat")]);
    assert_eq!(rejected(&reading), []);
    let entry = &reading.entries[0];
    assert_eq!(entry.example.as_deref(), Some("학교에 가요."));
    assert_eq!(entry.example_meaning.as_deref(), Some("I go to school."));
}

#[test]
fn a_word_that_is_a_name_itself_is_kept_below_the_names() {
    let rows: &[&[&str]] = &[&["단어", "뜻"], &["단어", "word"], &["뜻", "meaning"]];
    assert_eq!(words(&xlsx(rows, "")), [(2, "단어", "word"), (3, "뜻", "meaning")]);
}

#[test]
fn merged_cells_of_ods_fill_the_rows_they_span() {
    let cell = |text: &str, more: &str| {
        format!("<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let covered = "<table:covered-table-cell/>";
    let rows = [
        row(cell("배", r#"table:number-rows-spanned="3""#) + &cell("pear", "")),
        row(covered.to_owned() + &cell("ship", "")),
        row(covered.to_owned() + &cell("stomach", "")),
        row(cell("물", r#"table:number-rows-spanned="4000000000""#) + &cell("water", "")),
    ];
    let content = format!(
        "<document><spreadsheet><table:table table:name=\"s\">{}</table:table></spreadsheet></document>",
        rows.concat()
    );
    let reading = vocab::read(
        "words.ods",
        &packed(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.as_bytes()),
        ]),
    );
    let expected = [(1, "배", "pear"), (2, "배", "ship"), (3, "배", "stomach"), (4, "물", "water")];
    assert_eq!(words(&reading), expected);
}

#[test]
fn merged_cells_of_xls_fill_the_rows_they_cover() {
    let before = vocab::read("words.xls", XLS);
    assert!(rejected(&before).contains(&(8, Reason::EmptyTerm)));
    // A record that only says how the sheet is shown makes room for one of merged cells.
    let window: &[u8] = &[0x3E, 0x02, 18, 0];
    let at = XLS.windows(4).position(|bytes| bytes == window).unwrap();
    let range = [1_u16, 3, 7, 1, 1].map(u16::to_le_bytes).concat();
    let mut bytes = XLS.to_vec();
    bytes[at..at + 2].copy_from_slice(&[0xE5, 0]);
    bytes[at + 4..at + 14].copy_from_slice(&range);
    let after = vocab::read("words.xls", &bytes);
    let filled: Vec<_> = after.entries.iter().filter(|entry| entry.row == 8).collect();
    assert_eq!(filled[0].term, "학교");
    assert!(!rejected(&after).contains(&(8, Reason::EmptyTerm)));
    assert_eq!(
        after.entries.len() + after.rejected.len(),
        before.entries.len() + before.rejected.len()
    );
}

#[test]
fn merged_cells_of_xlsb_fill_the_rows_they_cover() {
    let record = |id: u8, data: Vec<u8>| {
        let id = if id < 0x80 { vec![id] } else { vec![id, 1] };
        [id, vec![u8::try_from(data.len()).unwrap()], data].concat()
    };
    let numbers =
        |numbers: &[u32]| numbers.iter().flat_map(|it| it.to_le_bytes()).collect::<Vec<u8>>();
    let wide = |text: &str| {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [numbers(&[u32::try_from(units.len() / 2).unwrap()]), units].concat()
    };
    let cell = |column, text| record(6, [numbers(&[column, 0]), wide(text)].concat());
    let row = |number| record(0, numbers(&[number]));
    let tab = [numbers(&[0, 1]), wide("a"), wide("s")].concat();
    let sheet = [
        [row(0), cell(0, "배"), cell(1, "pear")].concat(),
        [row(1), cell(1, "ship")].concat(),
        [record(176, numbers(&[0, 1, 0, 0])), record(176, vec![0; 3])].concat(),
    ];
    let bytes = packed(&[
        ("xl/workbook.bin", &record(156, tab)),
        ("xl/_rels/workbook.bin.rels", relations("bin").as_bytes()),
        ("xl/one.bin", &sheet.concat()),
    ]);
    let reading = vocab::read("words.xlsb", &bytes);
    assert_eq!(words(&reading), [(1, "배", "pear"), (2, "배", "ship")]);
}
