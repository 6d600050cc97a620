//! Emoji, arrows and symbols that learners put around words. They are no part of any word; it
//! refuses to know what they stood for.

use std::borrow::Cow;

use korean::text::is_syllable;

/// The key cap that a digit before it is drawn in.
const KEY_CAP: char = '\u{20E3}';

/// The text without emoji, and without arrows and symbols at either end.
pub(crate) fn strip(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| is_syllable(letter) || letter.is_ascii()) {
        return Cow::Borrowed(text);
    }
    let ends = |letter: char| is_symbol(letter) || letter == ' ';
    let plain = if text.contains(is_emoji) { without_emoji(text).into() } else { text.into() };
    match plain {
        Cow::Borrowed(plain) => plain.trim_matches(ends).into(),
        Cow::Owned(plain) => plain.trim_matches(ends).to_owned().into(),
    }
}

/// Brackets that held nothing else go with them.
fn without_emoji(text: &str) -> String {
    let (mut plain, mut letters) = (String::with_capacity(text.len()), text.chars().peekable());
    while let Some(letter) = letters.next() {
        let capped = letters.next_if_eq(&KEY_CAP).is_some();
        if !capped && !is_emoji(letter) {
            plain.push(letter);
        }
    }
    let plain = plain.replace("()", "").replace("[]", "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_emoji(letter: char) -> bool {
    letter == KEY_CAP || matches!(letter, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}')
}

/// Arrows, shapes, ticks and stars, and the bullets of word processors, which are private characters.
fn is_symbol(letter: char) -> bool {
    matches!(letter,
        '※' | '•' | '‣' | '\u{2190}'..='\u{23FF}' | '\u{25A0}'..='\u{25FF}' | '\u{27C0}'..='\u{27FF}'
        | '\u{2900}'..='\u{297F}' | '\u{2B00}'..='\u{2BFF}' | '\u{E000}'..='\u{F8FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_comes_out_of_its_decoration() {
        for text in [
            "🍎 사과",
            "사과🍎",
            "사과 (🍎)",
            "→ 사과",
            "⇒사과",
            "★ 사과 ★",
            "✔ 사과",
            "✅사과",
            "1\u{20E3} 사과",
            "🇰🇷 사과",
            "※ 사과",
            "\u{F0B7} 사과",
        ] {
            assert_eq!(strip(text), "사과", "{text}");
        }
        assert_eq!(strip("사과🍎 나무"), "사과 나무");
    }

    #[test]
    fn what_belongs_to_a_word_stays() {
        for text in
            ["-하다", "~적", "학교()", "學校(학교)", "①번", "배³", "\u{1112}\u{119E}\u{11AB}글"]
        {
            assert_eq!(strip(text), text);
        }
    }
}
