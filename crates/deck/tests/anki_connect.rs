//! Asking a running Anki, over real HTTP, of an add-on played as its source behaves: one answer a
//! connection, closed without a word, errors in the body of a 200.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io::Read as _,
    path::Path,
    sync::{Arc, Mutex},
};

use deck::{AnkiConnect, AnkiError, AnkiNote, Deck, Format, Note, difference};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// What was asked, in order.
type Asked = Arc<Mutex<Vec<Value>>>;

/// Plays the add-on: answers each connection once and closes it.
async fn anki(answer: fn(&Value) -> String) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Asked::default();
    let heard = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let request = request(&mut stream).await;
            let body = answer(&request);
            heard.lock().unwrap().push(request);
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
            stream.write_all((head + &body).as_bytes()).await.unwrap();
        }
    });
    (address, asked)
}

async fn request(stream: &mut TcpStream) -> Value {
    let mut read = Vec::new();
    loop {
        let mut some = [0; 4096];
        let count = stream.read(&mut some).await.unwrap();
        read.extend_from_slice(&some[..count]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        if let Ok(request) = serde_json::from_str(body) {
            return request;
        }
        assert!(count > 0, "the request was cut off: {text}");
    }
}

fn collection(request: &Value) -> String {
    let fields = json!({
        "Meaning": {"value": "school", "order": 1},
        "Korean": {"value": "<b>학교</b>", "order": 0},
    });
    let note = json!({"noteId": 7, "tags": [], "modelName": "Basic", "fields": fields});
    let result = match request["action"].as_str().unwrap() {
        "findNotes" => json!((0..1_001).collect::<Vec<i64>>()),
        "notesInfo" => {
            let asked = request["params"]["notes"].as_array().unwrap();
            let info = |id: &Value| if id == 0 { json!({}) } else { note.clone() };
            json!(asked.iter().map(info).collect::<Vec<_>>())
        }
        _ => json!(null),
    };
    json!({"result": result, "error": null}).to_string()
}

#[tokio::test]
async fn notes_come_in_parts_with_their_fields_in_order_and_deleted_ones_left_out() {
    let (address, asked) = anki(collection).await;
    let notes = AnkiConnect::new(&address).unwrap().korean_notes().await.unwrap();
    let expected = AnkiNote {
        note_type: "Basic".to_owned(),
        fields: vec![
            ("Korean".to_owned(), "<b>학교</b>".to_owned()),
            ("Meaning".to_owned(), "school".to_owned()),
        ],
    };
    assert_eq!(notes.len(), 1_000);
    assert!(notes.iter().all(|note| *note == expected));
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), 1 + 3);
    assert!(asked.iter().all(|request| request["version"] == 6));
}

#[tokio::test]
async fn a_closed_anki_is_told_from_everything_else() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = AnkiConnect::new(&format!("http://{free}")).unwrap().korean_notes().await;
    assert!(matches!(error, Err(AnkiError::NotRunning(_))), "{error:?}");
}

#[tokio::test]
async fn an_add_on_that_wants_its_key_is_understood() {
    let (address, _) =
        anki(|_| json!({"result": null, "error": "valid api key must be provided"}).to_string())
            .await;
    let error = AnkiConnect::new(&address).unwrap().korean_notes().await;
    assert!(matches!(error, Err(AnkiError::Refused(_))), "{error:?}");
}

#[tokio::test]
async fn another_program_at_the_address_is_not_taken_for_anki() {
    let (address, _) = anki(|_| "<html>hello</html>".to_owned()).await;
    let error = AnkiConnect::new(&address).unwrap().korean_notes().await;
    assert!(matches!(error, Err(AnkiError::Unexpected(_))), "{error:?}");
}

/// The fields of every note in a package, as the importer of Anki would take them.
fn notes_in(package: &Path) -> Vec<Vec<String>> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(package).unwrap()).unwrap();
    let mut collection = Vec::new();
    archive.by_name("collection.anki2").unwrap().read_to_end(&mut collection).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), collection).unwrap();
    let db = rusqlite::Connection::open(file.path()).unwrap();
    let mut notes = db.prepare("SELECT flds FROM notes ORDER BY id").unwrap();
    let rows = notes.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(|fields| fields.unwrap().split('\x1f').map(str::to_owned).collect()).collect()
}

/// An add-on with a collection: what is imported is there afterwards.
fn importing(request: &Value) -> String {
    static COLLECTION: Mutex<Vec<Vec<String>>> = Mutex::new(Vec::new());
    let mut collection = COLLECTION.lock().unwrap();
    let result = match request["action"].as_str().unwrap() {
        "requestPermission" => {
            json!({"permission": "granted", "requireApikey": false, "version": 6})
        }
        "importPackage" => {
            *collection = notes_in(Path::new(request["params"]["path"].as_str().unwrap()));
            json!(true)
        }
        "findNotes" => {
            assert_eq!(request["params"]["query"], "note:\"Hanji Korean\"");
            json!((0..collection.len()).collect::<Vec<_>>())
        }
        "notesInfo" => {
            let info = |fields: &Vec<String>| {
                let fields: serde_json::Map<_, _> = fields
                    .iter()
                    .enumerate()
                    .map(|(order, value)| {
                        (format!("F{order}"), json!({"value": value, "order": order}))
                    })
                    .collect();
                json!({"modelName": "Hanji Korean", "fields": fields})
            };
            json!(collection.iter().map(info).collect::<Vec<_>>())
        }
        other => json!({ "unexpected": other }),
    };
    json!({"result": result, "error": null}).to_string()
}

#[tokio::test]
async fn after_an_import_the_deck_and_the_collection_say_the_same() {
    let (address, _) = anki(importing).await;
    let anki = AnkiConnect::new(&address).unwrap();
    anki.request_permission().await.unwrap();
    let note = |term: &str, meaning: &str| Note {
        guid: format!("guid of {term}"),
        key: term.into(),
        term: term.into(),
        meaning: meaning.into(),
        ..Note::default()
    };
    let notes = vec![note("물", "water"), note("<b>불", "fire & flame")];
    let mut deck = Deck { name: "Words".into(), notes, ..Deck::default() };
    let found = difference(&deck, &anki.our_notes().await.unwrap());
    assert_eq!((found.new.len(), found.changed.len(), found.same.len()), (2, 0, 0));

    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("낱말.apkg");
    deck::write(&deck, Format::Apkg, &package).unwrap();
    anki.import_package(&package).await.unwrap();
    let found = difference(&deck, &anki.our_notes().await.unwrap());
    assert_eq!((found.new.len(), found.changed.len(), found.same.len()), (0, 0, 2));

    deck.notes[0].meaning = "the water".into();
    let found = difference(&deck, &anki.our_notes().await.unwrap());
    assert_eq!((found.changed, found.same), (vec!["물".into()], vec!["<b>불".into()]));
}

#[tokio::test]
async fn a_learner_who_says_no_is_heard() {
    let (address, _) =
        anki(|_| json!({"result": {"permission": "denied"}, "error": null}).to_string()).await;
    let error = AnkiConnect::new(&address).unwrap().request_permission().await;
    assert!(matches!(error, Err(AnkiError::Refused(_))), "{error:?}");
}
