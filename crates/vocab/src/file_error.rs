//! Why a whole file is refused, in codes for programs and sentences for people.
//! It refuses to know how a file is recognised.

use serde::Serialize;

use crate::FileReading;

/// Why nothing was read from a file. Serializes to its code, as in the input corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileError {
    /// It could not even be opened.
    UnreadableFile,
    /// There is nothing in it but spaces.
    EmptyFile,
    /// A program, picture, recording or the like.
    BinaryFile,
    /// Damaged, or text in no encoding known here.
    CorruptFile,
    /// A kind of file that is recognised and not read.
    UnsupportedFormat,
    /// A document that may need a password.
    EncryptedOrUnsupported,
}

impl FileError {
    /// The code: `empty_file`, `binary_file`, …
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UnreadableFile => "unreadable_file",
            Self::EmptyFile => "empty_file",
            Self::BinaryFile => "binary_file",
            Self::CorruptFile => "corrupt_file",
            Self::UnsupportedFormat => "unsupported_format",
            Self::EncryptedOrUnsupported => "encrypted_or_unsupported",
        }
    }

    /// What is wrong, in a sentence for a person.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::UnreadableFile => "The file cannot be opened.",
            Self::EmptyFile => "The file is empty.",
            Self::BinaryFile => "The file does not hold text.",
            Self::CorruptFile => "The file is damaged, or its text cannot be decoded.",
            Self::UnsupportedFormat => "Files of this kind are not read yet.",
            Self::EncryptedOrUnsupported => "The file is protected by a password.",
        }
    }

    /// What to do about it.
    fn hint(self) -> &'static str {
        match self {
            Self::UnreadableFile => "Check that it is there, and that it may be read.",
            Self::EmptyFile => "Check that the file was saved, then open it again.",
            Self::BinaryFile | Self::UnsupportedFormat => {
                "Choose a file with words: a text, a workbook, a saved page or a package of Anki."
            }
            Self::CorruptFile => "Download it again, or save it again where it was made.",
            Self::EncryptedOrUnsupported => {
                "Remove the password, or save the words as CSV (UTF-8)."
            }
        }
    }
}

impl FileReading {
    /// A file of that name that could not be opened, and why, in a sentence.
    #[must_use]
    pub fn unreadable(name: &str, why: &str) -> Self {
        crate::refused(name.to_owned(), Refusal::new("", FileError::UnreadableFile, why))
    }

    /// What to do about a refused file, where its message does not say so itself.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        let error = self.file_error?;
        (self.message.as_deref() == Some(error.message())).then(|| error.hint())
    }
}

/// A refused file: what it was taken for, and why it is not read. A message of its own says what to
/// do as well.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) format: &'static str,
    pub(crate) error: FileError,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(format: &'static str, error: FileError, message: &str) -> Self {
        Self { format, error, message: message.to_owned() }
    }

    pub(crate) fn plain(format: &'static str, error: FileError) -> Self {
        Self::new(format, error, error.message())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_what_is_serialized() {
        for error in [
            FileError::UnreadableFile,
            FileError::EmptyFile,
            FileError::BinaryFile,
            FileError::CorruptFile,
            FileError::UnsupportedFormat,
            FileError::EncryptedOrUnsupported,
        ] {
            assert_eq!(serde_json::to_value(error).unwrap(), error.name());
        }
    }

    #[test]
    fn every_refusal_says_what_to_do_in_its_message_or_beside_it() {
        for bytes in [
            &b""[..],
            b"%PDF-1.7",
            b"\x89PNG",
            b"PK\x03\x04",
            b"PK\x03\x04 a.txt PK\x05\x06",
            b"PK\x03\x04 word/document.xml PK\x05\x06",
            b"PK\x03\x04 xl/ PK\x05\x06",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            b"SQLite format 3\0",
            b"{\\rtf1",
            b"<?xml?><a/>",
            b"[{]",
            b"\xB0\xA1\xFF\xFE\xFF\x81",
        ] {
            let reading = crate::read("a.json", bytes);
            let message = reading.message.as_deref().unwrap_or_default();
            assert!(reading.file_error.is_some(), "{reading:?}");
            assert!(message.contains(". ") != reading.hint().is_some(), "{message}");
        }
    }
}
