//! Bytes to text, in the encodings Korean word lists are written in: UTF-8, UTF-16 and CP949.
//! It refuses to know what the text says; a file whose text cannot be told is refused.

mod foreign;

use encoding_rs::EUC_KR;
use korean::text::is_syllable;

pub(crate) use foreign::extension_pairs;

use crate::file_error::{FileError, Refusal};

/// A file's text, with `\n` as its only line end.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) content: String,
    pub(crate) encoding: &'static str,
    /// Some bytes were no text; U+FFFD stands in their place.
    pub(crate) broken: bool,
}

/// The order of the input corpus: byte order mark, strict UTF-8, UTF-16 by its NULs, CP949; and
/// before CP949 a UTF-8 file with a few bad bytes, which CP949 would often swallow as nonsense.
/// A file of a syllable or two in CP949 can be UTF-8 by chance, and is then read as UTF-8: no Korean
/// is found in it, which is better than Korean made up from other people's letters.
pub(crate) fn decode(bytes: &[u8]) -> Result<Text, Refusal> {
    let (content, encoding) = match marked(bytes) {
        Some(found) => found,
        None => unmarked(bytes)?,
    };
    if is_binary(&content) {
        return Err(Refusal::plain("binary", FileError::BinaryFile));
    }
    let content = with_plain_line_ends(content.trim_start_matches('\u{FEFF}'));
    if content.chars().all(|letter| letter.is_whitespace() || letter == '\u{FEFF}') {
        return Err(Refusal::plain("txt", FileError::EmptyFile));
    }
    let broken = encoding_left_gaps(bytes, encoding, &content);
    Ok(Text { content, encoding, broken })
}

fn marked(bytes: &[u8]) -> Option<(String, &'static str)> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return Some((String::from_utf8_lossy(rest).into_owned(), "utf-8"));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return Some((String::from_utf16_lossy(&units(rest, u16::from_le_bytes)), "utf-16le"));
    }
    let rest = bytes.strip_prefix(b"\xFE\xFF")?;
    Some((String::from_utf16_lossy(&units(rest, u16::from_be_bytes)), "utf-16be"))
}

fn unmarked(bytes: &[u8]) -> Result<(String, &'static str), Refusal> {
    if let Some(found) = utf16_by_nuls(bytes) {
        return Ok(found);
    }
    let lossy = String::from_utf8_lossy(bytes);
    if std::str::from_utf8(bytes).is_ok() || is_mostly_whole(&lossy) {
        return Ok((lossy.into_owned(), "utf-8"));
    }
    if foreign::is_foreign(bytes) && !is_binary(&lossy) {
        return Err(Refusal::new("txt", FileError::CorruptFile, FOREIGN));
    }
    if let Some(content) = EUC_KR.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok((content.into_owned(), korean_code_page(bytes)));
    }
    let (content, _) = EUC_KR.decode_without_bom_handling(bytes);
    if is_mostly_korean(&content) {
        return Ok((content.into_owned(), korean_code_page(bytes)));
    }
    Err(undecodable(&lossy))
}

const FOREIGN: &str = "The text looks like Japanese or Chinese in an encoding without Korean; \
    it is neither UTF-8 nor Korean. Save the file again as UTF-8.";

fn undecodable(lossy: &str) -> Refusal {
    if lossy.contains('\0') || is_binary(lossy) {
        return Refusal::plain("binary", FileError::BinaryFile);
    }
    let message =
        "The text is in an encoding that could not be told. Save the file again as UTF-8.";
    Refusal::new("txt", FileError::CorruptFile, message)
}

fn units(bytes: &[u8], join: fn([u8; 2]) -> u16) -> Vec<u16> {
    bytes.as_chunks::<2>().0.iter().map(|pair| join(*pair)).collect()
}

/// UTF-16 without a mark gives itself away by the NULs of its line ends and Latin letters.
fn utf16_by_nuls(bytes: &[u8]) -> Option<(String, &'static str)> {
    if !bytes.contains(&0) {
        return None;
    }
    let little = String::from_utf16(&units(bytes, u16::from_le_bytes)).ok();
    let big = String::from_utf16(&units(bytes, u16::from_be_bytes)).ok();
    let candidates = [(little, "utf-16le"), (big, "utf-16be")];
    let plausible = candidates.into_iter().filter_map(|(text, name)| Some((text?, name)));
    plausible.filter(|(text, _)| is_plausible(text)).max_by_key(|(text, _)| expected_letters(text))
}

fn is_plausible(text: &str) -> bool {
    expected_letters(text) * 10 >= text.chars().count() * 7
}

/// Letters that a Korean word list is mostly made of; bytes in the wrong order give few of them.
fn expected_letters(text: &str) -> usize {
    let expected = |letter: &char| matches!(letter, '\t' | '\n' | '\r' | ' '..='~' | '가'..='힣');
    text.chars().filter(expected).count()
}

/// Whether the letters beyond ASCII came through, but for a few.
fn is_mostly_whole(lossy: &str) -> bool {
    let lost = lossy.matches(char::REPLACEMENT_CHARACTER).count();
    let beyond_ascii = lossy.chars().filter(|letter| !letter.is_ascii()).count();
    (beyond_ascii - lost) >= lost * 2
}

/// Whether a text has so much Korean that a few bad bytes are damage and not another encoding.
fn is_mostly_korean(lossy: &str) -> bool {
    let syllables = lossy.chars().filter(|letter| is_syllable(*letter)).count();
    let lost = lossy.matches(char::REPLACEMENT_CHARACTER).count();
    let beyond_ascii = lossy.chars().filter(|letter| !letter.is_ascii()).count();
    syllables >= lost * 20 && syllables * 10 >= beyond_ascii * 9
}

/// CP949 is EUC-KR and 8,822 syllables more. Windows writes CP949, whatever is in the file.
fn korean_code_page(bytes: &[u8]) -> &'static str {
    if bytes.contains(&b'\r') || extension_pairs(bytes) > 0 { "cp949" } else { "euc-kr" }
}

/// Text has almost no control characters; programs, pictures and archives have many.
fn is_binary(content: &str) -> bool {
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t'..=b'\r');
    content.bytes().filter(|byte| control(byte)).count() * 20 > content.len()
}

fn encoding_left_gaps(bytes: &[u8], encoding: &str, content: &str) -> bool {
    let damaged = match encoding {
        "utf-8" => std::str::from_utf8(bytes).is_err(),
        // Strict decoding gives no U+FFFD.
        "cp949" | "euc-kr" => true,
        _ => false,
    };
    damaged && content.contains(char::REPLACEMENT_CHARACTER)
}

fn with_plain_line_ends(content: &str) -> String {
    const OTHERS: [char; 4] = ['\r', '\u{85}', '\u{2028}', '\u{2029}'];
    if content.contains(OTHERS) {
        return content.replace("\r\n", "\n").replace(OTHERS, "\n");
    }
    content.to_owned()
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GBK, SHIFT_JIS};

    use super::*;

    fn decoded(bytes: &[u8]) -> (String, &'static str) {
        let text = decode(bytes).unwrap();
        (text.content, text.encoding)
    }

    fn utf16(text: &str, split: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(split).collect()
    }

    #[test]
    fn utf_8_is_read_with_and_without_a_mark() {
        assert_eq!(decoded("학교\n".as_bytes()), ("학교\n".to_owned(), "utf-8"));
        assert_eq!(decoded("\u{FEFF}학교".as_bytes()), ("학교".to_owned(), "utf-8"));
    }

    #[test]
    fn utf_16_is_read_with_and_without_a_mark() {
        let text = "가방\tbag\n나무\ttree\n";
        for (split, name) in
            [(u16::to_le_bytes as fn(u16) -> [u8; 2], "utf-16le"), (u16::to_be_bytes, "utf-16be")]
        {
            assert_eq!(decoded(&utf16(text, split)), (text.to_owned(), name));
            assert_eq!(decoded(&utf16(&format!("\u{FEFF}{text}"), split)), (text.to_owned(), name));
        }
    }

    #[test]
    fn a_list_of_syllables_that_end_in_a_zero_byte_is_still_utf_16() {
        let text = "가\n가\n가가\n";
        assert_eq!(decoded(&utf16(text, u16::to_le_bytes)), (text.to_owned(), "utf-16le"));
    }

    #[test]
    fn korean_code_pages_are_told_apart() {
        assert_eq!(decoded(b"\xC7\xD0\xB1\xB3\n"), ("학교\n".to_owned(), "euc-kr"));
        assert_eq!(decoded(b"\xC7\xD0\xB1\xB3\r\n"), ("학교\n".to_owned(), "cp949"));
        assert_eq!(decoded(b"\x8Cc\n"), ("똠\n".to_owned(), "cp949"));
    }

    #[test]
    fn a_few_bad_bytes_do_not_turn_utf_8_into_cp949() {
        let text = decode(b"\xED\x95\x99\xEA\xB5\x90\nab\xED\x95\ncd\xEB\xA8\xB9\n").unwrap();
        assert_eq!((text.encoding, text.broken), ("utf-8", true));
        assert_eq!(text.content, "학교\nab\u{FFFD}\ncd먹\n");
    }

    #[test]
    fn a_bad_byte_in_much_korean_costs_its_place_only() {
        let (korean, ..) = EUC_KR.encode("한국어를 공부하는 사람의 단어장에는 글자가 많이 있다\n");
        let text = decode(&[&korean, &b"\xFF\n"[..]].concat()).unwrap();
        assert_eq!((text.encoding, text.broken), ("cp949", true));
        assert!(text.content.ends_with("있다\n\u{FFFD}\n"), "{}", text.content);
    }

    #[test]
    fn japanese_and_chinese_are_not_read_as_korean() {
        for (encoding, text) in [
            (SHIFT_JIS, "食べる,to eat\nありがとう,thanks\nいぬ,dog\n"),
            (GBK, "老师,teacher\n朋友,friend\n时间,time\n医院,hospital\n"),
        ] {
            let refusal = decode(&encoding.encode(text).0).unwrap_err();
            assert_eq!(refusal.error, FileError::CorruptFile);
            assert!(refusal.message.contains("Japanese or Chinese"), "{}", refusal.message);
        }
    }

    #[test]
    fn every_line_end_becomes_a_newline() {
        assert_eq!(decoded("가\r나\r\n다\u{2028}라\n".as_bytes()).0, "가\n나\n다\n라\n");
    }

    #[test]
    fn empty_binary_and_undecodable_files_are_refused() {
        let error = |bytes: &[u8]| decode(bytes).unwrap_err().error;
        for empty in [&b""[..], b" \n\r\n", b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFF\xFE\n\0"] {
            assert_eq!(error(empty), FileError::EmptyFile, "{empty:?}");
        }
        let every_byte: Vec<u8> = (0..=255).collect();
        assert_eq!(error(&every_byte.repeat(8)), FileError::BinaryFile);
        assert_eq!(error(b"f\xFCr m\xFCde B\xE4r"), FileError::CorruptFile);
    }
}
