//! kill −9 with requests under way: nobody will ever learn what they cost, so the caps of the run,
//! the day and the month hold their worst case against what comes after.

use std::process::Child;

use fake_openrouter::Options;
use rusqlite::Connection;

use crate::support::{Desk, Server, code, signal, stderr, stdout_json};

const AT_ONCE: u64 = 3;

/// A desk on which a run was killed with requests under way, the only ones that it sent.
fn killed() -> (Desk, Server) {
    let (desk, server, process) = under_way();
    kill(process);
    assert_eq!(server.fake.ledger().requests, AT_ONCE);
    server.fake.set_options(Options::default());
    (desk, server)
}

/// A run whose first requests will not be answered in time.
fn under_way() -> (Desk, Server, Child) {
    let slow = Options { latency_ms: 60_000, ..Options::default() };
    let (desk, server) = (Desk::new(), Server::start(slow));
    desk.write("words.txt", "학교\n물\n먹다\n가다\n");
    let line = "deck words.txt -o out.apkg --max-cost 5 --concurrency 3";
    let process = desk.spawn(&server, line);
    server.wait_for_requests(AT_ONCE);
    (desk, server, process)
}

fn kill(mut process: Child) {
    signal(&process, "-KILL");
    process.wait().unwrap();
}

/// In 10⁻¹² US dollars.
fn sum(desk: &Desk, table: &str) -> i64 {
    let file = Connection::open(desk.path("data/hanji.sqlite")).unwrap();
    let sum = format!("SELECT coalesce(sum(cost_pico_usd), 0) FROM {table}");
    file.query_row(&sum, [], |row| row.get(0)).unwrap()
}

/// A cap that holds what is owed and no request more, in US dollars.
fn just_above(owed: i64) -> String {
    format!("{}.{:06}", owed / 1_000_000_000_000, owed / 1_000_000 % 1_000_000 + 1)
}

#[test]
fn what_was_under_way_is_written_down_before_it_is_sent_and_presumed_spent_once() {
    let (desk, _server) = killed();
    let owed = sum(&desk, "owed");
    assert!(owed > 0 && sum(&desk, "presumed") == 0, "{owed}");
    for _ in 0..2 {
        assert_eq!(code(&desk.run("runs --json")), 0);
        assert_eq!((sum(&desk, "owed"), sum(&desk, "presumed")), (0, owed));
    }
}

#[test]
fn the_cap_of_the_run_counts_it() {
    let (desk, server) = killed();
    let cap = just_above(sum(&desk, "owed"));
    let line = format!("resume 1 -o out.apkg --max-cost {cap}");
    let output = desk.online(&server, &line).output().unwrap();
    assert_eq!(code(&output), 4, "{}", stderr(&output));
    assert!(stderr(&output).contains("for this run is spent"), "{}", stderr(&output));
    assert_eq!(server.fake.ledger().requests, AT_ONCE, "nothing more was sent");
    let output = desk.online(&server, "resume 1 -o out.apkg --max-cost 5 --json").output().unwrap();
    assert_eq!((code(&output), &stdout_json(&output)["done"]), (0, &4.into()));
    assert_eq!(sum(&desk, "owed"), 0, "a run that ended owes nothing");
}

#[test]
fn the_caps_of_the_day_and_the_month_count_it() {
    for cap_of in ["max_cost_per_day_usd", "max_cost_per_month_usd"] {
        let (desk, server) = killed();
        let cap = just_above(sum(&desk, "owed"));
        let set = desk.run(&format!("config set {cap_of} {cap}"));
        assert_eq!(code(&set), 0, "{}", stderr(&set));
        desk.write("others.txt", "사람\n");
        let output = desk.online(&server, "deck others.txt -o others.apkg").output().unwrap();
        assert_eq!(code(&output), 4, "{}", stderr(&output));
        assert_eq!(server.fake.ledger().requests, AT_ONCE, "nothing more was sent");
    }
}

#[test]
fn what_another_process_has_under_way_is_not_counted_as_lost() {
    let (desk, _server, process) = under_way();
    assert_eq!(code(&desk.run("runs --json")), 0);
    let (owed, presumed) = (sum(&desk, "owed"), sum(&desk, "presumed"));
    kill(process);
    assert!(owed > 0 && presumed == 0, "{owed} {presumed}");
}
