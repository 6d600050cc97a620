//! Articles 18 to 20: obstruents turn nasal before ㄴ and ㅁ, ㄹ turns to ㄴ after other consonants,
//! ㄴ turns to ㄹ beside ㄹ.

use super::contact::{Contact, Link};

pub(super) fn settle(contact: Contact) -> Contact {
    let onset = match (contact.coda, contact.onset) {
        (Some('ㄱ' | 'ㄷ' | 'ㅂ' | 'ㅁ' | 'ㅇ'), 'ㄹ') => 'ㄴ',
        (Some('ㄴ'), 'ㄹ') if contact.joint.link == Link::Nasal => 'ㄴ',
        (Some('ㄹ'), 'ㄴ') => 'ㄹ',
        _ => contact.onset,
    };
    let coda = match (contact.coda, onset) {
        (Some('ㄱ'), 'ㄴ' | 'ㅁ') => Some('ㅇ'),
        (Some('ㄷ'), 'ㄴ' | 'ㅁ') => Some('ㄴ'),
        (Some('ㅂ'), 'ㄴ' | 'ㅁ') => Some('ㅁ'),
        (Some('ㄴ'), 'ㄹ') => Some('ㄹ'),
        (coda, _) => coda,
    };
    Contact { coda, onset, ..contact }
}
