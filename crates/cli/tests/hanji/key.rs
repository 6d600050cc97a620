//! `hanji key`, where there is no keychain. The real one is tested with the window.

use crate::support::{Desk, KEY, code, holds, stderr};

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

#[test]
fn a_key_of_the_environment_is_shown_by_its_last_four_characters() {
    let desk = Desk::new();
    let output = desk.hanji("key status").env("OPENROUTER_API_KEY", KEY).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(shown, "A key ending in …ests comes from OPENROUTER_API_KEY.\n");
}
