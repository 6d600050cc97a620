//! Bytes to files. Where a kind of file wraps its content (a zip of XML parts, a compressed
//! database), the bytes are the content and are wrapped here, so that what a fuzzer changes reaches
//! the reader instead of breaking a checksum.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, result::ZipResult, write::SimpleFileOptions};

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl File {
    fn new(name: &'static str, bytes: &[u8]) -> Self {
        Self { name, bytes: bytes.to_vec() }
    }
}

/// What stands between the parts in the bytes of a file of several.
pub const BETWEEN_PARTS: &[u8] = b"\n\0\n";

/// The bytes as they are, as a text: encodings, and every kind that content gives away.
#[must_use]
pub fn text(bytes: &[u8]) -> File {
    File::new("words.txt", bytes)
}

/// A text that can be decoded: delimiters, quotes, headers, columns, words.
#[must_use]
pub fn table(bytes: &[u8]) -> File {
    File::new("words.csv", String::from_utf8_lossy(bytes).as_bytes())
}

/// JSON and JSON lines.
#[must_use]
pub fn json(bytes: &[u8]) -> File {
    File::new("words.json", String::from_utf8_lossy(bytes).as_bytes())
}

/// A web page.
#[must_use]
pub fn html(bytes: &[u8]) -> File {
    File::new("words.html", &[b"<html>", String::from_utf8_lossy(bytes).as_bytes()].concat())
}

/// Markdown.
#[must_use]
pub fn markdown(bytes: &[u8]) -> File {
    File::new("words.md", String::from_utf8_lossy(bytes).as_bytes())
}

/// An Excel workbook of up to two sheets; parts: sheet, strings, workbook, relations, styles, sheet.
#[must_use]
pub fn workbook(bytes: &[u8]) -> File {
    const PARTS: [(&str, &str); 6] = [
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
        ("xl/sharedStrings.xml", "<sst/>"),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/styles.xml", "<styleSheet/>"),
        ("xl/worksheets/sheet2.xml", "<worksheet><sheetData/></worksheet>"),
    ];
    packed("words.xlsx", &FIXED, &PARTS, bytes)
}

/// A binary workbook; parts: sheet, strings, workbook, relations, styles.
#[must_use]
pub fn xlsb(bytes: &[u8]) -> File {
    const PARTS: [(&str, &str); 5] = [
        ("xl/worksheets/sheet1.bin", ""),
        ("xl/sharedStrings.bin", ""),
        ("xl/workbook.bin", ""),
        ("xl/_rels/workbook.bin.rels", BINARY_RELATIONS),
        ("xl/styles.bin", ""),
    ];
    packed("words.xlsb", &FIXED, &PARTS, bytes)
}

/// An ODS spreadsheet; parts: content, manifest.
#[must_use]
pub fn opendocument(bytes: &[u8]) -> File {
    const FIXED: [(&str, &str); 1] =
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet")];
    const PARTS: [(&str, &str); 2] = [
        ("content.xml", "<office:document-content/>"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
    ];
    packed("words.ods", &FIXED, &PARTS, bytes)
}

/// An old Excel workbook, as it is but for the bytes that tell its kind.
#[must_use]
pub fn xls(bytes: &[u8]) -> File {
    beginning_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "words.xls", bytes)
}

/// An Anki package; the first byte says how its collection is kept, the rest is the database.
#[must_use]
pub fn package(bytes: &[u8]) -> File {
    let (kind, database) = bytes.split_first().unwrap_or((&0, &[]));
    let (name, collection) = match kind % 4 {
        0 => ("collection.anki2", database.to_vec()),
        1 => ("collection.anki21", database.to_vec()),
        2 => ("collection.anki21b", zstd::encode_all(database, 1).unwrap_or_default()),
        _ => ("collection.anki21b", database.to_vec()),
    };
    let meta: &[u8] = if name.ends_with('b') { b"\x08\x03" } else { b"\x08\x02" };
    let parts = [("meta", meta), (name, &collection), ("media", b"{}")];
    File { name: "words.apkg", bytes: zip(&parts).unwrap_or_default() }
}

/// A Kindle's vocabulary, as it is but for the bytes that tell its kind.
#[must_use]
pub fn kindle(bytes: &[u8]) -> File {
    beginning_with(b"SQLite format 3\0", "vocab.db", bytes)
}

/// A zip, as it is but for the bytes that tell its kind.
#[must_use]
pub fn archive(bytes: &[u8]) -> File {
    beginning_with(b"PK\x03\x04", "words.zip", bytes)
}

/// Else most of what a fuzzer makes would be no file of the kind.
fn beginning_with(start: &[u8], name: &'static str, bytes: &[u8]) -> File {
    let rest = bytes.get(start.len()..).unwrap_or_default();
    File { name, bytes: [start, rest].concat() }
}

const FIXED: [(&str, &str); 2] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
];

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/><sheet name="B" sheetId="2" r:id="rId2"/></sheets></workbook>"#;

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

const BINARY_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.bin"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.bin"/></Relationships>"#;

/// A zip of what never changes and of the parts the bytes hold; a part that is not among them, or
/// is empty, is as it is here.
fn packed(
    name: &'static str,
    fixed: &[(&str, &str)],
    parts: &[(&str, &str)],
    bytes: &[u8],
) -> File {
    let mut given = split(bytes).into_iter();
    let fixed = fixed.iter().map(|&(name, content)| (name, content.as_bytes()));
    let parts = parts.iter().map(|&(name, usual)| {
        (name, given.next().filter(|part| !part.is_empty()).unwrap_or(usual.as_bytes()))
    });
    let parts: Vec<_> = fixed.chain(parts).collect();
    File { name, bytes: zip(&parts).unwrap_or_default() }
}

fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) =
        rest.windows(BETWEEN_PARTS.len()).position(|window| window == BETWEEN_PARTS)
    {
        parts.push(&rest[..at]);
        rest = &rest[at + BETWEEN_PARTS.len()..];
    }
    parts.push(rest);
    parts
}

fn zip(parts: &[(&str, &[u8])]) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, options)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_between_separators_and_missing_ones_are_the_usual() {
        assert_eq!(split(b"a\n\0\n\n\0\nb"), [&b"a"[..], b"", b"b"]);
        let usual = packed("x", &[], &[("a", "1"), ("b", "2"), ("c", "3")], b"\n\0\nchanged");
        let same = zip(&[("a", b"1"), ("b", b"changed"), ("c", b"3")]).unwrap();
        assert_eq!(usual.bytes, same);
    }
}
