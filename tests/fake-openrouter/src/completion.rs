//! A chat completion on the wire: the content as the outcome spoils it, the token counts, and the
//! envelope around them. It knows nothing of where the content came from.

use serde::Serialize;
use serde_json::json;

use crate::body::Reply;
use crate::clock;
use crate::dice::Dice;
use crate::outcome::Outcome;
use crate::spoil;

/// An answer as the model left it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Completion {
    pub(crate) content: Option<String>,
    pub(crate) reasoning: Option<&'static str>,
    pub(crate) finish_reason: &'static str,
    pub(crate) tokens: u64,
}

const THOUGHT: &str = "The user wants a card. I should think about the word first, and then";

impl Completion {
    /// A good answer's content, spoilt as the outcome says.
    pub(crate) fn spoilt(good: String, outcome: Outcome, chance: &mut Dice) -> Self {
        match outcome {
            Outcome::Empty => Self::new(Some(String::new()), "stop"),
            Outcome::Filter => Self::new(None, "content_filter"),
            Outcome::ReasoningOnly => Self {
                reasoning: Some(THOUGHT),
                tokens: tokens(THOUGHT),
                ..Self::new(None, "length")
            },
            Outcome::Cut => Self::new(Some(half(&good)), "length"),
            Outcome::ErrorFinish => Self::new(Some(half(&good)), "error"),
            Outcome::Malformed => Self::new(Some(spoil::malformed(&good, chance)), "stop"),
            Outcome::Fenced => Self::new(Some(spoil::fenced(&good)), "stop"),
            Outcome::Chatty => Self::new(Some(spoil::chatty(&good)), "stop"),
            Outcome::TrailingComma => Self::new(Some(spoil::trailing_comma(&good)), "stop"),
            Outcome::SingleQuotes => Self::new(Some(spoil::single_quotes(&good)), "stop"),
            Outcome::RawNewline => Self::new(Some(spoil::raw_newline(&good)), "stop"),
            _ => Self::new(Some(good), "stop"),
        }
    }

    fn new(content: Option<String>, finish_reason: &'static str) -> Self {
        let tokens = content.as_deref().map_or(0, tokens);
        Self { content, reasoning: None, finish_reason, tokens }
    }

    /// Cut off where it passes the most tokens allowed.
    #[must_use]
    pub(crate) fn within(self, max_tokens: Option<u64>) -> Self {
        let Some(max) = max_tokens.filter(|max| *max < self.tokens) else { return self };
        let kept = |content: String| first(&content, max, self.tokens);
        Self { content: self.content.map(kept), finish_reason: "length", tokens: max, ..self }
    }
}

/// The tokens of a text, by a rule of thumb: four letters of ASCII to a token, one of any other
/// script.
pub(crate) fn tokens(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let others = bytes.iter().filter(|byte| **byte >= 0xC0).count();
    let ascii = bytes.iter().filter(|byte| byte.is_ascii()).count();
    (ascii.div_ceil(4) + others) as u64
}

fn half(text: &str) -> String {
    first(text, 1, 2)
}

fn first(text: &str, part: u64, whole: u64) -> String {
    let count = text.chars().count() as u64 * part / whole.max(1);
    text.chars().take(usize::try_from(count).unwrap_or(usize::MAX)).collect()
}

/// What surrounds a completion.
#[derive(Debug)]
pub(crate) struct Envelope<'a> {
    pub(crate) id: &'a str,
    pub(crate) model: &'a str,
    pub(crate) prompt_tokens: u64,
    /// US dollars for the question and the answer, if it says so, and for the question alone.
    pub(crate) cost: Option<f64>,
    pub(crate) prompt_cost: f64,
}

#[derive(Serialize)]
struct Wire<'a> {
    id: &'a str,
    provider: &'static str,
    model: &'a str,
    object: &'static str,
    created: u64,
    choices: &'a [Choice<'a>],
    system_fingerprint: Option<()>,
    usage: Usage,
}

#[derive(Serialize)]
struct Choice<'a> {
    index: u8,
    logprobs: Option<()>,
    finish_reason: &'static str,
    native_finish_reason: &'static str,
    message: Message<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<serde_json::Value>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Option<&'a str>,
    refusal: Option<()>,
    reasoning: Option<&'a str>,
}

#[derive(Serialize)]
struct Usage {
    prompt_tokens: u64,
    completion_tokens: u64,
    total_tokens: u64,
    cost: Option<f64>,
    is_byok: bool,
    prompt_tokens_details: PromptDetails,
    cost_details: CostDetails,
    completion_tokens_details: CompletionDetails,
}

#[derive(Serialize)]
struct PromptDetails {
    cached_tokens: u64,
    audio_tokens: u64,
}

#[derive(Serialize)]
struct CostDetails {
    #[serde(rename = "upstream_inference_cost")]
    whole: Option<f64>,
    #[serde(rename = "upstream_inference_prompt_cost")]
    prompt: f64,
    #[serde(rename = "upstream_inference_completions_cost")]
    completions: f64,
}

#[derive(Serialize)]
struct CompletionDetails {
    reasoning_tokens: u64,
}

/// The body of a 200 with a completion in it.
pub(crate) fn reply(envelope: &Envelope<'_>, completion: &Completion) -> Reply {
    let failed = completion.finish_reason == "error";
    let choice = Choice {
        index: 0,
        logprobs: None,
        finish_reason: completion.finish_reason,
        native_finish_reason: completion.finish_reason,
        message: Message {
            role: "assistant",
            content: completion.content.as_deref(),
            refusal: None,
            reasoning: completion.reasoning,
        },
        error: failed.then(provider_disconnected),
    };
    wire(envelope, &[choice], completion)
}

/// A 200 without any choice.
pub(crate) fn without_choices(envelope: &Envelope<'_>) -> Reply {
    wire(envelope, &[], &Completion::new(None, "stop"))
}

/// A 200 whose body is an error: the provider's line broke, or the provider refused.
pub(crate) fn error_in_200(envelope: &Envelope<'_>, outcome: Outcome) -> Reply {
    let error = match outcome {
        Outcome::LimitedIn200 => provider_limited(),
        _ => provider_disconnected(),
    };
    let body = json!({
        "id": envelope.id, "object": "chat.completion", "created": clock::unix_ms() / 1000,
        "model": envelope.model, "error": error,
    });
    Reply::json(200, &body)
}

fn provider_limited() -> serde_json::Value {
    json!({
        "code": 429, "message": "Provider returned error",
        "metadata": {
            "error_type": "rate_limit_exceeded", "provider_name": "Fake",
            "raw": "The model is temporarily rate-limited upstream. Please retry shortly.",
        },
    })
}

fn provider_disconnected() -> serde_json::Value {
    json!({
        "code": 502, "message": "Provider disconnected",
        "metadata": {
            "error_type": "provider_unavailable", "provider_name": "Fake", "raw": "upstream reset",
        },
    })
}

fn wire(envelope: &Envelope<'_>, choices: &[Choice<'_>], completion: &Completion) -> Reply {
    let thought = completion.reasoning.map_or(0, tokens);
    let usage = Usage {
        prompt_tokens: envelope.prompt_tokens,
        completion_tokens: completion.tokens,
        total_tokens: envelope.prompt_tokens + completion.tokens,
        cost: envelope.cost,
        is_byok: false,
        prompt_tokens_details: PromptDetails { cached_tokens: 0, audio_tokens: 0 },
        cost_details: CostDetails {
            whole: None,
            prompt: envelope.prompt_cost,
            completions: (envelope.cost.unwrap_or_default() - envelope.prompt_cost).max(0.0),
        },
        completion_tokens_details: CompletionDetails { reasoning_tokens: thought },
    };
    let body = Wire {
        id: envelope.id,
        provider: "Fake",
        model: envelope.model,
        object: "chat.completion",
        created: clock::unix_ms() / 1000,
        choices,
        system_fingerprint: None,
        usage,
    };
    Reply::json(200, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_longer_than_allowed_is_cut_and_says_so() {
        let whole = Completion::new(Some("가나다라마바사아자차".to_owned()), "stop");
        let cut = whole.clone().within(Some(4));
        assert_eq!(cut.content.as_deref(), Some("가나다라"));
        assert_eq!((cut.finish_reason, cut.tokens), ("length", 4));
        assert_eq!(whole.clone().within(Some(10)), whole);
    }
}
