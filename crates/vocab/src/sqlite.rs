//! Somebody else's `SQLite` database, read from memory: the columns of plain tables, by queries of
//! our own. It runs nothing that stands in the database (no view, trigger, virtual table or computed
//! column), works no longer than a sound database of that size needs, and refuses to know what the
//! tables mean.

use std::{borrow::Cow, io::Read as _};

use rusqlite::{
    Connection,
    config::DbConfig,
    hooks::{AuthAction, AuthContext, Authorization},
    limits::Limit,
    types::ValueRef,
};

/// Where the header says how changes are written, and "by a rollback journal": a database that says
/// "ahead to a log" cannot be opened from memory. <https://www.sqlite.org/fileformat2.html>, 1.3.3.
const WRITE_VERSIONS: std::ops::Range<usize> = 18..20;
const ROLLBACK_JOURNAL: &[u8] = &[1, 1];

/// Steps that opening may take, whatever the size; a sound row takes fewer steps than it has bytes.
const STEPS_TO_OPEN: usize = 1_000_000;
const STEPS_BETWEEN_LOOKS: u16 = 1_000;
/// The least that a row takes in a database, in bytes.
const LEAST_ROW: usize = 4;

/// What `SQLite` stores as the start of a definition that can do no harm until it is used.
const DEFINITIONS: [&str; 5] =
    ["CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX ", "CREATE VIEW ", "CREATE TRIGGER "];

/// The database is damaged, or made to do harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged;

impl From<rusqlite::Error> for Damaged {
    fn from(_: rusqlite::Error) -> Self {
        Self
    }
}

/// A database in memory that can only be read.
#[derive(Debug)]
pub(crate) struct Database {
    connection: Connection,
    /// How many bytes of rows it may give: a sound one holds each value once. Text in UTF-16 grows
    /// by half when it is read.
    budget: usize,
    /// The names of its plain tables.
    tables: Vec<String>,
}

impl Database {
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, Damaged> {
        // the rows of a page that is cut in the middle would come out empty
        if !page_size(bytes).is_some_and(|size| bytes.len().is_multiple_of(size)) {
            return Err(Damaged);
        }
        let mut connection = Connection::open_in_memory()?;
        let start = bytes.get(..WRITE_VERSIONS.start).ok_or(Damaged)?;
        let rest = bytes.get(WRITE_VERSIONS.end..).ok_or(Damaged)?;
        let content = start.chain(ROLLBACK_JOURNAL).chain(rest);
        connection.deserialize_read_exact("main", content, bytes.len(), true)?;
        restrain(&connection, bytes.len())?;
        let mut database = Self { connection, budget: bytes.len() * 2, tables: Vec::new() };
        database.tables = database.plain_tables()?;
        Ok(database)
    }

    /// Whether there is a plain table of this name.
    pub(crate) fn has(&self, table: &str) -> bool {
        self.tables.iter().any(|known| known.eq_ignore_ascii_case(table))
    }

    /// Hands on these columns of every row of a table, in the table's order. A column that the table
    /// has not is NULL throughout; a table that is not there has no rows.
    pub(crate) fn each_row<const N: usize>(
        &self,
        table: &'static str,
        columns: [&'static str; N],
        row: impl FnMut([Value<'_>; N]),
    ) -> Result<(), Damaged> {
        if !self.has(table) {
            return Ok(());
        }
        let there = self.columns(table)?;
        let is_there = |column: &str| there.iter().any(|name| name.eq_ignore_ascii_case(column));
        let columns = columns.map(|column| if is_there(column) { column } else { "NULL" });
        self.query(&format!("SELECT {} FROM {table} NOT INDEXED", columns.join(", ")), row)
    }

    fn plain_tables(&self) -> Result<Vec<String>, Damaged> {
        let mut tables = Vec::new();
        let mut foreign = false;
        self.query("SELECT type, name, sql FROM sqlite_schema", |[kind, name, sql]| {
            let (kind, name, sql) = (kind.shown(), name.shown(), sql.shown());
            foreign |= !sql.is_empty() && !DEFINITIONS.iter().any(|start| sql.starts_with(start));
            if kind == "table" && sql.starts_with(DEFINITIONS[0]) {
                tables.push(name.into_owned());
            }
        })?;
        // a row's name and its definition may differ: a virtual table may be any of those names
        if foreign { Err(Damaged) } else { Ok(tables) }
    }

    /// The columns of a table; one that computes any of them is not plain.
    fn columns(&self, table: &str) -> Result<Vec<String>, Damaged> {
        let mut names = Vec::new();
        let mut computed = false;
        let information = format!("PRAGMA table_xinfo({table})");
        self.query(&information, |[_, name, _, _, _, _, hidden]| {
            computed |= hidden.number() != Some(0);
            names.push(name.shown().into_owned());
        })?;
        if computed { Err(Damaged) } else { Ok(names) }
    }

    fn query<const N: usize>(
        &self,
        sql: &str,
        mut row: impl FnMut([Value<'_>; N]),
    ) -> Result<(), Damaged> {
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut left = self.budget;
        while let Some(next) = rows.next()? {
            let mut values = [Value(ValueRef::Null); N];
            for (at, value) in values.iter_mut().enumerate() {
                *value = Value(next.get_ref(at)?);
            }
            let taken = LEAST_ROW + values.iter().map(Value::len).sum::<usize>();
            left = left.checked_sub(taken).ok_or(Damaged)?;
            row(values);
        }
        Ok(())
    }
}

/// The size of a page as the header gives it, in bytes: 1 stands for 65,536.
fn page_size(bytes: &[u8]) -> Option<usize> {
    match bytes.get(16..18)? {
        [0, 1] => Some(65_536),
        [high, low] => Some(usize::from(u16::from_be_bytes([*high, *low]))),
        _ => None,
    }
}

/// Takes from a connection whatever reading plain tables does not need.
fn restrain(connection: &Connection, size: usize) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    ] {
        connection.set_db_config(setting, on)?;
    }
    let size_limit = i32::try_from(size).unwrap_or(i32::MAX).max(1_000_000);
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, size_limit),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 20_000),
        (Limit::SQLITE_LIMIT_COLUMN, 200),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 50),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 10),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, 10),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    // Anki's; nothing here compares by it, but a table without row ids is not opened without
    connection
        .create_collation("unicase", |a: &str, b: &str| a.to_lowercase().cmp(&b.to_lowercase()))?;
    connection.authorizer(Some(allow))?;
    let mut looks = (STEPS_TO_OPEN + size) / usize::from(STEPS_BETWEEN_LOOKS);
    let is_endless = move || {
        looks = looks.saturating_sub(1);
        looks == 0
    };
    connection.progress_handler(STEPS_BETWEEN_LOOKS.into(), Some(is_endless))
}

/// Reading columns directly, and asking which there are.
fn allow(asked: AuthContext<'_>) -> Authorization {
    let reads = matches!(
        asked.action,
        AuthAction::Select
            | AuthAction::Read { .. }
            | AuthAction::Pragma { pragma_name: "table_xinfo", .. }
    );
    if reads && asked.accessor.is_none() { Authorization::Allow } else { Authorization::Deny }
}

/// One value of a row, of whatever type it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'a>(ValueRef<'a>);

impl<'a> Value<'a> {
    /// A whole number.
    pub(crate) fn number(self) -> Option<i64> {
        self.0.as_i64().ok()
    }

    /// The value as text; `None` where its bytes are no UTF-8.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        match self.0 {
            ValueRef::Null => Some(Cow::Borrowed("")),
            ValueRef::Integer(number) => Some(Cow::Owned(number.to_string())),
            ValueRef::Real(number) => Some(Cow::Owned(number.to_string())),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                str::from_utf8(bytes).ok().map(Cow::Borrowed)
            }
        }
    }

    /// The value as a person may read it, with `?` for what is no text.
    pub(crate) fn shown(self) -> Cow<'a, str> {
        match self.0 {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                let text = String::from_utf8_lossy(bytes);
                if text.contains('\u{FFFD}') { text.replace('\u{FFFD}', "?").into() } else { text }
            }
            _ => self.text().unwrap_or_default(),
        }
    }

    fn len(&self) -> usize {
        match self.0 {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len(),
            _ => 0,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
