//! A system without a keychain, for tests that need none.

use app::{Keychain, KeychainError, SecretString};

/// Refuses everything, as a locked keychain does.
pub(crate) struct NoKeychain;

impl Keychain for NoKeychain {
    fn set(&self, _: &str, _: &SecretString) -> Result<(), KeychainError> {
        Err(KeychainError::Locked)
    }
    fn get(&self, _: &str) -> Result<Option<SecretString>, KeychainError> {
        Err(KeychainError::Locked)
    }
    fn remove(&self, _: &str) -> Result<(), KeychainError> {
        Err(KeychainError::Locked)
    }
}
