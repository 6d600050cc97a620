//! What stands between two neighbouring syllables: asks the lexicon first, then each group of rules,
//! and keeps beside the answer what else would be possible.

use super::contact::{Joint, Link};
use super::phrase::Breadth;
use super::token::Token;
use super::{adnominal, compounds, lexicon, sino, stems, suffixes, variants};

/// The joints that may stand between two syllables.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// Standard ones, the preferred first; never empty.
    standard: Vec<Joint>,
    /// Others that the spelling would allow.
    possible: Vec<Joint>,
    pub(super) from_lexicon: bool,
}

impl Choice {
    pub(super) fn joints(&self, breadth: Breadth) -> Vec<Joint> {
        match breadth {
            Breadth::Standard => self.standard.clone(),
            Breadth::Possible => self.standard.iter().chain(&self.possible).copied().collect(),
        }
    }
}

/// A choice for each joint of the phrase, those at spaces included.
pub(super) fn choose(words: &[Token]) -> Vec<Choice> {
    let mut choices = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if let Some(before) = index.checked_sub(1).and_then(|before| words.get(before)) {
            choices.push(between_words(before, word));
        }
        choices.extend(inside(word));
    }
    choices
}

fn inside(word: &Token) -> Vec<Choice> {
    let known = lexicon::look_up(word);
    known.into_iter().enumerate().map(|(joint, known)| choice(word, joint, known)).collect()
}

fn choice(word: &Token, joint: usize, known: Vec<Joint>) -> Choice {
    let from_lexicon = !known.is_empty();
    let first = if from_lexicon { known } else { vec![by_rule(word, joint)] };
    let possible = if from_lexicon { Vec::new() } else { variants::of(word, joint, first[0]) };
    let standard = first.into_iter().flat_map(|known| with_silent_s(word, joint, known)).collect();
    Choice { standard, possible, from_lexicon }
}

fn by_rule(word: &Token, joint: usize) -> Joint {
    if let Some(found) = suffixes::joint(word, joint) {
        return found;
    }
    let tense = stems::tenses(word, joint)
        || sino::tenses(word, joint)
        || adnominal::tenses_inside(word, joint);
    Joint { link: compounds::link(word, joint), tense }
}

/// Article 30: a compound's ㅅ before a tensed consonant may be silent or closed, both standard.
fn with_silent_s(word: &Token, joint: usize, known: Joint) -> Vec<Joint> {
    let silent = Joint { link: Link::Silent, ..known };
    if known.link == Link::Silent
        || known == Joint::default() && compounds::link(word, joint) == Link::Silent
    {
        return vec![silent, Joint { link: Link::Plain, ..known }];
    }
    vec![known]
}

fn between_words(before: &Token, word: &Token) -> Choice {
    let link = compounds::across(before, word);
    let tense = adnominal::tenses_next(before, word);
    let standard = Joint { link, tense };
    let possible = if link == Link::Insertion {
        vec![Joint { link: Link::Compound, tense }]
    } else {
        Vec::new()
    };
    Choice { standard: vec![standard], possible, from_lexicon: false }
}
