//! What crosses to the window from a check-up.

use serde::Serialize;
use ts_rs::TS;

/// What there is to say of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Finding {
    /// The part: data folder, database, key, server, account, limits, anki.
    pub component: String,
    /// Whether a run could use it as it is.
    pub ok: bool,
    /// What was found.
    pub detail: String,
    /// What to do, where something is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}
