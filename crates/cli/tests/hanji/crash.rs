//! kill −9 at random instants: nothing that was paid for is lost, and nothing is paid for twice but
//! what was in flight. `./dev crash` kills 500 times; every test run some times.

use std::{collections::HashMap, time::Duration};

use fake_openrouter::{Options, Outcome};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rusqlite::Connection;

use crate::support::{Desk, Server, code, is_package, signal, stderr, stdout_json};

const WORDS: usize = 40;
/// Words under way with 6 requests in flight: some replies are on their way to the disk.
const AT_ONCE: usize = 9;

/// How often a test run kills; `HANJI_CRASHES` says otherwise.
const KILLS: usize = 25;

/// One run over a list, killed again and again until it is done.
struct Victim {
    desk: Desk,
    server: Server,
    /// Replies on disk after the last kill.
    kept: u32,
    /// Replies billed and not on disk, in all kills so far.
    lost: usize,
}

impl Victim {
    fn new(seed: u64) -> Self {
        let faults = "429=0.05,500=0.05,malformed=0.05".parse().unwrap();
        let options = Options { latency_ms: 8, faults, seed, ..Options::default() };
        let (desk, server) = (Desk::new(), Server::start(options));
        let syllable = |n: usize| char::from_u32(0xAC00 + 56 * u32::try_from(n).unwrap()).unwrap();
        let list: Vec<_> = (0..WORDS).map(|n| String::from_iter([syllable(n), '말'])).collect();
        desk.write("words.txt", list.join("\n"));
        Self { desk, server, kept: 0, lost: 0 }
    }

    /// Starts or goes on, and kills after a time; whether there is something to go on with.
    fn live_for(&mut self, time: Duration) -> bool {
        let mut process = self.desk.spawn(&self.server, self.line());
        std::thread::sleep(time);
        if let Some(ended) = process.try_wait().unwrap() {
            // 2: it was done already, and was killed before its deck was written
            let is_done = matches!(ended.code(), Some(0 | 2));
            assert!(is_done, "{}", stderr(&process.wait_with_output().unwrap()));
            return false;
        }
        signal(&process, "-KILL");
        process.wait().unwrap();
        true
    }

    /// What a learner would type now: one killed early has left no run to resume.
    fn line(&self) -> &'static str {
        let is_begun = self.desk.path("data/hanji.sqlite").exists() && self.has_run();
        if is_begun { "resume -o out.apkg" } else { "deck words.txt -o out.apkg --concurrency 6" }
    }

    fn has_run(&self) -> bool {
        let runs = self.desk.run("runs --json");
        code(&runs) == 0 && !stdout_json(&runs).as_array().unwrap().is_empty()
    }

    /// The file is whole, and holds every reply but those that were in flight.
    fn examine(&mut self) {
        if !self.desk.path("data/hanji.sqlite").exists() {
            return;
        }
        let file = Connection::open(self.desk.path("data/hanji.sqlite")).unwrap();
        let said: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(said, "ok");
        let kept = file.query_row("SELECT count(*) FROM replies", [], |row| row.get(0));
        // killed before its first migration
        let kept = kept.unwrap_or(0);
        assert!(kept >= self.kept, "a reply that was on disk is gone");
        self.kept = kept;
        let lost = usize::try_from(self.server.fake.ledger().billed - u64::from(kept)).unwrap();
        assert!(lost <= self.lost + AT_ONCE, "{} replies lost in one kill", lost - self.lost);
        self.lost = lost;
    }

    /// It is done at last, and the ledger holds nothing that could have been saved.
    fn finish(&self) {
        let output = self.desk.online(&self.server, self.line()).output().unwrap();
        assert!([0, 2].contains(&code(&output)), "{}", stderr(&output));
        let run = stdout_json(&self.desk.run("run show 1 --json"));
        assert_eq!((&run["state"], &run["done"]), (&"done".into(), &WORDS.into()), "{run}");
        let written = self.desk.run("export 1 -o again.apkg");
        assert!(code(&written) == 0 && is_package(&self.desk.path("again.apkg")));

        let mut good = HashMap::new();
        let ledger = self.server.fake.ledger();
        for answer in ledger.answers.iter().filter(|it| it.billed && it.outcome == Outcome::Ok) {
            *good.entry((answer.stage.name(), &answer.term)).or_insert(0_usize) += 1;
        }
        assert_eq!(good.len(), 2 * WORDS);
        let twice: usize = good.values().map(|times| times - 1).sum();
        assert!(twice <= self.lost, "{twice} paid twice, though {} were lost", self.lost);
    }
}

#[test]
fn a_process_killed_at_any_instant_loses_nothing_and_pays_nothing_twice() {
    let wanted = std::env::var("HANJI_CRASHES").ok().and_then(|kills| kills.parse().ok());
    let (mut left, mut dice) = (wanted.unwrap_or(KILLS), StdRng::seed_from_u64(0xC4A5));
    while left > 0 {
        let mut victim = Victim::new(dice.random());
        while left > 0 && victim.live_for(Duration::from_millis(dice.random_range(0..300))) {
            victim.examine();
            left -= 1;
        }
        victim.finish();
    }
}
