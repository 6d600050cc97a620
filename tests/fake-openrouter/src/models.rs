//! The models on offer and their prices. A model whose name the list lacks is served at the first
//! one's price, so that any setting can be tried; parts of a name ask for a behaviour.

use serde_json::{Value, json};

/// A model on offer; prices are US dollars per token, as the decimal strings that the API carries.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) id: &'static str,
    name: &'static str,
    context_length: u32,
    max_completion_tokens: u32,
    pub(crate) prompt: &'static str,
    pub(crate) completion: &'static str,
    structured: bool,
}

pub(crate) const MODELS: &[Model] = &[
    model("openai/gpt-5-mini", "OpenAI: GPT-5 Mini", 400_000, "0.00000025", "0.000002", true),
    model(
        "google/gemini-2.5-flash",
        "Google: Gemini 2.5 Flash",
        1_048_576,
        "0.0000003",
        "0.0000025",
        true,
    ),
    model(
        "anthropic/claude-haiku-4.5",
        "Anthropic: Claude Haiku 4.5",
        200_000,
        "0.000001",
        "0.000005",
        true,
    ),
    model("deepseek/deepseek-chat", "DeepSeek: Chat", 163_840, "0.00000028", "0.00000042", true),
    model("qwen/qwen3-32b", "Qwen: Qwen3 32B", 40_960, "0.00000008", "0.00000024", true),
    model(
        "meta-llama/llama-3.3-70b-instruct:free",
        "Meta: Llama 3.3 70B (free)",
        131_072,
        "0",
        "0",
        true,
    ),
    model("fake/no-schema", "Fake: without JSON schemas", 32_768, "0.0000001", "0.0000002", false),
];

const fn model(
    id: &'static str,
    name: &'static str,
    context_length: u32,
    prompt: &'static str,
    completion: &'static str,
    structured: bool,
) -> Model {
    let max_completion_tokens = context_length / 4;
    Model { id, name, context_length, max_completion_tokens, prompt, completion, structured }
}

impl Model {
    /// The place in the list of the model that sets the price for this name.
    pub(crate) fn place(id: &str) -> usize {
        let id = id.strip_suffix(":batch").unwrap_or(id);
        MODELS.iter().position(|model| model.id == id).unwrap_or_default()
    }

    /// US dollars for one token of the question and one of the answer.
    pub(crate) fn prices(place: usize) -> (f64, f64) {
        let usd = |price: &str| price.parse().unwrap_or_default();
        MODELS.get(place).map_or((0.0, 0.0), |model| (usd(model.prompt), usd(model.completion)))
    }

    /// US dollars for a question and its answer, rounded to a millionth of a millionth.
    #[expect(clippy::cast_precision_loss, reason = "token counts are small")]
    pub(crate) fn cost(place: usize, prompt_tokens: u64, completion_tokens: u64) -> f64 {
        let (prompt, completion) = Self::prices(place);
        let usd = prompt * prompt_tokens as f64 + completion * completion_tokens as f64;
        (usd * 1e12).round() / 1e12
    }

    fn describe(&self) -> Value {
        let mut parameters = vec!["max_tokens", "max_completion_tokens", "temperature", "top_p"];
        parameters.extend(["seed", "stop", "response_format"]);
        if self.structured {
            parameters.push("structured_outputs");
        }
        json!({
            "id": self.id,
            "canonical_slug": self.id,
            "hugging_face_id": null,
            "name": self.name,
            "created": 1_760_000_000,
            "description": "A model of the fake server.",
            "context_length": self.context_length,
            "architecture": {
                "modality": "text->text", "input_modalities": ["text"],
                "output_modalities": ["text"], "tokenizer": "Other", "instruct_type": null,
            },
            "pricing": {"prompt": self.prompt, "completion": self.completion, "request": "0"},
            "top_provider": {
                "context_length": self.context_length,
                "max_completion_tokens": self.max_completion_tokens,
                "is_moderated": false,
            },
            "per_request_limits": null,
            "supported_parameters": parameters,
            "supported_voices": null,
            "default_parameters": {"temperature": null, "top_p": null},
            "expiration_date": null,
            "links": {"details": format!("/api/v1/models/{}/endpoints", self.id)},
        })
    }
}

/// The body of `GET /models`.
pub(crate) fn list() -> Value {
    let data: Vec<Value> = MODELS.iter().map(Model::describe).collect();
    json!({"total_count": data.len(), "data": data, "links": {"next": null}})
}
