//! The last requests as they came, so that what a client sends can be held against the official
//! schemas. It keeps no key: the `Authorization` header is left out.

use std::collections::{BTreeMap, VecDeque};

use hyper::HeaderMap;
use hyper::header::AUTHORIZATION;
use serde::Serialize;
use serde_json::Value;

/// A request with a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptRequest {
    /// Its path, without the base.
    pub path: String,
    /// Its headers but `Authorization`; names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its body: the JSON in it, or else its text.
    pub body: Value,
}

/// The last requests, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Kept(VecDeque<KeptRequest>);

impl Kept {
    /// Keeps a request, and no more than `most` in all.
    pub(crate) fn add(&mut self, request: KeptRequest, most: usize) {
        self.0.push_back(request);
        while self.0.len() > most {
            self.0.pop_front();
        }
    }

    pub(crate) fn list(&self) -> Vec<KeptRequest> {
        self.0.iter().cloned().collect()
    }
}

impl KeptRequest {
    pub(crate) fn new(path: &str, headers: &HeaderMap, body: &[u8]) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let shown = headers.iter().filter(|(name, _)| *name != AUTHORIZATION);
        Self {
            path: path.to_owned(),
            headers: shown
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
            body: serde_json::from_slice(body).unwrap_or_else(|_| text(body).into()),
        }
    }
}
