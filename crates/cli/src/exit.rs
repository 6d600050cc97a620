//! Exit codes, fixed by the design: scripts branch on them.

use std::process::ExitCode;

use app::{Code, Problem};

/// How the command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All done.
    Done,
    /// The command line or its input makes no sense.
    Usage,
    /// Done, with failed words; the deck holds the rest.
    SomeFailed,
    /// Nothing could be done: key, network, cap, disk.
    Stuck,
    /// Interrupted; can be resumed.
    Interrupted,
}

impl Exit {
    /// The number that the system is given.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Usage => 2,
            Self::SomeFailed => 3,
            Self::Stuck => 4,
            Self::Interrupted => 130,
        }
    }

    /// The exit for a command that could not be carried out.
    pub(crate) fn of(problem: &Problem) -> Self {
        match problem.code {
            Code::InvalidInput | Code::NotFound => Self::Usage,
            _ => Self::Stuck,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
