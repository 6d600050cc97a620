//! The two stages' contract, as a judge of its own: the JSON schemas and the rules that schemas
//! cannot say.

use jsonschema::Validator;
use serde_json::{Value, json};

const REGISTERS: [&str; 4] = ["formal", "polite", "casual", "plain"];

fn closed(properties: &Value) -> Value {
    let names: Vec<&String> = properties.as_object().unwrap().keys().collect();
    json!({
        "type": "object", "properties": properties, "required": names,
        "additionalProperties": false,
    })
}

fn nullable(schema: &Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}

pub(crate) fn nuance_schema() -> Value {
    let text = |most: u32| json!({"type": "string", "minLength": 1, "maxLength": most});
    closed(&json!({
        "term": text(100), "primary_meaning": text(200),
        "other_meanings": {"type": "array", "items": text(200)},
        "pos": {"enum": [
            "noun", "pronoun", "numeral", "verb", "adjective", "adverb", "determiner", "particle",
            "interjection", "auxiliary", "bound noun", "affix", "conjunction", "expression",
        ]},
        "hanja": nullable(&text(100)), "pronunciation": text(100), "metaphor": text(300),
        "metaphor_noun": text(100), "metaphor_action": text(100), "suggested_location": text(100),
        "anchor_object": text(100), "anchor_sensory": text(200), "explanation": text(500),
        "usage_context": nullable(&text(300)),
        "comparison": nullable(&closed(&json!({"vs": text(100), "nuance": text(500)}))),
        "homonyms": {"type": "array", "maxItems": 5, "items": closed(&json!({
            "hanja": nullable(&text(50)), "reading": text(100), "meaning": text(200),
            "differentiator": text(300),
        }))},
        "korean_keywords": {"type": "array", "minItems": 1, "maxItems": 10, "items": text(100)},
        "examples": {"type": "array", "minItems": 1, "maxItems": 3, "items": closed(&json!({
            "korean": text(300), "form": text(100), "english": text(300),
            "register": {"enum": REGISTERS},
        }))},
    }))
}

pub(crate) fn cards_schema() -> Value {
    let text = json!({"type": "string", "minLength": 1});
    closed(&json!({
        "term": text,
        "cards": {"type": "array", "minItems": 1, "items": closed(&json!({
            "kind": {"enum": [
                "scene", "usage-comparison", "hanja", "example", "formal-casual", "grammar",
                "cultural",
            ]},
            "front": text, "back": text, "tags": {"type": "array", "items": text},
            "honorific_level": nullable(&json!({"enum": REGISTERS})),
        }))},
    }))
}

fn validator(schema: &Value) -> Validator {
    jsonschema::validator_for(schema).unwrap()
}

fn assert_valid(schema: &Value, answer: &Value) {
    let errors: Vec<String> =
        validator(schema).iter_errors(answer).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?} in {answer:#}");
}

/// All that stage 1 promises about this term.
pub(crate) fn assert_nuance(answer: &Value, term: &str) {
    assert_valid(&nuance_schema(), answer);
    assert_eq!(answer["term"], term);
    assert_eq!(answer["korean_keywords"][0], term);
    for example in answer["examples"].as_array().unwrap() {
        let (korean, form) =
            (example["korean"].as_str().unwrap(), example["form"].as_str().unwrap());
        assert!(korean.contains(form), "{form:?} is not in {korean:?}");
    }
}

/// All that stage 2 promises about this term and these kinds.
pub(crate) fn assert_cards(answer: &Value, term: &str, kinds: &[&str]) {
    assert_valid(&cards_schema(), answer);
    assert_eq!(answer["term"], term);
    let cards = answer["cards"].as_array().unwrap();
    let answered: Vec<&str> = cards.iter().map(|card| card["kind"].as_str().unwrap()).collect();
    assert_eq!(answered, kinds);
    for card in cards {
        assert_words(card, "front", 15..=30);
        assert_words(card, "back", 80..=150);
    }
}

fn assert_words(card: &Value, side: &str, range: std::ops::RangeInclusive<usize>) {
    let text = card[side].as_str().unwrap();
    let count = text.split_whitespace().count();
    assert!(range.contains(&count), "{count} words, not {range:?}, in the {side}: {text}");
    assert!(!text.contains(['{', '}', '<', '*']), "not plain text: {text}");
    assert!(!text.contains("..") && !text.contains("  "), "badly joined: {text}");
}

#[test]
fn the_judge_itself_refuses_what_breaks_the_contract() {
    assert!(!validator(&cards_schema()).is_valid(&json!({"term": "학교"})));
    assert!(!validator(&nuance_schema()).is_valid(&json!({"term": "학교", "pos": "noun"})));
}
