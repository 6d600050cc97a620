//! `hanji words`: the shape that the design fixes.

use crate::support::{Desk, code, stderr, stdout_json};

#[test]
fn words_are_shown_as_json_and_nothing_is_saved() {
    let desk = Desk::new();
    desk.write("한글 목록.csv", "단어,뜻,품사\n학교,school,명사\nhello,hi,감탄사\n");
    desk.write("empty.txt", "");
    let output = desk.hanji("words --json empty.txt").arg("한글 목록.csv").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let files = &stdout_json(&output)["files"];
    assert_eq!(files[0]["file_error"], "empty_file");
    let file = &files[1];
    assert_eq!((&file["file"], &file["format"]), (&"한글 목록.csv".into(), &"csv".into()));
    assert_eq!((&file["encoding"], &file["delimiter"]), (&"utf-8".into(), &",".into()));
    assert_eq!((&file["header"], &file["file_error"]), (&true.into(), &serde_json::Value::Null));
    let entry = &file["entries"][0];
    assert_eq!((&entry["term"], &entry["row"]), (&"학교".into(), &2.into()));
    assert_eq!((&entry["pos"], &entry["meaning"]), (&"noun".into(), &"school".into()));
    let rejected = &file["rejected"][0];
    assert_eq!((&rejected["row"], &rejected["reason"]), (&3.into(), &"no_hangul".into()));
    assert!(!desk.path("data").exists());
}

#[test]
fn words_are_shown_to_a_person_with_what_was_left_out() {
    let desk = Desk::new();
    desk.write("list.txt", "학교\n밥 먹었어요?\n");
    let output = desk.run("words list.txt");
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("학교 [학꾜]"), "{shown}");
    assert!(shown.contains("line 2"), "{shown}");
}

#[test]
fn nothing_but_refused_files_is_a_failure() {
    let desk = Desk::new();
    let output = desk.run("words missing.csv");
    assert_eq!(code(&output), 4);
    assert!(stderr(&output).contains("missing.csv does not exist"));
    let output = desk.run("words missing.csv --json");
    let file = &stdout_json(&output)["files"][0];
    assert_eq!(code(&output), 4);
    assert_eq!(file["file_error"], "unreadable_file");
    assert_eq!(file["message"], "missing.csv does not exist.");
}

#[test]
fn a_file_that_was_read_and_holds_no_word_is_shown_and_is_no_failure() {
    let desk = Desk::new();
    desk.write("english.txt", "hello\nworld\n");
    let output = desk.run("words english.txt --json");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let file = &stdout_json(&output)["files"][0];
    assert_eq!(
        (&file["file_error"], file["rejected"].as_array().unwrap().len()),
        (&serde_json::Value::Null, 2)
    );
    assert_eq!(file["message"], "No Korean words were found in this file.");
}

const FORMS: &str = "단어,뜻\n갔다,went\n갑니다,goes\n학교,school\n학교,school\nhello,hi\n";

fn shown(output: &std::process::Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn what_merging_would_spare_is_offered_and_done() {
    let desk = Desk::new();
    desk.write("list.csv", FORMS);
    let offered = shown(&desk.run("words list.csv"));
    assert!(offered.contains("columns: 1 “단어” is term, 2 “뜻” is meaning"), "{offered}");
    assert!(offered.contains("갔다 [갇따] went (a form of 가다"), "{offered}");
    assert!(
        offered.contains("repeated: list.csv line 5: 학교, as in list.csv line 4"),
        "{offered}"
    );
    assert!(offered.contains("left out: list.csv line 6: "), "{offered}");
    assert!(offered.contains("3 rows are 2 words; merge with --merge."), "{offered}");
    let merged = shown(&desk.run("words list.csv --merge"));
    assert!(merged.contains("가다 [가다] (met as 갔다, 갑니다)"), "{merged}");
    assert!(merged.contains("merged: list.csv line 3: 갑니다 into 가다"), "{merged}");
    assert!(!merged.contains("--merge"), "{merged}");
}

#[test]
fn merging_leaves_the_fixed_json_as_it_is_and_counts_beside_it() {
    let desk = Desk::new();
    desk.write("list.csv", FORMS);
    let read = stdout_json(&desk.run("words list.csv --json"));
    let merged = stdout_json(&desk.run("words list.csv --json --merge"));
    assert_eq!(read["files"], merged["files"]);
    assert_eq!(read["files"][0]["entries"][0]["lemma"], "가다");
    assert_eq!((&read["counts"]["words"], &merged["counts"]["words"]), (&3.into(), &2.into()));
}

#[test]
fn known_words_are_left_out_and_a_known_file_that_cannot_be_read_stops_the_command() {
    let desk = Desk::new();
    desk.write("list.csv", FORMS);
    desk.write("known.txt", "학교\n");
    let output = desk.run("words list.csv --known known.txt");
    assert!(shown(&output).contains("known: list.csv line 4: 학교"), "{}", shown(&output));
    let refused = desk.run("words list.csv --known missing.txt");
    assert_eq!(code(&refused), 2, "{}", stderr(&refused));
    assert!(stderr(&refused).contains("missing.txt"));
}

#[test]
fn columns_are_told_by_number() {
    let desk = Desk::new();
    desk.write("list.csv", "나무,선생님\n물,학생\n");
    let told = stdout_json(&desk.run("words list.csv --json --columns term=2,note=1"));
    let entry = &told["files"][0]["entries"][0];
    assert_eq!((&entry["term"], &entry["note"]), (&"선생님".into(), &"나무".into()));
    for wrong in ["term=0", "word=1", "term", "term=3"] {
        let refused = desk.run(&format!("words list.csv --columns {wrong}"));
        assert_eq!(code(&refused), 2, "{wrong}");
    }
    let refused = desk.run("words list.csv --columns term=9");
    assert!(stderr(&refused).contains("list.csv has 2 columns"), "{}", stderr(&refused));
}

#[test]
fn rejected_rows_are_written_to_a_file() {
    let desk = Desk::new();
    desk.write("list.csv", FORMS);
    let output = desk.run("words list.csv --rejected out.csv");
    assert!(stderr(&output).contains("Wrote 1 row to out.csv."), "{}", stderr(&output));
    let written = std::fs::read_to_string(desk.path("out.csv")).unwrap();
    assert!(written.contains("\"hello\",\"hi\""), "{written}");
    let again = stdout_json(&desk.run("words out.csv --json"));
    assert_eq!(again["files"][0]["rejected"].as_array().unwrap().len(), 1, "{again}");
    assert_eq!(again["files"][0]["columns"][1]["role"], "meaning");
}

#[test]
fn words_come_from_stdin_too() {
    let desk = Desk::new();
    let output = desk.hanji("words -").write_stdin("학교\n물\n").output().unwrap();
    assert!(shown(&output).contains("stdin (txt, utf-8): 2 words"), "{}", shown(&output));
}
