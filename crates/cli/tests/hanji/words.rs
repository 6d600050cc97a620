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
}
