use encoding_rs::EUC_KR;
use proptest::prelude::*;

use super::*;

/// Words with their rows and meanings.
fn words(page: &str) -> Vec<(u32, String, String)> {
    words_of(page.as_bytes())
}

fn words_of(page: &[u8]) -> Vec<(u32, String, String)> {
    let reading = crate::read("words.xls", page);
    assert_eq!(reading.format, "html");
    let entry = |entry: crate::Entry| (entry.row, entry.term, entry.meaning.unwrap_or_default());
    reading.entries.into_iter().map(entry).collect()
}

fn assert_words(page: &str, wanted: &[(u32, &str, &str)]) {
    let wanted: Vec<_> = wanted
        .iter()
        .map(|(row, term, meaning)| (*row, (*term).into(), (*meaning).into()))
        .collect();
    assert_eq!(words(page), wanted, "{page}");
}

const SCHOOL: [(u32, &str, &str); 2] = [(2, "학교", "school"), (3, "먹다", "to eat")];

/// The cells of the first table, or of the list.
fn cells(page: &str) -> Vec<Vec<String>> {
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Other { .. } => panic!(),
    };
    let Tables { grids, list, .. } = read(page).unwrap();
    let rows = grids.first().map_or(&list, |grid| &grid.rows);
    rows.iter().map(|row| row.cells.iter().map(text).collect()).collect()
}

#[test]
fn a_table_under_the_name_of_a_workbook_is_read() {
    assert_words(
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta charset=\"utf-8\"><style>td{mso-x:\"가\"}</style><!--[if gte mso 9]><xml><x:Name>단어</x:Name></xml><![endif]--></head><body><table border=1><tr><th>단어</th><th>뜻</th></tr><tr><td>학교</td><td>school</td></tr><tr><td>먹다</td><td>to&nbsp;eat</td></tr></table></body></html>",
        &SCHOOL,
    );
}

#[test]
fn end_tags_may_be_missing_and_tags_in_capitals() {
    assert_words(
        "<TABLE><TR><TH>단어<TH>뜻<TR><TD>학교<TD>school<TR><TD>먹다<TD>to\n  eat",
        &SCHOOL,
    );
    assert_words("<table>단어<tr><td>단어<td>뜻</tr><td>학교<td>school</table>", &SCHOOL[..1]);
}

#[test]
fn a_cell_that_spans_rows_is_repeated_and_one_that_spans_columns_is_not() {
    let page = "<table><tr><td rowspan=2>학교<td>school<tr><td>academy<tr><td colspan=2>먹다<td>x<tr><td>불</table>";
    let wanted: [&[&str]; 4] =
        [&["학교", "school"], &["학교", "academy"], &["먹다", "", "x"], &["불"]];
    assert_eq!(cells(page), wanted);
}

#[test]
fn markup_in_cells_goes_and_lines_stay() {
    let page = "<table><tr><td><b>학</b>교<td>1. school<br>2. academy<p>3. x</p></table>";
    assert_eq!(cells(page), [["학교", "1. school\n2. academy\n3. x"]]);
    let page = "<table><tr><td><ruby>學校<rp>(</rp><rt>학교</rt><rp>)</rp></ruby><td>학교<script>'<td>x'</script></table>";
    assert_eq!(cells(page), [["學校", "학교"]]);
    let page = "<table><tr><td><ruby>漢<rt>한<rb>字<rt>자</ruby> 한자<td>&hellip;&amp;</table>";
    assert_eq!(cells(page), [["漢字 한자", "…&amp;"]]);
}

#[test]
fn what_is_hidden_is_not_read() {
    let page = "<table><tr><td style='display:none'>9<td>학교<span hidden>x<td>school<tr style=display:none><td>먹다<td>x<tr><td>물<td hidden>x</table>";
    assert_eq!(cells(page), [vec!["학교", "school"], vec!["물"]]);
}

#[test]
fn tables_with_korean_are_taken_from_among_others() {
    let page = "<table><tr><td>menu<td><table><tr><td>단어<td>뜻<tr><td>학교<td>school<tr><td>먹다<td>to eat</table><td>x</table><table><tr><td>login</table>";
    assert_words(page, &SCHOOL);
    assert_words("<table><tr><td>&#54617;&#44368;<td>school</table>", &[(1, "학교", "school")]);
}

#[test]
fn lists_and_definitions_are_read_where_there_is_no_table() {
    let school = [(1, "학교", "school"), (2, "먹다", "to eat")];
    assert_words("<html><h1>단어장</h1><dl><dt>학교<dd>school<dt>먹다<dd>to eat</dl>", &school);
    assert_words(
        "<html><p>단어장</p><ul><li>학교 - school</li><li>먹다 &#8211; to eat</ul>",
        &school,
    );
    assert_words("<html><div>학교 - school</div>words<br>먹다 - to eat", &school);
}

#[test]
fn a_page_says_its_encoding_and_the_bytes_decide() {
    let page = "<html><head><meta charset=\"euc-kr\"></head><table><tr><th>단어</th><th>뜻</th></tr><tr><td>학교</td><td>school</td></tr><tr><td>먹다</td><td>to eat</td></tr></table>";
    let (bytes, _, _) = EUC_KR.encode(page);
    assert_eq!(words_of(&bytes), words(page));
    assert_eq!(words(page).len(), 2);
    let utf16: Vec<u8> =
        "\u{FEFF}".encode_utf16().chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(words_of(&utf16), words(page));
}

#[test]
fn hostile_pages_do_no_harm() {
    for open in [
        "<div>",
        "<table>",
        "<table><tr><td>",
        "<rt>",
        "<td rowspan=65534 colspan=999>",
        "<a b='",
        "<!--",
        "<",
    ] {
        let page = format!("<table><tr><td>학교</td></tr></table>{}", open.repeat(100_000));
        assert_eq!(cells(&page)[0], ["학교"], "{open}");
    }
    let attributes: Vec<_> = (0..200_000).map(|at| format!(" a{at}=1")).collect();
    let attributes = attributes.concat();
    assert_eq!(cells(&format!("<table{attributes}><tr><td>학교</table>")), [["학교"]]);
}

#[test]
fn repeated_cells_stay_within_bounds() {
    let wide = format!("<tr>{}", format!("<td rowspan=1000>{}", "가".repeat(60)).repeat(256));
    let page = format!("<table>{}", format!("{wide}{}", "<tr><td>".repeat(1_000)).repeat(100));
    let rows = read(&page).map_or(0, |tables| tables.grids[0].rows.len());
    assert!(rows <= 100);
    let filled =
        format!("<table>{}", format!("{wide}{}", "<tr><td colspan=256>x".repeat(1_000)).repeat(20));
    assert!(
        read(&filled).is_ok()
            || read(&filled).is_err_and(|refusal| refusal.message.contains("million"))
    );
}

/// What the file's message says of lines that were not read.
fn message(page: &str) -> Option<String> {
    crate::read("a.html", page.as_bytes()).message
}

#[test]
fn lists_beside_tables_are_read_and_rows_count_on() {
    let page = "<html><h1>한국어</h1><ul><li>불 &ndash; fire</ul><table><caption>표</caption><tr><th>단어<th>뜻<tr><td>학교<td>school</table><dl><dt><p>eat</p><dd><p>먹다</p></dl><table><tr><td>집<td>house</table><ol><li><p>물: water</p><li>apple</ol>";
    let wanted = [
        (1, "불", "fire"),
        (3, "학교", "school"),
        (4, "먹다", "eat"),
        (5, "집", "house"),
        (6, "물", "water"),
    ];
    assert_words(page, &wanted);
    let reading = crate::read("a.html", page.as_bytes());
    assert_eq!((reading.rejected[0].row, reading.rejected.len()), (7, 1));
    assert_eq!(reading.message, None);
}

#[test]
fn lines_that_are_no_vocabulary_are_told_of() {
    let table = "<table><tr><td>학교<td>school</table>";
    let others =
        "<p>한국어를 배워요.</p><ul><li>Home<li>About</ul><table>menu<tr><td>login</table>";
    let told = Some("5 lines beside the tables and lists of words were not read.".to_owned());
    assert_eq!(message(&format!("<html>{table}{others}")), told);
    assert_eq!(message(&format!("<html>{others}{table}")), told);
    assert_eq!(message(&format!("<html>{others}<ol><li>학교</ol>")), told);
    assert_eq!(message(&format!("<html>{table}")), None);
}

proptest! {
    #[test]
    fn nothing_panics_and_no_term_has_a_gap(
        page in "(<(/?(table|tr|td|li|rt|ruby|span hidden|dl|dt|dd|br|td rowspan=2 colspan=3|script|title)>|!--|a b=['\"]?)|-->|&#?(54617|nbsp|hellip);?|[ <>'\"\n]|학교|\u{FFFD}|x){0,60}"
    ) {
        let _ = read(&page);
        for entry in crate::read("a.html", format!("<html>{page}").as_bytes()).entries {
            prop_assert!(!entry.term.contains(char::REPLACEMENT_CHARACTER));
        }
    }

    #[test]
    fn every_cell_comes_back(rows in prop::collection::vec(("[가-힣]{1,6}", "[a-z]{1,6}"), 1..20)) {
        let row = |(word, meaning): &(String, String)| format!("<tr><td>{word}</td><td>{meaning}</td></tr>");
        let page = rows.iter().map(row).collect::<Vec<_>>().concat();
        let wanted: Vec<_> = rows.into_iter().map(|(word, meaning)| vec![word, meaning]).collect();
        prop_assert_eq!(cells(&format!("<table>{page}</table>")), wanted);
    }
}

#[test]
fn many_terms_and_definitions_take_bounded_time() {
    for open in ["<dt>가", "<dd>가"] {
        let page = format!("<html><dl><dt>학교{}<dd>x", open.repeat(200_000));
        assert!(cells(&page)[0][0].starts_with("학교"));
    }
}
