//! One question to a chat model, and the JSON that asks it. It knows the wire format and nothing
//! of what is asked.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::abilities::{Ability, Parameter};
use crate::endpoint::{Dialect, Endpoint};
use crate::preferences::{MaxPrice, Preferences};

/// A question, complete in itself: no conversation is kept.
#[derive(Debug, Clone)]
pub struct ChatRequest {
    /// The model asked first, or `@preset/slug`.
    pub model: String,
    /// Models to turn to, in this order, when the first is out of order or not there.
    pub fallbacks: Vec<String>,
    /// The conversation so far, the question last.
    pub messages: Vec<Message>,
    /// The shape that the answer must have; without it the answer is free text.
    pub schema: Option<AnswerSchema>,
    /// The longest answer wanted, in tokens; doubled once when an answer is cut off.
    pub max_completion_tokens: u32,
    /// Sampling temperature; the model's own when absent.
    pub temperature: Option<f32>,
    /// Sampling seed, for models that honour one.
    pub seed: Option<i64>,
    /// Who may answer, and how.
    pub preferences: Preferences,
}

/// One turn of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub content: String,
}

/// Who speaks in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The instructions.
    System,
    /// The one who asks.
    User,
    /// The model.
    Assistant,
}

/// The JSON Schema of an answer.
#[derive(Debug, Clone)]
pub struct AnswerSchema {
    /// At most 64 letters, digits, `_` or `-`.
    pub name: String,
    /// A strict schema: every property required, no others allowed.
    pub schema: Value,
}

impl Message {
    /// The instructions.
    pub fn system(content: impl Into<String>) -> Self {
        Self { role: Role::System, content: content.into() }
    }

    /// What the asker says.
    pub fn user(content: impl Into<String>) -> Self {
        Self { role: Role::User, content: content.into() }
    }

    /// What the model said before.
    pub fn assistant(content: impl Into<String>) -> Self {
        Self { role: Role::Assistant, content: content.into() }
    }
}

/// How the wanted shape of an answer is put to a server, from the strictest downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerFormat {
    /// `response_format: json_schema`, strict.
    Schema,
    /// `response_format: json_object`: some JSON, the shape left to the prompt.
    Object,
    /// Nothing said; the prompt alone asks for JSON.
    Plain,
}

impl AnswerFormat {
    /// The next less demanding format.
    pub(crate) fn weaker(self) -> Option<Self> {
        match self {
            Self::Schema => Some(Self::Object),
            Self::Object => Some(Self::Plain),
            Self::Plain => None,
        }
    }
}

impl ChatRequest {
    /// All models that may answer, in order of preference, each once.
    #[must_use]
    pub fn candidates(&self) -> Vec<String> {
        let mut models = vec![self.model.clone()];
        for model in &self.fallbacks {
            if !models.contains(model) {
                models.push(model.clone());
            }
        }
        models
    }

    /// No tokenizer makes more prompt tokens than this: a token holds at least one byte, and the
    /// schema may be written into the prompt by the provider.
    #[must_use]
    pub fn most_prompt_tokens(&self) -> u64 {
        const PER_MESSAGE: usize = 16;
        let messages: usize =
            self.messages.iter().map(|message| message.content.len() + PER_MESSAGE).sum();
        let schema = self.schema.as_ref().map_or(0, |schema| schema.schema.to_string().len());
        (messages + schema) as u64
    }
}

/// The request's body for `model`, as far as it is able; no provider dearer than `ceiling` may
/// answer, unless the request names a price of its own.
pub(crate) fn body(
    request: &ChatRequest,
    model: &str,
    max_tokens: u32,
    ability: &Ability,
    endpoint: &Endpoint,
    ceiling: Option<MaxPrice>,
) -> Value {
    let takes = |parameter| ability.takes(parameter);
    let mut body = Map::new();
    body.insert("model".into(), json!(model));
    body.insert("messages".into(), json!(request.messages));
    if takes(Parameter::MaxCompletionTokens) {
        body.insert("max_completion_tokens".into(), json!(max_tokens));
    }
    // without either the model would write without end, and past what is set aside
    let needs_old_name = needs_old_token_limit(endpoint) || !takes(Parameter::MaxCompletionTokens);
    if takes(Parameter::MaxTokens) && needs_old_name {
        body.insert("max_tokens".into(), json!(max_tokens));
    }
    if let Some(temperature) = request.temperature.filter(|_| takes(Parameter::Temperature)) {
        body.insert("temperature".into(), json!(temperature));
    }
    if let Some(seed) = request.seed.filter(|_| takes(Parameter::Seed)) {
        body.insert("seed".into(), json!(seed));
    }
    if let Some(response_format) = response_format(request.schema.as_ref(), ability.format) {
        body.insert("response_format".into(), response_format);
    }
    let mut preferences = request.preferences.clone();
    preferences.reasoning = preferences.reasoning.filter(|_| takes(Parameter::Reasoning));
    let provider = &mut preferences.provider;
    provider.max_price = provider.max_price.or(ceiling);
    preferences.add_to(&mut body, endpoint.dialect());
    Value::Object(body)
}

/// Local servers (llama-cpp-python, older Ollama) know only `max_tokens` and would write without
/// end; OpenRouter wants the new name, and `OpenAI` refuses the old one for newer models.
fn needs_old_token_limit(endpoint: &Endpoint) -> bool {
    endpoint.dialect() == Dialect::Compatible && !endpoint.is_openai()
}

fn response_format(schema: Option<&AnswerSchema>, format: AnswerFormat) -> Option<Value> {
    let schema = schema?;
    match format {
        AnswerFormat::Schema => Some(json!({
            "type": "json_schema",
            "json_schema": { "name": schema.name, "strict": true, "schema": schema.schema },
        })),
        AnswerFormat::Object => Some(json!({ "type": "json_object" })),
        AnswerFormat::Plain => None,
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::endpoint::PlainHttp;

    fn request() -> ChatRequest {
        ChatRequest {
            model: "a/b".into(),
            fallbacks: vec!["c/d".into(), "a/b".into()],
            messages: vec![Message::system("Be brief."), Message::user("학교")],
            schema: Some(AnswerSchema { name: "word".into(), schema: json!({"type": "object"}) }),
            max_completion_tokens: 100,
            temperature: None,
            seed: Some(7),
            preferences: Preferences::default(),
        }
    }

    fn able(format: AnswerFormat) -> Ability {
        Ability { format, ..Ability::default() }
    }

    fn endpoint(dialect: Dialect, url: &str) -> Endpoint {
        Endpoint::new(dialect, Url::parse(url).unwrap(), None, PlainHttp::Loopback).unwrap()
    }

    #[test]
    fn the_body_is_what_open_router_documents() {
        let endpoint = endpoint(Dialect::OpenRouter, "https://openrouter.ai/api/v1");
        let body = body(&request(), "a/b", 200, &able(AnswerFormat::Schema), &endpoint, None);
        let expected = json!({
            "model": "a/b",
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "학교"},
            ],
            "max_completion_tokens": 200,
            "seed": 7,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "word", "strict": true, "schema": {"type": "object"}},
            },
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn a_local_server_gets_the_token_limit_under_both_names() {
        let local = endpoint(Dialect::Compatible, "http://localhost:11434/v1");
        let sent = body(&request(), "a", 9, &able(AnswerFormat::Plain), &local, None);
        assert_eq!((&sent["max_tokens"], &sent["max_completion_tokens"]), (&json!(9), &json!(9)));
        assert!(sent.get("response_format").is_none());
        let openai = endpoint(Dialect::Compatible, "https://api.openai.com/v1");
        let sent = body(&request(), "a", 9, &able(AnswerFormat::Object), &openai, None);
        assert!(sent.get("max_tokens").is_none());
        assert_eq!(sent["response_format"], json!({"type": "json_object"}));
    }

    #[test]
    fn a_model_that_refuses_the_new_name_of_the_token_limit_gets_the_old_one() {
        let endpoint = endpoint(Dialect::OpenRouter, "https://openrouter.ai/api/v1");
        let mut ability = able(AnswerFormat::Schema);
        ability.lacks.insert(Parameter::MaxCompletionTokens);
        let sent = body(&request(), "a/b", 200, &ability, &endpoint, None);
        assert_eq!((sent.get("max_completion_tokens"), &sent["max_tokens"]), (None, &json!(200)));
    }

    #[test]
    fn a_ceiling_holds_unless_the_request_names_a_price_of_its_own() {
        let endpoint = endpoint(Dialect::OpenRouter, "https://openrouter.ai/api/v1");
        let price = |text: &str| {
            let price = text.parse().unwrap();
            MaxPrice { prompt: price, completion: price }
        };
        let ability = able(AnswerFormat::Schema);
        let sent = |request: &ChatRequest, ceiling| {
            body(request, "a/b", 200, &ability, &endpoint, ceiling)["provider"]["max_price"].clone()
        };
        let ceiling = Some(price("0.000002"));
        assert_eq!(sent(&request(), ceiling), json!({"prompt": "2", "completion": "2"}));
        let mut thrifty = request();
        thrifty.preferences.provider.max_price = Some(price("0.000001"));
        assert_eq!(sent(&thrifty, ceiling), json!({"prompt": "1", "completion": "1"}));
        assert_eq!(sent(&request(), None), json!(null));
    }

    #[test]
    fn candidates_name_each_model_once() {
        assert_eq!(request().candidates(), ["a/b", "c/d"]);
    }
}
