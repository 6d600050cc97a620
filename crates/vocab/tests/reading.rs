//! Whole files, as learners drop them, and what comes out in JSON.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

fn read(text: &str) -> Value {
    serde_json::to_value(vocab::read("words.txt", text.as_bytes())).unwrap()
}

fn terms(reading: &Value) -> Vec<&str> {
    let entries = reading["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["term"].as_str().unwrap()).collect()
}

#[test]
fn a_csv_file_has_the_shape_of_words_json() {
    let reading = vocab::read(
        "단어장.csv",
        "단어,품사,뜻,번호\n학교,명사,school,1\n먹다,v.,to eat,2\nhello,,x,3\n".as_bytes(),
    );
    let expected = json!({
        "file": "단어장.csv", "format": "csv", "encoding": "utf-8", "delimiter": ",", "header": true,
        "columns": [
            {"index": 0, "name": "단어", "role": "term", "samples": ["학교", "먹다", "hello"]},
            {"index": 1, "name": "품사", "role": "pos", "samples": ["명사", "v."]},
            {"index": 2, "name": "뜻", "role": "meaning", "samples": ["school", "to eat", "x"]},
            {"index": 3, "name": "번호", "role": "ignore", "samples": ["1", "2", "3"]},
        ],
        "entries": [
            {"term": "학교", "row": 2, "pos": "noun", "meaning": "school"},
            {"term": "먹다", "row": 3, "pos": "verb", "meaning": "to eat"},
        ],
        "rejected": [{"row": 4, "reason": "no_hangul", "raw": "hello"}],
        "file_error": null,
    });
    assert_eq!(serde_json::to_value(reading).unwrap(), expected);
}

#[test]
fn a_refused_file_has_a_code_and_a_sentence() {
    let reading = vocab::read("words.csv", b"%PDF-1.7");
    let expected = json!({
        "file": "words.csv", "format": "pdf", "encoding": "", "header": false,
        "entries": [], "rejected": [], "file_error": "unsupported_format",
        "message": "PDF files are not read. In a PDF reader select and copy the words, then paste them here or into a text file.",
    });
    assert_eq!(serde_json::to_value(reading).unwrap(), expected);
    assert_eq!(read("")["file_error"], "empty_file");
}

#[test]
fn a_file_of_nothing_but_the_names_of_columns_is_told_so() {
    let said = "Only the names of columns were found in this file, and no words under them.";
    for text in ["단어,뜻\n", "# list\nterm\tmeaning\tpos\n\n", "<table><tr><th>단어<th>뜻</table>"]
    {
        let reading = read(text);
        assert_eq!(
            (&reading["message"], &reading["file_error"]),
            (&json!(said), &json!(null)),
            "{text}"
        );
    }
    let said = "No Korean words were found in this file.";
    assert_eq!(read("단어,뜻\nschool,학\n")["entries"].as_array().unwrap().len(), 1);
    assert_eq!(read("단어,뜻\nschool,x\n")["message"], said);
}

#[test]
fn a_list_mixes_numbers_bullets_comments_and_meanings() {
    let reading = read(
        "# Lesson 1\n1. 학교 - school\n\n• 먹다: to eat\n사과 (apple)\n배01\n한-미 관계\n예쁘다[예쁘다] = pretty\n",
    );
    let expected = json!([
        {"term": "학교", "row": 2, "meaning": "school"},
        {"term": "먹다", "row": 4, "meaning": "to eat"},
        {"term": "사과", "row": 5, "meaning": "apple"},
        {"term": "배", "row": 6, "homonym": 1},
        {"term": "한-미 관계", "row": 7},
        {"term": "예쁘다", "row": 8, "meaning": "pretty", "pron": "예쁘다"},
    ]);
    assert_eq!(reading["entries"], expected);
    assert_eq!(reading["rejected"], json!([{"row": 1, "reason": "comment", "raw": "# Lesson 1"}]));
    assert_eq!(reading["format"], "txt");
    assert!(reading.get("delimiter").is_none());
}

#[test]
fn columns_are_found_without_a_header() {
    let reading = read("1\tschool\t학교\t명\n2\tto eat\t먹다\t동\n");
    let expected = json!([
        {"term": "학교", "row": 1, "pos": "noun", "meaning": "school"},
        {"term": "먹다", "row": 2, "pos": "verb", "meaning": "to eat"},
    ]);
    assert_eq!((&reading["entries"], &reading["header"]), (&expected, &json!(false)));
}

#[test]
fn words_that_are_names_of_columns_are_kept_and_a_header_is_not() {
    assert_eq!(terms(&read("단어\n뜻\n품사\n")), ["단어", "뜻", "품사"]);
    assert_eq!(
        terms(&read("단어,word\n뜻,meaning\n품사,part of speech\n")),
        ["단어", "뜻", "품사"]
    );
    assert_eq!(terms(&read("단어\n학교\n먹다\n")), ["학교", "먹다"]);
    assert_eq!(terms(&read("# mine\n\n단어 - 뜻\n학교 - school\n")), ["학교"]);
}

#[test]
fn rows_are_physical_lines_even_after_cells_with_several() {
    let reading =
        read("단어,뜻\r\n학교,\"1. school\r\n2. class\"\r\n\r\n먹다,to eat\r\n,\r\n,x\r\n");
    assert_eq!(reading["entries"][0]["meaning"], "1. school\n2. class");
    assert_eq!(reading["entries"][1]["row"], 5);
    assert_eq!(reading["rejected"], json!([{"row": 7, "reason": "empty_term", "raw": ",x"}]));
}

#[test]
fn a_bad_line_costs_itself_only() {
    let bytes = [
        b"\xED\x95\x99\xEA\xB5\x90,school\n\xEB\xA8,x\n".as_slice(),
        "값,price\n물,\"water\n불,fire\n".as_bytes(),
    ];
    let reading = serde_json::to_value(vocab::read("words.csv", &bytes.concat())).unwrap();
    assert_eq!(terms(&reading), ["학교", "값", "불"]);
    let reasons: Vec<_> =
        reading["rejected"].as_array().unwrap().iter().map(|row| &row["reason"]).collect();
    assert_eq!(reasons, ["invalid_utf8", "unterminated_quote"]);
}

#[test]
fn a_file_without_korean_says_so() {
    let reading = read("apple\nschool\n");
    assert_eq!(reading["message"], "No Korean words were found in this file.");
    assert!(reading["file_error"].is_null());
    let message = read("í•™êµ\u{90}\në¨¹ë‹¤\n")["message"].clone();
    assert!(message.as_str().unwrap().contains("double-encoded"), "{message}");
}

#[test]
fn utf_8_read_as_cp949_is_named_even_where_a_word_got_through() {
    let reading = read("癒밸떎,to eat\n?섎Т,tree\n移쒓뎄,friend\n학교,school\n");
    assert_eq!(terms(&reading), ["학교"]);
    let rejected = reading["rejected"].as_array().unwrap();
    assert!(rejected.iter().all(|row| row["reason"] == "mojibake"), "{rejected:?}");
    let message = reading["message"].as_str().unwrap();
    assert!(message.contains("double-encoded"), "{message}");
    assert!(read("癒밸떎\n학교\n물\n")["message"].is_null());
}

#[test]
fn the_name_is_composed() {
    let reading = vocab::read("\u{1112}\u{1161}\u{11AB}.txt", "학교".as_bytes());
    assert_eq!(reading.file, "한.txt");
}

/// Generous, for a debug build on a busy machine; what matters is that nothing is quadratic.
fn within(seconds: u64, text: &str) -> Value {
    let start = Instant::now();
    let reading = read(text);
    assert!(start.elapsed() < Duration::from_secs(seconds), "{:?}", start.elapsed());
    reading
}

#[test]
fn monstrous_files_take_bounded_time() {
    let long_line = format!("학교,{}\n먹다,to eat\n", "x".repeat(10 << 20));
    assert_eq!(terms(&within(20, &long_line)), ["학교", "먹다"]);
    let long_term = format!("학교\n{}\n", "가".repeat(3 << 20));
    assert_eq!(within(20, &long_term)["rejected"][0]["reason"], "term_too_long");
    let open_quote = format!("학교,school\n먹다,\"{}", "to eat,x\n".repeat(200_000));
    assert_eq!(within(20, &open_quote)["rejected"][0]["reason"], "unterminated_quote");
    let many_quotes = "가,\"나\n".repeat(100_000);
    assert_eq!(within(20, &many_quotes)["rejected"][0]["reason"], "unterminated_quote");
    let tags = format!("학교,{}</y>\n", "<x>".repeat(8_000)).repeat(40);
    assert_eq!(terms(&within(20, &tags)), ["학교"]);
    let dashes = format!("학교\n가{}\n", "-1".repeat(2 << 20));
    assert_eq!(terms(&within(20, &dashes)), ["학교"]);
}

#[test]
fn a_hundred_thousand_rows_are_read() {
    let mut text = "번호,단어,품사,뜻\n".to_owned();
    for row in 0..100_000_u32 {
        let syllable =
            |at: u32| char::from_u32(0xAC00 + (row / 11_172_u32.pow(at)) % 11_172).unwrap();
        let _ = writeln!(text, "{row},{}{},명사,\"word {row}, thing\"", syllable(0), syllable(1));
    }
    let start = Instant::now();
    let reading = vocab::read("words.csv", text.as_bytes());
    println!("100,000 rows, {} bytes: {:?}", text.len(), start.elapsed());
    assert_eq!((reading.entries.len(), reading.rejected.len()), (100_000, 0));
}
