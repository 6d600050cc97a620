//! The formats a deck can be written in, and which part of this crate writes each.

use std::str::FromStr;

use crate::{
    anki_text, apkg, classic,
    error::Error,
    json, markdown,
    note::{Deck, Written},
    render::render,
    sheet, spreadsheet,
};

/// Formats a deck can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// An Anki package: notes, cards and how they look.
    Apkg,
    /// Tab-separated text with Anki's file headers, for notes of a note type that is there already.
    Tsv,
    /// The same with commas.
    Csv,
    /// A table for people: plain text, no formulas, and the mark by which Excel knows UTF-8.
    Spreadsheet,
    /// Everything the deck says, for programs.
    Json,
    /// Text with headings, for people and their notebooks.
    Markdown,
    /// A study sheet to print.
    Html,
    /// The nine-column table: one row for each generated card.
    Classic,
}

impl Format {
    /// Every format, the most useful first.
    pub const ALL: [Self; 8] = [
        Self::Apkg,
        Self::Tsv,
        Self::Csv,
        Self::Spreadsheet,
        Self::Json,
        Self::Markdown,
        Self::Html,
        Self::Classic,
    ];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Apkg => "apkg",
            Self::Tsv => "tsv",
            Self::Csv => "csv",
            Self::Spreadsheet => "spreadsheet",
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Classic => "classic",
        }
    }

    /// The ending of its files.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Classic => "tsv",
            Self::Spreadsheet => "csv",
            other => other.name(),
        }
    }

    /// The format that a file ending stands for; the classic table and the spreadsheet have none of
    /// their own.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        ending.parse().ok().filter(|format: &Self| format.ending() == format.name())
    }
}

/// A name that is no format's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a format")]
pub struct UnknownFormat;

/// By name, whatever its case; `htm` and `markdown` are endings, too.
impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "htm" => Ok(Self::Html),
            "markdown" => Ok(Self::Markdown),
            name => Self::ALL.into_iter().find(|format| format.name() == name).ok_or(UnknownFormat),
        }
    }
}

/// The deck as the bytes of a file, and what they hold.
pub(crate) fn build(deck: &Deck, format: Format) -> Result<(Vec<u8>, Written), Error> {
    let text = match format {
        Format::Apkg => return apkg::build(deck),
        Format::Tsv => anki_text::write(deck, b'\t')?,
        Format::Csv => anki_text::write(deck, b',')?,
        Format::Spreadsheet => spreadsheet::bytes(deck)?,
        Format::Json => json::write(deck)?,
        Format::Markdown => markdown::write(deck).into_bytes(),
        Format::Html => sheet::write(deck).into_bytes(),
        Format::Classic => classic::write(deck)?,
    };
    let cards = match format {
        Format::Classic => deck.notes.iter().map(|note| note.cards.len()).sum(),
        _ => deck.notes.iter().map(|note| render(note).len()).sum(),
    };
    Ok((text, Written { notes: deck.notes.len(), cards }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_endings_lead_back_to_their_format() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        assert_eq!(Format::of_ending("APKG"), Some(Format::Apkg));
        assert_eq!(Format::of_ending("tsv"), Some(Format::Tsv));
        assert_eq!(Format::of_ending("markdown"), Some(Format::Markdown));
        assert_eq!(Format::of_ending("classic"), None);
        assert_eq!(Format::of_ending("csv"), Some(Format::Csv));
        assert_eq!(Format::of_ending(""), None);
    }
}
