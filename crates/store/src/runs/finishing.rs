//! How a word's work in a run ends: with both answers, or with a dead letter.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{RunEvent, RunId, WordEvent, WordState, stored_state};
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
                    "UPDATE run_words SET requests = requests + ?3 WHERE run = ?1 AND word = ?2",
                )?
                .execute(params![run, word, requests])?;
            if let Some(nuance) = nuance
                && let Some(state) = after(connection, run, word, WordEvent::NuanceAnswered)?
            {
                connection
                    .prepare_cached(
                        "UPDATE run_words SET nuance = ?3, state = ?4 WHERE run = ?1 AND word = ?2",
                    )?
                    .execute(params![run, word, nuance, state.name()])?;
            }
            Ok(())
        })
    }

    /// Finishes words, in one transaction. One that has its end already is left as it is.
    pub fn finish_words(&self, words: Vec<Finish>) -> Pending<()> {
        self.write(move |connection| words.iter().try_for_each(|word| finish(connection, word)))
    }

    /// Keeps a dead letter and takes its word out of the run's work, unless it has its end already.
    pub fn fail_word(&self, run: RunId, letter: DeadLetter, now: i64) -> Pending<()> {
        self.write(move |connection| {
            let Some(state) = after(connection, run, letter.word, WordEvent::GivenUp)? else {
                return Ok(());
            };
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
            set_state(connection, run, letter.word, state)
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
            let mut tried_again = 0;
            for (word, nuance_is_kept) in failed(connection, run)? {
                let is_wanted = words.as_ref().is_none_or(|words| words.contains(&word));
                let event = WordEvent::TriedAgain { nuance_is_kept };
                if is_wanted && let Some(state) = WordState::Failed.after(event) {
                    set_state(connection, run, word, state)?;
                    connection
                        .prepare_cached("DELETE FROM dead_letters WHERE run = ?1 AND word = ?2")?
                        .execute(params![run, word])?;
                    tried_again += 1;
                }
            }
            let state = stored_state(connection, run)?.after(RunEvent::TriedAgain);
            connection
                .execute("UPDATE runs SET state = ?2 WHERE id = ?1", params![run, state.name()])?;
            Ok(tried_again)
        })
    }
}

/// Failed words of a run, and whether stage 1 of each is answered.
fn failed(connection: &Connection, run: RunId) -> Result<Vec<(WordId, bool)>, Error> {
    let mut select = connection.prepare_cached(
        "SELECT word, nuance IS NOT NULL FROM run_words WHERE run = ?1 AND state = ?2",
    )?;
    let failed = select
        .query_map(params![run, WordState::Failed.name()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(failed.collect::<Result<_, _>>()?)
}

/// Where a word of the run stands after an event; none where the event changes nothing.
fn after(
    connection: &Connection,
    run: RunId,
    word: WordId,
    event: WordEvent,
) -> Result<Option<WordState>, Error> {
    let state = connection
        .prepare_cached("SELECT state FROM run_words WHERE run = ?1 AND word = ?2")?
        .query_one([run, word], |row| Ok(WordState::named(row.get_ref(0)?.as_str()?)))
        .optional()?;
    Ok(state.and_then(|state| state.after(event)))
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
    let event = WordEvent::Answered { needs_review: word.needs_review };
    let Some(state) = after(connection, word.run, word.word, event)? else { return Ok(()) };
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
