//! Whole runs: a real store, a real client, a real server on loopback.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bench;
mod interleavings;
mod matrix;
mod outage;
mod rough;
mod table;
mod whole;
