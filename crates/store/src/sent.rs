//! How many requests were sent on each day, for limits that servers count by the day of UTC.

use rusqlite::params;

use crate::{Error, Pending, Store};

const DAY: i64 = 24 * 60 * 60;

impl Store {
    /// Counts requests to a model of a server, on the day of `now`.
    pub fn count_sent(
        &self,
        server: String,
        model: String,
        now: i64,
        requests: u32,
    ) -> Pending<()> {
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO sent (server, model, day, requests) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT DO UPDATE SET requests = requests + excluded.requests",
                )?
                .execute(params![server, model, now.div_euclid(DAY), requests])?;
            Ok(())
        })
    }

    /// The requests to each model of a server on the day of `now`.
    pub fn sent_on(&self, server: &str, now: i64) -> Result<Vec<(String, u32)>, Error> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT model, requests FROM sent WHERE server = ?1 AND day = ?2",
            )?;
            let sent = select.query_map(params![server, now.div_euclid(DAY)], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
            Ok(sent.collect::<Result<_, _>>()?)
        })
    }
}
