//! What the sources may say: who reads the clock, who touches files, who sees the key, who knows
//! Tauri.

use super::{Source, files_under, rust::Facts};

/// The one place that reads the clock and makes the seed.
const CLOCK: &str = "crates/app/src/clock.rs";

/// What differs from one start to the next.
const UNREPEATABLE: &[&str] = &[
    "SystemTime::now",
    "Utc::now",
    "Local::now",
    "now_utc",
    "rand::random",
    "rand::rng",
    "rand::make_rng",
    "thread_rng",
    "from_os_rng",
    "OsRng",
    "SysRng",
    "getrandom::fill",
    "RandomState",
    "Uuid::new_v4",
];

/// The world outside, which bytes-in, words-out crates refuse to know.
const OUTSIDE: &[&str] =
    &["std::fs", "std::net", "std::env", "std::process", "std::thread", "std::time", "tokio"];

/// Who may look at a key: the keychain's side and the request's.
const SEES_THE_KEY: &[&str] = &[
    "crates/app/src/keys.rs",
    "crates/llm/src/endpoint.rs",
    // the proof of a sign-in, which is as secret as the key it buys
    "crates/llm/src/sign_in.rs",
];

fn unrepeatable(sources: &[Source]) -> Vec<String> {
    let logic = sources.iter().filter(|source| source.path != CLOCK);
    all_named(logic, |facts| {
        UNREPEATABLE.iter().copied().filter(|name| facts.names(name)).collect()
    })
}

fn impure(sources: &[Source]) -> Vec<String> {
    all_named(sources, |facts| {
        OUTSIDE.iter().copied().filter(|name| facts.names_within(name)).collect()
    })
}

fn key_seen(sources: &[Source]) -> Vec<String> {
    let others = sources.iter().filter(|source| !SEES_THE_KEY.contains(&source.path.as_str()));
    all_named(others, |facts| {
        ["expose_secret"].into_iter().filter(|name| facts.names(name)).collect()
    })
}

fn key_written_out(sources: &[Source]) -> Vec<String> {
    sources.iter().flat_map(|source| named(source, Facts::of(source).leaks)).collect()
}

fn knows_tauri(sources: &[Source]) -> Vec<String> {
    let elsewhere = sources.iter().filter(|source| !source.path.starts_with("ui/src/platform/"));
    elsewhere
        .filter(|source| source.text.contains("@tauri-apps"))
        .map(|source| source.path.clone())
        .collect()
}

fn raw_html(sources: &[Source]) -> Vec<String> {
    let ways = ["{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"];
    sources
        .iter()
        .flat_map(|source| named(source, ways.into_iter().filter(|way| source.text.contains(way))))
        .collect()
}

fn all_named<'a>(
    sources: impl IntoIterator<Item = &'a Source>,
    find: impl Fn(&Facts) -> Vec<&'static str>,
) -> Vec<String> {
    sources.into_iter().flat_map(|source| named(source, find(&Facts::of(source)))).collect()
}

/// `what` was found in `source`.
fn named<T: AsRef<str>>(source: &Source, what: impl IntoIterator<Item = T>) -> Vec<String> {
    what.into_iter().map(|what| format!("{}: {}", source.path, what.as_ref())).collect()
}

/// The code of the crates and the shell, their tests in `tests/` left out.
fn rust_code() -> Vec<Source> {
    let mut sources = files_under("crates", &[".rs"]);
    sources.retain(|source| source.path.split('/').nth(2) == Some("src"));
    sources.extend(files_under("src-tauri/src", &[".rs"]));
    assert!(sources.len() > 30, "{} files", sources.len());
    sources
}

fn ui_code() -> Vec<Source> {
    let sources = files_under("ui/src", &[".ts", ".svelte", ".js"]);
    assert!(sources.len() > 10, "{} files", sources.len());
    sources
}

#[test]
fn logic_is_given_the_time_and_its_seed() {
    assert_eq!(unrepeatable(&rust_code()), [""; 0]);
}

#[test]
fn a_clock_in_the_logic_would_be_named() {
    let code = "use std::time::SystemTime; fn f() { g(SystemTime::now()) }
        #[cfg(test)] mod tests { fn h() { rand::random() } }";
    let elsewhere = Source::new("crates/llm/src/x.rs", code);
    assert_eq!(unrepeatable(&[elsewhere]), ["crates/llm/src/x.rs: SystemTime::now"]);
    for code in [
        "use rand::{rng, Rng};",
        "fn f() { let x = rand::rngs::StdRng::from_os_rng(); }",
        "fn f() { json!({ \"at\": std::time::SystemTime::now() }) }",
    ] {
        assert_eq!(unrepeatable(&[Source::new("x.rs", code)]).len(), 1, "{code}");
    }
    assert_eq!(unrepeatable(&[Source::new(CLOCK, code)]), [""; 0]);
}

#[test]
fn the_korean_layer_and_the_word_files_are_pure() {
    for folder in ["crates/korean/src", "crates/vocab/src"] {
        assert_eq!(impure(&files_under(folder, &[".rs"])), [""; 0]);
    }
}

#[test]
fn a_file_read_in_a_pure_crate_would_be_named() {
    for code in [
        "use std::fs;",
        "use std::{collections::BTreeMap, fs::File};",
        "fn f() { std::fs::read(\"x\") }",
        "fn f() { g!(std::fs::read(\"x\")) }",
    ] {
        assert_eq!(impure(&[Source::new("x.rs", code)]), ["x.rs: std::fs"], "{code}");
    }
}

#[test]
fn a_key_is_looked_at_only_where_it_is_kept_and_where_it_is_sent() {
    let sources = rust_code();
    assert_eq!(key_seen(&sources), [""; 0]);
    for path in SEES_THE_KEY {
        let source = sources.iter().find(|source| source.path == *path).unwrap();
        assert!(Facts::of(source).names("expose_secret"), "{path} has no business in the list");
    }
}

#[test]
fn a_look_at_the_key_would_be_named() {
    for code in ["fn f() { key.expose_secret(); }", "fn f() { g!(\"{}\", key.expose_secret()) }"] {
        assert_eq!(key_seen(&[Source::new("x.rs", code)]), ["x.rs: expose_secret"], "{code}");
    }
}

#[test]
fn no_type_that_holds_a_key_can_be_written_out() {
    assert_eq!(key_written_out(&rust_code()), [""; 0]);
}

#[test]
fn a_key_in_a_type_that_can_be_written_out_would_be_named() {
    for code in [
        "#[derive(Debug, serde::Serialize)] struct S { key: Option<secrecy::SecretString> }",
        "#[derive(TS)] enum S { A, B(SecretString) }",
        "struct S(SecretString); impl std::fmt::Display for S {}",
    ] {
        assert_eq!(key_written_out(&[Source::new("x.rs", code)]), ["x.rs: S"], "{code}");
    }
    let fine = "#[derive(Debug)] struct S(SecretString); #[derive(Serialize)] struct T(String);";
    assert_eq!(key_written_out(&[Source::new("x.rs", fine)]), [""; 0]);
}

#[test]
fn only_the_platform_knows_tauri() {
    let sources = ui_code();
    assert!(sources.iter().any(|source| source.text.contains("@tauri-apps")));
    assert_eq!(knows_tauri(&sources), [""; 0]);
}

#[test]
fn tauri_in_a_view_would_be_named() {
    let text = "import { invoke } from '@tauri-apps/api/core';";
    let view = Source::new("ui/src/App.svelte", text);
    let platform = Source::new("ui/src/platform/tauri.ts", text);
    assert_eq!(knows_tauri(&[view, platform]), ["ui/src/App.svelte"]);
}

#[test]
fn the_window_shows_text_and_never_raw_html() {
    assert_eq!(raw_html(&ui_code()), [""; 0]);
    let view = Source::new("x.svelte", "<p>{@html card.back}</p>");
    assert_eq!(raw_html(&[view]), ["x.svelte: {@html"]);
}
