//! Earlier runs: list, look at, go on with, try again, export.

use app::{
    App, Code, Problem,
    dto::{RunSnapshot, RunState},
};

use super::deck::{self, Out};
use crate::{
    args::{Export, Failed, FailedWords, Json, Resume, Retry},
    exit::Exit,
    terminal::{counted, print, print_json, tell},
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
    let out = out(command)?;
    let begin = async {
        cap(app, run, command.max_cost).await?;
        app.resume_run(run).await.map(|()| run)
    };
    deck::work(app, begin, out.as_ref(), command.json).await
}

pub(super) async fn retry(app: &App, retry: &Retry) -> Result<Exit, Problem> {
    let command = &retry.resume;
    let Some(run) = command.id else {
        return Err(Problem::new(Code::InvalidInput, "Which run? Name it by its number.")
            .with_hint("`hanji runs` lists them."));
    };
    let out = out(command)?;
    let words = named(app, run, &retry.words)?;
    let begin = async {
        cap(app, run, command.max_cost).await?;
        app.retry_run(run, words).await.map(|()| run)
    };
    deck::work(app, begin, out.as_ref(), command.json).await
}

/// The failed words of these terms; none named means all.
fn named(app: &App, run: i64, terms: &[String]) -> Result<Option<Vec<i64>>, Problem> {
    if terms.is_empty() {
        return Ok(None);
    }
    let failed = app.run_failures(run)?;
    if let Some(term) = terms.iter().find(|term| !failed.iter().any(|it| it.term == **term)) {
        return Err(Problem::new(Code::NotFound, format!("“{term}” did not fail in run {run}."))
            .with_hint(format!("`hanji failed {run}` lists the words that did.")));
    }
    let words = failed.into_iter().filter(|word| terms.contains(&word.term));
    Ok(Some(words.map(|word| word.word).collect()))
}

pub(super) fn failed(
    app: &App,
    FailedWords { run: command, out }: &FailedWords,
) -> Result<Exit, Problem> {
    app.snapshot(command.id)?;
    if let Some(out) = out {
        let saved = app.save_failed(command.id, out)?;
        tell(format!("Saved {} in {}.", counted(saved.rows, "word", "words"), saved.name));
        return Ok(Exit::Done);
    }
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
    let out = Out::new(&command.out, command.format)?;
    let written = out.write(app, command.id, command.name)?;
    deck::tell_written(&written, &command.out);
    if written.left_out > 0 {
        let words = counted(written.left_out, "word of the run is", "words of the run are");
        tell(format!("{words} not finished and not in the deck."));
    }
    Ok(Exit::Done)
}

fn out(command: &Resume) -> Result<Option<Out>, Problem> {
    command.out.as_deref().map(|out| Out::new(out, None)).transpose()
}

/// Without an amount the run keeps the cap it has.
async fn cap(app: &App, run: i64, max_cost: Option<f64>) -> Result<(), Problem> {
    match max_cost {
        Some(_) => app.set_run_cap(run, max_cost).await,
        None => Ok(()),
    }
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
