use super::*;
use crate::sqlite::tests::made;

const TABLES: &str = "
    CREATE TABLE WORDS (id TEXT PRIMARY KEY NOT NULL, word TEXT, stem TEXT, lang TEXT,
      category INTEGER DEFAULT 0, timestamp INTEGER DEFAULT 0, profileid TEXT);
    CREATE TABLE LOOKUPS (id TEXT PRIMARY KEY NOT NULL, word_key TEXT, book_key TEXT, dict_key TEXT,
      pos TEXT, usage TEXT, timestamp INTEGER DEFAULT 0);
    CREATE TABLE BOOK_INFO (id TEXT PRIMARY KEY NOT NULL, asin TEXT, guid TEXT, lang TEXT, title TEXT,
      authors TEXT);";

fn words(statements: &str) -> Vec<(Option<Reason>, Vec<String>)> {
    let database = Database::open(&made(&format!("{TABLES}{statements}"))).unwrap();
    assert!(is_in(&database));
    let grid = read(&database).unwrap();
    assert_eq!(grid.names.unwrap(), ["word", "example", "note"]);
    let text = |cell| match cell {
        Cell::Text(text) => text,
        Cell::Other { shown, .. } => shown,
    };
    let rows = grid.rows.into_iter().enumerate().map(|(at, row)| {
        assert_eq!(row.row as usize, at + 1);
        (row.refused, row.cells.into_iter().map(text).collect())
    });
    rows.collect()
}

fn word(cells: [&str; 3]) -> (Option<Reason>, Vec<String>) {
    (None, cells.map(str::to_owned).into())
}

#[test]
fn a_word_comes_with_its_latest_sentence_and_the_book() {
    let read = words(
        "INSERT INTO WORDS VALUES ('ko:물','물','물','ko',0,1,''), ('ko:불','불','불','ko-KR',0,2,'');
         INSERT INTO BOOK_INFO VALUES ('b','','','ko','소나기','황순원');
         INSERT INTO LOOKUPS VALUES ('1','ko:물','b','','','물이 맑다.',20),
           ('2','ko:물','x','','','물을 마셨다.',10), ('3','ko:물','b','','','  ',30);",
    );
    assert_eq!(read, [word(["물", "물이 맑다.", "소나기"]), word(["불", "", ""])]);
}

#[test]
fn words_of_another_language_are_refused_unless_they_are_korean() {
    let read = words(
        "INSERT INTO WORDS VALUES ('a','school','school','en',0,1,''), ('b','학교','학교','en',0,1,''),
           ('c','water','water','',0,1,''), ('d','x','x',NULL,0,1,'');",
    );
    let refused: Vec<_> = read.iter().map(|(refused, _)| *refused).collect();
    assert_eq!(refused, [Some(Reason::OtherLanguage), None, None, None]);
}

#[test]
fn values_of_other_types_are_read_as_what_they_say() {
    let read = words(
        "INSERT INTO WORDS VALUES (1,x'EBACBC',NULL,'ko',NULL,NULL,NULL), ('2',NULL,1,'ko',0,0,0),
           ('3',x'FF','','ko',0,0,'');
         INSERT INTO LOOKUPS VALUES ('1',1,2,3,4,5,'then'), ('2','2','','','',x'FF',0);
         INSERT INTO BOOK_INFO VALUES (2,0,0,0,x'EBACBC',0);",
    );
    let expected = [
        word(["물", "5", "물"]),
        word(["", "", ""]),
        (Some(Reason::InvalidUtf8), vec!["?".to_owned(), String::new(), String::new()]),
    ];
    assert_eq!(read, expected);
}

#[test]
fn a_long_sentence_is_not_copied_for_every_word_that_claims_it() {
    let statements = "CREATE TABLE WORDS (id, word, lang);
        CREATE TABLE LOOKUPS (word_key, usage);
        INSERT INTO WORDS VALUES ('a', '물', 'ko'), ('a', '물', 'ko');
        INSERT INTO LOOKUPS VALUES ('a', '물이 맑다.');";
    let grid = read(&Database::open(&made(statements)).unwrap()).unwrap();
    let examples: Vec<_> = grid.rows.iter().map(|row| &row.cells[1]).collect();
    assert_eq!(examples, [&Cell::Text("물이 맑다.".into()), &Cell::Text(String::new())]);
}
