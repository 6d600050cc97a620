//! Words on their way in, as the window asks for them: read, looked through, sorted out, kept.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use store::Keep;
use vocab::FileReading;

use crate::{
    App, Import, Problem,
    app::{blocking, lock},
    clock,
    dto::{
        ColumnChoice, Kept, MergeTarget, Preview, RowPage, RowQuery, SavedRows, Undoable, Undone,
    },
    import::{Known, Library},
};

impl App {
    /// Words read and not yet kept, in numbers.
    pub async fn preview(&self) -> Result<Preview, Problem> {
        self.deciding(|_| Ok(())).await
    }

    /// Reads files, adding their words to those read before.
    pub async fn read_files(&self, paths: Vec<PathBuf>) -> Result<Preview, Problem> {
        self.read(move |import| import.add_files(&paths)).await
    }

    /// Reads text as if it were a file of that name.
    pub async fn read_text(&self, name: &'static str, text: String) -> Result<Preview, Problem> {
        self.read(move |import| import.add(name, text.as_bytes())).await
    }

    /// Rows of the list.
    pub async fn word_rows(&self, query: RowQuery) -> Result<RowPage, Problem> {
        self.with_import(move |import| Ok(import.rows(&query))).await
    }

    /// Merges every form whose dictionary form is beyond doubt.
    pub async fn merge_all(&self) -> Result<Preview, Problem> {
        self.deciding(|import| {
            import.merge_all();
            Ok(())
        })
        .await
    }

    /// Merges rows into a dictionary form.
    pub async fn merge_rows(&self, rows: Vec<u32>, into: MergeTarget) -> Result<Preview, Problem> {
        self.deciding(move |import| {
            import.merge(&rows, &into);
            Ok(())
        })
        .await
    }

    /// Makes merged rows words of their own again.
    pub async fn unmerge_rows(&self, rows: Vec<u32>) -> Result<Preview, Problem> {
        self.deciding(move |import| {
            import.unmerge(&rows);
            Ok(())
        })
        .await
    }

    /// Says whether the library's word gets a row's meaning when the words are kept.
    pub async fn correct_word(&self, row: u32, on: bool) -> Result<Preview, Problem> {
        self.deciding(move |import| import.correct(row, on)).await
    }

    /// Reads a file again with its columns as the learner says.
    pub async fn set_columns(
        &self,
        file: u32,
        header: Option<bool>,
        choices: Vec<ColumnChoice>,
    ) -> Result<Preview, Problem> {
        self.deciding(move |import| import.set_columns(file, header, &choices)).await
    }

    /// Takes a file off the list.
    pub async fn remove_file(&self, file: u32) -> Result<Preview, Problem> {
        self.deciding(move |import| import.remove_file(file)).await
    }

    /// Takes the last decision about the list back.
    pub async fn undo_decision(&self) -> Result<Preview, Problem> {
        self.deciding(|import| {
            import.undo_decision();
            Ok(())
        })
        .await
    }

    /// Leaves out the words of a file, which the learner knows already.
    pub async fn know_file(&self, path: PathBuf) -> Result<Preview, Problem> {
        self.deciding(move |import| {
            let mut known = Import::default();
            if let Some((_, problem)) = known.know_files(&[path]).pop() {
                return Err(problem);
            }
            import.take_known_of(known);
            Ok(())
        })
        .await
    }

    /// Leaves out the words that were read elsewhere; `file` names it, unless it was Anki itself.
    pub async fn set_known(
        &self,
        file: Option<String>,
        readings: Vec<FileReading>,
    ) -> Result<Preview, Problem> {
        self.deciding(move |import| {
            let known = Known::of(file, readings.iter()).with_dictionary_forms(readings.iter());
            import.set_known(Some(known));
            Ok(())
        })
        .await
    }

    /// Brings known words back.
    pub async fn forget_known(&self) -> Result<Preview, Problem> {
        self.deciding(|import| {
            import.set_known(None);
            Ok(())
        })
        .await
    }

    /// Writes the rejected rows as a file to mend.
    pub async fn save_rejected(&self, path: PathBuf) -> Result<SavedRows, Problem> {
        self.with_import(move |import| import.save_rejected(Path::new(&path))).await
    }

    /// Puts the words into the library, in one change that can be taken back; they stay on the
    /// list.
    pub async fn keep_words(&self) -> Result<Kept, Problem> {
        let words = self.with_import(|import| Ok(import.words())).await?;
        let kept = self.0.store.keep_words(words, clock::system()).await?;
        Ok(Kept { added: kept.added, changed: kept.changed, unchanged: kept.unchanged })
    }

    /// The last change of the library that can be taken back.
    pub fn undoable(&self) -> Result<Option<Undoable>, Problem> {
        let last = self.0.store.last_edit()?;
        Ok(last.map(|edit| Undoable {
            id: edit.id,
            at: edit.at,
            files: edit.files,
            added: edit.added,
            changed: edit.changed,
            in_use: edit.in_use,
        }))
    }

    /// Takes a change of the library back.
    pub async fn undo(&self, change: i64) -> Result<Undone, Problem> {
        let undone = self.0.store.undo_edit(change, clock::system()).await?;
        let store::Undone { removed, restored, in_use } = undone;
        Ok(Undone { removed, restored, in_use })
    }

    /// Forgets the words read; what is known stays known.
    #[must_use]
    pub fn clear_words(&self) -> Preview {
        let mut import = lock(&self.0.import);
        *import = import.successor();
        import.preview()
    }

    /// The words to keep of a list, held against the library as it is now.
    pub(crate) fn words_of(&self, import: &mut Import) -> Result<Vec<Keep>, Problem> {
        self.show_library(import)?;
        Ok(import.words())
    }

    /// Reads away from what was read before, and joins the two at the end: files that arrive
    /// together do not wait for each other, and none is lost.
    async fn read(
        &self,
        read: impl FnOnce(&mut Import) + Send + 'static,
    ) -> Result<Preview, Problem> {
        let fresh = blocking(move || {
            let mut fresh = Import::default();
            read(&mut fresh);
            fresh
        });
        let fresh = fresh.await?;
        self.deciding(|import| {
            import.append(fresh);
            Ok(())
        })
        .await
    }

    /// Changes the list, and gives it in numbers.
    async fn deciding(
        &self,
        decide: impl FnOnce(&mut Import) -> Result<(), Problem> + Send + 'static,
    ) -> Result<Preview, Problem> {
        self.with_import(|import| {
            decide(import)?;
            Ok(import.preview())
        })
        .await
    }

    /// Works on the list away from the tasks that must not wait: a long one takes a moment.
    pub(crate) async fn with_import<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Import) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        blocking(move || {
            let mut import = lock(&app.0.import);
            app.show_library(&mut import)?;
            work(&mut import)
        })
        .await?
    }

    /// Tells a list what the library holds now, unless it knows.
    fn show_library(&self, import: &mut Import) -> Result<(), Problem> {
        let version = self.0.store.library_version()?;
        if version != import.library_version() {
            import.set_library(Arc::new(Library::of(version, self.0.store.word_keys()?)));
        }
        Ok(())
    }
}
