//! Files that are not text tables, recognised by their first bytes and refused in plain words.
//! It refuses to trust a file's name where the content says something else.

use crate::file_error::{FileError, Refusal};

/// How much of an archive is searched for the names that tell what it is, at each end.
const SEARCHED: usize = 64 * 1024;

/// Refuses a file that is no text, by its bytes.
pub(crate) fn refuse(name: &str, bytes: &[u8]) -> Option<Refusal> {
    if bytes.is_empty() {
        return Some(Refusal::plain("txt", FileError::EmptyFile));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(zip(bytes));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(compound(bytes));
    }
    if bytes.starts_with(b"SQLite format 3\0") {
        return Some(unsupported("sqlite", sqlite_advice(name)));
    }
    if bytes.starts_with(b"%PDF-") {
        return Some(unsupported(
            "pdf",
            "PDF files are not read. Copy the words into a text file.",
        ));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some(unsupported("rtf", "Rich text is not read. Save it as plain text (UTF-8)."));
    }
    is_media(bytes).then(|| Refusal::plain("binary", FileError::BinaryFile))
}

fn unsupported(format: &'static str, message: &str) -> Refusal {
    Refusal::new(format, FileError::UnsupportedFormat, message)
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

fn zip(bytes: &[u8]) -> Refusal {
    let has = |name: &[u8]| contains(bytes, name);
    if !has(b"PK\x05\x06") {
        let message = "The file is cut off. Download or save it again.";
        return Refusal::new("zip", FileError::CorruptFile, message);
    }
    if has(b"xl/") {
        return unsupported("xlsx", EXCEL);
    }
    if has(b"collection.anki2") {
        return unsupported("apkg", ANKI);
    }
    if has(b"opendocument.spreadsheet") {
        return unsupported(
            "ods",
            "OpenDocument spreadsheets are not read yet. In LibreOffice choose File, Save as, Text CSV with UTF-8.",
        );
    }
    if has(b"word/") {
        return unsupported(
            "docx",
            "Word documents are not read. Save the words as plain text (UTF-8).",
        );
    }
    unsupported("zip", "Archives are not read. Unpack the archive and open the word list inside.")
}

const EXCEL: &str = "Excel workbooks are not read yet. In Excel choose File, Save as, CSV UTF-8.";
const ANKI: &str =
    "Anki packages are not read yet. In Anki choose File, Export, Notes in plain text.";

fn compound(bytes: &[u8]) -> Refusal {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if contains(bytes, &name) {
        let message = "The workbook is protected by a password. Remove the password, or save it as CSV UTF-8.";
        return Refusal::new("xlsx", FileError::EncryptedOrUnsupported, message);
    }
    unsupported("xls", EXCEL)
}

fn sqlite_advice(name: &str) -> &'static str {
    if has_ending(name, &["anki2", "anki21", "anki21b"]) {
        return ANKI;
    }
    "Databases such as Kindle's vocab.db are not read yet. Export the words as CSV or plain text."
}

/// Whether either end of the file holds these bytes: archives list their contents at the end.
fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(SEARCHED)];
    let tail = &bytes[bytes.len().saturating_sub(SEARCHED)..];
    [head, tail].iter().any(|part| part.windows(wanted.len()).any(|window| window == wanted))
}

/// Refuses a text that is no table and no list, by how it begins.
pub(crate) fn refuse_text(name: &str, text: &str) -> Option<Refusal> {
    let start: String = text.chars().filter(|letter| !letter.is_whitespace()).take(16).collect();
    let start = start.to_ascii_lowercase();
    let begins = |with: &[&str]| with.iter().any(|with| start.starts_with(with));
    if begins(&["<!doctype", "<html", "<table", "<head", "<meta"]) {
        return Some(unsupported(
            "html",
            "Web pages are not read yet. Copy the table into a spreadsheet and save it as CSV UTF-8.",
        ));
    }
    if begins(&["<?xml"]) {
        return Some(unsupported("xml", "XML is not read. Save the words as CSV (UTF-8)."));
    }
    let json = begins(&["{\"", "[{", "[\"", "{}", "[]"]) || has_ending(name, &["json", "jsonl"]);
    json.then(|| unsupported("json", "JSON is not read yet. Save the words as CSV (UTF-8)."))
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    endings.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str, bytes: &[u8]) -> (&'static str, FileError) {
        let refusal = refuse(name, bytes).unwrap();
        assert!(!refusal.message.is_empty());
        (refusal.format, refusal.error)
    }

    #[test]
    fn known_files_are_refused_by_their_content() {
        let zip = |name: &str| [b"PK\x03\x04....", name.as_bytes(), b"PK\x05\x06"].concat();
        for (bytes, format) in [
            (zip("xl/workbook.xml"), "xlsx"),
            (zip("collection.anki21"), "apkg"),
            (zip("application/vnd.oasis.opendocument.spreadsheet"), "ods"),
            (zip("a.txt"), "zip"),
            (b"SQLite format 3\0".to_vec(), "sqlite"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "xls"),
            (b"%PDF-1.7".to_vec(), "pdf"),
        ] {
            assert_eq!(refused("words.txt", &bytes), (format, FileError::UnsupportedFormat));
        }
        assert_eq!(refused("words.txt", b"\x89PNG\r\n"), ("binary", FileError::BinaryFile));
        assert_eq!(refused("words.xlsx", b"PK\x03\x04..xl/"), ("zip", FileError::CorruptFile));
    }

    #[test]
    fn json_and_html_are_refused_and_lists_are_not() {
        let format = |text| refuse_text("words.txt", text).map(|refusal| refusal.format);
        assert_eq!(format("[\n {\n \"word\": \"학교\"}]"), Some("json"));
        assert_eq!(format("{\"term\":\"학교\"}\n"), Some("json"));
        assert_eq!(format("  <HTML><table>"), Some("html"));
        assert_eq!(format("[1] 학교"), None);
        assert_eq!(format("<b>학교</b>,school"), None);
        assert_eq!(refuse_text("words.JSON", "x").map(|refusal| refusal.format), Some("json"));
    }
}
