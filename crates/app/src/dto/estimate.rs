//! What crosses to the window before a run: what it will take, and who could answer it.

use serde::Serialize;
use ts_rs::TS;

use crate::Problem;

/// What a run over words will take, as far as it can be foretold.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Estimate {
    /// Words in the list.
    pub words: u32,
    /// Words of these that are answered already and need no request.
    pub cached_words: u32,
    /// Requests to send, those asked again included.
    pub requests: u64,
    /// Tokens to be read by the model.
    pub prompt_tokens: u64,
    /// Tokens to be written by it.
    pub completion_tokens: u64,
    /// US dollars, the likeliest; null when the model's price is not known.
    pub cost_usd: Option<f64>,
    /// Nine in ten such runs cost more.
    pub cost_usd_low: Option<f64>,
    /// Nine in ten such runs cost less.
    pub cost_usd_high: Option<f64>,
    /// Why the server could not be asked for the price; null when it was, or none is wanted.
    pub price_problem: Option<Problem>,
    /// Seconds, under the limits in force.
    pub seconds: f64,
}

/// A model that a server offers.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ModelView {
    /// The name to ask for.
    pub id: String,
    /// The name to show.
    pub name: Option<String>,
    /// The most tokens, read and written together.
    pub context_length: Option<u64>,
    /// US dollars for a million tokens read; null when unknown.
    pub prompt_usd_per_million: Option<f64>,
    /// US dollars for a million tokens written; null when unknown.
    pub completion_usd_per_million: Option<f64>,
    /// US dollars for each request, beside its tokens.
    pub request_usd: Option<f64>,
    /// Whether it is said to hold itself to a JSON schema.
    pub takes_schema: bool,
}
