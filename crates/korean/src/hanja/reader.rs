//! Reads hanja against hangul. What is written is a row of parts (a character, hangul that stands for
//! itself, a dash for native syllables), and all ways to read the parts so far are followed at once, as
//! the syllables at which they end: a dash may cover any number of them.

use super::characters::{korean_form, readings};
use super::foreign::foreign;
use super::irregular::{Irregular, beginning};
use super::sounds::{Place, spellings};
use super::{Fault, Verdict};
use crate::text::{has_hanja, is_hanja};

/// Whether the hanja of a word can be read as its hangul. The hanja may be mixed with hangul (工夫하다),
/// native parts may be dashes (江-), the ending of a verb may be left out (工夫), and several spellings
/// may be separated by `/`, each of which must be right. The National Institute's marks ▽ and ^ are
/// passed over.
#[must_use]
pub fn check(hanja: &str, hangul: &str) -> Verdict {
    if !has_hanja(hanja) {
        return silent_or_stray(hanja, hangul);
    }
    let hangul: Vec<char> = hangul.chars().filter(|letter| !is_passed_over(*letter)).collect();
    let mut spelled = hanja.split(['/', ',']).filter(|one| has_hanja(one));
    spelled.find_map(|one| read(one, &hangul).err()).map_or(Verdict::Right, Verdict::Wrong)
}

/// Dashes and the word's own hangul say that there are no hanja; anything else is no hanja at all.
fn silent_or_stray(hanja: &str, hangul: &str) -> Verdict {
    let mut letters = hanja.chars().filter(|letter| !is_passed_over(*letter) && !is_dash(*letter));
    let stray = letters.find(|letter| !hangul.contains(*letter));
    stray.map_or(Verdict::Silent, |letter| Verdict::Wrong(Fault::Stray { letter }))
}

/// What hanja are followed by where they are given without it: the tails that make verbs, adjectives
/// and adverbs of Sino-Korean words.
const TAILS: &[&str] = &[
    "하다",
    "되다",
    "시키다",
    "받다",
    "당하다",
    "스럽다",
    "롭다",
    "답다",
    "나다",
    "내다",
    "짓다",
    "있다",
    "없다",
    "없이",
    "히",
    "이",
    "거리다",
];

fn read(hanja: &str, hangul: &[char]) -> Result<(), Fault> {
    let written: Vec<char> = hanja.chars().map(korean_form).collect();
    if let Some(foreign) = written.iter().copied().find_map(foreign) {
        return Err(Fault::Foreign(foreign));
    }
    let parts = parts(&written);
    // ends[n]: the syllables that parts 0..n may have taken up
    let mut ends: Vec<Vec<usize>> = vec![Vec::new(); parts.len() + 1];
    ends[0].push(0);
    for (index, part) in parts.iter().enumerate() {
        let starts = std::mem::take(&mut ends[index]);
        let before = furthest(&starts);
        let reading = Reading { parts: &parts, index, hangul };
        for start in starts {
            for (taken, end) in reading.steps(*part, start) {
                if !ends[index + taken].contains(&end) {
                    ends[index + taken].push(end);
                }
            }
        }
        if ends[index + 1..].iter().all(Vec::is_empty) {
            return Err(reading.fault(*part, before));
        }
    }
    finished(&ends[parts.len()], hangul)
}

fn furthest(ends: &[usize]) -> usize {
    ends.iter().copied().max().unwrap_or_default()
}

fn finished(ends: &[usize], hangul: &[char]) -> Result<(), Fault> {
    let rest = |end: usize| hangul.get(end..).unwrap_or_default();
    let done = |end: usize| {
        let rest: String = rest(end).iter().collect();
        rest.is_empty() || TAILS.contains(&rest.as_str())
    };
    let last = furthest(ends);
    match rest(last).first() {
        Some(syllable) if !ends.iter().any(|end| done(*end)) => {
            Err(Fault::TooShort { syllable: *syllable, position: last + 1 })
        }
        _ => Ok(()),
    }
}

/// One thing that is written, and whether a space stood before it.
#[derive(Debug, Clone, Copy)]
enum Part {
    Character { letter: char, spaced: bool },
    Letter(char),
    Dash,
}

fn parts(written: &[char]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut spaced = false;
    for letter in written.iter().copied() {
        match letter {
            ' ' | '^' => spaced = true,
            _ if is_passed_over(letter) => {}
            _ if is_dash(letter) && matches!(parts.last(), Some(Part::Dash)) => {}
            _ if is_dash(letter) => parts.push(Part::Dash),
            _ if is_hanja(letter) => parts.push(Part::Character { letter, spaced }),
            _ => parts.push(Part::Letter(letter)),
        }
        spaced &= matches!(letter, ' ' | '^');
    }
    parts
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '–' | '—' | '―' | '〜' | '~')
}

fn is_passed_over(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '▽' | '▼' | '^' | '·' | '・')
}

/// A part of the hanja about to be read.
struct Reading<'a> {
    parts: &'a [Part],
    index: usize,
    hangul: &'a [char],
}

impl Reading<'_> {
    /// How many parts can be read from a syllable on, and at which syllable that ends.
    fn steps(&self, part: Part, start: usize) -> Vec<(usize, usize)> {
        let rest = self.hangul.get(start..).unwrap_or_default();
        match part {
            Part::Dash => (start + 1..=self.hangul.len()).map(|end| (1, end)).collect(),
            Part::Letter(letter) if rest.first() == Some(&letter) => vec![(1, start + 1)],
            Part::Letter(_) => Vec::new(),
            Part::Character { letter, .. } => self.readings(letter, start, rest),
        }
    }

    fn readings(&self, letter: char, start: usize, rest: &[char]) -> Vec<(usize, usize)> {
        let run = self.run();
        let irregular: Vec<_> = beginning(&run).collect();
        // a word that must be read as a whole is not read by its first character
        let whole = irregular.iter().any(|one| one.alone && self.covers_regular(one, start));
        let fits =
            |one: &&&Irregular| rest.starts_with(&one.hangul) && !(whole && one.hanja.len() == 1);
        let taken = irregular.iter().filter(fits).map(|one| one.hanja.len());
        let mut steps: Vec<_> = taken.map(|taken| (taken, start + taken)).collect();
        let regular = rest.first().is_some_and(|said| self.said(letter, start).contains(said));
        if regular && !whole {
            steps.push((1, start + 1));
        }
        steps
    }

    /// Whether the characters of an irregular word stand here with their regular readings.
    fn covers_regular(&self, irregular: &Irregular, start: usize) -> bool {
        let rest = self.hangul.get(start..).unwrap_or_default();
        irregular.hanja.iter().enumerate().all(|(offset, letter)| {
            let later = Reading { index: self.index + offset, ..*self };
            rest.get(offset).is_some_and(|said| later.said(*letter, start + offset).contains(said))
        })
    }

    /// The characters from here to the next thing that is none.
    fn run(&self) -> Vec<char> {
        let letters = self.parts.get(self.index..).unwrap_or_default().iter();
        letters
            .map_while(|part| match part {
                Part::Character { letter, .. } => Some(*letter),
                Part::Letter(_) | Part::Dash => None,
            })
            .collect()
    }

    /// Every syllable that the character may be written as here.
    fn said(&self, letter: char, start: usize) -> Vec<char> {
        let place = self.place(start);
        // 々 repeats the character before it
        let letter = match self.index.checked_sub(1).and_then(|before| self.parts.get(before)) {
            Some(Part::Character { letter: before, .. }) if letter == '々' => *before,
            _ => letter,
        };
        readings(letter).flat_map(|reading| spellings(reading, place)).collect()
    }

    fn place(&self, start: usize) -> Place {
        let part = |index: Option<usize>| index.and_then(|index| self.parts.get(index));
        let before = part(self.index.checked_sub(1));
        let after = part(Some(self.index + 1));
        let spaced = |part| matches!(part, Some(&Part::Character { spaced: true, .. }));
        let first = before.is_none() || spaced(part(Some(self.index)));
        let follows = matches!(after, Some(Part::Character { spaced: false, .. }));
        let single = before.is_none() && after.is_none();
        let after_hangul = matches!(before, Some(Part::Letter(_) | Part::Dash));
        Place {
            opens: first && !single,
            may_open: first || after_hangul || follows,
            before: start.checked_sub(1).and_then(|before| self.hangul.get(before)).copied(),
            joined: matches!(after, Some(Part::Letter(_) | Part::Dash)),
        }
    }

    fn fault(&self, part: Part, at: usize) -> Fault {
        let syllable = self.hangul.get(at).copied();
        match (part, syllable) {
            (Part::Letter(letter), _) => Fault::Stray { letter },
            (Part::Character { letter, .. }, Some(syllable)) => self.misread(letter, syllable, at),
            (Part::Character { letter, .. }, None) => Fault::TooLong { character: letter },
            (Part::Dash, _) => Fault::TooLong { character: '—' },
        }
    }

    fn misread(&self, character: char, syllable: char, at: usize) -> Fault {
        if readings(character).next().is_none() {
            return Fault::Unread { character };
        }
        let mut expected: Vec<char> = beginning(&self.run())
            .filter_map(|irregular| irregular.hangul.first().copied())
            .collect();
        if expected.is_empty() || expected.contains(&syllable) {
            expected = self.said(character, at);
        }
        expected.retain(|reading| *reading != syllable);
        expected.dedup();
        Fault::Misread { character, syllable, position: at + 1, readings: expected }
    }
}
