//! One process works on a run at a time: a lock on a file, which the system lets go of however the
//! process ends.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use crate::{Code, Problem};

/// Held while a run is worked on.
#[derive(Debug)]
pub(crate) struct RunLock(#[expect(dead_code, reason = "held, not read")] File);

impl RunLock {
    /// Takes the run, unless another process has it.
    pub(crate) fn take(data_dir: &Path, run: i64) -> Result<Self, Problem> {
        let folder = data_dir.join("locks");
        let path = folder.join(format!("run-{run}"));
        let file = std::fs::create_dir_all(&folder)
            .and_then(|()| File::create(&path))
            .map_err(|error| Problem::of_file(&path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => {
                Err(Problem::new(Code::RunBusy, "Another Hanji is working on this run.")
                    .with_hint("Wait for it to finish, or pause it there.")
                    .retryable())
            }
            Err(TryLockError::Error(error)) => Err(Problem::of_file(&path, &error)),
        }
    }
}
