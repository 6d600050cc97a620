//! What has to be known by heart: `data/forms/`, read once. It says which stems, nouns, endings and
//! particles there are; what may be concluded from a match is not its business.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use crate::PartOfSpeech;

/// How a stem changes, one bit each; a stem may be of several kinds (걷다, 묻다, 이르다).
pub(super) mod class {
    /// Changes only as the spelling tells.
    pub(in super::super) const REGULAR: u16 = 1;
    /// 걷다, 걸어.
    pub(in super::super) const D: u16 = 2;
    /// 춥다, 추워.
    pub(in super::super) const B: u16 = 4;
    /// 짓다, 지어.
    pub(in super::super) const S: u16 = 8;
    /// 파랗다, 파래.
    pub(in super::super) const H: u16 = 16;
    /// 모르다, 몰라.
    pub(in super::super) const REU: u16 = 32;
    /// 푸르다, 푸르러.
    pub(in super::super) const REO: u16 = 64;
    /// 푸다, 퍼.
    pub(in super::super) const U: u16 = 128;
    /// 하다, 해.
    pub(in super::super) const HA: u16 = 256;
    /// Stands before an ending in ㄱ, ㄷ, ㅈ as it is: any kind does.
    pub(in super::super) const ANY: u16 = u16::MAX;
}

/// What is known of a stem.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stem {
    pub(super) classes: u16,
    pub(super) verb: bool,
    pub(super) adjective: bool,
    /// How often it is met: 100 often, 60, or 25 seldom.
    pub(super) weight: u32,
}

/// To which shape of a stem an ending is joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The stem as it is.
    Stem,
    /// The stem without its ㄹ.
    Drop,
    /// The stem, with 으 after a consonant.
    Eu,
    /// The stem with 아 or 어.
    Infinitive,
}

/// One ending at one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ending {
    pub(super) place: Place,
    pub(super) verb: bool,
    pub(super) closed: bool,
    pub(super) open: bool,
    /// No noun ends like this.
    pub(super) clear: bool,
}

/// After what a particle stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Any,
    Consonant,
    Vowel,
    VowelOrL,
}

/// One particle in one of its forms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Particle {
    pub(super) after: After,
    /// No noun ends like this.
    pub(super) clear: bool,
    /// Another particle may follow.
    pub(super) inner: bool,
    /// Verbs and adjectives have it too, and more often.
    pub(super) verbal: bool,
    /// It is 만.
    pub(super) only: bool,
    /// Another particle is more likely.
    pub(super) seldom: bool,
}

/// What stands behind a word that is contracted or changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contracted {
    pub(super) word: &'static str,
    pub(super) pos: PartOfSpeech,
    /// The form is another word's, too (난, orchid), or a word itself.
    pub(super) shared: bool,
}

/// About how many nouns there are, so that the set grows once.
const NOUNS: usize = 25_000;

/// The heading of the nouns that yield.
const YIELDING: &str = "a verb or adjective goes before";

/// All that is known.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub(super) stems: Map<Stem>,
    pub(super) nouns: Set,
    /// Those of the nouns that are met less than the verb or adjective of the same spelling.
    pub(super) yielding: Set,
    pub(super) headwords: Set,
    pub(super) endings: Map<Vec<Ending>>,
    pub(super) particles: Map<Vec<Particle>>,
    pub(super) contracted: HashMap<&'static str, Contracted>,
}

type Map<T> = HashMap<Box<[char]>, T, BuildHasherDefault<Mixer>>;
type Set = HashSet<Box<[char]>, BuildHasherDefault<Mixer>>;

/// The lexicon, read on first use.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(Lexicon::read)
}

impl Lexicon {
    fn read() -> Self {
        let mut all = Self::default();
        for (head, word) in words(include_str!("../../data/forms/stems.txt")) {
            add_stem(&mut all.stems, head, word);
        }
        for (head, word) in words(include_str!("../../data/forms/endings.txt")) {
            let (key, ending) = ending(head, word);
            all.endings.entry(key).or_default().push(ending);
        }
        for (head, word) in words(include_str!("../../data/forms/particles.txt")) {
            let (key, particle) = particle(head, word);
            all.particles.entry(key).or_default().push(particle);
        }
        all.nouns.reserve(NOUNS);
        for (head, word) in words(include_str!("../../data/forms/nouns.txt")) {
            all.nouns.insert(key(word));
            if head == YIELDING {
                all.yielding.insert(key(word));
            }
        }
        all.headwords = words(include_str!("../../data/forms/headwords.txt"))
            .map(|(_, word)| key(word))
            .collect();
        all.contracted = words(include_str!("../../data/forms/contracted.txt"))
            .filter_map(|(head, word)| contracted(head, word))
            .collect();
        all
    }
}

/// The words of a data file, each with the heading in brackets above it.
fn words(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut head = "";
    data.lines().filter(|line| !line.starts_with('#')).flat_map(move |line| {
        let heading = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        head = heading.unwrap_or(head);
        let words = if heading.is_some() { "" } else { line };
        words.split_whitespace().map(move |word| (head, word))
    })
}

fn key(word: &str) -> Box<[char]> {
    word.chars().collect()
}

/// `+` often, `-` seldom; the heading names the part of speech and the kind.
fn add_stem(stems: &mut Map<Stem>, head: &str, word: &str) {
    let weight = match word.as_bytes().first() {
        Some(b'+') => 100,
        Some(b'-') => 25,
        _ => 60,
    };
    let stem = word.trim_start_matches(['+', '-']);
    let known = stems.entry(key(stem)).or_default();
    known.verb |= head.starts_with("verb");
    known.adjective |= head.starts_with("adjective");
    known.weight = known.weight.max(weight);
    known.classes |= match head.split(' ').nth(1) {
        Some("ㄷ") => class::D,
        Some("ㅂ") => class::B,
        Some("ㅅ") => class::S,
        Some("ㅎ") => class::H,
        Some("러") => class::REO,
        Some("우") => class::U,
        Some(_) => class::REGULAR,
        None => class_by_spelling(stem),
    };
}

fn class_by_spelling(stem: &str) -> u16 {
    match stem.chars().next_back() {
        Some('르') => class::REU,
        Some('하') => class::HA,
        _ => class::REGULAR,
    }
}

fn ending(head: &str, word: &str) -> (Box<[char]>, Ending) {
    let place = match head.split(' ').next() {
        Some("drop") => Place::Drop,
        Some("eu") => Place::Eu,
        Some("infinitive") => Place::Infinitive,
        _ => Place::Stem,
    };
    let limit = |limit| head.split(' ').any(|word| word == limit);
    let ending = Ending {
        place,
        verb: limit("verb"),
        closed: limit("closed"),
        open: limit("open"),
        clear: word.starts_with('!'),
    };
    (key(word.trim_start_matches('!')), ending)
}

fn particle(head: &str, word: &str) -> (Box<[char]>, Particle) {
    let after = match head.split(' ').next().unwrap_or_default() {
        "closed" => After::Consonant,
        "open" => After::Vowel,
        "toward" => After::VowelOrL,
        _ => After::Any,
    };
    let marks: &str =
        &word[..word.find(|mark| !matches!(mark, '!' | '+' | '-')).unwrap_or_default()];
    let letters = &word[marks.len()..];
    let particle = Particle {
        after,
        clear: marks.contains('!'),
        inner: marks.contains('+'),
        verbal: head.ends_with("verbal"),
        only: letters == "만",
        seldom: marks.contains('-'),
    };
    (key(letters), particle)
}

fn contracted(head: &str, line: &'static str) -> Option<(&'static str, Contracted)> {
    let (form, word) = line.split_once('=')?;
    let (at, _) = word.char_indices().next_back()?;
    let (word, label) = word.split_at_checked(at)?;
    let pos = PartOfSpeech::from_label(label)?;
    Some((form, Contracted { word, pos, shared: head == "shared" }))
}

/// A quick hash for a few letters; the keys are our own, so nobody can make them collide.
#[derive(Debug, Default)]
pub(super) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(value)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, _length: usize) {}
}
