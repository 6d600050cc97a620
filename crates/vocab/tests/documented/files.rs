//! The examples of docs/files.md as the files they stand for. A text stands for itself; of a file
//! that is no text the page shows the cells, which are put into such a file here.

use std::fs;

use fuzz::files;
use rusqlite::Connection;
use tempfile::TempDir;

/// What an example may be.
pub(crate) const KINDS: [&str; 9] =
    ["csv", "tsv", "txt", "json", "html", "md", "xlsx", "apkg", "kindle"];

/// The file of an example.
pub(crate) fn file(kind: &str, example: &str) -> (&'static str, Vec<u8>) {
    assert!(KINDS.contains(&kind), "no kind of example: {kind}");
    match kind {
        "csv" => ("words.csv", example.into()),
        "tsv" => ("words.tsv", example.into()),
        "txt" => ("words.txt", example.into()),
        "json" => ("words.json", example.into()),
        "html" => ("words.html", example.into()),
        "md" => ("words.md", example.into()),
        "xlsx" => ("words.xlsx", workbook(example)),
        "apkg" => ("words.apkg", package(example)),
        _ => ("vocab.db", kindle(example)),
    }
}

fn rows(example: &str) -> impl Iterator<Item = Vec<&str>> {
    example.lines().map(|line| line.split('|').map(str::trim).collect())
}

fn workbook(example: &str) -> Vec<u8> {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |cells: Vec<&str>| {
        format!("<row>{}</row>", cells.iter().map(|text| cell(text)).collect::<String>())
    };
    let rows: String = rows(example).map(row).collect();
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    );
    files::workbook(sheet.as_bytes()).bytes
}

/// A package of one note type; the first row names its fields.
fn package(example: &str) -> Vec<u8> {
    let mut rows = rows(example);
    let names = rows.next().unwrap();
    let fields: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(ord, name)| serde_json::json!({"name": name, "ord": ord}))
        .collect();
    let models = serde_json::json!({"1": {"id": 1, "name": "Basic", "flds": fields}});
    let folder = TempDir::new().unwrap();
    let database = Connection::open(folder.path().join("x")).unwrap();
    let create = "CREATE TABLE col (id integer PRIMARY KEY, ver integer, models text);
        CREATE TABLE notes (id integer PRIMARY KEY, mid integer, tags text, flds text);";
    database.execute_batch(create).unwrap();
    database.execute("INSERT INTO col VALUES (1, 11, ?)", [models.to_string()]).unwrap();
    for row in rows {
        database
            .execute("INSERT INTO notes (mid, tags, flds) VALUES (1, '', ?)", [row.join("\u{1F}")])
            .unwrap();
    }
    database.close().unwrap();
    files::package(&[vec![1], fs::read(folder.path().join("x")).unwrap()].concat()).bytes
}

/// Word, language, sentence.
fn kindle(example: &str) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let database = Connection::open(folder.path().join("x")).unwrap();
    let create = "CREATE TABLE WORDS (id TEXT PRIMARY KEY, word TEXT, lang TEXT);
        CREATE TABLE LOOKUPS (id TEXT PRIMARY KEY, word_key TEXT, book_key TEXT, usage TEXT, timestamp INTEGER);
        CREATE TABLE BOOK_INFO (id TEXT PRIMARY KEY, title TEXT);";
    database.execute_batch(create).unwrap();
    for row in rows(example) {
        database.execute("INSERT INTO WORDS VALUES (?1, ?1, ?2)", [row[0], row[1]]).unwrap();
        database
            .execute("INSERT INTO LOOKUPS VALUES (?1, ?1, '', ?2, 1)", [row[0], row[2]])
            .unwrap();
    }
    database.close().unwrap();
    fs::read(folder.path().join("x")).unwrap()
}
