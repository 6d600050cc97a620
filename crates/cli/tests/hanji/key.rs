//! `hanji key`, where there is no keychain. The real one is tested with the window.

use crate::support::{Desk, KEY, code, holds, stderr};

#[test]
fn without_a_keychain_the_key_is_not_kept_and_the_command_says_so() {
    let desk = Desk::new();
    let output = desk.hanji("key set").write_stdin(format!("{KEY}\n")).output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("was not kept"), "{shown}");
    assert!(!holds(&desk.all_bytes(), KEY));
    assert!(!shown.contains(KEY));
}

#[test]
fn a_key_of_the_environment_is_shown_by_its_last_four_characters() {
    let desk = Desk::new();
    let output = desk.hanji("key status").env("OPENROUTER_API_KEY", KEY).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("…ests") && !shown.contains(KEY), "{shown}");
}
