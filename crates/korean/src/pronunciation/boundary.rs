//! Articles 15 and 29: what happens before a root of its own. Before a vowel the final consonant is
//! first closed to one of the seven (겉옷 `[거돋]`), or a ㄴ comes between (꽃잎 `[꼰닙]`).

use super::coda;
use super::contact::{Contact, Link};

pub(super) fn settle(contact: Contact) -> Contact {
    if contact.onset != 'ㅇ' {
        return contact;
    }
    let closed = contact.coda.map(|coda| coda::closed(coda, contact.left));
    match contact.joint.link {
        Link::Compound => Contact { coda: closed, ..contact },
        Link::Insertion if closed.is_some() => Contact { coda: closed, onset: 'ㄴ', ..contact },
        _ => contact,
    }
}
