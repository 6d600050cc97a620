//! The one place that reads the machine's clock; everything below is given the time.

use std::time::{SystemTime, UNIX_EPOCH};

use time::{OffsetDateTime, Time};

use crate::Problem;

/// Seconds since 1970.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the clock that is passed in elsewhere")]
pub fn system() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// When the day and the month of a moment began, in UTC, in seconds since 1970.
pub(crate) fn day_and_month(moment: i64) -> (i64, i64) {
    let then = OffsetDateTime::from_unix_timestamp(moment).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let day = then.replace_time(Time::MIDNIGHT);
    let days_before = i64::from(day.day()) - 1;
    (day.unix_timestamp(), (day - time::Duration::days(days_before)).unix_timestamp())
}

/// A moment in UTC as part of a file's name: 2028-02-29-235959.
pub(crate) fn stamp(moment: i64) -> String {
    let then = OffsetDateTime::from_unix_timestamp(moment).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (hour, minute, second) = then.to_hms();
    format!("{}-{hour:02}{minute:02}{second:02}", then.date())
}

/// A number that differs between starts: the seed of identities and of back-off jitter.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the seed that is passed in elsewhere")]
pub fn seed() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let nanos = u64::try_from(since.as_nanos()).unwrap_or(u64::MAX);
    // odd constant of Fibonacci hashing: neighbouring times become far-apart seeds
    (nanos ^ u64::from(std::process::id()).rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Bytes that nobody can foretell, for what must stay a secret.
pub(crate) fn entropy<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Problem::internal)?;
    Ok(bytes)
}

/// The clock in the form that the chat client takes.
#[expect(clippy::disallowed_methods, reason = "this is the clock that is passed in elsewhere")]
pub(crate) fn wall() -> llm::WallClock {
    std::sync::Arc::new(SystemTime::now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_names_a_file() {
        assert_eq!(stamp(1_835_481_599), "2028-02-29-235959");
    }

    #[test]
    fn days_and_months_begin_at_midnight_of_utc() {
        // 2028-02-29T23:59:59Z
        assert_eq!(day_and_month(1_835_481_599), (1_835_395_200, 1_832_976_000));
        assert_eq!(day_and_month(1_835_481_600), (1_835_481_600, 1_835_481_600));
        assert_eq!(day_and_month(0), (0, 0));
    }
}
