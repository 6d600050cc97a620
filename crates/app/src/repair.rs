//! Repair of a damaged database: what can be read is saved into a new file, and the damaged one
//! stays beside it. It is done when a person asks for it, never by itself.

use std::path::{Path, PathBuf};

use serde::Serialize;
use store::Store;

use crate::{Code, Problem, app, clock};

/// What a repair did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// Where the damaged file is now.
    pub damaged: PathBuf,
    /// What became of each table.
    pub tables: Vec<RepairedTable>,
    /// Replies of which only the text is lost.
    pub texts_lost: u32,
}

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RepairedTable {
    /// Its name.
    pub name: &'static str,
    /// Rows saved.
    pub saved: u32,
    /// Rows that could be read, and are worth nothing without others that could not.
    pub left_out: u32,
    /// Rows known to have been there that could not be read.
    pub lost: u32,
}

/// Saves what can be read of the database in a data folder, the platform's own when none is given.
pub fn repair(data_dir: Option<PathBuf>) -> Result<Repaired, Problem> {
    let path = app::database(&app::data_dir(data_dir)?);
    let stamp = clock::stamp(clock::system());
    let salvaged =
        Store::salvage(&path, &stamp, clock::seed()).map_err(|error| refused(&path, error))?;
    let table = |saved: store::SavedTable| RepairedTable {
        name: saved.name,
        saved: saved.saved,
        left_out: saved.left_out,
        lost: saved.lost,
    };
    Ok(Repaired {
        damaged: salvaged.damaged,
        tables: salvaged.tables.into_iter().map(table).collect(),
        texts_lost: salvaged.texts_lost,
    })
}

fn refused(path: &Path, error: store::Error) -> Problem {
    match error {
        store::Error::NotFound(_) => {
            Problem::new(Code::NotFound, format!("There is no database at {}.", path.display()))
                .with_hint("Name its folder with --data-dir or HANJI_DATA_DIR.")
        }
        other => other.into(),
    }
}
