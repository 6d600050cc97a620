//! Every target over its seeds, and over seeds that were damaged at random: the short part of
//! fuzzing, in every test run. What fuzzing finds stays here as a seed named `found-…`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use fuzz::{Subject, TARGETS, Target};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Generous, for a debug build on a busy machine; what matters is that nothing hangs.
const PATIENCE: Duration = Duration::from_secs(10);

fn seeds(target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target.name);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths.collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

fn run(target: &Target, bytes: &[u8]) -> Result<(), TestCaseError> {
    let start = Instant::now();
    target.run(bytes).map_err(|broken| TestCaseError::fail(broken.to_string()))?;
    prop_assert!(start.elapsed() < PATIENCE, "{}: {:?}", target.name, start.elapsed());
    Ok(())
}

#[test]
fn every_seed_keeps_the_laws() {
    for target in TARGETS {
        let seeds = seeds(&target);
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        for (path, bytes) in seeds {
            println!("{}", path.display());
            run(&target, &bytes).unwrap();
        }
    }
}

/// Else a target could try nothing but refusals.
#[test]
fn every_target_has_a_seed_that_gives_words() {
    let dead: Vec<&str> = TARGETS
        .iter()
        .filter(|target| !seeds(target).iter().any(|(_, bytes)| gives_words(target, bytes)))
        .map(|target| target.name)
        .collect();
    assert_eq!(dead, [""; 0]);
}

fn gives_words(target: &Target, bytes: &[u8]) -> bool {
    match target.subject {
        Subject::Word => {
            let word = std::str::from_utf8(bytes).unwrap();
            !korean::dictionary_form::suggest(word, None).is_empty()
        }
        Subject::File(make) => {
            let file = make(bytes);
            !vocab::read(file.name, &file.bytes).entries.is_empty()
        }
    }
}

/// One change to a file. Places are given in 65,536ths of its length.
#[derive(Debug, Clone)]
enum Damage {
    Set { at: u16, to: u8 },
    Flip { at: u16, bit: u8 },
    Cut { from: u16, length: u16 },
    Repeat { from: u16, length: u16, times: u8 },
    Insert { at: u16, piece: &'static [u8] },
    Shorten { to: u16 },
}

/// Pieces that mean something to one reader or another.
const PIECES: [&[u8]; 16] = [
    b"\"",
    b"\n",
    b"\t",
    b"\0",
    b"\xFF\xFE",
    b"\xED\xA0\x80",
    b"<td rowspan=99999>",
    b"</row>",
    b"&#xFFFD;",
    b"<!DOCTYPE x [<!ENTITY a \"b\">]>",
    b"{\"term\":",
    b"]]]",
    b"\xFF\xFF\xFF\xFF",
    b"\xFF\xFF\xFF\x7F",
    "하ㄴ\u{202E}".as_bytes(),
    "\u{1112}\u{1161}".as_bytes(),
];

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        any::<(u16, u8)>().prop_map(|(at, to)| Damage::Set { at, to }),
        (any::<u16>(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip { at, bit }),
        (any::<u16>(), 1..64_u16).prop_map(|(from, length)| Damage::Cut { from, length }),
        (any::<u16>(), 1..64_u16, 1..40_u8).prop_map(|(from, length, times)| Damage::Repeat {
            from,
            length,
            times
        }),
        (any::<u16>(), prop::sample::select(&PIECES[..]))
            .prop_map(|(at, piece)| Damage::Insert { at, piece }),
        any::<u16>().prop_map(|to| Damage::Shorten { to }),
    ]
}

impl Damage {
    fn do_to(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len();
        let place = |at: u16| usize::from(at) * length / (usize::from(u16::MAX) + 1);
        let span = |from: u16, span: u16| place(from)..length.min(place(from) + usize::from(span));
        match *self {
            Self::Shorten { to } => bytes.truncate(place(to)),
            Self::Cut { from, length } => drop(bytes.drain(span(from, length))),
            Self::Insert { at, piece } => insert(bytes, place(at), piece),
            Self::Repeat { from, length, times } => {
                let span = span(from, length);
                let again = bytes[span.clone()].repeat(usize::from(times));
                insert(bytes, span.start, &again);
            }
            Self::Set { at, to } => change(bytes, place(at), |_| to),
            Self::Flip { at, bit } => change(bytes, place(at), |byte| byte ^ (1 << bit)),
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}

fn change(bytes: &mut [u8], at: usize, to: impl Fn(u8) -> u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = to(*byte);
    }
}

#[test]
fn damaged_seeds_keep_the_laws() {
    for target in TARGETS {
        let seeds: Vec<Vec<u8>> = seeds(&target).into_iter().map(|(_, bytes)| bytes).collect();
        let damaged = (prop::sample::select(seeds), prop::collection::vec(damage(), 1..8));
        let config = Config { cases: 96, failure_persistence: None, ..Config::default() };
        // The same damage in every run; new damage is for `./dev fuzz`.
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let kept = TestRunner::new_with_rng(config, rng).run(&damaged, |(mut bytes, damages)| {
            for damage in damages {
                damage.do_to(&mut bytes);
            }
            run(&target, &bytes)
        });
        assert!(kept.is_ok(), "{}: {kept:?}", target.name);
    }
}
