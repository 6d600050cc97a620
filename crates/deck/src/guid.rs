//! Note identities, in the form Anki gives its own: ten characters of base 91. They come from a
//! stored word id and the library's namespace, never from text or chance, so that an edited word
//! stays the same note in the learner's collection.

/// Anki's alphabet: no quotes, no backslash, no space.
const ALPHABET: &[u8; 91] =
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~";

/// Characters that hold any 64-bit number: 91¹⁰ > 2⁶⁴.
const LENGTH: usize = 10;

/// The GUID of a word: the same for the same pair, different for every other word of the same
/// namespace, and without pattern across namespaces.
#[must_use]
pub fn guid(namespace: u64, word_id: i64) -> String {
    base91(mix(mix(word_id.cast_unsigned()) ^ mix(!namespace)))
}

fn base91(mut number: u64) -> String {
    let mut digits = [0_u8; LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[usize::try_from(number % 91).unwrap_or_default()];
        number /= 91;
    }
    digits.iter().map(|&digit| char::from(digit)).collect()
}

/// A bijection on 64 bits that spreads neighbours apart (the finaliser of splitmix64, after its
/// additive step).
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Decks in learners' collections carry these: a change here orphans every note.
    #[test]
    fn guids_never_change_between_releases() {
        assert_eq!(guid(0, 1), "v-^d-cH/Z)");
        assert_eq!(guid(0x1234_5678_9abc_def0, 42), "ALfU!K(g`&");
        assert_eq!(guid(u64::MAX, i64::MIN), "pM8o|$;o.n");
    }

    #[test]
    fn words_of_many_libraries_never_share_a_guid() {
        let guids: HashSet<_> =
            (0..8).flat_map(|space| (0..20_000).map(move |id| guid(space, id))).collect();
        assert_eq!(guids.len(), 160_000);
    }

    #[test]
    fn a_guid_has_ten_characters_of_ankis_alphabet() {
        for id in [0, 1, -1, i64::MAX, i64::MIN] {
            let guid = guid(7, id);
            assert_eq!(guid.len(), LENGTH);
            assert!(guid.bytes().all(|byte| ALPHABET.contains(&byte)), "{guid}");
        }
    }
}
