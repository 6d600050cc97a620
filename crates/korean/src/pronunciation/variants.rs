//! What else could be meant where neither the lexicon nor a told fact decides: tensing (articles 24,
//! 26, 28), ㄴ before 이, 야, 여, 요, 유 (29), a closed consonant before a root (15), ㄴㄴ for ㄴㄹ (20).

use super::contact::{Joint, Link};
use super::tensing::is_plain;
use super::token::Token;

/// Suffixes and roots that are tensed even after a vowel.
const TENSED_AFTER_VOWEL: &str =
    "가감값개거건격과구권기길법병보복방밥불빛세소수성새술자장적점집조증죄주중짓대돈돌단동도등";

/// Other joints that would be possible at the place.
pub(super) fn of(token: &Token, joint: usize, standard: Joint) -> Vec<Joint> {
    let mut joints = Vec::new();
    if may_tense(token, joint) {
        joints.push(Joint { tense: !standard.tense, ..standard });
    }
    joints.extend(
        links(token, joint)
            .into_iter()
            .filter(|link| *link != standard.link)
            .map(|link| Joint { link, tense: standard.tense }),
    );
    joints
}

fn may_tense(token: &Token, joint: usize) -> bool {
    let (left, right) = (token.syllables[joint], token.syllables[joint + 1]);
    let ending = token.is_predicate() && joint + 2 == token.len();
    let plain = is_plain(right) && !ending;
    match left.coda {
        Some('ㄴ' | 'ㄹ' | 'ㅁ' | 'ㅇ' | 'ㄻ') => plain,
        None => {
            plain && !token.is_predicate() && TENSED_AFTER_VOWEL.contains(token.letters[joint + 1])
        }
        _ => false,
    }
}

fn links(token: &Token, joint: usize) -> Vec<Link> {
    let (left, right) = (token.syllables[joint], token.syllables[joint + 1]);
    match (left.coda, right.onset) {
        (Some('ㄴ'), 'ㄹ') => vec![Link::Plain, Link::Nasal],
        (Some('ㅅ'), onset) if onset != 'ㅇ' => vec![Link::Plain, Link::Silent],
        (Some(_), 'ㅇ')
            if matches!(right.vowel, 'ㅣ' | 'ㅑ' | 'ㅕ' | 'ㅛ' | 'ㅠ' | 'ㅒ' | 'ㅖ') =>
        {
            vec![Link::Plain, Link::Compound, Link::Insertion]
        }
        (Some(_), 'ㅇ' | 'ㅎ') => vec![Link::Plain, Link::Compound],
        _ => Vec::new(),
    }
}
