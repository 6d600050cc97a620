//! What is answered when nothing goes wrong.

use std::collections::HashSet;

use fake_openrouter::{Options, Stage};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::contract::{assert_cards, assert_nuance};
use crate::support::{
    about, answer, cards_request, completion, content, nuance_request, post, start,
};

const TERMS: [&str; 8] =
    ["학교", "학생", "먹다", "공부하다", "바다", "아무튼", "어떻게 지내세요", "K-pop"];
const KINDS: [&str; 7] =
    ["scene", "usage-comparison", "hanja", "example", "formal-casual", "grammar", "cultural"];

fn cards_question(term: &str, kinds: &[&str], nuance: &Value) -> Value {
    cards_request(&json!({"term": term, "kinds": kinds, "nuance": nuance}))
}

#[tokio::test]
async fn both_stages_keep_the_contract_for_words_of_every_shape() {
    let fake = start(Options::default()).await;
    for term in TERMS {
        let nuance = answer(&fake, &about(term)).await;
        assert_nuance(&nuance, term);
        let without_hanja: Vec<&str> = KINDS.into_iter().filter(|kind| *kind != "hanja").collect();
        let cards = answer(&fake, &cards_question(term, &KINDS, &nuance)).await;
        assert_cards(&cards, term, &without_hanja);
    }
    assert_eq!(fake.ledger().billed, 16);
}

#[test]
fn any_term_and_meaning_keep_the_contract() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let fake = runtime.block_on(start(Options::default()));
    let word =
        ("[가-힣]{1,8}( [가-힣]{1,6}){0,9}|[a-zA-Z가-힣0-9()~-]{1,100}", "([a-z]{1,9}[ ,;]){1,30}");
    let mut runner = TestRunner::new(ProptestConfig::with_cases(150));
    let outcome = runner.run(&word, |(term, meaning)| {
        runtime.block_on(async {
            let facts = json!({"term": term, "meaning": meaning, "hanja": "學校", "pos": "noun"});
            let nuance = answer(&fake, &nuance_request(&facts)).await;
            assert_nuance(&nuance, &term);
            assert_eq!(nuance["hanja"], "學校");
            let cards = answer(&fake, &cards_question(&term, &KINDS, &nuance)).await;
            assert_cards(&cards, &term, &KINDS);
        });
        Ok(())
    });
    outcome.unwrap();
}

#[tokio::test]
async fn facts_that_come_with_the_question_are_kept() {
    let fake = start(Options::default()).await;
    let facts = json!({"term": "학교", "pos": "noun", "meaning": "place of learning; school",
        "hanja": "學校", "pronunciation": "학꾜"});
    let nuance = answer(&fake, &nuance_request(&facts)).await;
    assert_eq!(nuance["primary_meaning"], "place of learning; school");
    assert_eq!(nuance["other_meanings"], json!(["school"]));
    assert_eq!((&nuance["hanja"], &nuance["pronunciation"]), (&json!("學校"), &json!("학꾜")));
}

#[tokio::test]
async fn a_scene_carries_the_place_and_the_thing_of_stage_one() {
    let fake = start(Options::default()).await;
    let nuance = answer(&fake, &about("바다")).await;
    let cards = answer(&fake, &cards_question("바다", &["scene"], &nuance)).await;
    let back = cards["cards"][0]["back"].as_str().unwrap().to_lowercase();
    for carried in ["suggested_location", "anchor_object", "anchor_sensory", "metaphor_noun"] {
        let text = nuance[carried].as_str().unwrap().to_lowercase();
        assert!(back.contains(&text), "{carried} {text:?} is not in: {back}");
    }
}

#[tokio::test]
async fn the_same_seed_repeats_itself_and_another_does_not() {
    let ask = async |seed| {
        let fake = start(Options { seed, ..Options::default() }).await;
        answer(&fake, &about("학교")).await
    };
    assert_eq!(ask(1).await, ask(1).await);
    assert_ne!(ask(1).await, ask(2).await);
}

#[tokio::test]
async fn different_words_get_different_scenes() {
    let fake = start(Options::default()).await;
    let mut backs = HashSet::new();
    for number in 0..100 {
        let term = format!("낱말{number}");
        let nuance = answer(&fake, &about(&term)).await;
        let cards = answer(&fake, &cards_question(&term, &["scene"], &nuance)).await;
        let back = cards["cards"][0]["back"].as_str().unwrap();
        backs.insert(back.replace(&term, "WORD"));
    }
    assert_eq!(backs.len(), 100);
}

#[tokio::test]
async fn nouns_take_the_particles_their_last_sound_asks_for() {
    let fake = start(Options::default()).await;
    let mut checked = 0;
    for term in ["학생", "학교"] {
        let (wrong, right) = if term == "학생" { ("가 ", "이 ") } else { ("이 ", "가 ") };
        for seed in 0..40 {
            fake.set_options(Options { seed, ..Options::default() });
            let nuance =
                answer(&fake, &nuance_request(&json!({"term": term, "pos": "noun"}))).await;
            for example in nuance["examples"].as_array().unwrap() {
                let korean = example["korean"].as_str().unwrap();
                assert!(!korean.contains(&format!("{term}{wrong}")), "{korean}");
                checked += usize::from(korean.contains(&format!("{term}{right}")));
            }
        }
    }
    assert!(checked > 5, "only {checked} sentences had a subject");
}

#[tokio::test]
async fn a_model_without_json_schema_says_so_and_serves_json_objects() {
    let fake = start(Options::default()).await;
    let mut body = about("학교");
    let refusals = [
        ("fake/no-schema", 404),
        ("x/no-schema-400", 400),
        ("x/no-schema-500", 500),
        ("x/no-json", 404),
    ];
    for (model, status) in refusals {
        body["model"] = json!(model);
        assert_eq!(post(&fake, &body).await.unwrap().status(), status, "{model}");
    }
    body["response_format"] = json!({"type": "json_object"});
    assert_eq!(post(&fake, &body).await.unwrap().status(), 404);
    body["model"] = json!("fake/no-schema");
    assert_nuance(&answer(&fake, &body).await, "학교");
    body.as_object_mut().unwrap().remove("response_format");
    body["model"] = json!("x/no-json");
    assert_nuance(&answer(&fake, &body).await, "학교");
    assert_eq!(fake.ledger().billed, 2);
}

#[tokio::test]
async fn a_model_that_is_down_leaves_the_request_to_the_next_of_its_list() {
    let fake = start(Options::default()).await;
    let mut body = about("학교");
    body["model"] = json!("x/down");
    assert_eq!(post(&fake, &body).await.unwrap().status(), 503);
    body["models"] = json!(["y/down", "qwen/qwen3-32b"]);
    let served = completion(&fake, &body).await;
    assert_eq!(served["model"], "qwen/qwen3-32b");
    let tokens = |name: &str| served["usage"][name].as_f64().unwrap();
    let cost = tokens("prompt_tokens") * 0.000_000_08 + tokens("completion_tokens") * 0.000_000_24;
    assert!((tokens("cost") - cost).abs() < 1e-11, "billed at the price of the one that served");
}

#[tokio::test]
async fn without_a_schema_the_stage_is_known_by_the_nuance() {
    let fake = start(Options::default()).await;
    let mut body = cards_question("학교", &["scene"], &json!({"primary_meaning": "school"}));
    body["response_format"] = json!({"type": "json_object"});
    assert_cards(&answer(&fake, &body).await, "학교", &["scene"]);
    assert_eq!(fake.ledger().times_billed(Stage::Cards, "학교"), 1);
}

#[tokio::test]
async fn a_second_request_that_names_defects_is_still_about_the_word() {
    let fake = start(Options::default()).await;
    let mut body = about("학교");
    let messages = body["messages"].as_array_mut().unwrap();
    messages.push(json!({"role": "assistant", "content": "{}"}));
    messages
        .push(json!({"role": "user", "content": [{"type": "text", "text": "term is missing"}]}));
    assert_nuance(&answer(&fake, &body).await, "학교");
}

#[tokio::test]
async fn a_foreign_schema_gets_a_value_of_its_shape() {
    let fake = start(Options::default()).await;
    let schema = json!({
        "type": "object", "additionalProperties": false, "required": ["term", "score", "parts"],
        "$defs": {"part": {"type": "object", "properties": {"kind": {"enum": ["a", "b"]}},
            "required": ["kind"]}},
        "properties": {
            "term": {"type": "string"}, "score": {"type": ["integer", "null"], "minimum": 3},
            "parts": {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/part"}},
        },
    });
    let mut body = about("학교");
    body["response_format"]["json_schema"] = json!({"name": "other", "schema": schema});
    let value = answer(&fake, &body).await;
    assert!(jsonschema::is_valid(&schema, &value), "{value}");
    assert_eq!(value["term"], "학교");
}

#[tokio::test]
async fn any_other_question_gets_a_short_text() {
    let fake = start(Options::default()).await;
    let body = json!({"model": "m", "messages": [{"role": "user", "content": "안녕?"}]});
    assert!(!content(&completion(&fake, &body).await).is_empty());
    assert_eq!(fake.ledger().answers[0].stage, Stage::Other);
}

#[tokio::test]
async fn usage_adds_up_and_costs_what_the_model_list_says() {
    let fake = start(Options::default()).await;
    let completion = completion(&fake, &about("학교")).await;
    let usage = &completion["usage"];
    let number = |name: &str| usage[name].as_f64().unwrap();
    let (prompt, answer) = (number("prompt_tokens"), number("completion_tokens"));
    assert!(prompt > 10.0 && answer > 100.0, "{usage}");
    assert!((number("total_tokens") - prompt - answer).abs() < 0.5);
    assert!((number("cost") - prompt * 0.000_000_25 - answer * 0.000_002).abs() < 1e-11);
    assert!((fake.ledger().cost_usd - number("cost")).abs() < 1e-12);
    assert!(completion["id"].as_str().unwrap().starts_with("gen-"));
    assert_eq!(completion["choices"][0]["finish_reason"], "stop");
}

#[tokio::test]
async fn an_answer_longer_than_the_tokens_allowed_is_cut_off() {
    let fake = start(Options::default()).await;
    let mut body = about("학교");
    body["max_completion_tokens"] = json!(40);
    let completion = completion(&fake, &body).await;
    assert_eq!(completion["choices"][0]["finish_reason"], "length");
    assert_eq!(completion["usage"]["completion_tokens"], 40);
    assert!(serde_json::from_str::<Value>(content(&completion)).is_err());
}
