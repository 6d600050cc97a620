//! What replies of a model took so far: the learner's own history, from which a next run is
//! foretold.

use rusqlite::params;

use crate::{Error, Store};

/// The history of one stage with one model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Replies paid for.
    pub replies: u32,
    /// Those of them that became answers.
    pub accepted: u32,
    /// What the newest whole replies took.
    pub recent: Vec<Taken>,
}

/// What a reply took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Tokens read.
    pub prompt_tokens: u32,
    /// Tokens written, thinking included.
    pub completion_tokens: u32,
    /// Milliseconds from asking to the last byte.
    pub elapsed_ms: Option<u32>,
}

impl Store {
    /// The history of a stage with a model, of which the newest `limit` replies one by one.
    pub fn history(&self, stage: &str, model: &str, limit: u32) -> Result<History, Error> {
        self.read(|connection| {
            let (replies, accepted) = connection
                .prepare_cached(
                    "SELECT count(*), count(answers.reply)
                     FROM replies
                     LEFT JOIN answers
                       ON answers.identity = replies.identity AND answers.reply = replies.id
                     WHERE stage = ?1 AND model = ?2",
                )?
                .query_one([stage, model], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut select = connection.prepare_cached(
                "SELECT prompt_tokens, completion_tokens, elapsed_ms FROM replies
                 WHERE stage = ?1 AND model = ?2 AND completion_tokens > 0
                 ORDER BY id DESC LIMIT ?3",
            )?;
            let recent = select
                .query_map(params![stage, model, limit], |row| {
                    Ok(Taken {
                        prompt_tokens: row.get(0)?,
                        completion_tokens: row.get(1)?,
                        elapsed_ms: row.get(2)?,
                    })
                })?
                .collect::<Result<_, _>>()?;
            Ok(History { replies, accepted, recent })
        })
    }
}
