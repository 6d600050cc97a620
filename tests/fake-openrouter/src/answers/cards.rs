//! Stage 2: the cards of a word, with the place, the thing and the metaphor of stage 1 carried
//! through. Every front has 15 to 30 words and every back 80 to 150.

use serde::Serialize;
use serde_json::Value;

use super::nuance::{another, gloss};
use super::study::{FILLERS, STUDIES, Study};
use super::text::{Passage, capitalized, clip, fill, shorten};
use super::words;
use crate::dice::Dice;
use crate::outcome::Outcome;
use crate::request::Ask;

const LEAST_BACK: usize = 84;

/// A stage 2 answer, as the schema `hanji_cards` has it.
#[derive(Debug, Serialize)]
pub(super) struct Cards {
    term: String,
    cards: Vec<Card>,
}

#[derive(Debug, Serialize)]
struct Card {
    kind: &'static str,
    front: String,
    back: String,
    tags: Vec<&'static str>,
    honorific_level: Option<String>,
}

/// What stage 1 said, as far as the cards use it, cut to a length that fits a sentence.
struct Material {
    term: String,
    gloss: String,
    hanja: Option<String>,
    place: String,
    anchor: String,
    sensation: String,
    metaphor: String,
    vs: String,
    contrast: String,
    example: String,
    register: Option<String>,
}

/// The cards asked for; Scene and Usage-Comparison (and Hanja) when none are.
pub(super) fn cards(ask: &Ask, outcome: Outcome, dice: &mut Dice) -> Cards {
    let material = Material::new(ask, dice);
    let mut cards = Vec::new();
    for kind in kinds(ask) {
        if kind == "scene" {
            cards.push(scene(&material, dice));
        } else if let Some(study) = STUDIES.iter().find(|study| study.kind == kind) {
            cards.extend(studied(study, &material, dice));
        }
    }
    if outcome == Outcome::MissingCard {
        cards.pop();
    }
    Cards { term: ask.term.clone(), cards }
}

fn kinds(ask: &Ask) -> Vec<&str> {
    let asked: Vec<&str> = ask.kinds.iter().flatten().map(String::as_str).collect();
    if asked.is_empty() { vec!["scene", "usage-comparison", "hanja"] } else { asked }
}

impl Material {
    fn new(ask: &Ask, dice: &mut Dice) -> Self {
        let none = Value::Null;
        let said = ask.nuance.as_ref().unwrap_or(&none);
        let or = |path: &str, words: usize, default: &str| {
            let text = said.pointer(path).and_then(Value::as_str).filter(|text| !text.is_empty());
            clip(text.unwrap_or(default), words)
        };
        let term = clip(&ask.term, 4);
        let vs = or("/comparison/vs", 3, another(&ask.term, dice));
        let meaning = ask.meaning.as_deref().unwrap_or(&term);
        let contrast = fill(dice.pick(words::CONTRASTS), &[("term", &term), ("vs", &vs)]);
        let hanja = said.get("hanja").and_then(Value::as_str).or(ask.hanja.as_deref());
        let register = said.pointer("/examples/0/register").and_then(Value::as_str);
        Self {
            gloss: gloss(&or("/primary_meaning", 12, meaning)),
            hanja: hanja.filter(|hanja| !hanja.is_empty()).map(|hanja| shorten(hanja, 12)),
            place: or("/suggested_location", 7, dice.pick(words::LOCATIONS)),
            anchor: or("/anchor_object", 5, dice.pick(words::ANCHORS)),
            sensation: or("/anchor_sensory", 12, dice.pick(words::SENSATIONS)),
            metaphor: or(
                "/metaphor",
                18,
                &fill(
                    words::METAPHOR_FRAMES[0],
                    &[
                        ("gloss", "it"),
                        ("noun", "lantern"),
                        ("action", "lighting one step at a time"),
                    ],
                ),
            ),
            contrast: or("/comparison/nuance", 24, &contrast),
            example: format!(
                "{} ({}).",
                or("/examples/0/korean", 10, ""),
                or("/examples/0/english", 12, "Say it aloud")
            ),
            register: register.map(str::to_owned),
            term,
            vs,
        }
    }

    fn fill(&self, template: &str) -> String {
        let hanja = self.hanja.as_deref().unwrap_or_default();
        capitalized(&fill(
            template,
            &[
                ("term", &self.term),
                ("gloss", &self.gloss),
                ("hanja", hanja),
                ("readings", &self.readings()),
                ("place", &self.place),
                ("anchor", &self.anchor),
                ("vs", &self.vs),
                ("contrast", &self.contrast),
            ],
        ))
    }

    /// Each character with its syllable, where there are as many of both.
    fn readings(&self) -> String {
        let hanja = self.hanja.as_deref().unwrap_or_default();
        if hanja.chars().count() != self.term.chars().count() {
            return String::new();
        }
        let pairs = hanja.chars().zip(self.term.chars());
        let list: Vec<String> =
            pairs.map(|(character, sound)| format!("{character} {sound}")).collect();
        format!("The readings are {}. ", list.join(", "))
    }
}

fn scene(material: &Material, dice: &mut Dice) -> Card {
    let mut back = Passage::new();
    back.add(&material.fill(dice.pick(words::ENTRIES)));
    back.add(dice.pick(words::SOUNDS));
    back.add(&format!("Then comes {}.", material.sensation));
    back.add(dice.pick(words::SMELLS));
    back.add(&format!("{}.", material.metaphor));
    back.add(&material.fill(dice.pick(words::REVEALS)));
    back.add(&material.fill(dice.pick(words::HOOKS)));
    back.fill_up(LEAST_BACK, dice.several(words::SCENE_FILLERS, words::SCENE_FILLERS.len()));
    Card {
        kind: "scene",
        front: material.fill(dice.pick(words::SCENE_FRONTS)),
        back: back.into_text(),
        tags: vec!["scene", "place"],
        honorific_level: None,
    }
}

/// A card of another kind; none for Hanja where there are none.
fn studied(study: &Study, material: &Material, dice: &mut Dice) -> Option<Card> {
    if study.kind == "hanja" && material.hanja.is_none() {
        return None;
    }
    let mut back = Passage::new();
    back.add(&material.fill(dice.pick(study.leads)));
    back.add(&format!("For example: {}", material.example));
    for sentence in dice.several(study.sentences, 3) {
        back.add(&material.fill(sentence));
    }
    back.fill_up(LEAST_BACK, dice.several(FILLERS, FILLERS.len()));
    let spoken = matches!(study.kind, "example" | "formal-casual");
    Some(Card {
        kind: study.kind,
        front: material.fill(dice.pick(study.fronts)),
        back: back.into_text(),
        tags: study.tags.to_vec(),
        honorific_level: material.register.clone().filter(|_| spoken),
    })
}
