//! Cards whose sides stand the other way round in single rows, as the reversed cards of a deck do.

use vocab::{FileReading, Layout, Reason, Role, read_as};

fn read(text: &str, columns: &[(u32, Role)]) -> FileReading {
    let columns = columns.iter().map(|(at, role)| (None, *at, *role)).collect();
    read_as("words.csv", text.as_bytes(), &Layout { header: None, columns })
}

fn words(reading: &FileReading) -> Vec<(u32, &str, &str)> {
    let entries = reading.entries.iter();
    entries.map(|it| (it.row, it.term.as_str(), it.meaning.as_deref().unwrap_or(""))).collect()
}

fn rejected(reading: &FileReading) -> Vec<(u32, Reason)> {
    reading.rejected.iter().map(|row| (row.row, row.reason)).collect()
}

#[test]
fn a_reversed_card_gives_its_word() {
    for head in ["", "Front,Back\n", "단어,뜻\n"] {
        let text = format!("{head}학교,school\n먹다,to eat\n<b>milk</b>,&#50864;유\n물,water\n");
        let reading = read(&text, &[]);
        let first = 1 + u32::from(!head.is_empty());
        let expected =
            [(0, "학교", "school"), (1, "먹다", "to eat"), (2, "우유", "milk"), (3, "물", "water")]
                .map(|(row, word, meaning)| (first + row, word, meaning));
        assert_eq!(words(&reading), expected);
        assert_eq!(rejected(&reading), []);
    }
}

#[test]
fn a_row_without_a_korean_word_stays_out() {
    let turned = [
        "milk,water",
        "milk,",
        "12,우유",
        "milk,우유 milk",
        "milk,아침마다 마시는 하얗고 몸에 좋고 맛있는 것",
        "http://example.invalid,우유",
    ];
    for row in turned {
        let reading = read(&format!("학교,school\n먹다,to eat\n{row}\n"), &[]);
        assert_eq!(rejected(&reading), [(3, Reason::NoHangul)], "{row}");
    }
    let reading = read("학교,school\n먹다,to eat\ní•™êµ\u{90},우유\n", &[]);
    assert_eq!(rejected(&reading), [(3, Reason::Mojibake)]);
}

#[test]
fn a_reversed_card_says_nothing_new() {
    let reading = read("학교,school\n먹다,to eat\nschool,학교\n", &[]);
    assert_eq!(rejected(&reading), [(3, Reason::Duplicate)]);
    let cells = [(Role::Meaning, "school".to_owned()), (Role::Term, "학교".to_owned())];
    assert_eq!(reading.rejected[0].cells, cells);
}

#[test]
fn columns_that_a_learner_gave_wrongly_are_not_turned_row_by_row() {
    let reading = read("school,학교\nto eat,먹다\n", &[(0, Role::Term), (1, Role::Meaning)]);
    assert_eq!(rejected(&reading), [(1, Reason::NoHangul), (2, Reason::NoHangul)]);
}
