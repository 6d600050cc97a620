//! The one writer: a thread that takes jobs, runs as many as are waiting in one transaction, and
//! tells their callers after the commit. One sync thus pays for many answers, and nobody hears of
//! a write that could still be lost.

use std::{
    pin::Pin,
    sync::mpsc::{self, RecvTimeoutError},
    task::{Context, Poll},
    thread::{self, JoinHandle},
    time::Duration,
};

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::{Error, reserve::Reserve};

/// Jobs in one commit at the most; keeps the wait of the first caller short.
const GROUP: usize = 512;

/// How often a group is tried while another process writes; each waits as long as SQLite does.
const TRIES: u32 = 3;

/// With nothing to write for so long, what is written moves from the log into the file.
const IDLE: Duration = Duration::from_secs(2);

/// A write under way; ready once it is on disk.
#[must_use = "a write has happened only when its Pending is ready"]
#[derive(Debug)]
pub struct Pending<T>(oneshot::Receiver<Result<T, Error>>);

impl<T> Pending<T> {
    /// Blocks the thread until the write is on disk.
    pub fn wait(self) -> Result<T, Error> {
        pollster::block_on(self)
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|told| told.unwrap_or(Err(Error::Closed)))
    }
}

/// The sending end. Dropping it waits for what was sent, and closes the file.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(connection: Connection, reserve: Reserve) -> Result<Self, Error> {
        let (sender, jobs) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || Writing { connection, reserve }.write_all(&jobs))?;
        Ok(Self { jobs: Some(sender), thread: Some(thread) })
    }

    /// Has a job done. It may be run more than once; only the last time counts.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Pending<T> {
        let (tell, told) = oneshot::channel();
        let job = Box::new(Write { work, result: Err(Error::Closed), tell });
        // a failed send drops the job, and with it `tell`: the caller hears `Closed`
        let _ = self.jobs.as_ref().map(|jobs| jobs.send(job));
        Pending(told)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) =
            self.thread.take().filter(|it| it.thread().id() != thread::current().id())
        {
            // a writer that panicked has nothing left to close
            let _ = thread.join();
        }
    }
}

/// What a caller wants written.
trait Job: Send {
    fn run(&mut self, connection: &Connection) -> Result<(), Error>;
    fn tell(self: Box<Self>, committed: Result<(), Error>);
}

struct Write<W, T> {
    work: W,
    result: Result<T, Error>,
    tell: oneshot::Sender<Result<T, Error>>,
}

impl<T: Send, W: FnMut(&Connection) -> Result<T, Error> + Send> Job for Write<W, T> {
    /// Within a savepoint, so that a job that fails leaves the others of its group alone.
    fn run(&mut self, connection: &Connection) -> Result<(), Error> {
        connection.execute_batch("SAVEPOINT job")?;
        self.result = (self.work)(connection);
        match &self.result {
            Ok(_) => Ok(connection.execute_batch("RELEASE job")?),
            Err(Error::Full) => Err(Error::Full),
            Err(_) => Ok(connection.execute_batch("ROLLBACK TO job; RELEASE job")?),
        }
    }

    fn tell(self: Box<Self>, committed: Result<(), Error>) {
        // the caller may have gone away: the write stands all the same
        let _ = self.tell.send(committed.and(self.result));
    }
}

/// The thread's own.
struct Writing {
    connection: Connection,
    reserve: Reserve,
}

impl Writing {
    fn write_all(&self, jobs: &mpsc::Receiver<Box<dyn Job>>) {
        while let Some(first) = self.next(jobs) {
            let more = jobs.try_iter().take(GROUP - 1);
            self.write_group(std::iter::once(first).chain(more).collect());
        }
    }

    /// The next job. When none comes for a while the log is written back into the file, once.
    fn next(&self, jobs: &mpsc::Receiver<Box<dyn Job>>) -> Option<Box<dyn Job>> {
        match jobs.recv_timeout(IDLE) {
            Ok(job) => Some(job),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                // it need not be now: closing the file does it, too
                let _ = self.connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE)");
                jobs.recv().ok()
            }
        }
    }

    /// Writes a group and tells its callers. On a full disk the reserve makes room once more, and
    /// the callers hear of the full disk all the same: it is time to stop, and what was written
    /// will be found.
    fn write_group(&self, mut jobs: Vec<Box<dyn Job>>) {
        let mut no_room = self.reserve.lacks_room();
        let mut committed = self.attempt(&mut jobs);
        for _ in 1..TRIES {
            match committed {
                Err(Error::Full) if self.reserve.release() => {}
                Err(Error::Busy) => {}
                _ => break,
            }
            committed = self.attempt(&mut jobs);
        }
        no_room |= self.reserve.lacks_room();
        let told = committed.and(if no_room { Err(Error::Full) } else { Ok(()) });
        for job in jobs {
            job.tell(told.clone());
        }
    }

    fn attempt(&self, jobs: &mut [Box<dyn Job>]) -> Result<(), Error> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let ran = jobs.iter_mut().try_for_each(|job| job.run(&self.connection));
        let committed = ran.and_then(|()| Ok(self.connection.execute_batch("COMMIT")?));
        if committed.is_err() && !self.connection.is_autocommit() {
            // a transaction left open would keep the next group from beginning
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        committed
    }
}
