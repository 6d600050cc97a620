//! From each crate's own errors to the one [`Problem`] that a person sees. The words are chosen
//! here and nowhere else.

use std::{io, path::Path, time::Duration};

use llm::{Class, ClientError, Failure};
use pipeline::Halt;

use crate::problem::{Code, Problem};

impl Problem {
    /// A file that could not be read or written.
    pub(crate) fn of_file(path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        match error.kind() {
            io::ErrorKind::NotFound => {
                Self::new(Code::UnreadableFile, format!("{path} does not exist."))
                    .with_hint("Check the name; the file may have been moved or deleted.")
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::new(Code::NoPermission, format!("{path} may not be read or written."))
                    .with_hint("Change its permissions, or choose another place.")
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => full_disk(),
            _ => Self::new(Code::UnreadableFile, format!("{path} could not be used: {error}."))
                .retryable(),
        }
    }

    /// Something that should not be possible.
    pub(crate) fn internal(what: impl std::fmt::Display) -> Self {
        tracing::error!(%what, "internal problem");
        Self::new(Code::Internal, format!("Hanji made a mistake: {what}."))
            .with_hint("Nothing that was stored is lost. Try again; if it happens again, report it with the log.")
    }
}

fn full_disk() -> Problem {
    Problem::new(Code::DiskFull, "The disk is full.")
        .with_hint("Free some space and go on; what was stored so far is kept.")
        .retryable()
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Busy => Self::new(Code::StoreBusy, "Another program is using Hanji's database.")
                .with_hint("Close the other Hanji and try again.")
                .retryable(),
            store::Error::Full => full_disk(),
            store::Error::NotWritable(what) => {
                Self::new(Code::NoPermission, format!("Hanji's database may not be written: {what}."))
                    .with_hint("Check the permissions of the data folder, or choose another with --data-dir or HANJI_DATA_DIR.")
            }
            store::Error::Damaged(what) => {
                Self::new(Code::StoreDamaged, format!("Hanji's database is damaged: {what}."))
                    .with_hint("Nothing was changed. `hanji doctor --repair` saves what can be read into a new file and keeps this one; or put a backup in its place (the data folder keeps one from before each upgrade).")
            }
            store::Error::Newer => {
                Self::new(Code::StoreDamaged, "Hanji's database was written by a newer version of Hanji.")
                    .with_hint("Install the newer version again; nothing was changed.")
            }
            store::Error::NotFound(what) => {
                Self::new(Code::NotFound, format!("There is no such {what}."))
            }
            store::Error::ChangedSince => {
                Self::new(Code::InvalidInput, "This cannot be undone any more: its words were changed since.")
                    .with_hint("Undo the later change first.")
            }
            other @ (store::Error::Taken | store::Error::Closed | store::Error::Other(_)) => {
                Self::internal(other)
            }
        }
    }
}

impl From<Halt> for Problem {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::Store(error) => error.into(),
            Halt::Model(failure) => failure.into(),
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let said = sentence(&failure.message);
        let problem =
            |code, what: &str| Self::new(code, format!("{what} {said}").trim().to_owned());
        match failure.class {
            Class::Unauthorized => problem(Code::KeyRefused, "The server refused the API key.")
                .with_hint("Enter a valid key, then resume. No word was lost or paid for twice."),
            Class::NoCredit => problem(Code::NoCredit, "The account has no credit left.")
                .with_hint("Add credit at openrouter.ai/credits, then resume."),
            Class::CapReached => problem(Code::CapReached, "The spending cap is reached.")
                .with_hint("Raise the cap and go on; what is answered is not paid for again."),
            Class::DailyLimit => problem(Code::DailyLimit, "Today's limit of requests is used up.")
                .with_hint(
                    "Resume tomorrow (the day changes at 00:00 UTC), or choose another model.",
                ),
            Class::WrongAddress => {
                problem(Code::BadEndpoint, "The server's address is not that of a chat API.")
                    .with_hint("Check the address; it should end like /v1.")
            }
            Class::ModelNotFound => {
                problem(Code::BadEndpoint, "The server does not offer this model.")
                    .with_hint("Check the model's name.")
            }
            Class::Untrusted => problem(
                Code::Offline,
                "The server could not prove that it is what its address says.",
            )
            .with_hint(
                "Check this computer's clock, and any proxy or virus scanner that looks into \
                 connections; then resume.",
            )
            .retryable(),
            Class::RateLimited if failure.retry_after.is_some() => {
                let wait = failure.retry_after.unwrap_or_default();
                let asked = format!("The server asks to be left alone for {}.", in_words(wait));
                problem(Code::DailyLimit, &asked)
                    .with_hint("Resume after that time, or choose another model.")
                    .retryable()
            }
            Class::Connection | Class::Timeout => {
                problem(Code::Offline, "The server could not be reached.")
                    .with_hint("Check the connection, then resume.")
                    .retryable()
            }
            Class::NotRecorded => problem(
                Code::Internal,
                "A reply could not be stored, so nothing more was asked for.",
            )
            .retryable(),
            _ => problem(Code::Offline, "The model does not answer.")
                .with_hint("Resume later, or choose another model.")
                .retryable(),
        }
    }
}

/// A long wait, in hours or minutes, rounded up.
fn in_words(wait: Duration) -> String {
    match wait.as_secs().div_ceil(60) {
        minutes @ 0..120 => format!("{minutes} minutes"),
        minutes => format!("{} hours", minutes.div_ceil(60)),
    }
}

/// The provider's own words as a sentence.
fn sentence(message: &str) -> String {
    let message = message.trim();
    if message.is_empty() || message.ends_with(['.', '!', '?']) {
        return message.to_owned();
    }
    format!("{message}.")
}

impl From<ClientError> for Problem {
    fn from(error: ClientError) -> Self {
        Self::new(Code::BadEndpoint, sentence(&error.to_string()))
            .with_hint("Check the address of the server and the key.")
    }
}

impl From<llm::EndpointError> for Problem {
    fn from(error: llm::EndpointError) -> Self {
        ClientError::from(error).into()
    }
}

impl From<deck::Error> for Problem {
    fn from(error: deck::Error) -> Self {
        let message = sentence(&capitalised(&error.to_string()));
        match error {
            deck::Error::DiskFull(_) => full_disk(),
            deck::Error::PermissionDenied(_) => {
                Self::new(Code::NoPermission, message).with_hint("Choose another folder.")
            }
            deck::Error::IsDirectory(_) | deck::Error::FolderMissing(_) => {
                Self::new(Code::InvalidInput, message).with_hint("Choose another name or folder.")
            }
            deck::Error::Io { .. } => Self::new(Code::NoPermission, message).retryable(),
            other => Self::internal(other),
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
