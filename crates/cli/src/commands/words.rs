//! `hanji words`: what would be read; nothing is saved, no network.

use app::{
    Import, Problem,
    dto::{FileSummary, RowFilter, RowState, Suggestion, WordCounts, WordRow},
};
use serde_json::json;

use super::reading::{read, rows};
use crate::{
    args::Words,
    exit::Exit,
    terminal::{counted, grouped, print, print_json, tell, tell_refused},
};

pub(super) fn run(command: &Words) -> Result<Exit, Problem> {
    let import = read(&command.files, &command.sorting)?;
    let refused = import.refused();
    if command.json {
        let readings: Vec<_> = import.readings().collect();
        print_json(&json!({ "files": readings, "counts": import.preview().counts }))?;
    } else {
        print_preview(&import, command.sorting.merge);
    }
    tell_refused(&refused);
    if let Some(out) = &command.rejected {
        let saved = import.save_rejected(out)?;
        tell(format!("Wrote {} to {}.", counted(saved.rows, "row", "rows"), out.display()));
    }
    // a file without a word was read and shown, which is all that was asked
    Ok(if refused.len() == command.files.len() { Exit::Stuck } else { Exit::Done })
}

fn print_preview(import: &Import, merged: bool) {
    let preview = import.preview();
    for file in preview.files.iter().filter(|file| file.problem.is_none()) {
        print_file(file);
    }
    rows(import, RowFilter::Words).for_each(|row| print(format!("  {}", word(&row))));
    for show in [RowFilter::Merged, RowFilter::Duplicates, RowFilter::Known, RowFilter::Rejected] {
        rows(import, show).for_each(|row| print(format!("  {}", left_out(&row))));
    }
    if let Some(offer) = offer(&preview.counts).filter(|_| !merged) {
        print(offer);
    }
}

fn print_file(file: &FileSummary) {
    let kind: Vec<&str> = [file.format.as_str(), file.encoding.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    print(format!(
        "{} ({}): {}, {} left out",
        file.name,
        kind.join(", "),
        counted(file.words, "word", "words"),
        counted(file.rejected, "row", "rows")
    ));
    let columns: Vec<String> = file
        .columns
        .iter()
        .map(|column| {
            let sheet =
                column.sheet.as_deref().map(|sheet| format!("{sheet} ")).unwrap_or_default();
            let name = column.name.as_deref().map(|name| format!(" “{name}”")).unwrap_or_default();
            format!("{sheet}{}{name} is {}", column.index + 1, column.role.name())
        })
        .collect();
    if !columns.is_empty() {
        print(format!("  columns: {}", columns.join(", ")));
    }
    if let Some(message) = &file.message {
        print(format!("  {message}"));
    }
}

/// A word, with what it may be a form of or was merged from.
fn word(row: &WordRow) -> String {
    let number = row.homograph.map(|number| format!(" ({number})")).unwrap_or_default();
    let meaning = row.meaning.as_deref().map(|meaning| format!(" {meaning}")).unwrap_or_default();
    let forms = if row.forms.is_empty() {
        String::new()
    } else {
        format!(" (met as {})", row.forms.join(", "))
    };
    let form = suggested(&row.suggestions).unwrap_or_default();
    format!("{}{number} [{}]{meaning}{forms}{form}", row.term, row.pronunciation)
}

fn suggested(suggestions: &[Suggestion]) -> Option<String> {
    let first = suggestions.first()?;
    let mut forms: Vec<&str> =
        suggestions.iter().map(|suggestion| suggestion.form.as_str()).collect();
    forms.dedup();
    Some(match forms.as_slice() {
        [_] => format!(" (a form of {}, {} %)", first.form, first.confidence),
        several => format!(" (a form of {}?)", several.join(" or ")),
    })
}

/// A row that is no word of its own, with the reason.
fn left_out(row: &WordRow) -> String {
    let place = format!("{} line {}", row.file, row.row);
    match &row.state {
        RowState::Merged { into } => format!("merged: {place}: {} into {into}", row.term),
        RowState::Duplicate { of_file, of_row } => {
            format!("repeated: {place}: {}, as in {of_file} line {of_row}", row.term)
        }
        RowState::Rejected { message, .. } => {
            format!("left out: {place}: {message} {}", row.term).trim_end().to_owned()
        }
        RowState::Known => format!("known: {place}: {}", row.term),
        RowState::Word => word(row),
    }
}

/// What merging would spare.
pub(super) fn offer(counts: &WordCounts) -> Option<String> {
    let spared = counts.words > counts.words_if_merged;
    spared.then(|| {
        format!(
            "{} are {}; merge with --merge.",
            grouped(counts.rows, "row", "rows"),
            grouped(counts.words_if_merged, "word", "words")
        )
    })
}
