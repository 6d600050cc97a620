//! What learners really do: each mistake gets a sentence, and costs nothing.

use std::fs;

use fake_openrouter::Options;

use crate::support::{Desk, Server, code, stderr};

/// Runs a command that must fail, and gives what it said.
fn refused(desk: &Desk, line: &str, exit: i32) -> String {
    let output = desk.run(line);
    let said = stderr(&output);
    assert_eq!(code(&output), exit, "{line}: {said}");
    assert!(said.contains("error: "), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn a_missing_an_empty_a_binary_and_a_foreign_file_are_named_each_for_what_it_is() {
    let desk = Desk::new();
    desk.write("empty.csv", "");
    desk.write("program.txt", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00");
    desk.write("english.txt", "hello\nworld\n");
    assert!(refused(&desk, "deck missing.csv -o o.apkg", 4).contains("does not exist"));
    assert!(refused(&desk, "deck empty.csv -o o.apkg", 4).contains("empty"));
    assert!(refused(&desk, "deck program.txt -o o.apkg", 4).contains("does not hold text"));
    assert!(refused(&desk, "deck english.txt -o o.apkg", 4).contains("Korean"));
    assert!(refused(&desk, "deck . -o o.apkg", 4).contains("not a file"));
    assert!(!desk.path("o.apkg").exists());
}

#[test]
fn a_bad_file_beside_a_good_one_costs_nothing_but_a_line() {
    let desk = Desk::new();
    desk.write("good.txt", "학교\n");
    let output = desk.run("deck missing.csv good.txt -o o.apkg");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("missing.csv does not exist"));
    assert!(desk.path("o.apkg").exists());
}

#[test]
fn a_deck_that_cannot_be_written_is_told_before_the_run() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    assert!(refused(&desk, "deck words.txt -o nowhere/o.apkg", 2).contains("does not exist"));
    assert!(refused(&desk, "deck words.txt -o o.docx", 2).contains("docx"));
    assert!(refused(&desk, "deck words.txt -o o", 2).contains("no ending"));
    assert!(!desk.path("data/hanji.sqlite").exists() || desk.run("runs").stdout.is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_file_is_found_before_anything_is_paid() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n");
    // not even the superuser makes a file there
    let output = desk.online(&server, "deck words.txt -o /proc/x.apkg").output().unwrap();
    assert_eq!(code(&output), 4);
    assert_eq!(
        stderr(&output),
        "error: The folder /proc takes no new file.\n\
         hint: Choose another folder for the deck, or change its permissions.\n"
    );
    assert_eq!(server.fake.ledger().requests, 0);
}

#[test]
fn a_name_that_no_disk_takes_is_found_before_anything_is_paid() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    let line = format!("deck words.txt -o {}.apkg", "x".repeat(300));
    assert!(refused(&desk, &line, 2).contains("cannot be written"));
    assert!(desk.run("runs").stdout.is_empty());
}

#[test]
fn proving_that_a_deck_can_be_written_leaves_nothing_behind() {
    let desk = Desk::new();
    fs::create_dir(desk.path("decks")).unwrap();
    refused(&desk, "deck missing.csv -o decks/o.apkg", 4);
    assert_eq!(fs::read_dir(desk.path("decks")).unwrap().count(), 0);
}

#[test]
fn a_deck_is_not_written_over_the_words() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    fs::create_dir(desk.path("sub")).unwrap();
    for out in ["words.txt", "./words.txt", "sub/../words.txt"] {
        let line = format!("deck words.txt --format apkg -o {out}");
        assert!(refused(&desk, &line, 2).contains(" is one of the word files"));
    }
    assert_eq!(fs::read_to_string(desk.path("words.txt")).unwrap(), "학교\n");
}

#[test]
fn a_name_that_anki_takes_for_a_whole_collection_is_refused() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    for name in ["collection.apkg", "backup-1.apkg", "Collection.APKG", "Backup-.apkg"] {
        let said = refused(&desk, &format!("deck words.txt -o {name}"), 2);
        assert!(said.contains("for a whole collection to restore."), "{said}");
        assert!(!desk.path(name).exists());
    }
    refused(&desk, "deck words.txt -o x.colpkg --format apkg", 2);
    assert_eq!(code(&desk.run("deck words.txt -o backup.apkg")), 0);
    refused(&desk, "export 1 -o backup-1.apkg", 2);
    refused(&desk, "resume 1 -o collection.apkg", 2);
    refused(&desk, "retry 1 -o collection.apkg", 2);
}

#[test]
fn none_of_the_words_is_no_limit() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    let said = refused(&desk, "deck words.txt -o o.apkg --limit 0", 2);
    assert!(said.contains("invalid value '0' for '--limit <N>'"), "{said}");
    assert!(!desk.path("data").exists());
}

#[test]
fn an_empty_word_is_not_said() {
    let desk = Desk::new();
    for word in ["", " "] {
        let output = desk.hanji("say").arg(word).output().unwrap();
        assert_eq!(code(&output), 2);
        assert_eq!(
            stderr(&output),
            "error: An empty word cannot be said.\nhint: Give a word, such as `hanji say 학교`.\n"
        );
    }
}

#[test]
fn no_network_pauses_the_run_and_says_how_to_go_on() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n물\n");
    // nothing listens on port 9 of loopback
    let output = desk
        .hanji("deck words.txt -o o.apkg --engine compatible --base-url http://127.0.0.1:9/v1")
        .timeout(std::time::Duration::from_secs(100))
        .output()
        .unwrap();
    assert_eq!(code(&output), 4, "{}", stderr(&output));
    let said = stderr(&output);
    assert!(said.contains("could not be reached"), "{said}");
    assert!(said.contains("resume"), "{said}");
}

#[test]
fn openrouter_without_a_key_says_what_to_do() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    let said = refused(&desk, "deck words.txt -o o.apkg --engine openrouter", 4);
    assert!(said.ends_with("\nhint: Set OPENROUTER_API_KEY instead.\n"), "{said}");
    assert!(said.contains("this system has no keychain that Hanji can reach.\n"), "{said}");
    assert!(!said.contains("for this session"), "{said}");
}

#[test]
fn an_unencrypted_address_on_the_internet_is_refused() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    let line = "deck words.txt -o o.apkg --engine compatible --base-url http://example.com/v1";
    assert!(refused(&desk, line, 4).contains("https"));
    let line = "deck words.txt -o o.apkg --engine compatible --base-url nonsense";
    assert!(refused(&desk, line, 4).contains("not a web address"));
}

#[test]
fn a_damaged_database_is_named_and_left_as_it_was() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    fs::create_dir(desk.path("data")).unwrap();
    let garbage = "not a database at all ".repeat(100);
    desk.write("data/hanji.sqlite", &garbage);
    let said = refused(&desk, "deck words.txt -o o.apkg", 4);
    assert!(said.contains("damaged"), "{said}");
    assert_eq!(fs::read_to_string(desk.path("data/hanji.sqlite")).unwrap(), garbage);
}

#[test]
fn settings_that_cannot_be_read_are_named_with_the_file() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    fs::create_dir(desk.path("data")).unwrap();
    desk.write("data/settings.toml", "concurrency = \"many\"");
    assert!(refused(&desk, "deck words.txt -o o.apkg", 2).contains("settings.toml"));
}
