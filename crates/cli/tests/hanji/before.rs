//! Before a run: what it would take, whose models there are, and what it begins with.

use fake_openrouter::Options;
use serde_json::Value;

use crate::support::{Desk, Server, code, stderr, stdout_json};

const LIST: &str = "학교\n물\n먹다\n가다\n예쁘다\n사람\n집\n책\n친구\n시간\n";

fn estimate(desk: &Desk, server: &Server, options: &str) -> Value {
    let line = format!("estimate words.txt --json {options}");
    let output = desk.online(server, &line).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout_json(&output)
}

fn amount(estimate: &Value, name: &str) -> f64 {
    estimate[name].as_f64().unwrap_or_else(|| panic!("{name} in {estimate}"))
}

#[test]
fn an_estimate_asks_nothing_and_comes_true() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", LIST);
    let before = estimate(&desk, &server, "");
    assert_eq!((before["words"].as_u64(), before["cached_words"].as_u64()), (Some(10), Some(0)));
    assert_eq!(before["requests"].as_u64(), Some(21), "one in twenty is asked again");
    assert_eq!(server.fake.ledger().requests, 0);

    let done =
        desk.online(&server, "deck words.txt -o out.apkg --limit 5 --json").output().unwrap();
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    let after = estimate(&desk, &server, "");
    assert_eq!((after["cached_words"].as_u64(), after["requests"].as_u64()), (Some(5), Some(10)));
    let spent = server.fake.ledger().cost_usd;
    desk.online(&server, "deck words.txt -o out.apkg --json").output().unwrap();
    let cost = server.fake.ledger().cost_usd - spent;
    let (low, high) = (amount(&after, "cost_usd_low"), amount(&after, "cost_usd_high"));
    assert!(low < cost && cost < high, "{low} {cost} {high}");
    assert_eq!(estimate(&desk, &server, "")["requests"].as_u64(), Some(0));
}

#[test]
fn an_estimate_knows_limits_and_says_what_it_does_not_know() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    desk.write("words.txt", LIST);
    let slow = estimate(&desk, &server, "--rpm 2");
    assert!((amount(&slow, "seconds") - 570.0).abs() < 10.0, "{slow}");
    let unknown = estimate(&desk, &server, "--model nobody/nothing");
    assert!(unknown["cost_usd"].is_null() && unknown["seconds"].as_f64().is_some(), "{unknown}");
    let free = stdout_json(&desk.run("estimate words.txt --engine dictionary --json"));
    assert_eq!((free["requests"].as_u64(), free["cost_usd"].as_f64()), (Some(0), Some(0.0)));
}

#[test]
fn models_are_listed_with_prices_without_a_key() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    let line =
        format!("models gemini --engine openrouter --base-url {} --json", server.fake.base_url());
    let output = desk.run(&line);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let models = stdout_json(&output);
    let names: Vec<_> =
        models.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert!(names.contains(&"google/gemini-2.5-flash"), "{names:?}");
    assert!(names.iter().all(|name| name.contains("gemini")), "{names:?}");
    assert!(models[0]["prompt_usd_per_million"].as_f64().unwrap() > 0.0);
    assert_eq!(code(&desk.run("models --base-url http://127.0.0.1:9/v1")), 4);
}

#[test]
fn settings_are_shown_set_and_found() {
    let desk = Desk::new();
    assert_eq!(code(&desk.run("config set concurrency 7")), 0);
    let shown = desk.run("config show concurrency");
    assert_eq!(String::from_utf8(shown.stdout).unwrap(), "7\n");
    let path = String::from_utf8(desk.run("config path").stdout).unwrap();
    assert!(std::fs::read_to_string(path.trim()).unwrap().contains("concurrency = 7"));
    let wrong = desk.run("config set concurrency 0");
    assert_eq!(code(&wrong), 2, "{}", stderr(&wrong));
    assert!(stderr(&desk.run("config set speed 9")).contains("concurrency"));
}

fn finding<'a>(findings: &'a Value, component: &str) -> &'a Value {
    let mut all = findings.as_array().unwrap().iter();
    all.find(|it| it["component"] == component).unwrap_or_else(|| panic!("{component}: {findings}"))
}

#[test]
fn the_doctor_finds_nothing_wrong_where_a_run_would_succeed() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    let output = desk.online(&server, "doctor --json").output().unwrap();
    let findings = stdout_json(&output);
    assert_eq!(code(&output), 0, "{findings}");
    for component in ["data folder", "database", "key", "server", "account", "limits", "anki"] {
        assert_eq!(finding(&findings, component)["ok"], true, "{findings}");
    }
    assert_eq!(server.fake.ledger().requests, 0);
    assert_eq!(code(&desk.run("doctor")), 0, "the dictionary needs neither key nor server");
}

#[test]
fn the_doctor_names_each_thing_that_is_wrong_and_what_to_do() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    let wrong_model = desk.online(&server, "doctor --model no/such --json").output().unwrap();
    assert_eq!(code(&wrong_model), 4);
    let found = finding(&stdout_json(&wrong_model), "server").clone();
    assert!(found["detail"].as_str().unwrap().contains("no/such") && found["hint"].is_string());

    let keyless = stdout_json(
        &desk.run("doctor --engine openrouter --base-url http://127.0.0.1:9/v1 --json"),
    );
    assert_eq!(finding(&keyless, "key")["ok"], false);
    assert_eq!(finding(&keyless, "server")["ok"], false);

    std::fs::write(desk.path("data/hanji.sqlite"), "no database").unwrap();
    let damaged = desk.run("doctor --json");
    assert_eq!(code(&damaged), 4);
    assert_eq!(finding(&stdout_json(&damaged), "database")["ok"], false);
}
