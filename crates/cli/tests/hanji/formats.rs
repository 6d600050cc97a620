//! Decks in every format, read back by the reader of word files.

use std::fs;

use crate::support::{Desk, code, stderr, stdout_json};

const WORDS: &str = "term,meaning\n학교,school\n먹다,to eat\n승진,promotion\n";

#[test]
fn tables_and_documents_read_back_as_the_same_words() {
    let desk = Desk::new();
    desk.write("words.csv", WORDS);
    assert_eq!(code(&desk.run("deck words.csv -o out.tsv --engine dictionary")), 0);
    for name in ["out.csv", "out.json"] {
        assert_eq!(code(&desk.run(&format!("export 1 -o {name}"))), 0);
    }
    for name in ["out.tsv", "out.csv", "out.json"] {
        let read = stdout_json(&desk.run(&format!("words {name} --json")));
        let entries = read["files"][0]["entries"].as_array().unwrap();
        let terms: Vec<_> = entries.iter().map(|entry| entry["term"].as_str().unwrap()).collect();
        assert_eq!(terms, ["학교", "먹다", "승진"], "{name}");
        let meanings: Vec<_> = entries.iter().map(|entry| entry["meaning"].as_str()).collect();
        assert_eq!(meanings, [Some("school"), Some("to eat"), Some("promotion")], "{name}");
    }
}

#[test]
fn the_classic_table_has_nine_columns_and_only_its_name_asks_for_it() {
    let desk = Desk::new();
    desk.write("words.csv", WORDS);
    let line = "deck words.csv -o out.tsv --engine dictionary --format classic";
    assert_eq!(code(&desk.run(line)), 0);
    let table = fs::read_to_string(desk.path("out.tsv")).unwrap();
    assert!(table.starts_with("position\tterm\tterm_number\ttab_name\t"), "{table}");
    assert!(table.lines().count() > 4 && table.contains("학교[hak.k͈jo]"), "{table}");
    assert!(table.lines().all(|line| line.split('\t').count() == 9), "{table}");
}

#[test]
fn pages_for_people_show_every_word() {
    let desk = Desk::new();
    desk.write("words.csv", WORDS);
    assert_eq!(code(&desk.run("deck words.csv -o out.md --engine dictionary")), 0);
    assert_eq!(code(&desk.run("export 1 -o out.html")), 0);
    for (name, sign) in
        [("out.md", "## 승진\n"), ("out.html", "<div class=\"term\" lang=\"ko\">승진</div>")]
    {
        let page = fs::read_to_string(desk.path(name)).unwrap();
        assert!(page.contains(sign), "{name}: {page}");
    }
}

#[test]
fn an_ending_that_is_no_format_is_refused_before_anything_is_read() {
    let desk = Desk::new();
    let output = desk.run("deck nothing.csv -o out.docx --engine dictionary");
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("Hanji cannot write “docx” files."), "{}", stderr(&output));
    assert!(stderr(&output).contains("the formats are apkg, tsv"), "{}", stderr(&output));
    assert_eq!(code(&desk.run("deck nothing.csv -o out.classic --engine dictionary")), 2);
}
