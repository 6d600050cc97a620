use proptest::prelude::*;

use super::*;
use crate::{FileError, FileReading, Reason};

fn reading(text: &str) -> FileReading {
    crate::read("words.txt", text.as_bytes())
}

/// Words with their rows and meanings.
fn words(text: &str) -> Vec<(u32, String, String)> {
    let entry = |entry: crate::Entry| (entry.row, entry.term, entry.meaning.unwrap_or_default());
    reading(text).entries.into_iter().map(entry).collect()
}

fn refused(text: &str) -> Vec<(u32, Reason)> {
    reading(text).rejected.iter().map(|row| (row.row, row.reason)).collect()
}

const SCHOOL: [(u32, &str, &str); 2] = [(1, "학교", "school"), (2, "먹다", "to eat")];

fn assert_words(text: &str, wanted: &[(u32, &str, &str)]) {
    let wanted: Vec<_> = wanted
        .iter()
        .map(|(row, term, meaning)| (*row, (*term).into(), (*meaning).into()))
        .collect();
    assert_eq!(words(text), wanted, "{text}");
}

#[test]
fn keys_of_one_meaning_are_one_column() {
    let text = r#"[{"word":"학교","meaning":"school"},{"단어":"먹다","뜻":"to eat"},{"meaning":"x"},{"word":null},{"word":123},{}]"#;
    assert_words(text, &SCHOOL);
    let empty = Reason::EmptyTerm;
    let rejected = [(3, empty), (4, empty), (5, Reason::NoHangul), (6, empty)];
    assert_eq!(refused(text), rejected);
}

#[test]
fn of_two_keys_for_the_word_the_korean_one_counts() {
    assert_words(
        r#"[{"word":"school","korean":"학교"},{"korean":"먹다","word":"to eat"},{"단어":"물","뜻":"water"}]"#,
        &[(1, "학교", "school"), (2, "먹다", "to eat"), (3, "물", "water")],
    );
}

#[test]
fn lists_of_words_and_of_rows_are_read() {
    assert_words(r#"["학교 - school","먹다: to eat"]"#, &SCHOOL);
    assert_words(r#"["학교",null,"먹다"]"#, &[(1, "학교", ""), (3, "먹다", "")]);
    assert_words(r#"[["학교","school"],["먹다","to eat"]]"#, &SCHOOL);
    assert_words(
        r#"[["뜻","단어"],["school","학교"],["to eat","먹다"]]"#,
        &[(2, "학교", "school"), (3, "먹다", "to eat")],
    );
}

#[test]
fn wrappings_are_taken_off() {
    let list = r#"[{"term":"학교","definition":"school"},{"term":"먹다","definition":"to eat"}]"#;
    for wrapped in [
        format!(r#"{{"words":{list}}}"#),
        format!(r#"{{"data":{{"items":{list}}}}}"#),
        format!(r#"{{"title":"1과 단어","count":2,"tags":["토픽"],"terms":{list}}}"#),
        format!(r#"[{{"lesson":1,"title":"학교에서","words":{list}}}]"#),
        format!("[{list}]"),
    ] {
        assert_words(&wrapped, &SCHOOL);
    }
    assert_words(r#"{"words":["학교","먹다"]}"#, &[(1, "학교", ""), (2, "먹다", "")]);
    assert_words(r#"{"word":"학교","meaning":"school"}"#, &SCHOOL[..1]);
}

#[test]
fn several_lists_are_told_apart_by_their_names() {
    let text = r#"{"nouns":[{"ko":"학교","en":"school"}],"verbs":[{"ko":"먹다","en":"to eat"}]}"#;
    assert_words(text, &[(1, "학교", "school"), (1, "먹다", "to eat")]);
    let sheets: Vec<_> = reading(text).entries.into_iter().map(|entry| entry.sheet).collect();
    assert_eq!(sheets, [Some("nouns".to_owned()), Some("verbs".to_owned())]);
}

#[test]
fn exports_of_card_programs_are_read() {
    for text in [
        r#"{"name":"TOPIK","cards":[{"front":"학교","back":"school"},{"front":"먹다","back":"to eat"}]}"#,
        r#"{"__type__":"Deck","children":[],"name":"TOPIK","note_models":[{"flds":[{"name":"Front"}]}],"notes":[{"__type__":"Note","fields":["학교","school"],"guid":"a$b","tags":[]},{"__type__":"Note","fields":["먹다","to eat"],"guid":"x","tags":["t"]}]}"#,
        r#"{"result":[{"noteId":1,"tags":[],"fields":{"Front":{"value":"학교","order":0},"Back":{"value":"school","order":1}},"cards":[1]},{"noteId":2,"tags":["a"],"fields":{"Front":{"value":"먹다","order":0},"Back":{"value":"to eat","order":1}},"cards":[2,3]}],"error":null}"#,
        r#"[{"term":"학교","pos":"noun","meaning":"school"},{"term":"먹다","pos":"verb","meaning":"to eat"}]"#,
    ] {
        assert_words(text, &SCHOOL);
    }
}

#[test]
fn dictionaries_are_read_both_ways_round() {
    assert_words(r#"{"학교":"school","먹다":"to eat"}"#, &SCHOOL);
    assert_words(r#"{"school":"학교","to eat":"먹다"}"#, &SCHOOL);
    assert_words(
        r#"{"학교":{"meaning":"school"},"먹다":{"meaning":"to eat","pos":"verb"}}"#,
        &SCHOOL,
    );
    assert_words(r#"{"학교":["school","academy"]}"#, &[(1, "학교", "school; academy")]);
    assert_words(r#"[{"학교":"school"},{"먹다":"to eat"}]"#, &SCHOOL);
    assert_words(
        r#"{"a1":{"word":"학교","meaning":"school"},"a2":{"word":"먹다","meaning":"to eat"}}"#,
        &SCHOOL,
    );
    assert_words(
        r#"{"단어":"word","뜻":"meaning","학교":"school"}"#,
        &[(1, "단어", "word"), (2, "뜻", "meaning"), (3, "학교", "school")],
    );
}

#[test]
fn columns_side_by_side_are_rows() {
    assert_words(r#"{"단어":["학교","먹다"],"뜻":["school","to eat"]}"#, &SCHOOL);
    assert_words(r#"{"단어":{"0":"학교","1":"먹다"},"뜻":{"0":"school","1":"to eat"}}"#, &SCHOOL);
    assert_words(
        r#"{"columns":["뜻","단어"],"index":[0,1],"data":[["school","학교"],["to eat","먹다"]]}"#,
        &SCHOOL,
    );
}

#[test]
fn meanings_are_found_however_deep_they_stand() {
    assert_words(
        r#"[{"word":"학교","meaning":{"en":"school","ko":"배우는 곳"}},{"word":"먹다","translations":[{"text":"to eat"},{"text":"to have"}]}]"#,
        &[(1, "학교", "school"), (2, "먹다", "")],
    );
    assert_words(
        r#"[{"word":"먹다","translations":[{"text":"to eat"},{"text":"to have"}]}]"#,
        &[(1, "먹다", "to eat; to have")],
    );
}

#[test]
fn a_broken_line_is_refused_and_the_others_are_read() {
    let text = "{bad json}\n{\"term\":\"학교\"}\n\n{\"term\":\"먹다\"\n{\"term\":\"물\"} x\n[\"불\",\"fire\"]\n{\"term\":\"책\"}\n";
    assert!(is_json_lines(text));
    let terms: Vec<_> = words(text).into_iter().map(|(row, term, _)| (row, term)).collect();
    assert_eq!(terms, [(2, "학교".to_owned()), (6, "불".to_owned()), (7, "책".to_owned())]);
    let bad = Reason::BadJson;
    assert_eq!(refused(text), [(1, bad), (4, bad), (5, bad)]);
    assert_eq!(reading(text).rejected[0].raw.as_deref(), Some("{bad json}"));
    assert_eq!(reading(text).format, "jsonl");
}

#[test]
fn values_one_behind_the_other_are_read() {
    assert_words("{\"term\":\n\"학교\"}{\"term\":\"먹다\"}", &[(1, "학교", ""), (2, "먹다", "")]);
    assert_words(
        "[{\"term\":\"학교\"}]\n\n[\n{\"term\":\"먹다\"}]",
        &[(1, "학교", ""), (2, "먹다", "")],
    );
}

#[test]
fn what_stands_before_a_break_is_kept_and_the_break_is_named() {
    let whole = r#"{"data":{"words":[{"term":"학교","meaning":"school"},{"term":"먹다","mean"#;
    assert_words(whole, &SCHOOL[..1]);
    assert_eq!(refused(whole), [(2, Reason::BadJson)]);
    assert_words(r#"[{"term":"학교","meaning":"school"}"#, &SCHOOL[..1]);
    assert_eq!(refused(r#"[{"term":"학교"}"#), [(2, Reason::BadJson)]);
    assert_words(r#"{"학교":"school","먹다":"to"#, &SCHOOL[..1]);
    assert_words(r#"[["학교","school"],["먹"#, &SCHOOL[..1]);
}

#[test]
fn words_behind_a_broken_one_are_read() {
    let text = r#"[{"term":"학교","meaning":"school"},{"term":"물" "x"},
        {"term":"먹다","meaning":"to eat",},{"term":"불"},]"#;
    assert_words(text, &[(1, "학교", "school"), (4, "불", "")]);
    assert_eq!(refused(text), [(2, Reason::BadJson), (3, Reason::BadJson)]);
    let dictionary = r#"{"학교":"school","먹다":eat,"물":"water"}"#;
    assert_words(dictionary, &[(1, "학교", "school"), (3, "물", "water")]);
}

#[test]
fn a_file_of_which_nothing_can_be_read_is_corrupt() {
    for text in ["{'term': '학교'}", "[{'term': '학교'}]", "{\"a"] {
        let reading = crate::read("words.json", text.as_bytes());
        assert_eq!(reading.file_error, Some(FileError::CorruptFile), "{text}");
    }
}

#[test]
fn odd_values_do_no_harm() {
    assert_words(
        r#"[{"term":"\ud559\uad50","meaning":"\ud83c school","n":1e999,"x":-0.0,"b":true}]"#,
        &[(1, "학교", "school")],
    );
    assert_words(r#"[{"term":"학\u0000교\u200b","meaning":null}]"#, &[(1, "학교", "")]);
    let deep = format!(r#"[{{"term":"학교","x":{}{}}}]"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_words(&deep, &[(1, "학교", "")]);
    let deeper = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
    assert_words(&deeper, &[]);
    assert_words(&"[".repeat(200_000), &[]);
}

#[test]
fn many_keys_do_not_make_many_columns() {
    let rows: Vec<String> =
        (0..3_000).map(|at| format!(r#"{{"key{at}":1,"word":"학교{at}"}}"#)).collect();
    let grids = read(&format!("[{}]", rows.join(","))).unwrap();
    assert_eq!(grids[0].rows.len(), 3_000);
    assert!(grids[0].rows.iter().all(|row| row.cells.len() <= 64));
    assert!(grids[0].names.as_ref().unwrap().contains(&"word".to_owned()));
}

#[test]
fn more_than_a_million_rows_are_refused_in_words() {
    let text = format!("[{}1]", "1,".repeat(MOST_ROWS));
    let refusal = read(&text).unwrap_err();
    assert_eq!(refusal.error, FileError::UnsupportedFormat);
    assert!(refusal.message.contains("million"));
}

#[test]
fn lists_of_lines_are_not_taken_for_json() {
    for text in [
        "[학교] school",
        "[1] 학교\n[2] 먹다",
        "{…",
        "{학교} school",
        "[명사] 학교",
        "[[학교]]\n[[먹다]]",
        "[\"학교\"] school\n[\"책\"] book",
        "[ ] 학교\n[x] 먹다",
        "\"학교\",\"school\"",
        "학교",
        "[",
        "{",
    ] {
        assert!(!is_json(text) && !is_json_lines(text), "{text}");
    }
    for text in ["[]", "{}", " [ {\"a\":1} ]", "[\"학교\"", "{\"a\":{\"b", "[[1],[\"a\"]]"] {
        assert!(is_json(text), "{text}");
    }
}

/// Texts that look like JSON, whole, cut or spoilt.
fn jsonish() -> impl Strategy<Value = String> {
    let tokens = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"학교\"",
        "\"word\"",
        "\"뜻\"",
        "1e9",
        "null",
        "true",
        "\\u",
        "\\uD800",
        "\n",
        " ",
        "학교",
        "\u{FEFF}",
        "\"a\":",
        "[[",
        "{\"words\":[",
        "\"\\uDC00\"",
        "}{",
        "{\"term\":\"학\u{FFFD}교\"}",
    ]);
    prop::collection::vec(tokens, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn nothing_panics_and_no_term_has_a_gap(text in jsonish()) {
        let _ = (is_json(&text), is_json_lines(&text), read(&text), read_lines(&text));
        for entry in crate::read("a.json", text.as_bytes()).entries {
            prop_assert!(!entry.term.contains(char::REPLACEMENT_CHARACTER));
        }
    }

    #[test]
    fn every_word_before_a_cut_is_read(cut in 0usize..400, count in 1usize..12) {
        let rows: Vec<String> = (0..count).map(|at| format!(r#"{{"term":"학교{at}"}}"#)).collect();
        let text = format!("[{}]", rows.join(","));
        let text = &text[..text.floor_char_boundary(cut)];
        let whole = text.matches('}').count();
        prop_assert_eq!(words(text).len(), if is_json(text) { whole } else { 0 });
    }

    #[test]
    fn real_json_is_json(value in "\\PC*") {
        let text = serde_json::json!([{ "term": value }]).to_string();
        prop_assert!(is_json(&text));
        prop_assert_eq!(read(&text).unwrap().len(), 1);
    }
}
