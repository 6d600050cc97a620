//! The level of speech of one closing word, from its last syllables. A word that closes no sentence
//! (a noun, an adverb, a dictionary form) has none.

use super::{Heard, Level};
use crate::PartOfSpeech;
use crate::dictionary_form::{is_noun, is_verb_stem, may_be_verb_stem, suggest};
use crate::text::Syllable;

/// Words that end as a predicate would and are none, beside the nouns we know.
const NO_PREDICATES: [&str; 12] =
    ["보다", "마다", "다", "에다", "필요", "수요", "중요", "주요", "요", "아니", "어디", "마저"];

/// Endings of 해체 that do not end in 아 or 어.
const CASUAL: [&str; 24] = [
    "지", "네", "야", "게", "래", "대", "데", "거든", "잖아", "군", "나", "까", "냬", "걸", "는데",
    "다고", "라고", "자고", "냐고", "니까", "거야", "던가", "는가", "다니",
];

/// Particles that end as 해체 does.
const PARTICLES: [&str; 8] = ["에", "에게", "에서", "께", "한테", "부터", "까지", "조차"];

/// What level the word closes a sentence in. After other words of its clause a name with 야 is a
/// predicate; alone it calls somebody.
pub(super) fn level(word: &str, is_alone: bool) -> Option<Heard> {
    if NO_PREDICATES.contains(&word) {
        return None;
    }
    let found = polite_or_formal(word)
        .or_else(|| old(word))
        .or_else(|| plain(word))
        .or_else(|| casual(word));
    let names = !is_alone && word.ends_with('야');
    found.or_else(|| names.then_some(heard(Level::Casual, true)))
}

const fn heard(level: Level, certain: bool) -> Heard {
    Heard { level, certain }
}

/// Whether the word is `ㅂ` as a final and then `ending`.
fn after_b(word: &str, ending: &str) -> bool {
    coda_before(word, ending) == Some('ㅂ')
}

fn coda_before(word: &str, ending: &str) -> Option<char> {
    let before = word.strip_suffix(ending)?.chars().next_back()?;
    Syllable::of(before)?.coda
}

fn polite_or_formal(word: &str) -> Option<Heard> {
    if after_b(word, "니다") || after_b(word, "니까") || word.ends_with("십시오") {
        return Some(heard(Level::Formal, true));
    }
    if after_b(word, "니다만") {
        return Some(heard(Level::Formal, true));
    }
    if after_b(word, "시다") {
        return Some(heard(Level::Formal, false));
    }
    let polite = word.ends_with('요') && (!is_noun(word) || predicate(word));
    (polite || word.len() > 3 && word.ends_with('죠')).then_some(heard(Level::Polite, true))
}

/// 하오체 and 하게체, as far as nothing younger is spelled like them.
fn old(word: &str) -> Option<Heard> {
    let so = matches!(coda_before(word, "소"), Some('ㅆ' | 'ㅄ' | 'ㅎ' | 'ㄶ' | 'ㅀ'));
    let o = ["하오", "시오", "이오", "겠소"].iter().any(|end| word.ends_with(end));
    if so || (o || word.ends_with("구려") || after_b(word, "디다")) && !is_noun(word) {
        return Some(heard(Level::Blunt, true));
    }
    let se = word.strip_suffix('세').is_some_and(is_verb_stem) || word.ends_with("으세");
    (se && !is_noun(word)).then_some(heard(Level::Familiar, true))
}

fn plain(word: &str) -> Option<Heard> {
    if is_noun(word) {
        return None;
    }
    if let Some(stem) = word.strip_suffix('다') {
        let tense = matches!(coda_before(word, "다"), Some('ㄴ' | 'ㅆ'));
        let listed = is_verb_stem(stem) && !(tense && stem.ends_with('있'));
        let copula = stem.ends_with('이') || stem.ends_with('니');
        let adjective = suggest(word, None).is_empty() || copula;
        // 좋지 않다; after a verb it would be 않는다
        return (tense || stem == "않" || !listed && adjective)
            .then_some(heard(Level::Plain, true));
    }
    let exhorts = word.strip_suffix('자').is_some_and(may_be_verb_stem) || word == "말자";
    let asks = word.ends_with('냐') || word.strip_suffix('니').is_some_and(asked);
    let orders = word.strip_suffix('라').is_some_and(|before| predicate(before) || word == "마라");
    let told =
        ["구나", "거라", "너라", "려무나", "단다", "란다"].iter().any(|end| word.ends_with(end));
    (exhorts || asks || orders || told).then_some(heard(Level::Plain, false))
}

/// 하니, 했니, 좋으니: what stands before 니 is a stem, with its tense or without its ㄹ.
fn asked(before: &str) -> bool {
    let past = before.chars().next_back().and_then(Syllable::of).and_then(|last| last.coda);
    past == Some('ㅆ') || is_verb_stem(before) || before.ends_with('으') || before == "이"
}

fn casual(word: &str) -> Option<Heard> {
    if matches!(word, "마" | "응" | "거야") {
        return Some(heard(Level::Casual, true));
    }
    let last = word.chars().next_back().and_then(Syllable::of)?;
    let open = last.coda.is_none()
        && matches!(
            last.vowel,
            'ㅏ' | 'ㅓ' | 'ㅐ' | 'ㅒ' | 'ㅔ' | 'ㅖ' | 'ㅕ' | 'ㅘ' | 'ㅝ' | 'ㅙ'
        );
    let after_a_noun = PARTICLES.iter().any(|particle| {
        word.strip_suffix(particle).is_some_and(|noun| !noun.is_empty() && is_noun(noun))
    });
    let ending = CASUAL.iter().any(|end| word.len() > end.len() && word.ends_with(end));
    if after_a_noun || !(open || ending) || !predicate(word) && !called(word) {
        return None;
    }
    let shared = ["네", "까", "군", "나", "니까", "게", "걸"].iter().any(|end| word.ends_with(end));
    Some(heard(Level::Casual, !shared))
}

/// 책임이야, 친구야: the copula after a noun.
fn called(word: &str) -> bool {
    word.strip_suffix('야').is_some_and(|noun| is_noun(noun.strip_suffix('이').unwrap_or(noun)))
}

/// Whether the word reads as a verb or adjective first.
fn predicate(word: &str) -> bool {
    suggest(word, Some(PartOfSpeech::Verb)).first().is_some_and(|first| first.confidence >= 40)
        && (!is_noun(word) || word.chars().count() == 1 || word.ends_with('요'))
}
