//! Which `response_format` each model was found to take, so that a server that cannot do the
//! strictest is asked only once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::request::AnswerFormat;

/// The strictest format that is not known to fail, by model.
#[derive(Debug, Default)]
pub(crate) struct Formats(Mutex<HashMap<String, AnswerFormat>>);

impl Formats {
    pub(crate) fn of(&self, model: &str) -> AnswerFormat {
        let formats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        formats.get(model).copied().unwrap_or(AnswerFormat::Schema)
    }

    /// Notes that `tried` failed. False when there is nothing weaker to try.
    pub(crate) fn refused(&self, model: &str, tried: AnswerFormat) -> bool {
        let Some(weaker) = tried.weaker() else { return false };
        let mut formats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = formats.entry(model.to_owned()).or_insert(AnswerFormat::Schema);
        // others in flight may have learnt it before
        *known = weaker.max(*known);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_weakens_once_however_many_requests_meet_it() {
        let formats = Formats::default();
        assert!(formats.refused("a", AnswerFormat::Schema));
        assert!(formats.refused("a", AnswerFormat::Schema));
        assert_eq!(formats.of("a"), AnswerFormat::Object);
        assert!(formats.refused("a", AnswerFormat::Object));
        assert!(formats.refused("a", AnswerFormat::Schema));
        assert_eq!(formats.of("a"), AnswerFormat::Plain);
        assert!(!formats.refused("a", AnswerFormat::Plain));
        assert_eq!(formats.of("b"), AnswerFormat::Schema);
    }
}
