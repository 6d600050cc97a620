//! The words that a running Anki has. Its notes are read as a file of words would be, so that
//! whatever their fields are called, the same column holds the words.

use std::collections::BTreeMap;

use deck::{AnkiConnect, AnkiError, AnkiNote};
use serde_json::Value;
use vocab::FileReading;

use crate::{
    App,
    dto::Preview,
    problem::{Code, Problem},
};

impl App {
    /// Leaves out the words that a running Anki has.
    pub async fn know_anki(&self) -> Result<Preview, Problem> {
        let lists = lists(&self.0.anki_connect).await?;
        self.set_known(None, lists).await
    }
}

/// Asks Anki, and reads its notes, those of each note type as one list.
async fn lists(address: &str) -> Result<Vec<FileReading>, Problem> {
    let notes = AnkiConnect::new(address)?.korean_notes().await?;
    let mut by_type: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for AnkiNote { note_type, fields } in notes {
        let fields = fields.into_iter().map(|(name, value)| (name, Value::String(value)));
        by_type.entry(note_type).or_default().push(Value::Object(fields.collect()));
    }
    let lists = by_type.into_iter();
    Ok(lists
        .map(|(note_type, notes)| {
            let list = Value::Array(notes).to_string();
            vocab::read(&format!("{note_type}.json"), list.as_bytes())
        })
        .collect())
}

impl From<AnkiError> for Problem {
    fn from(error: AnkiError) -> Self {
        match error {
            AnkiError::NotRunning(address) => {
                Self::new(Code::Offline, format!("Anki does not answer at {address}."))
                    .with_hint("Open Anki, with the add-on AnkiConnect (code 2055492159) installed, and try again. Or export your notes from Anki and choose that file.")
                    .retryable()
            }
            AnkiError::Busy => Self::new(Code::Offline, "Anki did not answer in time.")
                .with_hint("Close any dialog that Anki shows, wait for its sync, and try again.")
                .retryable(),
            AnkiError::Refused(why) => {
                Self::new(Code::NoPermission, format!("AnkiConnect refuses: {why}."))
                    .with_hint("Remove the API key from AnkiConnect's settings in Anki, or export your notes and choose that file.")
            }
            AnkiError::Unexpected(what) => Self::new(Code::Offline, format!("{what}."))
                .with_hint("Export your notes from Anki and choose that file instead."),
        }
    }
}
