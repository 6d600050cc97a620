//! Files as other programs write them and people paste them, each with what comes out.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};

fn read(text: &str) -> Value {
    serde_json::to_value(vocab::read("words.txt", text.as_bytes())).unwrap()
}

/// Word, row and meaning of every entry.
fn words(reading: &Value) -> Vec<(&str, u64, &str)> {
    let entries = reading["entries"].as_array().unwrap();
    entries
        .iter()
        .map(|entry| {
            let text = |key: &str| entry[key].as_str().unwrap_or_default();
            (text("term"), entry["row"].as_u64().unwrap(), text("meaning"))
        })
        .collect()
}

fn rejected(reading: &Value) -> Vec<(u64, &str)> {
    let rows = reading["rejected"].as_array().unwrap();
    rows.iter().map(|row| (row["row"].as_u64().unwrap(), row["reason"].as_str().unwrap())).collect()
}

#[test]
fn an_anki_text_export_is_read_as_its_head_says() {
    let reading = read(
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n\
         aB,1\tBasic\tKorean\t<b>학교</b>[sound:a.mp3]\tschool&nbsp;(place)\ttopik1 noun\n\
         xY;2\tBasic\tKorean\t{{c1::먹다}}\t\"to eat\nto have\"\t\n",
    );
    let words = words(&reading);
    assert_eq!(words, [("학교", 7, "school (place)"), ("먹다", 8, "to eat\nto have")]);
    assert_eq!(reading["entries"][0]["tags"], json!(["topik1", "noun"]));
    assert_eq!(rejected(&reading), []);
}

#[test]
fn the_names_of_an_anki_export_are_its_header() {
    let reading = read("#separator:Semicolon\n#columns:Back;Front;Tags\nschool;학교;a\n");
    assert_eq!(words(&reading), [("학교", 3, "school")]);
    assert_eq!((&reading["header"], &reading["delimiter"]), (&json!(true), &json!(";")));
}

#[test]
fn excel_may_say_which_separator_it_wrote() {
    assert_eq!(words(&read("sep=;\n단어;뜻\n학교;school, big\n")), [("학교", 3, "school, big")]);
}

#[test]
fn quizlet_cards_may_stand_on_one_line() {
    for text in
        ["학교,school;먹다,to eat", "학교 - school; 먹다 - to eat;", "학교\tschool;먹다\tto eat"]
    {
        assert_eq!(words(&read(text)), [("학교", 1, "school"), ("먹다", 1, "to eat")], "{text}");
    }
}

#[test]
fn words_on_a_comma_line_are_words_each() {
    assert_eq!(words(&read("학교, 집, 물")), [("학교", 1, ""), ("집", 1, ""), ("물", 1, "")]);
}

#[test]
fn a_word_book_of_alternating_lines_is_cards() {
    let reading = read("학교 (學校)\n[명사] school\n\n먹다\n[동사] to eat\n예문: 밥을 먹다\n");
    assert_eq!(words(&reading), [("학교", 1, "school"), ("먹다", 4, "to eat")]);
    assert_eq!(reading["entries"][0]["hanja"], "學校");
    assert_eq!(reading["entries"][1]["pos"], "verb");
    assert_eq!(reading["entries"][1]["example"], "밥을 먹다");
}

#[test]
fn a_frequency_list_counts_its_words() {
    let reading = read("있어 10234\n학교 900\n물 12\n");
    assert_eq!(words(&reading), [("있어", 1, ""), ("학교", 2, ""), ("물", 3, "")]);
    assert_eq!(words(&read("1 학교\n2 물\n")), [("학교", 1, ""), ("물", 2, "")]);
}

#[test]
fn translators_and_readers_name_their_columns() {
    for text in [
        "원문,번역문\n학교,school\n",
        "Source,Target\n학교,school\n",
        "언어,원문,언어,번역\nko,학교,en,school\n",
        "term,status,hint 1,phrase\n학교,1,school,학교에 가요.\n",
        "Koreanisch,Deutsch\n학교,school\n",
        "한국어/Korean,영어/English\n학교,school\n",
        "단어,급,뜻\n학교,초급,school\n",
    ] {
        assert_eq!(words(&read(text)), [("학교", 2, "school")], "{text}");
    }
}

#[test]
fn headings_and_comments_are_no_words() {
    let reading = read("[1과]\n학교\n# 동사\n먹다\n// 명사\n물\n");
    assert_eq!(words(&reading), [("학교", 2, ""), ("먹다", 4, ""), ("물", 6, "")]);
    assert_eq!(rejected(&reading), [(1, "comment"), (3, "comment"), (5, "comment")]);
}

#[test]
fn odd_spaces_and_marks_inside_a_file_do_no_harm() {
    let reading = read("학교\u{A0}\n\u{FEFF}먹다\n할\u{B}수 있다\n");
    assert_eq!(words(&reading), [("학교", 1, ""), ("먹다", 2, ""), ("할 수 있다", 3, "")]);
}

#[test]
fn a_term_of_alternatives_is_kept_and_may_be_split() {
    let reading = read("단어,뜻\n가다/오다,to go/come\n");
    assert_eq!(reading["entries"][0]["term"], "가다/오다");
    assert_eq!(reading["entries"][0]["split_suggestion"], json!(["가다", "오다"]));
}

#[test]
fn an_inflected_word_gets_its_dictionary_form_suggested() {
    let reading = read("먹었어요\n바다\n배01\n학교(學校)\n");
    assert_eq!(reading["entries"][0]["lemma"], "먹다");
    for at in 1..4 {
        assert!(reading["entries"][at]["lemma"].is_null(), "{}", reading["entries"][at]);
    }
}

#[test]
fn addresses_are_kept_beside_words_and_are_none() {
    let reading = read(
        "https://ko.dict.naver.com/학교\n학교 - school https://x.y/학교\n물 https://x.y/?q=물\n\
         user@example.com 불\n김@예시.kr\nnaver.com/집\n",
    );
    assert_eq!(words(&reading), [("학교", 2, "school"), ("물", 3, ""), ("불", 4, "")]);
    let notes = [0, 1, 2].map(|at| reading["entries"][at]["note"].as_str().unwrap());
    assert_eq!(notes, ["https://x.y/학교", "https://x.y/?q=물", "user@example.com"]);
    let suspicious = "suspicious_characters";
    assert_eq!(rejected(&reading), [(1, suspicious), (5, suspicious), (6, suspicious)]);
}

#[test]
fn an_address_in_the_word_s_cell_goes_to_the_note() {
    let reading = read("단어,뜻,메모\n학교 https://x.y/1,school,mine\n");
    assert_eq!(words(&reading), [("학교", 2, "school")]);
    assert_eq!(reading["entries"][0]["note"], "mine\nhttps://x.y/1");
}

#[test]
fn emoji_and_arrows_around_a_word_are_no_part_of_it() {
    let reading = read("🍎 사과\n→ 길\n👉 학교 - school\n물🥛 - water\n🍎\n");
    let expected = [("사과", 1, ""), ("길", 2, ""), ("학교", 3, "school"), ("물", 4, "water")];
    assert_eq!(words(&reading), expected);
    assert_eq!(rejected(&reading), [(5, "no_hangul")]);
}

#[test]
fn a_marked_example_in_a_list_belongs_to_the_word_before() {
    let reading = read(
        "예: 학교가 멀어요\n학교 - school\n예: 학교에 가요\n  ex) 학교는 커요.\n물\n예문: 물을 마셔요\n\
         예: yes\n예: 네\n# 2\n예) 집에 가요\n",
    );
    let expected = [("학교", 2, "school"), ("물", 5, ""), ("예", 7, "yes"), ("예", 8, "네")];
    assert_eq!(words(&reading), expected);
    assert_eq!(reading["entries"][0]["example"], "학교에 가요\n학교는 커요.");
    assert_eq!(reading["entries"][1]["example"], "물을 마셔요");
    let sentence = "looks_like_sentence";
    assert_eq!(rejected(&reading), [(1, sentence), (9, "comment"), (10, sentence)]);
    assert_eq!(reading["rejected"][0]["raw"], "예: 학교가 멀어요");
}

#[test]
fn words_between_semicolons_on_a_line_of_a_list_are_words_each() {
    let reading = read("1. 사과; 배; 감;\n2. 학교 - school; academy\n3. 물\n4. 불\n5. 집\n");
    let fruit = [("사과", 1, ""), ("배", 1, ""), ("감", 1, "")];
    assert_eq!(words(&reading)[..3], fruit);
    assert_eq!(words(&reading)[3..5], [("학교", 2, "school; academy"), ("물", 3, "")]);
}

#[test]
fn stars_of_markdown_come_off_meanings_and_examples() {
    let list = read("- **학교:** *school* (**big**)\n- **먹다** - to **eat**\n");
    assert_eq!(words(&list), [("학교", 1, "school (big)"), ("먹다", 2, "to eat")]);
    let table = read("단어,뜻,예문\n**학교**,*school*,저는 **학교**에 가요.\n");
    assert_eq!(words(&table), [("학교", 2, "school")]);
    assert_eq!(table["entries"][0]["example"], "저는 학교에 가요.");
}

#[test]
fn sentences_without_a_full_stop_are_told_from_phrases_and_greetings() {
    let reading =
        read("저는 학생이에요\n손을 씻다\n나는 학교에 간다\n잘 먹겠습니다\n오늘 날씨가 좋아요\n");
    assert_eq!(words(&reading), [("손을 씻다", 2, ""), ("잘 먹겠습니다", 4, "")]);
    assert_eq!(rejected(&reading), [1, 3, 5].map(|row| (row, "looks_like_sentence")));
}

#[test]
fn a_page_of_a_dictionary_gives_kind_pronunciation_meanings_and_examples() {
    let reading = read(
        "나의 단어장\n\n학교¹ 學校\n[학꾜]\n명사\n1. school\n2. 학생을 가르치는 곳.\n학교에 다니다\n\
         attend school\n\n먹다\n발음 [먹따]\n[동사]\n1. to eat\n예문: 밥을 먹다.\n\
         https://ko.dict.naver.com/먹다\n",
    );
    let school = json!({
        "term": "학교", "row": 3, "pos": "noun", "meaning": "school\n학생을 가르치는 곳.",
        "hanja": "學校", "homonym": 1, "pron": "학꾜", "example": "학교에 다니다",
        "example_meaning": "attend school",
    });
    let eat = json!({
        "term": "먹다", "row": 11, "pos": "verb", "meaning": "to eat", "pron": "먹따",
        "example": "밥을 먹다.", "note": "https://ko.dict.naver.com/먹다",
    });
    assert_eq!(reading["entries"], json!([school, eat]));
    assert_eq!(rejected(&reading), [(1, "comment")]);
}

#[test]
fn lines_of_a_dictionary_may_follow_without_empty_lines() {
    let reading = read(
        "학교 學校\n[학꾜]\n명사\nschool\n학교에 다닌다.\nShe attends school.\n먹다\n1. 동사\neat; have\n",
    );
    assert_eq!(words(&reading), [("학교", 1, "school"), ("먹다", 7, "eat; have")]);
    assert_eq!(reading["entries"][0]["example_meaning"], "She attends school.");
    assert_eq!(
        (&reading["entries"][0]["pos"], &reading["entries"][1]["pos"]),
        (&json!("noun"), &json!("verb"))
    );
}
