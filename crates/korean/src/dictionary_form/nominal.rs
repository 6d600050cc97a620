//! Nouns and their kin: takes particles and the forms of 이다 off the end, one after another, where
//! the noun's last sound agrees with them.

use super::found::Found;
use super::letters::Letters;
use super::lexicon::{After, Lexicon, Particle};
use crate::PartOfSpeech;

/// More particles than these do not follow one another (집에서까지만은).
const DEEPEST: u8 = 4;

/// Takes particles off a word of which it is known (`Some`) or not (`None`) what it is.
pub(super) struct Particles<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) pos: Option<PartOfSpeech>,
    pub(super) found: &'a mut Found,
    /// Something was taken off that is more likely of a verb, or of another noun.
    pub(super) doubtful: bool,
}

impl Particles<'_> {
    /// Finds every noun that may stand before particles. `sure`: only nouns we know count.
    pub(super) fn take_off(&mut self, word: &Letters, sure: bool) {
        self.strip(word, false, sure, 0);
    }

    /// Whether a noun was found under the word.
    fn strip(&mut self, word: &Letters, clear: bool, sure: bool, depth: u8) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let mut any = false;
        for start in 1..=word.len() {
            let noun = word.first(start);
            if start < word.len() {
                let rest = &word[start..];
                any |= self.particle(&noun, rest, clear, sure, depth);
            }
            any |= self.split_syllable(&noun, word, start, depth);
        }
        any
    }

    /// 는 and 를 shortened to a final consonant (이건, 학굘); with 이다 dropped, ㅂ니다.
    fn split_syllable(&mut self, noun: &Letters, word: &Letters, start: usize, depth: u8) -> bool {
        let Some(coda @ ('ㄴ' | 'ㄹ' | 'ㅂ')) = noun.last().and_then(|last| last.coda) else {
            return false;
        };
        let Some(noun) = noun.with_coda(None) else { return false };
        let mut letters = [coda; 4];
        let rest = &word[start..];
        if rest.len() >= letters.len() || depth > 0 {
            return false;
        }
        letters[1..=rest.len()].copy_from_slice(rest);
        noun.len() > 1 && self.particle(&noun, &letters[..=rest.len()], false, true, depth)
    }

    fn particle(
        &mut self,
        noun: &Letters,
        rest: &[char],
        clear: bool,
        sure: bool,
        depth: u8,
    ) -> bool {
        let Some(particles) = self.lexicon.particles.get(rest) else { return false };
        let mut any = false;
        for particle in particles {
            if agrees(noun, particle.after) && (depth == 0 || particle.inner) {
                let before = self.doubtful;
                self.doubtful |= self.stem_wins(noun, *particle) || particle.seldom;
                any |= self.noun(noun, clear || particle.clear, sure, depth);
                self.doubtful = before;
            }
        }
        any
    }

    fn noun(&mut self, noun: &Letters, clear: bool, sure: bool, depth: u8) -> bool {
        if self.lexicon.nouns.contains(&noun[..]) {
            self.add(noun, clear, depth);
            return true;
        }
        if self.strip(noun, clear, sure, depth + 1) {
            return true;
        }
        if sure {
            return false;
        }
        self.guess(noun, clear)
    }

    fn guess(&mut self, noun: &Letters, clear: bool) -> bool {
        let told = self.pos.is_some();
        let (weight, cap) = match (noun.len(), clear) {
            _ if noun.ends_with("없") || noun.ends_with("있") => return false,
            // what is left of 콩으로 when 로 alone is taken off
            _ if noun.ends_with("으") => return false,
            _ if self.is_compound(noun) => (30, 85),
            (1, true) if told => (10, 70),
            (1, true) => (4, 50),
            (1, false) => return false,
            (_, true) => (8, 85),
            (2.., false) if told => (12, 70),
            _ => (8, 70),
        };
        self.found.guess(*noun, self.kind(), weight, cap);
        self.doubt(clear);
        true
    }

    /// Whether the word ends or begins in a noun we know, with at least two syllables of it.
    fn is_compound(&self, noun: &Letters) -> bool {
        let known =
            |part: Option<&[char]>| part.is_some_and(|part| self.lexicon.nouns.contains(part));
        noun.len() > 2 && (1..noun.len() - 1).any(|start| known(noun.get(start..)))
            || noun.len() > 2 && (2..noun.len()).any(|end| known(noun.get(..end)))
    }

    fn add(&mut self, noun: &Letters, clear: bool, depth: u8) {
        let weight = if noun.len() > 1 { 80 } else { 60 };
        let weight = if self.doubtful { weight / 4 } else { weight };
        let first = depth == 0 && !self.doubtful && !self.lexicon.yielding.contains(&noun[..]);
        self.found.add_noun(*noun, self.kind(), weight, first);
        self.doubt(clear);
    }

    fn kind(&self) -> PartOfSpeech {
        self.pos.unwrap_or(PartOfSpeech::Noun)
    }

    /// Whether a listed verb or adjective goes before the noun: 이다 without its 이 is seldom written
    /// (가지니까 is of 가지다), 하고 after 공부 is of 공부하다, and 지만 is no 만.
    fn stem_wins(&self, noun: &Letters, particle: Particle) -> bool {
        let verbal = particle.verbal || particle.only && noun.ends_with("지");
        verbal && self.found.has_listed_stem()
    }

    fn doubt(&mut self, clear: bool) {
        self.found.doubt(match (self.pos, clear) {
            (Some(_), _) => 1,
            (None, true) => 2,
            (None, false) => 10,
        });
    }
}

fn agrees(noun: &Letters, after: After) -> bool {
    let coda = noun.last().and_then(|last| last.coda);
    match after {
        After::Any => true,
        After::Consonant => coda.is_some(),
        After::Vowel => coda.is_none(),
        After::VowelOrL => matches!(coda, None | Some('ㄹ')),
    }
}
