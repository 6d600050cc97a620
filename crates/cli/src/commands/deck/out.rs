//! The file a deck goes to. What would keep it from being written is found before a cent is
//! spent, and a deck that is there already is replaced by a complete one only.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use app::{
    App, Code, Format, Problem,
    dto::{Exported, RunSnapshot, RunState},
};

use crate::terminal::{counted, tell};

/// A file that can take a deck.
#[derive(Debug)]
pub(crate) struct Out {
    path: PathBuf,
    format: Format,
}

/// What became of the deck that was asked for.
#[derive(Debug)]
pub(crate) enum Written {
    /// None was asked for, or no word is finished.
    Nothing,
    /// It is there, whole.
    Whole(Exported, PathBuf),
    /// An older one is there, and the run that would replace it is not complete.
    LeftAsItWas(PathBuf),
    /// It could not be written.
    Failed(Problem),
}

impl Out {
    /// Proves that the deck can be written: its name, its format, its folder.
    pub(crate) fn new(path: &Path, format: Option<Format>) -> Result<Self, Problem> {
        let format = format.map_or_else(|| app::format_of(path), Ok)?;
        if format == Format::Apkg {
            app::check_deck_name(path)?;
        }
        check_folder(path)?;
        Ok(Self { path: path.to_owned(), format })
    }

    /// Refuses to write over a file that is read.
    pub(crate) fn beside(self, inputs: &[PathBuf]) -> Result<Self, Problem> {
        let Ok(out) = fs::canonicalize(&self.path) else { return Ok(self) };
        if inputs.iter().any(|input| fs::canonicalize(input).is_ok_and(|input| input == out)) {
            let path = self.path.display();
            return Err(unfit(format!("{path} is one of the word files, and would be lost.")));
        }
        Ok(self)
    }

    /// Writes what a run has finished.
    pub(crate) fn write(
        &self,
        app: &App,
        run: i64,
        deck: Option<String>,
    ) -> Result<Exported, Problem> {
        app.export_run(run, &self.path, self.format, deck)
    }

    /// Writes the deck of a run that stands still, unless a complete one could be lost by it.
    pub(crate) fn take(&self, app: &App, ended: &RunSnapshot) -> Written {
        if ended.done == 0 {
            return Written::Nothing;
        }
        if ended.state != RunState::Done && self.path.exists() {
            return Written::LeftAsItWas(self.path.clone());
        }
        match self.write(app, ended.run, None) {
            Ok(exported) => Written::Whole(exported, self.path.clone()),
            Err(problem) => Written::Failed(
                problem.with_hint(format!("`hanji export {} -o …` writes it.", ended.run)),
            ),
        }
    }
}

impl Written {
    /// What was written, and where.
    pub(crate) fn whole(&self) -> Option<(&Exported, &Path)> {
        match self {
            Self::Whole(exported, path) => Some((exported, path)),
            _ => None,
        }
    }

    /// Why it could not be written.
    pub(crate) fn failure(self) -> Option<Problem> {
        match self {
            Self::Failed(problem) => Some(problem),
            _ => None,
        }
    }

    /// Tells what became of the file; why it failed is told as any other problem.
    pub(crate) fn tell(&self, run: i64) {
        match self {
            Self::Whole(exported, path) => tell_written(exported, path),
            Self::LeftAsItWas(path) => tell(format!(
                "{} was left as it was, because the run is not complete; `hanji export {run} -o …` writes what is finished.",
                path.display()
            )),
            Self::Nothing | Self::Failed(_) => {}
        }
    }
}

/// Tells what was written, and where.
pub(crate) fn tell_written(exported: &Exported, path: &Path) {
    tell(format!(
        "Wrote {}: {}, {}.",
        path.display(),
        counted(exported.notes, "note", "notes"),
        counted(exported.cards, "card", "cards")
    ));
}

fn check_folder(path: &Path) -> Result<(), Problem> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(unfit(format!("The folder {} does not exist.", folder.display())));
    }
    match fs::symlink_metadata(path) {
        Ok(_) if path.is_dir() => return Err(unfit(format!("{} is a folder.", path.display()))),
        // a name that is too long, for one
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(unfit(format!("{} cannot be written: {error}.", path.display())));
        }
        _ => {}
    }
    // removed again as soon as it is made
    let made = tempfile::NamedTempFile::new_in(folder);
    made.map(drop).map_err(|error| takes_no_file(folder, &error))
}

fn takes_no_file(folder: &Path, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Problem::new(Code::DiskFull, "The disk is full.")
                .with_hint("Free some space, or choose another folder for the deck.")
        }
        _ => Problem::new(
            Code::NoPermission,
            format!("The folder {} takes no new file.", folder.display()),
        )
        .with_hint("Choose another folder for the deck, or change its permissions."),
    }
}

fn unfit(message: String) -> Problem {
    Problem::new(Code::InvalidInput, message)
        .with_hint("Choose another name or folder for the deck.")
}
