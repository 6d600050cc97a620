//! Earlier runs: list, look at, go on with, try again, export.

use app::{
    App, Code, Format, Problem,
    dto::{RunSnapshot, RunState},
};

use super::deck;
use crate::{
    args::{Export, Failed, Json, Resume},
    exit::Exit,
    terminal::{print, print_json, tell},
};

pub(super) fn list(app: &App, command: &Json) -> Result<Exit, Problem> {
    let runs = app.runs()?;
    if command.json {
        print_json(&runs)?;
    } else {
        for run in &runs {
            print(line(run));
        }
    }
    Ok(Exit::Done)
}

pub(super) fn show(app: &App, command: &Failed) -> Result<Exit, Problem> {
    let run = app.snapshot(command.id)?;
    if command.json {
        print_json(&run)?;
        return Ok(Exit::Done);
    }
    print(line(&run));
    if let Some(reason) = &run.reason {
        print(format!("paused because: {}", reason.message));
    }
    Ok(Exit::Done)
}

pub(super) async fn resume(app: &App, command: &Resume) -> Result<Exit, Problem> {
    let run = match command.id {
        Some(run) => run,
        None => newest_open(app)?,
    };
    let format = format_of(command)?;
    app.resume_run(run).await?;
    deck::finish(app, run, command.out.as_deref().zip(format), command.json).await
}

pub(super) async fn retry(app: &App, command: &Resume) -> Result<Exit, Problem> {
    let Some(run) = command.id else {
        return Err(Problem::new(Code::InvalidInput, "Which run? Name it by its number.")
            .with_hint("`hanji runs` lists them."));
    };
    let format = format_of(command)?;
    app.retry_run(run).await?;
    deck::finish(app, run, command.out.as_deref().zip(format), command.json).await
}

pub(super) fn failed(app: &App, command: &Failed) -> Result<Exit, Problem> {
    app.snapshot(command.id)?;
    let failed = app.run_failures(command.id)?;
    if command.json {
        print_json(&failed)?;
        return Ok(Exit::Done);
    }
    for word in &failed {
        print(format!("{}\t{}\t{}\t{}", word.term, word.stage, word.code, word.message));
    }
    if failed.is_empty() {
        tell("No word of this run failed.");
    }
    Ok(Exit::Done)
}

pub(super) fn export(app: &App, command: Export) -> Result<Exit, Problem> {
    let format = deck::writable(&command.out, command.format)?;
    let written = app.export_run(command.id, &command.out, format, command.name)?;
    tell(format!(
        "Wrote {}: {} notes, {} cards.",
        command.out.display(),
        written.notes,
        written.cards
    ));
    if written.left_out > 0 {
        tell(format!(
            "{} words of the run are not finished and not in the deck.",
            written.left_out
        ));
    }
    Ok(Exit::Done)
}

fn format_of(command: &Resume) -> Result<Option<Format>, Problem> {
    command.out.as_deref().map(|out| deck::writable(out, None)).transpose()
}

fn newest_open(app: &App) -> Result<i64, Problem> {
    let runs = app.runs()?;
    let open = runs.iter().find(|run| run.state == RunState::Paused);
    open.map(|run| run.run).ok_or_else(|| {
        Problem::new(Code::NotFound, "There is no unfinished run.")
            .with_hint("`hanji runs` lists all.")
    })
}

fn line(run: &RunSnapshot) -> String {
    let state = match run.state {
        RunState::Running => "running",
        RunState::Pausing => "pausing",
        RunState::Paused => "paused",
        RunState::Done => "done",
        RunState::Cancelled => "cancelled",
    };
    let model = run.model.as_deref().unwrap_or("built-in dictionary");
    format!(
        "{:>4}  {state:<9}  {} of {} done, {} failed  {model}",
        run.run, run.done, run.words, run.failed
    )
}
