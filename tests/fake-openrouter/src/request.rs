//! A chat request as it arrives: which model, which form of answer, and the question in it. It
//! reads only what an answer depends on and tolerates the rest.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::ledger::Stage;

/// The body of `POST /chat/completions`.
#[derive(Debug, Deserialize)]
pub(crate) struct ChatRequest<'a> {
    model: Option<String>,
    #[serde(default)]
    models: Vec<String>,
    #[serde(borrow, default)]
    messages: Vec<Message<'a>>,
    max_completion_tokens: Option<u64>,
    max_tokens: Option<u64>,
    #[serde(borrow)]
    response_format: Option<ResponseFormat<'a>>,
    #[serde(default)]
    stream: bool,
}

#[derive(Debug, Deserialize)]
struct Message<'a> {
    role: String,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
struct ResponseFormat<'a> {
    r#type: String,
    #[serde(borrow)]
    json_schema: Option<JsonSchema<'a>>,
}

#[derive(Debug, Deserialize)]
struct JsonSchema<'a> {
    name: Option<String>,
    #[serde(borrow)]
    schema: Option<&'a RawValue>,
}

/// The form of answer asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Nothing said.
    Text,
    /// Any JSON object.
    Object,
    /// JSON by a schema.
    Schema,
}

/// What is wrong with a request, as the API would word it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadRequest {
    #[error("Invalid JSON in request body: {0}")]
    Json(#[from] serde_json::Error),
    #[error("No models provided")]
    NoModel,
    #[error("{0} is not a valid model ID")]
    UnknownModel(String),
    #[error("Input required: specify \"prompt\" or \"messages\"")]
    NoMessages,
    #[error("response_format.type: Invalid input")]
    Format,
    #[error("response_format.json_schema.name: must have 1 to 64 characters")]
    SchemaName,
    #[error("stream: this server answers whole")]
    Stream,
}

impl<'a> ChatRequest<'a> {
    /// Reads and checks a body.
    pub(crate) fn read(body: &'a [u8]) -> Result<Self, BadRequest> {
        let request: Self = serde_json::from_slice(body)?;
        request.check()?;
        Ok(request)
    }

    fn check(&self) -> Result<(), BadRequest> {
        let model = self.model();
        if model.is_empty() {
            return Err(BadRequest::NoModel);
        }
        if model.contains("no-such") {
            return Err(BadRequest::UnknownModel(model.to_owned()));
        }
        if self.messages.is_empty() {
            return Err(BadRequest::NoMessages);
        }
        if self.stream {
            return Err(BadRequest::Stream);
        }
        self.check_format()
    }

    fn check_format(&self) -> Result<(), BadRequest> {
        let Some(format) = &self.response_format else { return Ok(()) };
        match (format.r#type.as_str(), &format.json_schema) {
            ("text" | "json_object", _) => Ok(()),
            ("json_schema", Some(schema)) => {
                let length = schema.name.as_deref().unwrap_or_default().chars().count();
                if (1..=64).contains(&length) { Ok(()) } else { Err(BadRequest::SchemaName) }
            }
            _ => Err(BadRequest::Format),
        }
    }

    /// The model asked for, or the first of the list of models.
    pub(crate) fn model(&self) -> &str {
        self.model.as_deref().or(self.models.first().map(String::as_str)).unwrap_or_default()
    }

    /// The tokens that a model would read, by a rule of thumb: the messages and the schema. How a
    /// request is routed is not among them.
    pub(crate) fn prompt_tokens(&self) -> u64 {
        let messages = self.messages.iter().filter_map(|message| message.content);
        let format = self.response_format.as_ref().and_then(|format| format.json_schema.as_ref());
        let read = messages.chain(format.and_then(|format| format.schema));
        read.map(|text| text.get().len() as u64).sum::<u64>() / 4
    }

    /// The models that may serve it, the first choice first.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = &str> {
        self.model.iter().chain(&self.models).map(String::as_str)
    }

    /// The form of answer asked for.
    pub(crate) fn format(&self) -> Format {
        match self.response_format.as_ref().map(|format| format.r#type.as_str()) {
            Some("json_schema") => Format::Schema,
            Some("json_object") => Format::Object,
            _ => Format::Text,
        }
    }

    /// The most tokens the answer may have.
    pub(crate) fn max_tokens(&self) -> Option<u64> {
        self.max_completion_tokens.or(self.max_tokens)
    }

    /// The JSON schema asked for, if any.
    pub(crate) fn schema(&self) -> Option<Value> {
        let schema = self.response_format.as_ref()?.json_schema.as_ref()?.schema?;
        serde_json::from_str(schema.get()).ok()
    }

    /// The question: the first message of the user's that names a term; else the last one's text.
    pub(crate) fn question(&self) -> Question {
        let texts = || self.messages.iter().filter(|m| m.role == "user").filter_map(Message::text);
        let ask = texts().find_map(|text| serde_json::from_str::<Ask>(&text).ok());
        match ask {
            Some(ask) => Question { stage: self.stage(&ask), ask: Some(ask), text: String::new() },
            None => Question {
                stage: Stage::Other,
                ask: None,
                text: texts().next_back().unwrap_or_default(),
            },
        }
    }

    fn stage(&self, ask: &Ask) -> Stage {
        let schema = self.response_format.as_ref().and_then(|format| format.json_schema.as_ref());
        match schema.and_then(|schema| schema.name.as_deref()) {
            Some("hanji_nuance") => Stage::Nuance,
            Some("hanji_cards") => Stage::Cards,
            Some(_) => Stage::Other,
            None if ask.nuance.is_some() => Stage::Cards,
            None => Stage::Nuance,
        }
    }
}

impl Message<'_> {
    /// Its text, whether written as a string or as parts.
    fn text(&self) -> Option<String> {
        let content = self.content?.get();
        if content.starts_with('"') {
            return serde_json::from_str(content).ok();
        }
        let parts: Vec<Value> = serde_json::from_str(content).ok()?;
        Some(parts.iter().filter_map(|part| part["text"].as_str()).collect())
    }
}

/// What is asked about one word, in either stage.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Ask {
    pub(crate) term: String,
    pub(crate) pos: Option<String>,
    pub(crate) meaning: Option<String>,
    pub(crate) hanja: Option<String>,
    pub(crate) pronunciation: Option<String>,
    pub(crate) kinds: Option<Vec<String>>,
    pub(crate) nuance: Option<Value>,
}

/// A request's question: a word in one of the stages, or any other text.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) stage: Stage,
    pub(crate) ask: Option<Ask>,
    pub(crate) text: String,
}

impl Question {
    /// The word asked about; empty for other questions.
    pub(crate) fn term(&self) -> &str {
        self.ask.as_ref().map_or("", |ask| &ask.term)
    }
}
