//! The one place that reads the machine's clock; everything below is given the time.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the clock that is passed in elsewhere")]
pub fn system() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
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

/// The clock in the form that the chat client takes.
#[expect(clippy::disallowed_methods, reason = "this is the clock that is passed in elsewhere")]
pub(crate) fn wall() -> llm::WallClock {
    std::sync::Arc::new(SystemTime::now)
}
