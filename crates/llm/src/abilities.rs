//! What each model was found not to take, so that a server is asked only once for what it lacks:
//! the strictest `response_format` that it knows, and the parameters that it refuses. Learnt from
//! refusals, which cost nothing; it holds nothing of what is asked.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::classify;
use crate::failure::Fault;
use crate::request::{AnswerFormat, ChatRequest};

/// A parameter that a server may do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Parameter {
    MaxTokens,
    MaxCompletionTokens,
    Temperature,
    Seed,
    Reasoning,
}

/// What may be said to a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ability {
    /// The strictest format that is not known to fail.
    pub(crate) format: AnswerFormat,
    pub(crate) lacks: BTreeSet<Parameter>,
}

/// What may be said to each model asked so far.
#[derive(Debug, Default)]
pub(crate) struct Abilities(Mutex<HashMap<String, Ability>>);

impl Parameter {
    const ALL: [Self; 5] = [
        Self::MaxTokens,
        Self::MaxCompletionTokens,
        Self::Temperature,
        Self::Seed,
        Self::Reasoning,
    ];

    /// As it is written in a request, and so in a refusal.
    fn name(self) -> &'static str {
        match self {
            Self::MaxTokens => "max_tokens",
            Self::MaxCompletionTokens => "max_completion_tokens",
            Self::Temperature => "temperature",
            Self::Seed => "seed",
            Self::Reasoning => "reasoning",
        }
    }

    fn is_in(self, request: &ChatRequest) -> bool {
        match self {
            Self::MaxTokens | Self::MaxCompletionTokens => true,
            Self::Temperature => request.temperature.is_some(),
            Self::Seed => request.seed.is_some(),
            Self::Reasoning => request.preferences.reasoning.is_some(),
        }
    }

    /// The other name of the same limit: one of them stays, or a model would write without end.
    fn twin(self) -> Option<Self> {
        match self {
            Self::MaxTokens => Some(Self::MaxCompletionTokens),
            Self::MaxCompletionTokens => Some(Self::MaxTokens),
            _ => None,
        }
    }
}

impl Default for Ability {
    fn default() -> Self {
        Self { format: AnswerFormat::Schema, lacks: BTreeSet::new() }
    }
}

impl Ability {
    pub(crate) fn takes(&self, parameter: Parameter) -> bool {
        !self.lacks.contains(&parameter)
    }

    /// The same without what `fault` refuses; `None` when it refuses nothing that can be left out.
    fn without(&self, fault: &Fault, request: &ChatRequest) -> Option<Self> {
        if request.schema.is_some() && classify::refuses_format(fault) {
            let format = self.format.weaker()?;
            return Some(Self { format, ..self.clone() });
        }
        let refused = refused_in(fault, |parameter| {
            let twin_is_left = parameter.twin().is_none_or(|twin| self.takes(twin));
            self.takes(parameter) && parameter.is_in(request) && twin_is_left
        })?;
        let mut less = self.clone();
        less.lacks.insert(refused);
        Some(less)
    }
}

impl Abilities {
    pub(crate) fn of(&self, model: &str) -> Ability {
        self.lock().get(model).cloned().unwrap_or_default()
    }

    /// Notes what a refusal of `tried` says. False when it says nothing that leaving something out
    /// would mend.
    pub(crate) fn learn(
        &self,
        model: &str,
        tried: &Ability,
        request: &ChatRequest,
        fault: &Fault,
    ) -> bool {
        let Some(less) = tried.without(fault, request) else { return false };
        let mut models = self.lock();
        let known = models.entry(model.to_owned()).or_default();
        // others in flight may have learnt more before
        known.format = known.format.max(less.format);
        known.lacks.extend(less.lacks);
        true
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Ability>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The parameter that a refusal names first, among those that could be left out. `OpenAI` names the
/// one to leave out before the one to use.
fn refused_in(fault: &Fault, could_be: impl Fn(Parameter) -> bool) -> Option<Parameter> {
    let message = classify::refuses_parameter(fault)?;
    Parameter::ALL
        .into_iter()
        .filter(|parameter| could_be(*parameter))
        .filter_map(|parameter| Some((place_of(parameter.name(), &message)?, parameter)))
        .min()
        .map(|(_, parameter)| parameter)
}

/// Where a name stands as a word of its own: `max_tokens`, but not the end of another's.
fn place_of(name: &str, message: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    message.match_indices(name).map(|(place, _)| place).find(|place| {
        let (before, after) = (&message[..*place], &message[place + name.len()..]);
        !before.ends_with(is_part) && !after.trim_start_matches("_effort").starts_with(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Class;
    use crate::preferences::{Preferences, ReasoningEffort};
    use crate::request::AnswerSchema;

    fn question() -> ChatRequest {
        ChatRequest {
            model: "a".into(),
            fallbacks: Vec::new(),
            messages: Vec::new(),
            schema: Some(AnswerSchema { name: "word".into(), schema: serde_json::json!({}) }),
            max_completion_tokens: 9,
            temperature: Some(1.0),
            seed: None,
            preferences: Preferences {
                reasoning: Some(ReasoningEffort::Low),
                ..Preferences::default()
            },
        }
    }

    fn refusal(message: &str) -> Fault {
        Fault::new(Class::BadRequest, message).with_status(400)
    }

    #[test]
    fn each_refusal_of_a_format_weakens_once_however_many_requests_meet_it() {
        let (abilities, request) = (Abilities::default(), question());
        let strict = Ability::default();
        let fault = refusal("response_format json_schema is not supported");
        assert!(abilities.learn("a", &strict, &request, &fault));
        assert!(abilities.learn("a", &strict, &request, &fault));
        let object = abilities.of("a");
        assert_eq!(object.format, AnswerFormat::Object);
        assert!(abilities.learn("a", &object, &request, &fault));
        assert!(abilities.learn("a", &strict, &request, &fault));
        let plain = abilities.of("a");
        assert_eq!(plain.format, AnswerFormat::Plain);
        assert!(!abilities.learn("a", &plain, &request, &fault));
        assert_eq!(abilities.of("b"), Ability::default());
    }

    #[test]
    fn what_a_refusal_names_is_left_out_from_then_on() {
        for (message, lacking) in [
            (
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use \
                 'max_completion_tokens' instead.",
                Parameter::MaxTokens,
            ),
            (
                r#"[{"type":"extra_forbidden","loc":["body","max_completion_tokens"]}]"#,
                Parameter::MaxCompletionTokens,
            ),
            ("Unsupported value: 'temperature' does not support 1", Parameter::Temperature),
            ("unknown field `reasoning_effort`", Parameter::Reasoning),
        ] {
            let abilities = Abilities::default();
            let learnt = abilities.learn("a", &Ability::default(), &question(), &refusal(message));
            assert!(learnt && !abilities.of("a").takes(lacking), "{message}");
            assert_eq!(abilities.of("a").lacks.len(), 1, "{message}");
        }
    }

    #[test]
    fn a_refusal_of_what_was_not_sent_or_of_a_value_teaches_nothing() {
        for message in [
            "unknown field `seed`",
            "max_tokens is too large: 100000 (maximum 8192)",
            "unknown model",
            "unsupported parameter: max_tokens_per_day",
        ] {
            let abilities = Abilities::default();
            let learnt = abilities.learn("a", &Ability::default(), &question(), &refusal(message));
            assert!(!learnt, "{message}");
        }
    }

    #[test]
    fn the_length_of_an_answer_stays_limited_by_one_name_or_the_other() {
        let (abilities, request) = (Abilities::default(), question());
        let fault = refusal("max_tokens and max_completion_tokens are not supported");
        assert!(abilities.learn("a", &Ability::default(), &request, &fault));
        assert!(!abilities.learn("a", &abilities.of("a"), &request, &fault));
        assert!(abilities.of("a").takes(Parameter::MaxCompletionTokens));
    }
}
