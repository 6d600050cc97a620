//! A run's deck straight into a running Anki: the same package that an export writes, imported by
//! Anki itself. Nothing there is deleted, and Anki leaves a note alone that was edited later than
//! ours.

use deck::{AnkiConnect, AnkiError, Deck, Format};
use serde::Serialize;

use crate::{App, Problem};

/// What a push did to the collection, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Pushed {
    /// Words whose notes are new to it.
    pub added: Vec<String>,
    /// Words whose notes say something else than before.
    pub updated: Vec<String>,
    /// Words whose notes are as they were, because they said the same or were edited in Anki.
    pub left_alone: u32,
}

impl App {
    /// Hands a run's finished words to a running Anki; `only_look` tells what would be done. The
    /// deck's name is the run's unless another is given.
    pub async fn push_run(
        &self,
        run: i64,
        name: Option<String>,
        only_look: bool,
    ) -> Result<Pushed, Problem> {
        let deck = self.deck_of(run, name)?;
        let anki = AnkiConnect::new(&self.0.anki_connect).map_err(refused)?;
        anki.request_permission().await.map_err(refused)?;
        let before = deck::difference(&deck, &anki.our_notes().await.map_err(refused)?);
        let is_up_to_date = before.new.is_empty() && before.changed.is_empty();
        if !only_look && !is_up_to_date {
            self.import(&anki, &deck).await?;
        }
        let mut pushed = Pushed {
            added: before.new,
            updated: before.changed,
            left_alone: u32::try_from(before.same.len()).unwrap_or(u32::MAX),
        };
        if !only_look {
            let after = deck::difference(&deck, &anki.our_notes().await.map_err(refused)?);
            pushed.take_back(&after)?;
        }
        Ok(pushed)
    }

    async fn import(&self, anki: &AnkiConnect, deck: &Deck) -> Result<(), Problem> {
        let folder = tempfile::TempDir::new_in(self.data_dir());
        let folder = folder.map_err(|error| Problem::of_file(self.data_dir(), &error))?;
        let path = folder.path().join("hanji.apkg");
        deck::write(deck, Format::Apkg, &path)?;
        anki.import_package(&path).await.map_err(refused)
    }
}

impl Pushed {
    /// Corrects what was foreseen by what differs after the import: those notes were edited in
    /// Anki later than here.
    fn take_back(&mut self, after: &deck::Difference) -> Result<(), Problem> {
        if let Some(missing) = after.new.first() {
            let why = format!("Anki imported the deck, and does not have “{missing}”");
            return Err(refused(AnkiError::Unexpected(why)));
        }
        self.updated.retain(|word| !after.changed.contains(word));
        self.left_alone += u32::try_from(after.changed.len()).unwrap_or(u32::MAX);
        Ok(())
    }
}

fn refused(error: AnkiError) -> Problem {
    let hint = match error {
        AnkiError::NotRunning(_) => {
            "Open Anki, with the add-on AnkiConnect (code 2055492159) installed, and try again. Or \
             export an .apkg, and open it with Anki."
        }
        AnkiError::Busy => "Close any dialog that Anki shows, wait for its sync, and try again.",
        AnkiError::Refused(_) => {
            "Allow Hanji when Anki asks, and remove the API key from AnkiConnect's settings. Or \
             export an .apkg, and open it with Anki."
        }
        AnkiError::Unexpected(_) => "Export an .apkg, and open it with Anki.",
    };
    Problem::from(error).with_hint(hint)
}
