//! Runs by the batch: half the price, the same cards, nothing handed in or paid for twice, through
//! kill −9, lost answers and batches that come to nothing.

use std::process::{Child, Output};

use fake_openrouter::{BatchEnd, Ledger, Options, Outcome};
use rusqlite::Connection;

use crate::support::{Desk, Server, code, is_package, signal, stderr, stdout_json};

const WORDS: &str = "학교\n물\n먹다\n가다\n바다\n";
const COUNT: u32 = 5;
const DECK: &str = "deck words.txt -o out.apkg --overnight --max-cost 5 --json";
const RESUME: &str = "resume 1 -o out.apkg --json";

/// Longer than any test.
const NEVER: u64 = 600_000;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("words.txt", WORDS);
    desk
}

fn run(desk: &Desk, server: &Server, line: &str) -> Output {
    desk.online(server, line).output().unwrap()
}

/// All words are done, each stage of each was billed once, and the report says what it cost.
#[track_caller]
fn done_and_paid_once(output: &Output, server: &Server) {
    assert_eq!(code(output), 0, "{}", stderr(output));
    let (report, ledger) = (stdout_json(output), server.fake.ledger());
    assert_eq!(report["done"], COUNT);
    assert_eq!(ledger.billed, u64::from(2 * COUNT), "{:?}", ledger.answers);
    let cost = report["cost_usd"].as_f64().unwrap();
    assert!((cost - ledger.cost_usd).abs() < 1e-9, "{cost} {}", ledger.cost_usd);
}

fn handed_in(ledger: &Ledger) -> bool {
    ledger.calls.contains_key("batches")
}

/// A run whose first batch is under way and will not be answered.
fn under_way() -> (Desk, Server, Child) {
    let (desk, server) = (desk(), Server::start(Options { batch_ms: NEVER, ..Options::default() }));
    let process = desk.spawn(&server, DECK);
    while waiting(&desk) < COUNT {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    (desk, server, process)
}

/// Requests under way in batches that the server is known to have taken.
fn waiting(desk: &Desk) -> u32 {
    let file = Connection::open(desk.path("data/hanji.sqlite"));
    let count = "SELECT count(*) FROM batches JOIN batch_requests ON batch = id
         WHERE ended_at IS NULL AND remote IS NOT NULL";
    file.and_then(|file| file.query_row(count, [], |row| row.get(0))).unwrap_or(0)
}

fn answers_at_once(server: &Server) {
    server.fake.set_options(Options::default());
}

#[test]
fn a_run_overnight_makes_the_same_cards_for_half_the_price() {
    let (by_day, by_night) = (Server::start(Options::default()), Server::start(Options::default()));
    let (day, night) = (desk(), desk());
    let usual = run(&day, &by_day, &DECK.replace("--overnight", ""));
    assert_eq!(code(&usual), 0, "{}", stderr(&usual));
    let output = run(&night, &by_night, DECK);
    done_and_paid_once(&output, &by_night);
    let (full, half) = (by_day.fake.ledger().cost_usd, by_night.fake.ledger().cost_usd);
    assert!((half * 2.0 - full).abs() < 1e-9, "{half} {full}");
    assert!(is_package(&night.path("out.apkg")));
    // answers are known by the model's usual name: a run by day finds them
    let again = run(&night, &by_night, &DECK.replace("--overnight", ""));
    done_and_zero(&again, &by_night);
}

#[track_caller]
fn done_and_zero(output: &Output, server: &Server) {
    assert_eq!(code(output), 0, "{}", stderr(output));
    assert_eq!(stdout_json(output)["cached"], COUNT);
    assert_eq!(server.fake.ledger().billed, u64::from(2 * COUNT));
}

#[test]
fn a_batch_is_collected_by_whoever_comes_after_a_kill() {
    let (desk, server, mut process) = under_way();
    signal(&process, "-KILL");
    process.wait().unwrap();
    answers_at_once(&server);
    done_and_paid_once(&run(&desk, &server, RESUME), &server);
}

#[test]
fn an_interruption_leaves_the_batch_there_at_once() {
    let (desk, server, process) = under_way();
    signal(&process, "-INT");
    let output = process.wait_with_output().unwrap();
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    answers_at_once(&server);
    done_and_paid_once(&run(&desk, &server, RESUME), &server);
}

#[test]
fn what_a_batch_left_behind_may_cost_counts_against_the_caps_once() {
    for how in ["-KILL", "-INT"] {
        let (desk, server, mut process) = under_way();
        signal(&process, how);
        process.wait().unwrap();
        let worst: i64 = Connection::open(desk.path("data/hanji.sqlite"))
            .unwrap()
            .query_row("SELECT sum(worst_pico_usd) FROM batches", [], |row| row.get(0))
            .unwrap();
        assert!(worst > 0);
        let dollars =
            |pico: i64| format!("{}.{:06}", pico / 1_000_000_000_000, pico / 1_000_000 % 1_000_000);
        let set = |cap: i64| {
            let set = desk.run(&format!("config set max_cost_per_day_usd {}", dollars(cap)));
            assert_eq!(code(&set), 0, "{}", stderr(&set));
        };
        desk.write("more.txt", "하늘\n");
        let more = "deck more.txt -o more.apkg --max-cost 5";
        set(worst);
        let output = run(&desk, &server, more);
        assert_eq!(code(&output), 4, "{how} {}", stderr(&output));
        // room for the batch and a few requests, not for the batch twice
        set(worst + worst / 2);
        let output = run(&desk, &server, more);
        assert_eq!(code(&output), 0, "{how} {}", stderr(&output));
    }
}

#[test]
fn a_batch_of_which_nothing_was_heard_is_found_and_not_handed_in_again() {
    let submit = vec![Outcome::ResetBilled];
    let (desk, server) = (desk(), Server::start(Options { submit, ..Options::default() }));
    done_and_paid_once(&run(&desk, &server, DECK), &server);
}

#[test]
fn a_batch_that_was_refused_for_the_moment_is_handed_in_again() {
    let submit = vec![Outcome::Status(429), Outcome::Status(503), Outcome::Ok];
    let (desk, server) = (desk(), Server::start(Options { submit, ..Options::default() }));
    done_and_paid_once(&run(&desk, &server, DECK), &server);
}

#[test]
fn a_batch_without_answers_pauses_the_run_which_can_be_resumed() {
    for (batch_end, word) in [(BatchEnd::Failed, "failed"), (BatchEnd::Expired, "expired")] {
        let (desk, server) = (desk(), Server::start(Options { batch_end, ..Options::default() }));
        let output = run(&desk, &server, DECK);
        assert_eq!(code(&output), 4, "{}", stderr(&output));
        assert!(stderr(&output).contains(word), "{}", stderr(&output));
        answers_at_once(&server);
        done_and_paid_once(&run(&desk, &server, RESUME), &server);
    }
}

#[test]
fn what_a_batch_did_not_answer_is_asked_as_usual() {
    let each = vec![Outcome::Malformed];
    let (desk, server) = (desk(), Server::start(Options { each, ..Options::default() }));
    let output = run(&desk, &server, DECK);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = stdout_json(&output);
    assert_eq!(report["done"], COUNT);
    // each first answer was malformed and paid for, in the batch; each second was good
    let cost = report["cost_usd"].as_f64().unwrap();
    assert!((cost - server.fake.ledger().cost_usd).abs() < 1e-9);
}

#[test]
fn a_cap_makes_batches_smaller_and_stops_before_what_it_cannot_hold() {
    let (desk, server) = (desk(), Server::start(Options::default()));
    let output = run(&desk, &server, &DECK.replace("--max-cost 5", "--max-cost 0.000001"));
    assert_eq!(code(&output), 4, "{}", stderr(&output));
    assert!(!handed_in(&server.fake.ledger()), "{:?}", server.fake.ledger().calls);
    // the worst case of a few requests at a time
    let output = run(&desk, &server, "resume 1 -o out.apkg --max-cost 0.03 --json");
    done_and_paid_once(&output, &server);
}

#[test]
fn what_cannot_be_answered_overnight_is_said_before_anything_is_sent() {
    let (desk, server) = (desk(), Server::start(Options::default()));
    for (line, said) in
        [(format!("{DECK} --engine compatible"), "Only OpenRouter"), (DECK.to_owned(), "privacy")]
    {
        if said == "privacy" {
            assert_eq!(code(&desk.run("config set wants_zero_retention true")), 0);
        }
        let output = run(&desk, &server, &line);
        assert_eq!(code(&output), 2, "{}", stderr(&output));
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
    assert!(!handed_in(&server.fake.ledger()));
}
