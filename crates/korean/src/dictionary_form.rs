//! From a form as it stands in a text or a frequency list to the word a dictionary lists: endings are
//! undone, particles taken off. What is ambiguous is given as such, with a confidence each; a word
//! that only looks inflected (바다, 나이) is left alone. It refuses to know what a word means, and
//! reads one word at a time, not sentences.

mod found;
mod joints;
mod letters;
mod lexicon;
mod nominal;
mod predicate;

use crate::PartOfSpeech;
use found::{Found, MOST};
use letters::Letters;
use lexicon::{Lexicon, lexicon};
use nominal::Particles;
use predicate::Endings;

/// From this confidence on, per cent, a suggestion may be taken without asking.
const CERTAIN: u8 = 60;

/// How likely a contraction means what it stands for, per cent.
const CONTRACTED: u8 = 95;

/// How likely it does where the same form is another word's, too: it is for a person to say.
const SHARED: u8 = 50;

/// One dictionary form that may stand behind a word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Suggestion {
    /// The word as a dictionary lists it: a noun bare, a verb or adjective with 다.
    pub form: String,
    /// What kind of word that is, as far as it is known.
    pub pos: Option<PartOfSpeech>,
    /// How likely it is the word meant, per cent.
    pub confidence: u8,
}

/// The dictionary forms that may stand behind `word`, best first, at most five; none when it is most
/// likely its own dictionary form, when it is no single hangul word, or when its kind does not
/// inflect. A part of speech, when known, narrows: nouns lose particles, predicates endings.
#[must_use]
pub fn suggest(word: &str, pos: Option<PartOfSpeech>) -> Vec<Suggestion> {
    let pos = pos.filter(|pos| *pos != PartOfSpeech::Expression);
    if pos.is_some_and(|pos| !pos.is_nominal() && !pos.is_predicate()) {
        return Vec::new();
    }
    let Some(letters) = Letters::of(word) else { return Vec::new() };
    let lexicon = lexicon();
    match contracted(lexicon, word, pos) {
        Some(known) if known.confidence < CERTAIN => {
            let mut others = inflected(lexicon, word, &letters, pos);
            others.retain(|other| other.form != known.form);
            std::iter::once(known).chain(others.into_iter().map(less_likely)).take(MOST).collect()
        }
        Some(known) => vec![known],
        None => inflected(lexicon, word, &letters, pos),
    }
}

/// Whether a noun of this spelling is listed.
pub(crate) fn is_noun(word: &str) -> bool {
    Letters::of(word).is_some_and(|letters| lexicon().nouns.contains(&letters[..]))
}

/// Whether a verb, not an adjective, of this stem is listed.
pub(crate) fn is_verb_stem(stem: &str) -> bool {
    let known = Letters::of(stem).and_then(|letters| lexicon().stems.get(&letters[..]));
    known.is_some_and(|known| known.verb && !known.adjective)
}

/// Whether a verb of this stem is listed, be it an adjective as well.
pub(crate) fn may_be_verb_stem(stem: &str) -> bool {
    let known = Letters::of(stem).and_then(|letters| lexicon().stems.get(&letters[..]));
    known.is_some_and(|known| known.verb)
}

fn inflected(
    lexicon: &Lexicon,
    word: &str,
    letters: &Letters,
    pos: Option<PartOfSpeech>,
) -> Vec<Suggestion> {
    if is_headword(lexicon, letters, pos) {
        return Vec::new();
    }
    let mut found = Found::default();
    read(lexicon, letters, pos, &mut found);
    found.suggestions(word)
}

/// What a contraction may be besides (건 of 걸다): too unlikely to come near it.
fn less_likely(other: Suggestion) -> Suggestion {
    Suggestion { confidence: other.confidence.min(SHARED / 2 - 1), ..other }
}

/// Whether the first suggestion may be taken without asking: it is likely, and no other comes near.
#[must_use]
pub fn is_certain(suggestions: &[Suggestion]) -> bool {
    suggestions.first().is_some_and(|first| first.confidence >= CERTAIN)
        && alternatives(suggestions).is_empty()
}

/// The other suggestions that come near the first: at least half as likely.
#[must_use]
pub fn alternatives(suggestions: &[Suggestion]) -> &[Suggestion] {
    let Some((first, others)) = suggestions.split_first() else { return &[] };
    let near = others.iter().take_while(|other| other.confidence * 2 >= first.confidence).count();
    others.get(..near).unwrap_or_default()
}

fn contracted(lexicon: &Lexicon, word: &str, pos: Option<PartOfSpeech>) -> Option<Suggestion> {
    let known = *lexicon.contracted.get(word)?;
    let agrees = pos.is_none_or(|pos| {
        pos == known.pos || !known.shared && pos.is_predicate() == known.pos.is_predicate()
    });
    let confidence = if known.shared { SHARED } else { CONTRACTED };
    agrees.then(|| Suggestion { form: known.word.to_owned(), pos: Some(known.pos), confidence })
}

fn is_headword(lexicon: &Lexicon, word: &Letters, pos: Option<PartOfSpeech>) -> bool {
    let predicate = pos.is_some_and(PartOfSpeech::is_predicate);
    !predicate && (lexicon.nouns.contains(&word[..]) || lexicon.headwords.contains(&word[..]))
}

fn read(lexicon: &Lexicon, word: &Letters, pos: Option<PartOfSpeech>, found: &mut Found) {
    let listed = is_listed_as(lexicon, word);
    let predicate = pos.is_none_or(PartOfSpeech::is_predicate);
    if listed && lexicon.stems.contains_key(&word.shorter()[..]) {
        return;
    }
    if predicate && !listed {
        Endings { lexicon, pos, found: &mut *found }.take_off(word);
    }
    if !pos.is_some_and(PartOfSpeech::is_predicate) {
        Particles { lexicon, pos, found, doubtful: false }.take_off(word, listed);
    }
}

/// Whether the word ends in 다 as verbs and adjectives are listed, not in the 다 of a past (갔다), a
/// present (간다, 먹는다) or a formal form (갑니다, 갑시다).
fn is_listed_as(lexicon: &Lexicon, word: &Letters) -> bool {
    let stem = word.shorter();
    if !word.ends_with("다") || stem.is_empty() {
        return false;
    }
    if lexicon.stems.contains_key(&stem[..]) {
        return true;
    }
    let coda = stem.last().and_then(|last| last.coda);
    let past = coda == Some('ㅆ') && !stem.ends_with("있");
    let present = coda == Some('ㄴ');
    let formal = matches!(stem.last(), Some(last) if last.vowel == 'ㅣ' && last.coda.is_none())
        && ["니", "시", "디"].iter().any(|middle| stem.ends_with(middle))
        && has_coda(&stem.shorter(), 'ㅂ');
    !(past || present || formal)
}

fn has_coda(letters: &Letters, coda: char) -> bool {
    letters.last().and_then(|last| last.coda) == Some(coda)
}
