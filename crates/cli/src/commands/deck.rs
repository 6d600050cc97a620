//! `hanji deck`: the main job. Read, run, export.

mod out;
mod report;
pub(super) mod settings;

use std::future::Future;

use app::{
    App, Code, Import, Problem,
    dto::{RowFilter, RowQuery, RowState, RunSnapshot, RunState},
};

use out::Written;
pub(super) use out::{Out, tell_written};
use report::report;

use super::{reading, words::offer};

use crate::{
    args::{Deck, List},
    exit::Exit,
    interruption::Interruption,
    progress,
    terminal::{counted, tell, tell_problem, tell_refused},
};

/// Rejected rows that are told one by one.
const REJECTED_TOLD: u32 = 5;

pub(super) async fn run(app: &App, command: &Deck) -> Result<Exit, Problem> {
    let out = Out::new(&command.out, command.format)?.beside(&command.list.files)?;
    let mut import = read(&command.list)?;
    let begin = async {
        let settings = settings::of_deck(app, command).await?;
        app.start_run_over(&mut import, settings).await
    };
    work(app, begin, Some(&out), command.json).await
}

/// Begins a run, watches it to its end, then writes its deck and its report.
pub(super) async fn work(
    app: &App,
    begin: impl Future<Output = Result<i64, Problem>>,
    out: Option<&Out>,
    json: bool,
) -> Result<Exit, Problem> {
    let interruption = Interruption::watch()?;
    let Some(run) = interruption.unless_before(begin).await else {
        tell("Interrupted before any word was asked for.");
        return Ok(Exit::Interrupted);
    };
    let ended = progress::watch(app, run?, &interruption).await?;
    let deck = out.map_or(Written::Nothing, |out| out.take(app, &ended));
    report(app, &ended, &deck, json)?;
    let problems = problems(&ended, deck);
    problems.iter().for_each(tell_problem);
    Ok(if problems.is_empty() { exit(&ended) } else { Exit::Stuck })
}

/// What kept the run or its deck from its end.
fn problems(ended: &RunSnapshot, deck: Written) -> Vec<Problem> {
    let run = ended.run;
    let reason = ended.reason.clone().map(|reason| match reason.code {
        Code::CapReached => reason.with_hint(format!(
            "`hanji resume {run} --max-cost USD` goes on; what is answered is not paid for again."
        )),
        _ => reason,
    });
    let none_done = (ended.state == RunState::Done && ended.done == 0).then(|| {
        Problem::new(Code::NoWords, "Every word failed, so there is no deck.").with_hint(format!(
            "`hanji failed {run}` shows why; `hanji retry {run} -o …` tries again."
        ))
    });
    reason.into_iter().chain(none_done).chain(deck.failure()).collect()
}

fn exit(ended: &RunSnapshot) -> Exit {
    match ended.state {
        RunState::Done if ended.failed > 0 => Exit::SomeFailed,
        RunState::Done => Exit::Done,
        _ => {
            tell(format!(
                "hint: `hanji resume {}` goes on; what is answered is not asked again.",
                ended.run
            ));
            Exit::Interrupted
        }
    }
}

/// Reads the words of a run, and tells what was left out.
pub(super) fn read(list: &List) -> Result<Import, Problem> {
    let mut import = reading::read(&list.files, &list.sorting)?;
    if let Some(limit) = list.limit {
        import.limit(limit);
    }
    tell_refused(&import.refused());
    let counts = import.preview().counts;
    if counts.words == 0 && !import.refused().is_empty() {
        return Err(Problem::new(
            Code::NoWords,
            "No file could be read, so there is nothing to do.",
        ));
    }
    let words = counts
        .words
        .min(list.limit.map_or(u32::MAX, |limit| u32::try_from(limit).unwrap_or(u32::MAX)));
    tell(format!(
        "Read {}; {} left out.",
        counted(words, "word", "words"),
        counted(counts.rejected, "row", "rows")
    ));
    if let Some(offer) = offer(&counts).filter(|_| !list.sorting.merge) {
        tell(format!("hint: {offer}"));
    }
    tell_rejected(&import);
    Ok(import)
}

/// The first rows that were left out.
fn tell_rejected(import: &Import) {
    let first = RowQuery {
        show: RowFilter::Rejected,
        reason: None,
        text: String::new(),
        from: 0,
        count: REJECTED_TOLD,
    };
    let page = import.rows(&first);
    for row in &page.rows {
        if let RowState::Rejected { message, .. } = &row.state {
            tell(format!("  {} line {}: {message}", row.file, row.row));
        }
    }
    if page.total > REJECTED_TOLD {
        tell(format!("  … and {} more; `hanji words` shows all.", page.total - REJECTED_TOLD));
    }
}
