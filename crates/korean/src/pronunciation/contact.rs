//! Where two syllables meet: the only place at which Korean sounds change one another. A contact
//! goes through the groups of articles in one direction, each a function from contact to contact.

use super::{aspiration, assimilation, boundary, coda, liaison, palatalisation, tensing};
use crate::text::Syllable;

/// How two neighbouring syllables hang together, which spelling alone does not always tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Link {
    /// Inside a word, or before a particle, ending or suffix: a final consonant moves on.
    #[default]
    Plain,
    /// Before a root of its own (article 15): the final consonant is closed before it moves on.
    Compound,
    /// Before a root in 이, 야, 여, 요, 유 that takes a ㄴ (article 29).
    Insertion,
    /// The ㅅ that only marks a compound (사이시옷, article 30): it may fall silent.
    Silent,
    /// Sino-Korean ㄴ+ㄹ heard as ㄴㄴ (the exceptions of article 20).
    Nasal,
}

/// The link between two syllables, and whether the second is tensed for a reason that lies outside
/// the sounds (articles 24 to 28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Joint {
    pub(super) link: Link,
    pub(super) tense: bool,
}

/// Two syllables meeting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contact {
    /// The first syllable as it is spelled.
    pub(super) left: Syllable,
    pub(super) joint: Joint,
    /// The first syllable's final consonant, as far as it has been settled.
    pub(super) coda: Option<char>,
    /// The second syllable's first consonant, as far as it has been settled.
    pub(super) onset: char,
    /// The second syllable's vowel.
    pub(super) vowel: char,
}

/// Says the syllables with the given joints between them (one fewer than syllables).
pub(super) fn realise(spelled: &[Syllable], joints: &[Joint]) -> Vec<Syllable> {
    let mut said = spelled.to_vec();
    for index in 1..said.len() {
        let joint = joints.get(index - 1).copied().unwrap_or_default();
        let (coda, onset) = meet(spelled[index - 1], joint, spelled[index]);
        said[index - 1].coda = coda;
        said[index].onset = onset;
    }
    if let Some(last) = said.last_mut() {
        last.coda = last.coda.map(|final_coda| coda::closed(final_coda, *last));
    }
    said
}

fn meet(left: Syllable, joint: Joint, right: Syllable) -> (Option<char>, char) {
    let start = Contact { left, joint, coda: left.coda, onset: right.onset, vowel: right.vowel };
    let end = [
        boundary::settle,
        palatalisation::settle,
        aspiration::settle,
        liaison::settle,
        tensing::settle,
        coda::settle,
        assimilation::settle,
    ]
    .into_iter()
    .fold(start, |contact, group| group(contact));
    (end.coda, end.onset)
}
