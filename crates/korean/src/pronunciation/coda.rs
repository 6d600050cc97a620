//! Articles 8 to 11: only seven consonants close a syllable, and of a cluster one is heard.

use super::contact::Contact;
use crate::text::Syllable;

pub(super) fn settle(contact: Contact) -> Contact {
    let coda = contact.coda.map(|coda| match (coda, contact.onset) {
        // Article 11: a stem's ㄺ is ㄹ before ㄱ; a noun's is not.
        ('ㄺ', 'ㄱ' | 'ㄲ') if !keeps_cluster_closed(contact.left) => 'ㄹ',
        // Article 10: 넓- is 넙- in 넓죽하다, 넓둥글다, 넓적하다.
        ('ㄼ', _) if is_wide(contact) => 'ㅂ',
        _ => closed(coda, contact.left),
    });
    Contact { coda, ..contact }
}

/// The one of the seven finals that is heard at the end of the syllable.
pub(super) fn closed(coda: char, syllable: Syllable) -> char {
    match coda {
        'ㄲ' | 'ㅋ' | 'ㄳ' | 'ㄺ' => 'ㄱ',
        'ㄵ' | 'ㄶ' => 'ㄴ',
        'ㅅ' | 'ㅆ' | 'ㅈ' | 'ㅊ' | 'ㅌ' | 'ㅎ' => 'ㄷ',
        'ㄼ' if (syllable.onset, syllable.vowel) == ('ㅂ', 'ㅏ') => 'ㅂ',
        'ㄼ' | 'ㄽ' | 'ㄾ' | 'ㅀ' => 'ㄹ',
        'ㄻ' => 'ㅁ',
        'ㅍ' | 'ㅄ' | 'ㄿ' => 'ㅂ',
        other => other,
    }
}

/// Whether the syllable is a noun's in ㄺ (닭, 흙, 칡, 까닭, 기슭, 삵): all others are stems.
pub(super) fn keeps_cluster_closed(syllable: Syllable) -> bool {
    syllable.compose().is_some_and(|letter| "닭탉흙칡슭삵갉".contains(letter))
}

fn is_wide(contact: Contact) -> bool {
    let spelled_wide = (contact.left.onset, contact.left.vowel) == ('ㄴ', 'ㅓ');
    spelled_wide && matches!((contact.onset, contact.vowel), ('ㅉ', 'ㅜ' | 'ㅓ') | ('ㄸ', 'ㅜ'))
}
