//! A run's progress on stderr: a bar on a terminal, plain lines elsewhere. An interruption
//! pauses the run and lets the requests under way finish, for ten seconds at the most.

use std::{
    io::{IsTerminal as _, stderr},
    time::{Duration, Instant},
};

use app::{
    App, Problem,
    dto::{HoldUp, RunSnapshot, RunState},
};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    interruption::Interruption,
    terminal::{counted, tell},
};

/// The longest silence of the plain lines while a run goes on.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Shows a run until it stands still; gives its last snapshot.
pub(crate) async fn watch(
    app: &App,
    run: i64,
    interruption: &Interruption,
) -> Result<RunSnapshot, Problem> {
    let mut snapshots = app.watch_run(run)?;
    let mut display = Display::new();
    loop {
        tokio::select! {
            snapshot = snapshots.next() => match snapshot {
                Some(snapshot) => display.show(&snapshot),
                None => break,
            },
            () = interruption.came() => {
                tell("Pausing; requests under way may finish, because they are billed anyway.");
                tell("Ten seconds at the most; a second Ctrl-C leaves at once.");
                app.quit().await;
                break;
            }
        }
    }
    display.end();
    app.snapshot(run)
}

enum Display {
    Bar(ProgressBar),
    Lines { last: Option<Instant>, held_up: bool },
}

impl Display {
    fn new() -> Self {
        if !stderr().is_terminal() {
            return Self::Lines { last: None, held_up: false };
        }
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{bar:30} {pos} of {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self::Bar(bar)
    }

    fn show(&mut self, now: &RunSnapshot) {
        match self {
            Self::Bar(bar) => {
                bar.set_length(now.words.into());
                bar.set_position((now.done + now.failed).into());
                bar.set_message(message(now));
            }
            Self::Lines { last, held_up } => {
                let was_held_up = std::mem::replace(held_up, hold_up(now).is_some());
                if now.state != RunState::Running
                    || was_held_up != *held_up
                    || last.is_none_or(|last| last.elapsed() >= LINE_EVERY)
                {
                    *last = Some(Instant::now());
                    tell(format!("{} of {}", now.done + now.failed, message(now)));
                }
            }
        }
    }

    fn end(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn message(now: &RunSnapshot) -> String {
    let mut parts = vec![counted(now.words, "word", "words")];
    if let Some(speed) = now.words_per_minute {
        parts.push(format!("{speed:.0}/min"));
    }
    if let Some(left) = now.seconds_left {
        parts.push(format!("{left:.0} s left"));
    }
    if let Some(cost) = now.cost_usd.filter(|cost| *cost > 0.0) {
        parts.push(format!("${cost:.4}"));
    }
    if now.failed > 0 {
        parts.push(format!("{} failed", now.failed));
    }
    parts.extend(hold_up(now).map(held_up));
    parts.join("  ")
}

fn hold_up(now: &RunSnapshot) -> Option<&HoldUp> {
    now.traffic.as_ref()?.hold_up.as_ref()
}

/// Why words do not move, in a few words.
fn held_up(hold_up: &HoldUp) -> String {
    match hold_up {
        HoldUp::ServerAsked { seconds } => {
            format!("the server asked to wait {seconds:.0} s more")
        }
        HoldUp::ModelDown { model, instead: Some(instead), .. } => {
            format!("{model} does not answer; asking {instead} instead")
        }
        HoldUp::ModelDown { model, seconds, instead: None } => {
            format!("{model} does not answer; trying it in {seconds:.0} s")
        }
        HoldUp::OwnLimit { per_minute, tokens_per_minute } => {
            format!("waiting for your limit of {}", limit(*per_minute, *tokens_per_minute))
        }
        HoldUp::LearntLimit { per_minute, tokens_per_minute } => {
            format!("the server takes about {}", limit(*per_minute, *tokens_per_minute))
        }
        HoldUp::Overnight { requests, waited_seconds: seconds } => {
            let requests = counted(*requests, "request", "requests");
            let since = if *seconds < 60.0 {
                "just now".to_owned()
            } else {
                format!("{:.1} h ago", seconds / 3600.0)
            };
            format!("{requests} handed in {since}, answered within a day; Ctrl-C leaves them there")
        }
        HoldUp::Retrying => "trying failed requests again".into(),
    }
}

fn limit(requests: Option<u32>, tokens: Option<u32>) -> String {
    let requests = requests.map(|limit| counted(limit, "request", "requests"));
    let tokens = tokens.map(|limit| counted(limit, "token", "tokens"));
    let both: Vec<_> = requests.into_iter().chain(tokens).collect();
    format!("{} a minute", both.join(" and "))
}
