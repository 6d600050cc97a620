//! JSON out of an answer that may stand in a fence, between sentences, or be written a little
//! wrongly: a comma too many, a line break inside a string. A library repairs that; what would have
//! to be guessed, such as the end of a cut answer, is not an answer.

use serde::de::IgnoredAny;
use serde_json::Value;

/// The JSON of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerJson {
    /// An object or an array.
    pub value: Value,
    /// Whether it was written wrongly and had to be repaired.
    pub repaired: bool,
}

/// The JSON object or array in `content`: the whole of it, or the contents of a Markdown fence, or
/// the first complete one between sentences, repaired if need be. `None` when there is none, or it
/// is cut.
#[must_use]
pub fn json_in(content: &str) -> Option<AnswerJson> {
    let content = content.trim_start_matches('\u{feff}').trim();
    let well_formed = structured(content)
        .or_else(|| structured(fenced(content)?))
        .or_else(|| between_sentences(content));
    match well_formed {
        Some(value) => Some(AnswerJson { value, repaired: false }),
        None => Some(AnswerJson { value: repaired(outermost(content)?)?, repaired: true }),
    }
}

/// JSON as Python writes it, made readable to everybody: `NaN` and the infinities become `null`,
/// and half of a surrogate pair, which is no character (Unicode Standard, D71), a replacement mark.
pub(crate) fn strict_json(text: &str) -> String {
    let mut strict = String::with_capacity(text.len());
    let (mut rest, mut inside) = (text, false);
    while let Some(letter) = rest.chars().next() {
        let (taken, written) = match letter {
            '"' => {
                inside = !inside;
                (1, "\"")
            }
            '\\' if inside => escape(rest),
            _ if !inside => number_word(rest).unwrap_or_else(|| plain(rest, letter)),
            _ => plain(rest, letter),
        };
        strict.push_str(written);
        rest = &rest[taken..];
    }
    strict
}

/// How much of the text is taken, and what is written for it.
type Taken<'a> = (usize, &'a str);

fn plain(text: &str, letter: char) -> Taken<'_> {
    let length = letter.len_utf8();
    (length, &text[..length])
}

fn number_word(text: &str) -> Option<Taken<'_>> {
    let words = ["NaN", "Infinity", "-Infinity"];
    let word = words.into_iter().find(|word| text.starts_with(word))?;
    Some((word.len(), "null"))
}

fn escape(text: &str) -> Taken<'_> {
    let unit = |from: usize| {
        let digits = text.get(from..from + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    match (unit(0), unit(6)) {
        (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (12, &text[..12]),
        (Some(0xD800..=0xDFFF), _) => (6, "\u{FFFD}"),
        // the escaped letter, a quotation mark perhaps, belongs to the escape
        _ => {
            let escaped = text.chars().nth(1).map_or(0, char::len_utf8);
            (1 + escaped, &text[..=escaped])
        }
    }
}

/// Whether there is such JSON in `content`. Nearly every answer is nothing else, which is seen
/// without building it.
pub(crate) fn holds_json(content: &str) -> bool {
    is_structured(content) || json_in(content).is_some()
}

/// Whether that JSON has to be repaired.
pub(crate) fn needs_repair(content: &str) -> bool {
    !is_structured(content) && json_in(content).is_some_and(|json| json.repaired)
}

fn is_structured(content: &str) -> bool {
    content.starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(content).is_ok()
}

/// From the first bracket that opens something to the last that closes.
fn outermost(content: &str) -> Option<&str> {
    let start = content.find(['{', '['])?;
    let end = content.rfind(['}', ']'])?;
    content.get(start..=end)
}

/// The library closes what is open and drops what it cannot place, which is guessing: a repair that
/// changes the brackets outside strings or loses a letter is not taken, nor one of a text that ends
/// within a string.
fn repaired(text: &str) -> Option<Value> {
    let brackets = brackets(text)?;
    let mended = jsonrepair_rs::jsonrepair(text).ok()?;
    let is_same = brackets == self::brackets(&mended)? && letters(text) <= letters(&mended);
    structured(&mended).filter(|_| is_same)
}

/// The brackets outside strings; `None` when a string is not closed.
fn brackets(text: &str) -> Option<String> {
    let (mut found, mut inside, mut escaped) = (String::new(), false, false);
    for letter in text.chars() {
        match letter {
            '"' if !escaped => inside = !inside,
            '{' | '}' | '[' | ']' if !inside => found.push(letter),
            _ => {}
        }
        escaped = letter == '\\' && !escaped;
    }
    (!inside).then_some(found)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// A bare string or number is a sentence, not a structured answer.
fn structured(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(|value: &Value| value.is_object() || value.is_array())
}

/// What stands between the first pair of Markdown fences, without the language's name.
fn fenced(content: &str) -> Option<&str> {
    let (_, after) = content.split_once("```")?;
    let (inside, _) = after.rsplit_once("```")?;
    let start = inside.find(['{', '['])?;
    Some(inside[start..].trim_end())
}

/// The value at the first place that looks like the start of one. That place decides: a later one
/// may be a part of a cut or broken answer, and a part must not pass for the whole.
fn between_sentences(content: &str) -> Option<Value> {
    let start = content
        .match_indices(['{', '['])
        .map(|(start, _)| start)
        .find(|start| looks_structured(&content[*start..]))?;
    serde_json::Deserializer::from_str(&content[start..]).into_iter().next()?.ok()
}

/// An object starts with a key and a list of interest with a string, an object or a list; `{}`,
/// `{term}` and `[1]` are punctuation.
fn looks_structured(text: &str) -> bool {
    let mut inside = text[1..].trim_start().chars();
    match inside.next() {
        Some('"') => true,
        Some('{' | '[') => text.starts_with('['),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn value_in(content: &str) -> Option<Value> {
        json_in(content).map(|found| found.value)
    }

    #[test]
    fn words_that_json_lacks_and_halves_of_characters_make_a_body_no_less_readable() {
        let body = r#"{"cost": NaN, "low": -Infinity, "say": "NaN \ud800 \ud83d\ude00 \"\\"}"#;
        assert!(serde_json::from_str::<Value>(body).is_err());
        let read: Value = serde_json::from_str(&strict_json(body)).unwrap();
        assert_eq!(read["cost"], Value::Null);
        assert_eq!(read["low"], Value::Null);
        assert_eq!(read["say"], "NaN \u{FFFD} 😀 \"\\");
    }

    proptest::proptest! {
        #[test]
        fn what_is_json_already_stays_as_it_is(text: String) {
            let json = serde_json::json!({ "text": text, "list": [1, null] }).to_string();
            proptest::prop_assert_eq!(strict_json(&json), json);
        }

        #[test]
        fn no_text_is_too_strange_to_be_looked_at(text in "[\\\\u\"dD8-9a-fN한]{0,40}") {
            strict_json(&text);
        }
    }

    #[test]
    fn reads_json_bare_fenced_and_between_sentences() {
        let wanted = Some(json!({"term": "학교", "n": [1, {"a": "}"}]}));
        let json = r#"{"term": "학교", "n": [1, {"a": "}"}]}"#;
        for content in [
            json.to_owned(),
            format!("\u{feff} \n{json}\n"),
            format!("```json\n{json}\n```"),
            format!("```\n{json}\n```\nHope this helps!"),
            format!("```JSON {json}```"),
            format!("Here you are {{}} [1]: {json} Anything else?"),
            format!("Sure! ```json\n{json}"),
        ] {
            assert_eq!(value_in(&content), wanted, "{content}");
        }
    }

    #[test]
    fn a_fence_inside_a_string_does_no_harm() {
        let content = "```json\n{\"code\": \"```rust```\"}\n```";
        assert_eq!(value_in(content), Some(json!({"code": "```rust```"})));
    }

    #[test]
    fn what_is_cut_or_broken_or_not_structured_is_not_json() {
        for content in ["", "null", "3", "\"학교\"", "{\"a\": ", "{a}", "no json", "{} []"] {
            assert_eq!(json_in(content), None, "{content}");
        }
    }

    #[test]
    fn a_cut_answer_does_not_pass_for_one_of_its_parts() {
        let cut = r#"{"cards": [{"front": "a", "back": "b"}, {"front": "c""#;
        let inside = r#"{"cards": [{"front": "a", "back": "b"}, {"front": "c"} and so on"#;
        for content in [cut.to_owned(), inside.to_owned(), format!("```json\n{cut}\n```")] {
            assert_eq!(json_in(&content), None, "{content}");
        }
    }

    #[test]
    fn what_is_written_a_little_wrongly_is_repaired_and_says_so() {
        let wanted = json!({"term": "학교", "n": [1, 2]});
        for content in [
            r#"{"term": "학교", "n": [1, 2,],}"#,
            r"{'term': '학교', 'n': [1, 2]}",
            "```json\n{term: \"학교\", \"n\": [1 2]}\n```",
            r#"Here: {"term": "학교" "n": [1, 2]} Anything else?"#,
        ] {
            let expected = AnswerJson { value: wanted.clone(), repaired: true };
            assert_eq!(json_in(content), Some(expected), "{content}");
        }
        let lines = json_in("{\"a\": \"one\ntwo\tthree\"}");
        assert_eq!(lines.unwrap().value, json!({"a": "one\ntwo\tthree"}));
        let quotes = json_in(r#"{"a": "say "hi" now", "b": 2}"#);
        assert_eq!(quotes.unwrap().value, json!({"a": "say \"hi\" now", "b": 2}));
    }

    #[test]
    fn a_repair_that_guesses_is_not_taken() {
        for content in
            [r#"{"a": "b", "c": [1, 2}"#, r#"{"a": "b", ...and more}"#, r#"{"a": undefined}"#]
        {
            assert_eq!(json_in(content), None, "{content}");
        }
    }

    proptest! {
        #[test]
        fn a_cut_of_any_length_is_no_answer(front in "[a-z{}\\[\\]\"', 학교]{0,40}", at in 0_usize..200) {
            let whole = json!({"term": "학교", "cards": [{"front": front, "back": "b"}]}).to_string();
            let cut: String = whole.chars().take(at).collect();
            if cut != whole {
                prop_assert_eq!(json_in(&cut), None, "{}", cut);
            }
        }

        #[test]
        fn never_panics(content in "\\PC*|[{}\\[\\]\"`a,: ]*") {
            let _ = json_in(&content);
        }
    }
}
