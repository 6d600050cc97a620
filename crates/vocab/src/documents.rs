//! Documents of other programs that are recognised and not read: what each is called, and how its
//! words are got out of that program. It refuses to know what is in them.

use crate::file_error::{FileError, Refusal};

/// A kind of document: its name in a reading, and what a person is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document {
    format: &'static str,
    message: &'static str,
}

/// Of Microsoft Word, since 2007.
pub(crate) const DOCX: Document = Document { format: "docx", message: WORD };
/// Of Microsoft Word, before.
pub(crate) const DOC: Document = Document { format: "doc", message: WORD };
/// Of Hancom Hangul, since 2010.
pub(crate) const HWPX: Document = Document { format: "hwpx", message: HANGUL };
/// Of Hancom Hangul, before.
pub(crate) const HWP: Document = Document { format: "hwp", message: HANGUL };
/// Of Microsoft `PowerPoint`, before 2007.
pub(crate) const PPT: Document = Document { format: "ppt", message: POWERPOINT };
/// Of Adobe Acrobat and everything that prints.
pub(crate) const PDF: Document = Document {
    format: "pdf",
    message: "PDF files are not read. In a PDF reader select and copy the words, then paste them here or into a text file.",
};
/// Of `WordPad` and `TextEdit`.
pub(crate) const RTF: Document = Document {
    format: "rtf",
    message: "Rich text (RTF) is not read. In WordPad or TextEdit save it as plain text (UTF-8).",
};

const WORD: &str = "Word documents are not read. In Word choose Save As, then Plain Text with UTF-8, or copy the table into Excel.";
const POWERPOINT: &str = "Presentations are not read. In PowerPoint copy the words, then paste them here or into a text file.";
const HANGUL: &str = "Hangul (HWP) documents are not read. In Hancom Office save the words as plain text (UTF-8), or copy the table into a spreadsheet.";

/// Zips, by a name in them.
const ZIPS: [(&[u8], Document); 8] = [
    (b"word/document", DOCX),
    (b"application/hwp+zip", HWPX),
    (b"Index/Document.iwa", IWORK),
    (b"buildVersionHistory.plist", IWORK),
    (b"ppt/presentation", PPTX),
    (b"opendocument.text", ODT),
    (b"opendocument.presentation", ODP),
    (b"application/epub+zip", EPUB),
];

const IWORK: Document = Document {
    format: "iwork",
    message: "Documents of Numbers, Pages and Keynote are not read. In Numbers choose File > Export To > CSV or Excel; in Pages, Plain Text.",
};
const PPTX: Document = Document { format: "pptx", message: POWERPOINT };
const ODT: Document = Document {
    format: "odt",
    message: "OpenDocument texts are not read. In LibreOffice Writer choose Save As, then Text (UTF-8), or copy the table into Calc.",
};
const ODP: Document = Document {
    format: "odp",
    message: "Presentations are not read. In LibreOffice Impress copy the words, then paste them here or into a text file.",
};
const EPUB: Document = Document {
    format: "epub",
    message: "E-books are not read. In the program that shows the book copy the words, then paste them here or into a text file.",
};

impl Document {
    /// What a zip is, going by the names in it.
    pub(crate) fn of_zip(has: impl Fn(&[u8]) -> bool) -> Option<Self> {
        ZIPS.into_iter().find_map(|(name, document)| has(name).then_some(document))
    }

    pub(crate) fn refusal(self) -> Refusal {
        Refusal::new(self.format, FileError::UnsupportedFormat, self.message)
    }
}
