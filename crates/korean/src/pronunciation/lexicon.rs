//! What no rule knows: `data/lexicon.tsv`, where words are spelled with marks at the seams between
//! their syllables. The marks say what happens there; the sounds are still left to the rules.
//!
//! `+` tensed, `~` a ㄴ comes between, `|` closed before the next root, `^` ㄴㄹ heard as ㄴㄴ; a word
//! without marks says that nothing of the kind happens in it. `*` before or after: the entry may
//! stand inside a longer word. `/` separates readings that are all standard, the preferred first. The
//! second column, if filled, is the hanja under which alone the line holds; the third is the article.
//! Where no hanja are told, the first line of a spelling holds.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::contact::{Joint, Link};
use super::token::Token;
use crate::PartOfSpeech;

const DATA: &str = include_str!("../../data/lexicon.tsv");

/// One line of the lexicon.
#[derive(Debug)]
struct Entry {
    open_start: bool,
    open_end: bool,
    hanja: &'static str,
    /// For each gap from before the first letter to after the last: the readings, preferred first.
    gaps: Vec<Vec<Joint>>,
}

/// What the lexicon says about a joint of the token: its standard readings, preferred first; empty
/// where it says nothing.
pub(super) fn look_up(token: &Token) -> Vec<Vec<Joint>> {
    let mut found: Vec<Vec<Joint>> = vec![Vec::new(); token.len().saturating_sub(1)];
    for (start, end) in spans(token.len()) {
        let inside = start..end - 1;
        if inside.clone().any(|joint| !found[joint].is_empty()) {
            continue;
        }
        if let Some(entry) = entry(token, start, end) {
            cover(&mut found, entry, start);
        }
    }
    found
}

fn cover(found: &mut [Vec<Joint>], entry: &Entry, start: usize) {
    let last = entry.gaps.len() - 1;
    for (gap, readings) in entry.gaps.iter().enumerate() {
        let marked = readings.iter().any(|joint| *joint != Joint::default());
        let inner = gap > 0 && gap < last;
        let joint = (start + gap).checked_sub(1).and_then(|joint| found.get_mut(joint));
        if let Some(joint) = joint.filter(|joint| (inner || marked) && joint.is_empty()) {
            joint.clone_from(readings);
        }
    }
}

/// All spans of the token, the longest first.
fn spans(len: usize) -> impl Iterator<Item = (usize, usize)> {
    (1..=len.min(12))
        .rev()
        .flat_map(move |size| (0..=len - size).map(move |start| (start, start + size)))
}

fn entry(token: &Token, start: usize, end: usize) -> Option<&'static Entry> {
    let entries = lexicon().get(token.text(start, end).as_str())?;
    entries.iter().find(|entry| {
        let reaches_start = start == 0 || entry.open_start;
        let reaches_end =
            (entry.open_end && !particle_only(token, end, entry)) || token.ends_at(end);
        reaches_start && reaches_end && hanja_agrees(entry, token, start, end)
    })
}

/// A prefix that closes before a root (첫-, 겉-) is a noun of its own before a particle.
fn particle_only(token: &Token, end: usize, entry: &Entry) -> bool {
    let marked_end =
        entry.gaps.last().is_some_and(|gap| gap.iter().any(|joint| joint.link != Link::Plain));
    marked_end && end < token.len() && token.is_tail(end)
}

fn hanja_agrees(entry: &Entry, token: &Token, start: usize, end: usize) -> bool {
    let told: String = token.hanja[start..end].iter().flatten().collect();
    match entry.hanja {
        "" => true,
        // A determiner in 적 is always 的: 성적 [성쩍], not 成績.
        hanja if !token.has_hanja() => {
            token.pos != Some(PartOfSpeech::Determiner) || hanja.ends_with('的')
        }
        hanja => told == hanja,
    }
}

fn lexicon() -> &'static HashMap<String, Vec<Entry>> {
    static LEXICON: OnceLock<HashMap<String, Vec<Entry>>> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon: HashMap<String, Vec<Entry>> = HashMap::new();
        for line in DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (word, entry) = parse(line);
            lexicon.entry(word).or_default().push(entry);
        }
        lexicon
    })
}

fn parse(line: &'static str) -> (String, Entry) {
    let mut columns = line.split('\t');
    let marked = columns.next().unwrap_or_default();
    let hanja = columns.next().unwrap_or_default();
    let readings: Vec<Vec<Joint>> = marked.split('/').map(gaps).collect();
    let word = marked.split('/').next().unwrap_or_default().replace(MARKS, "");
    let gaps = (0..=word.chars().count()).map(|gap| distinct(&readings, gap)).collect();
    let entry =
        Entry { open_start: marked.starts_with('*'), open_end: marked.ends_with('*'), hanja, gaps };
    (word, entry)
}

const MARKS: [char; 5] = ['+', '~', '|', '^', '*'];

fn gaps(marked: &str) -> Vec<Joint> {
    let mut gaps = vec![Joint::default()];
    for sign in marked.chars() {
        let Some(joint) = gaps.last_mut() else { continue };
        match sign {
            '+' => joint.tense = true,
            '~' => joint.link = Link::Insertion,
            '|' => joint.link = Link::Compound,
            '^' => joint.link = Link::Nasal,
            '*' => {}
            _ => gaps.push(Joint::default()),
        }
    }
    gaps
}

fn distinct(readings: &[Vec<Joint>], gap: usize) -> Vec<Joint> {
    let mut joints: Vec<Joint> = Vec::new();
    for joint in readings.iter().filter_map(|reading| reading.get(gap)) {
        if !joints.contains(joint) {
            joints.push(*joint);
        }
    }
    joints
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Syllable;

    fn lines() -> impl Iterator<Item = &'static str> {
        DATA.lines().filter(|line| !line.starts_with('#'))
    }

    #[test]
    fn every_line_is_hangul_with_marks_and_an_article() {
        for line in lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let article: u8 = columns[2].parse().expect(line);
            assert!(columns.len() == 3 && (15..=30).contains(&article), "{line}");
            let bare = columns[0].replace(MARKS, "");
            assert!(bare.chars().all(|sign| sign == '/' || Syllable::of(sign).is_some()), "{line}");
            assert!(columns[1].is_empty() || columns[1].chars().count() >= 2, "{line}");
        }
    }

    #[test]
    fn only_a_plain_consonant_is_marked_as_tensed() {
        for (line, (_, after)) in lines().filter_map(|line| Some(line).zip(line.split_once('+'))) {
            let tensed = after.chars().next().and_then(Syllable::of);
            assert!(tensed.is_some_and(super::super::tensing::is_plain), "{line}");
        }
    }

    #[test]
    fn no_spelling_is_listed_twice_under_the_same_hanja() {
        for (word, entries) in lexicon() {
            let mut hanja: Vec<&str> = entries.iter().map(|entry| entry.hanja).collect();
            hanja.sort_unstable();
            hanja.dedup();
            assert_eq!(hanja.len(), entries.len(), "{word}");
        }
    }
}
