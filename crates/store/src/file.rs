//! Opening the file: folder, permissions, pragmas, migrations with a backup before each, and an
//! integrity check; then one writer and any number of readers.

use std::{
    fmt,
    fs::{self, DirBuilder, OpenOptions},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};

use crate::{
    Error, Pending,
    reserve::Reserve,
    turns::{InUse, Turn},
    writer::Writer,
};

const STEPS: &[M<'_>] = &[
    M::up(include_str!("sql/0001_first.sql")),
    M::up(include_str!("sql/0002_undo.sql")).foreign_key_check(),
    M::up(include_str!("sql/0003_spending.sql")),
    M::up(include_str!("sql/0004_sent.sql")),
    M::up(include_str!("sql/0006_memory.sql")),
    M::up(include_str!("sql/0008_owed.sql")),
    M::up(include_str!("sql/0009_batches.sql")),
];
const MIGRATIONS: Migrations<'_> = Migrations::from_slice(STEPS);

/// How long to wait for another process that writes.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// Bytes that the log may keep on disk once its content is in the file.
const LOG_LIMIT: i64 = 4 << 20;

/// The open file. Clones share it; it closes with the last one.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

struct Shared {
    path: PathBuf,
    // before the writer: who closes last writes the log back into the file
    idle_readers: Mutex<Vec<Connection>>,
    writer: Writer,
    _in_use: InUse,
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Store").field(&self.0.path).finish()
    }
}

impl Store {
    /// Opens the file, making it (mode 0600) and its folder when missing, and brings it up to
    /// date. `seed` becomes the namespace of this library's Anki identities if it is new.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Damaged`], [`Error::Newer`], [`Error::NotWritable`],
    /// [`Error::Full`]; the file is left as it was.
    pub fn open(path: &Path, seed: u64) -> Result<Self, Error> {
        if was_emptied(path) {
            return Err(Error::Damaged("the file is empty".into()));
        }
        create_private(path)?;
        let _turn = Turn::wait(path)?;
        let mut connection = Connection::open(path)?;
        configure(&connection)?;
        check_integrity(&connection)?;
        migrate(&mut connection, path)?;
        // not before: a migration may make a table anew that others refer to, and checks itself
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.execute(
            "INSERT OR IGNORE INTO meta (key, value) VALUES ('namespace', ?1)",
            [seed.to_string()],
        )?;
        let writer = Writer::start(connection, Reserve::beside(path))?;
        Ok(Self(Arc::new(Shared {
            path: path.to_owned(),
            idle_readers: Mutex::default(),
            writer,
            _in_use: InUse::open(path)?,
        })))
    }

    /// The number that sets this library's Anki identities apart from everybody else's.
    pub fn namespace(&self) -> Result<u64, Error> {
        self.read(|connection| {
            let text: String = connection.query_one(
                "SELECT value FROM meta WHERE key = 'namespace'",
                [],
                |row| row.get(0),
            )?;
            text.parse().map_err(|_| Error::Damaged(format!("namespace is {text:?}")))
        })
    }

    /// Gives the room of deleted rows back to the disk, and leaves nothing of them in the file.
    ///
    /// # Errors
    /// [`Error::Busy`] while another process, or a run of this one, is at work in the file.
    pub fn compact(&self) -> Result<(), Error> {
        let connection = Connection::open(&self.0.path)?;
        configure(&connection)?;
        connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(())
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Pending<T> {
        self.0.writer.write(work)
    }

    /// Reads beside the writer, on the calling thread: look-ups take microseconds.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let idle = self.readers().pop();
        let connection = idle.map_or_else(|| open_reader(&self.0.path), Ok)?;
        let result = work(&connection);
        self.readers().push(connection);
        result
    }

    fn readers(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.0.idle_readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn open_reader(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_WAIT)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// An empty file is a new one for SQLite, but not where one was in use before.
fn was_emptied(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() == 0) && InUse::was(path)
}

/// Makes the file readable by its owner alone before SQLite writes anything into it.
fn create_private(path: &Path) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        let mut private = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut private, 0o700);
        private.recursive(true).create(folder)?;
    }
    create_private_file(path)
}

pub(crate) fn create_private_file(path: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}

fn configure(connection: &Connection) -> Result<(), Error> {
    connection.busy_timeout(BUSY_WAIT)?;
    connection.set_prepared_statement_cache_capacity(64);
    // WAL lets readers go on beside the writer; FULL makes a commit survive a power cut
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "journal_size_limit", LOG_LIMIT)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    // what a learner deletes is gone from the file
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(())
}

fn check_integrity(connection: &Connection) -> Result<(), Error> {
    let found: String = connection.query_one("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(Error::Damaged(found)) }
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    let from: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if from > 0 && MIGRATIONS.pending_migrations(connection).is_ok_and(|pending| pending > 0) {
        let backup = path.with_extension(format!("backup-{from}.sqlite"));
        let _ = fs::remove_file(&backup);
        // SQLite takes an empty file for the copy, and with it the file's mode
        create_private_file(&backup)?;
        connection.execute("VACUUM INTO ?1", [backup.to_string_lossy()])?;
    }
    Ok(MIGRATIONS.to_latest(connection)?)
}
