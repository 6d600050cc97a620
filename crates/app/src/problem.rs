//! What went wrong, in words a learner can act on. Every crate below has its own error type;
//! here alone they become a [`Problem`], the one shape that crosses to the window, the command
//! line and the service.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A failure told to a person: what happened, what to do next, and a code for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// Stable name of the failure.
    pub code: Code,
    /// What happened and why, in one or two sentences.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// Whether the same action may work when tried again later, unchanged.
    pub retryable: bool,
}

/// The failures that somebody branches on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A file could not be read as words.
    UnreadableFile,
    /// Nothing to work on: no words were accepted.
    NoWords,
    /// An API key is needed and none is known.
    KeyMissing,
    /// The server refused the key.
    KeyRefused,
    /// The system's keychain is missing, locked or refused the request.
    KeychainUnavailable,
    /// The account has no credit left.
    NoCredit,
    /// The spending cap was reached.
    CapReached,
    /// The provider's daily limit was reached.
    DailyLimit,
    /// The server could not be reached.
    Offline,
    /// The endpoint's settings make no sense (address, model).
    BadEndpoint,
    /// The database is in use by another process.
    StoreBusy,
    /// The database is damaged or was written by a newer version.
    StoreDamaged,
    /// The disk is full.
    DiskFull,
    /// A file or folder may not be written or read.
    NoPermission,
    /// The run is worked on by another Hanji process.
    RunBusy,
    /// No such run, word or list.
    NotFound,
    /// A value given is not allowed.
    InvalidInput,
    /// The native file dialog could not be shown.
    DialogUnavailable,
    /// A defect of ours; the log has the details.
    Internal,
}

impl Problem {
    /// A problem that trying again unchanged will not mend.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: None, retryable: false }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Marks that the same action may work later, unchanged.
    #[must_use]
    pub fn retryable(mut self) -> Self {
        self.retryable = true;
        self
    }
}
