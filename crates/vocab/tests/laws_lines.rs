//! Nothing is lost silently: every line of a text with a letter or digit gives a word, is rejected with a
//! reason, is part of a word, stands in the header or above it, or is counted in the file's message.

use korean::PartOfSpeech;
use proptest::prelude::*;
use vocab::{Entry, FileReading};

/// A line as learners, dictionaries and editors write them.
fn line() -> impl Strategy<Value = String> {
    let word = "[가-힣]{2,4}";
    let meaning = "(to )?[a-z]{3,8}( [a-z]{3,8})?";
    let fixed = prop::sample::select(vec![
        "",
        "",
        "한국어 단어 목록",
        "Lesson 3",
        "# Lesson 1",
        "[1과]",
        "제2과",
        "// 동사",
        "2024-05-01",
        "5월 3일",
        "2024년 5월 3일 (금)",
        "명사",
        "[명사]",
        "동사",
        "noun",
        "(n.)",
        "[학꾜]",
        "/hakgyo/",
        "발음: 학꾜",
        "學校",
        "예문: 학교에 가요.",
        "저는 학생이에요.",
        "ㅋㅋㅋ",
        "---",
        "...",
        "1",
        "[명사] school",
        "학교01",
        "=",
        "\"",
        "\"학교",
        "a | b",
        "https://a.b/c",
        "① 학교",
        "하ㄴ국",
        "단어",
        "뜻",
        "단어,뜻",
        "한국어 - English",
    ]);
    prop_oneof![
        4 => word,
        3 => (word, prop::sample::select(vec![" - ", ": ", " = ", "  ", " ", ",", "\t", ";", "/"]), meaning)
            .prop_map(|(word, between, meaning)| format!("{word}{between}{meaning}")),
        3 => meaning,
        2 => (prop::sample::select(vec!["- ", "* ", "1. ", "• ", "> "]), word)
            .prop_map(|(mark, word)| format!("{mark}{word}")),
        1 => (word, word, word).prop_map(|(a, b, c)| format!("{a}, {b}, {c}")),
        5 => fixed.prop_map(str::to_owned),
    ]
}

/// Names of columns.
const NAMES: [&str; 4] = ["단어", "뜻", "단어,뜻", "한국어 - English"];

fn lines() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(line(), 1..24)
}

/// Everything that was kept of a word.
fn texts(entry: &Entry) -> impl Iterator<Item = &str> {
    let Entry { meaning, hanja, pron, example, example_meaning, note, .. } = entry;
    let parts = [meaning, hanja, pron, example, example_meaning, note].into_iter().flatten();
    parts.chain(&entry.tags).map(String::as_str)
}

/// The letters and usual digits of a text.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphabetic() || letter.is_ascii_digit()).collect()
}

/// The lines that nothing is said about, with their numbers.
fn lost<'a>(lines: &'a [String], reading: &FileReading) -> Vec<(usize, &'a str)> {
    let rows = reading.entries.iter().map(|entry| entry.row);
    let rows: Vec<u32> = rows.chain(reading.rejected.iter().map(|row| row.row)).collect();
    let mut kept: Vec<String> = reading.entries.iter().flat_map(texts).map(bare).collect();
    kept.extend(reading.rejected.iter().flat_map(|row| &row.cells).map(|(_, cell)| bare(cell)));
    kept.extend(reading.columns.iter().filter_map(|column| column.name.as_deref()).map(bare));
    let kinds = reading.entries.iter().filter_map(|entry| entry.pos.as_deref());
    let kinds: Vec<&str> = kinds.collect();
    let is_kept = |line: &str| {
        let is_part = |part: &str| {
            let part = bare(part);
            !part.is_empty() && kept.iter().any(|kept| kept.contains(&part))
        };
        let kind = PartOfSpeech::from_label(line.trim_matches(['[', ']']));
        is_part(line)
            || line.split_once([':', ']', '.']).is_some_and(|(_, rest)| is_part(rest))
            || kind.is_some_and(|kind| kinds.contains(&kind.english()))
    };
    // what stands above the names of a table is its title
    let names = lines.iter().position(|line| line == "단어,뜻" && reading.delimiter.is_some());
    let is_title = |number: usize| names.is_some_and(|names| number <= names);
    let is_header =
        |number, line: &str| reading.header && (NAMES.contains(&line) || is_title(number));
    let is_said = |(number, line): &(usize, &String)| {
        let decided = rows.iter().any(|row| usize::try_from(*row) == Ok(*number));
        bare(line).is_empty() || decided || is_kept(line) || is_header(*number, line)
    };
    let lost = (1..).zip(lines).filter(|numbered| !is_said(numbered));
    lost.map(|(number, line)| (number, line.as_str())).collect()
}

/// How many lines the message says were not read.
fn told(reading: &FileReading) -> usize {
    let message = reading.message.as_deref().unwrap_or_default();
    let count = message.split_once(" line").and_then(|(before, _)| before.rsplit(' ').next());
    count.and_then(|count| count.parse().ok()).unwrap_or_default()
}

#[test]
fn the_heading_of_a_lesson_above_the_names_of_a_list_is_a_comment() {
    let reading = vocab::read("words.txt", "[1과]\n한국어 - English\n학교 - school\n".as_bytes());
    let rejected = reading.rejected.iter().map(|row| (row.row, row.reason.name()));
    assert_eq!(rejected.collect::<Vec<_>>(), [(1, "comment")]);
    assert_eq!(reading.entries.len(), 1);
}

#[test]
fn a_comment_above_words_between_commas_is_told_of() {
    let reading = vocab::read("words.txt", "# Lesson 1\n학교, 집, 물\n".as_bytes());
    assert_eq!(reading.rejected[0].reason.name(), "comment");
    assert_eq!(reading.entries.len(), 3);
}

proptest! {
    #[test]
    fn every_line_of_a_text_is_accounted_for(lines in lines()) {
        let reading = vocab::read("words.txt", lines.join("\n").as_bytes());
        prop_assert_eq!(lost(&lines, &reading), [], "{:?}", reading);
    }

    #[test]
    fn every_line_around_a_table_of_markdown_is_accounted_for(above in lines(), below in lines()) {
        let table = ["", "| 단어 | 뜻 |", "|---|---|", "| 학교 | school |", ""].map(str::to_owned);
        let lines = [above, table.to_vec(), below].concat();
        let reading = vocab::read("words.md", lines.join("\n").as_bytes());
        let is_furniture = |line: &str| {
            line.starts_with('#') || line.starts_with("| 단어") || !line.contains(char::is_alphanumeric)
        };
        let mut lost = lost(&lines, &reading);
        lost.retain(|(_, line)| !is_furniture(line));
        prop_assert!(lost.len() <= told(&reading), "{:?}\n{:?}", lost, reading);
    }
}
