//! What the targets share: a broken law is a crash, which is what libFuzzer looks for.

/// Tries the bytes on the target of this name.
///
/// # Panics
/// When a law does not hold, or there is no such target.
pub fn run(name: &str, bytes: &[u8]) {
    let target = fuzz::TARGETS.into_iter().find(|target| target.name == name);
    if let Err(broken) = target.expect("a target of this name").run(bytes) {
        panic!("{broken}");
    }
}
