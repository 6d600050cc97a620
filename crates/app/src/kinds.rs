//! The kinds of card at the boundary, and what they are called inside.

use std::str::FromStr;

use crate::{Code, Problem, dto::Kind};

impl Kind {
    /// All kinds, in the order in which a note shows them.
    pub const ALL: [Self; 7] = [
        Self::Scene,
        Self::UsageComparison,
        Self::Hanja,
        Self::Example,
        Self::FormalCasual,
        Self::Grammar,
        Self::Cultural,
    ];

    /// Its name on the command line and in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        pipeline::Kind::from(self).name()
    }
}

impl FromStr for Kind {
    type Err = Problem;

    fn from_str(name: &str) -> Result<Self, Problem> {
        let found =
            Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name.trim()));
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            let message =
                format!("There is no kind of card called “{name}”; the kinds are {names}.");
            Problem::new(Code::InvalidInput, message)
                .with_hint("Name the kinds with commas between them.")
        })
    }
}

impl From<pipeline::Kind> for Kind {
    fn from(kind: pipeline::Kind) -> Self {
        match kind {
            pipeline::Kind::Scene => Self::Scene,
            pipeline::Kind::UsageComparison => Self::UsageComparison,
            pipeline::Kind::Hanja => Self::Hanja,
            pipeline::Kind::Example => Self::Example,
            pipeline::Kind::FormalCasual => Self::FormalCasual,
            pipeline::Kind::Grammar => Self::Grammar,
            pipeline::Kind::Cultural => Self::Cultural,
        }
    }
}

impl From<Kind> for pipeline::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Scene => Self::Scene,
            Kind::UsageComparison => Self::UsageComparison,
            Kind::Hanja => Self::Hanja,
            Kind::Example => Self::Example,
            Kind::FormalCasual => Self::FormalCasual,
            Kind::Grammar => Self::Grammar,
            Kind::Cultural => Self::Cultural,
        }
    }
}
