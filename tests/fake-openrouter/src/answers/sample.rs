//! A small value for any JSON schema, as a strict decoder would yield one. It reads the keywords
//! that strict schemas use and ignores the rest.

use serde_json::{Map, Value, json};

use super::words;
use crate::dice::Dice;

const DEEPEST: usize = 16;

/// A value that fits a schema; properties called `term` echo the word asked about.
pub(super) fn value(schema: &Value, term: &str, dice: &mut Dice) -> Value {
    Sampler { root: schema, term, dice }.sample(schema, "", 0)
}

struct Sampler<'a> {
    root: &'a Value,
    term: &'a str,
    dice: &'a mut Dice,
}

impl Sampler<'_> {
    fn sample(&mut self, schema: &Value, name: &str, depth: usize) -> Value {
        if depth > DEEPEST {
            return Value::Null;
        }
        if let Some(fixed) = fixed(schema) {
            return fixed;
        }
        if let Some(other) = self.redirect(schema) {
            return self.sample(&other, name, depth + 1);
        }
        match kind(schema) {
            "object" => self.object(schema, depth),
            "array" => self.array(schema, name, depth),
            "integer" => schema.get("minimum").cloned().unwrap_or(json!(1)),
            "number" => schema.get("minimum").cloned().unwrap_or(json!(1.5)),
            "boolean" => json!(true),
            "null" => Value::Null,
            _ => self.text(name),
        }
    }

    /// The schema that stands behind a reference or a choice.
    fn redirect(&self, schema: &Value) -> Option<Value> {
        if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
            return self.root.pointer(path.strip_prefix('#')?).cloned();
        }
        let choices = schema.get("anyOf").or(schema.get("oneOf"))?.as_array()?;
        choices.iter().find(|choice| choice["type"] != "null").cloned()
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let none = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let fields = properties.iter().map(|(name, of)| {
            let value = self.sample(of, name, depth + 1);
            (name.clone(), value)
        });
        Value::Object(fields.collect())
    }

    fn array(&mut self, schema: &Value, name: &str, depth: usize) -> Value {
        let count = schema.get("minItems").and_then(Value::as_u64).unwrap_or(1).max(1);
        let Some(of) = schema.get("items") else { return json!([]) };
        (0..count).map(|_| self.sample(of, name, depth + 1)).collect()
    }

    fn text(&mut self, name: &str) -> Value {
        if name == "term" && !self.term.is_empty() {
            return json!(self.term);
        }
        json!(self.dice.pick(words::THINGS))
    }
}

fn fixed(schema: &Value) -> Option<Value> {
    let first = schema.get("enum").and_then(|options| options.get(0));
    schema.get("const").or(first).cloned()
}

/// The type, or the first of several that is not null; objects may leave theirs out.
fn kind(schema: &Value) -> &str {
    let implied = if schema.get("properties").is_some() { "object" } else { "string" };
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("null")
        }
        _ => implied,
    }
}
