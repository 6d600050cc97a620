//! What came back with HTTP 200: the wire format read leniently (servers differ in what they leave
//! out), and the reply as the rest of the house sees it. Whether it is an answer is decided by
//! `classify`.

use std::future::Future;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::failure::Fault;
use crate::json::strict_json;
use crate::money::{self, Usd};

/// A model's reply to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The text of the first choice; empty when there was none.
    pub content: String,
    /// The model asked.
    pub asked: String,
    /// The model that says it answered; the one asked when the server does not say.
    pub served_by: String,
    /// The provider behind it, on OpenRouter.
    pub provider: Option<String>,
    /// The server's id of this generation (`gen-…` on OpenRouter).
    pub generation_id: Option<String>,
    /// What it took.
    pub usage: Usage,
    /// Why the model stopped.
    pub finish: Finish,
    /// Whether its JSON was written wrongly and had to be repaired.
    pub repaired: bool,
    /// Which attempt of the question this was, from 1.
    pub attempt: u32,
    /// From the first byte sent to the end of the reply.
    pub elapsed: Duration,
    /// The body as it came, even when it is cut or not JSON, but for an echo of the key.
    pub raw: String,
}

/// What a reply took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens read; 0 when the server does not say.
    pub prompt_tokens: u64,
    /// Tokens written, reasoning included; 0 when the server does not say.
    pub completion_tokens: u64,
    /// Of those read, the ones that a provider's prompt cache knew.
    pub cached_tokens: u64,
    /// Of those written, the ones that were thought and not said.
    pub reasoning_tokens: u64,
    /// What the server says it charged; absent is unknown, not free.
    pub cost: Option<Usd>,
}

impl Usage {
    /// Whether the server counted anything.
    pub(crate) fn is_counted(self) -> bool {
        self.prompt_tokens > 0 || self.completion_tokens > 0
    }
}

/// Why a model stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finish {
    /// It was done.
    Stop,
    /// It reached the token limit.
    Length,
    /// A filter stopped it.
    ContentFilter,
    /// An error stopped it.
    Error,
    /// The server does not say.
    Unknown,
    /// Anything else, as written.
    Other(String),
}

impl Finish {
    fn of(reason: Option<&str>) -> Self {
        match reason {
            Some("stop") => Self::Stop,
            Some("length") => Self::Length,
            Some("content_filter") => Self::ContentFilter,
            Some("error") => Self::Error,
            Some(other) => Self::Other(other.to_owned()),
            None => Self::Unknown,
        }
    }
}

/// A reply that may have been billed, with what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub struct PaidReply<'a> {
    /// The reply.
    pub reply: &'a Reply,
    /// Why it is not an answer; `None` when it is one.
    pub fault: Option<&'a Fault>,
    /// Requests that were sent to the model asked since its last reply came here, the one answered
    /// included: what a limit of the day has lost.
    pub requests: u32,
}

/// Where paid replies go before anything else learns of them. Every reply with HTTP 200 comes here,
/// whatever is wrong with it, once (a web page is no reply), before the question is asked again or
/// answered.
pub trait RecordReply: Sync {
    /// Why a reply could not be kept.
    type Error: std::error::Error + Send;

    /// Returns when the reply is on disk.
    fn record(&self, reply: PaidReply<'_>) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Returns when it is on disk that a run may owe so much for requests that have no answer yet,
    /// and those that never had one. Called before a request is sent that makes it more than ever;
    /// a process that is killed leaves it to be counted as spent. By default nothing is kept.
    fn note_owed(&self, _owed: Usd) -> impl Future<Output = Result<(), Self::Error>> + Send {
        async { Ok(()) }
    }
}

/// The body of a chat completion. Every part may be missing, null or of an unexpected type without
/// spoiling the others: a reply that was paid for is worth reading.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wire {
    #[serde(default, deserialize_with = "lenient")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    model: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    provider: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    choices: Option<Vec<WireChoice>>,
    /// Kept as it is written: its cost is exact money, and a float is not.
    #[serde(default)]
    usage: Option<Box<RawValue>>,
    /// An error at the top, where a 200 should have none.
    #[serde(default)]
    pub(crate) error: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct WireChoice {
    #[serde(default, deserialize_with = "lenient")]
    message: Option<WireMessage>,
    #[serde(default, deserialize_with = "lenient")]
    finish_reason: Option<String>,
    #[serde(default)]
    pub(crate) error: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
struct WireMessage {
    #[serde(default)]
    content: Option<Value>,
    #[serde(default, deserialize_with = "lenient")]
    refusal: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireUsage {
    #[serde(deserialize_with = "lenient")]
    prompt_tokens: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    completion_tokens: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    prompt_tokens_details: Option<WirePromptDetails>,
    #[serde(deserialize_with = "lenient")]
    completion_tokens_details: Option<WireCompletionDetails>,
    cost: Option<Box<RawValue>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WirePromptDetails {
    #[serde(deserialize_with = "lenient")]
    cached_tokens: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireCompletionDetails {
    #[serde(deserialize_with = "lenient")]
    reasoning_tokens: Option<u64>,
}

/// A field of the wrong type is a missing field.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).ok())
}

impl Wire {
    /// The body of a chat completion, also where some servers write what JSON has no word for; a
    /// body that is cut is none.
    pub(crate) fn read(body: &str) -> Option<Self> {
        serde_json::from_str(body).or_else(|_| serde_json::from_str(&strict_json(body))).ok()
    }

    /// The first choice, the only one asked for.
    pub(crate) fn choice(&self) -> Option<&WireChoice> {
        self.choices.as_ref()?.first()
    }

    /// The refusal that some models give in the place of content.
    pub(crate) fn refusal(&self) -> Option<&str> {
        self.choice()?.message.as_ref()?.refusal.as_deref().filter(|refusal| !refusal.is_empty())
    }

    fn content(&self) -> Option<String> {
        text_of(self.choice()?.message.as_ref()?.content.as_ref()?)
    }

    fn usage(&self) -> Usage {
        let written = self.usage.as_ref();
        let read = written.and_then(|usage| serde_json::from_str::<WireUsage>(usage.get()).ok());
        let Some(usage) = read else { return Usage::default() };
        let prompt = usage.prompt_tokens_details.as_ref();
        let completion = usage.completion_tokens_details.as_ref();
        Usage {
            prompt_tokens: usage.prompt_tokens.unwrap_or(0),
            completion_tokens: usage.completion_tokens.unwrap_or(0),
            cached_tokens: prompt.and_then(|details| details.cached_tokens).unwrap_or(0),
            reasoning_tokens: completion.and_then(|details| details.reasoning_tokens).unwrap_or(0),
            cost: usage.cost.as_ref().and_then(|cost| money::of_json(cost.get()).ok()),
        }
    }
}

/// Content is a string, or a list of parts of which the texts count.
fn text_of(content: &Value) -> Option<String> {
    match content {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            Some(parts.iter().filter_map(|part| part.get("text")?.as_str()).collect())
        }
        _ => None,
    }
}

/// The reply in a parsed body.
pub(crate) fn reply(
    wire: &Wire,
    asked: &str,
    attempt: u32,
    elapsed: Duration,
    raw: String,
) -> Reply {
    Reply {
        content: wire.content().unwrap_or_default(),
        asked: asked.to_owned(),
        served_by: wire.model.clone().unwrap_or_else(|| asked.to_owned()),
        provider: wire.provider.clone(),
        generation_id: wire.id.clone(),
        usage: wire.usage(),
        finish: Finish::of(wire.choice().and_then(|choice| choice.finish_reason.as_deref())),
        repaired: false,
        attempt,
        elapsed,
        raw,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Reply {
        let wire: Wire = serde_json::from_str(body).unwrap();
        reply(&wire, "asked", 1, Duration::ZERO, body.to_owned())
    }

    #[test]
    fn reads_what_open_router_sends_with_the_cost_to_the_last_digit() {
        let reply = read(
            r#"
            {"id":"gen-1","provider":"X","model":"a/b-2026","choices":[{"message":
            {"role":"assistant","content":"안녕"},"finish_reason":"stop"}],"usage":
            {"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"cost":0.000123456789,
            "prompt_tokens_details":{"cached_tokens":8,"audio_tokens":0},
            "completion_tokens_details":{"reasoning_tokens":2}}}"#,
        );
        assert_eq!((reply.usage.cached_tokens, reply.usage.reasoning_tokens), (8, 2));
        assert_eq!((reply.content.as_str(), reply.served_by.as_str()), ("안녕", "a/b-2026"));
        assert_eq!(reply.generation_id.as_deref(), Some("gen-1"));
        assert_eq!(reply.usage.cost, Some(Usd::from_pico(123_456_789)));
        assert_eq!(reply.finish, Finish::Stop);
    }

    #[test]
    fn a_missing_or_negative_cost_is_unknown_and_not_free() {
        for cost in ["null", "-1", "\"soon\""] {
            let reply = read(&format!(r#"{{"usage":{{"prompt_tokens":1,"cost":{cost}}}}}"#));
            assert_eq!(reply.usage.cost, None, "{cost}");
        }
        assert_eq!(read(r#"{"usage":{"cost":0}}"#).usage.cost, Some(Usd::ZERO));
    }

    #[test]
    fn a_usage_of_any_kind_and_any_size_leaves_the_answer_as_it_is() {
        let counts = format!(r#"{{"prompt_tokens":{},"completion_tokens":1}}"#, u64::MAX);
        for usage in [r#""n/a""#, "7", r#"["a"]"#, "null", "{}", &counts] {
            let reply = read(&format!(
                r#"{{"usage":{usage},"choices":[{{"message":{{"content":"안녕"}}}}]}}"#
            ));
            assert_eq!(reply.content, "안녕", "{usage}");
            assert_eq!(reply.usage.is_counted(), usage == counts, "{usage}");
        }
    }

    #[test]
    fn a_part_of_an_unexpected_type_does_not_spoil_the_rest() {
        let reply = read(
            r#"{"id":7,"model":null,"provider":{"x":1},"usage":{"prompt_tokens":"many",
            "completion_tokens":3},"choices":[{"message":{"content":
            [{"type":"text","text":"a"},{"type":"image"},{"type":"text","text":"b"}]}}]}"#,
        );
        assert_eq!((reply.content.as_str(), reply.served_by.as_str()), ("ab", "asked"));
        assert_eq!(reply.usage.completion_tokens, 3);
    }
}
