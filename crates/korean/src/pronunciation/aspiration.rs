//! Article 12: ㅎ melts into its neighbour, tenses a ㅅ, or is not heard at all.

use super::coda;
use super::contact::Contact;
use crate::text::split_cluster;

pub(super) fn settle(contact: Contact) -> Contact {
    match contact.coda {
        Some('ㅎ') => after_h(None, contact),
        Some('ㄶ') => after_h(Some('ㄴ'), contact),
        Some('ㅀ') => after_h(Some('ㄹ'), contact),
        Some(coda) if contact.onset == 'ㅎ' => before_h(coda, contact),
        _ => contact,
    }
}

/// 12.1 to 12.4: a final ㅎ (with what stands before it) and the next sound.
fn after_h(rest: Option<char>, contact: Contact) -> Contact {
    match (contact.onset, rest) {
        // 싫증 [실쯩]: the noun behind it is tensed as in a compound.
        (_, Some(_)) if contact.joint.tense => Contact { coda: rest, ..contact },
        ('ㄱ', _) => Contact { coda: rest, onset: 'ㅋ', ..contact },
        ('ㄷ', _) => Contact { coda: rest, onset: 'ㅌ', ..contact },
        ('ㅈ', _) => Contact { coda: rest, onset: 'ㅊ', ..contact },
        ('ㅅ', _) => Contact { coda: rest, onset: 'ㅆ', ..contact },
        ('ㅇ', _) | (_, Some(_)) => Contact { coda: rest, ..contact },
        _ => Contact { coda: Some('ㄷ'), ..contact },
    }
}

/// 12.1 supplements 1 and 2: an obstruent and a following ㅎ become one aspirate.
fn before_h(coda: char, contact: Contact) -> Contact {
    let (rest, stop) = match split_cluster(coda) {
        Some(('ㄹ', second)) if !coda::keeps_cluster_closed(contact.left) => (Some('ㄹ'), second),
        Some(('ㄴ', second)) => (Some('ㄴ'), second),
        _ => (None, coda::closed(coda, contact.left)),
    };
    let onset = match stop {
        'ㄱ' => 'ㅋ',
        'ㄷ' => 'ㅌ',
        'ㅂ' => 'ㅍ',
        'ㅈ' => 'ㅊ',
        _ => return contact,
    };
    Contact { coda: rest, onset, ..contact }
}
