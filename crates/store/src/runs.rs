//! Runs: one pass of chosen words with frozen settings. The rows here are the checkpoint, the
//! progress and the report; there is no second truth.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::{
    Error, Pending, Store, Word, WordId,
    text::unpack,
    words::{WORD_COLUMNS, read_word},
};

mod finishing;
mod state;

pub use finishing::{DeadLetter, Finish};
pub use state::{RunEvent, RunState, WordEvent, WordState};

/// A run's number.
pub type RunId = i64;

/// A run to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    /// Frozen settings, as the caller writes them.
    pub settings: String,
    /// Its words, in the learner's order.
    pub words: Vec<WordId>,
    /// When it is made.
    pub created_at: i64,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// Frozen settings.
    pub settings: String,
    /// Where it stands.
    pub state: RunState,
    /// Why it paused, when it was not the learner; the caller's own words.
    pub reason: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// Milliseconds spent running.
    pub elapsed_ms: i64,
    /// Requests sent.
    pub requests: u32,
    /// Requests of these that were sent again.
    pub retries: u32,
    /// Milliseconds from start to the first finished word.
    pub first_ms: Option<i64>,
}

/// How a stretch of work on a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// What ended it.
    pub event: RunEvent,
    /// Why it paused, when it was not the learner.
    pub reason: Option<String>,
    /// Milliseconds it took.
    pub elapsed_ms: i64,
    /// Requests sent in it.
    pub requests: u32,
    /// Requests of these that were sent again.
    pub retries: u32,
    /// The worst case, in 10⁻¹² US dollars, of those that were sent and never answered.
    pub presumed_pico_usd: i64,
    /// When it ended.
    pub at: i64,
}

impl Stretch {
    /// No work, only what happened.
    #[must_use]
    pub const fn resting(event: RunEvent, at: i64) -> Self {
        let (elapsed_ms, requests, retries, presumed_pico_usd) = (0, 0, 0, 0);
        Self { event, reason: None, elapsed_ms, requests, retries, presumed_pico_usd, at }
    }
}

/// How many words of a run stand where, and what they cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words in the run.
    pub words: u32,
    /// Nothing answered yet.
    pub pending: u32,
    /// Stage 1 answered.
    pub nuance: u32,
    /// Finished without remarks.
    pub done: u32,
    /// Finished with remarks.
    pub needs_review: u32,
    /// Given up on.
    pub failed: u32,
    /// Finished without any request.
    pub cached: u32,
    /// Highest number of [`FinishedWord::finished`].
    pub finished: u32,
    /// Spent, in 10⁻¹² US dollars, as far as the server said.
    pub cost_pico_usd: i64,
    /// Replies whose cost the server did not say.
    pub replies_without_cost: u32,
}

/// A word that a run has still to work on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunWord {
    /// Place in the learner's list, from 1.
    pub position: u32,
    /// The word.
    pub word: Word,
}

/// A finished word with both answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedWord {
    /// Place in the learner's list, from 1.
    pub position: u32,
    /// The word.
    pub word: Word,
    /// Stage 1's answer.
    pub nuance: String,
    /// Stage 2's answer.
    pub cards: String,
    /// Model asked for.
    pub model: String,
    /// Model that answered stage 2.
    pub served_by: String,
    /// What the checks found, both stages.
    pub defects: Vec<String>,
    /// Counts up within the run in the order of finishing.
    pub finished: u32,
}

impl Store {
    /// Makes a run. A word that stands twice in the list is taken once, at its first place.
    pub fn create_run(&self, run: NewRun) -> Pending<RunId> {
        self.write(move |connection| {
            connection.execute(
                "INSERT INTO runs (settings, state, created_at) VALUES (?1, 'open', ?2)",
                params![run.settings, run.created_at],
            )?;
            let id = connection.last_insert_rowid();
            let mut insert = connection.prepare_cached(
                "INSERT OR IGNORE INTO run_words (run, position, word) VALUES (?1, ?2, ?3)",
            )?;
            for (word, position) in run.words.iter().zip(1..) {
                insert.execute(params![id, position, word])?;
            }
            Ok(id)
        })
    }

    /// A run by its number.
    pub fn run(&self, id: RunId) -> Result<Run, Error> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{SELECT_RUN} WHERE id = ?1"))?
                .query_one([id], read_run)
                .optional()?
                .ok_or(Error::NotFound("run"))
        })
    }

    /// All runs, newest first, at most `limit`.
    pub fn runs(&self, limit: u32) -> Result<Vec<Run>, Error> {
        self.read(|connection| {
            let mut select =
                connection.prepare_cached(&format!("{SELECT_RUN} ORDER BY id DESC LIMIT ?1"))?;
            let runs = select.query_map([limit], read_run)?.collect::<Result<_, _>>()?;
            Ok(runs)
        })
    }

    /// Replaces a run's frozen settings.
    pub fn set_run_settings(&self, id: RunId, settings: String) -> Pending<()> {
        self.write(move |connection| {
            let changed = connection
                .execute("UPDATE runs SET settings = ?2 WHERE id = ?1", params![id, settings])?;
            if changed == 0 { Err(Error::NotFound("run")) } else { Ok(()) }
        })
    }

    /// Writes down how a stretch of work on a run ended.
    pub fn end_stretch(&self, id: RunId, stretch: Stretch) -> Pending<()> {
        self.write(move |connection| {
            let state = stored_state(connection, id)?.after(stretch.event);
            connection.execute(
                "UPDATE runs SET state = ?2, reason = ?3, elapsed_ms = elapsed_ms + ?4,
                    requests = requests + ?5, retries = retries + ?6
                 WHERE id = ?1",
                params![
                    id,
                    state.name(),
                    stretch.reason,
                    stretch.elapsed_ms,
                    stretch.requests,
                    stretch.retries
                ],
            )?;
            connection.execute("DELETE FROM owed WHERE run = ?1", [id])?;
            if stretch.presumed_pico_usd > 0 {
                connection.execute(
                    "INSERT INTO presumed (run, cost_pico_usd, created_at) VALUES (?1, ?2, ?3)",
                    params![id, stretch.presumed_pico_usd, stretch.at],
                )?;
            }
            Ok(())
        })
    }

    /// How many words of a run stand where.
    pub fn counts(&self, run: RunId) -> Result<Counts, Error> {
        self.read(|connection| {
            let mut counts = connection
                .prepare_cached(include_str!("sql/counts.sql"))?
                .query_one([run], read_counts)?;
            (counts.cost_pico_usd, counts.replies_without_cost) = connection
                .prepare_cached(
                    "SELECT coalesce(sum(cost_pico_usd), 0), count(*) - count(cost_pico_usd)
                     FROM replies WHERE run = ?1",
                )?
                .query_one([run], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(counts)
        })
    }

    /// What counts against the caps of a run: what its replies cost, and what is presumed to have
    /// been charged for requests that were never answered, in 10⁻¹² US dollars.
    pub fn committed_by_run(&self, run: RunId) -> Result<i64, Error> {
        self.committed("run = ?1", run)
    }

    /// The same for all runs together, of everything since a moment, with the batches under way of
    /// runs that nobody works on: whoever does has set aside what they may cost.
    pub fn committed_since(&self, moment: i64) -> Result<i64, Error> {
        let at_rest: i64 = self.read(|connection| {
            let sum = "SELECT coalesce(sum(worst_pico_usd), 0) FROM batches
                 WHERE ended_at IS NULL AND created_at >= ?1
                    AND run NOT IN (SELECT run FROM owed)";
            Ok(connection.prepare_cached(sum)?.query_one([moment], |row| row.get(0))?)
        })?;
        Ok(self.committed("created_at >= ?1", moment)? + at_rest)
    }

    fn committed(&self, condition: &'static str, value: i64) -> Result<i64, Error> {
        self.read(|connection| {
            let sum = format!(
                "SELECT (SELECT coalesce(sum(cost_pico_usd), 0) FROM replies WHERE {condition})
                      + (SELECT coalesce(sum(cost_pico_usd), 0) FROM presumed WHERE {condition})"
            );
            Ok(connection.prepare_cached(&sum)?.query_one([value], |row| row.get(0))?)
        })
    }

    /// Words that have neither cards nor a dead letter, in the learner's order, after a position,
    /// at most `limit`.
    pub fn open_words(&self, run: RunId, after: u32, limit: u32) -> Result<Vec<RunWord>, Error> {
        self.read(|connection| {
            let page = select_open_word("position > ?2 ORDER BY position LIMIT ?3");
            let mut select = connection.prepare_cached(&page)?;
            let words = select
                .query_map(params![run, after, limit], read_run_word)?
                .collect::<Result<_, _>>()?;
            Ok(words)
        })
    }

    /// One of them; `None` when it has its end, or was never part of the run.
    pub fn open_word(&self, run: RunId, word: WordId) -> Result<Option<RunWord>, Error> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(&select_open_word("word = ?2"))?;
            Ok(select.query_one(params![run, word], read_run_word).optional()?)
        })
    }

    /// Finished words in the order of finishing, after the given mark, at most `limit`.
    pub fn finished_words(
        &self,
        run: RunId,
        after: u32,
        limit: u32,
    ) -> Result<Vec<FinishedWord>, Error> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(&format!(
                "SELECT {WORD_COLUMNS}, run_words.position, run_words.finished,
                        nuance.content, cards.content, cards.model, cards.served_by,
                        nuance_answer.defects, cards_answer.defects
                 FROM run_words
                 JOIN words ON words.id = run_words.word
                 JOIN replies AS nuance ON nuance.id = run_words.nuance
                 JOIN replies AS cards ON cards.id = run_words.cards
                 LEFT JOIN answers AS nuance_answer ON nuance_answer.identity = nuance.identity
                 LEFT JOIN answers AS cards_answer ON cards_answer.identity = cards.identity
                 WHERE run_words.run = ?1 AND run_words.finished > ?2
                 ORDER BY run_words.finished LIMIT ?3"
            ))?;
            let mut rows = select.query(params![run, after, limit])?;
            let mut words = Vec::new();
            while let Some(row) = rows.next()? {
                words.push(read_finished(row)?);
            }
            Ok(words)
        })
    }
}

fn stored_state(connection: &Connection, run: RunId) -> Result<RunState, Error> {
    let mut select = connection.prepare_cached("SELECT state FROM runs WHERE id = ?1")?;
    let state = select.query_one([run], |row| Ok(RunState::named(row.get_ref(0)?.as_str()?)));
    state.optional()?.ok_or(Error::NotFound("run"))
}

const SELECT_RUN: &str =
    "SELECT id, settings, state, reason, created_at, elapsed_ms, requests, retries, first_ms
     FROM runs";

/// Of the run that is the first parameter.
fn select_open_word(condition: &str) -> String {
    format!(
        "SELECT {WORD_COLUMNS}, run_words.position
         FROM run_words JOIN words ON words.id = run_words.word
         WHERE run = ?1 AND state IN ('pending', 'nuance') AND {condition}"
    )
}

fn read_run_word(row: &Row<'_>) -> rusqlite::Result<RunWord> {
    Ok(RunWord { word: read_word(row)?, position: row.get(11)? })
}

fn read_run(row: &Row<'_>) -> rusqlite::Result<Run> {
    Ok(Run {
        id: row.get(0)?,
        settings: row.get(1)?,
        state: RunState::named(row.get_ref(2)?.as_str()?),
        reason: row.get(3)?,
        created_at: row.get(4)?,
        elapsed_ms: row.get(5)?,
        requests: row.get(6)?,
        retries: row.get(7)?,
        first_ms: row.get(8)?,
    })
}

fn read_counts(row: &Row<'_>) -> rusqlite::Result<Counts> {
    Ok(Counts {
        words: row.get(0)?,
        pending: row.get(1)?,
        nuance: row.get(2)?,
        done: row.get(3)?,
        needs_review: row.get(4)?,
        failed: row.get(5)?,
        cached: row.get(6)?,
        finished: row.get(7)?,
        ..Counts::default()
    })
}

fn read_finished(row: &Row<'_>) -> Result<FinishedWord, Error> {
    let mut defects = Vec::new();
    for column in [17, 18] {
        let found: Option<String> = row.get(column)?;
        defects.extend(read_list(found.as_deref()));
    }
    Ok(FinishedWord {
        word: read_word(row)?,
        position: row.get(11)?,
        finished: row.get(12)?,
        nuance: unpack(row.get_ref(13)?.as_blob().map_err(rusqlite::Error::from)?)?,
        cards: unpack(row.get_ref(14)?.as_blob().map_err(rusqlite::Error::from)?)?,
        model: row.get(15)?,
        served_by: row.get(16)?,
        defects,
    })
}

fn read_list(json: Option<&str>) -> Vec<String> {
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}
