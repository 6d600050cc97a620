//! What an object is: one word, a dictionary from words to meanings, columns side by side, or a
//! wrapping around lists of words. It judges by the first members and refuses to read the rest.

use korean::text::has_hangul;

use super::{
    cells::Roles,
    scan::{self, Found, Items, Members},
};
use crate::header::Role;

/// How many members are looked at.
const SAMPLE: usize = 24;
/// How deep an object is looked into for lists of words.
const DEEPEST: usize = 3;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A word with what is said of it.
    Word,
    /// Words, each with its meaning or what is said of it.
    Dictionary,
    /// Lists of equal length: all words, all meanings.
    Columns,
    /// Lists or objects that hold words.
    Wrapping,
}

/// What an object that stands by itself is.
pub(super) fn of(object: &str, roles: &mut Roles) -> Shape {
    let facts = Facts::of(object, roles);
    let known = facts.known * 2 >= facts.members && facts.names.len() > 1;
    if known && facts.columns > 1 && facts.names.contains(&Role::Term) {
        return Shape::Columns;
    }
    if facts.word_lists > 0 {
        return Shape::Wrapping;
    }
    let speaks_of_a_word = facts.korean_word && facts.known > 1;
    if facts.korean_keys * 2 > facts.members && !speaks_of_a_word {
        return Shape::Dictionary;
    }
    if facts.word && (known || facts.members == 1) {
        return Shape::Word;
    }
    if facts.words > 1 && facts.lists == 0 {
        return Shape::Dictionary;
    }
    match facts {
        Facts { word: true, lists: 0, korean_values: ..=1, .. } => Shape::Word,
        Facts { lists: 1.., .. } | Facts { objects: 1.., word: false, .. } => Shape::Wrapping,
        Facts { korean_values, members, .. } if korean_values * 2 >= members && members > 0 => {
            if known {
                Shape::Word
            } else {
                Shape::Dictionary
            }
        }
        _ => Shape::Word,
    }
}

/// What an object in a list is: a word, but for a wrapping around another list (a lesson with its
/// words) and `{"학교": "school"}`.
pub(super) fn of_element(object: &str, roles: &mut Roles) -> Shape {
    let mut members = Members::of(object).take(SAMPLE);
    let Some((key, found)) = members.next() else { return Shape::Word };
    let Found::Whole(value) = found else { return wrapping_or_word(object, roles) };
    let role = roles.of(&key);
    if role == Some(Role::Term) && !is_container(value) {
        return Shape::Word;
    }
    let alone = members.next().is_none();
    if alone && role.is_none() && has_hangul(&key) && !value.starts_with('{') {
        return Shape::Dictionary;
    }
    wrapping_or_word(object, roles)
}

fn wrapping_or_word(object: &str, roles: &mut Roles) -> Shape {
    if wraps(object, roles, 0) { Shape::Wrapping } else { Shape::Word }
}

/// Whether a list inside the object holds words, and the object itself is none.
fn wraps(object: &str, roles: &mut Roles, depth: usize) -> bool {
    let mut found = false;
    for (key, member) in Members::of(object).take(SAMPLE) {
        let value = text(member);
        let role = roles.of(&key);
        if role == Some(Role::Term) && !is_container(value) {
            return false;
        }
        found |= value.starts_with('[') && holds_words(role, value, roles, depth + 1);
    }
    found
}

fn holds_words(role: Option<Role>, list: &str, roles: &mut Roles, depth: usize) -> bool {
    let Some(first) = first_of(list).filter(|_| depth < DEEPEST) else { return false };
    match role {
        Some(Role::Term) => true,
        None | Some(Role::Note) => {
            first.starts_with('{') && (is_word(first, roles) || wraps(first, roles, depth))
        }
        _ => false,
    }
}

/// Whether a list is of objects that are words.
pub(super) fn lists_words(list: &str, roles: &mut Roles) -> bool {
    let first = first_of(list).filter(|first| list.starts_with('[') && first.starts_with('{'));
    first.is_some_and(|first| is_word(first, roles))
}

/// Whether an object has a key for the word.
fn is_word(object: &str, roles: &mut Roles) -> bool {
    let names_it =
        |key: &str, roles: &mut Roles| key == "fields" || roles.of(key) == Some(Role::Term);
    Members::of(object).take(SAMPLE).any(|(key, _)| names_it(&key, roles))
}

fn first_of(list: &str) -> Option<&str> {
    Items::of_list(list).next().map(|found| match found {
        Found::Whole(value) | Found::Broken(value) => value,
    })
}

fn text(found: Found<'_>) -> &str {
    match found {
        Found::Whole(value) | Found::Broken(value) => value,
    }
}

fn is_container(value: &str) -> bool {
    value.starts_with(['{', '['])
}

#[derive(Debug, Default)]
struct Facts {
    members: usize,
    /// Keys with a meaning known here, and the meanings.
    known: usize,
    names: Vec<Role>,
    /// One key is for the word, and a word stands there.
    word: bool,
    korean_word: bool,
    korean_keys: usize,
    korean_values: usize,
    /// Known keys with a list or an object of plain values.
    columns: usize,
    /// Lists that may be of words.
    lists: usize,
    /// Lists that are.
    word_lists: usize,
    objects: usize,
    /// Objects that are a word each.
    words: usize,
}

impl Facts {
    fn of(object: &str, roles: &mut Roles) -> Self {
        let mut facts = Self::default();
        for (key, found) in Members::of(object).take(SAMPLE) {
            let role = roles.of(&key);
            facts.members += 1;
            facts.known += usize::from(role.is_some());
            facts.names.extend(role.filter(|role| *role != Role::Ignore));
            facts.korean_keys += usize::from(has_hangul(&key));
            facts.value(role, text(found), roles);
        }
        facts.names.sort_unstable();
        facts.names.dedup();
        facts
    }

    fn value(&mut self, role: Option<Role>, value: &str, roles: &mut Roles) {
        let list = value.starts_with('[');
        if value.starts_with('{') {
            self.objects += 1;
            self.words += usize::from(is_word(value, roles));
        }
        if !is_container(value) {
            let korean = is_korean(value);
            self.word |= role == Some(Role::Term);
            self.korean_word |= korean && role == Some(Role::Term);
            self.korean_values += usize::from(korean);
            return;
        }
        let first = if list {
            first_of(value)
        } else {
            Members::of(value).next().map(|(_, found)| text(found))
        };
        let plain = first.is_none_or(|first| !is_container(first));
        let open = matches!(role, None | Some(Role::Term));
        self.columns += usize::from(plain && role.is_some_and(|role| role != Role::Ignore));
        self.lists += usize::from(list && open);
        self.word_lists += usize::from(
            list && (lists_words(value, roles) || (open && first.is_some_and(is_korean))),
        );
    }
}

/// Whether a value is a string with Korean.
fn is_korean(value: &str) -> bool {
    let near =
        scan::value(value).filter(|(value, _)| value.starts_with('"') && value.len() < 4_000);
    near.is_some_and(|(value, _)| has_hangul(&scan::string(value)))
}
