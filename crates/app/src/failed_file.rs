//! The words that a run gave up on, as a list to mend and to open again.

use std::path::Path;

use store::{DeadLetter, Word};

use crate::{App, Code, Problem, dto::SavedRows, sheet};

/// What the list's columns are called: as they are read again, but for the reason, which reading
/// passes over.
const COLUMNS: [&str; 8] =
    ["term", "meaning", "pos", "hanja", "homonym", "example", "tags", "reason"];

impl App {
    /// Writes the words that a run gave up on as CSV, with what the learner gave and why they
    /// failed, whole or not at all.
    pub fn save_failed(&self, run: i64, path: &Path) -> Result<SavedRows, Problem> {
        self.0.store.run(run)?;
        let rows: Vec<_> = self.0.store.failed_words(run)?.iter().map(row).collect();
        if rows.is_empty() {
            return Err(Problem::new(Code::NoWords, "No word of this run failed."));
        }
        sheet::save(path, &COLUMNS, &rows)
    }
}

fn row((word, letter): &(Word, DeadLetter)) -> Vec<String> {
    let word = word.kept.clone();
    vec![
        word.term,
        word.meaning,
        word.pos,
        word.hanja.unwrap_or_default(),
        word.homonym,
        word.example.unwrap_or_default(),
        word.tags.join(" "),
        format!("{}: {}", letter.code, letter.message),
    ]
}
