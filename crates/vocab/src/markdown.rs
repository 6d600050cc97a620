//! Tables of Markdown: lines of cells between bars, under a header and a line of dashes, and the
//! lists beside them. Other text is no vocabulary when a table holds some. It refuses to know texts
//! without such a table, which are read as plain ones.

use std::borrow::Cow;

use korean::text::has_hangul;

use crate::{
    clean,
    grid::{Cell, Grid, GridRow, Tables, passed_over},
    list,
};

/// The widest row.
const WIDEST: usize = 1_024;

/// The tables with Korean and the lists beside them; `None` when no table has any. A row's number is
/// its line.
pub(crate) fn read(text: &str) -> Option<Tables> {
    let (mut grids, mut list, mut others) = (Vec::new(), Vec::new(), 0);
    let mut lines = (1..).zip(text.lines()).peekable();
    while let Some((number, line)) = lines.next() {
        if !line.contains('|') || !lines.peek().is_some_and(|(_, below)| is_rule(below)) {
            if is_item(line) {
                list.push(item(number, line));
            } else {
                others += usize::from(is_prose(line));
            }
            continue;
        }
        lines.next();
        let mut rows = vec![row(number, line)];
        while let Some((number, line)) = lines.next_if(|(_, line)| is_row(line)) {
            rows.push(row(number, line));
        }
        let grid = Grid { sheet: None, names: None, rows };
        if has_korean(&grid) {
            grids.push(grid);
        } else {
            others += grid.rows.len();
        }
    }
    (!grids.is_empty()).then(|| Tables { grids, list, remark: passed_over(others) })
}

/// Whether a line has a bullet or a number before it.
fn is_item(line: &str) -> bool {
    let line = unquoted(line);
    list::item(line).len() < line.len()
}

/// Whether a line says something and is no heading.
fn is_prose(line: &str) -> bool {
    !unquoted(line).starts_with('#') && line.contains(char::is_alphanumeric)
}

fn item(row: u32, line: &str) -> GridRow {
    let line = without_links(list::item(unquoted(line))).replace("**", "");
    let cells = list::cells(&line);
    GridRow {
        row,
        cells: cells.iter().map(|cell| Cell::Text(plain(cell))).collect(),
        refused: None,
    }
}

fn has_korean(grid: &Grid) -> bool {
    let korean = |cell: &Cell| matches!(cell, Cell::Text(text) if has_hangul(&clean::text(text)));
    grid.rows.iter().any(|row| row.cells.iter().any(korean))
}

/// `|---|:-:|`, or `|---+---|` as others write it.
pub(crate) fn is_rule(line: &str) -> bool {
    let line = unquoted(line);
    let is_dashes = |cell: &str| {
        let cell = cell.trim();
        let inside = cell.strip_prefix(':').unwrap_or(cell);
        let inside = inside.strip_suffix(':').unwrap_or(inside);
        !inside.is_empty() && inside.bytes().all(|byte| byte == b'-')
    };
    let outer = line.strip_prefix('|').unwrap_or(line);
    let outer = outer.strip_suffix('|').unwrap_or(outer);
    line.contains('|') && outer.split(['|', '+']).all(is_dashes)
}

/// A line without spaces around it and without the mark of a quotation.
fn unquoted(line: &str) -> &str {
    line.trim_start_matches(|letter: char| letter == '>' || letter.is_whitespace()).trim_end()
}

/// Whether a line behind a header goes on with the table.
fn is_row(line: &str) -> bool {
    let text = unquoted(line);
    let begins_other = ["#", "```", "~~~"].iter().any(|mark| text.starts_with(mark));
    text.contains('|') || !(text.is_empty() || begins_other || is_item(line))
}

fn row(row: u32, line: &str) -> GridRow {
    let cells = cells(unquoted(line)).take(WIDEST).map(|cell| Cell::Text(plain(&cell))).collect();
    GridRow { row, cells, refused: None }
}

/// The cells between the bars; `\|` is no bar.
fn cells(line: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = Some(line.strip_prefix('|').unwrap_or(line));
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.match_indices('|').find(|(at, _)| !is_escaped(text, *at));
        let cell = end.map_or(text, |(at, _)| &text[..at]);
        rest = end.map(|(at, _)| &text[at + 1..]).filter(|rest| !rest.is_empty());
        let cell = cell.trim();
        Some(if cell.contains("\\|") { cell.replace("\\|", "|").into() } else { cell.into() })
    })
}

fn is_escaped(text: &str, at: usize) -> bool {
    let slashes = text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
    slashes % 2 == 1
}

/// A cell without the marks of its formatting.
fn plain(cell: &str) -> String {
    if !cell.contains(['[', '*', '_', '`', '~', '\\']) {
        return cell.to_owned();
    }
    let mut text = without_links(cell).replace("**", "").replace("~~", "").replace('`', "");
    for mark in ["__", "*", "_"] {
        text = without_pair(&text, mark).to_owned();
    }
    without_escapes(&text)
}

/// `[학교](https://…)` is 학교; a picture is nothing.
fn without_links(text: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, inside)) = rest.split_once('[') {
        let link = inside.split_once("](").filter(|(shown, _)| !shown.contains(['[', ']']));
        let link = link.and_then(|(shown, after)| Some((shown, after.split_once(')')?.1)));
        let Some((shown, after)) = link else {
            plain.extend([before, "["]);
            rest = inside;
            continue;
        };
        match before.strip_suffix('!') {
            Some(before) => plain.push_str(before),
            None => plain.extend([before, shown]),
        }
        rest = after;
    }
    plain + rest
}

/// Takes off the marks around the cell: `*학교*`. Elsewhere they may be the learner's own.
fn without_pair<'a>(text: &'a str, mark: &str) -> &'a str {
    let inside = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    inside.filter(|inside| !inside.is_empty() && !inside.contains(mark)).unwrap_or(text)
}

/// `\*` is a star.
fn without_escapes(text: &str) -> String {
    let (mut plain, mut letters) = (String::with_capacity(text.len()), text.chars().peekable());
    while let Some(letter) = letters.next() {
        let escapes = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if escapes { letters.next() } else { Some(letter) });
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Words with their lines and meanings.
    fn words(text: &str) -> Vec<(u32, String, String)> {
        let reading = crate::read("words.md", text.as_bytes());
        assert_eq!(reading.format, "md", "{text}");
        let entry =
            |entry: crate::Entry| (entry.row, entry.term, entry.meaning.unwrap_or_default());
        reading.entries.into_iter().map(entry).collect()
    }

    fn assert_words(text: &str, wanted: &[(u32, &str, &str)]) {
        let wanted: Vec<_> = wanted
            .iter()
            .map(|(row, term, meaning)| (*row, (*term).into(), (*meaning).into()))
            .collect();
        assert_eq!(words(text), wanted, "{text}");
    }

    const SCHOOL: [(u32, &str, &str); 2] = [(3, "학교", "school"), (4, "먹다", "to eat")];

    #[test]
    fn tables_are_read_with_and_without_outer_bars() {
        assert_words(
            "| 단어 | 뜻 |\n|------|:--:|\n| 학교 | school |\n| 먹다 | to eat |\n",
            &SCHOOL,
        );
        assert_words("단어 | 뜻\n---|---\n학교 | school\n먹다 | to eat", &SCHOOL);
        assert_words("|단어|뜻|\n|---+---|\n|학교|school|\n|먹다|to eat|", &SCHOOL);
        assert_words(
            "> | 단어 | 뜻 |\n> |---|---|\n> | 학교 | school |\n> | 먹다 | to eat |",
            &SCHOOL,
        );
    }

    #[test]
    fn formatting_goes_and_its_text_stays() {
        assert_words(
            "| 단어 | 뜻 |\n|---|---|\n| **학교** | [school](https://x.y/z) |\n| `먹다` | *to eat* |",
            &SCHOOL,
        );
        for (cell, text) in [
            ("[학교](u) ![p](q)", "학교 "),
            ("[명사] 학교", "[명사] 학교"),
            ("a\\*b", "a*b"),
            ("__학교__", "학교"),
            ("snake_case_word", "snake_case_word"),
            ("~~학교~~", "학교"),
            ("2 * 3 * 4", "2 * 3 * 4"),
        ] {
            assert_eq!(plain(cell), text);
        }
    }

    #[test]
    fn an_escaped_bar_is_part_of_its_cell() {
        let row: Vec<_> = cells(r"| a\|b | c\\| d |").collect();
        assert_eq!(row, ["a|b", r"c\\", "d"]);
        let row: Vec<_> = cells("a | | c").collect();
        assert_eq!(row, ["a", "", "c"]);
    }

    #[test]
    fn text_and_tables_without_korean_are_passed_over() {
        let text = "# 학교 단어\n\n오늘은 학교에 가요.\n\n| a | b |\n|---|---|\n| x | y |\n\n## 명사\n| 단어 | 뜻 |\n|---|---|\n| 학교 | school |\n\n## 동사\n| 단어 | 뜻 |\n|---|---|\n| 먹다 | to eat |\n# 끝\n";
        assert_words(text, &[(12, "학교", "school"), (17, "먹다", "to eat")]);
    }

    #[test]
    fn a_list_beside_a_table_is_read_and_other_text_is_told_of() {
        let text = "- [불](http://x.y/z) fire\n# 단어\n| 단어 | 뜻 |\n|---|---|\n| 학교 | school |\n1. 배\n\n- **물**: water\n- [ ] *집* - house\n- apple\n";
        let wanted = [
            (1, "불", "fire"),
            (5, "학교", "school"),
            (6, "배", ""),
            (8, "물", "water"),
            (9, "집", "house"),
        ];
        assert_words(text, &wanted);
        let reading = crate::read("a.md", text.as_bytes());
        assert_eq!((reading.rejected[0].row, reading.message), (10, None));
        let more = format!("{text}\n오늘은 가요.\n---\nbye\n\na | b\n---|---\nx | y\n");
        let message = crate::read("a.md", more.as_bytes()).message;
        let wanted = "4 lines beside the tables and lists of words were not read.";
        assert_eq!(message.as_deref(), Some(wanted));
    }

    #[test]
    fn lists_and_rules_are_no_tables() {
        for text in ["- 학교 - school\n- 먹다", "학교\n---\n먹다", "a | b\n---|---\nx | y", "|---|"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics_and_no_term_has_a_gap(text in "([|\\\\*_`\\[\\]()!~>\n:-]|학교|\u{FFFD}|---|\n\\|---\\|\n){0,60}") {
            read(&text);
            for entry in crate::read("a.md", text.as_bytes()).entries {
                prop_assert!(!entry.term.contains(char::REPLACEMENT_CHARACTER));
            }
        }

        #[test]
        fn every_cell_comes_back(rows in prop::collection::vec("[가-힣]{1,6}", 1..20)) {
            let table: Vec<_> = rows.iter().map(|word| format!("| {word} | x\\|y |")).collect();
            let text = format!("| 단어 | 뜻 |\n|---|---|\n{}", table.join("\n"));
            let grids = read(&text).unwrap().grids;
            let cell = |row: &GridRow| row.cells[0].clone();
            let found: Vec<_> = grids[0].rows.iter().skip(1).map(cell).collect();
            prop_assert_eq!(found, rows.into_iter().map(Cell::Text).collect::<Vec<_>>());
        }
    }
}
