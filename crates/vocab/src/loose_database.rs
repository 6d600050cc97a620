//! A database file by itself: Kindle's, or the collection out of Anki's folder. Others are refused.
//! It refuses to know how either is laid out.

use crate::{
    anki_collection,
    file_error::{FileError, Refusal},
    grid::Grid,
    kindle,
    sqlite::{Damaged, Database},
};

/// The largest file that is opened, in bytes.
const LARGEST: usize = 256 * 1024 * 1024;

/// The cells, whichever program wrote the file.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Grid>, Refusal> {
    if bytes.len() > LARGEST {
        return Err(unsupported(
            "The database is too large to be read. Export its words as CSV or plain text.",
        ));
    }
    let database = Database::open(bytes).map_err(damaged)?;
    if kindle::is_in(&database) {
        return kindle::read(&database).map(|grid| vec![grid]).map_err(damaged);
    }
    if anki_collection::is_in(&database) {
        return anki_collection::read(&database).map_err(damaged);
    }
    Err(unsupported(
        "This database is neither Kindle's vocab.db nor an Anki collection. Export its words as CSV or plain text.",
    ))
}

fn unsupported(message: &str) -> Refusal {
    Refusal::new("sqlite", FileError::UnsupportedFormat, message)
}

fn damaged(_: Damaged) -> Refusal {
    let message =
        "The database is damaged. Copy it again from the device while that is not in use.";
    Refusal::new("sqlite", FileError::CorruptFile, message)
}
