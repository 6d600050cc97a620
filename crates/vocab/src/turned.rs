//! Rows whose word and meaning stand the other way round, as the reversed cards of a deck do. It knows
//! such a row by its two cells, and refuses to judge whether what it takes for the word is one.

use korean::text::{has_hangul, has_syllable};

use crate::{clean, columns::Columns, header::Role, mojibake, row::Row};

/// The longest cell of meanings that is taken for a word, in characters.
const LONGEST_WORD: usize = 20;

/// A table in which single rows may be the other way round.
#[derive(Debug)]
pub(crate) struct Turned {
    term: usize,
    meaning: usize,
    /// What the columns hold in a row that is.
    pub(crate) columns: Columns,
}

impl Turned {
    /// None where words and meanings have not one column each, and where the words are hardly ever
    /// Korean: then it is the columns that are wrong, and not a row here and there.
    pub(crate) fn of(columns: &Columns, sample: &[Vec<String>]) -> Option<Self> {
        let (term, meaning) = only(columns, Role::Term).zip(only(columns, Role::Meaning))?;
        let cells =
            || sample.iter().filter_map(|row| row.get(term)).filter(|cell| !cell.is_empty());
        let korean = cells().filter(|cell| has_hangul(cell)).count();
        let turn = |(at, role): &(usize, Role)| match role {
            Role::Term => (*at, Role::Meaning),
            Role::Meaning => (*at, Role::Term),
            _ => (*at, *role),
        };
        let columns = columns.iter().map(turn).collect();
        (korean * 3 >= cells().count()).then_some(Self { term, meaning, columns })
    }

    /// Whether the row is the other way round: something foreign where the word should be, and in the
    /// meaning's place nothing but a little Korean.
    pub(crate) fn is(&self, row: &Row<'_>) -> bool {
        let (term, meaning) = (row.cell(self.term), row.cell(self.meaning));
        let text = [self.term, self.meaning].iter().all(|at| row.value_at(*at).is_none());
        text && !has_hangul(term) && is_word(&clean::line(meaning)) && is_foreign(term)
    }
}

/// The column of a role, where it is the only one.
fn only(columns: &Columns, role: Role) -> Option<usize> {
    let mut of_role = columns.iter().filter(|(_, given)| *given == role).map(|(at, _)| *at);
    of_role.next().filter(|_| of_role.next().is_none())
}

fn is_word(cell: &str) -> bool {
    has_syllable(cell)
        && !cell.contains(|letter: char| letter.is_ascii_alphabetic())
        && cell.chars().count() <= LONGEST_WORD
}

/// Words of another language; not an address, a formula or Korean in the wrong encoding.
fn is_foreign(raw: &str) -> bool {
    let cell = clean::line(raw);
    !has_hangul(&cell)
        && cell.contains(char::is_alphabetic)
        && !cell.contains("://")
        && !cell.starts_with('=')
        && !mojibake::is_mojibake(raw)
}
