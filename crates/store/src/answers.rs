//! Replies and answers. Every paid reply is kept, good or bad; one of them at most answers a given
//! request, and does so for ever.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    Error, Pending, RunId, Store,
    text::{checksum, pack, unpack},
};

/// A reply's number.
pub type ReplyId = i64;

/// What a request is known by: a hash over stage, schema version, model, prompt, parameters and
/// canonical input. Made by the caller.
pub type Identity = [u8; 32];

/// What instructions are known by: the first bytes of a hash of their text. Made by the caller.
pub type PromptHash = [u8; 8];

/// A reply as it came, with what it cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReply {
    /// The run it was asked for.
    pub run: Option<RunId>,
    /// Stage that asked.
    pub stage: &'static str,
    /// What was asked.
    pub identity: Identity,
    /// The instructions it was asked with, if there were any.
    pub prompt: Option<PromptHash>,
    /// Version of the shape that the stage's answers have.
    pub schema_version: u32,
    /// The word it was asked for.
    pub term: String,
    /// What the model said.
    pub content: String,
    /// Model asked for.
    pub model: String,
    /// Model that answered.
    pub served_by: String,
    /// Provider that ran it.
    pub provider: Option<String>,
    /// The server's number for it.
    pub generation_id: Option<String>,
    /// Tokens sent.
    pub prompt_tokens: u32,
    /// Tokens written.
    pub completion_tokens: u32,
    /// Of the tokens sent, those that a provider's prompt cache knew.
    pub cached_tokens: u32,
    /// Of the tokens written, those that were thought and not said.
    pub reasoning_tokens: u32,
    /// Cost in 10⁻¹² US dollars, if the server said.
    pub cost_pico_usd: Option<i64>,
    /// Whether its JSON was written wrongly and had to be repaired; `content` is as it came.
    pub repaired: bool,
    /// Milliseconds from the request to the end of the reply, if it was asked for.
    pub elapsed_ms: Option<i64>,
    /// When it came.
    pub created_at: i64,
}

/// The accepted reply to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The reply it is.
    pub reply: ReplyId,
    /// What the model said.
    pub content: String,
    /// What the checks found and could not mend.
    pub defects: Vec<String>,
}

impl Store {
    /// Keeps a reply. Nothing may be done with it before this is ready.
    pub fn record_reply(&self, reply: NewReply) -> Pending<ReplyId> {
        self.write(move |connection| insert_reply(connection, &reply))
    }

    /// Makes a reply the answer to its request.
    pub fn accept(&self, identity: Identity, reply: ReplyId, defects: Vec<String>) -> Pending<()> {
        self.write(move |connection| {
            let defects = serde_json::to_string(&defects).unwrap_or_default();
            connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO answers (identity, reply, defects) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![identity, reply, defects])?;
            Ok(())
        })
    }

    /// The newest reply to a request, whether or not it was accepted: a process that was killed
    /// may have paid for it and had no time to look at it.
    pub fn newest_reply(&self, identity: &Identity) -> Result<Option<(ReplyId, String)>, Error> {
        self.read(|connection| {
            let found = connection
                .prepare_cached(
                    "SELECT id, content FROM replies
                     WHERE identity = ?1 AND forgotten_at IS NULL
                     ORDER BY id DESC LIMIT 1",
                )?
                .query_one([identity], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))
                .optional()?;
            found.map(|(reply, content)| Ok((reply, unpack(&content)?))).transpose()
        })
    }

    /// The answer to a request, if there is one.
    pub fn answer(&self, identity: &Identity) -> Result<Option<Answer>, Error> {
        self.read(|connection| {
            let found = connection
                .prepare_cached(
                    "SELECT replies.id, replies.content, answers.defects
                     FROM answers JOIN replies ON replies.id = answers.reply
                     WHERE answers.identity = ?1 AND replies.forgotten_at IS NULL",
                )?
                .query_one([identity], |row| {
                    Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, String>(2)?))
                })
                .optional()?;
            let Some((reply, content, defects)) = found else { return Ok(None) };
            Ok(Some(Answer {
                reply,
                content: unpack(&content)?,
                defects: serde_json::from_str(&defects).unwrap_or_default(),
            }))
        })
    }
}

pub(crate) fn insert_reply(connection: &Connection, reply: &NewReply) -> Result<ReplyId, Error> {
    let content = pack(&reply.content)?;
    connection
        .prepare_cached(
            "INSERT INTO replies (run, stage, identity, term, content, model, served_by, provider,
                generation_id, prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens,
                cost_pico_usd, repaired, elapsed_ms, created_at, prompt, schema_version, checksum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                ?18, ?19, ?20)",
        )?
        .execute(params![
            reply.run,
            reply.stage,
            reply.identity,
            reply.term,
            content,
            reply.model,
            reply.served_by,
            reply.provider,
            reply.generation_id,
            reply.prompt_tokens,
            reply.completion_tokens,
            reply.cached_tokens,
            reply.reasoning_tokens,
            reply.cost_pico_usd,
            reply.repaired,
            reply.elapsed_ms,
            reply.created_at,
            reply.prompt,
            reply.schema_version,
            checksum(&reply.content),
        ])?;
    Ok(connection.last_insert_rowid())
}
