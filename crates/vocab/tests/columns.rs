//! The guess at a file's columns, and a learner's word against it.

use vocab::{FileReading, Layout, Role, read_as};

const CSV: &str = "학교,school,명사,place\n먹다,to eat,동사,\n";

fn read(text: &str, header: Option<bool>, columns: &[(u32, Role)]) -> FileReading {
    let columns = columns.iter().map(|(at, role)| (None, *at, *role)).collect();
    read_as("words.csv", text.as_bytes(), &Layout { header, columns })
}

fn roles(reading: &FileReading) -> Vec<Role> {
    reading.columns.iter().map(|column| column.role).collect()
}

fn terms(reading: &FileReading) -> Vec<&str> {
    reading.entries.iter().map(|entry| entry.term.as_str()).collect()
}

#[test]
fn every_column_is_listed_with_its_first_cells() {
    let reading = read(CSV, None, &[]);
    assert_eq!(roles(&reading), [Role::Term, Role::Meaning, Role::Pos, Role::Ignore]);
    assert_eq!(reading.columns[0].samples, ["학교", "먹다"]);
    assert_eq!(reading.columns[3].samples, ["place"]);
    assert!(reading.columns.iter().all(|column| column.name.is_none()));
    let wide = read(&format!("학교{}\n", ",x".repeat(5_000)), None, &[]);
    assert_eq!(wide.columns.len(), 64);
}

#[test]
fn a_list_of_lines_has_no_columns() {
    assert!(read("학교 - school\n먹다 - to eat\n", None, &[]).columns.is_empty());
}

#[test]
fn what_a_learner_says_goes_before_the_guess() {
    let reading = read(CSV, None, &[(3, Role::Tags), (2, Role::Ignore)]);
    assert_eq!(roles(&reading), [Role::Term, Role::Meaning, Role::Ignore, Role::Tags]);
    assert_eq!(
        (reading.entries[0].tags.as_slice(), &reading.entries[0].pos),
        (&["place".to_owned()][..], &None)
    );
}

#[test]
fn a_role_given_away_leaves_the_guessed_column() {
    let reading = read(CSV, None, &[(3, Role::Meaning)]);
    assert_eq!(roles(&reading), [Role::Term, Role::Ignore, Role::Pos, Role::Meaning]);
}

#[test]
fn several_columns_of_one_role_are_read_together() {
    let reading = read(CSV, None, &[(1, Role::Meaning), (3, Role::Meaning)]);
    assert_eq!(reading.entries[0].meaning.as_deref(), Some("school\nplace"));
    assert_eq!(reading.entries[1].meaning.as_deref(), Some("to eat"));
}

#[test]
fn columns_change_places_when_the_words_are_said_to_be_meanings() {
    let text = "가방,사전에 있는 말\n나무,다른 말\n";
    let reading = read(text, None, &[(0, Role::Meaning)]);
    assert_eq!(roles(&reading), [Role::Meaning, Role::Term]);
    assert_eq!(terms(&reading), ["사전에 있는 말", "다른 말"]);
}

#[test]
fn a_header_may_be_said_to_be_there_or_not() {
    let text = "단어,뜻\n학교,school\n";
    assert_eq!(terms(&read(text, None, &[])), ["학교"]);
    assert_eq!(terms(&read(text, Some(false), &[])), ["단어", "학교"]);
    let other = read("Wort,Sinn\n학교,school\n", Some(true), &[]);
    assert_eq!(terms(&other), ["학교"]);
    assert_eq!(other.rejected, []);
    assert_eq!(other.columns[1].name.as_deref(), Some("Sinn"));
    assert_eq!(terms(&read("단어\n학교\n", Some(false), &[])), ["단어", "학교"]);
}

#[test]
fn a_rejected_row_is_kept_whole() {
    let reading = read("단어,뜻,급\n학교,school,1\n,water,2\n\"불", None, &[]);
    let cells = |at: usize| reading.rejected[at].cells.clone();
    let owned = |role, text: &str| (role, text.to_owned());
    let water = [owned(Role::Term, ""), owned(Role::Meaning, "water"), owned(Role::Ignore, "2")];
    assert_eq!(cells(0), water);
    assert_eq!(cells(1), [owned(Role::Term, "\"불")]);
    let long = read(&format!("학교,school\nx,{}\n", "가".repeat(10_000)), None, &[]);
    assert_eq!(long.rejected[0].cells.last().unwrap().1.len(), 4 * 1024 / 3 * 3);
}

#[test]
fn titles_above_the_names_of_columns_are_no_words() {
    let reading = read("한국어 어휘 목록,,\n2024,,\n번호,단어,뜻\n1,학교,school\n", None, &[]);
    assert_eq!(terms(&reading), ["학교"]);
    assert_eq!(reading.rejected, []);
    assert!(reading.header);
    let list = read("사과,apple\n뜻,단어\n학교,school\n", None, &[]);
    assert_eq!(terms(&list), ["사과", "뜻", "학교"]);
}
