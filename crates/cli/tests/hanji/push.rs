//! `hanji push` where there is no Anki to push to.

use crate::support::{Desk, code, stderr};

#[test]
fn a_closed_anki_is_told_with_what_to_do() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    assert_eq!(code(&desk.run("deck words.txt -o out.apkg --engine dictionary")), 0);
    let output =
        desk.hanji("push 1").env("HANJI_ANKI_CONNECT", "http://127.0.0.1:9").output().unwrap();
    assert_eq!(code(&output), 4, "{}", stderr(&output));
    assert!(stderr(&output).contains("Anki does not answer at http://127.0.0.1:9."));
    assert!(stderr(&output).contains("AnkiConnect (code 2055492159)"), "{}", stderr(&output));
    assert_eq!(code(&desk.run("push 7")), 2, "there is no such run");
}
