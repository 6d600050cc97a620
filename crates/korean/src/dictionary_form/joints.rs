//! From the shape a stem takes before an ending back to the stems that may stand behind it: the
//! contractions and the irregular kinds (한글 맞춤법, articles 18 and 34–40), read backwards. It lists
//! what the spelling allows; which of it is a word is for others to say.

use super::letters::Letters;
use super::lexicon::class;
use crate::text::Syllable;

/// A stem that may stand behind a shape, with the kinds of stem for which that holds.
pub(super) type Guess = (Letters, u16);

/// Behind a shape with 으 after a consonant (먹으-, 가-, 지으-, 추우-). `drops`: the ending takes the ㄹ
/// off its stem; `open`: it has another form after consonants.
pub(super) fn before_eu(shape: &Letters, drops: bool, open: bool, each: &mut impl FnMut(Guess)) {
    let Some(last) = shape.last() else { return };
    let mut add = |stem: Option<Letters>, kinds| {
        if let Some(stem) = stem {
            each((stem, kinds));
        }
    };
    if last.coda == Some('ㄹ') && !drops {
        add(Some(*shape), class::ANY);
    }
    if last.coda.is_some() {
        return;
    }
    add(Some(*shape), class::ANY);
    if drops {
        add(shape.with_coda(Some('ㄹ')), class::ANY);
    }
    if open {
        return;
    }
    if matches!(last.vowel, 'ㅏ' | 'ㅑ' | 'ㅓ' | 'ㅕ') {
        add(shape.with_coda(Some('ㅎ')), class::H);
    }
    if shape.len() > 1 && last.onset == 'ㅇ' {
        let before = shape.shorter();
        let coda = before.last().and_then(|syllable| syllable.coda);
        match (last.vowel, coda) {
            ('ㅡ', None) => add(before.with_coda(Some('ㅅ')), class::S),
            ('ㅡ', Some('ㄹ')) => add(before.with_coda(Some('ㄷ')), class::D),
            ('ㅡ', Some(_)) => add(Some(before), class::REGULAR),
            ('ㅜ', None) => add(before.with_coda(Some('ㅂ')), class::B),
            _ => {}
        }
    }
}

/// Behind a shape with 아 or 어, contracted or not (먹어, 가, 봐, 해, 추워, 걸어, 몰라).
pub(super) fn before_infinitive(shape: &Letters, each: &mut impl FnMut(Guess)) {
    let Some(last) = shape.last().filter(|last| last.coda.is_none()) else { return };
    contracted(shape, last, each);
    let before = shape.shorter();
    let Some(syllable) = before.last() else { return };
    if last.onset == 'ㅇ' {
        apart(&before, syllable, last.vowel, each);
    }
    if last.onset == 'ㄹ' && matches!(last.vowel, 'ㅏ' | 'ㅓ') {
        doubled(&before, syllable, each);
    }
}

/// The vowel of the stem and 아 or 어 have become one.
fn contracted(shape: &Letters, last: Syllable, each: &mut impl FnMut(Guess)) {
    let mut add = |stem: Option<Letters>, kinds| {
        if let Some(stem) = stem {
            each((stem, kinds));
        }
    };
    match last.vowel {
        'ㅏ' | 'ㅓ' | 'ㅐ' | 'ㅔ' | 'ㅕ' => add(Some(*shape), class::REGULAR),
        _ => {}
    }
    match last.vowel {
        'ㅘ' => {
            add(shape.with_vowel('ㅗ'), class::REGULAR);
            add(
                shape.with_last(Syllable { vowel: 'ㅗ', coda: Some('ㅎ'), ..last }),
                class::REGULAR,
            );
        }
        'ㅝ' => add(shape.with_vowel('ㅜ'), class::REGULAR),
        'ㅕ' => add(shape.with_vowel('ㅣ'), class::REGULAR),
        'ㅙ' => add(shape.with_vowel('ㅚ'), class::REGULAR),
        'ㅓ' => {
            add(shape.with_vowel('ㅡ'), class::REGULAR);
            add(shape.with_vowel('ㅜ'), class::U);
        }
        'ㅏ' if shape.len() > 1 => add(shape.with_vowel('ㅡ'), class::REGULAR),
        'ㅐ' if last.onset == 'ㅎ' => add(shape.with_vowel('ㅏ'), class::HA),
        _ => {}
    }
    for vowel in h_vowels(last.vowel) {
        add(shape.with_last(Syllable { vowel: *vowel, coda: Some('ㅎ'), ..last }), class::H);
    }
    if last.vowel == 'ㅐ' {
        // 그래, 이래, 어째: 그러다, 이러다, 어쩌다
        add(shape.with_vowel('ㅓ'), class::H);
    }
}

fn h_vowels(vowel: char) -> &'static [char] {
    match vowel {
        'ㅐ' => &['ㅏ', 'ㅓ'],
        'ㅒ' => &['ㅑ'],
        'ㅔ' => &['ㅓ'],
        'ㅖ' => &['ㅕ'],
        _ => &[],
    }
}

/// A syllable of its own is 아, 어, 여, 와 or 워.
fn apart(before: &Letters, syllable: Syllable, vowel: char, each: &mut impl FnMut(Guess)) {
    let mut add = |stem: Option<Letters>, kinds| {
        if let Some(stem) = stem {
            each((stem, kinds));
        }
    };
    // of a past tense (갔어, 봤어) the vowel says nothing
    let bright = matches!(syllable.vowel, 'ㅏ' | 'ㅑ' | 'ㅗ') && syllable.coda != Some('ㅆ');
    match (vowel, syllable.coda) {
        ('ㅏ', _) if bright => joined(before, syllable, &mut add),
        ('ㅓ', _) if !bright => joined(before, syllable, &mut add),
        ('ㅕ', None) if syllable.onset == 'ㅎ' && syllable.vowel == 'ㅏ' => {
            add(Some(*before), class::HA);
        }
        ('ㅝ' | 'ㅘ', None) => add(before.with_coda(Some('ㅂ')), class::B),
        _ => {}
    }
}

/// A regular stem in an open ㅏ, ㅓ or ㅕ has no such form: 나아 is of 낫다 alone (article 34).
fn joined(before: &Letters, syllable: Syllable, add: &mut impl FnMut(Option<Letters>, u16)) {
    if syllable.coda.is_some() || !matches!(syllable.vowel, 'ㅏ' | 'ㅓ' | 'ㅕ' | 'ㅡ') {
        add(Some(*before), class::REGULAR);
    }
    match syllable.coda {
        None => add(before.with_coda(Some('ㅅ')), class::S),
        Some('ㄹ') => add(before.with_coda(Some('ㄷ')), class::D),
        _ => {}
    }
}

/// 몰라, 불러; 이르러.
fn doubled(before: &Letters, syllable: Syllable, each: &mut impl FnMut(Guess)) {
    if syllable.coda == Some('ㄹ') {
        let stem = before.with_coda(None).and_then(|stem| stem.longer('르'));
        if let Some(stem) = stem {
            each((stem, class::REU));
        }
    }
    if before.ends_with("르") {
        each((*before, class::REO));
    }
}
