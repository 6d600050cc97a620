//! Articles 23 to 28: ㄱ, ㄷ, ㅂ, ㅅ, ㅈ become tense after an obstruent by themselves; after other
//! sounds only when the joint says so.

use super::contact::{Contact, Link};
use crate::text::Syllable;

pub(super) fn settle(contact: Contact) -> Contact {
    let forced = contact.joint.tense || follows_obstruent(contact);
    let Some(tensed) = tense(contact.onset).filter(|_| forced) else {
        return contact;
    };
    let silent = contact.joint.link == Link::Silent;
    Contact { onset: tensed, coda: contact.coda.filter(|_| !silent), ..contact }
}

/// The tense counterpart of a plain consonant.
pub(super) fn tense(onset: char) -> Option<char> {
    Some(match onset {
        'ㄱ' => 'ㄲ',
        'ㄷ' => 'ㄸ',
        'ㅂ' => 'ㅃ',
        'ㅅ' => 'ㅆ',
        'ㅈ' => 'ㅉ',
        _ => return None,
    })
}

/// Whether the syllable's first consonant is plain, so that it could be tensed.
pub(super) fn is_plain(syllable: Syllable) -> bool {
    tense(syllable.onset).is_some()
}

/// Article 23, and of 24 and 25 what only a stem can be: ㄵ, ㄼ, ㄾ. The noun 여덟 is no stem.
fn follows_obstruent(contact: Contact) -> bool {
    match contact.coda {
        Some('ㄼ') => !(contact.left.onset == 'ㄷ' && contact.left.vowel == 'ㅓ'),
        Some(coda) => !matches!(coda, 'ㄴ' | 'ㄹ' | 'ㅁ' | 'ㅇ' | 'ㄻ' | 'ㅎ' | 'ㄶ' | 'ㅀ'),
        None => false,
    }
}
