//! `hanji cache`: what is kept, and letting go of it.

use fake_openrouter::Options;

use crate::support::{Desk, Server, code, stderr, stdout_json};

const DECK: &str = "deck words.txt -o out.apkg --json";

/// A run over two words: four answers.
fn answered() -> (Desk, Server) {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n물\n");
    let output = desk.online(&server, DECK).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    (desk, server)
}

fn requests_of_another_deck(desk: &Desk, server: &Server) -> u64 {
    let output = desk.online(server, DECK).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout_json(&output)["requests"].as_u64().unwrap()
}

#[test]
fn what_is_kept_is_told_with_the_share_of_words_that_needed_no_request() {
    let (desk, server) = answered();
    assert_eq!(requests_of_another_deck(&desk, &server), 0);
    let stats = stdout_json(&desk.run("cache stats --json"));
    assert_eq!((&stats["answers"], &stats["replies"]), (&4.into(), &4.into()), "{stats}");
    assert_eq!(stats["hit_rate"], 0.5);
    assert!(stats["cost_usd"].as_f64().unwrap() > 0.0);
    assert_eq!(stats["kinds"].as_array().unwrap().len(), 2, "{stats}");
    assert_eq!(stats["kinds"][0]["prompt"].as_str().unwrap().len(), 16);
    assert_eq!(code(&desk.run("cache stats")), 0);
    let check = desk.run("cache verify --json");
    assert_eq!(code(&check), 0);
    let check = stdout_json(&check);
    assert_eq!((&check["replies"], &check["answers"]), (&4.into(), &4.into()), "{check}");
}

#[test]
fn a_forgotten_word_is_asked_again_and_its_cost_stays_in_the_books() {
    let (desk, server) = answered();
    let cost = stdout_json(&desk.run("cache stats --json"))["cost_usd"].clone();
    let refused = desk.run("cache forget --word 학교");
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("2 answers"), "{}", stderr(&refused));
    assert_eq!(requests_of_another_deck(&desk, &server), 0, "nothing was forgotten yet");
    assert_eq!(code(&desk.run("cache forget --word 학교 --yes")), 0);
    let stats = stdout_json(&desk.run("cache stats --json"));
    assert_eq!((&stats["answers"], &stats["cost_usd"]), (&2.into(), &cost));
    assert_eq!(code(&desk.run("cache forget --undo")), 0);
    assert_eq!(requests_of_another_deck(&desk, &server), 0);
    assert_eq!(code(&desk.run("cache forget --word 학교 --yes")), 0);
    assert_eq!(requests_of_another_deck(&desk, &server), 2);
    assert_eq!(server.fake.ledger().billed, 6);
}

#[test]
fn a_prompt_is_forgotten_by_the_beginning_of_its_hash() {
    let (desk, server) = answered();
    let stats = stdout_json(&desk.run("cache stats --json"));
    let kinds = stats["kinds"].as_array().unwrap();
    let cards = kinds.iter().find(|kind| kind["stage"] == "cards").unwrap();
    let beginning = &cards["prompt"].as_str().unwrap()[..6];
    assert_eq!(code(&desk.run(&format!("cache forget --prompt {beginning} --yes"))), 0);
    assert_eq!(code(&desk.run("cache forget --prompt zzz --yes")), 2);
    assert_eq!(requests_of_another_deck(&desk, &server), 2, "stage 1 is still answered");
}

#[test]
fn purging_leaves_no_text_in_the_data_folder() {
    let (desk, _server) = answered();
    let output = desk.run("cache forget --all --purge --yes --json");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout_json(&output)["purged"], 4);
    let stats = stdout_json(&desk.run("cache stats --json"));
    assert_eq!((&stats["answers"], &stats["text_bytes"]), (&0.into(), &0.into()), "{stats}");
    assert!(stats["cost_usd"].as_f64().unwrap() > 0.0, "what was paid stays in the books");
    let runs = stdout_json(&desk.run("runs --json"));
    assert_eq!(runs[0]["state"], "cancelled", "{runs}");
    // every long text lies in the file as a frame that begins so
    let file = std::fs::read(desk.path("data/hanji.sqlite")).unwrap();
    assert!(!file.windows(4).any(|bytes| bytes == [0x28, 0xb5, 0x2f, 0xfd]));
}

#[test]
fn warming_answers_the_words_and_writes_no_deck() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n물\n");
    let output = desk.online(&server, "cache warm words.txt --json").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = stdout_json(&output);
    assert_eq!((&report["done"], &report["requests"]), (&2.into(), &4.into()), "{report}");
    assert!(!desk.path("out.apkg").exists());
    assert_eq!(requests_of_another_deck(&desk, &server), 0);
}

#[test]
fn the_cap_holds_for_warming() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n물\n");
    let warm = "cache warm words.txt --max-cost 0.0000001";
    let output = desk.online(&server, warm).output().unwrap();
    assert_eq!(code(&output), 4, "{}", stderr(&output));
    assert_eq!(server.fake.ledger().billed, 0);
}

#[test]
fn a_damaged_database_is_named_and_repaired_when_asked_and_nothing_is_paid_again() {
    let (desk, server) = answered();
    let path = desk.path("data/hanji.sqlite");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100..3_000].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
    let refused = desk.run("runs");
    assert_eq!(code(&refused), 4);
    assert!(stderr(&refused).contains("hanji doctor --repair"), "{}", stderr(&refused));
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "nothing is done unasked");
    let output = desk.run("doctor --repair --json");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let repaired = stdout_json(&output);
    assert_eq!(std::fs::read(repaired["damaged"].as_str().unwrap()).unwrap(), bytes);
    let tables = repaired["tables"].as_array().unwrap();
    let replies = tables.iter().find(|table| table["name"] == "replies").unwrap();
    assert_eq!(replies["saved"], 4, "{repaired}");
    assert_eq!(requests_of_another_deck(&desk, &server), 0);
    assert_eq!(code(&desk.run("cache verify")), 0);
}

#[test]
fn an_emptied_database_is_not_taken_for_a_new_one() {
    let (desk, _server) = answered();
    std::fs::write(desk.path("data/hanji.sqlite"), "").unwrap();
    assert_eq!(code(&desk.run("runs")), 4);
    assert_eq!(code(&desk.run("doctor --repair")), 0);
    assert_eq!(code(&desk.run("runs")), 0);
}
