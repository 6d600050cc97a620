//! Which crate may import which. Left may import right; an arrow that is not here must not exist.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    process::Command,
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// What each of our crates may import of ours. A crate that is not here has no place yet.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("korean", &[]),
    ("vocab", &["korean"]),
    ("llm", &[]),
    ("store", &[]),
    ("deck", &["korean"]),
    ("pipeline", &["llm", "store", "korean"]),
    ("app", &["pipeline", "store", "deck", "vocab", "llm", "korean"]),
    // to start the service: docs/decisions/0006
    ("cli", &["app", "serve"]),
    ("serve", &["app"]),
    ("hanji-desktop", &["app"]),
    ("fake-openrouter", &[]),
    ("fuzz", &["vocab", "korean"]),
];

/// Ours, and open to every crate's tests.
const TEST_TOOLS: &[&str] = &["fake-openrouter", "fuzz"];

/// Others' crates that draw windows: for the shell alone.
const WINDOWS: &[&str] = &["tauri", "wry", "tao", "rfd", "gtk"];

/// Others' crates that a crate must not reach, on whatever way.
const NEVER_REACHES: &[(&str, &[&str])] = &[
    // it reads other programs' databases from memory: docs/decisions/0008
    ("vocab", &["reqwest", "hyper", "tokio"]),
    ("llm", &["rusqlite"]),
    ("store", &["reqwest", "hyper"]),
];

/// Others' crates that a crate reaches only through another of ours.
const NEVER_IMPORTS: &[(&str, &[&str])] = &[
    ("pipeline", &["reqwest", "rusqlite"]),
    ("cli", &["reqwest", "rusqlite", "keyring"]),
    ("serve", &["reqwest", "rusqlite", "keyring"]),
    ("hanji-desktop", &["reqwest", "rusqlite", "keyring"]),
];

type Imports = BTreeMap<String, BTreeSet<String>>;

/// Every arrow there is, by the crates' names.
#[derive(Debug, Clone, Default)]
struct Arrows {
    ours: BTreeSet<String>,
    /// Those of ours that live under `crates/`.
    inner: BTreeSet<String>,
    /// Imported by a crate's code or its build script.
    code: Imports,
    /// Imported by its tests alone.
    tests: Imports,
}

impl Arrows {
    fn of_this_workspace() -> Self {
        let metadata = metadata();
        let mut arrows = Self::default();
        for member in metadata.workspace_packages() {
            arrows.ours.insert(member.name.to_string());
            if member.manifest_path.starts_with(metadata.workspace_root.join("crates")) {
                arrows.inner.insert(member.name.to_string());
            }
        }
        for node in &metadata.resolve.as_ref().unwrap().nodes {
            let from = &metadata[&node.id].name;
            for dependency in &node.deps {
                let only_tests = dependency
                    .dep_kinds
                    .iter()
                    .all(|kind| matches!(kind.kind, DependencyKind::Development));
                arrows.add(from, &metadata[&dependency.pkg].name, only_tests);
            }
        }
        arrows
    }

    fn add(&mut self, from: &str, to: &str, only_tests: bool) {
        let imports = if only_tests { &mut self.tests } else { &mut self.code };
        imports.entry(from.into()).or_default().insert(to.into());
    }

    fn with(mut self, from: &str, to: &str) -> Self {
        self.add(from, to, false);
        self
    }

    /// The shortest way from one crate's code to another, both named.
    fn way(&self, from: &str, to: &str) -> Option<String> {
        let mut seen = BTreeSet::from([from]);
        let mut open = VecDeque::from([vec![from]]);
        while let Some(way) = open.pop_front() {
            let last = *way.last()?;
            if last == to {
                return Some(way.join(" -> "));
            }
            for next in imported(&self.code, last).filter(|next| seen.insert(next)) {
                open.push_back([way.as_slice(), &[next]].concat());
            }
        }
        None
    }
}

fn imported<'a>(imports: &'a Imports, from: &str) -> impl Iterator<Item = &'a str> {
    imports.get(from).into_iter().flatten().map(String::as_str)
}

/// Of this machine's system alone: cargo need not have the crates of others.
fn metadata() -> Metadata {
    let version = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let version = String::from_utf8(version).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    MetadataCommand::new()
        .manifest_path(super::root().join("Cargo.toml"))
        .other_options(["--offline", "--filter-platform", host].map(String::from))
        .exec()
        .unwrap()
}

fn broken(arrows: &Arrows) -> Vec<String> {
    let mut broken = Vec::new();
    for from in &arrows.ours {
        broken.extend(broken_among_ours(arrows, from));
        broken.extend(broken_to_others(arrows, from));
    }
    broken
}

fn broken_among_ours(arrows: &Arrows, from: &str) -> Vec<String> {
    let Some(may) = rule(MAY_IMPORT, from) else {
        return vec![format!("{from} has no place in MAY_IMPORT")];
    };
    let code = imported(&arrows.code, from).filter(|to| !may.contains(to));
    let tests =
        imported(&arrows.tests, from).filter(|to| !may.contains(to) && !TEST_TOOLS.contains(to));
    code.chain(tests)
        .filter(|to| arrows.ours.contains(*to) && *to != from)
        .map(|to| format!("{from} -> {to}"))
        .collect()
}

fn broken_to_others(arrows: &Arrows, from: &str) -> Vec<String> {
    let windows = if arrows.inner.contains(from) { WINDOWS } else { &[] };
    let reached = rule(NEVER_REACHES, from).into_iter().flatten().chain(windows);
    let mut broken: Vec<String> = reached.filter_map(|to| arrows.way(from, to)).collect();
    let imported: Vec<&str> = imported(&arrows.code, from).collect();
    let forbidden = rule(NEVER_IMPORTS, from).unwrap_or_default();
    // the Korean layer is the standard library and data
    let is_forbidden = |to: &&&str| from == "korean" || forbidden.contains(*to);
    broken.extend(imported.iter().filter(is_forbidden).map(|to| format!("{from} -> {to}")));
    broken
}

fn rule(
    rules: &'static [(&'static str, &'static [&'static str])],
    of: &str,
) -> Option<&'static [&'static str]> {
    rules.iter().find(|(name, _)| *name == of).map(|(_, crates)| *crates)
}

#[test]
fn no_arrow_is_broken() {
    let arrows = Arrows::of_this_workspace();
    assert!(arrows.inner.len() >= 8 && arrows.code.len() > 100, "{:?}", arrows.ours);
    assert_eq!(broken(&arrows), [""; 0]);
}

#[test]
fn each_arrow_that_must_never_exist_would_be_named() {
    let arrows = Arrows::of_this_workspace();
    for (from, to) in [
        ("korean", "vocab"),
        ("korean", "serde"),
        ("llm", "store"),
        ("llm", "korean"),
        ("llm", "rusqlite"),
        ("store", "llm"),
        ("store", "reqwest"),
        ("vocab", "tokio"),
        ("deck", "store"),
        ("pipeline", "deck"),
        ("pipeline", "reqwest"),
        ("cli", "store"),
        ("cli", "rusqlite"),
        ("serve", "store"),
        ("hanji-desktop", "pipeline"),
        ("app", "tauri"),
        ("deck", "rfd"),
        ("app", "fake-openrouter"),
    ] {
        let named = broken(&arrows.clone().with(from, to));
        assert!(named.contains(&format!("{from} -> {to}")), "{from} -> {to} is not in {named:?}");
    }
}

#[test]
fn a_way_over_others_crates_is_named_from_end_to_end() {
    let arrows = Arrows::of_this_workspace().with("zip", "wry");
    assert!(broken(&arrows).contains(&"deck -> zip -> wry".to_owned()));
}

#[test]
fn a_crate_without_a_place_is_named() {
    let mut arrows = Arrows::of_this_workspace();
    arrows.ours.insert("helpers".into());
    assert_eq!(broken(&arrows), ["helpers has no place in MAY_IMPORT"]);
}
