//! The deck on disk, all or nothing: written beside its place, synced, then moved there in one
//! step. Whatever stood there before stays until that step, and stays for good if it fails.

use std::{fs, io, io::Write as _, path::Path};

use tempfile::NamedTempFile;

use crate::{
    error::Error,
    format::{self, Format},
    note::{Deck, Written},
};

/// Writes the deck to `path`, replacing a file that is there.
pub fn write(deck: &Deck, format: Format, path: &Path) -> Result<Written, Error> {
    if path.is_dir() {
        return Err(Error::IsDirectory(path.to_owned()));
    }
    let (bytes, written) = format::build(deck, format)?;
    replace(path, &bytes).map_err(|source| Error::from_io(path, source))?;
    Ok(written)
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = new_file_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(folder)
}

/// A file that vanishes unless it is moved into place. It gets the rights of any new file, not
/// the private ones of a temporary file: decks are handed on.
fn new_file_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".hanji-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Makes the move itself survive a loss of power, where folders can be synced.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::Note;

    fn deck() -> Deck {
        let note = Note {
            guid: "abc".to_owned(),
            key: "물".to_owned(),
            term: "물".to_owned(),
            ..Note::default()
        };
        Deck { name: "Water".to_owned(), notes: vec![note], ..Deck::default() }
    }

    fn names_in(folder: &Path) -> Vec<std::ffi::OsString> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    }

    #[test]
    fn the_file_holds_the_deck_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("낱말.apkg");
        fs::write(&path, "an older deck").unwrap();
        assert_eq!(write(&deck(), Format::Apkg, &path).unwrap(), Written { notes: 1, cards: 1 });
        assert_eq!(fs::read(&path).unwrap(), crate::apkg_bytes(&deck()).unwrap());
        assert_eq!(names_in(folder.path()), ["낱말.apkg"]);
    }

    #[test]
    fn a_deck_that_cannot_be_built_leaves_the_old_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.apkg");
        fs::write(&path, "an older deck").unwrap();
        let mut deck = deck();
        deck.notes.push(Note { key: "불".to_owned(), ..deck.notes[0].clone() });
        assert!(matches!(write(&deck, Format::Apkg, &path), Err(Error::DuplicateGuid(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "an older deck");
        assert_eq!(names_in(folder.path()), ["a.apkg"]);
    }

    #[test]
    fn a_folder_in_the_files_place_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(write(&deck(), Format::Apkg, folder.path()), Err(Error::IsDirectory(_))));
    }

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("no/such/a.apkg");
        assert!(matches!(write(&deck(), Format::Apkg, &path), Err(Error::FolderMissing(_))));
    }

    /// Even root may not make files in `/sys`.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_place_that_may_not_be_written_is_a_matter_of_permission() {
        let error = write(&deck(), Format::Apkg, Path::new("/sys/a.apkg")).unwrap_err();
        assert!(matches!(error, Error::PermissionDenied(_)), "{error:?}");
    }

    #[cfg(unix)]
    #[test]
    fn the_file_has_the_rights_of_any_new_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (ours, plain) = (folder.path().join("a.apkg"), folder.path().join("b"));
        write(&deck(), Format::Apkg, &ours).unwrap();
        fs::write(&plain, "").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(ours), mode(plain));
    }
}
