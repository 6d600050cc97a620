//! What the web view may ask, held against Tauri's own gate: the mock runtime enforces the same
//! capability as the real one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use app::{Environment, Keychain, KeychainError, SecretString};
use hanji_desktop::{Shell, context, with_commands};
use serde_json::{Value, json};
use tauri::{
    App, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    http::HeaderMap,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;

const KEY: &str = "sk-or-v1-this-is-the-secret-key-of-the-tests";

/// A keychain that lives as long as the test.
#[derive(Default)]
struct InMemory(Mutex<HashMap<String, SecretString>>);

impl Keychain for InMemory {
    fn get(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        Ok(self.0.lock().unwrap().get(account).cloned())
    }
    fn set(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        self.0.lock().unwrap().insert(account.into(), secret.clone());
        Ok(())
    }
    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        self.0.lock().unwrap().remove(account);
        Ok(())
    }
}

struct Desk {
    _folder: TempDir,
    app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let environment = Environment {
            key: None,
            data_dir: Some(folder.path().join("data")),
            // where nothing listens
            anki_connect: Some("http://127.0.0.1:9".into()),
        };
        let shell = Shell::new(environment, Arc::new(InMemory::default()));
        let app = with_commands(mock_builder(), shell).build(context()).unwrap();
        let window =
            WebviewWindowBuilder::new(&app, "main", WebviewUrl::default()).build().unwrap();
        Self { _folder: folder, app, window }
    }

    fn ask(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        invoke(&self.window, "tauri://localhost", command, arguments)
    }
}

fn invoke(
    window: &WebviewWindow<MockRuntime>,
    origin: &str,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: origin.parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: HeaderMap::default(),
        invoke_key: INVOKE_KEY.into(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}

/// What Tauri itself says of a command that a web view may not call.
fn is_denied(answer: &Result<Value, Value>) -> bool {
    answer
        .as_ref()
        .is_err_and(|error| error.as_str().is_some_and(|text| text.contains("not allowed")))
}

#[test]
fn the_window_may_ask_for_its_state() {
    let state = Desk::new().ask("app_state", json!({})).unwrap();
    assert_eq!(state["settings"]["engine"], "dictionary");
    assert_eq!(state["key"]["state"], "not_needed");
    assert_eq!(state["runs"], json!([]));
}

#[test]
fn nothing_else_of_tauri_is_open_to_the_window() {
    let desk = Desk::new();
    let arguments = json!({ "event": "words-read", "payload": null, "label": "main", "url": "https://example.com" });
    for command in [
        "plugin:event|emit",
        "plugin:event|emit_to",
        "plugin:window|close",
        "plugin:window|set_title",
        "plugin:webview|create_webview_window",
        "plugin:path|resolve_directory",
        "plugin:app|version",
        "plugin:window-state|save_window_state",
    ] {
        let answer = desk.ask(command, arguments.clone());
        assert!(is_denied(&answer), "{command}: {answer:?}");
    }
    assert!(desk.ask("plugin:fs|read_file", json!({ "path": "/etc/passwd" })).is_err());
    assert!(desk.ask("no_such_command", json!({})).is_err());
}

#[test]
fn another_window_and_another_origin_may_ask_for_nothing() {
    let desk = Desk::new();
    let other =
        WebviewWindowBuilder::new(&desk.app, "other", WebviewUrl::default()).build().unwrap();
    assert!(is_denied(&invoke(&other, "tauri://localhost", "app_state", json!({}))));
    assert!(is_denied(&invoke(&desk.window, "https://example.com", "app_state", json!({}))));
}

#[test]
fn arguments_are_taken_only_in_the_shape_asked_for() {
    let desk = Desk::new();
    let mut settings = desk.ask("app_state", json!({})).unwrap()["settings"].clone();
    settings["engine"] = "openrouter".into();
    assert_eq!(desk.ask("settings_set", json!({ "settings": settings })).unwrap(), settings);
    for (name, value) in [
        ("surprise", json!(1)),
        ("engine", json!("oracle")),
        ("concurrency", json!(-1)),
        ("concurrency", json!(0)),
        ("max_cost_usd", json!(-0.5)),
        ("openrouter_url", json!("not an address")),
    ] {
        let mut wrong = settings.clone();
        wrong[name] = value;
        assert!(desk.ask("settings_set", json!({ "settings": wrong })).is_err(), "{name}");
    }
    assert!(desk.ask("link_open", json!({ "link": "https://example.com" })).is_err());
    assert!(desk.ask("run_pause", json!({ "run": "one" })).is_err());
    for cap in [json!(-1), json!("1"), json!(0.5)] {
        // the last is an amount, and there is no such run
        assert!(desk.ask("run_set_cap", json!({ "run": 1, "maxCostUsd": cap })).is_err(), "{cap}");
    }
    assert_eq!(desk.ask("app_state", json!({})).unwrap()["settings"], settings);
}

#[test]
fn the_key_goes_in_and_never_comes_out() {
    let desk = Desk::new();
    let mut settings = desk.ask("app_state", json!({})).unwrap()["settings"].clone();
    settings["engine"] = "openrouter".into();
    // where nothing listens
    settings["openrouter_url"] = "http://127.0.0.1:9/api/v1".into();
    desk.ask("settings_set", json!({ "settings": settings })).unwrap();
    let answers = [
        desk.ask("key_set", json!({ "key": KEY })).unwrap(),
        desk.ask("key_status", json!({})).unwrap(),
        desk.ask("key_check", json!({})).unwrap_err(),
        desk.ask("app_state", json!({})).unwrap(),
        desk.ask("key_set", json!({ "key": format!("{KEY} {KEY}") })).unwrap_err(),
    ];
    for answer in &answers {
        assert!(!answer.to_string().contains(&KEY[..20]), "{answer}");
    }
    assert_eq!(answers[0], json!({ "state": "stored", "ending": "ests" }));
    assert_eq!(answers[2]["code"], "offline");
    assert_eq!(desk.ask("key_remove", json!({})).unwrap(), json!({ "state": "absent" }));
}

#[test]
fn signing_in_leads_to_no_address_but_openrouters_and_a_code_is_all_that_goes_in() {
    let desk = Desk::new();
    let mut settings = desk.ask("app_state", json!({})).unwrap()["settings"].clone();
    settings["engine"] = "openrouter".into();
    // where nothing listens, and no browser is sent
    settings["openrouter_url"] = "https://127.0.0.1:9/api/v1".into();
    desk.ask("settings_set", json!({ "settings": settings })).unwrap();
    let over = json!({ "state": "over" });
    assert_eq!(desk.ask("sign_in_wait", json!({})).unwrap(), over);
    let offer = desk.ask("sign_in_begin", json!({})).unwrap();
    assert_eq!(offer["opened"], false);
    let page = offer["page"].as_str().unwrap();
    assert!(page.starts_with("https://127.0.0.1:9/auth?code_challenge="), "{page}");
    let problem = desk.ask("sign_in_finish", json!({ "code": "a code" })).unwrap_err();
    assert_eq!(problem["code"], "offline");
    desk.ask("sign_in_cancel", json!({})).unwrap();
    assert_eq!(desk.ask("sign_in_wait", json!({})).unwrap(), over);
    let problem = desk.ask("sign_in_finish", json!({ "code": "a code" })).unwrap_err();
    assert_eq!(problem["code"], "not_found");
}

#[test]
fn words_become_notes_through_the_window_alone() {
    let desk = Desk::new();
    let preview = desk
        .ask("words_paste", json!({ "text": "학교 - school\n갉작대다 - to scratch at\nhello\n" }))
        .unwrap();
    assert_eq!(preview["counts"]["words"], 2, "{preview}");
    assert_eq!(preview["reasons"][0]["reason"], "no_hangul");
    let run = desk.ask("run_start", json!({})).unwrap();
    let watch = desk.ask("run_watch", json!({ "run": run, "channel": "__CHANNEL__:7" })).unwrap();
    assert!(watch.is_number());
    let deadline = Instant::now() + Duration::from_secs(20);
    while desk.ask("run_list", json!({})).unwrap()[0]["state"] != "done" {
        assert!(Instant::now() < deadline, "the run does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
    desk.ask("run_unwatch", json!({ "watch": watch })).unwrap();
    let page = desk.ask("run_notes", json!({ "run": run, "after": 0, "limit": 10 })).unwrap();
    let source_of = |term| {
        let mut notes = page["notes"].as_array().unwrap().iter();
        notes.find(|note| note["term"] == term).unwrap()["source"].clone()
    };
    assert_eq!(
        (source_of("학교"), source_of("갉작대다")),
        (json!("dictionary"), json!("computed"))
    );
    assert_eq!(desk.ask("run_failures", json!({ "run": run })).unwrap(), json!([]));
    let state = desk.ask("app_state", json!({})).unwrap();
    assert_eq!(state["preview"]["counts"]["words"], 0, "the words are the run's now");
}

#[test]
fn a_list_is_sorted_out_kept_and_given_back_through_the_window_alone() {
    let desk = Desk::new();
    let all = |show| json!({ "query": { "show": show, "reason": null, "text": "", "from": 0, "count": 50 } });
    let rows = |show| desk.ask("words_rows", all(show)).unwrap()["rows"].clone();
    let list = "단어,뜻\n학교,school\n학교에서,at school\n하늘,sky\n하늘,sky\nhello,hi\n";
    let read = desk.ask("words_paste", json!({ "text": list })).unwrap();
    assert_eq!(read["counts"]["certain_forms"], 1, "{read}");
    assert_eq!(
        (rows("duplicates")[0]["term"].clone(), rows("rejected")[0]["row"].clone()),
        (json!("하늘"), json!(6))
    );

    let merged = desk.ask("words_merge_all", json!({})).unwrap();
    assert_eq!(merged["undo"], json!({ "kind": "merge", "rows": 1 }));
    assert_eq!(rows("words")[0]["forms"], json!(["학교에서"]));
    let form = rows("merged")[0]["id"].clone();
    let apart = desk.ask("words_unmerge", json!({ "rows": [form] })).unwrap();
    assert_eq!(apart["counts"]["words"], 3);
    let into = json!({ "form": "학교", "pos": null, "into": null });
    let again = desk.ask("words_merge", json!({ "rows": [form], "into": into })).unwrap();
    assert_eq!(again["counts"]["words"], 2);

    let file = again["files"][0]["id"].clone();
    let choices = json!([{ "sheet": null, "index": 1, "role": "note" }]);
    let told = json!({ "file": file, "header": true, "choices": choices });
    desk.ask("words_columns", told).unwrap();
    assert_eq!(rows("words")[0]["meaning"], Value::Null);
    desk.ask("words_undo", json!({})).unwrap();
    assert_eq!(rows("words")[0]["meaning"], "school");

    let kept = desk.ask("words_keep", json!({})).unwrap();
    assert_eq!(kept["added"], 2);
    let state = desk.ask("app_state", json!({})).unwrap();
    assert_eq!(
        (&state["preview"]["counts"]["in_library"], &state["undo"]["added"]),
        (&json!(2), &json!(2))
    );
    let undone = desk.ask("edits_undo", json!({ "change": state["undo"]["id"] })).unwrap();
    assert_eq!(undone["removed"], 2);
    let removed = desk.ask("words_remove_file", json!({ "file": file })).unwrap();
    assert_eq!(removed["files"], json!([]));
}

#[test]
fn what_is_decided_about_rows_that_are_not_there_does_no_harm() {
    let desk = Desk::new();
    desk.ask("words_paste", json!({ "text": "하늘\n바다\n" })).unwrap();
    let state = || desk.ask("app_state", json!({})).unwrap()["preview"]["counts"].clone();
    let before = state();
    let into = json!({ "form": "하늘", "pos": null, "into": 99 });
    for (command, arguments) in [
        ("words_merge", json!({ "rows": [77, 4_294_967_295_u32], "into": into })),
        ("words_unmerge", json!({ "rows": [0, 1, 2] })),
        ("words_undo", json!({})),
        ("words_known_forget", json!({})),
    ] {
        let _ = desk.ask(command, arguments);
        assert_eq!(state(), before, "{command}");
    }
    for (command, arguments) in [
        ("words_correct", json!({ "row": 77, "on": true })),
        ("words_columns", json!({ "file": 77, "header": null, "choices": [] })),
        ("words_remove_file", json!({ "file": 77 })),
        ("edits_undo", json!({ "change": 77 })),
        ("words_merge", json!({ "rows": [-1], "into": "하늘" })),
        (
            "words_rows",
            json!({ "query": { "show": "everything", "reason": null, "text": "", "from": 0, "count": 1 } }),
        ),
    ] {
        assert!(desk.ask(command, arguments).is_err(), "{command}");
        assert_eq!(state(), before, "{command}");
    }
}

#[test]
fn a_problem_is_told_with_its_code_and_what_to_do() {
    let desk = Desk::new();
    let problem = desk.ask("run_start", json!({})).unwrap_err();
    assert_eq!(problem["code"], "no_words");
    assert!(problem["hint"].is_string() && problem["message"].is_string());
    let silent = desk.ask("words_known_anki", json!({})).unwrap_err();
    assert_eq!((&silent["code"], &silent["retryable"]), (&json!("offline"), &json!(true)));
    assert!(silent["hint"].as_str().unwrap().contains("AnkiConnect"), "{silent}");
    assert_eq!(
        desk.ask("run_notes", json!({ "run": 99, "after": 0, "limit": 1 })).unwrap()["notes"],
        json!([])
    );
    assert_eq!(
        desk.ask("run_watch", json!({ "run": 99, "channel": "__CHANNEL__:7" })).unwrap_err()["code"],
        "not_found"
    );
}
