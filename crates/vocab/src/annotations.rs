//! What lists glue to a word: 배01, 학교[학꾜], 학교(學校), 예쁘다 (형용사), 사과 (apple).
//! It takes these off and says what they are; it refuses to decide which source to believe.

use korean::{
    PartOfSpeech,
    text::{has_hangul, has_syllable, is_hanja, is_syllable},
};

/// A term and what was glued to it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Annotated<'a> {
    pub(crate) term: &'a str,
    pub(crate) homonym: Option<String>,
    pub(crate) hanja: Option<&'a str>,
    pub(crate) pron: Option<&'a str>,
    pub(crate) pos: Option<PartOfSpeech>,
    /// Words in another script: a meaning, if nothing better is known.
    pub(crate) gloss: Option<&'a str>,
}

/// Takes off brackets from the end, then a number.
pub(crate) fn take_off(cell: &str) -> Annotated<'_> {
    let cell = unwrapped(cell);
    let (term, hanja) =
        word_behind_hanja(cell).map_or((cell, None), |(word, hanja)| (word, Some(hanja)));
    let mut annotated = Annotated { term, hanja, ..Annotated::default() };
    while let Some((before, open, inside)) = last_bracket(annotated.term) {
        if !annotated.note(open, inside) {
            break;
        }
        annotated.term = before;
    }
    if let Some((before, hanja)) = bare_hanja(annotated.term) {
        annotated.hanja = annotated.hanja.or(Some(hanja));
        annotated.term = before;
    }
    let (term, homonym) = homonym(annotated.term);
    Annotated { term, homonym, ..annotated }
}

impl<'a> Annotated<'a> {
    /// Keeps what stands in a bracket; `false` when it belongs to the word, as in 되다(하다).
    fn note(&mut self, open: char, inside: &'a str) -> bool {
        if !inside.is_empty() && inside.chars().all(is_hanja) {
            self.hanja.get_or_insert(inside);
        } else if let Some(pos) = PartOfSpeech::from_label(inside) {
            self.pos.get_or_insert(pos);
        } else if open == '[' && inside.chars().all(|letter| is_syllable(letter) || letter == ' ') {
            self.pron.get_or_insert(inside);
        } else if !has_hangul(inside) && inside.chars().any(char::is_alphabetic) {
            self.gloss.get_or_insert(inside);
        } else {
            return false;
        }
        true
    }
}

/// A bracket at the end with a word before it: what is before, how it opens, what is inside.
fn last_bracket(term: &str) -> Option<(&str, char, &str)> {
    let (open, close) = match term.chars().next_back()? {
        ')' => ('(', ')'),
        ']' => ('[', ']'),
        '】' => ('【', '】'),
        _ => return None,
    };
    let mut depth = 0;
    let opens = |&(_, letter): &(usize, char)| {
        depth += i32::from(letter == close) - i32::from(letter == open);
        depth == 0
    };
    let (at, _) = term.char_indices().rev().find(opens)?;
    let before = term[..at].trim_end();
    let inside = term[at + open.len_utf8()..term.len() - close.len_utf8()].trim();
    (has_syllable(before) || is_hanja_word(before)).then_some((before, open, inside))
}

/// 學校(학교): hanja with the word in brackets behind them.
fn word_behind_hanja(term: &str) -> Option<(&str, &str)> {
    let (hanja, _, word) = last_bracket(term)?;
    (is_hanja_word(hanja) && word.chars().all(is_syllable) && !word.is_empty())
        .then_some((word, hanja))
}

fn is_hanja_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_hanja)
}

/// Quotation marks and the marks of bold or slanted text that wrap a whole term.
fn unwrapped(term: &str) -> &str {
    const WRAPS: [(&str, &str); 9] = [
        ("**", "**"),
        ("__", "__"),
        ("*", "*"),
        ("`", "`"),
        ("\'", "\'"),
        ("‘", "’"),
        ("“", "”"),
        ("「", "」"),
        ("『", "』"),
    ];
    let inside = |(open, close): &(&str, &str)| {
        let inside = term.strip_prefix(open)?.strip_suffix(close)?;
        (!inside.contains(open) && !inside.contains(close)).then(|| inside.trim())
    };
    WRAPS.iter().find_map(inside).unwrap_or(term)
}

/// 학교 學校.
fn bare_hanja(term: &str) -> Option<(&str, &str)> {
    let (before, last) = term.rsplit_once(' ')?;
    (has_syllable(before) && !last.is_empty() && last.chars().all(is_hanja))
        .then(|| (before.trim_end(), last))
}

/// Dictionaries write 배01 or 배¹, learners 배1. Two digits without a leading zero belong to the
/// word (코로나19), and 00 means that there is only one.
fn homonym(term: &str) -> (&str, Option<String>) {
    let word = term.trim_end_matches(|letter| digit(letter).is_some());
    let digits: String = term[word.len()..].chars().filter_map(digit).collect();
    let number: u32 = digits.parse().unwrap_or(0);
    let padded = digits.len() == 2 && digits.starts_with('0');
    let raised = term.ends_with(|letter: char| !letter.is_ascii()) && digits.len() < 3;
    let numbered = !digits.is_empty() && (digits.len() == 1 || padded || raised);
    if !numbered || !word.chars().all(is_syllable) || word.is_empty() {
        return (term, None);
    }
    (word, (number > 0).then(|| number.to_string()))
}

fn digit(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁰' | '⁴'..='⁹' => char::from_digit(u32::from(letter) - 0x2070, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homograph_numbers_come_off() {
        for (cell, term, number) in [
            ("배01", "배", Some("1")),
            ("배2", "배", Some("2")),
            ("배³", "배", Some("3")),
            ("이¹⁰", "이", Some("10")),
            ("가위00", "가위", None),
            ("코로나19", "코로나19", None),
            ("A4용지", "A4용지", None),
            ("학교", "학교", None),
        ] {
            let annotated = take_off(cell);
            assert_eq!((annotated.term, annotated.homonym.as_deref()), (term, number), "{cell}");
        }
    }

    #[test]
    fn brackets_are_told_apart_by_what_is_inside() {
        assert_eq!(take_off("학교[학꾜]").pron, Some("학꾜"));
        assert_eq!(take_off("학교(學校)").hanja, Some("學校"));
        assert_eq!(take_off("학교 學校").hanja, Some("學校"));
        assert_eq!(take_off("예쁘다 (형용사)").pos, Some(PartOfSpeech::Adjective));
        assert_eq!(take_off("사과 (apple)").gloss, Some("apple"));
        for cell in ["학교[학꾜]", "학교(學校)", "학교 學校", "학교 (명사)", "학교 (school)"]
        {
            assert_eq!(take_off(cell).term, "학교");
        }
        let all = take_off("배02(船) [배] (ship)");
        assert_eq!((all.term, all.homonym.as_deref()), ("배", Some("2")));
        assert_eq!((all.hanja, all.pron, all.gloss), (Some("船"), Some("배"), Some("ship")));
    }

    #[test]
    fn brackets_may_hold_brackets() {
        let annotated = take_off("나무꾼 (woodcutter (fairy tale))");
        assert_eq!((annotated.term, annotated.gloss), ("나무꾼", Some("woodcutter (fairy tale)")));
    }

    #[test]
    fn the_word_may_stand_in_brackets_behind_its_hanja() {
        let annotated = take_off("學校(학교)");
        assert_eq!((annotated.term, annotated.hanja), ("학교", Some("學校")));
    }

    #[test]
    fn quotes_and_emphasis_around_the_word_come_off() {
        for cell in ["**학교**", "'학교'", "“학교”", "*학교*", "‘학교’", "「학교」"]
        {
            assert_eq!(take_off(cell).term, "학교", "{cell}");
        }
        for cell in ["'학교' '집'", "*학교", "학교'"] {
            assert_eq!(take_off(cell).term, cell);
        }
    }

    #[test]
    fn brackets_that_belong_to_the_word_stay() {
        for cell in ["되다(하다)", "(으)로", "-(으)ㄹ까요", "(주)회사", "학교()", "[학교]"]
        {
            assert_eq!(take_off(cell).term, cell);
        }
    }
}
