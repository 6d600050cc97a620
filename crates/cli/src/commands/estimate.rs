//! `hanji estimate`: what a run would take, before a cent is spent.

use app::{App, Problem, dto};

use super::deck::{read, settings};
use crate::{
    args::Estimate,
    exit::Exit,
    terminal::{counted, print, print_json},
};

pub(super) async fn run(app: &App, command: &Estimate) -> Result<Exit, Problem> {
    let mut import = read(&command.list)?;
    let settings = settings::asked(app, &command.asked).await?;
    let estimate = app.estimate(&mut import, &settings).await?;
    if command.json {
        print_json(&estimate)?;
    } else {
        lines(&estimate).iter().for_each(print);
    }
    Ok(Exit::Done)
}

fn lines(estimate: &dto::Estimate) -> Vec<String> {
    let dto::Estimate { words, cached_words, requests, prompt_tokens, completion_tokens, .. } =
        *estimate;
    vec![
        format!("{}, {cached_words} answered already", counted(words, "word", "words")),
        format!(
            "{}: about {prompt_tokens} tokens to read, {completion_tokens} to write",
            counted(requests, "request", "requests")
        ),
        cost(estimate),
        time(estimate.seconds),
    ]
}

fn cost(estimate: &dto::Estimate) -> String {
    match (estimate.cost_usd, estimate.cost_usd_low, estimate.cost_usd_high) {
        (Some(0.0), ..) => "It costs nothing.".into(),
        (Some(cost), Some(low), Some(high)) => {
            format!("About ${cost:.4}; most likely between ${low:.4} and ${high:.4}.")
        }
        _ => match &estimate.price_problem {
            Some(problem) => format!("What it costs is not known: {problem}"),
            None => "What it costs is not known: the server lists no price for this model.".into(),
        },
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, above zero")]
fn time(seconds: f64) -> String {
    let (seconds, minutes) = (seconds.ceil() as u64, (seconds / 60.0).ceil() as u64);
    if seconds < 90 {
        format!("About {}.", counted(seconds, "second", "seconds"))
    } else {
        format!("About {}.", counted(minutes, "minute", "minutes"))
    }
}
