//! Why a whole file is refused, in codes for programs and sentences for people.
//! It refuses to know how a file is recognised.

use serde::Serialize;

/// Why nothing was read from a file. Serializes to its code, as in the input corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileError {
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
            Self::EmptyFile => "The file is empty.",
            Self::BinaryFile => "The file does not hold text.",
            Self::CorruptFile => "The file is damaged, or its text cannot be decoded.",
            Self::UnsupportedFormat => "Files of this kind are not read yet.",
            Self::EncryptedOrUnsupported => "The file is protected by a password.",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::EmptyFile => "Check that the file was saved, then open it again.",
            Self::BinaryFile | Self::UnsupportedFormat => {
                "Save the words as CSV, TSV or plain text with one word per line, and open that file."
            }
            Self::CorruptFile => "Save the file again as UTF-8, or download it again.",
            Self::EncryptedOrUnsupported => "Remove the password, or save the words as CSV.",
        }
    }
}

/// A refused file: what it was taken for, and why it is not read.
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
            FileError::EmptyFile,
            FileError::BinaryFile,
            FileError::CorruptFile,
            FileError::UnsupportedFormat,
            FileError::EncryptedOrUnsupported,
        ] {
            assert_eq!(serde_json::to_value(error).unwrap(), error.name());
        }
    }
}
