//! The key goes in and never comes out: not even when the server sends it back in whatever it says.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::support::{Desk, KEY, code, holds, signal, stderr};

/// A server that answers every chat request with what it was sent.
struct Parrot {
    base_url: String,
}

/// How it says it; `KEY` stands for the whole `Authorization` header.
const WAYS: [(&str, &str, &str); 9] = [
    ("401 Unauthorized", "application/json", r#"{"error":{"code":401,"message":"bad KEY"}}"#),
    ("402 Payment Required", "application/json", r#"{"error":{"code":402,"message":"KEY"}}"#),
    (
        "400 Bad Request",
        "application/json",
        r#"{"error":{"message":"KEY","metadata":{"raw":"KEY"}}}"#,
    ),
    ("500 Internal Server Error", "text/html", "<html><body><h1>KEY</h1></body></html>"),
    ("200 OK", "text/html", "<html><body>Log in, KEY</body></html>"),
    ("200 OK", "application/json", r#"{"error":{"code":502,"message":"upstream said KEY"}}"#),
    (
        "200 OK",
        "application/json",
        r#"{"choices":[{"finish_reason":"error","error":{"message":"KEY"}}]"#,
    ),
    // an answer that is JSON, and so kept, though not of the form asked for
    (
        "200 OK",
        "application/json",
        r#"{"id":"KEY","model":"KEY","choices":[{"finish_reason":"stop","message":{"content":"{\"term\":\"KEY\"}"}}]}"#,
    ),
    (
        "200 OK",
        "application/json",
        r#"{"choices":[{"finish_reason":"stop","message":{"content":"KEY"}}]}"#,
    ),
];

impl Parrot {
    fn start((status, kind, body): (&'static str, &'static str, &'static str)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}/api/v1", listener.local_addr().unwrap());
        thread::spawn(move || {
            for stream in listener.incoming() {
                thread::spawn(move || answer(&stream.unwrap(), status, kind, body));
            }
        });
        Self { base_url }
    }
}

fn answer(mut stream: &TcpStream, status: &str, kind: &str, body: &str) {
    let mut reader = BufReader::new(stream);
    let (mut authorization, mut length, mut line) = (String::new(), 0, String::new());
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
        match name.to_lowercase().as_str() {
            "authorization" => value.trim().clone_into(&mut authorization),
            "content-length" => length = value.trim().parse().unwrap(),
            _ => {}
        }
        line.clear();
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
    let body = body.replace("KEY", &authorization);
    let length = body.len();
    let key = authorization.trim_start_matches("Bearer ");
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nx-echo: {authorization}\r\n\
         x-request-id: {key}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    let _ = stream.write_all((head + &body).as_bytes());
}

/// The key in every form in which it could hide: whole, in pieces, as base64.
fn forms_of_the_key() -> Vec<String> {
    let secret = KEY.strip_prefix("sk-or-v1-").unwrap();
    let pieces = (0..=secret.len() - 12).map(|start| secret[start..start + 12].to_owned());
    let coded = [KEY, secret, &format!("Bearer {KEY}")].map(|text| BASE64_STANDARD.encode(text));
    pieces.chain(coded.map(|text| text.trim_end_matches('=').to_owned())).collect()
}

fn find_key(what: &str, bytes: &[u8]) {
    for form in forms_of_the_key() {
        assert!(!holds(bytes, &form), "{what} holds “{form}”");
    }
}

#[test]
fn the_search_would_find_it() {
    for planted in [KEY.to_owned(), format!("x{}", &KEY[15..32]), BASE64_STANDARD.encode(KEY)] {
        let found = forms_of_the_key().iter().any(|form| holds(planted.as_bytes(), form));
        assert!(found, "{planted}");
    }
}

/// Long enough for failures to be told, too short to sit out what looks like an outage.
const PATIENCE: Duration = Duration::from_secs(2);

#[test]
fn a_server_that_sends_the_key_back_does_not_get_it_written_anywhere() {
    thread::scope(|scope| {
        for way in WAYS {
            scope.spawn(move || send_back(way));
        }
    });
}

fn send_back(way: (&'static str, &'static str, &'static str)) {
    let (desk, parrot) = (Desk::new(), Parrot::start(way));
    desk.write("words.txt", "학교\n물\n");
    let mut said = Vec::new();
    for line in [
        "deck words.txt -o out.apkg -vv --json",
        "resume 1 -vv",
        "retry 1 -vv",
        "run show 1 --json",
        "failed 1 --json",
        "estimate words.txt --json -vv",
        "models -vv",
        "doctor --json -vv",
        "key status -vv",
    ] {
        let mut command = desk.hanji(line);
        command.env("OPENROUTER_API_KEY", KEY).env("HANJI_BASE_URL", &parrot.base_url);
        command.env("RUST_BACKTRACE", "full").env("HANJI_LOG", "trace").timeout(PATIENCE);
        let output = command.output().unwrap();
        find_key(&format!("stdout of {line} ({way:?})"), &output.stdout);
        find_key(&format!("stderr of {line} ({way:?})"), &output.stderr);
        said.extend(output.stderr);
        said.extend(output.stdout);
    }
    assert!(holds(&said, "[key]"), "the server was heard ({way:?})");
    find_key(&format!("the folder ({way:?})"), &desk.all_bytes());
}

#[test]
fn a_process_that_is_aborted_leaves_no_key_behind() {
    let (desk, parrot) = (Desk::new(), Parrot::start(WAYS[3]));
    desk.write("words.txt", "학교\n물\n");
    let process = desk.spawn_at(&parrot.base_url, "deck words.txt -o out.apkg -vv");
    thread::sleep(Duration::from_millis(300));
    signal(&process, "-ABRT");
    let output = process.wait_with_output().unwrap();
    find_key("stderr", &output.stderr);
    find_key("the folder", &desk.all_bytes());
    assert_eq!(code(&desk.run("runs --json")), 0, "{}", stderr(&output));
}
