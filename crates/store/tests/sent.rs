//! The count of a day's requests, on a real file.

use store::Store;
use tempfile::TempDir;

const NOON: i64 = 20_000 * 86_400 + 43_200;

#[test]
fn a_days_requests_add_up_by_server_and_model_and_survive_a_restart() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("hanji.sqlite");
    let store = Store::open(&path, 7).unwrap();
    let count = |server: &str, model: &str, now, requests| {
        store.count_sent(server.into(), model.into(), now, requests).wait().unwrap();
    };
    count("https://one", "a", NOON, 3);
    count("https://one", "a", NOON + 60, 2);
    count("https://one", "b", NOON, 1);
    count("https://one", "a", NOON + 86_400, 9);
    count("https://two", "a", NOON, 100);
    drop(store);
    let store = Store::open(&path, 7).unwrap();
    let today = store.sent_on("https://one", NOON + 43_199).unwrap();
    assert_eq!(today, [("a".into(), 5), ("b".into(), 1)]);
    assert_eq!(store.sent_on("https://one", NOON + 86_400).unwrap(), [("a".into(), 9)]);
    assert!(store.sent_on("https://three", NOON).unwrap().is_empty());
}
