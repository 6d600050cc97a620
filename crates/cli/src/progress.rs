//! A run's progress on stderr: a bar on a terminal, plain lines elsewhere. Ctrl-C pauses the run
//! and lets the requests under way finish; a second one leaves at once.

use std::{
    io::{IsTerminal as _, stderr},
    time::{Duration, Instant},
};

use app::{
    App, Problem,
    dto::{RunSnapshot, RunState},
};
use indicatif::{ProgressBar, ProgressStyle};

use crate::terminal::tell;

/// The longest silence of the plain lines while a run goes on.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Shows a run until it stands still; gives its last snapshot.
pub(crate) async fn watch(app: &App, run: i64) -> Result<RunSnapshot, Problem> {
    let mut snapshots = app.watch_run(run)?;
    let mut display = Display::new();
    let mut interrupted = false;
    loop {
        tokio::select! {
            snapshot = snapshots.next() => match snapshot {
                Some(snapshot) => display.show(&snapshot),
                None => break,
            },
            () = interruption() => {
                if interrupted {
                    tell("Left at once; requests under way will be found missing.");
                    break;
                }
                interrupted = true;
                tell("Pausing; requests under way finish, because they are billed anyway.");
                app.pause_run(run);
            }
        }
    }
    display.end();
    app.snapshot(run)
}

/// SIGINT or SIGTERM: both mean stop cleanly.
pub(crate) async fn interruption() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

enum Display {
    Bar(ProgressBar),
    Lines { last: Option<Instant> },
}

impl Display {
    fn new() -> Self {
        if !stderr().is_terminal() {
            return Self::Lines { last: None };
        }
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} words  {msg}");
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
            Self::Lines { last } => {
                if now.state != RunState::Running
                    || last.is_none_or(|last| last.elapsed() >= LINE_EVERY)
                {
                    *last = Some(Instant::now());
                    tell(format!(
                        "{} of {} words  {}",
                        now.done + now.failed,
                        now.words,
                        message(now)
                    ));
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
    let mut parts = Vec::new();
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
    parts.join("  ")
}
