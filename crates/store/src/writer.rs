//! The one writer: a thread that takes jobs, runs as many as are waiting in one transaction, and
//! tells their callers after the commit. One sync thus pays for many answers, and nobody hears of
//! a write that could still be lost.

use std::{
    pin::Pin,
    sync::mpsc,
    task::{Context, Poll},
    thread,
};

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::Error;

/// Jobs in one commit at the most; keeps the wait of the first caller short.
const GROUP: usize = 512;

type Told = Box<dyn FnOnce(Result<(), Error>) + Send>;
type Job = Box<dyn FnOnce(Result<&Connection, Error>) -> Told + Send>;

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

/// The sending end; the thread ends when the last one is dropped.
#[derive(Debug, Clone)]
pub(crate) struct Writer(mpsc::Sender<Job>);

impl Writer {
    pub(crate) fn start(connection: Connection) -> Result<Self, Error> {
        let (sender, jobs) = mpsc::channel();
        thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || write_all(&connection, &jobs))?;
        Ok(Self(sender))
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Pending<T> {
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let result = connection.and_then(|connection| within_savepoint(connection, work));
            Box::new(move |committed| {
                // the caller may have gone away: the write stands all the same
                let _ = tell.send(committed.and(result));
            })
        });
        // a failed send drops the job, and with it `tell`: the caller hears `Closed`
        let _ = self.0.send(job);
        Pending(told)
    }
}

fn within_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    connection.execute_batch("SAVEPOINT job")?;
    let result = work(connection);
    let end = if result.is_ok() { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" };
    connection.execute_batch(end)?;
    result
}

fn write_all(connection: &Connection, jobs: &mpsc::Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        write_group(connection, std::iter::once(first).chain(jobs.try_iter().take(GROUP - 1)));
    }
}

fn write_group(connection: &Connection, jobs: impl Iterator<Item = Job>) {
    let begun = connection.execute_batch("BEGIN IMMEDIATE").map_err(Error::from);
    let ready = begun.map(|()| connection);
    let told: Vec<Told> = jobs.map(|job| job(ready.clone())).collect();
    let committed = ready.and_then(commit);
    for tell in told {
        tell(committed.clone());
    }
}

fn commit(connection: &Connection) -> Result<(), Error> {
    connection.execute_batch("COMMIT").map_err(|error| {
        // a failed commit can leave the transaction open, and the next group could not begin
        let _ = connection.execute_batch("ROLLBACK");
        error.into()
    })
}
