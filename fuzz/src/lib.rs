//! What must hold of reading any file at all, however damaged, and how bytes become files of every
//! kind. The same targets run over committed seeds in the tests, and for as long as one likes under
//! libFuzzer (`./dev fuzz`). It refuses to know how a reader works: all goes through `vocab::read`.
#![deny(missing_docs)]

pub mod files;
pub mod laws;

use files::File;

/// One kind of input: bytes that a fuzzer makes up, and the file they become.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, which is also the folder of its seeds.
    pub name: &'static str,
    /// The file made of the bytes.
    pub file: fn(&[u8]) -> File,
}

/// Every target.
pub const TARGETS: [Target; 12] = [
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
];

const fn file(name: &'static str, file: fn(&[u8]) -> File) -> Target {
    Target { name, file }
}

impl Target {
    /// Tries the bytes; what does not hold is an error that says what, and of which file.
    pub fn run(&self, bytes: &[u8]) -> Result<(), laws::Broken> {
        laws::of_file(&(self.file)(bytes))
    }
}
