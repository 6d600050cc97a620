//! A folder of its own for each test, the command in it, and a fake OpenRouter.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Output, Stdio},
    time::Duration,
};

use assert_cmd::Command;
use fake_openrouter::{Fake, Options};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// No test may find this in any output or file.
pub(crate) const KEY: &str = "sk-or-v1-this-is-the-secret-key-of-the-tests";

pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// The command, in this folder, with its own data folder and nothing of the environment's.
    pub(crate) fn hanji(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hanji"));
        command
            .current_dir(self.folder.path())
            .args(line.split_whitespace())
            .env("HANJI_DATA_DIR", self.path("data"))
            // no session bus: the keychain of whoever runs the tests is none of our business
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("XDG_RUNTIME_DIR", self.path("no-runtime"));
        for name in ["OPENROUTER_API_KEY", "HANJI_BASE_URL", "HANJI_MODEL", "HANJI_LOG"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, line: &str) -> Output {
        self.hanji(line).output().unwrap()
    }

    /// The command against a fake OpenRouter, with the key in the environment.
    pub(crate) fn online(&self, fake: &Server, line: &str) -> Command {
        let mut command = self.hanji(line);
        command.env("OPENROUTER_API_KEY", KEY).env("HANJI_BASE_URL", fake.fake.base_url());
        command
    }

    /// The command against a fake OpenRouter, going on by itself.
    pub(crate) fn spawn(&self, fake: &Server, line: &str) -> Child {
        self.spawn_at(&fake.fake.base_url(), line)
    }

    /// The command against the server at an address, going on by itself.
    pub(crate) fn spawn_at(&self, base_url: &str, line: &str) -> Child {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hanji"));
        command
            .current_dir(self.folder.path())
            .args(line.split_whitespace())
            .env("HANJI_DATA_DIR", self.path("data"))
            .env("OPENROUTER_API_KEY", KEY)
            .env("HANJI_BASE_URL", base_url)
            .env("XDG_RUNTIME_DIR", self.path("no-runtime"));
        for name in ["DBUS_SESSION_BUS_ADDRESS", "HANJI_MODEL", "HANJI_LOG"] {
            command.env_remove(name);
        }
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// All that lies in the folder, as bytes.
    pub(crate) fn all_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    bytes.extend(fs::read(path).unwrap());
                }
            }
        }
        bytes
    }
}

pub(crate) struct Server {
    pub(crate) fake: Fake,
    _runtime: Runtime,
}

impl Server {
    pub(crate) fn start(options: Options) -> Self {
        let runtime = Runtime::new().unwrap();
        let fake = runtime.block_on(fake_openrouter::start(options)).unwrap();
        Self { fake, _runtime: runtime }
    }

    /// Waits until that many chat requests have come in.
    pub(crate) fn wait_for_requests(&self, requests: u64) {
        while self.fake.ledger().requests < requests {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Sends a process a signal, such as `-INT`.
pub(crate) fn signal(process: &Child, signal: &str) {
    let id = process.id().to_string();
    let sent = std::process::Command::new("kill").args([signal, &id]).status();
    assert!(sent.unwrap().success());
}

pub(crate) fn stdout_json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(output)))
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// Whether a file is a zip that holds an Anki collection.
pub(crate) fn is_package(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    let name = b"collection.anki2";
    bytes.starts_with(b"PK") && bytes.windows(name.len()).any(|window| window == name)
}

/// Whether bytes hold a text.
pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
