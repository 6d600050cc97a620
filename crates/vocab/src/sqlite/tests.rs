use super::*;

/// A database that these statements make.
pub(crate) fn made(statements: &str) -> Vec<u8> {
    let connection = Connection::open_in_memory().unwrap();
    connection.create_collation("unicase", |a: &str, b: &str| a.cmp(b)).unwrap();
    connection.execute_batch(statements).unwrap();
    connection.serialize("main").unwrap().to_vec()
}

/// The database with what its schema says changed behind `SQLite`'s back.
pub(crate) fn with_schema(statements: &str, forgery: &str) -> Vec<u8> {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(statements).unwrap();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, true).unwrap();
    connection.pragma_update(None, "writable_schema", true).unwrap();
    connection.execute_batch(forgery).unwrap();
    connection.serialize("main").unwrap().to_vec()
}

/// The columns `a` and `b` of the table `t`.
fn read(bytes: &[u8]) -> Result<Vec<[String; 2]>, Damaged> {
    let mut rows = Vec::new();
    Database::open(bytes)?
        .each_row("t", ["a", "b"], |row| rows.push(row.map(|value| value.shown().into_owned())))?;
    Ok(rows)
}

#[test]
fn values_of_every_type_are_read_in_the_table_s_order() {
    let bytes = made(
        "CREATE TABLE t (a, b);
         INSERT INTO t VALUES ('학교', 1), (2.5, NULL), (x'EBACBC', x'FF41'), ('', -3);
         CREATE INDEX backwards ON t (a DESC, b);",
    );
    let rows = [["학교", "1"], ["2.5", ""], ["물", "?A"], ["", "-3"]];
    assert_eq!(read(&bytes).unwrap(), rows);
}

#[test]
fn text_in_every_encoding_is_read() {
    for encoding in ["UTF-8", "UTF-16le", "UTF-16be"] {
        let bytes = made(&format!(
            "PRAGMA encoding = '{encoding}'; CREATE TABLE t (a, b);
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000)
             INSERT INTO t SELECT '학교에서배운한국말', '{}' FROM n;",
            "가나다라마".repeat(20)
        ));
        let rows = read(&bytes).unwrap();
        assert_eq!(
            (rows.len(), rows[1999][0].as_str()),
            (2000, "학교에서배운한국말"),
            "{encoding}"
        );
    }
}

#[test]
fn a_missing_column_is_empty_and_a_missing_table_has_no_rows() {
    assert_eq!(read(&made("CREATE TABLE T (A); INSERT INTO t VALUES (1);")).unwrap(), [["1", ""]]);
    assert_eq!(read(&made("CREATE TABLE other (a);")).unwrap(), [[""; 2]; 0]);
}

#[test]
fn a_database_that_writes_ahead_to_a_log_is_read() {
    let mut bytes = made("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2);");
    bytes[WRITE_VERSIONS].copy_from_slice(&[2, 2]);
    assert_eq!(read(&bytes).unwrap(), [["1", "2"]]);
}

#[test]
fn a_table_without_row_ids_and_with_anki_s_order_is_read() {
    let bytes = made(
        "CREATE TABLE t (a integer, b text COLLATE unicase, PRIMARY KEY (b)) WITHOUT ROWID;
         INSERT INTO t VALUES (1, '가'), (2, '나');",
    );
    assert_eq!(read(&bytes).unwrap(), [["1", "가"], ["2", "나"]]);
}

#[test]
fn a_view_in_place_of_a_table_is_not_there() {
    let view = "CREATE VIEW t AS SELECT 1 AS a, 2 AS b;";
    assert_eq!(read(&made(view)).unwrap(), [[""; 2]; 0]);
    let forged = "UPDATE sqlite_schema SET type = 'table', rootpage = 2;";
    assert!(read(&with_schema(view, forged)).unwrap_or_default().is_empty());
    let table = "CREATE TABLE t (a, b); CREATE TABLE other (a, b);";
    let forged = "UPDATE sqlite_schema SET sql = 'CREATE VIEW t AS SELECT 1 AS a, 2 AS b' WHERE name = 'other';
                  UPDATE sqlite_schema SET sql = 'CREATE TABLE other (a, b)' WHERE name = 't';";
    assert_eq!(read(&with_schema(table, forged)), Err(Damaged));
}

#[test]
fn a_view_of_views_that_would_never_end_is_not_begun() {
    let view =
        |at: usize| format!("CREATE VIEW v{} AS SELECT x.a, y.b FROM v{at} x, v{at} y;", at + 1);
    let views: Vec<String> = (0..40).map(view).collect();
    let views = views.concat();
    let bytes = made(&format!(
        "CREATE VIEW v0 AS SELECT 1 AS a, 2 AS b; {views} CREATE VIEW t AS SELECT * FROM v40;"
    ));
    assert_eq!(read(&bytes).unwrap(), [[""; 2]; 0]);
}

#[test]
fn virtual_and_computed_tables_are_refused() {
    for statements in [
        "CREATE VIRTUAL TABLE t USING fts5(a, b); INSERT INTO t VALUES ('x', 'y');",
        "CREATE VIRTUAL TABLE t USING rtree(i, a, b);",
        "CREATE TABLE t (a, b AS (hex(zeroblob(100000000))));  INSERT INTO t VALUES (1);",
        "CREATE TABLE t (a, b AS (a || a) STORED);  INSERT INTO t VALUES (1);",
    ] {
        assert_eq!(read(&made(statements)), Err(Damaged), "{statements}");
    }
    let hidden =
        "UPDATE sqlite_schema SET sql = 'CREATE/**/VIRTUAL TABLE t USING dbstat' WHERE name = 't';";
    assert_eq!(read(&with_schema("CREATE TABLE t (a, b);", hidden)), Err(Damaged));
}

#[test]
fn a_page_that_many_rows_share_is_not_read_over_and_over() {
    // 256 cells of the root all point at the same leaf with its one large row
    let mut bytes = made(&format!(
        "PRAGMA page_size = 4096; CREATE TABLE t (a, b);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000)
         INSERT INTO t SELECT '{}', i FROM n;",
        "가".repeat(100)
    ));
    let page = |number: usize| (number - 1) * 4096;
    let root = page(2);
    assert_eq!(bytes[root], 5, "an inner page");
    let cells = usize::from(u16::from_be_bytes([bytes[root + 3], bytes[root + 4]]));
    assert!(cells > 100);
    let first = usize::from(u16::from_be_bytes([bytes[root + 12], bytes[root + 13]]));
    let leaf: [u8; 4] = bytes[root + first..root + first + 4].try_into().unwrap();
    // a second level of inner pages: the leaf's pointers lead back to a copy of the root
    let copy = root + bytes.len().div_ceil(4096) * 4096 - root;
    bytes.resize(copy + 4096, 0);
    let pages = u32::try_from(bytes.len() / 4096).unwrap();
    bytes[28..32].copy_from_slice(&pages.to_be_bytes());
    let (before, after) = bytes.split_at_mut(copy);
    after[..4096].copy_from_slice(&before[root..root + 4096]);
    for at in 0..cells {
        let cell = root
            + usize::from(u16::from_be_bytes([
                bytes[root + 12 + at * 2],
                bytes[root + 13 + at * 2],
            ]));
        bytes[cell..cell + 4].copy_from_slice(&pages.to_be_bytes());
        let cell = cell - root + copy;
        bytes[cell..cell + 4].copy_from_slice(&leaf);
    }
    assert_eq!(read(&bytes), Err(Damaged));
}

#[test]
fn a_schema_that_repeats_itself_is_given_up() {
    let tables: Vec<String> = (0..300).map(|at| format!("CREATE TABLE t{at} (a, b);")).collect();
    let same =
        "UPDATE sqlite_schema SET name = 't', tbl_name = 't', sql = 'CREATE TABLE t (a, b)';";
    assert_eq!(read(&with_schema(&tables.concat(), same)), Err(Damaged));
}

#[test]
fn a_very_wide_table_and_a_very_long_definition_are_refused() {
    let columns: Vec<String> = (0..1000).map(|at| format!("c{at}")).collect();
    assert_eq!(
        read(&made(&format!("CREATE TABLE t (a, b, {});", columns.join(",")))),
        Err(Damaged)
    );
    let long = format!("CREATE TABLE t (a, b DEFAULT '{}');", "x".repeat(100_000));
    assert_eq!(read(&made(&long)), Err(Damaged));
}

#[test]
fn a_default_that_grows_with_every_row_is_given_up() {
    let bytes = made(&format!(
        "CREATE TABLE t (a);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)
         INSERT INTO t SELECT i FROM n;
         ALTER TABLE t ADD COLUMN b DEFAULT '{}';",
        "x".repeat(10_000)
    ));
    assert_eq!(read(&bytes), Err(Damaged));
}

#[test]
fn nothing_can_be_written_and_no_function_called() {
    let database = Database::open(&made("CREATE TABLE t (a, b);")).unwrap();
    for sql in [
        "INSERT INTO t VALUES (1, 2)",
        "DROP TABLE t",
        "SELECT hex(a) FROM t",
        "ATTACH 'other.db' AS other",
        "PRAGMA writable_schema = 1",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    ] {
        assert!(database.connection.prepare(sql).is_err(), "{sql}");
    }
}

#[test]
fn cut_and_changed_databases_are_damaged_or_read_and_never_a_panic() {
    let bytes = made(
        "PRAGMA page_size = 512; CREATE TABLE t (a, b); CREATE INDEX i ON t (b);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 60)
         INSERT INTO t SELECT i, '학교학교학교' FROM n;",
    );
    assert_eq!(read(&bytes).unwrap().len(), 60);
    for cut in (0..bytes.len()).step_by(97) {
        assert_eq!(read(&bytes[..cut]), Err(Damaged), "cut to {cut}");
    }
    let mut damaged = 0;
    for at in 16..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0xFF;
        damaged += usize::from(read(&changed).is_err());
    }
    assert!(damaged > 50, "{damaged}");
}
