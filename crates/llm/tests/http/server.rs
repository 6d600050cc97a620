//! A scripted HTTP server on loopback that can also misbehave below HTTP.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use url::Url;

/// What the server does with one request.
#[derive(Clone)]
pub(crate) enum Act {
    /// Answers.
    Answer { status: u16, headers: Vec<(String, String)>, body: String, after: Duration },
    /// Sends status 200 and the beginning of a body, then closes or waits for ever.
    Part { body: String, then_stall: bool },
    /// Closes without a word.
    Hangup,
}

/// A request as it arrived.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Value,
    pub(crate) at: Instant,
}

impl Act {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        let (headers, after) = (Vec::new(), Duration::ZERO);
        Self::Answer { status, headers, body: body.to_string(), after }
    }

    pub(crate) fn error(status: u16, message: &str) -> Self {
        Self::json(status, &json!({"error": {"code": status, "message": message}}))
    }

    /// A well-made chat completion.
    pub(crate) fn content(content: &str) -> Self {
        Self::json(200, &completion(content, "stop"))
    }

    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name.into(), value.into()));
        }
        self
    }

    pub(crate) fn after(mut self, delay: Duration) -> Self {
        if let Self::Answer { after, .. } = &mut self {
            *after = delay;
        }
        self
    }
}

pub(crate) fn completion(content: &str, finish: &str) -> Value {
    json!({
        "id": "gen-1", "model": "a/b-2026", "provider": "Test",
        "choices": [{"message": {"role": "assistant", "content": content},
                     "finish_reason": finish}],
        "usage": {"prompt_tokens": 20, "completion_tokens": 10, "total_tokens": 30,
                  "cost": 0.01},
    })
}

type Script = dyn Fn(usize, &Seen) -> Act + Send + Sync;

pub(crate) struct Server {
    pub(crate) url: Url,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers the nth request (from 0) as the script says.
    pub(crate) async fn start(
        script: impl Fn(usize, &Seen) -> Act + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api/v1", listener.local_addr().unwrap()).parse().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let script: Arc<Script> = Arc::new(script);
        let all_seen = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&all_seen)));
            }
        });
        Self { url, seen, task }
    }

    /// Plays `acts` in order, then the last one for ever.
    pub(crate) async fn playing(acts: Vec<Act>) -> Self {
        Self::start(move |n, _| acts[n.min(acts.len() - 1)].clone()).await
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Server {
    /// From here on the port is closed.
    pub(crate) async fn stop(&self) {
        self.task.abort();
        while !self.task.is_finished() {
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, script: Arc<Script>, seen: Arc<Mutex<Vec<Seen>>>) {
    let Some(request) = read(&mut stream).await else { return };
    let act = {
        let mut seen = seen.lock().unwrap();
        seen.push(request.clone());
        script(seen.len() - 1, &request)
    };
    let _ = perform(stream, act).await;
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let path = text.split_whitespace().nth(1).unwrap().to_owned();
    let headers: HashMap<String, String> = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers.get("content-length").map_or(0, |text| text.parse().unwrap());
    while bytes.len() < head + length {
        stream.read_buf(&mut bytes).await.ok()?;
    }
    let body = serde_json::from_slice(&bytes[head..]).unwrap_or(Value::Null);
    Some(Seen { path, headers, body, at: Instant::now() })
}

async fn perform(mut stream: TcpStream, act: Act) -> std::io::Result<()> {
    match act {
        Act::Hangup => Ok(()),
        Act::Part { body, then_stall } => {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len() + 99);
            stream.write_all((head + &body).as_bytes()).await?;
            if then_stall {
                tokio::time::sleep(Duration::from_mins(1)).await;
            }
            stream.shutdown().await
        }
        Act::Answer { status, headers, body, after } => {
            tokio::time::sleep(after).await;
            let lines: Vec<String> =
                headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
            let lines = lines.concat();
            let head = format!(
                "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n{lines}\r\n",
                body.len()
            );
            stream.write_all((head + &body).as_bytes()).await?;
            stream.shutdown().await
        }
    }
}
