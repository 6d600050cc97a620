//! Stage 1: what a word means, images for it, and example sentences. Facts that the question brings
//! along (part of speech, hanja, meaning, pronunciation) are kept; none is invented but the meaning.

use serde::Serialize;

use super::text::{batchim, clip, fill, particle, shorten};
use super::words;
use crate::dice::Dice;
use crate::outcome::Outcome;
use crate::request::Ask;

const PARTS_OF_SPEECH: &[&str] = &[
    "noun",
    "pronoun",
    "numeral",
    "verb",
    "adjective",
    "adverb",
    "determiner",
    "particle",
    "interjection",
    "auxiliary",
    "bound noun",
    "affix",
    "conjunction",
    "expression",
];

/// A stage 1 answer, as the schema `hanji_nuance` has it.
#[derive(Debug, Serialize)]
pub(super) struct Nuance {
    term: String,
    primary_meaning: String,
    other_meanings: Vec<String>,
    pos: String,
    hanja: Option<String>,
    pronunciation: String,
    metaphor: String,
    metaphor_noun: &'static str,
    metaphor_action: &'static str,
    suggested_location: &'static str,
    anchor_object: &'static str,
    anchor_sensory: &'static str,
    explanation: &'static str,
    usage_context: Option<&'static str>,
    comparison: Option<Comparison>,
    homonyms: Vec<Homonym>,
    korean_keywords: Vec<String>,
    examples: Vec<Example>,
}

#[derive(Debug, Serialize)]
struct Comparison {
    vs: &'static str,
    nuance: String,
}

#[derive(Debug, Serialize)]
struct Homonym {
    hanja: Option<String>,
    reading: String,
    meaning: &'static str,
    differentiator: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Example {
    korean: String,
    form: String,
    english: String,
    register: &'static str,
}

/// The answer about a word.
pub(super) fn nuance(ask: &Ask, outcome: Outcome, dice: &mut Dice) -> Nuance {
    let term = ask.term.as_str();
    let pos = part_of_speech(ask);
    let meaning = meaning(ask, &pos, dice);
    let gloss = gloss(&meaning);
    let (noun, action) = dice.pick(words::METAPHORS);
    let slots = [("gloss", gloss.as_str()), ("noun", noun), ("action", action)];
    let missing = outcome == Outcome::MissingCard;
    Nuance {
        term: term.to_owned(),
        other_meanings: other_meanings(&meaning),
        hanja: ask.hanja.clone().filter(|hanja| !hanja.is_empty()),
        pronunciation: pronunciation(ask, outcome),
        metaphor: fill(dice.pick(words::METAPHOR_FRAMES), &slots),
        metaphor_noun: noun,
        metaphor_action: action,
        suggested_location: dice.pick(words::LOCATIONS),
        anchor_object: dice.pick(words::ANCHORS),
        anchor_sensory: dice.pick(words::SENSATIONS),
        explanation: dice.pick(words::EXPLANATIONS),
        usage_context: (dice.below(4) > 0).then(|| dice.pick(words::CONTEXTS)),
        comparison: (dice.below(5) > 0).then(|| comparison(term, dice)),
        homonyms: if pos == "noun" && dice.below(5) == 0 {
            vec![homonym(term, dice)]
        } else {
            Vec::new()
        },
        korean_keywords: keywords(term, dice),
        examples: if missing { Vec::new() } else { examples(term, &pos, &gloss, dice) },
        pos,
        primary_meaning: meaning,
    }
}

fn pronunciation(ask: &Ask, outcome: Outcome) -> String {
    if outcome == Outcome::WrongSound {
        return words::other_than(&ask.term).to_owned();
    }
    ask.pronunciation.clone().unwrap_or_else(|| ask.term.clone())
}

/// The part of speech that came with the question, if it is one; else what the ending suggests.
fn part_of_speech(ask: &Ask) -> String {
    let given = ask.pos.as_deref().filter(|pos| PARTS_OF_SPEECH.contains(pos));
    let guess = match &ask.term {
        term if term.split_whitespace().count() > 1 => "expression",
        term if looks_like_verb(term) => "verb",
        _ => "noun",
    };
    given.unwrap_or(guess).to_owned()
}

fn looks_like_verb(term: &str) -> bool {
    term.ends_with('다') && term.chars().count() > 1 && term != "바다"
}

fn meaning(ask: &Ask, pos: &str, dice: &mut Dice) -> String {
    let given = ask.meaning.as_deref().filter(|meaning| !meaning.trim().is_empty());
    let known = || words::KNOWN.iter().find(|(word, _)| *word == ask.term).map(|(_, gloss)| *gloss);
    let invented = match pos {
        "verb" | "adjective" | "auxiliary" => dice.pick(words::DEEDS),
        "noun" | "pronoun" | "bound noun" => dice.pick(words::THINGS),
        _ => dice.pick(words::MANNERS),
    };
    shorten(given.or_else(known).unwrap_or(invented), 200)
}

/// The first sense of a meaning, short enough to stand in a sentence.
pub(super) fn gloss(meaning: &str) -> String {
    let first = meaning.split([',', ';', '/', '(']).find(|sense| !sense.trim().is_empty());
    shorten(&clip(first.unwrap_or("this word"), 6), 60)
}

fn other_meanings(meaning: &str) -> Vec<String> {
    let senses = meaning.split([',', ';', '/']).map(str::trim).filter(|sense| !sense.is_empty());
    senses.skip(1).take(3).map(str::to_owned).collect()
}

fn comparison(term: &str, dice: &mut Dice) -> Comparison {
    let vs = another(term, dice);
    let nuance = fill(dice.pick(words::CONTRASTS), &[("term", term), ("vs", vs)]);
    Comparison { vs, nuance }
}

/// A common word other than this one, of its shape: verbs beside verbs.
pub(super) fn another(term: &str, dice: &mut Dice) -> &'static str {
    let alike = |word: &&str| looks_like_verb(word) == looks_like_verb(term) && *word != term;
    let others: Vec<&str> = words::KNOWN.iter().map(|(word, _)| *word).filter(alike).collect();
    dice.pick(&others)
}

fn homonym(term: &str, dice: &mut Dice) -> Homonym {
    Homonym {
        hanja: None,
        reading: term.to_owned(),
        meaning: dice.pick(words::THINGS),
        differentiator: "The rest of the sentence tells which one is meant.",
    }
}

fn keywords(term: &str, dice: &mut Dice) -> Vec<String> {
    let count = 2 + dice.below(4);
    let others = dice.several(words::KNOWN, count).into_iter().map(|(word, _)| *word);
    std::iter::once(term).chain(others.filter(|word| *word != term)).map(str::to_owned).collect()
}

fn examples(term: &str, pos: &str, gloss: &str, dice: &mut Dice) -> Vec<Example> {
    let mut pool = match pos {
        "noun" if batchim(term).is_some() => about_noun(term, gloss),
        "verb" => about_verb(term, gloss),
        "adjective" => about_adjective(term, gloss),
        _ => Vec::new(),
    };
    if pool.len() < 3 {
        pool.extend(quoted(term));
    }
    let count = 1 + dice.below(3);
    dice.several(&pool, count).into_iter().cloned().collect()
}

fn example(korean: String, form: &str, english: String, register: &'static str) -> Example {
    Example { korean, form: form.to_owned(), english, register }
}

/// Sentences that stay right whatever the noun means.
fn about_noun(term: &str, gloss: &str) -> Vec<Example> {
    let (subject, object) = (particle(term, ("이", "가")), particle(term, ("을", "를")));
    let copula = particle(term, ("이에요", "예요"));
    let capital = super::text::capitalized(gloss);
    vec![
        example(
            format!("요즘 {term}에 대해 자주 생각해요."),
            term,
            format!("These days I often think about ‘{gloss}’."),
            "polite",
        ),
        example(
            format!("저한테는 {term}{subject} 정말 중요해요."),
            term,
            format!("‘{capital}’ really matters to me."),
            "polite",
        ),
        example(
            format!("이게 바로 제가 말한 {term}{copula}."),
            term,
            format!("This is exactly what I meant by ‘{gloss}’."),
            "polite",
        ),
        example(
            format!("오늘은 {term}에 대해 이야기하겠습니다."),
            term,
            format!("Today I will talk about ‘{gloss}’."),
            "formal",
        ),
        example(
            format!("나는 {term} 이야기가 제일 재미있어."),
            term,
            format!("I like stories about ‘{gloss}’ best."),
            "casual",
        ),
        example(
            format!("사람들은 그 {term}{object} 오래 기억한다."),
            term,
            format!("People remember it for a long time: ‘{gloss}’."),
            "plain",
        ),
    ]
}

/// Verbs in 하다 can be conjugated without a dictionary; others are quoted.
fn about_verb(term: &str, gloss: &str) -> Vec<Example> {
    let Some(stem) = hada_stem(term) else { return Vec::new() };
    let deed = gloss.strip_prefix("to ").unwrap_or(gloss);
    let (polite, formal) = (format!("{stem}해요"), format!("{stem}합니다"));
    vec![
        example(format!("저는 자주 {polite}."), &polite, format!("I often {deed}."), "polite"),
        example(
            format!("우리는 내일 다시 {formal}."),
            &formal,
            format!("Tomorrow we {deed} again."),
            "formal",
        ),
    ]
}

fn about_adjective(term: &str, gloss: &str) -> Vec<Example> {
    let Some(stem) = hada_stem(term) else { return Vec::new() };
    let state = gloss.strip_prefix("to be ").unwrap_or(gloss);
    let (polite, formal) = (format!("{stem}해요"), format!("{stem}합니다"));
    vec![
        example(format!("정말 {polite}."), &polite, format!("It really is {state}."), "polite"),
        example(format!("아주 {formal}."), &formal, format!("Very {state}, indeed."), "formal"),
    ]
}

fn hada_stem(term: &str) -> Option<&str> {
    term.strip_suffix("하다").filter(|stem| stem.chars().count() > 1 && batchim(stem).is_some())
}

/// Sentences about the word itself, right for any part of speech.
fn quoted(term: &str) -> Vec<Example> {
    let (called, as_said) =
        (particle(term, ("이라는", "라는")), particle(term, ("이라고", "라고")));
    vec![
        example(
            format!("‘{term}’{called} 말을 오늘 배웠어요."),
            term,
            format!("Today I learned the word ‘{term}’."),
            "polite",
        ),
        example(
            format!("‘{term}’의 뜻을 다시 확인했습니다."),
            term,
            format!("I checked the meaning of ‘{term}’ again."),
            "formal",
        ),
        example(
            format!("너 ‘{term}’의 뜻을 알아?"),
            term,
            format!("Do you know what ‘{term}’ means?"),
            "casual",
        ),
        example(
            format!("나는 공책에 ‘{term}’{as_said} 적었다."),
            term,
            format!("I wrote ‘{term}’ in my notebook."),
            "plain",
        ),
    ]
}
