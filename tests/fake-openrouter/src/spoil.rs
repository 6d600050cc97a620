//! What models do to the JSON they were asked for: from a forgotten comma to a friendly chat. It
//! knows the text alone; the envelope around it is `completion`.

use serde_json::Value;

use crate::dice::Dice;

/// Not JSON, and not to be repaired without guessing: without its end, half of it, or a chat.
pub(crate) fn malformed(good: &str, chance: &mut Dice) -> String {
    match chance.below(3) {
        0 => good.strip_suffix('}').unwrap_or("{").to_owned(),
        1 => good.chars().take(good.chars().count() / 2).collect(),
        _ => "Sure! Here is what you asked for: a card with a front and a back.".to_owned(),
    }
}

/// In a Markdown fence.
pub(crate) fn fenced(good: &str) -> String {
    format!("```json\n{good}\n```")
}

/// Between two sentences.
pub(crate) fn chatty(good: &str) -> String {
    format!("Here is the JSON you asked for:\n\n{good}\n\nLet me know if you need anything else!")
}

/// With a comma after the last member.
pub(crate) fn trailing_comma(good: &str) -> String {
    good.strip_suffix('}').map_or_else(|| format!("{good},"), |open| format!("{open},}}"))
}

/// With a line break of its own inside a string.
pub(crate) fn raw_newline(good: &str) -> String {
    // compact JSON has spaces in its strings alone
    let at = if good.contains(' ') { " " } else { "\":\"" };
    good.replacen(at, &format!("{}\n", at.trim_end()), 1)
}

/// With the quotes that Python writes: single, but around a text with an apostrophe.
pub(crate) fn single_quotes(good: &str) -> String {
    let Ok(value) = serde_json::from_str(good) else { return format!("'{good}'") };
    let mut written = String::with_capacity(good.len());
    requote(&value, &mut written);
    written
}

fn requote(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => quote(text, out),
        Value::Array(items) => {
            out.push('[');
            separated(items, out, requote);
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            separated(members, out, |(name, value), out| {
                quote(name, out);
                out.push_str(": ");
                requote(value, out);
            });
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn quote(text: &str, out: &mut String) {
    let escaped = Value::from(text).to_string();
    if text.contains('\'') {
        out.push_str(&escaped);
    } else {
        let inner = &escaped[1..escaped.len() - 1];
        out.push('\'');
        out.push_str(&inner.replace("\\\"", "\""));
        out.push('\'');
    }
}

fn separated<T>(
    items: impl IntoIterator<Item = T>,
    out: &mut String,
    mut write: impl FnMut(T, &mut String),
) {
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        write(item, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"term":"학교","say":"a \"bell\" rings","own":"the day's","n":[1,null]}"#;

    fn is_json(text: &str) -> bool {
        serde_json::from_str::<Value>(text).is_ok()
    }

    #[test]
    fn spoilt_content_is_never_json() {
        for seed in 0..64 {
            let spoilt = malformed(GOOD, &mut Dice::new(seed, &[]));
            assert!(!is_json(&spoilt), "{spoilt}");
        }
        for spoil in [fenced, chatty, trailing_comma, raw_newline, single_quotes] {
            assert!(!is_json(&spoil(GOOD)), "{}", spoil(GOOD));
        }
    }

    #[test]
    fn slightly_broken_json_loses_nothing() {
        assert!(is_json(&trailing_comma(GOOD).replace(",}", "}")));
        assert!(is_json(&raw_newline(GOOD).replace('\n', "")));
        assert_eq!(raw_newline(r#"{"a":"b"}"#), "{\"a\":\"\nb\"}");
        let quoted =
            r#"{'term': '학교', 'say': 'a "bell" rings', 'own': "the day's", 'n': [1, null]}"#;
        assert_eq!(single_quotes(GOOD), quoted);
    }
}
