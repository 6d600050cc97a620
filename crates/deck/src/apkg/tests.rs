use std::io::Read as _;

use super::*;
use crate::note::{Card, Example, Kind};

fn note(id: i64, term: &str) -> Note {
    Note {
        guid: crate::guid(1, id),
        key: format!("{term} {id}"),
        modified_at: 1_700_000_000,
        term: term.to_owned(),
        meaning: "meaning".to_owned(),
        ..Note::default()
    }
}

fn deck(notes: Vec<Note>) -> Deck {
    Deck { name: "Korean::Words".to_owned(), description: String::new(), notes }
}

/// The collection inside the archive, opened.
fn collection(deck: &Deck) -> Connection {
    let mut zip = zip::ZipArchive::new(Cursor::new(apkg_bytes(deck).unwrap())).unwrap();
    let mut bytes = Vec::new();
    zip.by_name("collection.anki2").unwrap().read_to_end(&mut bytes).unwrap();
    let mut db = Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", bytes.as_slice(), bytes.len(), false).unwrap();
    db
}

fn numbers(db: &Connection, sql: &str) -> Vec<(i64, i64)> {
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn the_archive_is_the_oldest_form_that_every_client_takes() {
    let bytes = apkg_bytes(&deck(vec![note(1, "물")])).unwrap();
    let zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<_> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, ["collection.anki2", "media"]);
}

#[test]
fn the_same_deck_gives_the_same_bytes() {
    let deck = deck((0..50).map(|id| note(id, "물")).collect());
    assert_eq!(apkg_bytes(&deck).unwrap(), apkg_bytes(&deck).unwrap());
}

#[test]
fn siblings_are_learnt_a_thousand_places_after_the_first_card() {
    let db = collection(&deck(vec![note(1, "물"), note(2, "불")]));
    let rows = numbers(&db, "SELECT ord, due FROM cards ORDER BY id");
    assert_eq!(rows, [(0, 1), (1, 1001), (0, 2), (1, 1002)]);
}

#[test]
fn a_note_has_a_card_row_for_each_filled_front_and_no_other() {
    let mut full = note(1, "먹다");
    full.cards = Kind::ALL
        .map(|kind| Card {
            kind,
            front: "f".to_owned(),
            back: String::new(),
            honorific_level: String::new(),
        })
        .to_vec();
    full.example = Some(Example {
        korean: "밥을 먹어요.".to_owned(),
        form: "먹어요".to_owned(),
        english: String::new(),
    });
    let mut bare = note(2, "물");
    bare.meaning = String::new();
    let db = collection(&deck(vec![full, bare]));
    let rows = numbers(&db, "SELECT nid % 1000, ord FROM cards ORDER BY id");
    let ords = [0, 1, 3, 4, 5, 6, 7, 8, 9, 10].map(|ord| (0, ord));
    assert_eq!(rows, [&ords[..], &[(1, 0)]].concat());
}

#[test]
fn cards_in_the_file_are_the_cards_in_the_preview() {
    let notes = vec![note(1, "물"), Note { meaning: String::new(), ..note(2, "불") }];
    let previewed: usize = notes.iter().map(|note| crate::render(note).len()).sum();
    let (_, written) = build(&deck(notes)).unwrap();
    assert_eq!(written, Written { notes: 2, cards: previewed });
}

/// The number is `anki.utils.field_checksum("학교 1")`.
#[test]
fn field_0_is_summed_as_anki_sums_it() {
    let db = collection(&deck(vec![note(1, "학교")]));
    assert_eq!(numbers(&db, "SELECT csum, 0 FROM notes"), [(3_209_198_631, 0)]);
}

#[test]
fn ids_grow_even_when_times_do_not() {
    let mut notes: Vec<_> = (0..4).map(|id| note(id, "물")).collect();
    notes[1].modified_at = 0;
    notes[2].modified_at = i64::MAX;
    let db = collection(&deck(notes));
    let ids = numbers(&db, "SELECT id, mod FROM notes ORDER BY rowid");
    assert_eq!(
        ids,
        [
            (1_700_000_000_000, 1_700_000_000),
            (1_700_000_000_001, 1),
            (9_999_999_999_000, 9_999_999_999),
            (9_999_999_999_001, 1_700_000_000),
        ]
    );
}

#[test]
fn tags_are_stored_between_spaces() {
    let tagged = Note { tags: vec!["b c".to_owned(), "a".to_owned()], ..note(1, "물") };
    let db = collection(&deck(vec![tagged, note(2, "불")]));
    let tags: Vec<String> = {
        let mut statement = db.prepare("SELECT tags FROM notes ORDER BY id").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(tags, [" a b_c ", ""]);
}

#[test]
fn two_notes_with_one_guid_or_one_key_are_refused() {
    let same_guid = Note { guid: crate::guid(1, 1), ..note(2, "불") };
    let refused = apkg_bytes(&deck(vec![note(1, "물"), same_guid]));
    assert!(matches!(refused, Err(Error::DuplicateGuid(_))));
    let same_key = Note { key: "물 1".to_owned(), ..note(2, "불") };
    let refused = apkg_bytes(&deck(vec![note(1, "물"), same_key]));
    assert!(matches!(refused, Err(Error::DuplicateKey(_))));
}

#[test]
fn a_note_that_anki_would_drop_is_refused() {
    let nameless = [
        Note { guid: String::new(), ..note(1, "물") },
        Note { key: "\0 ".to_owned(), ..note(1, "물") },
        Note { term: "\u{3000}".to_owned(), ..note(1, "물") },
    ];
    for note in nameless {
        assert!(matches!(apkg_bytes(&deck(vec![note])), Err(Error::EmptyNote(_))));
    }
}

#[test]
fn an_empty_deck_and_an_empty_name_still_make_a_file() {
    let (_, written) = build(&Deck::default()).unwrap();
    assert_eq!(written, Written { notes: 0, cards: 0 });
}
