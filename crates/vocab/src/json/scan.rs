//! Steps through JSON text value by value without building it: each value is a slice of the text.
//! So a file that breaks off gives all that stands before the break, and memory stays with the
//! text. It refuses to know what the values mean.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, Visitor};

/// How often one list is taken up again behind a value that is no JSON; and how many bytes that may
/// mean to look at again, but for the first breaks.
const MOST_BREAKS: usize = 20;
const FIRST_BREAKS: usize = 3;
const MOST_LOOKED_AT: usize = 32 << 20;

/// A value of a list or an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// The text of the value.
    Whole(&'a str),
    /// What stands there is no JSON: the text from there to the end of the file.
    Broken(&'a str),
}

/// The value at the start of the text, spaces before it left out, and what follows it.
pub(super) fn value(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(is_space);
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let found = matches!(values.next(), Some(Ok(_)));
    found.then(|| text.split_at(values.byte_offset()))
}

/// The text of a JSON string. Halves of a surrogate pair stand for no character and go.
pub(super) fn string(json: &str) -> String {
    let loosely = |_| serde_json::from_str::<Loose>(json).map(|Loose(text)| text);
    serde_json::from_str(json).or_else(loosely).unwrap_or_default()
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{FEFF}')
}

/// The values of a list, with or without its brackets.
#[derive(Debug, Clone)]
pub(super) struct Items<'a> {
    rest: &'a str,
    bracketed: bool,
    breaks: usize,
}

impl<'a> Items<'a> {
    /// The values of the list that the text starts with.
    pub(super) fn of_list(json: &'a str) -> Self {
        let rest = json.strip_prefix('[').unwrap_or(json);
        Self { rest, bracketed: true, breaks: 0 }
    }

    /// The values that stand one behind the other in the text.
    pub(super) fn one_by_one(text: &'a str) -> Self {
        Self { rest: text, bracketed: false, breaks: 0 }
    }

    /// Goes on behind a broken value, where the next one seems to begin.
    pub(super) fn resume(&mut self, broken: &'a str) {
        self.bracketed = false;
        self.breaks += 1;
        let opening = broken.chars().next().filter(|letter| "{[\"".contains(*letter));
        let next = is_worth_it(self.breaks, broken).then(|| next_after_break(broken, opening));
        self.rest = next.flatten().unwrap_or_default();
    }

    /// Which brackets close nothing: behind a break it cannot be known what they belong to.
    fn is_between(&self, letter: char) -> bool {
        is_space(letter) || letter == ',' || (self.breaks > 0 && matches!(letter, ']' | '}'))
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Found<'a>;

    fn next(&mut self) -> Option<Found<'a>> {
        let rest = self.rest.trim_start_matches(|letter| self.is_between(letter));
        self.rest = "";
        if rest.is_empty() {
            return std::mem::take(&mut self.bracketed).then_some(Found::Broken(""));
        }
        if rest.starts_with(']') && self.bracketed {
            self.bracketed = false;
            return None;
        }
        let Some((value, after)) = value(rest) else {
            self.bracketed = false;
            return Some(Found::Broken(rest));
        };
        self.rest = after;
        Some(Found::Whole(value))
    }
}

/// The keys of an object with their values.
#[derive(Debug, Clone)]
pub(super) struct Members<'a> {
    rest: &'a str,
    open: bool,
    breaks: usize,
}

impl<'a> Members<'a> {
    /// The members of the object that the text starts with.
    pub(super) fn of(json: &'a str) -> Self {
        Self { rest: json.strip_prefix('{').unwrap_or(json), open: true, breaks: 0 }
    }

    /// Goes on behind a broken member, at the next thing that may be a key.
    pub(super) fn resume(&mut self, broken: &'a str) {
        self.breaks += 1;
        let next = is_worth_it(self.breaks, broken).then(|| next_after_break(broken, Some('"')));
        self.rest = next.flatten().unwrap_or_default();
        self.open = false;
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (String, Found<'a>);

    fn next(&mut self) -> Option<(String, Found<'a>)> {
        let between = |letter| is_space(letter) || letter == ',';
        let rest = self.rest.trim_start_matches(between);
        self.rest = "";
        let open = std::mem::take(&mut self.open);
        if rest.is_empty() {
            return open.then(|| (String::new(), Found::Broken("")));
        }
        if rest.starts_with('}') {
            return None;
        }
        let Some((key, after)) = key(rest) else {
            return Some((String::new(), Found::Broken(rest)));
        };
        let Some((value, after)) = value(after) else {
            return Some((key, Found::Broken(after.trim_start_matches(is_space))));
        };
        (self.rest, self.open) = (after, open);
        Some((key, Found::Whole(value)))
    }
}

fn key(text: &str) -> Option<(String, &str)> {
    let (key, after) = text.starts_with('"').then(|| value(text))??;
    let after = after.trim_start_matches(is_space).strip_prefix(':')?;
    Some((string(key), after))
}

fn is_worth_it(breaks: usize, broken: &str) -> bool {
    breaks <= FIRST_BREAKS || (breaks < MOST_BREAKS && breaks * broken.len() < MOST_LOOKED_AT)
}

/// Where the next value may begin: behind a comma or a line end, with this letter.
fn next_after_break(broken: &str, opening: Option<char>) -> Option<&str> {
    let mut after_break = false;
    for (at, letter) in broken.char_indices().skip(1) {
        let opens = opening.map_or("{[\"".contains(letter), |opening| opening == letter);
        if after_break && opens {
            return Some(&broken[at..]);
        }
        after_break = matches!(letter, ',' | '\n') || (after_break && is_space(letter));
    }
    None
}

/// A string in which half a surrogate pair does no harm.
struct Loose(String);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Letters).map(Self)
    }
}

struct Letters;

impl Visitor<'_> for Letters {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(bytes.utf8_chunks().map(|chunk| chunk.valid()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(json: &str) -> Vec<Found<'_>> {
        Items::of_list(json).collect()
    }

    #[test]
    fn a_list_is_its_values_as_they_are_written() {
        let values = items(r#"[1e999, {"a":[1]} ,"b",[null]]"#);
        assert_eq!(values, ["1e999", "{\"a\":[1]}", "\"b\"", "[null]"].map(Found::Whole));
        assert_eq!(items("[]"), []);
        assert_eq!(items("[1,]"), [Found::Whole("1")]);
    }

    #[test]
    fn a_list_that_breaks_off_says_so() {
        assert_eq!(items("[1,2"), [Found::Whole("1"), Found::Whole("2"), Found::Broken("")]);
        assert_eq!(items("[1,{\"a\":"), [Found::Whole("1"), Found::Broken("{\"a\":")]);
    }

    #[test]
    fn a_list_goes_on_behind_a_broken_value() {
        let mut list = Items::of_list(r#"[{"a":1},{bad},{"b":2}]"#);
        assert_eq!(list.next(), Some(Found::Whole("{\"a\":1}")));
        let Some(Found::Broken(rest)) = list.next() else { panic!() };
        list.resume(rest);
        assert_eq!(list.collect::<Vec<_>>(), [Found::Whole("{\"b\":2}")]);
    }

    #[test]
    fn an_object_is_its_keys_and_values() {
        let members: Vec<_> = Members::of(r#"{ "a" : 1, "\uD559" : {} } x"#).collect();
        let wanted = [("a", "1"), ("학", "{}")];
        assert_eq!(members, wanted.map(|(key, value)| (key.to_owned(), Found::Whole(value))));
        let cut: Vec<_> = Members::of(r#"{"a":1,"b": [2,"#).collect();
        assert_eq!(cut[1], ("b".to_owned(), Found::Broken("[2,")));
    }

    #[test]
    fn half_a_surrogate_pair_is_left_out() {
        assert_eq!(string(r#""학\uD800교""#), "학교");
        assert_eq!(string(r#""\uD83D\uDE00""#), "😀");
        assert_eq!(string("\"\u{FFFD}\""), "\u{FFFD}");
    }

    #[test]
    fn nesting_of_any_depth_is_stepped_over() {
        let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000) + "1";
        assert_eq!(value(&deep).map(|(_, after)| after), Some("1"));
    }
}
