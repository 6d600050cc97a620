//! Notes and cards out: decks that Anki takes, and updates on the next import.
//!
//! The caller brings plain text, ids and times; this crate knows how they become Anki's fields,
//! card rows and files, and how the cards look. It refuses to know where words come from, what
//! time it is, and any network but a running Anki's.
#![deny(missing_docs)]

mod anki_connect;
mod anki_text;
mod apkg;
mod classic;
mod difference;
mod error;
mod fields;
mod format;
mod guid;
mod json;
mod markdown;
mod note;
mod notetype;
mod render;
mod save;
mod sheet;
mod spreadsheet;
mod templates;
mod text;

pub use anki_connect::{ANKI_CONNECT, AnkiConnect, AnkiError, AnkiNote};
pub use apkg::apkg_bytes;
pub use difference::{Difference, difference};
pub use error::Error;
pub use format::{Format, UnknownFormat};
pub use guid::guid;
pub use note::{Card, Deck, Example, Kind, Note, Written};
pub use render::{Rendered, render};
pub use save::write;
pub use templates::stylesheet;
