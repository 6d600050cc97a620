//! Room kept free on the disk for the last replies. Requests under way are billed whether or not
//! their replies can be written; when the disk is full, this file makes room for them.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// About a hundred replies, each committed by itself.
const SIZE: u64 = 4 << 20;

/// The file that takes up the room.
#[derive(Debug)]
pub(crate) struct Reserve {
    path: PathBuf,
}

impl Reserve {
    /// The reserve of a database.
    pub(crate) fn beside(database: &Path) -> Self {
        Self { path: database.with_extension("reserve") }
    }

    /// Whether the disk has no room for it, where it is not there already.
    pub(crate) fn lacks_room(&self) -> bool {
        let there = fs::metadata(&self.path).is_ok_and(|file| file.len() == SIZE);
        let full = |error: io::Error| {
            matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
        };
        !there && self.take().is_err_and(full)
    }

    fn take(&self) -> io::Result<()> {
        let taken = File::create(&self.path)
            .and_then(|mut file| io::copy(&mut io::repeat(0xa5).take(SIZE), &mut file));
        if taken.is_err() {
            // half of it would be room that nobody gives back
            let _ = fs::remove_file(&self.path);
        }
        taken.map(drop)
    }

    /// Gives the room back; false when there was none.
    pub(crate) fn release(&self) -> bool {
        fs::remove_file(&self.path).is_ok()
    }
}
