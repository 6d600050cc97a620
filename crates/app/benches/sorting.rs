//! A list of 100,000 rows, sorted out and looked through: the window asks for a preview after each
//! decision and for a page with each letter typed.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    time::{Duration, Instant},
};

use app::{
    Import,
    dto::{RowFilter, RowQuery},
};

const ROWS: usize = 100_000;

/// The most that each step may take.
const PREVIEW: Duration = Duration::from_millis(100);
const PAGE: Duration = Duration::from_millis(20);

fn main() {
    let text = list();
    let mut import = Import::default();
    time("read", None, || import.add("list.csv", text.as_bytes()));
    let first = time("first preview", Some(PREVIEW), || import.preview());
    show(&format!("{:?}", first.counts));
    time("preview again", Some(PREVIEW), || import.preview());
    time("first page", Some(PAGE), || import.rows(&query(RowFilter::Words, 0, "")));
    time("a page far down", Some(PAGE), || import.rows(&query(RowFilter::Words, 80_000, "")));
    time("first search", None, || import.rows(&query(RowFilter::Words, 0, "ㅎ")));
    for text in ["하", "학", "학ㄱ", "word 77"] {
        time("search", Some(PAGE), || import.rows(&query(RowFilter::Words, 0, text)));
    }
    time("forms", Some(PAGE), || import.rows(&query(RowFilter::Forms, 0, "")));
    let merged = time("merge all", None, || import.merge_all());
    show(&format!("{merged} merged"));
    let counts = time("preview after merging", Some(PREVIEW), || import.preview()).counts;
    show(&format!("{counts:?}"));
    time("merged", Some(PAGE), || import.rows(&query(RowFilter::Merged, 0, "")));
    time("words to keep", None, || import.words());
    time("undo", None, || import.undo_decision());
    time("preview after undo", Some(PREVIEW), || import.preview());
}

fn query(show: RowFilter, from: u32, text: &str) -> RowQuery {
    RowQuery { show, reason: None, text: text.into(), from, count: 100 }
}

fn time<T>(what: &str, limit: Option<Duration>, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    let took = start.elapsed();
    let verdict = match limit {
        Some(limit) if took > limit => " too slow",
        Some(_) => " ok",
        None => "",
    };
    show(&format!("{what:24} {:8.1} ms{verdict}", took.as_secs_f64() * 1000.0));
    done
}

fn show(line: &str) {
    // nobody reads any more: then there is nothing to show
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// Words of two and three syllables, some with endings and particles, some twice, some no words.
fn list() -> String {
    let syllables: Vec<char> = ('가'..='힣').step_by(28).collect();
    let endings = ["", "", "", "에서", "을", "했다", "합니다", "하다"];
    let mut text = String::from("단어,뜻,품사\n");
    for row in 0..ROWS {
        let [one, two, three] =
            [row, row / syllables.len(), row * 31].map(|at| syllables[at % syllables.len()]);
        let ending = endings[row % endings.len()];
        // writing to a string cannot fail
        let _ = match row % 20 {
            19 => writeln!(text, "row {row},nothing,"),
            18 => writeln!(text, "학교,school,noun"),
            _ => writeln!(text, "{one}{two}{three}{ending},word {row},"),
        };
    }
    text
}
