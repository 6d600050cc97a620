//! `hanji key`, where there is no keychain. The real one is tested with the window.

use fake_openrouter::Options;

use crate::support::{Desk, KEY, Server, code, holds, stderr};

#[test]
fn without_a_keychain_the_key_is_not_kept_and_the_command_fails() {
    let desk = Desk::new();
    let output = desk.hanji("key set").write_stdin(format!("{KEY}\n")).output().unwrap();
    assert_eq!(code(&output), 4);
    assert_eq!(
        stderr(&output),
        "Paste the key and press Enter:\n\
         error: The key was not kept: this system has no keychain that Hanji can reach.\n\
         hint: Set OPENROUTER_API_KEY instead.\n"
    );
    assert!(output.stdout.is_empty());
    assert!(!holds(&desk.all_bytes(), KEY));
}

#[test]
fn without_a_keychain_the_status_is_a_plain_sentence() {
    let output = Desk::new().run("key status");
    assert_eq!(code(&output), 4);
    let said = stderr(&output);
    let lines: Vec<&str> = said.lines().collect();
    let [error, hint] = lines[..] else { panic!("{said}") };
    assert!(error.starts_with("error: The key could not be read"), "{said}");
    assert!(error.ends_with(": this system has no keychain that Hanji can reach."), "{said}");
    assert_eq!(error.matches(". ").count(), 0, "one sentence: {said}");
    assert_eq!(hint, "hint: Set OPENROUTER_API_KEY instead.");
    assert!(output.stdout.is_empty());
}

#[test]
fn without_a_keychain_nothing_can_be_removed_and_no_other_way_is_offered() {
    let output = Desk::new().run("key remove");
    assert_eq!(code(&output), 4);
    let said = stderr(&output);
    assert!(said.ends_with("\nhint: Unlock the keychain and try again.\n"), "{said}");
}

fn status(desk: &Desk, server: &Server) -> (i32, String, String) {
    let output = desk.online(server, "key status").output().unwrap();
    (code(&output), String::from_utf8(output.stdout.clone()).unwrap(), stderr(&output))
}

fn server(key: &str, credits: Option<f64>) -> Server {
    Server::start(Options { key: Some(key.into()), credits, ..Options::default() })
}

#[test]
fn the_status_of_a_key_says_where_it_is_and_what_is_left() {
    let desk = Desk::new();
    for (credits, left) in [
        (Some(2.5), "Left: $2.50 of $2.50\n"),
        (None, "Limit: none of its own; the account's credit counts\n"),
    ] {
        let (code, said, error) = status(&desk, &server(KEY, credits));
        assert_eq!((code, error.as_str()), (0, ""));
        let kept = "A key ending in …ests comes from OPENROUTER_API_KEY; it is not stored.\n";
        assert_eq!(said, format!("{kept}Used: $0.00\n{left}"));
    }
}

#[test]
fn a_key_that_the_server_refuses_is_a_failure_that_says_so() {
    let (code, said, error) = status(&Desk::new(), &server("sk-or-v1-another", None));
    assert_eq!(code, 4);
    assert!(said.contains("…ests"), "{said}");
    assert!(error.starts_with("error: The server refused the API key."), "{error}");
    assert!(error.ends_with("hint: Enter another key, or sign in.\n"), "{error}");
    assert!(!error.contains(KEY), "{error}");
}

#[test]
fn offline_the_status_still_says_where_the_key_is() {
    let desk = Desk::new();
    let mut command = desk.hanji("key status --base-url http://127.0.0.1:9/api/v1");
    let output = command.env("OPENROUTER_API_KEY", KEY).output().unwrap();
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!((code(&output), said.lines().count()), (0, 1), "{said}");
    assert!(stderr(&output).starts_with("error: The server could not be reached."));
}
