//! What Anki alone writes into a cell: sounds (`[sound:x.mp3]`), which go, and clozes
//! (`{{c1::바다::sea}}`), of which the answer stays. It refuses to know HTML.

use std::borrow::Cow;

use crate::clean;

const SOUND: &str = "[sound:";
const CLOSING: &str = "}}";
/// The longest name of a sound and the longest hint of a cloze, in bytes.
const LONGEST: usize = 300;

/// The text without sounds and cloze brackets. What is never closed is the learner's own and stays.
pub(crate) fn strip(text: &str) -> Cow<'_, str> {
    if !text.contains(SOUND) && !text.contains("{{c") {
        return Cow::Borrowed(text);
    }
    // as much of the text as follows the last place where a cloze can close
    let behind = text.rfind(CLOSING).map_or(text.len(), |at| text.len() - at);
    let mut plain = String::with_capacity(text.len());
    let mut open = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['[', '{', '}', ':']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let skipped = if let Some(len) = sound(rest) {
            len
        } else if let Some(len) = cloze_end(rest).filter(|_| open > 0) {
            open -= 1;
            len
        } else if let Some(len) = cloze_start(rest).filter(|len| rest.len() - len >= behind) {
            open += 1;
            len
        } else {
            plain.push_str(&rest[..1]);
            1
        };
        rest = &rest[skipped..];
    }
    Cow::Owned(plain + rest)
}

/// How long the sound at the start is.
fn sound(text: &str) -> Option<usize> {
    let name = clean::start(text.strip_prefix(SOUND)?, LONGEST);
    name.find(']').map(|end| SOUND.len() + end + 1)
}

/// How long the opening of the cloze at the start is: `{{c1::`.
fn cloze_start(text: &str) -> Option<usize> {
    let number = text.strip_prefix("{{c")?;
    let inside = number.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let answer = inside.strip_prefix("::").filter(|_| inside.len() < number.len())?;
    Some(text.len() - answer.len())
}

/// How long the end of a cloze at the start is: `}}`, with the hint before it: `::sea}}`.
fn cloze_end(text: &str) -> Option<usize> {
    if text.starts_with(CLOSING) {
        return Some(CLOSING.len());
    }
    let hint = clean::start(text.strip_prefix("::")?, LONGEST);
    let end = hint.find(CLOSING).filter(|end| !hint[..*end].contains("{{"))?;
    Some("::".len() + end + CLOSING.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds_go() {
        assert_eq!(strip("먹다[sound:meokda.mp3]"), "먹다");
        assert_eq!(strip("[sound:a.mp3] 물 [sound:b.mp3]"), " 물 ");
    }

    #[test]
    fn of_a_cloze_the_answer_stays() {
        assert_eq!(strip("{{c1::바다}}"), "바다");
        assert_eq!(
            strip("저는 {{c1::학교::school}}에 {{c12::가요::go: 해요}}."),
            "저는 학교에 가요."
        );
        assert_eq!(strip("{{c1::저는 {{c2::학교::place}}에}} 가요"), "저는 학교에 가요");
        assert_eq!(strip("{{c1::<b>물</b>[sound:a.mp3]::{a}}}"), "<b>물</b>}");
    }

    #[test]
    fn what_is_no_cloze_and_no_sound_stays() {
        for text in
            ["[학꾜]", "{{Term}}", "{{c1::물", "[sound:x", "{{c::물}}", "a::b}}", "{{c1:물}}", "}}"]
        {
            assert_eq!(strip(text), text);
        }
    }
}
