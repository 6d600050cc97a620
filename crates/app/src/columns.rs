//! What columns hold, at the boundary, and what it is called inside.

use std::str::FromStr;

use vocab::Role;

use crate::{
    Code, Problem,
    dto::{Column, ColumnRole},
};

impl ColumnRole {
    /// Everything that a column can hold.
    pub const ALL: [Self; 11] = [
        Self::Term,
        Self::Meaning,
        Self::Pos,
        Self::Hanja,
        Self::Pron,
        Self::Homonym,
        Self::Example,
        Self::Translation,
        Self::Note,
        Self::Tags,
        Self::Ignore,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Meaning => "meaning",
            Self::Pos => "pos",
            Self::Hanja => "hanja",
            Self::Pron => "pron",
            Self::Homonym => "homonym",
            Self::Example => "example",
            Self::Translation => "translation",
            Self::Note => "note",
            Self::Tags => "tags",
            Self::Ignore => "ignore",
        }
    }
}

impl FromStr for ColumnRole {
    type Err = Problem;

    fn from_str(name: &str) -> Result<Self, Problem> {
        let found =
            Self::ALL.into_iter().find(|role| role.name().eq_ignore_ascii_case(name.trim()));
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            let message = format!("Columns do not hold “{name}”; they hold {names}.");
            Problem::new(Code::InvalidInput, message).with_hint("Write it like term=2,meaning=3.")
        })
    }
}

impl From<ColumnRole> for Role {
    fn from(role: ColumnRole) -> Self {
        match role {
            ColumnRole::Term => Self::Term,
            ColumnRole::Meaning => Self::Meaning,
            ColumnRole::Pos => Self::Pos,
            ColumnRole::Hanja => Self::Hanja,
            ColumnRole::Pron => Self::Pron,
            ColumnRole::Homonym => Self::Homonym,
            ColumnRole::Example => Self::Example,
            ColumnRole::Translation => Self::Translation,
            ColumnRole::Note => Self::Note,
            ColumnRole::Tags => Self::Tags,
            ColumnRole::Ignore => Self::Ignore,
        }
    }
}

impl From<Role> for ColumnRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Term => Self::Term,
            Role::Meaning => Self::Meaning,
            Role::Pos => Self::Pos,
            Role::Hanja => Self::Hanja,
            Role::Pron => Self::Pron,
            Role::Homonym => Self::Homonym,
            Role::Example => Self::Example,
            Role::Translation => Self::Translation,
            Role::Note => Self::Note,
            Role::Tags => Self::Tags,
            Role::Ignore => Self::Ignore,
        }
    }
}

impl From<&vocab::Column> for Column {
    fn from(column: &vocab::Column) -> Self {
        Self {
            sheet: column.sheet.clone(),
            index: column.index,
            name: column.name.clone(),
            role: column.role.into(),
            samples: column.samples.clone(),
        }
    }
}
