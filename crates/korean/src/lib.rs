//! The Korean layer: text, pronunciation, IPA, romanization and dictionary forms, computed from rules
//! and data alone. It opens no file, knows no network, and has no dependency: what it needs to know is
//! in `data/`, compiled in.
#![deny(missing_docs)]

pub mod dictionary_form;
pub mod glossary;
pub mod hanja;
pub mod ipa;
mod part_of_speech;
pub mod pronunciation;
pub mod register;
pub mod romanization;
pub mod text;

pub use part_of_speech::PartOfSpeech;
