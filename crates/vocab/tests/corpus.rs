//! The messy files learners really have, read and compared with what is expected of each.

use std::{fs, path::PathBuf};

use serde_json::{Map, Value};

/// How many files there are; each of them must come out as expected.
const FILES: usize = 35;

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/inputs")
}

/// What only the reading says, or only the expectation.
const IN_ONE_ONLY: [&str; 2] = ["lemma_confidence", "example_meaning"];

fn entries(reading: &Value) -> Vec<Map<String, Value>> {
    let all = reading["entries"].as_array().cloned().unwrap_or_default();
    let known = |entry: Value| {
        let mut entry = entry.as_object().cloned().unwrap_or_default();
        entry.retain(|key, _| !IN_ONE_ONLY.contains(&key.as_str()));
        if let Some(kind) = entry.get_mut("kind") {
            *kind = kind.as_str().unwrap_or_default().trim_end_matches('?').into();
        }
        entry
    };
    all.into_iter().map(known).collect()
}

fn rejected(reading: &Value) -> Vec<[Value; 2]> {
    let all = reading["rejected"].as_array().cloned().unwrap_or_default();
    all.iter().map(|row| [row["row"].clone(), row["reason"].clone()]).collect()
}

fn agrees(read: &Value, expected: &Value) -> bool {
    let optional = |key: &str| expected[key].is_null() || expected[key] == read[key];
    expected["file_error"] == read["file_error"]
        && optional("encoding")
        && optional("header")
        && entries(expected) == entries(read)
        && rejected(expected) == rejected(read)
}

#[test]
fn the_public_corpus_is_read_as_expected() {
    if !corpus().is_dir() {
        println!("skipped: no corpus at {}", corpus().display());
        return;
    }
    let mut differs = Vec::new();
    let mut files = 0;
    for file in fs::read_dir(corpus().join("files")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let read = serde_json::to_value(vocab::read(&name, &fs::read(&path).unwrap())).unwrap();
        let expectation = fs::read(corpus().join(format!("expected/{name}.json"))).unwrap();
        let expected: Value = serde_json::from_slice(&expectation).unwrap();
        files += 1;
        if !agrees(&read, &expected) {
            println!("differs: {name}\n  read {read}\n  expected {expected}");
            differs.push(name);
        }
    }
    assert_eq!((differs, files), (Vec::<String>::new(), FILES));
}
