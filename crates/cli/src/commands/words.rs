//! `hanji words`: what would be read; nothing is saved, no network.

use app::{
    Import, Problem,
    dto::{RowFilter, RowQuery, RowState, WordRow},
};
use serde_json::json;

use crate::{
    args::Words,
    exit::Exit,
    terminal::{counted, print, print_json, tell_refused},
};

/// Rows asked for at once.
const PAGE: u32 = 500;

pub(super) fn run(command: &Words) -> Result<Exit, Problem> {
    let mut import = Import::default();
    import.add_files(&command.files);
    let refused = import.refused();
    if command.json {
        print_json(&json!({ "files": import.readings().collect::<Vec<_>>() }))?;
    } else {
        print_preview(&import);
    }
    tell_refused(&refused);
    Ok(if refused.len() == command.files.len() { Exit::Stuck } else { Exit::Done })
}

fn print_preview(import: &Import) {
    let preview = import.preview();
    for file in preview.files.iter().filter(|file| file.problem.is_none()) {
        print(format!(
            "{} ({}, {}): {}, {} left out",
            file.name,
            file.format,
            file.encoding,
            counted(file.words, "word", "words"),
            counted(file.rejected, "row", "rows")
        ));
    }
    for word in rows(import, RowFilter::Words) {
        let meaning = word.meaning.as_deref().unwrap_or_default();
        print(format!("  {} [{}] {meaning}", word.term, word.pronunciation).trim_end());
    }
    for row in rows(import, RowFilter::Rejected) {
        if let RowState::Rejected { message, .. } = &row.state {
            print(
                format!("  left out: {} line {}: {message} {}", row.file, row.row, row.term)
                    .trim_end(),
            );
        }
    }
}

/// All rows of a sort, page by page.
fn rows(import: &Import, show: RowFilter) -> impl Iterator<Item = WordRow> {
    let page = move |from| {
        let query = RowQuery { show, reason: None, text: String::new(), from, count: PAGE };
        let rows = import.rows(&query).rows;
        (!rows.is_empty()).then_some(rows)
    };
    (0..).step_by(PAGE as usize).map_while(page).flatten()
}
