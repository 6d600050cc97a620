//! What a request is known by: a hash over everything that makes its answer what it is, and over
//! nothing else. Not the position in a list, not the file, not the run: the same word is paid once.

use store::{Identity, PromptHash};

use crate::stage::Stage;

/// The identity of a stage's request to a model under a prompt.
pub(crate) fn identity<S: Stage>(stage: &S, model: &str, prompt: &str) -> Identity {
    let mut hash = blake3::Hasher::new_derive_key("hanji answer identity");
    let canonical = stage.canonical().to_string();
    for part in [S::NAME, &S::VERSION.to_string(), model, prompt, &canonical] {
        // the length keeps neighbours apart: "ab","c" is not "a","bc"
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    *hash.finalize().as_bytes()
}

/// What a stage's instructions are known by.
pub(crate) fn prompt_hash(prompt: &str) -> PromptHash {
    let mut first = PromptHash::default();
    blake3::Hasher::new().update(prompt.as_bytes()).finalize_xof().fill(&mut first);
    first
}
