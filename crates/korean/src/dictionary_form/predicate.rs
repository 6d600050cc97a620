//! Verbs and adjectives: takes the last ending off, then what stands between it and the stem (겠, 었,
//! 시, helping verbs), and says what dictionary form the rest may have and how much speaks for it.

use super::found::{Found, KNOWN};
use super::joints::{Guess, before_eu, before_infinitive};
use super::letters::Letters;
use super::lexicon::{Ending, Lexicon, Place, Stem, class};
use crate::PartOfSpeech;
use crate::text::Syllable;

/// Endings do not pile up higher than this (드시었겠더라).
const DEEPEST: u8 = 5;

/// Verbs that follow 아 or 어: how much speaks for the two being one word, and for the first alone.
const HELPERS: [(&str, u32, u32); 35] = [
    ("지", 50, 4),
    ("하", 50, 4),
    ("주", 18, 45),
    ("드리", 18, 45),
    ("보", 15, 45),
    ("버리", 12, 45),
    ("놓", 18, 40),
    ("두", 18, 40),
    ("있", 10, 45),
    ("계시", 8, 45),
    ("가", 45, 12),
    ("오", 45, 12),
    ("내", 45, 12),
    ("나", 45, 0),
    ("들", 45, 0),
    ("대", 40, 8),
    ("다니", 45, 4),
    ("앉", 45, 0),
    ("붙", 45, 0),
    ("넣", 45, 0),
    ("먹", 35, 15),
    ("치", 40, 0),
    ("매", 40, 0),
    ("올리", 45, 0),
    ("내리", 45, 0),
    ("오르", 45, 0),
    ("나가", 45, 0),
    ("나오", 45, 0),
    ("들이", 45, 0),
    ("들어가", 40, 0),
    ("들어오", 40, 0),
    ("맞추", 40, 0),
    ("싸", 40, 0),
    ("쓰", 40, 0),
    ("잡", 40, 0),
];

/// Endings that make a predicate of a noun, with the kind of the stem; how much speaks for it after
/// a noun we know, after two syllables or more, and after one.
const MAKERS: [(&str, u16, [u32; 3]); 15] = [
    ("하", class::HA, [60, 30, 6]),
    ("되", class::REGULAR, [55, 25, 4]),
    ("시키", class::REGULAR, [55, 30, 10]),
    ("당하", class::HA, [55, 30, 4]),
    ("스럽", class::B, [60, 45, 20]),
    ("롭", class::B, [55, 30, 10]),
    ("답", class::B, [50, 10, 0]),
    ("거리", class::REGULAR, [40, 30, 0]),
    ("대", class::REGULAR, [30, 15, 0]),
    ("이", class::REGULAR, [4, 15, 0]),
    ("받", class::REGULAR, [50, 12, 2]),
    ("없", class::REGULAR, [50, 20, 6]),
    ("있", class::REGULAR, [50, 20, 6]),
    ("나", class::REGULAR, [45, 6, 0]),
    ("지", class::REGULAR, [40, 12, 0]),
];

/// The cap of a stem made of a noun we know.
const MADE: u32 = 92;

/// Verbs that have 시 for good: 세요 is of them (계세요, 드세요), no honorific of a shorter stem.
const HONORIFIC: [&str; 4] = ["계시", "드시", "주무시", "잡수시"];

/// Under what circumstances a stem is looked for.
#[derive(Debug, Clone, Copy)]
struct Search {
    /// The ending follows verbs alone.
    verb: bool,
    /// What was taken off can only be an ending.
    clear: bool,
    /// Nothing but 아 or 어 was taken off.
    bare: bool,
    depth: u8,
}

/// Takes endings off a word of which it is known (`Some`) or not (`None`) what it is.
pub(super) struct Endings<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) pos: Option<PartOfSpeech>,
    pub(super) found: &'a mut Found,
}

impl Endings<'_> {
    /// Finds every stem that may stand behind the word.
    pub(super) fn take_off(&mut self, word: &Letters) {
        self.ending(word, &[]);
        for start in 1..=word.len() {
            let shape = word.first(start);
            let rest = word.get(start..).unwrap_or_default();
            if !rest.is_empty() {
                self.ending(&shape, rest);
            }
            self.split_syllable(&shape, word, start);
        }
    }

    /// The ending begins with the final consonant of the shape's last syllable.
    fn split_syllable(&mut self, shape: &Letters, word: &Letters, start: usize) {
        let (kept, taken) = match shape.last().and_then(|last| last.coda) {
            Some('ㄻ') => (Some('ㄹ'), 'ㅁ'),
            Some(coda @ ('ㄴ' | 'ㄹ' | 'ㅁ' | 'ㅂ')) => (None, coda),
            _ => return,
        };
        let Some(shape) = shape.with_coda(kept) else { return };
        let mut ending = ['\0'; 8];
        let rest = word.get(start..).unwrap_or_default();
        if rest.len() >= ending.len() {
            return;
        }
        for (to, from) in ending.iter_mut().zip(std::iter::once(&taken).chain(rest)) {
            *to = *from;
        }
        self.ending(&shape, &ending[..=rest.len()]);
    }

    fn ending(&mut self, shape: &Letters, ending: &[char]) {
        if ending.is_empty() {
            let search = Search { verb: false, clear: false, bare: true, depth: 0 };
            return before_infinitive(shape, &mut |guess| self.stem(guess, search));
        }
        for known in self.lexicon.endings.get(ending).into_iter().flatten() {
            self.known_ending(shape, ending, *known);
        }
    }

    fn known_ending(&mut self, shape: &Letters, ending: &[char], known: Ending) {
        let Some(last) = shape.last() else { return };
        if known.closed && last.coda.is_none() {
            return;
        }
        let search = Search { verb: known.verb, clear: known.clear, bare: false, depth: 0 };
        if matches!(ending, ['세' | '셔', '요'])
            && let Some(stem) = shape.longer('시').filter(|stem| HONORIFIC.contains(&&*stem.text()))
        {
            self.stem((stem, class::ANY), search);
        }
        let mut each = |guess| self.stem(guess, search);
        match known.place {
            Place::Stem => each((*shape, class::ANY)),
            Place::Drop if last.coda == Some('ㄹ') => {}
            Place::Drop => {
                each((*shape, class::ANY));
                if let Some(stem) = shape.with_coda(Some('ㄹ')).filter(|_| last.coda.is_none()) {
                    each((stem, class::ANY));
                }
            }
            Place::Eu => before_eu(shape, drops(ending), known.open, &mut each),
            Place::Infinitive => before_infinitive(shape, &mut each),
        }
    }

    /// Weighs one stem, and looks for what may still hang on it.
    fn stem(&mut self, (stem, kinds): Guess, search: Search) {
        if search.depth > DEEPEST {
            return;
        }
        let known = self.known(&stem, kinds);
        if let Some(known) = known {
            self.add_known(&stem, known, search);
        }
        let before = Search { depth: search.depth + 1, bare: false, ..search };
        self.tense(&stem, before);
        if known.is_none() {
            self.honorific(&stem, before);
            self.progressive(&stem, before);
        }
        let joined = self.helpers(&stem, kinds, known, before);
        if known.is_none() && !joined {
            self.unknown(&stem, kinds, search);
        }
    }

    fn known(&self, stem: &Letters, kinds: u16) -> Option<Stem> {
        self.lexicon.stems.get(&stem[..]).copied().filter(|known| known.classes & kinds != 0)
    }

    fn add_known(&mut self, stem: &Letters, known: Stem, search: Search) {
        let existence = stem.ends_with("있") || stem.ends_with("없");
        if search.verb && !known.verb && !existence {
            return;
        }
        let pos = match self.pos {
            Some(PartOfSpeech::Verb | PartOfSpeech::Auxiliary) if known.verb => PartOfSpeech::Verb,
            _ if known.adjective && !search.verb => PartOfSpeech::Adjective,
            _ => PartOfSpeech::Verb,
        };
        let asked = self.pos.is_none_or(|asked| match asked {
            PartOfSpeech::Verb => known.verb,
            PartOfSpeech::Adjective => known.adjective,
            _ => true,
        });
        let weight = if asked { known.weight } else { known.weight / 4 };
        self.add(stem, pos, weight, KNOWN, search);
    }

    fn add(&mut self, stem: &Letters, pos: PartOfSpeech, weight: u32, cap: u32, search: Search) {
        let Some(form) = stem.longer('다') else { return };
        self.found.add(form, pos, [weight, cap], search.clear);
        self.doubt(stem, search);
    }

    fn guess(&mut self, stem: &Letters, pos: PartOfSpeech, weight: u32, cap: u32, search: Search) {
        let Some(form) = stem.longer('다') else { return };
        self.found.guess(form, pos, weight, cap);
        self.doubt(stem, search);
    }

    fn doubt(&mut self, stem: &Letters, search: Search) {
        self.found.doubt(match (self.pos, search) {
            (Some(_), _) => 1,
            (_, Search { bare: true, .. }) => 40,
            (_, Search { clear: true, .. }) => 2,
            _ if stem.len() == 1 => 30,
            _ => 10,
        });
    }

    /// 겠 and 었.
    fn tense(&mut self, stem: &Letters, search: Search) {
        if stem.last().and_then(|last| last.coda) != Some('ㅆ') {
            return;
        }
        let search = Search { verb: false, clear: true, ..search };
        if stem.ends_with("겠") {
            let before = stem.shorter();
            if before.ends_with("야") {
                before_infinitive(&before.shorter(), &mut |guess| self.stem(guess, search));
            }
            if !before.is_empty() {
                self.stem((before, class::ANY), search);
            }
        } else if let Some(shape) = stem.with_coda(None) {
            before_infinitive(&shape, &mut |guess| self.stem(guess, search));
        }
    }

    fn honorific(&mut self, stem: &Letters, search: Search) {
        if stem.len() > 1 && stem.ends_with("시") {
            before_eu(&stem.shorter(), true, false, &mut |guess| self.stem(guess, search));
        }
    }

    /// 고 있- and 고 싶- written together.
    fn progressive(&mut self, stem: &Letters, search: Search) {
        if stem.len() > 2 && (stem.ends_with("고있") || stem.ends_with("고싶")) {
            let search = Search { verb: true, clear: true, ..search };
            self.stem((stem.first(stem.len() - 2), class::ANY), search);
        }
    }

    /// 도와주-, 펼쳐지-, 불어오-: a stem with 아 or 어, then a verb. Whether there was one.
    fn helpers(&mut self, stem: &Letters, kinds: u16, known: Option<Stem>, search: Search) -> bool {
        let mut any = false;
        for (helper, together, alone) in HELPERS {
            let length = helper.chars().count();
            if stem.len() <= length || !stem.ends_with(helper) {
                continue;
            }
            let Some(helping) = self.lexicon.stems.get(&stem[stem.len() - length..]) else {
                continue;
            };
            if helping.classes & kinds == 0 {
                continue;
            }
            any |= self.helped(stem, length, known, [together, alone], search);
        }
        any
    }

    fn helped(
        &mut self,
        stem: &Letters,
        length: usize,
        known: Option<Stem>,
        weights: [u32; 2],
        search: Search,
    ) -> bool {
        let [together, alone] = weights;
        let shape = stem.first(stem.len() - length);
        let mut mains = Vec::new();
        before_infinitive(&shape, &mut |(main, kinds)| {
            if let Some(found) = self.known(&main, kinds) {
                mains.push((main, found));
            }
        });
        let Some((_, best)) = mains.iter().max_by_key(|(_, found)| found.weight).copied() else {
            return false;
        };
        let search = Search { clear: true, ..search };
        match known {
            // 도와주다 is a word, and the helping verb still shows 돕다
            Some(known) if alone == 45 && stem.ends_with("주") => {
                for (main, found) in mains {
                    let weight = known.weight * found.weight / best.weight * 2 / 3;
                    self.add(&main, PartOfSpeech::Verb, weight, 85, search);
                }
            }
            Some(_) => {}
            None => {
                self.add(stem, PartOfSpeech::Verb, together, 85, search);
                for (main, found) in mains.into_iter().filter(|_| alone > 0) {
                    let weight = alone * found.weight / best.weight;
                    self.add(&main, PartOfSpeech::Verb, weight, 90, search);
                }
            }
        }
        true
    }

    /// A stem that nobody listed.
    fn unknown(&mut self, stem: &Letters, kinds: u16, search: Search) {
        if let Some((weight, cap, pos)) = self.made(stem, kinds) {
            let add = if cap == MADE { Self::add } else { Self::guess };
            return add(self, stem, pos, weight, cap, search);
        }
        let told = self.pos.is_some();
        if !told && (search.bare || !search.clear || stem.len() < 2) {
            return;
        }
        if let Some(tail) = self.known_tail(stem, kinds) {
            let weight = if stem.len() > 2 && tail.1 > 1 { 14 } else { 8 };
            return self.guess(stem, PartOfSpeech::Verb, weight, 65, search);
        }
        let plain = kinds & (class::REGULAR | class::REU) != 0;
        let like_b = kinds & class::B != 0 && stem.len() > 1;
        if plain || like_b {
            let pos = self.pos.unwrap_or(if like_b && !plain {
                PartOfSpeech::Adjective
            } else {
                PartOfSpeech::Verb
            });
            self.guess(stem, pos, if like_b && !plain { 5 } else { 3 }, 50, search);
        }
    }

    /// A predicate made of a noun or a sound (공부하-, 자랑스럽-, 반짝거리-).
    fn made(&self, stem: &Letters, kinds: u16) -> Option<(u32, u32, PartOfSpeech)> {
        MAKERS.iter().filter(|(maker, ..)| stem.ends_with(maker)).find_map(
            |(maker, kind, weights)| {
                let before =
                    stem.len().checked_sub(maker.chars().count()).filter(|before| *before > 0)?;
                let known = before > 1 && self.lexicon.nouns.contains(&stem[..before]);
                let (weight, cap) = match before {
                    _ if known => (weights[0], MADE),
                    1 => (weights[2], 70),
                    _ => (weights[1], 85),
                };
                let adjective = matches!(*maker, "스럽" | "롭" | "답" | "없" | "있");
                let pos = if adjective { PartOfSpeech::Adjective } else { PartOfSpeech::Verb };
                (weight > 0 && kinds & kind != 0).then_some((weight, cap, pos))
            },
        )
    }

    /// The longest known stem in which this one ends (병들-, 손잡-), with its length.
    fn known_tail(&self, stem: &Letters, kinds: u16) -> Option<(Stem, usize)> {
        (1..stem.len()).find_map(|start| {
            let tail = self.lexicon.stems.get(stem.get(start..)?)?;
            (tail.classes & kinds != 0).then_some((*tail, stem.len() - start))
        })
    }
}

/// Whether an ending takes the ㄹ off its stem: it begins with ㄴ, ㄹ as a final, ㅂ, ㅅ or 오.
fn drops(ending: &[char]) -> bool {
    let Some(first) = ending.first().copied() else { return false };
    match Syllable::of(first) {
        None => first != 'ㅁ',
        Some(first) => {
            matches!(first.onset, 'ㄴ' | 'ㅅ') || first.onset == 'ㅇ' && first.vowel == 'ㅗ'
        }
    }
}
