//! Words whose hanja are not read as their characters are, `data/hanja/irregular.tsv`: one line a
//! word or part of a word, with the rule or kind that it falls under.

use std::sync::OnceLock;

const DATA: &str = include_str!("../../data/hanja/irregular.tsv");

/// One line: characters, and as many syllables.
#[derive(Debug)]
pub(super) struct Irregular {
    pub(super) hanja: Vec<char>,
    pub(super) hangul: Vec<char>,
    /// The regular reading is a mistake.
    pub(super) alone: bool,
}

/// The lines whose hanja the characters begin with.
pub(super) fn beginning(characters: &[char]) -> impl Iterator<Item = &'static Irregular> {
    static LINES: OnceLock<Vec<Irregular>> = OnceLock::new();
    let lines = LINES.get_or_init(|| DATA.lines().filter_map(read).collect());
    lines.iter().filter(move |line| characters.starts_with(&line.hanja))
}

fn read(line: &str) -> Option<Irregular> {
    let mut columns = line.split('\t');
    let hanja = columns.next().filter(|hanja| !hanja.starts_with('#'))?;
    let hangul = columns.next()?;
    let alone = columns.next()? == "only";
    Some(Irregular { hanja: hanja.chars().collect(), hangul: hangul.chars().collect(), alone })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_as_many_syllables_as_characters_and_a_source() {
        let lines = DATA.lines().filter(|line| !line.starts_with('#'));
        for line in lines.clone() {
            let read = read(line).expect(line);
            assert_eq!(read.hanja.len(), read.hangul.len(), "{line}");
            assert_eq!(line.split('\t').count(), 4, "{line}");
        }
        assert!(lines.count() > 30);
    }
}
