//! Runs: interrupted, killed, resumed, exported.

use std::{process::Output, time::Duration};

use fake_openrouter::Options;

use crate::support::{Desk, Server, code, is_package, signal, stderr, stdout_json};

fn list(words: u32) -> String {
    let syllable = |index: u32| char::from_u32(0xAC00 + index * 56 % 11_172).unwrap();
    let word = |index| [syllable(index), syllable(index / 3 + 9), '\n'];
    (0..words).flat_map(word).collect()
}

/// Starts a run against the server and ends it by a signal once some words are done.
fn end_halfway(desk: &Desk, server: &Server, by: &str) -> Output {
    let process = desk.spawn(server, "deck words.txt -o out.apkg --concurrency 4");
    while server.fake.ledger().billed < 30 {
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&process, by);
    process.wait_with_output().unwrap()
}

#[test]
fn an_interrupted_run_goes_on_where_it_stood() {
    let (desk, server) =
        (Desk::new(), Server::start(Options { latency_ms: 20, ..Options::default() }));
    desk.write("words.txt", list(60));
    assert_eq!(code(&end_halfway(&desk, &server, "-INT")), 130);
    let run = stdout_json(&desk.run("run show 1 --json"));
    assert_eq!(run["state"], "paused");
    assert!(run["done"].as_u64().unwrap() < 60, "{run}");
    let output = desk.online(&server, "resume -o out.apkg --json").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout_json(&output)["done"], 60);
    assert!(is_package(&desk.path("out.apkg")));
    assert_eq!(server.fake.ledger().billed, 120, "nothing paid twice");
}

#[test]
fn an_interrupted_run_leaves_an_older_deck_as_it_was() {
    let (desk, server) =
        (Desk::new(), Server::start(Options { latency_ms: 20, ..Options::default() }));
    desk.write("words.txt", list(60));
    desk.write("out.apkg", "an older deck");
    let output = end_halfway(&desk, &server, "-TERM");
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    let said = stderr(&output);
    let line = "out.apkg was left as it was, because the run is not complete; \
                `hanji export 1 -o …` writes what is finished.\n";
    assert!(said.contains(line), "{said}");
    assert_eq!(std::fs::read(desk.path("out.apkg")).unwrap(), b"an older deck");
    assert_eq!(code(&desk.run("export 1 -o part.apkg")), 0);
    assert!(is_package(&desk.path("part.apkg")));
    let output = desk.online(&server, "resume -o out.apkg").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(is_package(&desk.path("out.apkg")), "a complete run replaces it");
}

#[test]
fn an_interrupted_run_writes_what_it_has_where_no_deck_is() {
    let (desk, server) =
        (Desk::new(), Server::start(Options { latency_ms: 20, ..Options::default() }));
    desk.write("words.txt", list(60));
    let output = end_halfway(&desk, &server, "-INT");
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    assert!(is_package(&desk.path("out.apkg")));
}

#[test]
fn a_paused_run_leaves_an_older_deck_as_it_was() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n물\n");
    desk.write("out.apkg", "an older deck");
    let script = ["ok", "ok", "402"].map(|outcome| outcome.parse().unwrap()).to_vec();
    server.fake.set_options(Options { script, ..server.fake.options() });
    let line = "deck words.txt -o out.apkg --concurrency 1 --json";
    let output = desk.online(&server, line).output().unwrap();
    assert_eq!(code(&output), 4, "{}", stderr(&output));
    let report = stdout_json(&output);
    assert_eq!((&report["done"], &report["reason"]["code"]), (&1.into(), &"no_credit".into()));
    assert_eq!(report["out"], serde_json::Value::Null);
    assert!(stderr(&output).contains("out.apkg was left as it was"), "{}", stderr(&output));
    assert_eq!(std::fs::read(desk.path("out.apkg")).unwrap(), b"an older deck");
}

#[test]
fn a_killed_run_loses_no_more_than_what_was_in_flight() {
    let (desk, server) =
        (Desk::new(), Server::start(Options { latency_ms: 20, ..Options::default() }));
    desk.write("words.txt", list(60));
    end_halfway(&desk, &server, "-KILL");
    let output = desk.online(&server, "resume 1 -o out.apkg --json").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout_json(&output)["done"], 60);
    let billed = server.fake.ledger().billed;
    // half as many words again as places: their replies may be on their way to the disk
    assert!((120..=126).contains(&billed), "{billed} billed with 4 in flight");
}

#[test]
fn a_run_is_listed_and_its_deck_written_again() {
    let desk = Desk::new();
    desk.write("words.txt", "학교\n물\n");
    assert_eq!(code(&desk.run("deck words.txt -o first.apkg")), 0);
    let runs = stdout_json(&desk.run("runs --json"));
    assert_eq!((&runs[0]["run"], &runs[0]["state"]), (&1.into(), &"done".into()));
    let output = desk.run("export 1 -o second.apkg");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let read = |name| std::fs::read(desk.path(name)).unwrap();
    assert_eq!(read("first.apkg"), read("second.apkg"));
    assert_eq!(code(&desk.run("export 9 -o none.apkg")), 2);
    assert_eq!(code(&desk.run("resume")), 2);
}

#[test]
fn one_failed_word_is_tried_again_and_the_others_are_left() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n물\n집\n");
    let broken = "400".parse().unwrap();
    server.fake.set_options(Options { each: vec![broken], ..server.fake.options() });
    let output = desk.online(&server, "deck words.txt -o out.apkg").output().unwrap();
    assert_eq!(code(&output), 4, "every word failed: {}", stderr(&output));
    server.fake.set_options(Options { each: Vec::new(), ..server.fake.options() });
    let output = desk.online(&server, "retry 1 --word 물 -o out.apkg --json").output().unwrap();
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    let report = stdout_json(&output);
    assert_eq!((&report["done"], &report["failed"]), (&1.into(), &2.into()));
    let failed = stdout_json(&desk.run("failed 1 --json"));
    let left: Vec<_> = failed.as_array().unwrap().iter().map(|it| &it["term"]).collect();
    assert_eq!(left, ["학교", "집"]);
    let unknown = desk.online(&server, "retry 1 --word 물").output().unwrap();
    assert!(
        code(&unknown) == 2 && stderr(&unknown).contains("did not fail"),
        "{}",
        stderr(&unknown)
    );
}

#[test]
fn failed_words_are_saved_as_a_list_that_can_be_mended_and_read_again() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.csv", "word,meaning,pos\n배,pear,noun\n집,\"=house, home\",noun\n");
    assert_eq!(code(&desk.run("deck words.csv -o good.apkg")), 0);
    assert_eq!(code(&desk.run("failed 1 -o none.csv")), 4, "no word of it failed");
    assert!(!desk.path("none.csv").exists());
    let broken = "400".parse().unwrap();
    server.fake.set_options(Options { each: vec![broken], ..server.fake.options() });
    let output = desk.online(&server, "deck words.csv -o out.apkg").output().unwrap();
    assert_eq!(code(&output), 4, "every word failed: {}", stderr(&output));
    let output = desk.run("failed 2 -o mend.csv");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let list = std::fs::read_to_string(desk.path("mend.csv")).unwrap();
    assert!(list.contains("bad_request") && list.contains("\"'=house, home\""), "{list}");
    let read = stdout_json(&desk.run("words mend.csv --json"));
    let said: Vec<_> = read["files"][0]["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| (word["term"].as_str().unwrap(), word["meaning"].as_str().unwrap()))
        .collect();
    assert_eq!(said[0], ("배", "pear"), "{read}");
    assert_eq!(said.len(), 2);
}
