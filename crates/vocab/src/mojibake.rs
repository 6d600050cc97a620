//! Korean that was decoded with a Western encoding and saved like that: `í•™êµ` was 학교.
//! It recognises such text, so that the learner can be told, and repairs nothing.

use encoding_rs::{EUC_KR, WINDOWS_1252};
use korean::text::is_syllable;

/// Whether the text turns Korean when its letters are taken for bytes of UTF-8 or CP949.
pub(crate) fn is_mojibake(text: &str) -> bool {
    let Some(bytes) = as_bytes(text) else { return false };
    is_utf8(&bytes) || is_cp949(&bytes)
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

    #[test]
    fn western_and_korean_text_is_not() {
        for text in ["café", "déjà vu", "Übergröße", "school", "학교", "", "日本"] {
            assert!(!is_mojibake(text), "{text}");
        }
    }
}
