//! API keys: in the system's keychain, one for each server, so that a key never goes to another
//! address than the one it was given for. A key goes in here and comes out only towards the
//! chat client; nothing here can be serialised or printed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::{
    dto::KeyStatus,
    problem::{Code, Problem},
};

/// Name under which the keychain files our entries.
const SERVICE: &str = "Hanji";

/// OpenRouter's own origin.
const OPENROUTER: &str = "https://openrouter.ai";

/// A place that keeps secrets; the system's, or a test's.
pub trait Keychain: Send + Sync {
    /// The secret of an account, if there is one.
    fn get(&self, account: &str) -> Result<Option<SecretString>, KeychainError>;
    /// Keeps a secret.
    fn set(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError>;
    /// Forgets a secret; fine when there is none.
    fn remove(&self, account: &str) -> Result<(), KeychainError>;
}

/// Why the keychain did not do it. Messages never hold a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// This system has none, or no session to reach it by.
    #[error("this system has no keychain that Hanji can reach")]
    Missing,
    /// It is there, and locked.
    #[error("the keychain is locked")]
    Locked,
    /// It refused for another reason.
    #[error("the keychain refused: {0}")]
    Refused(String),
}

/// The system's keychain: Secret Service, Keychain, Credential Manager.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn get(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        match entry(account)?.get_password() {
            Ok(key) => Ok(Some(key.into())),
            Err(keyring::v1::Error::NoEntry) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn set(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        Ok(entry(account)?.set_password(secret.expose_secret())?)
    }

    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        match entry(account)?.delete_credential() {
            Ok(()) | Err(keyring::v1::Error::NoEntry) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn entry(account: &str) -> Result<keyring::v1::Entry, KeychainError> {
    Ok(keyring::v1::Entry::new(SERVICE, account)?)
}

impl From<keyring::v1::Error> for KeychainError {
    fn from(error: keyring::v1::Error) -> Self {
        match error {
            keyring::v1::Error::NoDefaultStore => Self::Missing,
            keyring::v1::Error::NoStorageAccess(_) => Self::Locked,
            // the message of a badly encoded secret would hold the secret
            keyring::v1::Error::BadEncoding(_) | keyring::v1::Error::BadDataFormat(..) => {
                Self::Refused("the entry is not text".into())
            }
            other => Self::Refused(other.to_string()),
        }
    }
}

/// All keys known to this process.
#[derive(Clone)]
pub(crate) struct Keys {
    keychain: Arc<dyn Keychain>,
    /// From the environment, for the engine `openrouter`.
    environment: Option<SecretString>,
    environment_for_any_address: bool,
    session: Arc<Mutex<HashMap<String, (SecretString, String)>>>,
}

/// A key, and where it came from.
pub(crate) enum Known {
    Environment(SecretString),
    Session(SecretString, String),
    Stored(SecretString),
}

impl Known {
    pub(crate) fn into_key(self) -> SecretString {
        match self {
            Self::Environment(key) | Self::Session(key, _) | Self::Stored(key) => key,
        }
    }

    pub(crate) fn status(&self) -> KeyStatus {
        match self {
            Self::Environment(key) => KeyStatus::Environment { ending: ending(key) },
            Self::Session(key, reason) => {
                KeyStatus::SessionOnly { ending: ending(key), reason: reason.clone() }
            }
            Self::Stored(key) => KeyStatus::Stored { ending: ending(key) },
        }
    }
}

/// The last four characters of a key that is long enough to spare them.
fn ending(key: &SecretString) -> String {
    let letters: Vec<char> = key.expose_secret().chars().collect();
    if letters.len() < 16 { String::new() } else { letters[letters.len() - 4..].iter().collect() }
}

impl Keys {
    pub(crate) fn new(
        keychain: Arc<dyn Keychain>,
        environment: Option<SecretString>,
        environment_for_any_address: bool,
    ) -> Self {
        Self { keychain, environment, environment_for_any_address, session: Arc::default() }
    }

    /// The key for a server. Blocks: the keychain may ask the learner to unlock it.
    pub(crate) fn find(&self, account: &Account) -> Result<Option<Known>, KeychainError> {
        let takes_environment = account.is_openrouter
            && (self.environment_for_any_address || account.name == OPENROUTER);
        if let (Some(key), true) = (&self.environment, takes_environment) {
            return Ok(Some(Known::Environment(key.clone())));
        }
        if let Some((key, reason)) = self.session().get(&account.name) {
            return Ok(Some(Known::Session(key.clone(), reason.clone())));
        }
        Ok(self.keychain.get(&account.name)?.map(Known::Stored))
    }

    /// Keeps a key in the keychain, or for this session when there is no usable one.
    pub(crate) fn set(&self, account: &Account, key: &SecretString) -> Result<Known, Problem> {
        let key = key.expose_secret().trim();
        if key.is_empty() || key.chars().any(|letter| letter.is_control() || letter == ' ') {
            return Err(Problem::new(Code::InvalidInput, "This is not an API key.")
                .with_hint("Copy the key again; it is one word without spaces."));
        }
        let key = SecretString::from(key.to_owned());
        match self.keychain.set(&account.name, &key) {
            Ok(()) => {
                self.session().remove(&account.name);
                Ok(Known::Stored(key))
            }
            Err(error) => {
                let reason = error.to_string();
                self.session().insert(account.name.clone(), (key.clone(), reason.clone()));
                Ok(Known::Session(key, reason))
            }
        }
    }

    /// Forgets the key for a server.
    pub(crate) fn remove(&self, account: &Account) -> Result<(), KeychainError> {
        let was_in_session = self.session().remove(&account.name).is_some();
        match self.keychain.remove(&account.name) {
            // where there is no keychain, the session was all there was
            Err(_) if was_in_session => Ok(()),
            removed => removed,
        }
    }

    fn session(&self) -> std::sync::MutexGuard<'_, HashMap<String, (SecretString, String)>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whose key: the server's origin, so that a key never goes to another address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    name: String,
    is_openrouter: bool,
}

impl Account {
    /// `is_openrouter`: whether the server is used as OpenRouter, wherever it is.
    pub(crate) fn of(address: &Url, is_openrouter: bool) -> Self {
        Self { name: address.origin().ascii_serialization(), is_openrouter }
    }
}

impl From<KeychainError> for Problem {
    fn from(error: KeychainError) -> Self {
        Self::new(
            Code::KeychainUnavailable,
            format!("The key could not be read or removed: {error}."),
        )
        .with_hint("Unlock the keychain and try again, or enter the key for this session.")
        .retryable()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct InMemory(Mutex<HashMap<String, String>>);

    impl Keychain for InMemory {
        fn get(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
            Ok(self.0.lock().unwrap().get(account).cloned().map(Into::into))
        }
        fn set(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
            self.0.lock().unwrap().insert(account.into(), secret.expose_secret().into());
            Ok(())
        }
        fn remove(&self, account: &str) -> Result<(), KeychainError> {
            self.0.lock().unwrap().remove(account);
            Ok(())
        }
    }

    struct Absent;

    impl Keychain for Absent {
        fn get(&self, _: &str) -> Result<Option<SecretString>, KeychainError> {
            Err(KeychainError::Missing)
        }
        fn set(&self, _: &str, _: &SecretString) -> Result<(), KeychainError> {
            Err(KeychainError::Missing)
        }
        fn remove(&self, _: &str) -> Result<(), KeychainError> {
            Err(KeychainError::Missing)
        }
    }

    const KEY: &str = "sk-or-v1-0123456789abcdef";

    fn account(address: &str) -> Account {
        Account::of(&address.parse().unwrap(), false)
    }

    #[test]
    fn a_key_is_known_for_its_own_server_only() {
        let keys = Keys::new(Arc::new(InMemory::default()), None, false);
        let known =
            keys.set(&account("https://a.example/api/v1"), &format!(" {KEY}\n").into()).unwrap();
        assert_eq!(known.status(), KeyStatus::Stored { ending: "cdef".into() });
        let found = keys.find(&account("https://a.example/other")).unwrap().unwrap();
        assert_eq!(found.into_key().expose_secret(), KEY);
        assert!(keys.find(&account("http://a.example/api/v1")).unwrap().is_none());
        assert!(keys.find(&account("https://b.example/api/v1")).unwrap().is_none());
    }

    #[test]
    fn without_a_keychain_a_key_lives_for_the_session_and_says_why() {
        let keys = Keys::new(Arc::new(Absent), None, false);
        let here = account("https://a.example");
        let status = keys.set(&here, &KEY.into()).unwrap().status();
        let KeyStatus::SessionOnly { reason, .. } = status else { panic!("{status:?}") };
        assert!(reason.contains("no keychain"), "{reason}");
        assert!(keys.find(&here).unwrap().is_some());
        keys.remove(&here).unwrap();
        assert_eq!(keys.find(&here).err(), Some(KeychainError::Missing));
    }

    #[test]
    fn a_removed_key_is_gone() {
        let keys = Keys::new(Arc::new(InMemory::default()), None, false);
        let here = account("https://a.example");
        keys.set(&here, &KEY.into()).unwrap();
        keys.remove(&here).unwrap();
        assert!(keys.find(&here).unwrap().is_none());
    }

    #[test]
    fn the_environment_key_is_for_openrouter_and_elsewhere_only_where_a_person_says_so() {
        let keys = |anywhere| Keys::new(Arc::new(InMemory::default()), Some(KEY.into()), anywhere);
        let used_as_openrouter = |address: &str| Account::of(&address.parse().unwrap(), true);
        let knows = |keys: &Keys, account: &Account| {
            matches!(keys.find(account), Ok(Some(Known::Environment(_))))
        };
        assert!(knows(&keys(false), &used_as_openrouter("https://openrouter.ai/api/v1")));
        assert!(!knows(&keys(false), &used_as_openrouter("https://elsewhere.example")));
        assert!(knows(&keys(true), &used_as_openrouter("https://elsewhere.example")));
        assert!(!knows(&keys(true), &account("https://elsewhere.example")));
    }

    #[test]
    fn nonsense_is_no_key_and_a_short_key_shows_nothing_of_itself() {
        let keys = Keys::new(Arc::new(InMemory::default()), None, false);
        let here = account("https://a.example");
        for nonsense in ["", "  ", "two words", "line\nbreak"] {
            assert!(keys.set(&here, &nonsense.into()).is_err(), "{nonsense:?}");
        }
        let status = keys.set(&here, &"short".into()).unwrap().status();
        assert_eq!(status, KeyStatus::Stored { ending: String::new() });
    }
}
