//! Words that a running Anki has, left out of a list: whatever its fields are called, and whatever
//! markup stands in them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/no_keychain.rs"]
mod no_keychain;

use std::sync::Arc;

use app::{
    App, Code, Options, Problem,
    dto::{KnownWords, Preview},
};
use no_keychain::NoKeychain;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

/// Plays the add-on with notes of two types.
async fn anki() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let mut read = 0;
            while !String::from_utf8_lossy(&request[..read]).ends_with('}') {
                read += stream.read(&mut request[read..]).await.unwrap();
            }
            let notes = String::from_utf8_lossy(&request[..read]).contains("notesInfo");
            let result = if notes { NOTES } else { "[1, 2, 3]" };
            let body = format!(r#"{{"result": {result}, "error": null}}"#);
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
            stream.write_all((head + &body).as_bytes()).await.unwrap();
        }
    });
    address
}

const NOTES: &str = r#"[
  {"noteId": 1, "modelName": "Basic", "tags": [], "fields": {
    "Front": {"value": "<b>학교</b> [sound:a.mp3]", "order": 0},
    "Back": {"value": "school", "order": 1}}},
  {"noteId": 2, "modelName": "Basic", "tags": [], "fields": {
    "Front": {"value": "물&nbsp;", "order": 0},
    "Back": {"value": "water", "order": 1}}},
  {"noteId": 3, "modelName": "Reversed", "tags": [], "fields": {
    "English": {"value": "went", "order": 0},
    "Korean": {"value": "갔다", "order": 1}}}
]"#;

async fn known(folder: &TempDir, address: String, list: &str) -> Result<Preview, Problem> {
    let app = App::open(Options {
        data_dir: Some(folder.path().to_owned()),
        key: None,
        key_for_any_address: false,
        keychain: Arc::new(NoKeychain),
        anki_connect: Some(address),
    })?;
    app.read_text("list.txt", list.to_owned()).await?;
    app.know_anki().await
}

#[tokio::test]
async fn words_of_a_running_anki_are_left_out_and_so_are_the_words_behind_its_forms() {
    let folder = TempDir::new().unwrap();
    let preview = known(&folder, anki().await, "학교\n물\n가다\n먹다\n").await.unwrap();
    assert_eq!((preview.counts.words, preview.counts.known), (1, 3));
    assert_eq!(preview.known, Some(KnownWords { file: None, words: 3 }));
}

#[tokio::test]
async fn a_closed_anki_leaves_the_list_as_it_is_and_says_what_to_do() {
    let folder = TempDir::new().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let problem = known(&folder, format!("http://{free}"), "학교\n").await.unwrap_err();
    assert_eq!((problem.code, problem.retryable), (Code::Offline, true));
    assert!(problem.hint.unwrap().contains("AnkiConnect"));
}
