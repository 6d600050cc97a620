//! Hanji's window as a learner's eyes and hands have it, by `WebDriver`: what is shown is found by
//! what it means (its `data-` attributes), and waited for. Pictures are taken of the whole screen.

use std::{
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::{
    processes::{alive, eventually, kill_now},
    session::Session,
};

/// The binary under test.
pub(crate) const HANJI: &str = env!("CARGO_BIN_EXE_hanji-desktop");

/// Where a session's Hanji keeps its data.
pub(crate) fn data_dir(session: &Session) -> PathBuf {
    session.home().join("data")
}

/// Hanji, to be started in a session.
pub(crate) fn hanji(session: &Session, program: &str) -> Command {
    let mut command = session.command(program);
    command.env("HANJI_DATA_DIR", data_dir(session)).env("HANJI_LOG", "debug");
    // where nothing listens: an Anki that runs outside is not the test's
    command.env("HANJI_ANKI_CONNECT", "http://127.0.0.1:9");
    command
}

/// An open window.
pub(crate) struct Window<'s> {
    session: &'s Session,
    driver: Child,
    client: Client,
    pid: u32,
}

impl<'s> Window<'s> {
    /// Opens the window.
    pub(crate) async fn open(session: &'s Session) -> Self {
        Self::open_with(session, &[]).await
    }

    /// Opens the window with files named on the command line.
    pub(crate) async fn open_with(session: &'s Session, files: &[&Path]) -> Self {
        embedded();
        let (driver, address) = start_driver(session).await;
        let options = json!({ "binary": concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/launch.sh"), "args": files });
        let wanted = [("webkitgtk:browserOptions".to_owned(), options)];
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted.into_iter().collect())
            .connect(&address)
            .await
            .unwrap_or_else(|error| panic!("the window did not open: {error}\n{}", log(session)));
        let pid = std::fs::read_to_string(session.home().join("hanji.pid")).unwrap();
        let window = Self { session, driver, client, pid: pid.trim().parse().unwrap() };
        window.see("main .view > *").await;
        window
    }

    /// The first thing that is shown of this selector, once there is one.
    pub(crate) async fn see(&self, selector: &str) -> Element {
        let shown = eventually(selector, async || {
            let found = self.client.find_all(Locator::Css(selector)).await.unwrap_or_default();
            for element in found {
                if element.is_displayed().await.unwrap_or(false) {
                    return Some(element);
                }
            }
            None
        });
        shown.await
    }

    /// What is written in the first thing shown of this selector.
    pub(crate) async fn text(&self, selector: &str) -> String {
        self.see(selector).await.text().await.unwrap()
    }

    /// Something shown of this selector in which this is written, once there is one.
    pub(crate) async fn see_text(&self, selector: &str, text: &str) {
        let script = format!(
            "return [...document.querySelectorAll({selector:?})].some(e => e.textContent.includes({text:?}))"
        );
        eventually(text, async || self.ask(&script).await.as_bool().filter(|seen| *seen)).await;
    }

    /// Waits until this is written in nothing shown of this selector.
    pub(crate) async fn see_no_text(&self, selector: &str, text: &str) {
        let script = format!(
            "return [...document.querySelectorAll({selector:?})].some(e => e.textContent.includes({text:?}))"
        );
        let gone = async || self.ask(&script).await.as_bool().filter(|seen| !*seen);
        eventually(&format!("the end of {text}"), gone).await;
    }

    /// Clicks on what is shown and enabled and does this.
    pub(crate) async fn press(&self, action: &str) {
        let selector = format!("[data-action='{action}']:not(:disabled)");
        self.see(&selector).await.click().await.unwrap();
    }

    /// Types into the field of this name, and confirms.
    pub(crate) async fn enter(&self, field: &str, text: &str) {
        let field = self.see(&format!("[data-action='{field}']")).await;
        field.send_keys(&format!("{text}\u{e007}")).await.unwrap();
    }

    /// What a script gives, run in the page.
    pub(crate) async fn ask(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// What a script hands to the function that is its last argument.
    pub(crate) async fn ask_later(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.unwrap()
    }

    /// Presses a key as the keyboard does: `ctrl+z`, `End`.
    pub(crate) fn type_key(&self, key: &str) {
        let window = self.system_window();
        self.session.output("xdotool", &["windowactivate", "--sync", &window]);
        self.session.output("xdotool", &["key", "--clearmodifiers", key]);
    }

    /// Waits until the run shown stands like this.
    pub(crate) async fn run_is(&self, state: &str) {
        self.see(&format!("[data-run-state='{state}']")).await;
    }

    /// How many words of the run shown are done.
    pub(crate) async fn done(&self) -> usize {
        let done = self.see("[data-run-done]").await.attr("data-run-done").await.unwrap();
        done.unwrap().parse().unwrap()
    }

    /// Waits until this many words of the run shown are done, and it goes on.
    pub(crate) async fn done_while_running(&self, words: usize) {
        let script = format!(
            "const done = document.querySelector('[data-run-done]')?.dataset.runDone; \
             return done >= {words} && document.querySelector('[data-run-state]').dataset.runState;"
        );
        let state = eventually("some words of the run to be done", async || {
            self.ask(&script).await.as_str().map(str::to_owned)
        });
        assert_eq!(state.await, "running", "the run was over before it could be looked at");
    }

    /// Closes the window as the window manager does when its cross is clicked, and waits for
    /// Hanji's end.
    pub(crate) async fn close(mut self) {
        let window = self.system_window();
        self.session.output("xdotool", &["windowactivate", "--sync", &window]);
        self.session.output("xdotool", &["key", "--clearmodifiers", "alt+F4"]);
        let pid = self.pid;
        eventually("Hanji's end", async || (!alive(pid)).then_some(())).await;
        self.end_driver();
    }

    /// Ends Hanji as a power cut would.
    pub(crate) fn kill(mut self) {
        kill_now(self.pid);
        self.end_driver();
    }

    /// Puts the window where drags are meant to end.
    pub(crate) fn to_upper_left_corner(&self) {
        self.session.output("xdotool", &["windowmove", "--sync", &self.system_window(), "0", "0"]);
    }

    /// The window as the display knows it.
    pub(crate) fn system_window(&self) -> String {
        let found =
            self.session.output("xdotool", &["search", "--onlyvisible", "--name", "^Hanji$"]);
        assert!(!found.is_empty(), "Hanji has no window on the display");
        found.lines().take(1).collect()
    }

    /// Leaves a picture of the screen in `target/e2e/`.
    pub(crate) async fn picture(&self, name: &str) {
        // the last frame may be on its way
        tokio::time::sleep(Duration::from_millis(250)).await;
        picture(self.session, name);
    }

    fn end_driver(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let test = std::thread::current().name().unwrap_or("a test").replace("::", "-");
            picture(self.session, &format!("failed-{test}"));
            println!("A picture of the screen is in target/e2e.");
            println!("Hanji's log:\n{}", log(self.session));
        }
        self.end_driver();
    }
}

/// What the windows of a session have logged.
pub(crate) fn log(session: &Session) -> String {
    std::fs::read_to_string(session.home().join("hanji.log")).unwrap_or_default()
}

fn picture(session: &Session, name: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("e2e");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}.png"));
    session.output("import", &["-silent", "-window", "root", path.to_str().unwrap()]);
}

/// The binary under test must show the pages that are in the tree, not ask a server for them.
fn embedded() {
    let pages = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/dist/index.html");
    let obstacle = if cfg!(not(feature = "custom-protocol")) {
        "built without the feature custom-protocol"
    } else if Path::new(pages).is_file() {
        return;
    } else {
        "ui/dist is missing"
    };
    panic!("{obstacle}; `./dev test` builds what the tests need");
}

async fn start_driver(session: &Session) -> (Child, String) {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let driver = hanji(session, "WebKitWebDriver")
        .arg(format!("--port={port}"))
        .env("TAURI_AUTOMATION", "true")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("HANJI_UNDER_TEST", HANJI)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    eventually("WebKitWebDriver", async || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok())
        .await;
    (driver, format!("http://127.0.0.1:{port}"))
}
