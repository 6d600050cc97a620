//! How a reading changes by its place: 두음법칙 (Hangul Orthography, articles 10 to 12) and the ㅅ
//! between the parts of a compound (article 30).

use crate::text::Syllable;

/// Where a character stands in its word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// First of a word of more than one character.
    pub(super) opens: bool,
    /// May open a word within the word: after hangul, or with another character behind it (新女性).
    pub(super) may_open: bool,
    /// The syllable before.
    pub(super) before: Option<char>,
    /// Hangul stands behind it (旗발), before which ㅅ may come.
    pub(super) joined: bool,
}

/// The standard spellings of a reading at a place, the plain one first.
pub(super) fn spellings(reading: char, place: Place) -> Vec<char> {
    let initial = word_initial(reading);
    let mut spelled = match initial {
        Some(initial) if place.opens || drops_after(reading, place.before) => vec![initial],
        Some(initial) if place.may_open => vec![reading, initial],
        _ => vec![reading],
    };
    if place.may_open && !place.opens && initial.is_some() && !spelled.contains(&reading) {
        spelled.push(reading);
    }
    if place.joined {
        let with_s: Vec<char> = spelled.iter().copied().filter_map(closed_by_s).collect();
        spelled.extend(with_s);
    }
    spelled
}

/// The word-initial form of a reading in ㄴ or ㄹ (녀 → 여, 락 → 낙), where it differs.
fn word_initial(reading: char) -> Option<char> {
    let syllable = Syllable::of(reading)?;
    let glides = matches!(syllable.vowel, 'ㅑ' | 'ㅕ' | 'ㅖ' | 'ㅛ' | 'ㅠ' | 'ㅣ');
    let onset = match syllable.onset {
        'ㄴ' | 'ㄹ' if glides => 'ㅇ',
        'ㄹ' => 'ㄴ',
        _ => return None,
    };
    Syllable { onset, ..syllable }.compose()
}

/// 렬 and 률 are 열 and 율 after a vowel or ㄴ (article 11, note 1).
fn drops_after(reading: char, before: Option<char>) -> bool {
    let coda = before.and_then(Syllable::of).map(|syllable| syllable.coda);
    matches!(reading, '렬' | '률') && matches!(coda, Some(None | Some('ㄴ')))
}

fn closed_by_s(reading: char) -> Option<char> {
    let open = Syllable::of(reading).filter(|syllable| syllable.coda.is_none())?;
    Syllable { coda: Some('ㅅ'), ..open }.compose()
}
