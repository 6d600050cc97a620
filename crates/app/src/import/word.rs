//! A word of the list as it is kept: what its own row says, what rows that repeat it say where it
//! is silent, and the forms that were merged into it.

use store::{Form, Keep, NewWord};
use vocab::Entry;

use super::{
    Import,
    library::Standing,
    reading::At,
    sorting::{Place, Row, Sort, entry, said_by},
};

impl Import {
    /// The words to keep, in order.
    #[must_use]
    pub fn words(&self) -> Vec<Keep> {
        let words = self.sorted().lists.words.iter().take(self.limit.unwrap_or(usize::MAX));
        words.filter_map(|place| self.keep(*place)).collect()
    }

    fn keep(&self, place: Place) -> Option<Keep> {
        let row = self.sorted().row(place)?;
        let mut word = self.word(place)?;
        let known = self.library.of_term(&word.term);
        let at = match row.standing {
            Standing::New => return Some(word.into()),
            Standing::Same(at) | Standing::MayCorrect(at) => known.get(at as usize)?,
        };
        let corrected = self.decisions.corrected.contains(&row.id);
        match row.standing {
            Standing::Same(_) => word.meaning.clone_from(&at.meaning),
            _ if !corrected => return Some(word.into()),
            _ => {}
        }
        // what it is known by there, so that it is found
        word.pos.clone_from(&at.pos);
        word.homonym.clone_from(&at.homonym);
        let corrects = matches!(row.standing, Standing::MayCorrect(_)).then_some(at.id);
        Some(Keep { word, corrects })
    }

    /// A word with all that the list says of it.
    pub(super) fn word(&self, place: Place) -> Option<NewWord> {
        let row = self.sorted().row(place)?;
        let source = &self.files.get(row.file as usize)?.file.reading.file;
        let mut word = match row.at {
            At::Made(made) => {
                let made = self.sorted().made.get(made as usize)?;
                let pos = made.pos.map_or("", korean::PartOfSpeech::english);
                NewWord { term: made.form.clone(), pos: pos.to_owned(), ..NewWord::default() }
            }
            _ => of_entry(entry(&self.files, row)?),
        };
        word.source.clone_from(source);
        for joined in self.sorted().joined(place) {
            self.take_in(&mut word, *joined);
        }
        Some(word)
    }

    fn take_in(&self, word: &mut NewWord, joined: Place) {
        let Some(Row { sort, .. }) = self.sorted().row(joined) else { return };
        let Some(other) = self.word(joined) else { return };
        if matches!(sort, Sort::Merged(_)) {
            // what a form means is not what its dictionary form means
            let meaning = Some(other.meaning).filter(|meaning| !meaning.is_empty());
            let form = Form { text: other.term, meaning, example: other.example.clone() };
            word.forms.push(form);
        } else {
            let fill = |own: &mut String, more| {
                if own.is_empty() {
                    *own = more;
                }
            };
            fill(&mut word.pos, other.pos);
            fill(&mut word.meaning, other.meaning);
            fill(&mut word.homonym, other.homonym);
            word.hanja = word.hanja.take().or(other.hanja);
        }
        word.example = word.example.take().or(other.example);
        word.notes = word.notes.take().or(other.notes);
        for tag in other.tags {
            if !word.tags.contains(&tag) {
                word.tags.push(tag);
            }
        }
    }
}

fn of_entry(entry: &Entry) -> NewWord {
    let said = said_by(entry);
    NewWord {
        term: entry.term.clone(),
        pos: said.pos.to_owned(),
        meaning: said.meaning.to_owned(),
        homonym: said.homonym.to_owned(),
        hanja: entry.hanja.clone(),
        example: entry.example.clone(),
        notes: entry.note.clone(),
        tags: entry.tags.clone(),
        source: String::new(),
        forms: Vec::new(),
    }
}
