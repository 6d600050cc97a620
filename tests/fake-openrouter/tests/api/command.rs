//! The command: its options, and the line that says it is ready.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::support::{about, client};

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn fake(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fake-openrouter"));
    command.args(arguments);
    command
}

#[tokio::test]
async fn it_says_where_it_listens_and_serves_there() {
    let options = ["--listen", "127.0.0.1:0", "--latency-ms", "1", "--fault", "500=1.0"];
    let more = ["--rpm", "100", "--seed", "7", "--script", "ok,429-day"];
    let of_words = ["--each", "ok", "--word", "학교=503,502", "--tail-ms", "1"];
    let mut command = fake(&[&options[..], &more[..], &of_words[..]].concat());
    let mut running = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let root = line.trim().strip_prefix("listening on ").unwrap();
    let mut statuses = Vec::new();
    for _ in 0..5 {
        let request = client().post(format!("{root}/v1/chat/completions")).json(&about("학교"));
        statuses.push(request.send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [200, 429, 503, 502, 500]);
    let ledger = client().get(format!("{root}/_ledger")).send().await.unwrap();
    assert_eq!(ledger.json::<Value>().await.unwrap()["requests"], 5);
}

#[test]
fn a_misspelt_fault_is_refused_and_the_names_are_listed() {
    let output = fake(&["--fault", "malformd=0.1"]).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(message.contains("malformed") && message.contains("429-day"), "{message}");
}
