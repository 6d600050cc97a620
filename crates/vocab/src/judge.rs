//! Whether a row is a word, and if not, why. It knows rows as cells with a role, whichever kind of
//! file they came from, and refuses to know where the cells stood.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use korean::{
    PartOfSpeech, dictionary_form,
    text::{has_syllable, is_syllable},
};

use crate::{
    address,
    annotations::{self, Annotated},
    clean, decoration,
    entry::{Entry, Reason, Rejected},
    header::Role,
    kind, list,
    row::Row,
};

mod term;

/// A cell longer than this, in bytes, holds no term whatever is in it.
const LONGEST_TERM_CELL: usize = 4 * 1024;
/// How much of a rejected row is shown, and how much of each of its cells is kept, in bytes.
const LONGEST_RAW: usize = 120;
const LONGEST_KEPT: usize = 4 * 1024;

/// A row and what its columns hold, not yet cleaned.
#[derive(Debug)]
pub(crate) struct Candidate<'a> {
    pub(crate) row: &'a Row<'a>,
    pub(crate) columns: &'a [(usize, Role)],
    /// The sheet it stands on.
    pub(crate) sheet: Option<&'a str>,
}

impl<'a> Candidate<'a> {
    /// The columns of a role, in the order of the file.
    fn columns(&self, wanted: Role) -> impl Iterator<Item = usize> {
        self.columns.iter().filter(move |(_, role)| *role == wanted).map(|(at, _)| *at)
    }

    /// The first cell of a role that holds anything.
    fn cell(&self, wanted: Role) -> &'a str {
        let cells = self.columns(wanted).map(|at| self.row.cell(at));
        cells.into_iter().find(|cell| !cell.trim().is_empty()).unwrap_or_default()
    }

    fn line(&self, role: Role) -> Option<String> {
        present(clean::line(self.cell(role)))
    }

    /// Everything the cells of a role hold, a line each.
    fn text(&self, role: Role) -> Option<String> {
        let cells = self.columns(role).map(|at| clean::text(self.row.cell(at)));
        cells.filter_map(present).reduce(below)
    }

    /// The example that is all it holds, where a mark says that it is one.
    fn only_example(&self) -> Option<String> {
        let filled = self.row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let open = self.row.refused.is_none() && filled == 1;
        let cell = open.then(|| clean::text(self.cell(Role::Example)))?;
        list::example(&cell).map(str::to_owned)
    }

    /// Why it is no word, whatever its text says.
    fn refused(&self) -> Option<Reason> {
        let by_value = || self.columns(Role::Term).find_map(|term| self.row.value_at(term));
        self.row.refused.or_else(by_value)
    }

    /// The row with what each cell is for.
    fn cells(&self) -> Vec<(Role, String)> {
        let role =
            |at| self.columns.iter().find(|(column, _)| *column == at).map(|(_, role)| *role);
        let kept = |cell: &str| clean::start(cell, LONGEST_KEPT).to_owned();
        let cells = self.row.cells.iter().enumerate();
        let cells = cells.map(|(at, cell)| (role(at).unwrap_or(Role::Ignore), kept(cell)));
        if self.row.cells.is_empty() {
            return vec![(Role::Term, kept(self.row.line))];
        }
        cells.collect()
    }
}

/// Two texts, one below the other.
#[expect(clippy::needless_pass_by_value, reason = "Iterator::reduce hands both over")]
fn below(above: String, text: String) -> String {
    above + "\n" + &text
}

fn present(text: Cow<'_, str>) -> Option<String> {
    (!text.is_empty()).then(|| text.into_owned())
}

/// Takes rows in the order of the file and keeps what was decided.
#[derive(Debug)]
pub(crate) struct Judge {
    entries: Vec<Entry>,
    rejected: Vec<Rejected>,
    /// Digests of the terms, and of the rows, that were accepted.
    seen: HashSet<u64>,
    labels: HashMap<String, Option<PartOfSpeech>>,
    /// Why a U+FFFD can stand in a row: bad bytes, or a file damaged before it came here.
    gap: Reason,
}

impl Judge {
    /// `broken`: the file has bytes that are no text.
    pub(crate) fn new(broken: bool) -> Self {
        let gap = if broken { Reason::InvalidUtf8 } else { Reason::Mojibake };
        Self {
            entries: Vec::new(),
            rejected: Vec::new(),
            seen: HashSet::new(),
            labels: HashMap::new(),
            gap,
        }
    }

    /// Decides about one row.
    pub(crate) fn consider(&mut self, candidate: &Candidate<'_>) {
        let term = candidate.cell(Role::Term);
        if let Some(example) = candidate.only_example() {
            return self.add_example(candidate, example);
        }
        match self.entry(candidate) {
            Ok(entry) if self.is_new(&entry, term) => self.entries.push(entry),
            Ok(entry) => {
                let word = Some(Box::new(entry));
                self.rejected
                    .push(Rejected { word, ..rejected(candidate, Reason::Duplicate, term) });
            }
            // of a row that is not in order, the whole is shown
            Err(reason) if term.is_empty() || reason == Reason::UnterminatedQuote => {
                self.reject(candidate, reason);
            }
            Err(reason) => self.rejected.push(rejected(candidate, reason, term)),
        }
    }

    /// Gives an example to the word right before it; without one it is a sentence.
    fn add_example(&mut self, candidate: &Candidate<'_>, example: String) {
        let rejected = self.rejected.last().map_or(0, |rejected| rejected.row);
        let before = |entry: &&mut Entry| entry.row > rejected && entry.row < candidate.row.number;
        match self.entries.last_mut().filter(before) {
            Some(entry) => {
                entry.example = entry.example.take().into_iter().chain([example]).reduce(below);
            }
            None => self.reject(candidate, Reason::LooksLikeSentence),
        }
    }

    /// Notes a row that is no word.
    pub(crate) fn reject(&mut self, candidate: &Candidate<'_>, reason: Reason) {
        self.rejected.push(rejected(candidate, reason, &candidate.row.shown()));
    }

    /// Words and rejected rows, each in the order of the file.
    pub(crate) fn finish(self) -> (Vec<Entry>, Vec<Rejected>) {
        (self.entries, self.rejected)
    }

    fn entry(&mut self, candidate: &Candidate<'_>) -> Result<Entry, Reason> {
        if let Some(reason) = candidate.refused() {
            return Err(reason);
        }
        let has_gap =
            |&(at, _): &(usize, Role)| candidate.row.cell(at).contains(char::REPLACEMENT_CHARACTER);
        if candidate.columns.iter().any(has_gap) {
            return Err(self.gap);
        }
        let raw = candidate.cell(Role::Term);
        if raw.len() > LONGEST_TERM_CELL {
            return Err(Reason::TermTooLong);
        }
        let cleaned = clean::line(raw);
        term::check_korean(raw, &cleaned)?;
        let apart = address::split(&cleaned).filter(|(rest, _)| has_syllable(rest));
        let (rest, addresses) = apart.unzip();
        let word = decoration::strip(rest.as_deref().unwrap_or(&cleaned));
        let annotated = annotations::take_off(&word);
        term::check_word(annotated.term)?;
        let mut entry = self.build(candidate, &annotated);
        entry.note = entry.note.into_iter().chain(addresses).reduce(below);
        Ok(entry)
    }

    fn build(&mut self, candidate: &Candidate<'_>, annotated: &Annotated<'_>) -> Entry {
        let beside =
            |found: Option<&str>| found.filter(|found| !found.is_empty()).map(str::to_owned);
        let meaning = candidate.text(Role::Meaning);
        let note = candidate.text(Role::Note);
        let (meaning, note) = match (meaning, note) {
            (None, note) => (beside(annotated.gloss), note),
            (meaning, None) => (meaning, beside(annotated.gloss)),
            both => both,
        };
        let pos = self.pos(candidate).or(annotated.pos);
        let kind = kind::of(annotated.term);
        let mut entry = Entry {
            term: annotated.term.to_owned(),
            row: candidate.row.number,
            sheet: candidate.sheet.map(str::to_owned),
            pos: pos.map(|pos| pos.english().to_owned()),
            meaning,
            hanja: candidate.line(Role::Hanja).or_else(|| beside(annotated.hanja)),
            homonym: number(candidate.cell(Role::Homonym)).or(annotated.homonym.clone()),
            pron: candidate
                .line(Role::Pron)
                .and_then(unbracketed)
                .or_else(|| beside(annotated.pron)),
            example: candidate.text(Role::Example),
            example_meaning: candidate.text(Role::Translation),
            note,
            tags: tags(candidate.cell(Role::Tags)),
            kind,
            ..Entry::default()
        };
        if kind.is_none() {
            entry.split_suggestion = kind::alternatives(&entry.term);
        }
        // Only dictionaries number homographs and give hanja: the word is one of theirs already.
        if kind.is_none() && entry.homonym.is_none() && entry.hanja.is_none() {
            suggest_dictionary_form(&mut entry, pos);
        }
        entry
    }

    /// Lists repeat a handful of labels, so each is looked up once.
    fn pos(&mut self, candidate: &Candidate<'_>) -> Option<PartOfSpeech> {
        let label = candidate.line(Role::Pos)?;
        *self.labels.entry(label).or_insert_with_key(|label| PartOfSpeech::from_label(label))
    }

    /// A term written with direction controls only looks new, so it is compared by itself; all
    /// others may come again with another part of speech, meaning or number.
    fn is_new(&mut self, entry: &Entry, raw: &str) -> bool {
        let term = digest(&[&entry.term]);
        let disguised = clean::has_direction_control(raw) && self.seen.contains(&term);
        let parts = [&entry.pos, &entry.homonym, &entry.meaning];
        let [pos, homonym, meaning] = parts.map(|part| part.as_deref().unwrap_or_default());
        let new = self.seen.insert(digest(&[&entry.term, pos, homonym, meaning])) && !disguised;
        self.seen.insert(term);
        new
    }
}

/// A row that is no word, with the start of what is to be shown of it.
fn rejected(candidate: &Candidate<'_>, reason: Reason, raw: &str) -> Rejected {
    let start = clean::start(raw, LONGEST_RAW);
    let mut shown: String = start.chars().filter(|letter| !letter.is_control()).collect();
    if start.len() < raw.len() {
        shown.push('…');
    }
    Rejected {
        row: candidate.row.number,
        reason,
        raw: (!shown.is_empty()).then_some(shown),
        sheet: candidate.sheet.map(str::to_owned),
        cells: candidate.cells(),
        word: None,
    }
}

/// Stands for texts whatever their case. Of a million rows two differing ones meet in the same 64 bits
/// once in thirty million lists, and then one word is shown as a duplicate.
fn digest(parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        // Hangul has no case, and most meanings are in lower case already.
        let as_it_is = |letter: char| {
            is_syllable(letter) || (letter.is_ascii() && !letter.is_ascii_uppercase())
        };
        if part.chars().all(as_it_is) {
            part.hash(&mut hasher);
        } else {
            part.to_lowercase().hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn suggest_dictionary_form(entry: &mut Entry, pos: Option<PartOfSpeech>) {
    let suggestions = dictionary_form::suggest(&entry.term, pos);
    let others = dictionary_form::alternatives(&suggestions);
    entry.lemma_alt = others.iter().map(|other| other.form.clone()).collect();
    if let Some(best) = suggestions.into_iter().next() {
        entry.lemma_confidence = Some(best.confidence);
        entry.lemma = Some(best.form);
    }
}

fn number(cell: &str) -> Option<String> {
    clean::line(cell)
        .parse::<u32>()
        .ok()
        .filter(|number| *number > 0)
        .map(|number| number.to_string())
}

/// What stands in the brackets of a pronunciation, if anything does.
fn unbracketed(pron: String) -> Option<String> {
    let inside = pron.strip_prefix(['[', '/']).and_then(|rest| rest.strip_suffix([']', '/']));
    let pron = inside.map(|inside| inside.trim().to_owned()).unwrap_or(pron);
    Some(pron).filter(|pron| !pron.is_empty())
}

/// Tags stand between commas or semicolons, else between spaces, as Anki writes them.
fn tags(cell: &str) -> Vec<String> {
    let line = clean::line(cell);
    let between: &[char] = if line.contains([',', ';']) { &[',', ';'] } else { &[' '] };
    let tags = line.split(between).map(str::trim).filter(|tag| !tag.is_empty());
    tags.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
