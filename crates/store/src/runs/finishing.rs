//! How a word's work in a run ends: with both answers, or with a dead letter.

use rusqlite::{Connection, Row, params};

use super::{RunId, WordState};
use crate::{
    Error, Pending, ReplyId, Store, Word, WordId,
    words::{WORD_COLUMNS, read_word},
};

/// A word whose two stages are answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    /// The run.
    pub run: RunId,
    /// The word.
    pub word: WordId,
    /// Stage 1's answer.
    pub nuance: ReplyId,
    /// Stage 2's answer.
    pub cards: ReplyId,
    /// Whether the checks want a person to look.
    pub needs_review: bool,
    /// Milliseconds the run has been at work.
    pub elapsed_ms: i64,
}

/// A word that a run gave up on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// The word.
    pub word: WordId,
    /// Its text.
    pub term: String,
    /// Stage that failed.
    pub stage: String,
    /// Stable name of the failure.
    pub code: String,
    /// What happened.
    pub message: String,
    /// Requests sent for it.
    pub attempts: u32,
    /// What the model said last.
    pub last_reply: Option<String>,
}

impl Store {
    /// Counts requests sent for a word and, when stage 1 has its answer, says so.
    pub fn progress_word(
        &self,
        run: RunId,
        word: WordId,
        nuance: Option<ReplyId>,
        requests: u32,
    ) -> Pending<()> {
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "UPDATE run_words SET requests = requests + ?3, nuance = coalesce(?4, nuance),
                        state = CASE WHEN ?4 IS NULL THEN state ELSE 'nuance' END
                     WHERE run = ?1 AND word = ?2",
                )?
                .execute(params![run, word, requests, nuance])?;
            Ok(())
        })
    }

    /// Finishes words, in one transaction.
    pub fn finish_words(&self, words: Vec<Finish>) -> Pending<()> {
        self.write(move |connection| words.iter().try_for_each(|word| finish(connection, word)))
    }

    /// Keeps a dead letter and takes its word out of the run's work.
    pub fn fail_word(&self, run: RunId, letter: DeadLetter, now: i64) -> Pending<()> {
        self.write(move |connection| {
            connection.execute(
                "INSERT OR REPLACE INTO dead_letters
                    (run, word, stage, code, message, attempts, last_reply, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    run,
                    letter.word,
                    letter.stage,
                    letter.code,
                    letter.message,
                    letter.attempts,
                    letter.last_reply,
                    now
                ],
            )?;
            set_state(connection, run, letter.word, WordState::Failed)
        })
    }

    /// Dead letters of a run, in the learner's order.
    pub fn dead_letters(&self, run: RunId) -> Result<Vec<DeadLetter>, Error> {
        Ok(self.failed_words(run)?.into_iter().map(|(_, letter)| letter).collect())
    }

    /// The words that a run gave up on, with their dead letters, in the learner's order.
    pub fn failed_words(&self, run: RunId) -> Result<Vec<(Word, DeadLetter)>, Error> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(&format!(
                "SELECT {WORD_COLUMNS}, stage, code, message, attempts, last_reply
                 FROM dead_letters
                 JOIN words ON words.id = dead_letters.word
                 JOIN run_words USING (run, word)
                 WHERE run = ?1 ORDER BY position"
            ))?;
            let failed = select.query_map([run], read_failed)?.collect::<Result<_, _>>()?;
            Ok(failed)
        })
    }

    /// Puts failed words of a run back to work, all or those named; gives how many.
    pub fn retry_failed(&self, run: RunId, words: Option<Vec<WordId>>) -> Pending<u32> {
        self.write(move |connection| {
            let words =
                words.as_ref().map(|words| serde_json::to_string(&words).unwrap_or_default());
            let named = "(?2 IS NULL OR word IN (SELECT value FROM json_each(?2)))";
            connection.execute(
                &format!("DELETE FROM dead_letters WHERE run = ?1 AND {named}"),
                params![run, words],
            )?;
            let words = connection.execute(
                &format!(
                    "UPDATE run_words
                     SET state = CASE WHEN nuance IS NULL THEN 'pending' ELSE 'nuance' END
                     WHERE run = ?1 AND state = 'failed' AND {named}"
                ),
                params![run, words],
            )?;
            connection.execute("UPDATE runs SET state = 'open' WHERE id = ?1", [run])?;
            Ok(u32::try_from(words).unwrap_or(u32::MAX))
        })
    }
}

fn read_failed(row: &Row<'_>) -> rusqlite::Result<(Word, DeadLetter)> {
    let word = read_word(row)?;
    let letter = DeadLetter {
        word: word.id,
        term: word.kept.term.clone(),
        stage: row.get(11)?,
        code: row.get(12)?,
        message: row.get(13)?,
        attempts: row.get(14)?,
        last_reply: row.get(15)?,
    };
    Ok((word, letter))
}

fn finish(connection: &Connection, word: &Finish) -> Result<(), Error> {
    let state = if word.needs_review { WordState::NeedsReview } else { WordState::Done };
    set_answers(connection, word.run, word.word, word.nuance, word.cards, state)?;
    connection
        .prepare_cached("UPDATE runs SET first_ms = ?2 WHERE id = ?1 AND first_ms IS NULL")?
        .execute(params![word.run, word.elapsed_ms])?;
    Ok(())
}

fn set_state(
    connection: &Connection,
    run: RunId,
    word: WordId,
    state: WordState,
) -> Result<(), Error> {
    connection
        .prepare_cached("UPDATE run_words SET state = ?3 WHERE run = ?1 AND word = ?2")?
        .execute(params![run, word, state.name()])?;
    Ok(())
}

/// The next number in the order of finishing; within the caller's transaction.
fn next_finished(connection: &Connection, run: RunId) -> Result<u32, Error> {
    let number = connection
        .prepare_cached("UPDATE runs SET finished = finished + 1 WHERE id = ?1 RETURNING finished")?
        .query_one([run], |row| row.get(0))?;
    Ok(number)
}

/// Keeps a reference to the answer of a stage in the word's row.
fn set_answers(
    connection: &Connection,
    run: RunId,
    word: WordId,
    nuance: ReplyId,
    cards: ReplyId,
    state: WordState,
) -> Result<(), Error> {
    let finished = next_finished(connection, run)?;
    connection
        .prepare_cached(
            "UPDATE run_words SET nuance = ?3, cards = ?4, state = ?5, finished = ?6
             WHERE run = ?1 AND word = ?2",
        )?
        .execute(params![run, word, nuance, cards, state.name(), finished])?;
    Ok(())
}
