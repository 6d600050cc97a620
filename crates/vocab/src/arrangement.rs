//! How a text is laid out: a table, a word a line, several words or cards a line, or cards of several
//! lines. It is told by what a sample of lines looks like; it refuses to know what makes a word.

use korean::{
    PartOfSpeech,
    text::{has_hangul, is_syllable},
};

use crate::{blocks, clean, delimiter, header, list, records::Records, row::Row, shape};

/// How much of the text is looked at, in bytes.
const SAMPLE_BYTES: usize = 64 * 1024;
/// What stands between the cards of a line, where somebody chose to have several.
const BETWEEN_CARDS: [&str; 6] = ["||", "##", ";;", ";", "|", "\u{2022}"];

/// How a text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrangement {
    /// Cells between delimiters.
    Table(u8),
    /// A word a line, perhaps with its meaning.
    Lines(list::Habits),
    /// Words alone, several a line: `학교, 집, 물`.
    Words(u8),
    /// Words with their meanings, several a line: `학교 - school; 집 - house`.
    Cards(&'static str),
    /// A word on one line, what it means on the next.
    Blocks,
}

impl Arrangement {
    pub(crate) fn of(text: &str) -> Self {
        let sample = clean::start(text, SAMPLE_BYTES);
        if let Some(between) = between_cards(sample) {
            return Self::Cards(between);
        }
        match delimiter::of(text) {
            Some(delimiter) if delimiter != b'\t' && are_words_alone(sample, delimiter) => {
                Self::Words(delimiter)
            }
            Some(delimiter) => Self::Table(delimiter),
            None if blocks::are_cards(sample) => Self::Blocks,
            None => Self::Lines(list::Habits::of(sample)),
        }
    }

    /// The rows of a text whose lines are not its rows.
    pub(crate) fn rows(self, text: &str) -> Vec<Row<'_>> {
        match self {
            Self::Words(delimiter) => words(text, delimiter),
            Self::Cards(between) => cards(text, between),
            Self::Blocks => blocks::rows(text),
            Self::Table(delimiter) => Records::new(text, Some(delimiter)).collect(),
            Self::Lines(habits) => Records::lines(text, habits).collect(),
        }
    }

    /// The name of the format in a reading.
    pub(crate) fn format(self) -> &'static str {
        match self {
            Self::Table(b'\t') => "tsv",
            Self::Table(_) => "csv",
            _ => "txt",
        }
    }

    /// The character between the cells of a table.
    pub(crate) fn delimiter(self) -> Option<char> {
        match self {
            Self::Table(delimiter) => Some(char::from(delimiter)),
            _ => None,
        }
    }
}

/// The words of a line that holds several, each a row.
fn words(text: &str, delimiter: u8) -> Vec<Row<'_>> {
    let word = |number, line, cell| Row { number, line, cells: vec![cell], ..Row::default() };
    let words = Records::new(text, Some(delimiter)).flat_map(|row| {
        if row.is_comment() {
            return vec![row];
        }
        if row.refused.is_some() {
            return vec![Row { cells: Vec::new(), ..row }];
        }
        let Row { number, line, cells, .. } = row;
        cells.into_iter().map(|cell| word(number, line, cell)).collect()
    });
    words.collect()
}

/// The cards of a line that holds several, each a row of a word and its meaning.
fn cards<'a>(text: &'a str, between: &str) -> Vec<Row<'a>> {
    let lines = (1..).zip(text.split('\n'));
    let card = |number, line| {
        let cells = card(line)
            .map_or_else(|| vec![line.into()], |(word, meaning)| vec![word.into(), meaning.into()]);
        Row { number, line, cells, ..Row::default() }
    };
    lines
        .flat_map(|(number, line)| line.split(between).map(move |part| card(number, part.trim())))
        .collect()
}

/// What separates the cards of a line: every part has a Korean side and a foreign one.
fn between_cards(sample: &str) -> Option<&'static str> {
    let lines = || sample.lines().map(str::trim).filter(|line| !line.is_empty()).take(20);
    let fits = |between: &&str| {
        lines().all(|line| {
            let mut parts = line.split(*between).map(str::trim).filter(|part| !part.is_empty());
            parts.clone().count() > 1 && parts.all(|part| card(part).is_some())
        })
    };
    lines().next()?;
    BETWEEN_CARDS.into_iter().find(|between| fits(between))
}

/// A word and its meaning with any of the usual separators, a comma or a tab between them.
fn card(part: &str) -> Option<(&str, &str)> {
    let foreign = |(word, meaning): &(&str, &str)| {
        has_hangul(word) && !has_hangul(meaning) && meaning.chars().any(char::is_alphabetic)
    };
    let halves = |between: char| part.split_once(between).map(|(a, b)| (a.trim(), b.trim()));
    let turned = |(a, b)| if has_hangul(a) { (a, b) } else { (b, a) };
    let by_mark = || halves('\t').or_else(|| halves(',')).map(turned).filter(foreign);
    list::split(part).filter(foreign).or_else(by_mark)
}

/// Whether the cells are words and nothing else: rows of different widths, or a single one, all hangul
/// and no sentence, and no column that says what kind of word it is.
fn are_words_alone(sample: &str, delimiter: u8) -> bool {
    let rows: Vec<Row<'_>> = shape::sampled(Records::new(sample, Some(delimiter))).collect();
    let filled = |row: &Row<'_>| -> Vec<String> {
        let cells = row.cells.iter().map(|cell| clean::line(cell).into_owned());
        cells.filter(|cell| !cell.is_empty()).collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(filled).collect();
    let names = rows.split_first().and_then(|(first, below)| header::recognise(first, below));
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let even = rows.len() > 1 && rows.iter().all(|row| row.len() == widest);
    let is_word = |cell: &String| cell.chars().all(is_syllable);
    let kinds = rows.iter().filter(|row| row.iter().any(|cell| is_kind(cell))).count();
    names.is_none()
        && rows.iter().flatten().all(is_word)
        && kinds * 2 < rows.len().max(1)
        && widest > 1
        && (widest > 2 || !even)
}

fn is_kind(cell: &str) -> bool {
    PartOfSpeech::from_label(cell).is_some() && cell.chars().count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_one_line_are_words_each() {
        for text in ["학교, 집, 물", "학교, 집, 물\n사과, 바나나, 포도, 딸기\n", "가방;나무;물\n"]
        {
            assert!(matches!(Arrangement::of(text), Arrangement::Words(_)), "{text}");
        }
    }

    #[test]
    fn a_table_in_korean_stays_a_table() {
        for text in [
            "서적,책\n가옥,집\n",
            "학교,배우는 곳\n",
            "단어,뜻\n",
            "학교,명사,건물\n먹다,동사,행동\n",
            "단어,뜻,예문\n학교,배우는 곳,학교에 가요.\n",
            "학교,school,건물\n",
        ] {
            assert_eq!(Arrangement::of(text), Arrangement::Table(b','), "{text}");
        }
    }

    #[test]
    fn cards_on_one_line_are_cards_each() {
        for (text, between) in [
            ("학교 - school; 먹다 - to eat; 예쁘다 - pretty", ";"),
            ("학교,school;먹다,to eat", ";"),
            ("학교 :: school || 먹다 :: to eat", "||"),
            ("학교==school##먹다==to eat", "##"),
        ] {
            assert_eq!(Arrangement::of(text), Arrangement::Cards(between), "{text}");
        }
        let rows = cards("학교,school;먹다,to eat;", ";");
        assert_eq!(rows[1].cells, ["먹다", "to eat"]);
    }

    #[test]
    fn meanings_with_semicolons_are_no_cards() {
        for text in
            ["학교 - school; academy\n먹다 - to eat; to have\n", "학교;school\n먹다;to eat\n"]
        {
            assert!(!matches!(Arrangement::of(text), Arrangement::Cards(_)), "{text}");
        }
    }
}
