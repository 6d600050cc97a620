//! Article 17: ㄷ, ㅌ and ㄾ before a suffix or particle in 이 (and before 히) become ㅈ, ㅊ.

use super::contact::{Contact, Link};

pub(super) fn settle(contact: Contact) -> Contact {
    let fronted = matches!(contact.vowel, 'ㅣ' | 'ㅕ');
    if !fronted || contact.joint.link != Link::Plain {
        return contact;
    }
    match (contact.coda, contact.onset) {
        (Some('ㄷ'), 'ㅇ') => Contact { coda: None, onset: 'ㅈ', ..contact },
        (Some('ㄾ'), 'ㅇ') => Contact { coda: Some('ㄹ'), onset: 'ㅊ', ..contact },
        (Some('ㅌ'), 'ㅇ') | (Some('ㄷ' | 'ㅈ'), 'ㅎ') => {
            Contact { coda: None, onset: 'ㅊ', ..contact }
        }
        _ => contact,
    }
}
