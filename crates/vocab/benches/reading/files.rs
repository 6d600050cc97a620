//! The same rows as files of several kinds: number, word, part of speech, meaning.

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

type Bytes = Result<Vec<u8>, Box<dyn Error>>;

/// How a kind of file is made of the rows.
type Make = fn(&[Row]) -> Bytes;

struct Row {
    word: String,
    meaning: String,
}

/// Writes a file of each kind, the CSV first.
pub(crate) fn write(folder: &Path, rows: u32) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let rows: Vec<Row> = (0..rows).map(row).collect();
    let kinds: [(&str, Make); 4] = [("csv", csv), ("json", json), ("xlsx", xlsx), ("apkg", apkg)];
    let mut files = Vec::new();
    for (ending, make) in kinds {
        let path = folder.join(format!("words.{ending}"));
        fs::write(&path, make(&rows)?)?;
        files.push(path);
    }
    Ok(files)
}

/// Two syllables, all different.
fn row(number: u32) -> Row {
    let syllable = |index: u32| char::from_u32(0xAC00 + index % 11_172).unwrap_or('가');
    let word = [syllable(number), syllable(number / 11_172 + 588)].iter().collect();
    Row { word, meaning: format!("word {number}, thing") }
}

const NAMES: [&str; 4] = ["번호", "단어", "품사", "뜻"];

fn csv(rows: &[Row]) -> Bytes {
    let mut text = NAMES.join(",") + "\n";
    for (at, Row { word, meaning }) in rows.iter().enumerate() {
        writeln!(text, "{at},{word},명사,\"{meaning}\"")?;
    }
    Ok(text.into_bytes())
}

fn json(rows: &[Row]) -> Bytes {
    let row =
        |row: &Row| serde_json::json!({"word": row.word, "pos": "noun", "meaning": row.meaning});
    Ok(serde_json::to_vec(&rows.iter().map(row).collect::<Vec<_>>())?)
}

/// As Excel writes it: texts in a list of their own, each once.
fn xlsx(rows: &[Row]) -> Bytes {
    let mut strings = format!("<sst xmlns=\"{MAIN}\">");
    for text in NAMES.iter().chain(&["명사"]) {
        write!(strings, "<si><t>{text}</t></si>")?;
    }
    let mut sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\">");
    for (at, column) in "ABCD".chars().enumerate() {
        write!(sheet, "<c r=\"{column}1\" t=\"s\"><v>{at}</v></c>")?;
    }
    for (at, Row { word, meaning }) in rows.iter().enumerate() {
        let (line, first) = (at + 2, NAMES.len() + 1 + at * 2);
        write!(strings, "<si><t>{word}</t></si><si><t>{meaning}</t></si>")?;
        write!(
            sheet,
            "</row><row r=\"{line}\"><c r=\"A{line}\"><v>{at}</v></c><c r=\"B{line}\" t=\"s\"><v>{first}</v></c>\
             <c r=\"C{line}\" t=\"s\"><v>4</v></c><c r=\"D{line}\" t=\"s\"><v>{}</v></c>",
            first + 1
        )?;
    }
    strings.push_str("</sst>");
    sheet.push_str("</row></sheetData></worksheet>");
    zip(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", OFFICE.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", PARTS.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// As Anki wrote it before 2.1.28, and still does on request.
fn apkg(rows: &[Row]) -> Bytes {
    let folder = TempDir::new()?;
    let path = folder.path().join("collection");
    let mut database = Connection::open(&path)?;
    database.execute_batch(
        "CREATE TABLE col (id integer PRIMARY KEY, ver integer, models text);
         CREATE TABLE notes (id integer PRIMARY KEY, mid integer, tags text, flds text);",
    )?;
    let fields = ["Korean", "Part of speech", "English"];
    let field = |(ord, name)| serde_json::json!({"name": name, "ord": ord});
    let fields: Vec<_> = fields.iter().enumerate().map(field).collect();
    let models = serde_json::json!({"1": {"id": 1, "name": "Basic", "flds": fields}});
    database.execute("INSERT INTO col VALUES (1, 11, ?)", [models.to_string()])?;
    let change = database.transaction()?;
    for Row { word, meaning } in rows {
        change
            .prepare_cached("INSERT INTO notes (mid, tags, flds) VALUES (1, '', ?)")?
            .execute([[word, "noun", meaning].join("\u{1F}")])?;
    }
    change.commit()?;
    drop(database);
    zip(&[("collection.anki21", &fs::read(path)?), ("media", b"{}")])
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPES: &str =
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const OFFICE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

fn zip(parts: &[(&str, &[u8])]) -> Bytes {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}
