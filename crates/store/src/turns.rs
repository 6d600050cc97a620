//! Who may do what with the file: processes open it one after another, because opening may bring
//! it up to date, and nobody repairs it while another has it open. The system lets go of both
//! locks however a process ends.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use crate::Error;

/// Ending of the file that stands for a database in use.
const IN_USE: &str = "in-use";

/// Held while a file is opened or repaired.
#[derive(Debug)]
pub(crate) struct Turn(#[expect(dead_code, reason = "held, not read")] File);

/// Held as long as a file is open.
#[derive(Debug)]
pub(crate) struct InUse(#[expect(dead_code, reason = "held, not read")] File);

impl Turn {
    /// Waits for everybody who is opening or repairing the file.
    pub(crate) fn wait(database: &Path) -> Result<Self, Error> {
        let file = File::create(database.with_extension("opening"))?;
        file.lock()?;
        Ok(Self(file))
    }
}

impl InUse {
    /// Says that the file is open from now on; in one's turn.
    pub(crate) fn open(database: &Path) -> Result<Self, Error> {
        let file = in_use(database)?;
        file.lock_shared()?;
        Ok(Self(file))
    }

    /// Whether the file was ever opened.
    pub(crate) fn was(database: &Path) -> bool {
        database.with_extension(IN_USE).exists()
    }

    /// Takes the file for this process alone; in one's turn.
    ///
    /// # Errors
    /// [`Error::Busy`] when another has it open.
    pub(crate) fn alone(database: &Path) -> Result<Self, Error> {
        let file = in_use(database)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Error::Busy),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

fn in_use(database: &Path) -> Result<File, Error> {
    Ok(File::create(database.with_extension(IN_USE))?)
}
