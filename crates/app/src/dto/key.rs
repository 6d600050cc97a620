//! What crosses to the window about keys: where one is kept, what it may still spend. Never a key.

use serde::Serialize;
use ts_rs::TS;

/// What is known of the API key of the chosen engine. Never the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum KeyStatus {
    /// The engine needs no key.
    NotNeeded,
    /// No key is known.
    Absent,
    /// A key is in the system's keychain.
    Stored {
        /// Its last four characters.
        ending: String,
    },
    /// A key is known until Hanji quits, because there is no usable keychain.
    SessionOnly {
        /// Its last four characters.
        ending: String,
        /// Why the keychain was not used.
        reason: String,
    },
    /// A key came from the environment.
    Environment {
        /// Its last four characters.
        ending: String,
    },
    /// The keychain is there but locked, or did not answer.
    Unavailable {
        /// What the system said.
        reason: String,
    },
}

/// What to do to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SignInOffer {
    /// Whether a browser was sent to the page that comes back by itself.
    pub opened: bool,
    /// A page to open anywhere: it shows a code, to be pasted.
    pub page: String,
}

/// How waiting for a browser ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SignedIn {
    /// It came back, and there is a key.
    Done {
        /// What is known of the key.
        key: KeyStatus,
    },
    /// There is nothing to wait for: it was cancelled, or a code was pasted.
    Over,
    /// It did not come back in time.
    TimedOut,
}

/// What OpenRouter says of a key.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct KeyStanding {
    /// The most US dollars that it may spend; null when it has no limit of its own.
    pub limit_usd: Option<f64>,
    /// US dollars left of the limit.
    pub left_usd: Option<f64>,
    /// US dollars spent with it so far.
    pub used_usd: Option<f64>,
    /// Whether the account never bought credit, so that it may ask free models only a few times a
    /// day.
    pub is_free_tier: bool,
}
