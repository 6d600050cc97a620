//! What must hold of reading any file at all, however damaged, and how bytes become files of every
//! kind. The same targets run over committed seeds in the tests, and for as long as one likes under
//! libFuzzer (`./dev fuzz`). It refuses to know how a reader works: all goes through `vocab::read`.
#![deny(missing_docs)]

pub mod files;
pub mod laws;

use files::File;

/// One kind of input: bytes that a fuzzer makes up, and what is tried with them.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, which is also the folder of its seeds.
    pub name: &'static str,
    /// What the bytes become.
    pub subject: Subject,
}

/// What bytes can become.
#[derive(Debug, Clone, Copy)]
pub enum Subject {
    /// A file, which is read.
    File(fn(&[u8]) -> File),
    /// A word, whose dictionary form is looked for.
    Word,
}

/// Every target.
pub const TARGETS: [Target; 13] = [
    file("decode", files::text),
    file("table", files::table),
    file("json", files::json),
    file("html", files::html),
    file("markdown", files::markdown),
    file("workbook", files::workbook),
    file("opendocument", files::opendocument),
    file("xlsb", files::xlsb),
    file("xls", files::xls),
    file("package", files::package),
    file("kindle", files::kindle),
    file("archive", files::archive),
    Target { name: "word", subject: Subject::Word },
];

const fn file(name: &'static str, make: fn(&[u8]) -> File) -> Target {
    Target { name, subject: Subject::File(make) }
}

impl Target {
    /// Tries the bytes; what does not hold is an error that says what, and of which file.
    pub fn run(&self, bytes: &[u8]) -> Result<(), laws::Broken> {
        match self.subject {
            Subject::File(make) => laws::of_file(&make(bytes)),
            Subject::Word => laws::of_word(&String::from_utf8_lossy(bytes)),
        }
    }
}
