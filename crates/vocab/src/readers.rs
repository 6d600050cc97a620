//! Which reader takes which kind of file: the one place where readers of cells are plugged in.
//! Each gives rows of cells or says why not; this module refuses to know how any of them works.

use crate::{
    anki_package,
    file_error::Refusal,
    grid::Tables,
    html, json, loose_database, markdown,
    sniff::{Kind, TextKind},
    workbook,
};

/// The cells of a file that is no text.
pub(crate) fn cells(kind: Kind, bytes: &[u8]) -> Result<Tables, Refusal> {
    match kind {
        Kind::Xlsx => workbook::read_excel(bytes),
        Kind::Xls => workbook::read_old_excel(bytes),
        Kind::Ods => workbook::read_open_document(bytes),
        Kind::AnkiPackage => anki_package::read(bytes).map(Tables::from),
        Kind::AnkiCollection | Kind::Kindle => loose_database::read(bytes).map(Tables::from),
        Kind::Text => Ok(Tables::default()),
    }
}

/// The cells of a marked-up text; `None` when it is to be read as a plain table or list.
pub(crate) fn text_cells(kind: TextKind, text: &str) -> Result<Option<Tables>, Refusal> {
    match kind {
        TextKind::Json => json::read(text).map(Tables::from).map(Some),
        TextKind::JsonLines => json::read_lines(text).map(Tables::from).map(Some),
        TextKind::Html => html::read(text).map(Some),
        TextKind::Markdown => Ok(markdown::read(text)),
        TextKind::Table => Ok(None),
    }
}
