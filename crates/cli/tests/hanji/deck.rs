//! `hanji deck`, the main job.

use std::fs;

use fake_openrouter::Options;
use serde_json::Value;

use crate::support::{Desk, KEY, Server, code, holds, is_package, stderr, stdout_json};

const WORDS: &str =
    "position,term,type,meaning\n1,학교,n.,school\n2,먹다,v.,to eat\n3,예쁘다,adj.,pretty\n";

fn sample() -> String {
    format!("{}/../../samples/first-words.csv", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_sample_becomes_a_deck_without_a_key_and_without_a_network() {
    let desk = Desk::new();
    fs::copy(sample(), desk.path("first-words.csv")).unwrap();
    let output = desk.run("deck first-words.csv -o first.apkg --json");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = stdout_json(&output);
    let words = fs::read_to_string(sample()).unwrap().lines().count() - 1;
    assert_eq!(report["words"], words);
    assert_eq!(report["done"], words);
    assert_eq!((&report["requests"], &report["failed"]), (&0.into(), &0.into()));
    assert!(report["cards"].as_u64().unwrap() >= 5 * words as u64, "{report}");
    let notes = report["notes"].as_array().unwrap();
    assert!(notes.iter().all(|note| note["source"] == "dictionary"), "{report}");
    assert!(is_package(&desk.path("first.apkg")));
    assert!(stderr(&output).contains("no API key is known"), "{}", stderr(&output));
}

#[test]
fn a_word_the_dictionary_lacks_gets_an_honest_card_and_the_report_says_so() {
    let desk = Desk::new();
    desk.write("words.csv", "term,meaning\n학교,school\n갉작대다,to scratch at\n");
    let output = desk.run("deck words.csv -o out.apkg --json");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = stdout_json(&output);
    assert_eq!(report["notes"][0]["source"], "dictionary");
    assert_eq!(report["notes"][1]["source"], "computed");
    assert!(stderr(&output).contains("갉작대다"), "{}", stderr(&output));
}

#[test]
fn a_model_is_asked_once_per_stage_and_never_again() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.csv", WORDS);
    let output = desk.online(&server, "deck words.csv -o out.apkg --json").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = stdout_json(&output);
    assert_eq!(
        (&report["done"], &report["requests"], &report["cached"]),
        (&3.into(), &6.into(), &0.into())
    );
    assert!(report["cost_usd"].as_f64().unwrap() > 0.0);
    assert!(report["first_card_seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(report["out"], "out.apkg");

    let again = desk.online(&server, "deck words.csv -o again.apkg --json").output().unwrap();
    let report = stdout_json(&again);
    assert_eq!(
        (&report["done"], &report["requests"], &report["cached"]),
        (&3.into(), &0.into(), &3.into())
    );
    assert_eq!(server.fake.ledger().billed, 6);
    assert_eq!(
        fs::read(desk.path("out.apkg")).unwrap(),
        fs::read(desk.path("again.apkg")).unwrap(),
        "same words, same deck, to the byte"
    );
}

#[test]
fn any_openai_compatible_server_will_do_and_gets_no_openrouter_key() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n물\n");
    let line = format!(
        "deck words.txt -o out.apkg --engine compatible --base-url {} --model no-schema/local --json",
        server.fake.base_url()
    );
    let output = desk.hanji(&line).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout_json(&output)["done"], 2);
}

#[test]
fn the_key_stands_nowhere_but_in_the_request() {
    let server = Server::start(Options { key: Some(KEY.into()), ..Options::default() });
    let desk = Desk::new();
    desk.write("words.csv", WORDS);
    let output = desk
        .online(&server, "deck words.csv -o out.apkg --json -vv")
        .env("HANJI_LOG", "trace")
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(holds(&output.stderr, "chat"), "the log is on");
    for bytes in [&output.stdout, &output.stderr, &desk.all_bytes()] {
        assert!(!holds(bytes, KEY));
    }
}

#[test]
fn the_log_tells_which_attempt_of_which_question_failed_and_which_answered() {
    let each = vec!["500".parse().unwrap()];
    let server = Server::start(Options { each, ..Options::default() });
    let desk = Desk::new();
    desk.write("words.txt", "학교\n");
    let output = desk.online(&server, "deck words.txt -o out.apkg -vv").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let said = stderr(&output);
    assert!(!said.contains('\u{1b}'), "colours in a pipe: {said:?}");
    let told = |what: &str, attempt: &str, question: &str| {
        let names = |line: &&str| [what, attempt, question].iter().all(|part| line.contains(part));
        assert!(said.lines().any(|line| names(&line)), "{what} {attempt} {question}\n{said}");
    };
    for question in ["question=1 ", "question=2 "] {
        told("attempt failed", "attempt=1", question);
        told("answered", "attempt=2", question);
    }
}

#[test]
fn a_refused_key_stops_the_run_with_the_reason_and_nothing_is_lost() {
    let desk = Desk::new();
    desk.write("words.csv", WORDS);
    let strict = Server::start(Options { key: Some("another".into()), ..Options::default() });
    let output = desk.online(&strict, "deck words.csv -o out.apkg").output().unwrap();
    assert_eq!(code(&output), 4);
    let said = stderr(&output);
    assert!(said.contains("error: The server refused the API key."), "{said}");
    assert!(said.contains("hint: "), "{said}");
    assert!(!desk.path("out.apkg").exists());
    let run = stdout_json(&desk.run("run show 1 --json"));
    assert_eq!(
        (&run["state"], &run["waiting"], &run["failed"]),
        (&"paused".into(), &3.into(), &0.into())
    );
    assert_eq!(run["reason"]["code"], "key_refused");
}

#[test]
fn failed_words_leave_the_rest_in_the_deck_and_exit_with_three() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.csv", WORDS);
    server
        .fake
        .set_options(Options { script: vec!["400".parse().unwrap()], ..server.fake.options() });
    let output =
        desk.online(&server, "deck words.csv -o out.apkg --json --concurrency 1").output().unwrap();
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    let report = stdout_json(&output);
    assert_eq!((&report["done"], &report["failed"]), (&2.into(), &1.into()));
    assert!(is_package(&desk.path("out.apkg")));
    let failed = stdout_json(&desk.run("failed 1 --json"));
    assert_eq!((&failed[0]["term"], &failed[0]["stage"]), (&"학교".into(), &"nuance".into()));
    assert_eq!((&failed[0]["code"], &failed[0]["attempts"]), (&"bad_request".into(), &1.into()));

    let output = desk.online(&server, "retry 1 -o out.apkg --json").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout_json(&output)["done"], 3);
}

#[test]
fn when_every_word_fails_there_is_an_error_and_a_way_on() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n");
    server
        .fake
        .set_options(Options { script: vec!["400".parse().unwrap()], ..server.fake.options() });
    let output = desk.online(&server, "deck words.txt -o out.apkg --json").output().unwrap();
    assert_eq!(code(&output), 4);
    let report = stdout_json(&output);
    assert_eq!((&report["state"], &report["reason"]), (&"done".into(), &Value::Null));
    assert_eq!((&report["failed"], &report["out"]), (&1.into(), &Value::Null));
    let said = stderr(&output);
    assert!(
        said.ends_with(
            "error: Every word failed, so there is no deck.\n\
             hint: `hanji failed 1` shows why; `hanji retry 1 -o …` tries again.\n"
        ),
        "{said}"
    );
}

#[test]
fn a_deck_that_cannot_be_written_after_all_costs_the_deck_and_not_the_report() {
    let (desk, server) =
        (Desk::new(), Server::start(Options { latency_ms: 500, ..Options::default() }));
    desk.write("words.txt", "학교\n");
    fs::create_dir(desk.path("decks")).unwrap();
    let process = desk.spawn(&server, "deck words.txt -o decks/out.apkg --json");
    server.wait_for_requests(1);
    fs::remove_dir(desk.path("decks")).unwrap();
    let output = process.wait_with_output().unwrap();
    assert_eq!(code(&output), 4);
    let report = stdout_json(&output);
    assert_eq!(
        (&report["done"], &report["out"], &report["cards"]),
        (&1.into(), &Value::Null, &0.into())
    );
    let said = stderr(&output);
    let (_, after) = said.split_once("Run 1: 1 of 1 word done").unwrap();
    assert!(after.contains("\nerror: The folder of decks/out.apkg does not exist.\n"), "{said}");
    assert!(said.ends_with("\nhint: `hanji export 1 -o …` writes it.\n"), "{said}");
    assert_eq!(code(&desk.run("export 1 -o out.apkg")), 0);
    assert!(is_package(&desk.path("out.apkg")));
}

#[test]
fn the_engine_is_said_with_the_address_that_is_not_openrouters_own() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n");
    let url = server.fake.base_url();
    let model = "google/gemini-2.5-flash";
    let with_key = desk.online(&server, "deck words.txt -o a.apkg").output().unwrap();
    let line = format!("Engine: OpenRouter at {url}, {model}.\n");
    assert!(stderr(&with_key).contains(&line), "{}", stderr(&with_key));
    let without = desk.run(&format!("deck words.txt -o b.apkg --base-url {url}"));
    let line = format!("Engine: {model} at {url}.\n");
    assert!(stderr(&without).contains(&line), "{}", stderr(&without));
}

#[test]
fn one_is_said_as_one() {
    let desk = Desk::new();
    desk.write("words.txt", "갉작대다\nhello\n");
    let said = stderr(&desk.run("deck words.txt -o out.apkg"));
    assert!(said.contains("Read 1 word; 1 row left out.\n"), "{said}");
    assert!(said.contains("Run 1: 1 of 1 word done, 0 failed"), "{said}");
    assert!(said.contains(" 0 requests, 0 repeated;"), "{said}");
    assert!(said.contains(": 1 note, "), "{said}");
    let shown = String::from_utf8(desk.run("words words.txt").stdout).unwrap();
    assert!(shown.contains("1 word, 1 row left out\n"), "{shown}");
}

#[test]
fn the_cap_is_not_passed() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.csv", WORDS);
    let output = desk
        .online(&server, "deck words.csv -o out.apkg --json --max-cost 0.0001")
        .output()
        .unwrap();
    assert_eq!(code(&output), 4);
    let said = stderr(&output);
    assert!(said.contains("error: The spending cap is reached."), "{said}");
    assert!(said.contains("hint: `hanji resume 1 --max-cost USD` goes on"), "{said}");
    assert_eq!(server.fake.ledger().billed, 0);
    let report = stdout_json(&output);
    assert_eq!(report["reason"]["code"], "cap_reached");
    assert_eq!(report["reason"], stdout_json(&desk.run("run show 1 --json"))["reason"]);

    let output = desk.online(&server, "resume 1 --max-cost -1").output().unwrap();
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    let line = "resume 1 -o out.apkg --json --max-cost 0.0002";
    let output = desk.online(&server, line).output().unwrap();
    assert_eq!(code(&output), 4, "still too little: {}", stderr(&output));
    let line = "resume 1 -o out.apkg --json --max-cost 5";
    let output = desk.online(&server, line).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout_json(&output)["done"], 3);
    assert_eq!(stdout_json(&output)["reason"], Value::Null);
}

#[test]
fn a_retry_can_be_given_a_cap() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n");
    server
        .fake
        .set_options(Options { script: vec!["400".parse().unwrap()], ..server.fake.options() });
    let output = desk.online(&server, "deck words.txt -o out.apkg").output().unwrap();
    assert_eq!(code(&output), 4);
    let output = desk.online(&server, "retry 1 -o out.apkg --max-cost 0.0001").output().unwrap();
    assert_eq!(code(&output), 4);
    assert!(stderr(&output).contains("error: The spending cap is reached."));
    let output = desk.online(&server, "resume -o out.apkg --max-cost 5").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

#[test]
fn kinds_limit_name_and_tags_are_obeyed() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.csv", WORDS);
    let line =
        "deck words.csv -o out.apkg --json --kinds scene --limit 2 --deck Korean::A --tag my-tag";
    let output = desk.online(&server, line).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = stdout_json(&output);
    // recognition, production, sentence and one generated card for each of two words
    assert_eq!((&report["words"], &report["cards"]), (&2.into(), &8.into()));
    let output = desk.run("deck words.csv -o out.apkg --kinds poem");
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("usage-comparison"), "{}", stderr(&output));
}

#[test]
fn forms_are_one_word_in_the_deck_when_asked_for() {
    let desk = Desk::new();
    desk.write("list.csv", "단어,뜻\n갔다,went\n갑니다,goes\n학교,school\n물,water\n");
    desk.write("known.txt", "물\n");
    let line = "deck list.csv -o out.apkg --engine dictionary --json --known known.txt";
    let plain = desk.run(line);
    assert!(stderr(&plain).contains("3 rows are 2 words"), "{}", stderr(&plain));
    assert_eq!(stdout_json(&plain)["words"], 3);
    assert_eq!(stdout_json(&desk.run(&format!("{line} --merge")))["words"], 2);
}

#[test]
fn a_wait_that_the_server_asks_for_is_told_while_it_lasts() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", "학교\n물\n");
    let script = vec!["429".parse().unwrap()];
    let retry_after = Some(4);
    server.fake.set_options(Options { script, retry_after, ..server.fake.options() });
    let output = desk.online(&server, "deck words.txt -o out.apkg").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("the server asked to wait"), "{}", stderr(&output));
}
