//! What the server says of batches, read leniently, and what a batch took shared out among its
//! answers: the server gives the sum alone.

use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde_json::Value;

use super::{Batch, BatchAnswer, BatchStage};
use crate::classify;
use crate::client::Client;
use crate::failure::{Class, Failure, Fault};
use crate::money::Usd;
use crate::reply::Usage;

#[derive(Debug, Deserialize)]
struct WireBatch {
    id: String,
    status: String,
    #[serde(default)]
    model: String,
    #[serde(default)]
    created_at: i64,
    #[serde(default)]
    request_counts: Counts,
    #[serde(default)]
    usage: Value,
    #[serde(default)]
    results: Option<Vec<Value>>,
    #[serde(default)]
    error: Value,
}

#[derive(Debug, Default, Deserialize)]
struct Counts {
    #[serde(default)]
    total: u32,
}

#[derive(Debug, Deserialize)]
struct WireLine {
    #[serde(default)]
    custom_id: String,
    #[serde(default)]
    response: Option<WireResponse>,
}

#[derive(Debug, Deserialize)]
struct WireResponse {
    #[serde(default)]
    status_code: u16,
    #[serde(default)]
    body: Value,
}

#[derive(Debug, Deserialize)]
struct WireList {
    data: Vec<WireBatch>,
}

pub(super) fn batch(body: &str, client: &Client) -> Result<Batch, serde_json::Error> {
    Ok(serde_json::from_str::<WireBatch>(body)?.read(client))
}

/// A list leaves answers out, so how far its batches are is not told by it.
pub(super) fn batches(body: &str) -> Result<Vec<Batch>, serde_json::Error> {
    let list: WireList = serde_json::from_str(body)?;
    Ok(list.data.into_iter().map(|batch| batch.with_stage(BatchStage::UnderWay)).collect())
}

impl WireBatch {
    fn read(mut self, client: &Client) -> Batch {
        let stage = match (self.status.as_str(), self.results.take()) {
            ("completed", Some(lines)) => {
                BatchStage::Answered(answers(lines, &self.model, &self.usage, client))
            }
            (status @ ("completed" | "failed" | "expired" | "cancelled"), _) => {
                let fault = Fault::new(Class::Server, end(status, &self.error));
                let shown = classify::fit_to_show(fault, client.endpoint());
                BatchStage::Ended(Failure::of_batch(shown.message))
            }
            _ => BatchStage::UnderWay,
        };
        self.with_stage(stage)
    }

    fn with_stage(self, stage: BatchStage) -> Batch {
        let questions = self.request_counts.total;
        Batch { id: self.id, model: self.model, created_at: self.created_at, questions, stage }
    }
}

fn end(status: &str, error: &Value) -> String {
    match error["message"].as_str().filter(|message| !message.trim().is_empty()) {
        Some(message) => format!("the batch ended as “{status}”: {message}"),
        None => format!("the batch ended as “{status}”"),
    }
}

/// A line that cannot be read spoils no other.
fn answers(lines: Vec<Value>, model: &str, taken: &Value, client: &Client) -> Vec<BatchAnswer> {
    let replies: Vec<_> = lines
        .into_iter()
        .filter_map(|line| serde_json::from_value::<WireLine>(line).ok())
        .filter_map(|line| Some((line.custom_id, line.response?)))
        .filter(|(_, response)| response.status_code == 200)
        .collect();
    let shares = Shares::of(taken, replies.len());
    let read = |(place, (name, response)): (usize, (String, WireResponse))| {
        let (mut reply, fault) =
            client.read_body(&HeaderMap::new(), response.body.to_string(), model, true, None);
        if !reply.usage.is_counted() && reply.usage.cost.is_none() {
            reply.usage = shares.share(place);
        }
        BatchAnswer { name, reply, fault }
    };
    replies.into_iter().enumerate().map(read).collect()
}

/// What all replies of a batch took together, in equal shares that add up to the sum.
struct Shares {
    prompt_tokens: u64,
    completion_tokens: u64,
    cost: Option<Usd>,
    among: u64,
}

impl Shares {
    fn of(taken: &Value, among: usize) -> Self {
        let tokens = |name: &str| taken[name].as_u64().unwrap_or_default();
        Self {
            prompt_tokens: tokens("prompt_tokens"),
            completion_tokens: tokens("completion_tokens"),
            cost: crate::money::of_json(&taken["cost"].to_string()).ok(),
            among: among as u64,
        }
    }

    fn share(&self, place: usize) -> Usage {
        let of = |sum: u64| sum / self.among + u64::from((place as u64) < sum % self.among);
        Usage {
            prompt_tokens: of(self.prompt_tokens),
            completion_tokens: of(self.completion_tokens),
            cost: self.cost.map(|cost| Usd::from_pico(of(cost.pico()))),
            ..Usage::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn shares_add_up_to_what_the_batch_took_to_the_last_pico_dollar() {
        let taken =
            json!({"prompt_tokens": 100, "completion_tokens": 11, "cost": 0.000_000_000_007});
        let shares = Shares::of(&taken, 3);
        let each: Vec<_> = (0..3).map(|place| shares.share(place)).collect();
        assert_eq!(each.iter().map(|usage| usage.prompt_tokens).sum::<u64>(), 100);
        assert_eq!(each.iter().map(|usage| usage.completion_tokens).sum::<u64>(), 11);
        let costs: Vec<_> = each.iter().map(|usage| usage.cost.unwrap().pico()).collect();
        assert_eq!(costs, [3, 2, 2]);
    }

    #[test]
    fn a_batch_whose_cost_is_not_told_has_answers_of_unknown_cost() {
        let shares = Shares::of(&json!({"prompt_tokens": 10, "cost": null}), 2);
        assert_eq!(shares.share(0).cost, None);
    }
}
