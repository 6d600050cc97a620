//! Use cases: the only door for the window, the command line and the service. Here alone the
//! crates below meet, their errors become [`Problem`]s, and a key is taken in.

mod anki;
mod app;
mod cache;
mod clients;
pub mod clock;
mod columns;
mod doctor;
pub mod dto;
mod endpoint;
mod errors;
mod estimate;
mod export;
mod failed_file;
mod import;
mod keys;
mod kinds;
mod left_behind;
mod models;
mod notes;
mod problem;
mod repair;
mod run_lock;
mod runs;
mod say;
mod settings;
mod sheet;
mod sign_in;
mod snapshot;
mod standing;
mod traffic;
mod words;

pub use app::{App, Environment, Options};
pub use cache::{CacheCheck, CacheFault, CacheStats, Forget, Forgotten, KeptKind};
pub use deck::Format;
pub use doctor::check_up;
pub use export::{check_deck_name, format_named, format_of};
pub use import::Import;
pub use keys::{Keychain, KeychainError, SystemKeychain};
pub use problem::{Code, Problem};
pub use repair::{Repaired, RepairedTable, repair};
pub use runs::Watch;
pub use say::say;
pub use secrecy::SecretString;
pub use sign_in::SignIn;
