//! Use cases: the only door for the window, the command line and the service.

pub mod dto;
pub mod problem;
mod settings;
