//! Chinese characters, by their Unicode blocks.

/// Whether the character is a Chinese character (unified, extended or compatibility ideograph).
#[must_use]
pub fn is_hanja(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2FA1F}' | '\u{30000}'..='\u{323AF}' | '々')
}

/// Whether the text holds a Chinese character.
#[must_use]
pub fn has_hanja(text: &str) -> bool {
    text.chars().any(is_hanja)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hanja_are_told_from_hangul_and_kana() {
        assert!(has_hanja("學校"));
        assert!(has_hanja("깨끗 淸潔"));
        assert!(has_hanja("\u{F9E1}"));
        assert!(!has_hanja("학교 カナ"));
    }
}
