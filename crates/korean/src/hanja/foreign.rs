//! Characters that Korea does not write, `data/hanja/foreign.tsv`: new forms of Japan, simplified forms
//! of China, and characters made in Japan. What Korean dictionaries print is not among them, even where
//! a neighbour's standard has it too.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

const DATA: &str = include_str!("../../data/hanja/foreign.tsv");

/// A character that only Japan or China writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign {
    /// The character.
    pub character: char,
    /// The one that Korea writes instead; `None` for characters made in Japan.
    pub korean: Option<char>,
    /// Written in Japan.
    pub japanese: bool,
    /// Written in China.
    pub chinese: bool,
}

impl fmt::Display for Foreign {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = match (self.japanese, self.chinese) {
            (true, true) => "Japanese or simplified Chinese",
            (true, false) => "Japanese",
            (false, _) => "simplified Chinese",
        };
        write!(out, "{} is {origin}", self.character)?;
        self.korean.map_or(Ok(()), |korean| write!(out, ", Korean has {korean}"))
    }
}

/// What is known of a character that Korea does not write; `None` for any other.
#[must_use]
pub fn foreign(character: char) -> Option<Foreign> {
    static TABLE: OnceLock<HashMap<char, Foreign>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let lines = DATA.lines().filter_map(read);
        lines.map(|foreign| (foreign.character, foreign)).collect()
    });
    table.get(&character).copied()
}

fn read(line: &str) -> Option<Foreign> {
    let mut columns = line.split('\t');
    let character = columns.next()?.chars().next().filter(|first| *first != '#')?;
    let korean = columns.next()?.chars().next();
    let origin = columns.next()?;
    let [japanese, chinese] = ['J', 'C'].map(|country| origin.contains(country));
    Some(Foreign { character, korean, japanese, chinese })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hanja::readings;

    #[test]
    fn new_and_simplified_forms_name_the_character_korea_writes() {
        let pairs =
            [('学', '學'), ('気', '氣'), ('売', '賣'), ('读', '讀'), ('书', '書'), ('图', '圖')];
        for (character, korean) in pairs {
            assert_eq!(foreign(character).and_then(|found| found.korean), Some(korean));
        }
    }

    #[test]
    fn characters_made_in_japan_have_no_korean_form() {
        assert_eq!(foreign('働').map(|found| (found.korean, found.japanese)), Some((None, true)));
    }

    #[test]
    fn what_korea_writes_instead_is_itself_korean_and_can_be_read() {
        let all: Vec<_> = DATA.lines().filter_map(read).collect();
        assert!(all.len() > 1_000);
        for korean in all.iter().filter_map(|foreign| foreign.korean) {
            assert_eq!(foreign(korean), None, "{korean}");
            assert!(readings(korean).next().is_some(), "{korean}");
        }
    }
}
