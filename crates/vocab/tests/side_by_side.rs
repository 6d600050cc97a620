//! Lists printed side by side: every word of a row is read.

use proptest::prelude::*;
use vocab::{FileReading, Layout, Role};

/// Row, word and meaning of every entry.
fn words(reading: &FileReading) -> Vec<(u32, &str, &str)> {
    let entries = reading.entries.iter();
    entries.map(|entry| (entry.row, entry.term.as_str(), meaning(entry))).collect()
}

fn meaning(entry: &vocab::Entry) -> &str {
    entry.meaning.as_deref().unwrap_or_default()
}

fn read(text: &str) -> FileReading {
    vocab::read("words.csv", text.as_bytes())
}

const FOUR: [(&str, &str); 4] =
    [("학교", "school"), ("먹다", "to eat"), ("불", "fire"), ("집", "house")];

#[test]
fn names_that_come_again_name_lists_side_by_side() {
    let four: Vec<_> = FOUR.iter().zip([2, 2, 3, 3]).map(|((a, b), row)| (row, *a, *b)).collect();
    for (header, between) in [
        ("Korean,English,Korean,English", ","),
        ("단어,뜻,단어,뜻", ","),
        ("단어 1,뜻 1,단어 2,뜻 2", ","),
        ("한국어,번역,한국어,번역", ","),
        ("단어,뜻,,단어,뜻", ",,"),
        ("단어,뜻,번호,단어,뜻", ",7,"),
    ] {
        let rows = format!("학교,school{between}먹다,to eat\n불,fire{between}집,house\n");
        let reading = read(&format!("{header}\n{rows}"));
        assert_eq!(words(&reading), four, "{header}");
        assert_eq!(reading.rejected, [], "{header}");
    }
    for header in ["English,Korean,English,Korean", "Front,Back,Front,Back"] {
        let reading = read(&format!("{header}\nschool,학교,to eat,먹다\nfire,불,house,집\n"));
        assert_eq!(words(&reading), four, "{header}");
    }
}

#[test]
fn words_and_meanings_that_take_turns_are_lists_side_by_side() {
    let row = |row: u32, words: &[usize]| {
        words.iter().map(|at| (row, FOUR[*at].0, FOUR[*at].1)).collect::<Vec<_>>()
    };
    let rows = |first: &[usize], second: &[usize]| [row(1, first), row(2, second)].concat();
    for (text, wanted) in [
        ("학교,school,먹다,to eat\n불,fire,집,house\n", rows(&[0, 1], &[2, 3])),
        ("학교,school,,먹다,to eat\n불,fire,,집,house\n", rows(&[0, 1], &[2, 3])),
        ("1,학교,school,2,먹다,to eat\n3,불,fire,4,집,house\n", rows(&[0, 1], &[2, 3])),
        ("school,학교,to eat,먹다,fire,불\nhouse,집,,,,\n", rows(&[0, 1, 2], &[3])),
        ("학교,school,먹다,to eat,불,fire\n,,집,house,,\n", rows(&[0, 1, 2], &[3])),
        ("학교,school,먹다,to eat\n", row(1, &[0, 1])),
    ] {
        let reading = read(text);
        assert_eq!(words(&reading), wanted, "{text}");
        assert_eq!(reading.rejected, [], "{text}");
    }
}

#[test]
fn each_list_of_a_row_is_rejected_by_itself() {
    let reading =
        read("단어,뜻,단어,뜻\nx,y,집,house\n,a,ㅋㅋ,b\n\"불,fire,물,water\n눈,eye,코,nose\n");
    assert_eq!(words(&reading), [(2, "집", "house"), (5, "눈", "eye"), (5, "코", "nose")]);
    let rejected = reading.rejected.iter().map(|row| (row.row, row.reason.name()));
    let wanted = [(2, "no_hangul"), (3, "empty_term"), (3, "only_jamo"), (4, "unterminated_quote")];
    assert_eq!(rejected.collect::<Vec<_>>(), wanted);
}

#[test]
fn examples_forms_and_categories_beside_a_word_are_no_lists() {
    for text in [
        "학교,school,학교에 가다,go to school\n물,water,물을 마시다,drink water\n",
        "가다,to go,갑니다,goes\n먹다,to eat,먹어요,eats\n",
        "학교,school,배우는 곳,place to learn\n물,water,마시는 것,thing to drink\n",
        "학교,school,장소,place\n물,water,음식,food\n집,house,장소,place\n국,soup,음식,food\n",
        "단어,뜻,예문,예문 뜻\n학교,school,학교,school\n",
        "가격,price,가격표,price tag\n학교,school,학교생활,school life\n",
        "단어,표제어\n먹어요,먹다\n가요,가다\n",
    ] {
        let reading = read(text);
        let terms = reading.columns.iter().filter(|column| column.role == Role::Term).count();
        assert_eq!(terms, 1, "{text}");
    }
}

#[test]
fn a_learner_may_say_that_lists_stand_side_by_side_and_that_they_do_not() {
    let text = "학교,school,배우는 곳,place\n집,house,사는 곳,place\n";
    let told = |columns: &[(u32, Role)]| {
        let columns = columns.iter().map(|(at, role)| (None, *at, *role)).collect();
        let layout = Layout { header: None, columns };
        vocab::read_as("words.csv", text.as_bytes(), &layout).entries.len()
    };
    assert_eq!(told(&[]), 2);
    let four = [(0, Role::Term), (1, Role::Meaning), (2, Role::Term), (3, Role::Meaning)];
    assert_eq!(told(&four), 4);
}

proptest! {
    #[test]
    fn every_word_of_a_wide_list_is_read(
        words in prop::collection::hash_map("[가-힣]{2,4}", "(to )?[a-z]{3,8}", 2..40),
        across in 2..5_usize,
        named: bool,
        gap: bool,
    ) {
        let words: Vec<(String, String)> = words.into_iter().collect();
        let between = if gap { "\t\t" } else { "\t" };
        let row = |row: &[(String, String)]| {
            let cells: Vec<_> = row.iter().map(|(word, meaning)| format!("{word}\t{meaning}")).collect();
            cells.join(between) + "\n"
        };
        let header = vec!["Korean\tEnglish"; across].join(between) + "\n";
        let rows: String = words.chunks(across).map(row).collect();
        prop_assume!(words.len() >= across);
        let text = if named { header + &rows } else { rows };
        let reading = vocab::read("words.tsv", text.as_bytes());
        let read = reading.entries.iter().map(|entry| (entry.term.clone(), meaning(entry).to_owned()));
        prop_assert_eq!(read.collect::<Vec<_>>(), words, "{}", text);
    }
}
