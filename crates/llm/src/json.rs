//! JSON out of an answer that may stand in a fence or between sentences. It changes nothing inside
//! the JSON: what would have to be guessed is not an answer.

use serde_json::Value;

/// The JSON object or array in `content`: the whole of it, or the contents of a Markdown fence, or
/// the first complete one between sentences. `None` when there is none, or it is cut or broken.
#[must_use]
pub fn json_in(content: &str) -> Option<Value> {
    let content = content.trim_start_matches('\u{feff}').trim();
    structured(content)
        .or_else(|| structured(fenced(content)?))
        .or_else(|| between_sentences(content))
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
            assert_eq!(json_in(&content), wanted, "{content}");
        }
    }

    #[test]
    fn a_fence_inside_a_string_does_no_harm() {
        let content = "```json\n{\"code\": \"```rust```\"}\n```";
        assert_eq!(json_in(content), Some(json!({"code": "```rust```"})));
    }

    #[test]
    fn what_is_cut_or_broken_or_not_structured_is_not_json() {
        for content in ["", "null", "3", "\"학교\"", "{\"a\": ", "{\"a\": 1,}", "no json", "{} []"]
        {
            assert_eq!(json_in(content), None, "{content}");
        }
    }

    #[test]
    fn a_cut_answer_does_not_pass_for_one_of_its_parts() {
        let cut = r#"{"cards": [{"front": "a", "back": "b"}, {"front": "c""#;
        let broken = r#"{"cards": [{"front": "a", "back": "b"}, {"front": 'c'}]}"#;
        for content in [cut.to_owned(), broken.to_owned(), format!("```json\n{cut}\n```")] {
            assert_eq!(json_in(&content), None, "{content}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(content in "\\PC*|[{}\\[\\]\"`a,: ]*") {
            let _ = json_in(&content);
        }
    }
}
