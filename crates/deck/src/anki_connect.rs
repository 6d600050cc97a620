//! A running Anki, asked through its add-on AnkiConnect (version 6 of its API, HTTP on this
//! machine). It reads notes and has Anki import packages; it refuses to know which field holds
//! a word.

use std::{collections::BTreeMap, path::Path, time::Duration};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::notetype::NOTETYPE_NAME;

/// Where AnkiConnect listens unless its settings say otherwise.
pub const ANKI_CONNECT: &str = "http://127.0.0.1:8765";

/// The API's version; the newest since 2017.
const VERSION: u32 = 6;
/// Notes asked for at once: the add-on answers on Anki's main thread, and Anki should stay usable.
const NOTES_AT_ONCE: usize = 500;
/// Local, so a refused connection is known at once; this is for a program that accepts and is silent.
const CONNECT_WAIT: Duration = Duration::from_secs(2);
/// Anki may be busy with a sync or a dialog.
const ANSWER_WAIT: Duration = Duration::from_secs(30);

/// Why Anki gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum AnkiError {
    /// Nothing listens: Anki is closed, or the add-on is not installed.
    #[error("Anki does not answer at {0}")]
    NotRunning(String),
    /// Anki is there and did not answer in time: a dialog or a sync is in the way.
    #[error("Anki did not answer in time")]
    Busy,
    /// The add-on wants its key, or refuses this program.
    #[error("AnkiConnect refuses: {0}")]
    Refused(String),
    /// Something else listens there, or the add-on is of a version unknown here.
    #[error("{0}")]
    Unexpected(String),
}

/// A note of the collection: its fields by name, in the order of the note type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnkiNote {
    /// Name of its note type.
    pub note_type: String,
    /// Names and values of its fields; values are HTML.
    pub fields: Vec<(String, String)>,
}

/// A connection to a running Anki.
#[derive(Debug, Clone)]
pub struct AnkiConnect {
    http: reqwest::Client,
    address: String,
}

#[derive(Deserialize)]
struct Reply {
    result: Value,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Permission {
    permission: String,
    #[serde(default, alias = "requireApikey")]
    require_api_key: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Info {
    model_name: String,
    fields: BTreeMap<String, Field>,
}

#[derive(Deserialize)]
struct Field {
    value: String,
    order: u32,
}

impl AnkiConnect {
    /// Prepares to ask Anki at an address such as [`ANKI_CONNECT`]; nothing is sent yet.
    pub fn new(address: &str) -> Result<Self, AnkiError> {
        let http = reqwest::Client::builder()
            // the add-on closes after each answer without saying so
            .pool_max_idle_per_host(0)
            .no_proxy()
            .connect_timeout(CONNECT_WAIT)
            .timeout(ANSWER_WAIT)
            .build()
            .map_err(|error| AnkiError::Unexpected(error.to_string()))?;
        Ok(Self { http, address: address.to_owned() })
    }

    /// The version of the add-on's API: asks nothing of the collection.
    pub async fn version(&self) -> Result<u32, AnkiError> {
        self.ask("version", json!({})).await
    }

    /// All notes that hold any hangul.
    pub async fn korean_notes(&self) -> Result<Vec<AnkiNote>, AnkiError> {
        self.notes("re:[가-힣]").await
    }

    async fn notes(&self, query: &str) -> Result<Vec<AnkiNote>, AnkiError> {
        let found: Vec<i64> = self.ask("findNotes", json!({ "query": query })).await?;
        let mut notes = Vec::with_capacity(found.len());
        for some in found.chunks(NOTES_AT_ONCE) {
            let infos: Vec<Value> = self.ask("notesInfo", json!({ "notes": some })).await?;
            // a note deleted meanwhile is an empty object
            let infos = infos.into_iter().filter_map(|info| serde_json::from_value(info).ok());
            notes.extend(infos.map(note));
        }
        Ok(notes)
    }

    /// Has Anki ask the learner whether this program may use it, unless it may already.
    pub async fn request_permission(&self) -> Result<(), AnkiError> {
        let answer: Permission = self.ask("requestPermission", json!({})).await?;
        match (answer.permission.as_str(), answer.require_api_key) {
            ("granted", false) => Ok(()),
            ("granted", true) => Err(AnkiError::Refused("it wants an API key".to_owned())),
            _ => Err(AnkiError::Refused("permission was not given".to_owned())),
        }
    }

    /// All notes of our note type.
    pub async fn our_notes(&self) -> Result<Vec<AnkiNote>, AnkiError> {
        self.notes(&format!("note:\"{NOTETYPE_NAME}\"")).await
    }

    /// Has Anki import a package, which it must be able to read at this absolute path.
    pub async fn import_package(&self, path: &Path) -> Result<(), AnkiError> {
        let path = path.to_string_lossy();
        let is_imported: bool = self.ask("importPackage", json!({ "path": path })).await?;
        let failed = || AnkiError::Unexpected("Anki did not import the deck".to_owned());
        is_imported.then_some(()).ok_or_else(failed)
    }

    async fn ask<T: DeserializeOwned>(&self, action: &str, params: Value) -> Result<T, AnkiError> {
        let body = json!({ "action": action, "version": VERSION, "params": params });
        let told = |error| self.failure(&error);
        let response = self.http.post(&self.address).json(&body).send().await.map_err(told)?;
        if response.status() == reqwest::StatusCode::FORBIDDEN {
            return Err(AnkiError::Refused("this program is not allowed".to_owned()));
        }
        let bytes = response.bytes().await.map_err(told)?;
        let reply: Reply = serde_json::from_slice(&bytes).map_err(|_| self.stranger())?;
        match reply.error {
            Some(error) if error.contains("api key") => Err(AnkiError::Refused(error)),
            Some(error) => Err(AnkiError::Unexpected(format!("AnkiConnect says: {error}"))),
            None => serde_json::from_value(reply.result).map_err(|_| self.stranger()),
        }
    }

    fn failure(&self, error: &reqwest::Error) -> AnkiError {
        if error.is_connect() {
            AnkiError::NotRunning(self.address.clone())
        } else if error.is_timeout() {
            AnkiError::Busy
        } else {
            self.stranger()
        }
    }

    fn stranger(&self) -> AnkiError {
        AnkiError::Unexpected(format!("what answers at {} is not AnkiConnect", self.address))
    }
}

fn note(info: Info) -> AnkiNote {
    let mut fields: Vec<_> = info.fields.into_iter().collect();
    fields.sort_by_key(|(_, field)| field.order);
    let fields = fields.into_iter().map(|(name, field)| (name, field.value)).collect();
    AnkiNote { note_type: info.model_name, fields }
}
