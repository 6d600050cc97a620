//! Korean that was decoded with a wrong encoding and saved like that: `í•™êµ` was 학교, and `癒밸떎`
//! was 먹다. It recognises such text, so that the learner can be told, and repairs nothing.

use encoding_rs::{EUC_KR, WINDOWS_1252};
use korean::text::{has_hanja, is_syllable};

use crate::decode::extension_pairs;

/// Whether the text turns Korean when its letters are taken for bytes of UTF-8 or CP949.
pub(crate) fn is_mojibake(text: &str) -> bool {
    let Some(bytes) = as_bytes(text) else { return false };
    is_utf8(&bytes) || is_cp949(&bytes)
}

/// Whether the text is Korean in UTF-8 that was taken for CP949: its letters make bytes of UTF-8 again.
/// Where a byte was lost, programs write a question mark; what is left then holds syllables outside
/// KS X 1001, which words do not have.
pub(crate) fn is_misread_utf8(text: &str) -> bool {
    if !has_hanja(text) && !text.contains('?') {
        return false;
    }
    let (bytes, _, unmappable) = EUC_KR.encode(text);
    if unmappable || bytes.is_ascii() {
        return false;
    }
    let filled: Vec<u8> =
        bytes.iter().map(|byte| if *byte == b'?' { 0x80 } else { *byte }).collect();
    let korean = |bytes| std::str::from_utf8(bytes).is_ok_and(|text| text.chars().any(is_syllable));
    korean(&bytes) || korean(&filled) || is_misread_with_gaps(&bytes)
}

fn is_misread_with_gaps(bytes: &[u8]) -> bool {
    let syllables = String::from_utf8_lossy(bytes).chars().filter(|it| is_syllable(*it)).count();
    let beyond_ascii = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    bytes.contains(&b'?') && syllables * 6 >= beyond_ascii && extension_pairs(bytes) > 0
}

/// The bytes that a Western encoding read as this text; `None` for text it cannot write.
fn as_bytes(text: &str) -> Option<Vec<u8>> {
    let beyond_ascii = text.chars().filter(|letter| !letter.is_ascii()).count();
    let (bytes, _, lossy) = WINDOWS_1252.encode(text);
    (beyond_ascii > 1 && !lossy).then(|| bytes.into_owned())
}

fn is_utf8(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).chars().any(is_syllable)
}

/// Nearly any two Western letters make a syllable of CP949, so all of them must.
fn is_cp949(bytes: &[u8]) -> bool {
    let decoded = EUC_KR.decode_without_bom_handling_and_without_replacement(bytes);
    let korean = |letter: char| letter.is_ascii() || is_syllable(letter);
    decoded.is_some_and(|text| text.chars().all(korean))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_read_as_western_text_is_recognised() {
        for text in ["í•™êµ\u{90}", "ë¨¹ë‹¤", "ÇÐ±³", "¸Ô´Ù"] {
            assert!(is_mojibake(text), "{text}");
        }
    }

    /// What a program makes of UTF-8 that it takes for CP949.
    fn misread(text: &str) -> String {
        EUC_KR.decode_without_bom_handling(text.as_bytes()).0.replace('\u{FFFD}', "?")
    }

    #[test]
    fn utf_8_read_as_cp949_is_recognised() {
        assert_eq!(misread("먹다"), "癒밸떎");
        for text in
            ["먹다", "나무", "가방", "친구", "학교", "선생님", "예쁘다", "도서관", "아름답다"]
        {
            assert!(is_misread_utf8(&misread(text)), "{text}: {}", misread(text));
        }
    }

    #[test]
    fn hangul_with_hanja_or_a_question_mark_is_not() {
        for text in [
            "학교(學校)",
            "學校에서",
            "大韓民國",
            "학교學校",
            "뭐?",
            "똠양꿍?",
            "누구? 몰라",
            "癒着하다",
            "翹首 기다리다",
            "한국(韓國)?",
            "먹다",
            "school?",
            "學校?",
        ] {
            assert!(!is_misread_utf8(text), "{text}");
        }
    }

    #[test]
    fn western_and_korean_text_is_not() {
        for text in ["café", "déjà vu", "Übergröße", "school", "학교", "", "日本"] {
            assert!(!is_mojibake(text), "{text}");
        }
    }
}
