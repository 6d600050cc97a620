//! Ctrl-C and SIGTERM while a server accepts and never answers.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Output},
    time::{Duration, Instant},
};

use crate::support::{Desk, code, signal, stderr, stdout_json};

/// A server that takes every connection and says nothing.
struct Silent(TcpListener);

impl Silent {
    fn start() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    fn base_url(&self) -> String {
        format!("http://{}/v1", self.0.local_addr().unwrap())
    }

    /// Waits for a request; the connection stays open as long as it is held.
    fn take_request(&self) -> TcpStream {
        let (mut stream, _) = self.0.accept().unwrap();
        assert!(stream.read(&mut [0; 16]).unwrap() > 0);
        stream
    }
}

/// How long a process takes to end, and what it said.
fn end(process: Child) -> (Duration, Output) {
    let asked = Instant::now();
    let output = process.wait_with_output().unwrap();
    (asked.elapsed(), output)
}

fn hung(desk: &Desk, server: &Silent, options: &str) -> (Child, TcpStream) {
    desk.write("words.txt", "학교\n물\n");
    let line = format!("deck words.txt -o out.apkg {options}");
    let process = desk.spawn_at(&server.base_url(), &line);
    let held = server.take_request();
    (process, held)
}

#[test]
fn one_signal_waits_ten_seconds_for_a_silent_server_and_no_longer() {
    let (desk, server) = (Desk::new(), Silent::start());
    let (process, _held) = hung(&desk, &server, "--engine compatible --json");
    signal(&process, "-TERM");
    let (took, output) = end(process);
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    assert!((8..15).contains(&took.as_secs()), "{took:?}");
    let report = stdout_json(&output);
    assert_eq!((&report["done"], &report["out"]), (&0.into(), &serde_json::Value::Null));
    let said = stderr(&output);
    assert!(
        said.contains("\nTen seconds at the most; a second Ctrl-C leaves at once.\n"),
        "{said}"
    );
    assert!(said.contains("\nhint: `hanji resume 1` goes on;"), "{said}");
    assert_eq!(stdout_json(&desk.run("run show 1 --json"))["state"], "paused");
}

#[test]
fn a_second_signal_leaves_at_once() {
    let (desk, server) = (Desk::new(), Silent::start());
    let (mut process, _held) = hung(&desk, &server, "--engine compatible");
    signal(&process, "-INT");
    let mut said = BufReader::new(process.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("Ten seconds") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0);
    }
    signal(&process, "-INT");
    let (took, output) = end(process);
    assert_eq!(code(&output), 130);
    assert!(took < Duration::from_secs(5), "{took:?}");
    line.clear();
    said.read_to_string(&mut line).unwrap();
    assert_eq!(line, "Left at once; requests under way will be found missing.\n");
}

#[test]
fn a_signal_ends_a_command_that_has_not_begun_its_run() {
    let (desk, server) = (Desk::new(), Silent::start());
    // a cap needs the price list first
    let (process, _held) = hung(&desk, &server, "--engine openrouter --max-cost 1");
    signal(&process, "-INT");
    let (took, output) = end(process);
    assert_eq!(code(&output), 130);
    assert!(took < Duration::from_secs(5), "{took:?}");
    let said = stderr(&output);
    assert!(said.ends_with("Interrupted before any word was asked for.\n"), "{said}");
    assert!(desk.run("runs").stdout.is_empty());
}

#[test]
fn a_service_stops_within_ten_seconds_whoever_is_still_talking() {
    let desk = Desk::new();
    let mut process = desk.spawn_at("http://127.0.0.1:9/v1", "serve --listen 127.0.0.1:0");
    let mut said = BufReader::new(process.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Listening on http://").unwrap();
    let mut talking = TcpStream::connect(address).unwrap();
    talking.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert!(talking.read(&mut [0; 16]).unwrap() > 0, "it is served");
    talking.write_all(b"GET /healthz HTTP/1.1\r\nHost: ").unwrap();
    signal(&process, "-TERM");
    let (took, output) = end(process);
    assert_eq!(code(&output), 0);
    assert!(took < Duration::from_secs(15), "{took:?}");
}
