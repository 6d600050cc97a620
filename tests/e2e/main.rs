//! The real window on a virtual display, driven by `WebKitWebDriver`: what a learner does with it,
//! from the first start to a deck that Anki opens. Each test has a machine of its own, as far as a
//! program can tell: see `session.rs`. Pictures of the telling moments are left in `target/e2e/`.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test tells why it failed, or left something out")]

mod anki;
mod command_line;
mod damaged;
mod dialog;
mod drag;
mod drop;
mod first_run;
mod key;
mod model;
mod open;
mod processes;
mod resume;
mod session;
mod themes;
mod window;
mod words;
