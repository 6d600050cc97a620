//! Words on their way in, as the window asks for them: read, looked through, sorted out, kept.

use std::path::PathBuf;

use crate::{
    App, Import, Problem,
    app::{blocking, lock},
    dto::{Preview, RowPage, RowQuery},
};

impl App {
    /// Words read and not yet kept, in numbers.
    pub async fn preview(&self) -> Result<Preview, Problem> {
        self.with_import(|import| import.preview()).await
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
        self.with_import(move |import| import.rows(&query)).await
    }

    /// Forgets the words read.
    #[must_use]
    pub fn clear_words(&self) -> Preview {
        *lock(&self.0.import) = Import::default();
        Preview::default()
    }

    /// Reads away from what was read before, and joins the two at the end: files that arrive
    /// together do not wait for each other, and none is lost.
    async fn read(
        &self,
        read: impl FnOnce(&mut Import) + Send + 'static,
    ) -> Result<Preview, Problem> {
        let app = self.clone();
        blocking(move || {
            let mut fresh = Import::default();
            read(&mut fresh);
            let mut import = lock(&app.0.import);
            import.append(fresh);
            import.preview()
        })
        .await
    }

    /// Works on the list away from the tasks that must not wait: a long one takes a moment.
    async fn with_import<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Import) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        blocking(move || work(&mut lock(&app.0.import))).await
    }
}
