//! Anki's collection as rows of cells: one table a note type, whose fields are the columns.
//! It refuses to know where the collection came from, and what the fields hold.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::{
    entry::Reason,
    grid::{Cell, Grid, GridRow},
    sqlite::{Damaged, Database, Value},
};

/// What stands between the fields of a note.
const BETWEEN_FIELDS: char = '\u{1F}';
/// The most fields of a note type; what follows is left out.
const MOST_FIELDS: usize = 200;
/// The most cells of a collection: a hundred thousand notes of fifty fields.
const MOST_CELLS: usize = 5_000_000;
/// The name of the column with a note's tags, behind its fields.
const TAGS: &str = "tags";

/// Whether the database is a collection.
pub(crate) fn is_in(database: &Database) -> bool {
    database.has("notes") && database.has("col")
}

/// The notes by note type, in the order of the collection; a row's number is the note's.
pub(crate) fn read(database: &Database) -> Result<Vec<Grid>, Damaged> {
    if !is_in(database) {
        return Err(Damaged);
    }
    let types = note_types(database)?;
    let mut notes = notes(database, &types)?;
    notes.sort_by_key(|(id, ..)| *id);
    let mut grids = Grids::default();
    for (number, (_, of_type, row)) in (1..).zip(notes) {
        grids.add(number, of_type, row, &types);
    }
    Ok(grids.named())
}

/// Each note with its id and its type's.
fn notes(
    database: &Database,
    types: &BTreeMap<i64, NoteType>,
) -> Result<Vec<(i64, i64, GridRow)>, Damaged> {
    let mut notes = Vec::new();
    let mut room = Some(MOST_CELLS);
    database.each_row("notes", ["id", "mid", "flds", "tags"], |[id, of_type, fields, tags]| {
        let of_type = of_type.number().unwrap_or_default();
        let row = note(types.get(&of_type), fields, tags);
        room = room.and_then(|room| room.checked_sub(row.cells.len()));
        if room.is_some() {
            notes.push((id.number().unwrap_or_default(), of_type, row));
        }
    })?;
    room.map(|_| notes).ok_or(Damaged)
}

/// A note's cells: as many fields as its type has, and then its tags; only its fields where those
/// are fewer, in a collection that Anki would mend.
fn note(of_type: Option<&NoteType>, fields: Value<'_>, tags: Value<'_>) -> GridRow {
    let refused = fields.text().is_none().then_some(Reason::InvalidUtf8);
    let text = fields.shown();
    let cell = |field: &str| Cell::Text(field.to_owned());
    let mut cells: Vec<Cell> = text.split(BETWEEN_FIELDS).take(MOST_FIELDS).map(cell).collect();
    if let Some(of_type) = of_type.filter(|of_type| of_type.fields.len() <= cells.len()) {
        cells.truncate(of_type.fields.len());
        cells.push(cell(tags.shown().trim()));
    }
    GridRow { row: 0, cells, refused }
}

/// The grids in the order in which their first notes stand.
#[derive(Debug, Default)]
struct Grids {
    grids: Vec<Grid>,
    of_type: HashMap<i64, usize>,
}

impl Grids {
    fn add(&mut self, number: u32, of_type: i64, row: GridRow, types: &BTreeMap<i64, NoteType>) {
        let at = *self.of_type.entry(of_type).or_insert_with(|| {
            self.grids.push(types.get(&of_type).map(NoteType::grid).unwrap_or_default());
            self.grids.len() - 1
        });
        self.grids[at].rows.push(GridRow { row: number, ..row });
    }

    /// A sheet has a name only among others.
    fn named(mut self) -> Vec<Grid> {
        if let [only] = &mut *self.grids {
            only.sheet = None;
        }
        self.grids
    }
}

/// What a note type calls itself and its fields.
#[derive(Debug, Default)]
struct NoteType {
    name: String,
    /// In order; at most [`MOST_FIELDS`].
    fields: Vec<String>,
}

impl NoteType {
    fn new(name: String, mut fields: Vec<(i64, String)>) -> Self {
        fields.sort_by_key(|(place, _)| *place);
        fields.truncate(MOST_FIELDS);
        Self { name, fields: fields.into_iter().map(|(_, name)| name).collect() }
    }

    fn grid(&self) -> Grid {
        let names = self.fields.iter().cloned().chain([TAGS.to_owned()]).collect();
        Grid { sheet: Some(self.name.clone()), names: Some(names), rows: Vec::new() }
    }
}

/// Schema 18 has tables of them, schema 11 one JSON object.
fn note_types(database: &Database) -> Result<BTreeMap<i64, NoteType>, Damaged> {
    if database.has("notetypes") { of_tables(database) } else { of_json(database) }
}

fn of_tables(database: &Database) -> Result<BTreeMap<i64, NoteType>, Damaged> {
    let mut fields: HashMap<i64, Vec<(i64, String)>> = HashMap::new();
    database.each_row("fields", ["ntid", "ord", "name"], |[of_type, place, name]| {
        let of_type = fields.entry(of_type.number().unwrap_or_default()).or_default();
        of_type.push((place.number().unwrap_or_default(), name.shown().into_owned()));
    })?;
    let mut types = BTreeMap::new();
    database.each_row("notetypes", ["id", "name"], |[id, name]| {
        let id = id.number().unwrap_or_default();
        if let Some(fields) = fields.remove(&id) {
            types.insert(id, NoteType::new(name.shown().into_owned(), fields));
        }
    })?;
    Ok(types)
}

/// A note type in `col.models`.
#[derive(Debug, Deserialize)]
struct Model {
    name: String,
    flds: Vec<Field>,
}

#[derive(Debug, Deserialize)]
struct Field {
    name: String,
    /// Its place; missing in some old packages, whose fields stand in order.
    #[serde(default)]
    ord: Option<i64>,
}

/// Note types that cannot be read are left out: their notes come without names.
fn of_json(database: &Database) -> Result<BTreeMap<i64, NoteType>, Damaged> {
    let mut types = BTreeMap::new();
    database.each_row("col", ["models"], |[models]| {
        let models = models.text().and_then(|text| serde_json::from_str(&text).ok());
        let models: HashMap<String, serde_json::Value> = models.unwrap_or_default();
        for (id, model) in models {
            if let (Ok(id), Ok(model)) = (id.parse(), Model::deserialize(model)) {
                types.insert(id, model.into());
            }
        }
    })?;
    Ok(types)
}

impl From<Model> for NoteType {
    fn from(model: Model) -> Self {
        let places = (0..).zip(model.flds);
        let fields = places.map(|(at, field)| (field.ord.unwrap_or(at), field.name)).collect();
        Self::new(model.name, fields)
    }
}

#[cfg(test)]
pub(crate) mod tests;
