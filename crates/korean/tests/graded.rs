//! How far the rules and the lexicon reach, measured on the shared test data where it is there. The
//! floors are what was reached, rounded down.

#![expect(clippy::print_stdout, reason = "the measurement is what these tests are run for")]

use korean::pronunciation::{candidates, pronounce};
use korean::romanization::romanize;
use korean::{PartOfSpeech, ipa};

/// One word with all that is right about it.
struct Case {
    word: String,
    pos: Option<PartOfSpeech>,
    hanja: String,
    right: Vec<String>,
}

impl Case {
    fn hanja(&self) -> Option<&str> {
        Some(self.hanja.as_str()).filter(|hanja| !hanja.is_empty())
    }
}

/// The rows of a table, without its head; `None` (and a message) when the data is not there.
fn rows(name: &str) -> Option<Vec<Vec<String>>> {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/../../../shared/data/pronunciation/{name}.tsv");
    let Ok(table) = std::fs::read_to_string(&path) else {
        println!("skipped: {path} is not there");
        return None;
    };
    Some(table.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn split(readings: &str, separator: char) -> Vec<String> {
    readings.split(separator).filter(|reading| !reading.is_empty()).map(str::to_owned).collect()
}

/// Shares of the cases that are said right, and that have a right reading among the candidates.
fn shares(name: &str, cases: &[Case]) -> (f64, f64) {
    let (mut right, mut listed, mut sizes) = (0.0, 0.0, Vec::new());
    for case in cases {
        let said = pronounce(&case.word, case.pos, case.hanja()).hangul;
        let candidates = candidates(&case.word, case.pos, case.hanja());
        sizes.push(candidates.len());
        listed += f64::from(candidates.iter().any(|reading| case.right.contains(reading)));
        right += f64::from(case.right.contains(&said));
        if !case.right.contains(&said) {
            println!("{name}: {} [{said}], not {:?}", case.word, case.right);
        }
    }
    sizes.sort_unstable();
    let total: f64 = cases.iter().map(|_| 1.0).sum();
    let (right, listed) = (right / total, listed / total);
    let median = sizes[sizes.len() / 2];
    println!("{name}: {right:.4} right, {listed:.4} listed, median of candidates {median}");
    (right, listed)
}

fn graded(with_hanja: bool) -> Option<Vec<Case>> {
    let cases = rows("graded")?.into_iter().map(|row| Case {
        word: row[0].clone(),
        pos: PartOfSpeech::from_label(&row[2]),
        hanja: if with_hanja { row[4].clone() } else { String::new() },
        right: split(&row[5], '/'),
    });
    Some(cases.collect())
}

#[test]
fn graded_words_with_their_hanja_are_said_right() {
    let Some(cases) = graded(true) else { return };
    let (right, listed) = shares("graded", &cases);
    assert!(right >= 0.999 && listed >= 0.999, "{right} {listed}");
}

#[test]
fn graded_words_without_hanja_are_said_right() {
    let Some(cases) = graded(false) else { return };
    let (right, listed) = shares("graded, no hanja", &cases);
    assert!(right >= 0.998 && listed >= 0.998, "{right} {listed}");
}

/// The source gives one of several standard readings, not always the first.
#[test]
fn inflected_forms_are_said_in_a_standard_way() {
    let Some(rows) = rows("forms") else { return };
    let rows: Vec<_> = rows.into_iter().filter(|row| !row[3].is_empty()).collect();
    let standard = rows.iter().filter(|row| {
        let said = pronounce(&row[0], PartOfSpeech::from_label(&row[2]), None);
        let right = said.hangul == row[3] || said.alternatives.contains(&row[3]);
        if !right {
            println!("forms: {} [{}], not [{}]", row[0], said.hangul, row[3]);
        }
        right
    });
    let (standard, total) = (standard.count(), rows.len());
    println!("forms: {standard} of {total}");
    assert!(standard * 1000 >= total * 996, "{standard} of {total}");
}

#[test]
fn words_of_the_rules_are_said_right() {
    let Some(rows) = rows("rules") else { return };
    let cases: Vec<Case> = rows
        .into_iter()
        .map(|row| Case {
            word: row[1].clone(),
            pos: PartOfSpeech::from_label(&row[8]),
            hanja: row[9].clone(),
            right: split(&format!("{};{}", row[2], row[3]), ';'),
        })
        .collect();
    let (right, listed) = shares("rules", &cases);
    assert!(right >= 0.996 && listed >= 0.999, "{right} {listed}");
}

#[test]
fn official_romanizations_come_out_of_right_pronunciations() {
    let Some(rows) = rows("rules") else { return };
    let rows: Vec<_> = rows.into_iter().filter(|row| !row[4].is_empty()).collect();
    assert!(!rows.is_empty());
    for row in rows {
        let written = romanize(&row[1], &row[2], PartOfSpeech::from_label(&row[8]));
        assert_eq!(written, row[4].to_lowercase(), "{}", row[1]);
    }
}

/// The source marks length, and ㅓ otherwise when long, which we do not write.
#[test]
fn narrow_transcriptions_agree_with_the_source() {
    let Some(rows) = rows("rules") else { return };
    let rows: Vec<_> = rows.into_iter().filter(|row| !row[5].is_empty()).collect();
    let agree = rows.iter().filter(|row| {
        let known = row[5].replace('ː', "").replace('ɘ', "ʌ̹");
        known.split(" ~ ").any(|form| form == ipa::narrow(&row[2]))
    });
    let (agree, total) = (agree.count(), rows.len());
    assert!(agree * 100 >= total * 94, "{agree} of {total}");
}
