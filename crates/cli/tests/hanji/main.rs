//! The `hanji` command as a person uses it: a real process, real files, a server on loopback.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bad_input;
mod before;
mod cache;
mod crash;
mod crowded;
mod deck;
mod formats;
mod interruption;
mod key;
mod killed;
mod leaks;
mod overnight;
mod push;
mod runs;
mod say;
mod support;
mod words;
