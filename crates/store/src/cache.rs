//! What the kept replies amount to, and letting go of them. Forgetting is the learner's alone to
//! ask for: a forgotten reply answers nothing any more, but its row stays, because it was paid for
//! and counts against the caps. Only purging deletes texts.

use rusqlite::{Connection, ToSql, named_params};

use crate::{Error, Pending, PromptHash, Store};

/// Which replies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those for a word, by its text.
    Term(String),
    /// Those that a model was asked for, or gave in another's place.
    Model(String),
    /// Those asked for with these instructions.
    Prompt(PromptHash),
    /// All.
    All,
}

/// How many replies a change concerned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LetGo {
    /// Replies.
    pub replies: u32,
    /// Of these, answers in force.
    pub answers: u32,
    /// What the replies cost, in 10⁻¹² US dollars.
    pub cost_pico_usd: i64,
}

/// What is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CacheStats {
    /// Requests that are answered.
    pub answers: u32,
    /// Replies paid for, whatever became of them.
    pub replies: u32,
    /// Of these, forgotten ones whose text is still there.
    pub forgotten: u32,
    /// Of these, forgotten ones whose text was deleted.
    pub purged: u32,
    /// Bytes of the texts as they lie in the file.
    pub text_bytes: i64,
    /// Bytes of the file.
    pub file_bytes: i64,
    /// What the replies cost, in 10⁻¹² US dollars, as far as servers said.
    pub cost_pico_usd: i64,
    /// Words that runs finished.
    pub words: u32,
    /// Of these, words for which nothing was asked: all was answered before.
    pub words_from_cache: u32,
    /// The answers by what they were asked with.
    pub kinds: Vec<AnswerKind>,
}

/// Answers that were asked for with the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerKind {
    /// The stage.
    pub stage: String,
    /// The model asked for.
    pub model: String,
    /// The instructions; none were kept with old answers.
    pub prompt: Option<PromptHash>,
    /// Version of the answer's shape; not kept with old answers.
    pub schema_version: Option<u32>,
    /// How many.
    pub answers: u32,
    /// What they cost, in 10⁻¹² US dollars.
    pub cost_pico_usd: i64,
}

impl Store {
    /// What forgetting would concern.
    pub fn would_forget(&self, which: &Which) -> Result<LetGo, Error> {
        self.read(|connection| which.in_force(connection))
    }

    /// Lets replies answer nothing any more.
    pub fn forget(&self, which: Which, now: i64) -> Pending<LetGo> {
        self.write(move |connection| {
            let forgotten = which.in_force(connection)?;
            let condition = which.condition();
            let forget = format!(
                "UPDATE replies SET forgotten_at = {now} WHERE forgotten_at IS NULL AND {condition}"
            );
            which.execute(connection, &forget)?;
            Ok(forgotten)
        })
    }

    /// Takes the last forgetting back, except what was purged.
    pub fn remember(&self) -> Pending<LetGo> {
        self.write(|connection| {
            let before = Which::All.in_force(connection)?;
            connection.execute(
                "UPDATE replies SET forgotten_at = NULL
                 WHERE length(content) > 0 AND forgotten_at =
                    (SELECT max(forgotten_at) FROM replies WHERE length(content) > 0)",
                [],
            )?;
            let after = Which::All.in_force(connection)?;
            Ok(LetGo {
                replies: after.replies - before.replies,
                answers: after.answers - before.answers,
                cost_pico_usd: after.cost_pico_usd - before.cost_pico_usd,
            })
        })
    }

    /// Deletes the texts of replies that were forgotten. Words of runs that rest on them are open
    /// again, and such runs are cancelled ones, to be gone on with only if the learner wants to.
    /// Gives how many texts.
    pub fn purge(&self, which: Which) -> Pending<u32> {
        self.write(move |connection| {
            let chosen = format!(
                "SELECT id FROM replies
                 WHERE forgotten_at IS NOT NULL AND length(content) > 0 AND {}",
                which.condition()
            );
            which.execute(connection, &format!("CREATE TEMP TABLE purged AS {chosen}"))?;
            connection.execute_batch(include_str!("sql/purge.sql"))?;
            let texts =
                connection.query_one("SELECT count(*) FROM purged", [], |row| row.get(0))?;
            connection.execute_batch("DROP TABLE purged")?;
            Ok(texts)
        })
    }

    /// What is kept.
    pub fn cache_stats(&self) -> Result<CacheStats, Error> {
        self.read(|connection| {
            let mut stats =
                connection.query_one(include_str!("sql/cache_stats.sql"), [], |row| {
                    Ok(CacheStats {
                        answers: row.get(0)?,
                        replies: row.get(1)?,
                        forgotten: row.get(2)?,
                        purged: row.get(3)?,
                        text_bytes: row.get(4)?,
                        file_bytes: row.get(5)?,
                        cost_pico_usd: row.get(6)?,
                        words: row.get(7)?,
                        words_from_cache: row.get(8)?,
                        kinds: Vec::new(),
                    })
                })?;
            stats.kinds = kinds(connection)?;
            Ok(stats)
        })
    }
}

impl Which {
    const fn condition(&self) -> &'static str {
        match self {
            Self::Term(_) => "term = :it",
            Self::Model(_) => "(model = :it OR served_by = :it)",
            Self::Prompt(_) => "prompt = :it",
            Self::All => ":it IS NULL",
        }
    }

    fn it(&self) -> &dyn ToSql {
        match self {
            Self::Term(it) | Self::Model(it) => it,
            Self::Prompt(it) => it,
            Self::All => &None::<i64>,
        }
    }

    fn execute(&self, connection: &Connection, sql: &str) -> Result<(), Error> {
        connection.prepare(sql)?.execute(named_params! {":it": self.it()})?;
        Ok(())
    }

    /// What among them was not forgotten.
    fn in_force(&self, connection: &Connection) -> Result<LetGo, Error> {
        let count = format!(
            "SELECT count(*), count(answers.reply), coalesce(sum(cost_pico_usd), 0)
             FROM replies LEFT JOIN answers
               ON answers.identity = replies.identity AND answers.reply = replies.id
             WHERE forgotten_at IS NULL AND {}",
            self.condition()
        );
        let mut count = connection.prepare(&count)?;
        Ok(count.query_one(named_params! {":it": self.it()}, |row| {
            Ok(LetGo { replies: row.get(0)?, answers: row.get(1)?, cost_pico_usd: row.get(2)? })
        })?)
    }
}

fn kinds(connection: &Connection) -> Result<Vec<AnswerKind>, Error> {
    let mut select = connection.prepare(
        "SELECT stage, model, prompt, schema_version, count(*), coalesce(sum(cost_pico_usd), 0)
         FROM answers JOIN replies ON replies.id = answers.reply
         WHERE forgotten_at IS NULL
         GROUP BY stage, model, prompt, schema_version
         ORDER BY max(created_at) DESC, model, stage DESC",
    )?;
    let kinds = select.query_map([], |row| {
        Ok(AnswerKind {
            stage: row.get(0)?,
            model: row.get(1)?,
            prompt: row.get(2)?,
            schema_version: row.get(3)?,
            answers: row.get(4)?,
            cost_pico_usd: row.get(5)?,
        })
    })?;
    Ok(kinds.collect::<Result<_, _>>()?)
}
