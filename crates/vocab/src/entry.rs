//! What a file yields: words, and rows that are no words with the reason.
//! It refuses to know which kind of file they came from.

use serde::{Serialize, Serializer};

use crate::header::Role;

/// A word as a learner's file gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The word: composed (NFC), trimmed, one line, with at least one whole syllable.
    pub term: String,
    /// Where it stands: the line on which its row starts, counted from 1.
    pub row: u32,
    /// Part of speech by its English name, as [`korean::PartOfSpeech::english`] spells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pos: Option<String>,
    /// The learner's own meaning; may have several lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// Chinese characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hanja: Option<String>,
    /// The number that tells homographs apart in the list (배01 is `1`): digits, a number in JSON.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_number")]
    pub homonym: Option<String>,
    /// The pronunciation in hangul, as the file has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pron: Option<String>,
    /// An example sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// What the example means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example_meaning: Option<String>,
    /// Whatever else the learner noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The learner's tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The sheet it stands on, in a file of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// What it is, where it is not simply a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<EntryKind>,
    /// The dictionary form it looks like a form of; suggested, never put in its place unasked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lemma: Option<String>,
    /// How sure that is, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lemma_confidence: Option<u8>,
    /// Other dictionary forms it may be of, the likeliest first: then a person has to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lemma_alt: Vec<String>,
    /// The words it lists as alternatives (가다/오다), into which a person may want to split it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub split_suggestion: Vec<String>,
}

/// What an entry is, where it is not simply a word. Serializes to its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A pattern such as -(으)면 or 할 수 있다.
    Grammar,
    /// A prefix or suffix: -하다, ~적.
    Affix,
    /// Several words that are learnt as one: 손을 잡다.
    Phrase,
}

#[expect(clippy::ref_option, reason = "serde hands the field over by reference")]
fn as_number<S: Serializer>(digits: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    digits.as_deref().and_then(|digits| digits.parse::<u32>().ok()).serialize(serializer)
}

/// A row that gave no word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// The line on which the row starts, counted from 1.
    pub row: u32,
    /// Why it is no word.
    pub reason: Reason,
    /// The start of what stood there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The sheet it stands on, in a file of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row whole, so that it can be saved and mended: its cells in the order of the file, each
    /// of 4 KB at most, with what their column holds.
    #[serde(skip)]
    pub cells: Vec<(Role, String)>,
    /// The word, where one stands here that stands further up already.
    #[serde(skip)]
    pub word: Option<Box<Entry>>,
}

/// Why a row gave no word. Serializes to its name, as in the input corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The row has cells, but none in the column of words.
    EmptyTerm,
    /// Nothing Korean.
    NoHangul,
    /// Hangul letters in an old or half-width form that make no syllable.
    NoHangulSyllable,
    /// Loose letters such as ㅋㅋㅋ.
    OnlyJamo,
    /// A loose letter inside a word: 하ㄴ.
    BrokenSyllable,
    /// Text once decoded with the wrong encoding.
    Mojibake,
    /// Bytes that are no UTF-8 in a file that is.
    InvalidUtf8,
    /// A quoted cell that is never closed.
    UnterminatedQuote,
    /// A sentence instead of a word.
    LooksLikeSentence,
    /// Longer than any word.
    TermTooLong,
    /// Parts of a path, an address, markup or a template.
    SuspiciousCharacters,
    /// A spreadsheet formula.
    Formula,
    /// A line that starts with `#`.
    Comment,
    /// The same word, part of speech and meaning as an earlier row.
    Duplicate,
    /// A date, a time or a yes/no of a spreadsheet.
    NotText,
    /// A formula whose result the file does not hold.
    FormulaWithoutCachedValue,
    /// A line that is no JSON in a file of JSON lines.
    BadJson,
    /// A word that the file itself says is of another language.
    OtherLanguage,
}

impl Reason {
    /// The name: `no_hangul`, `only_jamo`, …
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EmptyTerm => "empty_term",
            Self::NoHangul => "no_hangul",
            Self::NoHangulSyllable => "no_hangul_syllable",
            Self::OnlyJamo => "only_jamo",
            Self::BrokenSyllable => "broken_syllable",
            Self::Mojibake => "mojibake",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::UnterminatedQuote => "unterminated_quote",
            Self::LooksLikeSentence => "looks_like_sentence",
            Self::TermTooLong => "term_too_long",
            Self::SuspiciousCharacters => "suspicious_characters",
            Self::Formula => "formula",
            Self::Comment => "comment",
            Self::Duplicate => "duplicate",
            Self::NotText => "not_text",
            Self::FormulaWithoutCachedValue => "formula_without_cached_value",
            Self::BadJson => "bad_json",
            Self::OtherLanguage => "other_language",
        }
    }

    /// Why the row gave no word, in a sentence for a person.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::EmptyTerm => "The row has no word.",
            Self::NoHangul => "There is no Korean in the word's place.",
            Self::NoHangulSyllable => "The letters make no Korean syllable.",
            Self::OnlyJamo => "Only loose letters, no whole syllable.",
            Self::BrokenSyllable => "A letter stands loose inside the word.",
            Self::Mojibake => "The text was saved with the wrong encoding.",
            Self::InvalidUtf8 => "The row holds bytes that are not text.",
            Self::UnterminatedQuote => "A quotation mark is opened and never closed.",
            Self::LooksLikeSentence => "This looks like a sentence, not a word.",
            Self::TermTooLong => "Too long for a word.",
            Self::SuspiciousCharacters => "The word holds parts of a path, an address or markup.",
            Self::Formula => "This is a spreadsheet formula, not a word.",
            Self::Comment => "A comment.",
            Self::Duplicate => "The same word with the same meaning stands further up.",
            Self::NotText => "A date, a time or a yes/no stands in the word's place.",
            Self::FormulaWithoutCachedValue => {
                "A formula whose result the file does not hold. Open and save it in the spreadsheet."
            }
            Self::BadJson => "The line is not valid JSON.",
            Self::OtherLanguage => "The file says that this word is not Korean.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_leaves_out_what_it_does_not_know() {
        let entry = Entry { term: "배".to_owned(), row: 3, ..Entry::default() };
        assert_eq!(serde_json::to_string(&entry).unwrap(), r#"{"term":"배","row":3}"#);
    }

    #[test]
    fn the_homograph_number_is_a_number() {
        let homonym = Some("2".to_owned());
        let entry = Entry { term: "배".to_owned(), row: 1, homonym, ..Entry::default() };
        assert_eq!(serde_json::to_value(&entry).unwrap()["homonym"], 2);
    }

    #[test]
    fn a_reason_is_serialized_by_its_name() {
        for reason in [Reason::InvalidUtf8, Reason::NoHangulSyllable, Reason::LooksLikeSentence] {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.name());
        }
    }
}
