//! A batch as it is handed in: one model, and requests with names of their own. What is wrong with
//! the batch is found at once; what is wrong with one request fails the batch later, as it does at
//! the real service.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::request::ChatRequest;

/// The one form of requests that this server answers in batches.
pub(super) const ENDPOINT: &str = "/v1/chat/completions";

#[derive(Debug)]
pub(super) struct Submission {
    pub(super) model: String,
    pub(super) requests: Vec<Request>,
}

#[derive(Debug)]
pub(super) struct Request {
    pub(super) custom_id: String,
    pub(super) body: Vec<u8>,
}

/// Why a batch is not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum BadBatch {
    #[error("Invalid JSON in request body: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}: Required")]
    Missing(&'static str),
    #[error("\"endpoint\" and \"model\" must come before \"requests\"")]
    Order,
    #[error("endpoint: this server answers /v1/chat/completions alone, not {0}")]
    Endpoint(String),
    #[error("completion_window: the only supported completion window is 24h")]
    Window,
    #[error("Model '{0}' does not have a :batch endpoint.")]
    NoBatches(String),
    #[error("requests: must not be empty")]
    Empty,
    #[error("requests[{0}].custom_id: Required")]
    NoName(usize),
    #[error("requests[{0}].body: Required")]
    NoBody(usize),
    #[error("Duplicate custom_id: {0}")]
    SameName(String),
    #[error("requests[{0}].body.model must match the batch-level model")]
    OtherModel(usize),
}

impl BadBatch {
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::SameName(_) => 422,
            _ => 400,
        }
    }
}

impl Submission {
    pub(super) fn read(body: &[u8]) -> Result<Self, BadBatch> {
        let given: Map<String, Value> = serde_json::from_slice(body)?;
        let at = |name| given.keys().position(|key| key == name).ok_or(BadBatch::Missing(name));
        let requests = at("requests")?;
        if at("endpoint")? > requests || at("model")? > requests {
            return Err(BadBatch::Order);
        }
        let text = |name| given.get(name).and_then(Value::as_str);
        let endpoint = text("endpoint").unwrap_or_default();
        if endpoint != ENDPOINT {
            return Err(BadBatch::Endpoint(endpoint.to_owned()));
        }
        if given.contains_key("completion_window") && text("completion_window") != Some("24h") {
            return Err(BadBatch::Window);
        }
        let model = text("model").ok_or(BadBatch::Missing("model"))?;
        if !model.ends_with(":batch") || model.contains("no-batch") {
            return Err(BadBatch::NoBatches(model.to_owned()));
        }
        let requests = given["requests"].as_array().filter(|all| !all.is_empty());
        let requests = requests.ok_or(BadBatch::Empty)?;
        Ok(Self { model: model.to_owned(), requests: read_all(model, requests)? })
    }

    /// What is wrong with the first request that cannot be answered.
    pub(super) fn defect(&self) -> Option<String> {
        self.requests.iter().find_map(|request| {
            let bad = ChatRequest::read(&request.body).err()?;
            Some(format!("Request '{}': {bad}", request.custom_id))
        })
    }
}

fn read_all(model: &str, requests: &[Value]) -> Result<Vec<Request>, BadBatch> {
    let mut names = HashSet::new();
    let each = requests.iter().enumerate().map(|(place, request)| {
        let custom_id = request["custom_id"].as_str().ok_or(BadBatch::NoName(place))?;
        if !names.insert(custom_id) {
            return Err(BadBatch::SameName(custom_id.to_owned()));
        }
        let body = request["body"].as_object().ok_or(BadBatch::NoBody(place))?;
        if body.get("model").is_some_and(|own| own != model) {
            return Err(BadBatch::OtherModel(place));
        }
        let mut body = body.clone();
        // who answers, and for how much, is told by the usual name
        body.insert("model".to_owned(), model.trim_end_matches(":batch").into());
        Ok(Request { custom_id: custom_id.to_owned(), body: serde_json::to_vec(&body)? })
    });
    each.collect()
}
