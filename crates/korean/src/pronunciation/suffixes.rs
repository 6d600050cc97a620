//! Suffixes that behave alike in all their words: `data/suffixes.tsv`. A line holds the suffix, the
//! hanja that make it this suffix (`-`: known by its spelling when no hanja are told), the fewest
//! syllables of the word, the mark of what happens before it, and the word ends it leaves alone.

use std::sync::OnceLock;

use super::contact::{Joint, Link};
use super::token::Token;
use crate::PartOfSpeech;

const DATA: &str = include_str!("../../data/suffixes.tsv");

struct Suffix {
    letters: Vec<char>,
    /// The hanja of each way to write the suffix; empty when it is known by its spelling.
    hanja: Vec<&'static str>,
    least: usize,
    joint: Joint,
    except: Vec<&'static str>,
}

/// What happens at the joint because a suffix begins after it.
pub(super) fn joint(token: &Token, joint: usize) -> Option<Joint> {
    suffixes().iter().find(|suffix| applies(suffix, token, joint + 1)).map(|suffix| suffix.joint)
}

fn applies(suffix: &Suffix, token: &Token, start: usize) -> bool {
    let end = start + suffix.letters.len();
    end >= suffix.least
        && token.letters.get(start..end) == Some(suffix.letters.as_slice())
        && token.ends_at(end)
        && written_so(suffix, token, start, end)
        && !suffix.except.iter().any(|known| token.text(0, end).ends_with(known))
}

fn written_so(suffix: &Suffix, token: &Token, start: usize, end: usize) -> bool {
    let told: String = token.hanja[start..end].iter().flatten().collect();
    if suffix.hanja.is_empty() {
        return !token.has_hanja() && token.pos.is_none_or(PartOfSpeech::is_nominal);
    }
    suffix.hanja.contains(&told.as_str())
}

fn suffixes() -> &'static [Suffix] {
    static SUFFIXES: OnceLock<Vec<Suffix>> = OnceLock::new();
    SUFFIXES.get_or_init(|| {
        DATA.lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter_map(parse)
            .collect()
    })
}

fn parse(line: &'static str) -> Option<Suffix> {
    let mut columns = line.split('\t');
    let letters = columns.next()?.chars().collect();
    let hanja = columns.next()?.split(' ').filter(|hanja| *hanja != "-").collect();
    let least = columns.next()?.parse().ok()?;
    let joint = match columns.next()? {
        "~" => Joint { link: Link::Insertion, tense: false },
        "^" => Joint { link: Link::Nasal, tense: false },
        _ => Joint { link: Link::Plain, tense: true },
    };
    let except = columns.next().unwrap_or_default().split(' ').filter(|word| !word.is_empty());
    Some(Suffix { letters, hanja, least, joint, except: except.collect() })
}
