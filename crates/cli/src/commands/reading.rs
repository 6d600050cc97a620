//! Word files in, as `words` and `deck` ask for them: read, columns told, known words left out,
//! forms merged.

use std::{
    collections::BTreeMap,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use app::{
    Code, Import, Problem,
    dto::{ColumnChoice, FileSummary, RowFilter, RowQuery, WordRow},
};

use crate::{
    args::{Sorting, ToldColumn},
    terminal::tell_problem,
};

/// Rows asked for at once.
const PAGE: u32 = 500;

/// The most that is read from stdin; as much as from a file.
const LARGEST_INPUT: u64 = 64 << 20;

/// Reads files and sorts their rows as asked.
pub(super) fn read(files: &[PathBuf], sorting: &Sorting) -> Result<Import, Problem> {
    let mut import = Import::default();
    for file in files {
        if file == Path::new("-") {
            import.add("stdin", &stdin()?);
        } else {
            import.add_files(std::slice::from_ref(file));
        }
    }
    if !sorting.columns.is_empty() {
        for file in import.preview().files.iter().filter(|file| file.problem.is_none()) {
            import.set_columns(file.id, None, &choices(file, &sorting.columns))?;
        }
    }
    leave_out_known(&mut import, &sorting.known)?;
    if sorting.merge {
        import.merge_all();
    }
    Ok(import)
}

fn leave_out_known(import: &mut Import, known: &[PathBuf]) -> Result<(), Problem> {
    if known.is_empty() {
        return Ok(());
    }
    let mut refused = import.know_files(known).into_iter();
    let Some((name, problem)) = refused.next() else { return Ok(()) };
    refused.for_each(|(_, problem)| tell_problem(&problem));
    // known words that cannot be read would be paid for again
    let message = format!("{name} could not be read: {}", problem.message);
    Err(Problem { code: Code::InvalidInput, message, ..problem })
}

fn stdin() -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LARGEST_INPUT + 1).read_to_end(&mut bytes);
    read.map_err(|error| {
        Problem::new(Code::UnreadableFile, format!("stdin could not be read: {error}."))
    })?;
    if bytes.len() as u64 > LARGEST_INPUT {
        return Err(Problem::new(Code::UnreadableFile, "stdin holds more than 64 MB.")
            .with_hint("Split it, or give only the columns with words."));
    }
    Ok(bytes)
}

/// What was told of columns, for every sheet of a file; where sheets differ in width, for those that
/// have the column.
fn choices(file: &FileSummary, told: &[ToldColumn]) -> Vec<ColumnChoice> {
    let mut widths: BTreeMap<Option<&str>, u32> = BTreeMap::new();
    for column in &file.columns {
        *widths.entry(column.sheet.as_deref()).or_default() += 1;
    }
    if widths.is_empty() {
        widths.insert(None, 0);
    }
    let widest = widths.values().copied().max().unwrap_or(0);
    let of_sheet = |(sheet, width): (Option<&str>, u32)| {
        let sheet = sheet.map(str::to_owned);
        let has = move |column: &&ToldColumn| column.index < width || column.index >= widest;
        told.iter().filter(has).map(move |column| ColumnChoice {
            sheet: sheet.clone(),
            index: column.index,
            role: column.role,
        })
    };
    widths.into_iter().flat_map(of_sheet).collect()
}

/// All rows of a sort, page by page.
pub(super) fn rows(import: &Import, show: RowFilter) -> impl Iterator<Item = WordRow> {
    let page = move |from| {
        let query = RowQuery { show, reason: None, text: String::new(), from, count: PAGE };
        let rows = import.rows(&query).rows;
        (!rows.is_empty()).then_some(rows)
    };
    (0..).step_by(PAGE as usize).map_while(page).flatten()
}
