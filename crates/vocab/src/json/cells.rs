//! What one JSON object says of one word, as names and cells: nested objects and lists are brought
//! down to one level. It refuses to know other words, and in which column a name ends up.

use std::collections::HashMap;

use super::scan::{self, Found, Items, Members};
use crate::{
    clean,
    entry::Reason,
    grid::Cell,
    header::{self, Role},
};

/// How deep objects and lists inside a word are looked into.
const DEEPEST: usize = 8;
/// How many cells a word has at most.
pub(super) const MOST_CELLS: usize = 256;
/// The longest text of a cell, in bytes.
const LONGEST_CELL: usize = 32 * 1024;
/// How many names are remembered with what they mean.
const MOST_NAMES: usize = 1_000;

/// A name with what stands under it.
pub(super) type Pair = (String, Cell);

/// What names mean. Files repeat a handful, so each is looked up once.
#[derive(Debug, Default)]
pub(super) struct Roles(HashMap<String, Option<Role>>);

impl Roles {
    pub(super) fn of(&mut self, name: &str) -> Option<Role> {
        if let Some(role) = self.0.get(name) {
            return *role;
        }
        let role = header::role_of(clean::start(alias(name), 200));
        if self.0.len() < MOST_NAMES {
            self.0.insert(name.to_owned(), role);
        }
        role
    }
}

/// Language codes as they are written out.
fn alias(name: &str) -> &str {
    let is_one_of = |codes: &[&str]| codes.iter().any(|code| code.eq_ignore_ascii_case(name));
    match name {
        _ if name.len() > 5 => name,
        _ if is_one_of(&["ko", "kr", "kor", "ko-kr", "ko_kr"]) => "korean",
        _ if is_one_of(&["en", "eng", "en-us", "en-gb", "en_us"]) => "english",
        _ => name,
    }
}

/// All that an object says.
pub(super) fn pairs(object: &str, roles: &mut Roles) -> Vec<Pair> {
    let mut cells = Cells { roles, found: Vec::new() };
    cells.object("", object, 0);
    cells.found
}

/// What stands under one name.
pub(super) fn pairs_under(name: &str, value: &str, roles: &mut Roles) -> Vec<Pair> {
    let mut cells = Cells { roles, found: Vec::new() };
    cells.value(name, value, 0);
    cells.found
}

/// A value as one cell, whatever it is made of.
pub(super) fn cell(value: &str) -> Cell {
    match value.as_bytes().first() {
        Some(b'"') => Cell::Text(text(value)),
        Some(b't' | b'f') => other(value, Reason::NotText),
        Some(b'-' | b'0'..=b'9') => other(value, Reason::NoHangul),
        Some(b'{' | b'[') => {
            let mut all = String::new();
            let found = pairs_under("", value, &mut Roles::default());
            for (_, cell) in &found {
                append(&mut all, shown(cell));
            }
            Cell::Text(all)
        }
        _ => Cell::Text(String::new()),
    }
}

fn text(json: &str) -> String {
    let mut text = scan::string(json);
    text.truncate(text.floor_char_boundary(LONGEST_CELL));
    text
}

fn other(value: &str, reason: Reason) -> Cell {
    Cell::Other { shown: clean::start(value, 40).to_owned(), reason }
}

pub(super) fn shown(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) => text,
        Cell::Other { shown, .. } => shown,
    }
}

fn append(all: &mut String, part: &str) {
    if part.is_empty() || all.len() + part.len() > LONGEST_CELL {
        return;
    }
    if !all.is_empty() {
        all.push_str("; ");
    }
    all.push_str(part);
}

fn is_container(value: &str) -> bool {
    value.starts_with(['{', '['])
}

fn whole((key, found): (String, Found<'_>)) -> Option<(String, &str)> {
    if let Found::Whole(value) = found { Some((key, value)) } else { None }
}

struct Cells<'a> {
    roles: &'a mut Roles,
    found: Vec<Pair>,
}

impl Cells<'_> {
    fn value(&mut self, name: &str, value: &str, depth: usize) {
        if self.found.len() >= MOST_CELLS || depth > DEEPEST {
            return;
        }
        match value.as_bytes().first() {
            Some(b'{') => self.object(name, value, depth + 1),
            Some(b'[') => self.list(name, value, depth + 1),
            _ => self.push(name, cell(value)),
        }
    }

    fn object(&mut self, within: &str, object: &str, depth: usize) {
        let members: Vec<_> = Members::of(object).filter_map(whole).take(MOST_CELLS).collect();
        let mut names: Vec<String> =
            members.iter().map(|(key, _)| self.name(within, key)).collect();
        // A meaning in other languages than English is a meaning all the same.
        let is_missing = !within.is_empty() && !names.iter().any(|name| name == within);
        let translated = self.roles.of(within) == Some(Role::Meaning);
        let language = members.iter().position(|(key, _)| is_language(key));
        if let Some(at) = language.filter(|_| is_missing && translated) {
            within.clone_into(&mut names[at]);
        }
        for (name, (_, value)) in names.iter().zip(members) {
            self.value(name, value, depth);
        }
    }

    /// A list of plain values is one cell; the fields of a note are one each.
    fn list(&mut self, name: &str, list: &str, depth: usize) {
        let values = Items::of_list(list).filter_map(|found| match found {
            Found::Whole(value) => Some(value),
            Found::Broken(_) => None,
        });
        if matches!(name, "fields" | "flds") {
            for (at, value) in values.take(MOST_CELLS).enumerate() {
                self.value(&field_name(at), value, depth);
            }
            return;
        }
        let mut plain = String::new();
        for value in values {
            if is_container(value) {
                self.value(name, value, depth);
            } else if plain.len() < LONGEST_CELL {
                append(&mut plain, shown(&self::cell(value)));
            }
        }
        if !plain.is_empty() {
            self.push(name, Cell::Text(plain));
        }
    }

    /// Adds a cell. Under a name that has one already, a word stays as it is and others join.
    fn push(&mut self, name: &str, cell: Cell) {
        let Some((_, there)) = self.found.iter_mut().find(|(taken, _)| taken == name) else {
            self.found.push((name.to_owned(), cell));
            return;
        };
        if shown(there).is_empty() {
            *there = cell;
        } else if let Cell::Text(text) = there {
            let is_term = self.roles.of(name) == Some(Role::Term);
            append(text, if is_term { "" } else { shown(&cell) });
        }
    }

    /// What a key inside another is called: a meaning's `text` is the meaning, the `korean` of an
    /// example is the example and its `english` the translation.
    fn name(&mut self, within: &str, key: &str) -> String {
        if within.is_empty() {
            return alias(key).to_owned();
        }
        let below = || format!("{within} {key}");
        let (outer, own) = (self.roles.of(within), self.roles.of(key));
        match (outer, own) {
            (Some(_), Some(Role::Ignore)) => below(),
            (_, None) if is_value(key) => within.to_owned(),
            (Some(Role::Meaning | Role::Translation), Some(Role::Term)) if is_language(key) => {
                below()
            }
            (
                Some(Role::Meaning | Role::Translation),
                Some(Role::Term | Role::Meaning | Role::Translation),
            )
            | (Some(Role::Example), Some(Role::Term)) => within.to_owned(),
            (Some(Role::Example), Some(Role::Meaning | Role::Translation)) => {
                "translation".to_owned()
            }
            (Some(outer), Some(own)) if outer == own => within.to_owned(),
            (Some(_), None) => below(),
            (None, _) | (Some(_), Some(_)) => alias(key).to_owned(),
        }
    }
}

/// Keys that say no more than that the value is there.
fn is_value(key: &str) -> bool {
    ["text", "value", "name", "content", "label"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(key))
}

fn is_language(key: &str) -> bool {
    let two_letters = key.len() == 2 && key.bytes().all(|letter| letter.is_ascii_lowercase());
    two_letters || matches!(alias(key), "korean" | "english" | "한국어")
}

/// The first two fields of a note are its front and back.
fn field_name(at: usize) -> String {
    match at {
        0 => "front".to_owned(),
        1 => "back".to_owned(),
        _ => format!("field {}", at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(object: &str) -> Vec<(String, String)> {
        let shown = |(name, cell): &Pair| (name.clone(), shown(cell).to_owned());
        pairs(object, &mut Roles::default()).iter().map(shown).collect()
    }

    fn assert_flat(object: &str, wanted: &[(&str, &str)]) {
        let wanted: Vec<_> =
            wanted.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        assert_eq!(flat(object), wanted, "{object}");
    }

    #[test]
    fn a_list_of_meanings_is_one_cell() {
        assert_flat(
            r#"{"word":"먹다","meaning":["to eat","to have"],"tags":["a","b"]}"#,
            &[("word", "먹다"), ("meaning", "to eat; to have"), ("tags", "a; b")],
        );
    }

    #[test]
    fn the_meaning_is_found_inside_the_meaning() {
        assert_flat(
            r#"{"meaning":{"en":"school","ko":"배우는 곳"}}"#,
            &[("meaning", "school"), ("meaning ko", "배우는 곳")],
        );
        assert_flat(r#"{"meaning":{"ko":"배우는 곳"}}"#, &[("meaning", "배우는 곳")]);
        assert_flat(
            r#"{"translations":[{"text":"school"},{"text":"academy"}]}"#,
            &[("translations", "school; academy")],
        );
        assert_flat(
            r#"{"senses":[{"definition":"school","pos":"noun"}]}"#,
            &[("definition", "school"), ("pos", "noun")],
        );
    }

    #[test]
    fn the_korean_of_an_example_is_not_the_word() {
        assert_flat(
            r#"{"ko":"학교","examples":[{"korean":"학교에 가요.","english":"I go to school."}]}"#,
            &[("korean", "학교"), ("examples", "학교에 가요."), ("translation", "I go to school.")],
        );
    }

    #[test]
    fn the_fields_of_anki_s_notes_are_cells() {
        assert_flat(
            r#"{"fields":{"Front":{"value":"학교","order":0},"Back":{"value":"school","order":1}}}"#,
            &[("Front", "학교"), ("Front order", "0"), ("Back", "school"), ("Back order", "1")],
        );
        assert_flat(
            r#"{"fields":["학교","school","x"]}"#,
            &[("front", "학교"), ("back", "school"), ("field 3", "x")],
        );
    }

    #[test]
    fn of_two_words_under_one_key_the_first_stays_and_meanings_join() {
        assert_flat(
            r#"{"word":"학교","word":"먹다","meaning":"a","meaning":"b"}"#,
            &[("word", "학교"), ("meaning", "a; b")],
        );
    }

    #[test]
    fn numbers_and_truths_are_no_text() {
        assert_eq!(cell("1e999"), other("1e999", Reason::NoHangul));
        assert_eq!(cell("true"), other("true", Reason::NotText));
        assert_eq!(cell("null"), Cell::Text(String::new()));
    }
}
