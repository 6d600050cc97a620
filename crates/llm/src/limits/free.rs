//! Free models on OpenRouter, which limits them by account and not by model: 20 requests a minute,
//! 50 a day, or 1,000 once $10 of credit were bought. Known by their names, so that no refusal is
//! needed to find it out.

use super::Limits;
use super::line::Line;

const PER_MINUTE: u32 = 20;
const PER_DAY: u32 = 1000;
const PER_DAY_WITHOUT_CREDIT: u32 = 50;

/// The line of all free models.
#[derive(Debug, Default)]
pub(super) struct FreeModels {
    pub(super) line: Line,
    /// Whether the account never bought credit; until the key was looked up it is trusted to have,
    /// and the server is left to refuse.
    pub(super) is_free_tier: bool,
}

impl FreeModels {
    pub(super) fn per_day(&self) -> u32 {
        if self.is_free_tier { PER_DAY_WITHOUT_CREDIT } else { PER_DAY }
    }

    pub(super) fn limits(&self) -> Limits {
        Limits {
            requests_per_minute: Some(PER_MINUTE),
            tokens_per_minute: None,
            requests_per_day: Some(self.per_day()),
            in_flight: u32::MAX,
        }
    }
}

pub(super) fn is_free(model: &str) -> bool {
    model.ends_with(":free")
}
