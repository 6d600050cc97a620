//! The server as a client meets it: real HTTP, real sockets.

#![expect(clippy::unwrap_used, reason = "the helpers around the tests may fail them too")]

mod account;
mod answers;
mod batch;
mod command;
mod contract;
mod faults;
mod limits;
mod sign_in;
mod support;
