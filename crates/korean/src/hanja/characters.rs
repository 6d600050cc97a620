//! The table of characters, `data/hanja/characters.tsv`: readings, the commonest first, each with its
//! 훈음. It is made from libhangul's list (BSD, see the licence beside it) by `examples/hanja_table.rs`;
//! word-initial forms of readings are not in it, they follow from rules.

use std::sync::OnceLock;

const DATA: &str = include_str!("../../data/hanja/characters.tsv");

/// The unified form of each of U+F900–U+FAD9 (Unicode character database, canonical mappings).
const COMPATIBILITY: &str = include_str!("../../data/hanja/compatibility.txt");

/// Where compatibility ideographs begin. Korea's are there because KS X 1001 lists a character once
/// for each of its readings.
const FIRST_COMPATIBLE: usize = 0xF900;

/// The readings of a character in full, the commonest first; none for a character we do not know.
pub fn readings(character: char) -> impl Iterator<Item = char> {
    let columns = line_of(korean_form(character)).map(|line| line.split('\t'));
    columns.and_then(|mut columns| columns.nth(1)).unwrap_or_default().chars()
}

/// What the character means in its commonest reading, as Korea names it (`배울 학`); `None` where the
/// source does not say.
#[must_use]
pub fn meaning(character: char) -> Option<&'static str> {
    meanings(character).next()
}

/// What the character means in each reading of which the source says it.
pub fn meanings(character: char) -> impl Iterator<Item = &'static str> {
    let columns = line_of(korean_form(character)).map(|line| line.split('\t'));
    let glosses = columns.and_then(|mut columns| columns.nth(2)).unwrap_or_default();
    glosses.split('/').filter(|gloss| !gloss.is_empty())
}

/// The unified character for a compatibility ideograph (樂 for U+F914), any other unchanged.
#[must_use]
pub fn korean_form(character: char) -> char {
    let index = (character as usize).checked_sub(FIRST_COMPATIBLE);
    index.and_then(|index| COMPATIBILITY.trim_end().chars().nth(index)).unwrap_or(character)
}

fn line_of(character: char) -> Option<&'static str> {
    static LINES: OnceLock<Vec<&'static str>> = OnceLock::new();
    let lines = LINES.get_or_init(|| DATA.lines().collect());
    let found = lines.binary_search_by_key(&Some(character), |line| line.chars().next());
    found.ok().and_then(|index| lines.get(index).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_character_in_it_has_a_reading() {
        let firsts: Vec<_> = DATA.lines().filter_map(|line| line.chars().next()).collect();
        assert!(firsts.len() > 20_000 && firsts.is_sorted());
        assert!(firsts.into_iter().all(|character| readings(character).next().is_some()));
    }

    #[test]
    fn readings_come_commonest_first_with_their_meanings() {
        assert_eq!(readings('樂').collect::<String>(), "악락요");
        assert_eq!(meaning('學'), Some("배울 학"));
        assert_eq!(meanings('北').collect::<Vec<_>>(), ["북녘 북", "달아날 배"]);
        assert_eq!(meaning('한'), None);
    }

    #[test]
    fn compatibility_ideographs_are_read_as_the_characters_they_stand_for() {
        assert_eq!(korean_form('\u{F914}'), '樂');
        assert_eq!(korean_form('\u{F9E1}'), '李');
        assert_eq!(korean_form('學'), '學');
        assert_eq!(readings('\u{F9E1}').next(), Some('리'));
    }
}
