//! What processes that were killed left behind: requests that nobody waits for any more, and that
//! may have been charged all the same.

use std::path::Path;

use store::Store;

use crate::{Problem, run_lock::RunLock};

/// Counts as spent what runs owe that no process works on, so that the caps hold it against them.
pub(crate) fn presume_spent(store: &Store, data_dir: &Path) -> Result<(), Problem> {
    for run in store.runs_that_owe()? {
        // somebody has it: what it owes is its own to settle
        let Ok(_taken) = RunLock::take(data_dir, run) else { continue };
        store.presume_owed(run).wait()?;
        tracing::warn!(run, "Hanji was killed: what was under way is counted as spent");
    }
    Ok(())
}
