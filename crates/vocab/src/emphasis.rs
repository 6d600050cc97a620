//! The stars that Markdown writes around bold and slanted text. It refuses to know other markup.

use std::borrow::Cow;

/// The text without the stars around its parts: `**학교**에 가요`. Stars that wrap nothing stay, as
/// do those of a product.
pub(crate) fn strip(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    for mark in ["***", "**", "*"] {
        if plain.contains(mark) {
            plain = Cow::Owned(without(&plain, mark));
        }
    }
    plain
}

fn without(text: &str, mark: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once(mark) {
        plain.push_str(before);
        let opens =
            !plain.ends_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '*');
        let wrapped = after.split_once(mark).filter(|(inside, _)| opens && is_emphatic(inside));
        let (kept, behind) = wrapped.unwrap_or((mark, after));
        plain.push_str(kept);
        rest = behind;
    }
    plain + rest
}

fn is_emphatic(inside: &str) -> bool {
    !inside.is_empty()
        && !inside.starts_with([' ', '*', '\n'])
        && !inside.ends_with([' ', '*', '\n'])
        && !inside.contains('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_around_a_part_come_off() {
        for (text, plain) in [
            ("저는 **학교**에 가요.", "저는 학교에 가요."),
            ("*school* (***big***)", "school (big)"),
            ("**학교:** school", "학교: school"),
        ] {
            assert_eq!(strip(text), plain);
        }
    }

    #[test]
    fn other_stars_stay() {
        for text in ["2 * 3 * 4", "2*3*4", "*먹으다, *가다", "****", "* 학교", "***", "** a **"]
        {
            assert_eq!(strip(text), text);
        }
    }
}
