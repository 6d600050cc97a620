//! What can go wrong with the file, told apart by what a person can do about it.

use std::sync::Arc;

use rusqlite::ErrorCode;

const UNIQUE: i32 = rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE;

/// A failure of the database file.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// Another process holds the file for longer than we are willing to wait.
    #[error("the database is in use by another program")]
    Busy,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The file or its folder may not be written.
    #[error("the database may not be written: {0}")]
    NotWritable(String),
    /// The file is not a database, or its contents contradict themselves.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A newer Hanji wrote the file.
    #[error("the database was written by a newer version of Hanji")]
    Newer,
    /// What was asked for is not there.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// A change cannot be taken back, because a later one touched the same words.
    #[error("the words were changed since")]
    ChangedSince,
    /// Another word has this term, part of speech, meaning and number.
    #[error("there is such a word already")]
    Taken,
    /// The store is closed.
    #[error("the database is closed")]
    Closed,
    /// Anything else SQLite or the file system says.
    #[error("the database failed: {0}")]
    Other(Arc<dyn std::error::Error + Send + Sync>),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error().is_some_and(|code| code.extended_code == UNIQUE) {
            return Self::Taken;
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::NotWritable(error.to_string())
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Other(Arc::new(error)),
        }
    }
}

impl From<rusqlite_migration::Error> for Error {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            rusqlite_migration::Error::MigrationDefinition(
                rusqlite_migration::MigrationDefinitionError::DatabaseTooFarAhead,
            ) => Self::Newer,
            other => Self::Other(Arc::new(other)),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Full,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable(error.to_string())
            }
            _ => Self::Other(Arc::new(error)),
        }
    }
}
