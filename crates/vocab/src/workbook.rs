//! Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS to rows of cells, each read here by itself and in
//! bounded time and memory, because the files come from anywhere and libraries that read them
//! expand what a damaged or hostile file only claims to hold. It refuses to know what a column means,
//! and evaluates nothing: a formula is worth the result that was saved with it.

mod binary;
mod compound;
mod format;
mod ods;
mod sheets;
mod value;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

use crate::{
    archive::Archive,
    file_error::{FileError, Refusal},
    grid::Tables,
};

/// Why a spreadsheet is not read.
#[derive(Debug)]
enum Fault {
    /// It breaks the rules of its format.
    Damaged,
    /// Anything that has its own words.
    Refused(Refusal),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Fault {
    fn protected(format: &'static str) -> Self {
        let message = "The workbook is protected by a password. Remove the password, or save it as CSV UTF-8.";
        Self::Refused(Refusal::new(format, FileError::EncryptedOrUnsupported, message))
    }

    fn unsupported(format: &'static str, message: &str) -> Self {
        Self::Refused(Refusal::new(format, FileError::UnsupportedFormat, message))
    }

    fn into_refusal(self, format: &'static str) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Damaged => {
                let message = "The workbook is damaged. Open it in the program that made it and save it again.";
                Refusal::new(format, FileError::CorruptFile, message)
            }
        }
    }
}

/// Reads XLSX, XLSM or XLSB: ECMA-376 and [MS-XLSB].
pub(crate) fn read_excel(bytes: &[u8]) -> Result<Tables, Refusal> {
    let mut archive = Archive::open(bytes)?;
    if xlsb::is(&archive) {
        archive = archive.taken_for("xlsb");
        return xlsb::read(&mut archive).map_err(|fault| fault.into_refusal("xlsb"));
    }
    archive = archive.taken_for("xlsx");
    xlsx::read(&mut archive).map_err(|fault| fault.into_refusal("xlsx"))
}

/// Reads ODS: OASIS `OpenDocument` 1.3.
pub(crate) fn read_open_document(bytes: &[u8]) -> Result<Tables, Refusal> {
    let mut archive = Archive::open(bytes)?.taken_for("ods");
    ods::read(&mut archive).map_err(|fault| fault.into_refusal("ods"))
}

/// Reads XLS of Excel 5 to 2003: [MS-XLS] in [MS-CFB].
pub(crate) fn read_old_excel(bytes: &[u8]) -> Result<Tables, Refusal> {
    xls::read(bytes).map_err(|fault| fault.into_refusal("xls"))
}
