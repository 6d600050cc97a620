//! Articles 13 and 14: before a vowel a final consonant moves over, of a cluster the second letter;
//! a ㅅ that comes out of a cluster is tensed.

use super::contact::Contact;
use crate::text::split_cluster;

pub(super) fn settle(contact: Contact) -> Contact {
    let Some(coda) = contact.coda.filter(|coda| contact.onset == 'ㅇ' && *coda != 'ㅇ') else {
        return contact;
    };
    match split_cluster(coda) {
        Some((first, 'ㅅ')) => Contact { coda: Some(first), onset: 'ㅆ', ..contact },
        Some((first, second)) => Contact { coda: Some(first), onset: second, ..contact },
        None => Contact { coda: None, onset: coda, ..contact },
    }
}
