//! Anki's `.apkg` and `.colpkg`: which of the collections inside is the real one, and its bytes.
//! The list of sounds and pictures is never looked at. It refuses to know what a collection holds.

use std::io::Read as _;

use crate::{
    anki_collection,
    archive::Archive,
    file_error::{FileError, Refusal},
    grid::Grid,
    sqlite::{Damaged, Database},
};

/// The format's name in a reading.
const FORMAT: &str = "apkg";
/// The largest collection that is unpacked, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;
/// The most memory that unpacking may take at a time, as a power of two; Anki itself asks for 2²¹.
const WINDOW: u32 = 25;

/// The entry of each kind of collection, and the number that `meta` gives the kind. The newer stand
/// first: beside those the older are dummies that only say so.
const COLLECTIONS: [(u8, &str); 3] =
    [(3, "collection.anki21b"), (2, "collection.anki21"), (1, "collection.anki2")];

const DAMAGED: &str = "The collection in the package is damaged. Export it again.";

/// The notes of a package, as one table a note type.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Grid>, Refusal> {
    let mut archive = Archive::open(bytes)?.taken_for(FORMAT);
    let collection = collection(&mut archive)?;
    drop(archive);
    let database = Database::open(&collection);
    drop(collection);
    let grids = database.and_then(|database| anki_collection::read(&database));
    let grids = grids.map_err(|Damaged| corrupt(DAMAGED))?;
    if grids.is_empty() {
        return Err(Refusal::new(FORMAT, FileError::EmptyFile, "The package holds no notes."));
    }
    Ok(grids)
}

/// The real collection, unpacked.
fn collection(archive: &mut Archive<'_>) -> Result<Vec<u8>, Refusal> {
    let kind = kind(archive)?;
    let there =
        |(number, name): &&(u8, &str)| kind.is_none_or(|kind| kind == *number) && archive.has(name);
    let found = COLLECTIONS.iter().find(there);
    let Some((number, name)) = found else { return Err(missing(kind)) };
    let content = archive.entry(name)?.unwrap_or_default();
    if *number == 3 { decompressed(&content) } else { Ok(content) }
}

/// The number that `meta` gives the collection: a protocol buffer whose field 1 it is.
fn kind(archive: &mut Archive<'_>) -> Result<Option<u8>, Refusal> {
    let meta = archive.entry("meta")?.unwrap_or_default();
    match meta[..] {
        [0x08, kind @ 1..=3, ..] => Ok(Some(kind)),
        [0x08, 4..=u8::MAX, ..] => Err(unsupported(
            "The package was made by a newer Anki. In Anki export it again with \"Support older Anki versions\".",
        )),
        _ => Ok(None),
    }
}

fn missing(kind: Option<u8>) -> Refusal {
    if kind == Some(3) || kind == Some(2) {
        return corrupt(
            "The package has lost its notes: what is left only asks for a newer Anki. Export it again.",
        );
    }
    corrupt("There is no collection in the package. Export it again.")
}

fn decompressed(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut content = Vec::new();
    let read = zstd::stream::read::Decoder::new(bytes).and_then(|mut decoder| {
        decoder.window_log_max(WINDOW)?;
        decoder.take(LARGEST + 1).read_to_end(&mut content)
    });
    let size = read.map_err(|_| corrupt(DAMAGED))?;
    if u64::try_from(size).is_ok_and(|size| size <= LARGEST) {
        Ok(content)
    } else {
        Err(corrupt("The collection unpacks to more than any word list can hold."))
    }
}

fn corrupt(message: &str) -> Refusal {
    Refusal::new(FORMAT, FileError::CorruptFile, message)
}

fn unsupported(message: &str) -> Refusal {
    Refusal::new(FORMAT, FileError::UnsupportedFormat, message)
}

#[cfg(test)]
mod tests;
