//! Full disks, folders that may not be written, and other processes in the same file.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    env,
    path::{Path, PathBuf},
    process::{Child, Command},
};

use rusqlite::Connection;
use store::{Error, NewReply, Store};
use tempfile::TempDir;

fn file(folder: &Path) -> PathBuf {
    folder.join("hanji.sqlite")
}

fn reply(number: u32, length: usize) -> NewReply {
    let mut identity = [0; 32];
    identity[..4].copy_from_slice(&number.to_le_bytes());
    // hardly to be compressed
    let next = |seed: &u32| Some(seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    let noise = std::iter::successors(Some(number), next);
    let content = noise.take(length).map(|seed| char::from(b'!' + seed.to_be_bytes()[0] % 90));
    NewReply {
        run: None,
        stage: "nuance",
        identity,
        prompt: None,
        schema_version: 1,
        term: format!("{number}"),
        content: content.collect(),
        model: "m".into(),
        served_by: "m".into(),
        provider: None,
        generation_id: None,
        prompt_tokens: 1,
        completion_tokens: 1,
        cached_tokens: 0,
        reasoning_tokens: 0,
        cost_pico_usd: Some(1),
        repaired: false,
        elapsed_ms: None,
        created_at: 1,
    }
}

fn count(path: &Path) -> u32 {
    let file = Connection::open(path).unwrap();
    file.query_one("SELECT count(*) FROM replies", [], |row| row.get(0)).unwrap()
}

/// A disk of 12 MB of its own, where this account may mount one.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=12m", "tmpfs"]).arg(folder.path());
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

#[test]
fn on_a_full_disk_the_replies_under_way_are_kept_and_then_it_is_said() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("skipped: this account may mount no disk");
        return;
    };
    let path = file(disk.0.path());
    let store = Store::open(&path, 7).unwrap();
    let mut kept = 0;
    let full = (0..).find_map(|number| match store.record_reply(reply(number, 50_000)).wait() {
        Ok(_) => {
            kept += 1;
            None
        }
        Err(error) => Some(error),
    });
    assert!(matches!(full, Some(Error::Full)), "{full:?}");
    assert!(kept > 20, "{kept}");
    // requests that were under way: their replies come in one by one
    for number in 10_000..10_020 {
        let late = store.record_reply(reply(number, 2_000)).wait();
        assert!(matches!(late, Err(Error::Full)), "{late:?}");
    }
    let found = store.newest_reply(&reply(10_019, 1).identity).unwrap();
    assert!(found.is_some(), "what was told full was written with the last of the room");
    drop(store);
    assert_eq!(count(&path), kept + 1 + 20);
}

/// A process of this test's own that writes replies from a number on.
fn writing(path: &Path, from: u32) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "writes_for_another_test", "--ignored", "--nocapture"])
        .env("STORE_TEST_FILE", path)
        .env("STORE_TEST_FROM", from.to_string())
        .spawn()
        .unwrap()
}

const EACH: u32 = 150;

#[test]
#[ignore = "a part of the next test, in a process of its own"]
fn writes_for_another_test() {
    let (Some(path), Ok(from)) = (env::var_os("STORE_TEST_FILE"), env::var("STORE_TEST_FROM"))
    else {
        return;
    };
    let store = Store::open(Path::new(&path), 7).unwrap();
    let from: u32 = from.parse().unwrap();
    for number in from..from + EACH {
        store.record_reply(reply(number, 800)).wait().unwrap();
    }
}

#[test]
fn two_processes_write_side_by_side_and_no_reply_is_lost() {
    let folder = TempDir::new().unwrap();
    let path = file(folder.path());
    let processes = [0, 1_000].map(|from| writing(&path, from));
    for mut process in processes {
        assert!(process.wait().unwrap().success());
    }
    assert_eq!(count(&path), 2 * EACH);
    let store = Store::open(&path, 7).unwrap();
    assert_eq!(store.verify(|_| true).unwrap().damage, Vec::<String>::new());
}

#[test]
fn closing_writes_the_log_back_and_leaves_none() {
    let folder = TempDir::new().unwrap();
    let path = file(folder.path());
    let store = Store::open(&path, 7).unwrap();
    let late = store.record_reply(reply(1, 800));
    drop(store);
    assert!(late.wait().is_ok(), "what was sent before is written");
    assert!(!path.with_extension("sqlite-wal").exists());
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_named_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let path = file(folder.path());
    drop(Store::open(&path, 7).unwrap());
    let read_only = std::fs::Permissions::from_mode(0o444);
    std::fs::set_permissions(&path, read_only).unwrap();
    // nobody keeps root from writing
    if std::fs::OpenOptions::new().append(true).open(&path).is_ok() {
        eprintln!("skipped: this account may write everything");
        return;
    }
    let opened = Store::open(&path, 7);
    assert!(matches!(opened, Err(Error::NotWritable(_))), "{opened:?}");
}
