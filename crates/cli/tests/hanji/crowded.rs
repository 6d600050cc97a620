//! A disk that fills up under a run, and two commands in one data folder.

use std::{path::PathBuf, process::Command};

use fake_openrouter::Options;

use crate::support::{Desk, Server, code, stderr, stdout_json};

/// A disk of its own for the data, where this account may mount one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(desk: &Desk) -> Option<Self> {
        let folder = desk.path("data");
        std::fs::create_dir(&folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=10m", "tmpfs"]).arg(&folder);
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }

    fn grow(&self) {
        let mut mount = Command::new("mount");
        mount.args(["-o", "remount,size=100m"]).arg(&self.0);
        assert!(mount.status().unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

fn words(from: u32, count: u32) -> String {
    let syllable = |number: u32| char::from_u32(0xac00 + number % 11_172).unwrap();
    (from..from + count).flat_map(|at| [syllable(at * 7), syllable(at * 31), '\n']).collect()
}

#[test]
fn a_disk_that_fills_up_pauses_the_run_and_nothing_is_paid_twice() {
    let desk = Desk::new();
    let Some(disk) = SmallDisk::mount(&desk) else {
        eprintln!("skipped: this account may mount no disk");
        return;
    };
    let server = Server::start(Options { latency_ms: 5, ..Options::default() });
    desk.write("words.txt", words(0, 2_000));
    let output =
        desk.online(&server, "deck words.txt -o out.apkg --concurrency 40").output().unwrap();
    assert_eq!(code(&output), 4, "{}", stderr(&output));
    assert!(stderr(&output).contains("The disk is full."), "{}", stderr(&output));
    let paid = server.fake.ledger().billed;
    assert!((100..4_000).contains(&paid), "{paid}");
    let stats = stdout_json(&desk.run("cache stats --json"));
    assert_eq!(stats["replies"], paid, "every reply that was under way is kept");
    disk.grow();
    let output = desk.online(&server, "resume -o out.apkg").output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(server.fake.ledger().billed, 4_000);
}

#[test]
fn two_commands_work_in_one_data_folder_at_once() {
    let (desk, server) = (Desk::new(), Server::start(Options::default()));
    let lists = [("a", 0), ("b", 5_000)];
    let running = lists.map(|(name, from)| {
        desk.write(&format!("{name}.txt"), words(from, 150));
        desk.spawn(&server, &format!("deck {name}.txt -o {name}.apkg --json"))
    });
    for process in running {
        let output = process.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(stdout_json(&output)["done"], 150);
    }
    let check = stdout_json(&desk.run("cache verify --json"));
    assert_eq!((&check["replies"], &check["answers"]), (&600.into(), &600.into()), "{check}");
    assert_eq!(server.fake.ledger().billed, 600);
}
