//! Single hangul letters: what is one, and which clusters are made of which two.

/// The final clusters with the two letters each is made of.
const CLUSTERS: [(char, char, char); 11] = [
    ('ㄳ', 'ㄱ', 'ㅅ'),
    ('ㄵ', 'ㄴ', 'ㅈ'),
    ('ㄶ', 'ㄴ', 'ㅎ'),
    ('ㄺ', 'ㄹ', 'ㄱ'),
    ('ㄻ', 'ㄹ', 'ㅁ'),
    ('ㄼ', 'ㄹ', 'ㅂ'),
    ('ㄽ', 'ㄹ', 'ㅅ'),
    ('ㄾ', 'ㄹ', 'ㅌ'),
    ('ㄿ', 'ㄹ', 'ㅍ'),
    ('ㅀ', 'ㄹ', 'ㅎ'),
    ('ㅄ', 'ㅂ', 'ㅅ'),
];

/// Whether the character is a hangul letter of its own, compatibility or conjoining.
#[must_use]
pub fn is_jamo(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}'
        | '\u{A960}'..='\u{A97C}' | '\u{D7B0}'..='\u{D7FB}')
}

/// Whether the character is a compatibility vowel (ㅏ–ㅣ).
#[must_use]
pub fn is_vowel(letter: char) -> bool {
    ('ㅏ'..='ㅣ').contains(&letter)
}

/// The two letters of a final cluster: ㄺ gives ㄹ and ㄱ; `None` for a single letter.
#[must_use]
pub fn split_cluster(cluster: char) -> Option<(char, char)> {
    CLUSTERS
        .iter()
        .find(|(whole, ..)| *whole == cluster)
        .map(|(_, first, second)| (*first, *second))
}

/// The cluster of two letters, if they make one: ㄹ and ㄱ give ㄺ.
#[must_use]
pub fn join_cluster(first: char, second: char) -> Option<char> {
    CLUSTERS.iter().find(|(_, a, b)| (*a, *b) == (first, second)).map(|(whole, ..)| *whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_split_and_join_again() {
        for (whole, first, second) in CLUSTERS {
            assert_eq!(split_cluster(whole), Some((first, second)));
            assert_eq!(join_cluster(first, second), Some(whole));
        }
        assert_eq!(split_cluster('ㄲ'), None);
        assert_eq!(join_cluster('ㄱ', 'ㄴ'), None);
    }

    #[test]
    fn vowels_and_letters_are_told_from_syllables() {
        assert!(is_vowel('ㅢ') && !is_vowel('ㄱ') && !is_vowel('아'));
        assert!(is_jamo('ㄱ') && !is_jamo('가'));
    }
}
