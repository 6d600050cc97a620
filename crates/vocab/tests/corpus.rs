//! The messy files learners really have, read and compared with what is expected of each.

use std::{fs, path::PathBuf};

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

/// Files that must come out as expected today.
const PASS: [&str; 25] = [
    "01_plain_one_per_line.txt",
    "04_dash_separated.txt",
    "08_csv_cp949_korean_excel.csv",
    "09_csv_euckr.csv",
    "11_excel_unicode_text_utf16le.txt",
    "12_utf16be_bom.csv",
    "14_nfd_macos.csv",
    "15_quizlet_tab.txt",
    "22_memrise_like.csv",
    "26_nikl_list_homograph_numbers.csv",
    "30_migaku_like.csv",
    "32_inflected_and_particles.txt",
    "33_fullwidth_zerowidth.csv",
    "37_header_position_term_type.csv",
    "38_no_header_first_row_korean_words.csv",
    "43_jamo_and_fragments.txt",
    "48_mojibake_double_encoded.csv",
    "50_sentences.txt",
    "70_formula_injection.csv",
    "75_exe_renamed.txt",
    "85_prompt_injection.csv",
    "86_ten_thousand_columns.csv",
    "87_term_is_path.csv",
    "88_filename_..%2f..%2fevil — 한글 이름 (1).csv",
    "89_맥에서_만든_단어장.txt",
];

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/inputs")
}

/// The keys that are compared; kinds, dictionary forms and the like come with later readers.
const COMPARED: [&str; 9] =
    ["term", "row", "pos", "meaning", "hanja", "homonym", "pron", "example", "note"];

fn entries(reading: &Value) -> Vec<Vec<Value>> {
    let all = reading["entries"].as_array().cloned().unwrap_or_default();
    all.iter().map(|entry| COMPARED.map(|key| entry[key].clone()).to_vec()).collect()
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
    let mut passed = Vec::new();
    for file in fs::read_dir(corpus().join("files")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let read = serde_json::to_value(vocab::read(&name, &fs::read(&path).unwrap())).unwrap();
        let expectation = fs::read(corpus().join(format!("expected/{name}.json"))).unwrap();
        let expected: Value = serde_json::from_slice(&expectation).unwrap();
        if agrees(&read, &expected) {
            passed.push(name.nfc().collect::<String>());
        } else {
            println!("differs: {name}\n  read {read}\n  expected {expected}");
        }
    }
    passed.sort();
    assert_eq!(passed, PASS);
}
