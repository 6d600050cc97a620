//! `hanji words`: what would be read; nothing is saved, no network.

use app::{Import, Problem};
use serde_json::json;

use crate::{
    args::Words,
    exit::Exit,
    terminal::{counted, print, print_json, tell_refused},
};

pub(super) fn run(command: &Words) -> Result<Exit, Problem> {
    let mut import = Import::default();
    import.add_files(&command.files);
    let refused = import.refused();
    if command.json {
        print_json(&json!({ "files": import.readings() }))?;
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
    for word in &preview.words {
        let meaning = word.meaning.as_deref().unwrap_or_default();
        print(format!("  {} [{}] {meaning}", word.term, word.pronunciation).trim_end());
    }
    for row in &preview.rejected {
        let raw = row.raw.as_deref().unwrap_or_default();
        print(
            format!("  left out: {} line {}: {} {raw}", row.file, row.row, row.message).trim_end(),
        );
    }
}
