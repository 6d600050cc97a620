//! Why a deck could not be written. The variants are the cases that a person can act on
//! differently; the words for them are the application's.

use std::{io, path::Path, path::PathBuf};

/// Why a deck could not be written. The file that stood at the path before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No space, or the user's quota is used up.
    #[error("no space left to write {}", .0.display())]
    DiskFull(PathBuf),
    /// The folder or file may not be written.
    #[error("no permission to write {}", .0.display())]
    PermissionDenied(PathBuf),
    /// A folder stands where the file should go.
    #[error("{} is a folder", .0.display())]
    IsDirectory(PathBuf),
    /// The folder that should hold the file does not exist.
    #[error("the folder of {} does not exist", .0.display())]
    FolderMissing(PathBuf),
    /// Any other fault of the file system.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// SQLite could not build the collection.
    #[error("cannot build the collection")]
    Database(#[from] rusqlite::Error),
    /// The rows of a table could not be put together.
    #[error("cannot build the table")]
    Table(#[from] csv::Error),
    /// The deck could not be written as JSON.
    #[error("cannot build the document")]
    Document(#[from] serde_json::Error),
    /// The archive could not be put together.
    #[error("cannot build the archive")]
    Archive(#[from] zip::result::ZipError),
    /// Two notes share a GUID: Anki would keep only one of them.
    #[error("two notes have the guid {0:?}")]
    DuplicateGuid(String),
    /// Two notes share field 0: Anki would flag them as duplicates.
    #[error("two notes have the key {0:?}")]
    DuplicateKey(String),
    /// A note without a GUID, a key, or anything to ask; Anki would drop or refuse it.
    #[error("the note with key {0:?} has no guid, no key or no card")]
    EmptyNote(String),
}

impl Error {
    /// Sorts a file-system fault by what can be done about it.
    pub(crate) fn from_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::PermissionDenied(path)
            }
            io::ErrorKind::IsADirectory => Self::IsDirectory(path),
            io::ErrorKind::NotFound => Self::FolderMissing(path),
            _ => Self::Io { path, source },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(kind: io::ErrorKind) -> Error {
        Error::from_io(Path::new("a.apkg"), kind.into())
    }

    #[test]
    fn a_full_disk_and_a_used_up_quota_are_the_same_to_a_learner() {
        assert!(matches!(sorted(io::ErrorKind::StorageFull), Error::DiskFull(_)));
        assert!(matches!(sorted(io::ErrorKind::QuotaExceeded), Error::DiskFull(_)));
    }

    #[test]
    fn a_read_only_place_is_a_matter_of_permission() {
        assert!(matches!(sorted(io::ErrorKind::ReadOnlyFilesystem), Error::PermissionDenied(_)));
        assert!(matches!(sorted(io::ErrorKind::PermissionDenied), Error::PermissionDenied(_)));
    }

    #[test]
    fn an_unforeseen_fault_keeps_what_the_system_said() {
        let Error::Io { source, .. } = sorted(io::ErrorKind::TimedOut) else { panic!("not Io") };
        assert_eq!(source.kind(), io::ErrorKind::TimedOut);
    }
}
