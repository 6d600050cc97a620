//! What a request says of a word: what the learner gave, and what the Korean layer computes.

use korean::PartOfSpeech;
use serde_json::{Map, Value};
use store::NewWord;

/// What the learner gave, as the model is shown it and as an answer is known by.
pub(crate) fn given(word: &NewWord) -> Map<String, Value> {
    let mut given = Map::new();
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            given.insert(name.into(), value.into());
        }
    };
    put("term", &word.term);
    put("pos", &word.pos);
    put("meaning", &word.meaning);
    put("homonym", &word.homonym);
    put("hanja", word.hanja.as_deref().unwrap_or_default());
    given
}

/// The standard pronunciation, computed.
pub(crate) fn pronunciation(word: &NewWord) -> String {
    let pos = PartOfSpeech::from_label(&word.pos);
    korean::pronunciation::pronounce(&word.term, pos, word.hanja.as_deref()).hangul
}
