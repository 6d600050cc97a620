//! What runs under way may owe for requests without an answer, so that a process that is killed
//! leaves its worst case behind. Who is alive, others know.

use rusqlite::params;

use crate::{Error, Pending, RunId, Store};

impl Store {
    /// Writes down the most that a run may owe, in 10⁻¹² US dollars. It never falls before the
    /// stretch of work ends: one that is killed is presumed to have owed its most.
    pub fn note_owed(&self, run: RunId, pico_usd: i64, now: i64) -> Pending<()> {
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO owed (run, cost_pico_usd, created_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO UPDATE SET
                        cost_pico_usd = max(cost_pico_usd, excluded.cost_pico_usd),
                        created_at = excluded.created_at",
                )?
                .execute(params![run, pico_usd, now])?;
            Ok(())
        })
    }

    /// The runs that owe something, under way or left behind.
    pub fn runs_that_owe(&self) -> Result<Vec<RunId>, Error> {
        self.read(|connection| {
            let mut select = connection.prepare_cached("SELECT run FROM owed")?;
            let runs = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(runs)
        })
    }

    /// Counts what a run owes as spent, at the last time that is known of it: nobody works on it
    /// any more. What its batches under way may cost is counted by their own rows.
    pub fn presume_owed(&self, run: RunId) -> Pending<()> {
        self.write(move |connection| {
            connection.execute(
                "INSERT INTO presumed (run, cost_pico_usd, created_at)
                 SELECT run, max(0, cost_pico_usd - (SELECT coalesce(sum(worst_pico_usd), 0)
                    FROM batches WHERE batches.run = owed.run AND ended_at IS NULL)), max(created_at, coalesce(
                    (SELECT max(created_at) FROM replies WHERE replies.run = owed.run), 0))
                 FROM owed WHERE run = ?1",
                [run],
            )?;
            connection.execute("DELETE FROM owed WHERE run = ?1", [run])?;
            Ok(())
        })
    }
}
