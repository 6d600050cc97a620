use super::*;
use crate::sqlite::tests::made;

const NOTES: &str = "CREATE TABLE notes (id integer PRIMARY KEY, guid, mid, mod, usn, tags, flds);";

/// A collection of schema 11 with these notes: id, note type, fields, tags.
pub(crate) fn legacy(models: &str, notes: &[(i64, i64, &str, &str)]) -> Vec<u8> {
    let models = models.replace('\'', "''");
    made(&format!(
        "CREATE TABLE col (id, models); INSERT INTO col VALUES (1, '{models}'); {NOTES} {}",
        inserted(notes)
    ))
}

/// A collection of schema 18 with the note types 7 (Basic) and 8 (Wörter), and these notes.
pub(crate) fn modern(notes: &[(i64, i64, &str, &str)]) -> Vec<u8> {
    made(&format!(
        "CREATE TABLE col (id, models); INSERT INTO col VALUES (1, '');
         CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, config blob);
         CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
         CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase,
           PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
         CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
         INSERT INTO notetypes VALUES (7, 'Basic', x''), (8, 'Wörter', x'');
         INSERT INTO fields VALUES (7, 1, 'Back'), (7, 0, 'Front'), (8, 0, 'Korean');
         {NOTES} {}",
        inserted(notes)
    ))
}

fn inserted(notes: &[(i64, i64, &str, &str)]) -> String {
    let row = |(id, of_type, fields, tags): &(i64, i64, &str, &str)| {
        let fields = fields.replace('|', "\u{1F}").replace('\'', "''");
        format!("INSERT INTO notes VALUES ({id}, 'g', {of_type}, 0, 0, '{tags}', '{fields}');")
    };
    notes.iter().map(row).collect()
}

const MODELS: &str = r#"{"7": {"name": "Basic", "css": "", "flds":
    [{"name": "Back", "ord": 1}, {"name": "Front", "ord": 0, "media": []}]}}"#;

fn grids(bytes: &[u8]) -> Vec<Grid> {
    read(&Database::open(bytes).unwrap()).unwrap()
}

fn texts(row: &GridRow) -> Vec<&str> {
    row.cells.iter().map(text).collect()
}

fn text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) | Cell::Other { shown: text, .. } => text,
    }
}

#[test]
fn both_schemas_give_fields_in_order_and_tags_behind_them() {
    let notes = [(20, 7, "먹다|to eat", " food  verb "), (10, 7, "학교|school|", "")];
    for bytes in [legacy(MODELS, &notes), modern(&notes)] {
        let [grid] = &grids(&bytes)[..] else { panic!("one note type") };
        assert_eq!(grid.names.as_deref().unwrap(), ["Front", "Back", "tags"]);
        assert_eq!(grid.sheet, None);
        let rows: Vec<_> = grid.rows.iter().map(|row| (row.row, texts(row))).collect();
        let expected = [(1, vec!["학교", "school", ""]), (2, vec!["먹다", "to eat", "food  verb"])];
        assert_eq!(rows, expected);
    }
}

#[test]
fn each_note_type_is_a_sheet_of_its_own_and_rows_are_numbered_through() {
    let grids = grids(&modern(&[(1, 8, "하나", ""), (2, 7, "둘|two", ""), (3, 8, "셋", "")]));
    let sheets: Vec<_> = grids.iter().map(|grid| grid.sheet.as_deref().unwrap()).collect();
    assert_eq!(sheets, ["Wörter", "Basic"]);
    let numbers = |grid: &Grid| grid.rows.iter().map(|row| row.row).collect::<Vec<_>>();
    assert_eq!((numbers(&grids[0]), numbers(&grids[1])), (vec![1, 3], vec![2]));
}

#[test]
fn notes_whose_type_is_unknown_come_without_names() {
    for models in ["", "no JSON", "[]", r#"{"7": {"name": 1}}"#, r#"{"x": {}}"#] {
        let grids = grids(&legacy(models, &[(1, 7, "학교|school", "tag")]));
        assert_eq!((grids.len(), &grids[0].names), (1, &None), "{models}");
        assert_eq!(texts(&grids[0].rows[0]), ["학교", "school"]);
    }
}

#[test]
fn values_of_other_types_are_read_as_what_they_say() {
    let bytes = made(&format!(
        "CREATE TABLE col (models); INSERT INTO col VALUES ('{MODELS}'); {NOTES}
         INSERT INTO notes VALUES (1, 0, '7', 0, 0, NULL, x'ED9599EAB5901F73');
         INSERT INTO notes VALUES (2, 0, 7, 0, 0, 5, 1234);
         INSERT INTO notes VALUES (3, 0, NULL, 0, 0, '', NULL);
         INSERT INTO notes VALUES (4, 0, 7, 0, 0, '', x'FFFE');"
    ));
    let grids = grids(&bytes);
    let rows: Vec<_> = grids.iter().flat_map(|grid| &grid.rows).collect();
    let cells: Vec<_> = rows.iter().map(|row| texts(row)).collect();
    assert_eq!(cells, [vec!["학교", "s"], vec![""], vec!["1234"], vec!["??"]]);
    assert_eq!(rows[3].refused, Some(Reason::InvalidUtf8));
}

#[test]
fn a_note_of_countless_fields_is_cut() {
    let fields = "|".repeat(100_000);
    for (of_type, width) in [(7, 3), (9, MOST_FIELDS)] {
        let grids = grids(&modern(&[(1, of_type, &fields, "")]));
        assert_eq!(grids[0].rows[0].cells.len(), width);
    }
}

#[test]
fn notes_that_would_fill_the_memory_are_given_up() {
    let bytes = made(&format!(
        "CREATE TABLE col (models); {NOTES}
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 26000)
         INSERT INTO notes SELECT i, '', 0, 0, 0, '', '{}' FROM n;",
        "\u{1F}".repeat(MOST_FIELDS)
    ));
    assert_eq!(read(&Database::open(&bytes).unwrap()), Err(Damaged));
}

#[test]
fn a_hundred_thousand_notes_are_read() {
    let bytes = made(&format!(
        "CREATE TABLE col (models); INSERT INTO col VALUES ('{MODELS}'); {NOTES}
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)
         INSERT INTO notes SELECT i, '', 7, 0, 0, ' korean ', '단어' || char(31) || 'word ' || i FROM n;"
    ));
    let grids = grids(&bytes);
    assert_eq!(grids[0].rows.len(), 100_000);
    assert_eq!(texts(&grids[0].rows[99_999]), ["단어", "word 100000", "korean"]);
}
