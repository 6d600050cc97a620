//! docs/files.md says what is read and how. Each of its examples is read here, and what it says comes
//! of it is compared with what does; so are the names of columns and the reasons in its tables.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "documented/files.rs"]
mod files;

use std::{collections::BTreeSet, fs};

use serde_json::Value;
use vocab::{FileError, FileReading, Role};

fn page() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/files.md")).unwrap()
}

/// The fenced blocks with the word behind their fence.
fn blocks(page: &str) -> Vec<(&str, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(kind) = lines.find_map(|line| line.strip_prefix("```")) {
        let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push((kind, inside.join("\n") + "\n"));
    }
    blocks
}

/// A reading as the page shows it: each row with its number, in order.
fn shown(reading: &FileReading) -> String {
    let entries = reading.entries.iter().map(|entry| {
        let mut keys = serde_json::to_value(entry).unwrap();
        let keys = keys.as_object_mut().unwrap();
        keys.retain(|key, _| key != "row" && key != "term" && key != "lemma_confidence");
        let said = keys.iter().map(|(key, value)| format!(" · {key}: {}", text(value)));
        (entry.row, format!("{} {}{}", entry.row, entry.term, said.collect::<String>()))
    });
    let rejected = reading.rejected.iter().map(|row| {
        let raw = row.raw.as_deref().unwrap_or_default();
        (row.row, format!("{} not read, {}: {raw}", row.row, row.reason.name()))
    });
    let mut rows: Vec<(u32, String)> = entries.chain(rejected).collect();
    rows.sort_by_key(|(row, _)| *row);
    rows.into_iter().map(|(_, row)| row + "\n").collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.replace('\n', " / "),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[test]
fn every_example_is_read_as_the_page_says() {
    let page = page();
    let blocks = blocks(&page);
    let mut kinds = BTreeSet::new();
    for pair in blocks.chunks(2) {
        let [(kind, example), ("gives", said)] = pair else {
            panic!("an example and what it gives come in pairs: {pair:?}");
        };
        let (name, bytes) = files::file(kind, example);
        let reading = vocab::read(name, &bytes);
        assert_eq!(&shown(&reading), said, "{kind}:\n{example}\n{reading:?}");
        kinds.insert(*kind);
    }
    assert_eq!(kinds.len(), files::KINDS.len(), "{kinds:?}");
}

/// The rows of the table whose first column is headed so.
fn table<'a>(page: &'a str, first: &str) -> Vec<Vec<&'a str>> {
    let head = format!("| {first} |");
    let lines = page.lines().skip_while(|line| !line.starts_with(&head)).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    let cells = |line: &'a str| line.trim_matches('|').split('|').map(str::trim).collect();
    rows.map(cells).collect()
}

/// What stands in backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn every_name_of_a_column_is_known() {
    let page = page();
    let rows = table(&page, "column");
    for row in &rows {
        for name in quoted(row[1]) {
            assert_eq!(role_named(name, row[0]), row[0], "{name}");
        }
    }
    assert_eq!(rows.len(), 11);
}

/// What a column of this name is taken for, beside others that leave the role open.
fn role_named(name: &str, open: &str) -> String {
    let (header, row, at) = match open {
        "term" => (format!("{name},뜻"), "학교,school", 0),
        "meaning" => (format!("단어,{name}"), "학교,school", 1),
        _ => (format!("단어,뜻,{name}"), "학교,school,x", 2),
    };
    let reading = vocab::read("a.csv", format!("{header}\n{row}\n").as_bytes());
    assert!(reading.header, "{name}");
    role(reading.columns[at].role)
}

fn role(role: Role) -> String {
    serde_json::to_value(role).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn every_example_of_a_reason_is_left_out_for_it() {
    let page = page();
    let rows = table(&page, "reason");
    for row in &rows {
        for example in quoted(row[2]) {
            let reading = vocab::read("a.csv", format!("학교,school\n{example},x\n").as_bytes());
            let reasons: Vec<&str> = reading.rejected.iter().map(|row| row.reason.name()).collect();
            assert_eq!(reasons, quoted(row[0]).collect::<Vec<_>>(), "{example}");
        }
    }
    assert!(rows.len() >= 18, "{rows:?}");
}

#[test]
fn every_refusal_is_as_the_page_says() {
    let page = page();
    let codes: BTreeSet<&str> =
        table(&page, "code").iter().flat_map(|row| quoted(row[0])).collect();
    let all = [
        FileError::UnreadableFile,
        FileError::EmptyFile,
        FileError::BinaryFile,
        FileError::CorruptFile,
        FileError::UnsupportedFormat,
        FileError::EncryptedOrUnsupported,
    ];
    assert_eq!(codes, BTreeSet::from(all.map(FileError::name)));
}
