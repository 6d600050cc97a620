//! Decks out: a run's finished words in the learner's order, written whole or not at all.

use std::path::Path;

use deck::Format;
use store::{NoteHash, WordId};

use crate::{Code, Problem, app::App, clock, dto::Exported, notes};

/// The format that a file name asks for by its ending.
pub fn format_of(path: &Path) -> Result<Format, Problem> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    Format::of_ending(&ending).ok_or_else(|| unknown_format(&ending))
}

/// The format of a name that was typed.
pub fn format_named(name: &str) -> Result<Format, Problem> {
    name.parse().map_err(|deck::UnknownFormat| unknown_format(name))
}

fn unknown_format(name: &str) -> Problem {
    let message = match name {
        "" => "The name of the deck has no ending, so its format is unknown.".to_owned(),
        name => format!("Hanji cannot write “{name}” files."),
    };
    let names = Format::ALL.map(Format::name).join(", ");
    Problem::new(Code::InvalidInput, message)
        .with_hint(format!("Use a name that ends in .apkg; the formats are {names}."))
}

/// Refuses names that Anki takes for a whole collection, which replaces the learner's own
/// (`ColpkgImporter.can_import` in Anki's `qt/aqt/import_export/importing.py`).
pub fn check_deck_name(path: &Path) -> Result<(), Problem> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let ending = Path::new(&name).extension().unwrap_or_default();
    let backup = name.starts_with("backup-") && ending == "apkg";
    if !backup && name != "collection.apkg" && ending != "colpkg" {
        return Ok(());
    }
    let message = format!("Anki would take a file named {name} for a whole collection to restore.");
    Err(Problem::new(Code::InvalidInput, message).with_hint("Choose another name for the deck."))
}

/// A hash of all that a note shows. The date is not among it: the caller has set none yet.
fn shown(note: &deck::Note) -> NoteHash {
    *blake3::hash(format!("{note:?}").as_bytes()).as_bytes()
}

impl App {
    /// Writes a run's finished words as a deck. `deck` overrides the name that the run froze.
    pub fn export_run(
        &self,
        run: i64,
        path: &Path,
        format: Format,
        deck: Option<String>,
    ) -> Result<Exported, Problem> {
        if format == Format::Apkg {
            check_deck_name(path)?;
        }
        let counts = self.0.store.counts(run)?;
        let deck = self.deck_of(run, deck)?;
        let written = deck::write(&deck, format, path)?;
        let clip = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Exported {
            name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            notes: clip(written.notes),
            cards: clip(written.cards),
            left_out: counts.words.saturating_sub(clip(written.notes)),
        })
    }

    /// The run's finished words as a deck, of this name or of that which the run froze.
    pub(crate) fn deck_of(&self, run: i64, name: Option<String>) -> Result<deck::Deck, Problem> {
        let settings = self.frozen_settings(run)?;
        let notes = self.deck_notes(run, &settings.tags)?;
        if notes.is_empty() {
            return Err(Problem::new(Code::NoWords, "No word of this run is finished yet.")
                .with_hint("Resume the run first."));
        }
        Ok(deck::Deck {
            name: name.unwrap_or(settings.deck),
            description: "Made with Hanji. Pronunciation, IPA and romanization are computed."
                .into(),
            notes,
        })
    }

    /// The run's notes in the learner's order.
    fn deck_notes(&self, run: i64, tags: &[String]) -> Result<Vec<deck::Note>, Problem> {
        let namespace = self.0.store.namespace()?;
        let mut words = self.0.store.finished_words(run, 0, u32::MAX)?;
        words.sort_by_key(|word| word.position);
        let contents = words.into_iter().map(notes::Content::of);
        let notes = contents.map(|content| {
            let content = content?;
            Ok((content.word.word.id, notes::deck_note(&content, namespace, tags)))
        });
        let notes =
            notes.collect::<Result<Vec<_>, serde_json::Error>>().map_err(Problem::internal)?;
        self.dated(notes)
    }

    /// The notes with the date at which they began to show what they show now: Anki updates a note
    /// only when its date grew.
    fn dated(&self, notes: Vec<(WordId, deck::Note)>) -> Result<Vec<deck::Note>, Problem> {
        let hashes = notes.iter().map(|(word, note)| (*word, shown(note))).collect();
        let dates = self.0.store.date_notes(hashes, clock::system()).wait()?;
        let dated = notes.into_iter().zip(dates);
        Ok(dated.map(|((_, note), modified_at)| deck::Note { modified_at, ..note }).collect())
    }
}
