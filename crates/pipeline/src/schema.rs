//! JSON schemas for the answers, from the types that read them.

use llm::AnswerSchema;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

/// The schema of `T` in the strict form that `OpenRouter` asks for: nothing referenced, nothing
/// additional, every property required (an optional one may be null).
pub(crate) fn strict<T: JsonSchema>(name: &str) -> AnswerSchema {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    close(&mut schema);
    AnswerSchema { name: name.into(), schema }
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                let names = properties.keys().cloned().map(Value::String).collect();
                object.insert("required".into(), Value::Array(names));
                object.insert("additionalProperties".into(), Value::Bool(false));
            }
            object.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
