//! Batches under way: what was handed in where, for which words, and what it may cost, from before
//! it is handed in until its answers are kept.

use std::collections::HashMap;

use rusqlite::{Row, params};

use crate::{
    Error, Identity, NewReply, Pending, PromptHash, RunId, Store, WordId, answers::insert_reply,
};

/// A batch's number.
pub type BatchId = i64;

/// A batch to hand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// The run it is for.
    pub run: RunId,
    /// The server's address.
    pub server: String,
    /// Model asked.
    pub model: String,
    /// The most that it may cost, in 10⁻¹² US dollars; 0 where prices are not known.
    pub worst_pico_usd: i64,
    /// When it is made.
    pub created_at: i64,
    /// What it asks.
    pub requests: Vec<BatchRequest>,
}

/// A request of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRequest {
    /// What it is known by.
    pub identity: Identity,
    /// The word it is for.
    pub word: WordId,
    /// Stage that asks.
    pub stage: String,
    /// What is asked.
    pub term: String,
    /// The instructions it is asked with, if there are any.
    pub prompt: Option<PromptHash>,
    /// Version of the shape that the stage's answers have.
    pub schema_version: u32,
}

/// A batch whose answers are not kept yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchUnderWay {
    /// Its number.
    pub id: BatchId,
    /// The run it is for.
    pub run: RunId,
    /// Model asked.
    pub model: String,
    /// The server's name for it; none when nothing was heard after it was handed in.
    pub remote: Option<String>,
    /// The most that it may cost, in 10⁻¹² US dollars.
    pub worst_pico_usd: i64,
    /// When it was made.
    pub created_at: i64,
    /// How many requests it has.
    pub requests: u32,
}

impl Store {
    /// Notes a batch, before it is handed in.
    pub fn note_batch(&self, batch: NewBatch) -> Pending<BatchId> {
        self.write(move |connection| {
            connection.execute(
                "INSERT INTO batches (run, server, model, worst_pico_usd, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    batch.run,
                    batch.server,
                    batch.model,
                    batch.worst_pico_usd,
                    batch.created_at
                ],
            )?;
            let id = connection.last_insert_rowid();
            let mut insert = connection.prepare_cached(
                "INSERT INTO batch_requests
                    (batch, identity, word, stage, term, prompt, schema_version)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            for request in &batch.requests {
                insert.execute(params![
                    id,
                    request.identity,
                    request.word,
                    request.stage,
                    request.term,
                    request.prompt,
                    request.schema_version
                ])?;
            }
            Ok(id)
        })
    }

    /// Notes that the server took a batch, and what it calls it.
    pub fn batch_taken(&self, id: BatchId, remote: String) -> Pending<()> {
        self.write(move |connection| {
            connection
                .execute("UPDATE batches SET remote = ?2 WHERE id = ?1", params![id, remote])?;
            Ok(())
        })
    }

    /// Forgets a batch that was not taken, or ended without answers: its requests may be handed in
    /// again.
    pub fn drop_batch(&self, id: BatchId) -> Pending<()> {
        self.write(move |connection| {
            connection.execute("DELETE FROM batch_requests WHERE batch = ?1", [id])?;
            connection.execute("DELETE FROM batches WHERE id = ?1", [id])?;
            Ok(())
        })
    }

    /// Keeps the replies of a batch and counts its requests, in one transaction, once: whoever
    /// comes second with the same answers changes nothing, and is told so.
    pub fn end_batch(&self, id: BatchId, replies: Vec<NewReply>, now: i64) -> Pending<bool> {
        self.write(move |connection| {
            let ended = connection.execute(
                "UPDATE batches SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL",
                params![id, now],
            )?;
            if ended == 0 {
                return Ok(false);
            }
            for reply in &replies {
                insert_reply(connection, reply)?;
            }
            connection.execute(
                "UPDATE run_words SET requests = requests + 1
                 FROM batches JOIN batch_requests ON batch = id
                 WHERE id = ?1 AND run_words.run = batches.run
                    AND run_words.word = batch_requests.word",
                [id],
            )?;
            Ok(true)
        })
    }

    /// The batches on a server whose answers are not kept yet, the oldest first.
    pub fn batches_under_way(&self, server: &str) -> Result<Vec<BatchUnderWay>, Error> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT id, run, model, remote, worst_pico_usd, created_at,
                    (SELECT count(*) FROM batch_requests WHERE batch = id)
                 FROM batches WHERE server = ?1 AND ended_at IS NULL ORDER BY id",
            )?;
            let batches = select.query_map([server], read_batch)?.collect::<Result<_, _>>()?;
            Ok(batches)
        })
    }

    /// What a batch asks.
    pub fn batch_requests(&self, id: BatchId) -> Result<Vec<BatchRequest>, Error> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT identity, word, stage, term, prompt, schema_version
                 FROM batch_requests WHERE batch = ?1",
            )?;
            let requests = select.query_map([id], read_request)?.collect::<Result<_, _>>()?;
            Ok(requests)
        })
    }

    /// Requests that need not be handed in for a run: those under way (true) for the run, or for
    /// another since a moment, and those that a batch of the run asked before (false).
    pub fn handed_in(&self, run: RunId, since: i64) -> Result<HashMap<Identity, bool>, Error> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT identity, max(ended_at IS NULL)
                 FROM batches JOIN batch_requests ON batch = id
                 WHERE run = ?1 OR (ended_at IS NULL AND created_at >= ?2) GROUP BY identity",
            )?;
            let handed_in = select
                .query_map([run, since], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            Ok(handed_in)
        })
    }

    /// How many requests of a run's batches are under way, and since when; `None` when none is.
    pub fn waiting_in_batches(&self, run: RunId) -> Result<Option<(u32, i64)>, Error> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT count(*), min(created_at)
                 FROM batches JOIN batch_requests ON batch = id
                 WHERE run = ?1 AND ended_at IS NULL",
            )?;
            let (count, since): (u32, Option<i64>) =
                select.query_one([run], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(since.map(|since| (count, since)))
        })
    }

    /// The names by which servers know batches.
    pub fn remote_batches(&self) -> Result<Vec<String>, Error> {
        self.read(|connection| {
            let mut select =
                connection.prepare_cached("SELECT remote FROM batches WHERE remote IS NOT NULL")?;
            let names = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(names)
        })
    }
}

fn read_batch(row: &Row<'_>) -> rusqlite::Result<BatchUnderWay> {
    Ok(BatchUnderWay {
        id: row.get(0)?,
        run: row.get(1)?,
        model: row.get(2)?,
        remote: row.get(3)?,
        worst_pico_usd: row.get(4)?,
        created_at: row.get(5)?,
        requests: row.get(6)?,
    })
}

fn read_request(row: &Row<'_>) -> rusqlite::Result<BatchRequest> {
    Ok(BatchRequest {
        identity: row.get(0)?,
        word: row.get(1)?,
        stage: row.get(2)?,
        term: row.get(3)?,
        prompt: row.get(4)?,
        schema_version: row.get(5)?,
    })
}
