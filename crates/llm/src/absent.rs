//! Which models the server was found not to have, so that each is asked for in vain only once. It
//! only orders preferences: a question all of whose models are known to be absent tries them anew.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The models that were last answered with "no such model".
#[derive(Debug, Default)]
pub(crate) struct Absent(Mutex<HashSet<String>>);

impl Absent {
    /// The candidates that may be there; all of them when none is, for it may have come since.
    pub(crate) fn worth_asking(&self, candidates: &[String]) -> Vec<String> {
        let absent = self.lock();
        let present: Vec<String> =
            candidates.iter().filter(|model| !absent.contains(*model)).cloned().collect();
        if present.is_empty() { candidates.to_vec() } else { present }
    }

    /// Notes that the server has no such model.
    pub(crate) fn missed(&self, model: &str) {
        self.lock().insert(model.to_owned());
    }

    /// Notes that the model answered.
    pub(crate) fn found(&self, model: &str) {
        self.lock().remove(model);
    }

    /// Every model may have come since.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_model_is_worth_asking_while_there_is_another() {
        let (absent, list) = (Absent::default(), ["a".to_owned(), "b".to_owned()]);
        assert_eq!(absent.worth_asking(&list), ["a", "b"]);
        absent.missed("a");
        assert_eq!(absent.worth_asking(&list), ["b"]);
        assert_eq!(absent.worth_asking(&list[..1]), ["a"]);
        absent.missed("b");
        assert_eq!(absent.worth_asking(&list), ["a", "b"]);
        absent.found("b");
        assert_eq!(absent.worth_asking(&list), ["b"]);
        absent.forget();
        assert_eq!(absent.worth_asking(&list), ["a", "b"]);
    }
}
