//! What a file is, told by its first bytes, and for texts by how they begin. Files of kinds that are
//! not read are refused in plain words. It refuses to trust a file's name where the content speaks.

use crate::{
    documents::{self, Document},
    file_error::{FileError, Refusal},
    json, markdown,
};

/// How much of an archive is searched for the names that tell what it is, at each end.
const SEARCHED: usize = 64 * 1024;
/// How much of a text is looked at, in bytes.
const BEGINNING: usize = 256 * 1024;

/// What a file is, as far as its bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// XLSX, XLSM or XLSB: a zip.
    Xlsx,
    /// XLS: an OLE2 compound file.
    Xls,
    /// ODS: a zip.
    Ods,
    /// APKG or COLPKG: a zip.
    AnkiPackage,
    /// Anki's collection by itself, or another `SQLite` database that is not Kindle's.
    AnkiCollection,
    /// Kindle's vocab.db.
    Kindle,
    /// Text, or bytes that decoding has to decide about.
    Text,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// One JSON value.
    Json,
    /// A JSON value a line.
    JsonLines,
    /// A page with a table.
    Html,
    /// Lines of cells between bars, under a line of dashes.
    Markdown,
    /// Delimited cells or a list.
    Table,
}

impl Kind {
    /// Its name in a reading.
    pub(crate) fn format(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::AnkiPackage => "apkg",
            Self::AnkiCollection => "anki2",
            Self::Kindle => "kindle",
            Self::Text => "txt",
        }
    }
}

impl TextKind {
    /// Its name in a reading.
    pub(crate) fn format(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Table => "txt",
        }
    }
}

/// What the bytes are, or why they are not read.
pub(crate) fn kind(bytes: &[u8]) -> Result<Kind, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::plain("txt", FileError::EmptyFile));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return compound(bytes);
    }
    if bytes.starts_with(b"SQLite format 3\0") {
        let kindle = contains(bytes, b"LOOKUPS");
        return Ok(if kindle { Kind::Kindle } else { Kind::AnkiCollection });
    }
    if bytes.starts_with(b"%PDF-") {
        return Err(documents::PDF.refusal());
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(documents::RTF.refusal());
    }
    if is_media(bytes) {
        Err(Refusal::plain("binary", FileError::BinaryFile))
    } else {
        Ok(Kind::Text)
    }
}

fn unsupported<T>(format: &'static str, message: &str) -> Result<T, Refusal> {
    Err(Refusal::new(format, FileError::UnsupportedFormat, message))
}

/// Pictures, sounds, archives and programs that may hold few control characters.
fn is_media(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 12] = [
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"\x1F\x8B",
        b"7z\xBC\xAF\x27\x1C",
        b"Rar!\x1A",
        b"\x7FELF",
        b"ID3",
        b"OggS",
        b"\x28\xB5\x2F\xFD",
        b"\xCA\xFE\xBA\xBE",
        b"wOF2",
    ];
    STARTS.iter().any(|start| bytes.starts_with(start))
}

fn zip(bytes: &[u8]) -> Result<Kind, Refusal> {
    let has = |name: &[u8]| contains(bytes, name);
    if !has(b"PK\x05\x06") {
        let message = "The file is cut off. Download or save it again.";
        return Err(Refusal::new("zip", FileError::CorruptFile, message));
    }
    if let Some(document) = Document::of_zip(has) {
        return Err(document.refusal());
    }
    if has(b"xl/") {
        return Ok(Kind::Xlsx);
    }
    if has(b"collection.anki2") {
        return Ok(Kind::AnkiPackage);
    }
    if has(b"opendocument.spreadsheet") {
        return Ok(Kind::Ods);
    }
    unsupported("zip", "Archives are not read. Unpack the archive and open the word list inside.")
}

fn compound(bytes: &[u8]) -> Result<Kind, Refusal> {
    let named = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if named("EncryptedPackage") {
        let message = "The workbook is protected by a password. Remove the password, or save it as CSV UTF-8.";
        return Err(Refusal::new("xlsx", FileError::EncryptedOrUnsupported, message));
    }
    if named("HwpSummaryInformation") {
        return Err(documents::HWP.refusal());
    }
    if named("WordDocument") && !named("Workbook") && !named("Book") {
        return Err(documents::DOC.refusal());
    }
    Ok(Kind::Xls)
}

/// Whether either end of the file holds these bytes: archives list their contents at the end.
fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(SEARCHED)];
    let tail = &bytes[bytes.len().saturating_sub(SEARCHED)..];
    [head, tail].iter().any(|part| part.windows(wanted.len()).any(|window| window == wanted))
}

/// What a decoded text is, or why it is not read.
pub(crate) fn text_kind(name: &str, text: &str) -> Result<TextKind, Refusal> {
    let text = &text[..text.floor_char_boundary(BEGINNING)];
    let start: String = text.chars().filter(|letter| !letter.is_whitespace()).take(16).collect();
    let start = start.to_ascii_lowercase();
    let begins = |with: &[&str]| with.iter().any(|with| start.starts_with(with));
    if begins(&[
        "<!doctype",
        "<html",
        "<table",
        "<head",
        "<meta",
        "<body",
        "<style",
        "<tr>",
        "<dl>",
        "<tbody",
    ]) {
        return Ok(TextKind::Html);
    }
    if begins(&["<?xml"]) {
        let table = text.to_ascii_lowercase().contains("<table");
        return if table { Ok(TextKind::Html) } else { unsupported("xml", XML) };
    }
    let bracketed = start.starts_with(['{', '[']);
    if json::is_json_lines(text) || (bracketed && has_ending(name, &["jsonl", "ndjson"])) {
        return Ok(TextKind::JsonLines);
    }
    if json::is_json(text) || (bracketed && has_ending(name, &["json"])) {
        return Ok(TextKind::Json);
    }
    Ok(if text.lines().any(markdown::is_rule) { TextKind::Markdown } else { TextKind::Table })
}

const XML: &str = "XML is not read. Save the words as CSV (UTF-8).";

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    endings.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> (&'static str, FileError) {
        let refusal = kind(bytes).unwrap_err();
        assert!(!refusal.message.is_empty());
        (refusal.format, refusal.error)
    }

    fn zip(name: &str) -> Vec<u8> {
        [b"PK\x03\x04....", name.as_bytes(), b"PK\x05\x06"].concat()
    }

    #[test]
    fn files_with_cells_are_told_by_their_content() {
        for (bytes, expected) in [
            (zip("xl/workbook.xml"), Kind::Xlsx),
            (zip("collection.anki21"), Kind::AnkiPackage),
            (zip("application/vnd.oasis.opendocument.spreadsheet"), Kind::Ods),
            (b"SQLite format 3\0".to_vec(), Kind::AnkiCollection),
            (b"SQLite format 3\0 CREATE TABLE LOOKUPS".to_vec(), Kind::Kindle),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), Kind::Xls),
            (b"a.txt".to_vec(), Kind::Text),
        ] {
            assert_eq!(kind(&bytes).unwrap(), expected);
        }
    }

    #[test]
    fn other_files_are_refused_by_their_content() {
        for (bytes, format) in [
            (zip("a.txt"), "zip"),
            (zip("word/document.xml"), "docx"),
            (zip("mimetypeapplication/hwp+zip"), "hwpx"),
            (zip("Index/Document.iwa"), "iwork"),
            (zip("ppt/presentation.xml"), "pptx"),
            (zip("mimetypeapplication/vnd.oasis.opendocument.text"), "odt"),
            (zip("mimetypeapplication/epub+zip"), "epub"),
            (b"%PDF-1.7".to_vec(), "pdf"),
            (b"{\\rtf1".to_vec(), "rtf"),
        ] {
            assert_eq!(refused(&bytes), (format, FileError::UnsupportedFormat));
        }
        assert_eq!(refused(b"\x89PNG\r\n"), ("binary", FileError::BinaryFile));
        assert_eq!(refused(b"PK\x03\x04..xl/"), ("zip", FileError::CorruptFile));
    }

    #[test]
    fn documents_are_refused_with_the_program_that_can_save_their_words() {
        for (bytes, program) in [
            (zip("word/document.xml"), "In Word"),
            (zip("mimetypeapplication/hwp+zip"), "Hancom Office"),
            (zip("Index/Document.iwa"), "Numbers"),
            (zip("Index/Document.iwa"), "Pages"),
            (b"%PDF-1.7".to_vec(), "a PDF reader"),
        ] {
            let message = kind(&bytes).unwrap_err().message;
            assert!(message.contains(program), "{message}");
        }
    }

    #[test]
    fn kinds_of_text_are_told_by_how_they_begin() {
        let kind = |text| text_kind("words.txt", text).unwrap();
        assert_eq!(kind("[\n {\n \"word\": \"학교\"}]"), TextKind::Json);
        assert_eq!(kind("{\"term\":\n\"학교\"}\n"), TextKind::Json);
        assert_eq!(kind("{\"term\":\"학교\"}\n{\"term\":\"물\"}\n"), TextKind::JsonLines);
        assert_eq!(kind("  <HTML><table>"), TextKind::Html);
        assert_eq!(kind("<?xml version=\"1.0\"?><html><table>"), TextKind::Html);
        assert_eq!(kind("| 단어 | 뜻 |\n|---|:-:|\n| 학교 | school |"), TextKind::Markdown);
        for text in ["[1] 학교", "<b>학교</b>,school", "학교|school", "학교\n---\n물", "-|-x"]
        {
            assert_eq!(kind(text), TextKind::Table, "{text}");
        }
        assert_eq!(text_kind("words.JSON", "{x").unwrap(), TextKind::Json);
        assert_eq!(text_kind("words.jsonl", "{x").unwrap(), TextKind::JsonLines);
        assert_eq!(text_kind("words.json", "x").unwrap(), TextKind::Table);
        assert_eq!(text_kind("words.txt", "<?xml?><a/>").unwrap_err().format, "xml");
    }
}
