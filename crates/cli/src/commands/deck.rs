//! `hanji deck`: the main job. Read, run, export.

mod report;
mod settings;

use std::path::Path;

use app::{App, Code, Format, Import, Problem, dto::RunState};

pub(super) use report::report;

use crate::{
    args::Deck,
    exit::Exit,
    progress,
    terminal::{tell, tell_problem, tell_refused},
};

pub(super) async fn run(app: &App, command: Deck) -> Result<Exit, Problem> {
    let format = writable(&command.out, command.format)?;
    let import = read(&command)?;
    let settings = settings::chosen(app, &command).await?;
    let run = app.start_run_over(&import, settings).await?;
    finish(app, run, Some((&command.out, format)), command.json).await
}

/// Watches a run to its end, then writes its deck and its report.
pub(super) async fn finish(
    app: &App,
    run: i64,
    out: Option<(&Path, Format)>,
    json: bool,
) -> Result<Exit, Problem> {
    let ended = progress::watch(app, run).await?;
    let exported = match out {
        Some((path, format)) if ended.done > 0 => Some(app.export_run(run, path, format, None)?),
        _ => None,
    };
    report(app, &ended, exported.as_ref().zip(out.map(|(path, _)| path)), json)?;
    if let Some(reason) = &ended.reason {
        tell_problem(reason);
        return Ok(Exit::Stuck);
    }
    Ok(match ended.state {
        RunState::Done if ended.done == 0 => Exit::Stuck,
        RunState::Done if ended.failed > 0 => Exit::SomeFailed,
        RunState::Done => Exit::Done,
        _ => {
            tell(format!(
                "hint: `hanji resume {run}` goes on; what is answered is not asked again."
            ));
            Exit::Interrupted
        }
    })
}

/// The deck's format, once it is clear that the deck can be written: better to hear of a wrong
/// folder before a cent is spent.
pub(super) fn writable(out: &Path, format: Option<Format>) -> Result<Format, Problem> {
    let format = format.map_or_else(|| Format::of(out), Ok)?;
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    let problem = |what: String| {
        Err(Problem::new(Code::InvalidInput, what)
            .with_hint("Choose another name or folder for the deck."))
    };
    if let Some(folder) = folder
        && !folder.is_dir()
    {
        return problem(format!("The folder {} does not exist.", folder.display()));
    }
    if out.is_dir() {
        return problem(format!("{} is a folder.", out.display()));
    }
    Ok(format)
}

fn read(command: &Deck) -> Result<Import, Problem> {
    let mut import = Import::default();
    import.add_files(&command.files);
    if let Some(limit) = command.limit {
        import.limit(limit);
    }
    tell_refused(&import.refused());
    let preview = import.preview();
    let rejected = preview.rejected.len();
    if preview.words.is_empty() && !import.refused().is_empty() {
        return Err(Problem::new(
            Code::NoWords,
            "No file could be read, so there is nothing to do.",
        ));
    }
    tell(format!("Read {} words; {rejected} rows left out.", preview.words.len()));
    for row in preview.rejected.iter().take(5) {
        tell(format!("  {} line {}: {}", row.file, row.row, row.message));
    }
    if rejected > 5 {
        tell(format!("  … and {} more; `hanji words` shows all.", rejected - 5));
    }
    Ok(import)
}
