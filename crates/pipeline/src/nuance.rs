//! Stage 1: what a word means, how it differs from its neighbours, and the image by which it will
//! be remembered.

use std::sync::LazyLock;

use korean::{
    glossary,
    hanja::{self, Verdict},
    register,
};
use llm::AnswerSchema;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::NewWord;

use crate::{
    dictionary,
    schema::strict,
    stage::{Checked, Defects, Stage, parse, same_term},
    word,
};

/// Stage 1's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Nuance {
    /// The word asked about.
    pub term: String,
    /// The gloss needed first.
    pub primary_meaning: String,
    /// Further senses.
    #[serde(default)]
    pub other_meanings: Vec<String>,
    /// Part of speech, in English.
    pub pos: String,
    /// Chinese characters, or null.
    pub hanja: Option<String>,
    /// Standard pronunciation in hangul, as evidence only: ours is computed.
    #[serde(default)]
    pub pronunciation: String,
    /// One image that carries the meaning.
    pub metaphor: String,
    /// The image's thing.
    #[serde(default)]
    pub metaphor_noun: String,
    /// What it does.
    #[serde(default)]
    pub metaphor_action: String,
    /// Where the scene happens.
    pub suggested_location: String,
    /// A thing there that can be touched.
    pub anchor_object: String,
    /// What is heard, smelt or felt there.
    pub anchor_sensory: String,
    /// What an English speaker would miss.
    pub explanation: String,
    /// When and to whom one says it.
    pub usage_context: Option<String>,
    /// A word learners confuse with this one.
    pub comparison: Option<Comparison>,
    /// Words spelt the same with another origin.
    #[serde(default)]
    pub homonyms: Vec<Homonym>,
    /// Korean words around it, the term first.
    pub korean_keywords: Vec<String>,
    /// Natural sentences.
    pub examples: Vec<Example>,
}

impl Nuance {
    /// The answer's hanja if they can be read as the word; others are kept, but are no fact.
    #[must_use]
    pub fn readable_hanja(&self) -> Option<&str> {
        let hanja = self.hanja.as_deref()?;
        (hanja::check(hanja, &self.term) == Verdict::Right).then_some(hanja)
    }
}

/// A neighbour, and the difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// The other Korean word.
    pub vs: String,
    /// How the two differ.
    pub nuance: String,
}

/// A word spelt the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Homonym {
    /// Chinese characters, or null.
    pub hanja: Option<String>,
    /// How it is read.
    pub reading: String,
    /// What it means.
    pub meaning: String,
    /// How to tell it apart.
    pub differentiator: String,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Example {
    /// The sentence.
    pub korean: String,
    /// The exact piece of it in which the word appears.
    pub form: String,
    /// Translation.
    pub english: String,
    /// Level of speech.
    pub register: Register,
}

/// Levels of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Register {
    /// 합쇼체.
    Formal,
    /// 해요체.
    Polite,
    /// 해체.
    Casual,
    /// 해라체.
    Plain,
}

impl Register {
    /// Its name in an answer.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::Polite => "polite",
            Self::Casual => "casual",
            Self::Plain => "plain",
        }
    }
}

impl From<glossary::Register> for Register {
    fn from(register: glossary::Register) -> Self {
        match register {
            glossary::Register::Formal => Self::Formal,
            glossary::Register::Polite => Self::Polite,
            glossary::Register::Casual => Self::Casual,
            glossary::Register::Plain => Self::Plain,
        }
    }
}

impl From<Register> for glossary::Register {
    fn from(register: Register) -> Self {
        match register {
            Register::Formal => Self::Formal,
            Register::Polite => Self::Polite,
            Register::Casual => Self::Casual,
            Register::Plain => Self::Plain,
        }
    }
}

/// The question of stage 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AskNuance<'a>(pub(crate) &'a NewWord);

impl Stage for AskNuance<'_> {
    type Answer = Nuance;

    const NAME: &'static str = "nuance";
    const VERSION: u32 = 1;
    const MAX_TOKENS: u32 = 4_000;

    fn term(&self) -> &str {
        &self.0.term
    }

    fn canonical(&self) -> Value {
        Value::Object(word::given(self.0))
    }

    fn shown(&self) -> Value {
        let known = dictionary::completed(self.0);
        let mut shown = word::given(&known);
        shown.insert("pronunciation".into(), word::pronunciation(&known).into());
        Value::Object(shown)
    }

    fn prompt(&self) -> &'static str {
        include_str!("../prompts/nuance.md")
    }

    fn schema(&self) -> &'static AnswerSchema {
        static SCHEMA: LazyLock<AnswerSchema> = LazyLock::new(|| strict::<Nuance>("hanji_nuance"));
        &SCHEMA
    }

    fn looked_up(&self) -> Checked<Nuance> {
        dictionary::nuance(self.0)
    }

    fn check(&self, reply: &str) -> Result<Checked<Nuance>, Defects> {
        let answer: Nuance = parse(reply)?;
        same_term(&self.0.term, &answer.term)?;
        let unusable = missing(&answer);
        if !unusable.is_empty() {
            return Err(unusable);
        }
        let mut remarks = remarks(&answer);
        remarks.extend(misread_hanja(&answer, self.0.hanja.as_deref()));
        remarks.extend(answer.examples.iter().filter_map(mislabelled));
        Ok(Checked { answer, remarks })
    }
}

/// Fields without which no card can be made.
fn missing(answer: &Nuance) -> Defects {
    let needed = [
        ("primary_meaning", &answer.primary_meaning),
        ("metaphor", &answer.metaphor),
        ("explanation", &answer.explanation),
    ];
    let empty = needed.iter().filter(|(_, text)| text.trim().is_empty());
    empty.map(|(name, _)| format!("`{name}` is empty.")).collect()
}

/// What should be better, though it can be used.
fn remarks(answer: &Nuance) -> Vec<String> {
    let mut remarks = too_long(answer);
    if answer.korean_keywords.first() != Some(&answer.term) {
        remarks.push(format!("`korean_keywords` must begin with “{}”.", answer.term));
    }
    if answer.examples.is_empty() {
        remarks.push("`examples` is empty.".into());
    }
    for example in &answer.examples {
        if example.form.is_empty() || !example.korean.contains(&example.form) {
            remarks.push(format!(
                "“{}” does not contain its `form` “{}”.",
                example.korean, example.form
            ));
        }
    }
    remarks
}

/// Hanja that cannot be read as the word, its own or a homonym's. What the learner gave is not the
/// model's to mend.
fn misread_hanja(answer: &Nuance, given: Option<&str>) -> Vec<String> {
    let own = answer.hanja.as_deref().filter(|hanja| Some(*hanja) != given);
    let of_homonyms = answer.homonyms.iter().filter_map(|homonym| homonym.hanja.as_deref());
    let named = own.map(|hanja| ("`hanja`", hanja)).into_iter();
    let named = named.chain(of_homonyms.map(|hanja| ("`hanja` of a homonym", hanja)));
    named
        .filter_map(|(field, hanja)| match hanja::check(hanja, &answer.term) {
            Verdict::Wrong(fault) => {
                Some(format!("{field} {hanja} is not read “{}”: {fault}.", answer.term))
            }
            Verdict::Right | Verdict::Silent => None,
        })
        .collect()
}

/// An example that speaks at another level than its label says, for certain.
fn mislabelled(example: &Example) -> Option<String> {
    let speech = register::read(&example.korean);
    let heard = speech.heard.filter(|heard| heard.certain && !speech.mixed)?;
    if heard.allows(example.register.into()) {
        return None;
    }
    let level = Register::from(heard.level.label()?);
    let (korean, label) = (&example.korean, example.register.name());
    Some(format!("The `register` of “{korean}” is {}, not {label}.", level.name()))
}

/// Limits in characters, from the design, with a tenth of grace: a model cannot count well, and a
/// few characters are not worth paying for again.
fn too_long(answer: &Nuance) -> Vec<String> {
    let others = answer.other_meanings.concat();
    let limits = [
        ("primary_meaning", &answer.primary_meaning, 200),
        ("other_meanings", &others, 500),
        ("metaphor", &answer.metaphor, 300),
        ("explanation", &answer.explanation, 500),
        ("anchor_sensory", &answer.anchor_sensory, 200),
    ];
    let long = limits.iter().filter(|(_, text, limit)| text.chars().count() * 10 > limit * 11);
    long.map(|(name, _, limit)| format!("`{name}` has more than {limit} characters.")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remarks_on(term: &str, hanja: &str, given: Option<&str>) -> Vec<String> {
        let answer = Nuance { hanja: Some(hanja.into()), term: term.into(), ..Nuance::default() };
        misread_hanja(&answer, given)
    }

    #[test]
    fn hanja_that_are_not_read_so_are_a_remark_that_names_the_syllable() {
        assert_eq!(
            remarks_on("학교", "學生", None),
            ["`hanja` 學生 is not read “학교”: syllable 2 is 교, but 生 is read 생."]
        );
        assert_eq!(
            remarks_on("학교", "学校", None),
            [
                "`hanja` 学校 is not read “학교”: 学 is Japanese or simplified Chinese, Korean has 學."
            ]
        );
        assert_eq!(remarks_on("학교", "學校", None), Vec::<String>::new());
        assert_eq!(remarks_on("하늘", "—", None), Vec::<String>::new());
    }

    #[test]
    fn hanja_of_the_learner_are_not_remarked_upon() {
        assert_eq!(remarks_on("학교", "学校", Some("学校")), Vec::<String>::new());
    }

    #[test]
    fn hanja_of_homonyms_are_read_as_the_word_too() {
        let homonym = |hanja: &str| Homonym {
            hanja: Some(hanja.into()),
            reading: "배".into(),
            meaning: "times".into(),
            differentiator: "after numbers".into(),
        };
        let homonyms = vec![homonym("倍"), homonym("船")];
        let answer = Nuance { term: "배".into(), homonyms, ..Nuance::default() };
        assert_eq!(
            misread_hanja(&answer, None),
            ["`hanja` of a homonym 船 is not read “배”: syllable 1 is 배, but 船 is read 선."]
        );
    }

    #[test]
    fn an_example_that_speaks_otherwise_than_its_label_is_a_remark() {
        let example = |korean: &str, register| Example {
            korean: korean.into(),
            form: String::new(),
            english: String::new(),
            register,
        };
        assert_eq!(
            mislabelled(&example("저는 매일 학교에 가요.", Register::Casual)).unwrap(),
            "The `register` of “저는 매일 학교에 가요.” is polite, not casual."
        );
        for (korean, register) in [
            ("저는 매일 학교에 가요.", Register::Polite),
            ("같이 가자!", Register::Casual),
            ("같이 가자!", Register::Plain),
            ("커피 두 잔", Register::Formal),
            ("밥 먹었어? 저는 먹었어요.", Register::Casual),
        ] {
            assert_eq!(mislabelled(&example(korean, register)), None, "{korean}");
        }
    }

    #[test]
    fn only_hanja_that_can_be_read_as_the_word_are_taken_for_a_fact() {
        let answer = |hanja: &str| Nuance {
            term: "학교".into(),
            hanja: Some(hanja.into()),
            ..Nuance::default()
        };
        assert_eq!(answer("學校").readable_hanja(), Some("學校"));
        assert_eq!(answer("學生").readable_hanja(), None);
        assert_eq!(answer("-").readable_hanja(), None);
    }
}
