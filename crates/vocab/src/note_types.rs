//! The note types of an Anki export: each has fields of its own in the same columns of the file, so what
//! the columns hold is asked of each type by itself. It refuses to know which column names the type.

use std::collections::HashMap;

use crate::{
    clean,
    layout::{Column, Told},
    row::Row,
    shape::{self, Shape},
};

/// The note types that are told apart; the rows of all further ones are read as one type's.
const MOST_TYPES: usize = 64;

/// How the rows of each note type are to be read.
#[derive(Debug)]
pub(crate) struct NoteTypes {
    /// The column that names the type.
    column: usize,
    places: HashMap<String, usize>,
    shapes: Vec<Shape>,
}

impl NoteTypes {
    /// The types that stand in a column; none where there are not several. `told` gives what was said
    /// about the columns of one type. Only the first type can have the row that names the columns.
    pub(crate) fn of<'a>(
        column: usize,
        names: Option<&[String]>,
        rows: impl Iterator<Item = Row<'a>>,
        told: impl Fn(&str) -> Told,
    ) -> Option<Self> {
        let mut places = HashMap::new();
        let mut samples: Vec<(String, Vec<Row<'a>>)> = Vec::new();
        for row in rows.filter(shape::is_telling) {
            let name = clean::line(row.cell(column));
            let at = places.get(&*name).copied().unwrap_or_else(|| {
                if samples.len() < MOST_TYPES {
                    samples.push((name.clone().into_owned(), Vec::new()));
                    places.insert(name.into_owned(), samples.len() - 1);
                }
                samples.len() - 1
            });
            let sample = &mut samples[at].1;
            if sample.len() < shape::ROWS {
                sample.push(row);
            }
        }
        let shape = |(at, (name, sample)): (usize, (String, Vec<Row<'a>>))| {
            let mut told = told(&name);
            told.header = if at == 0 { told.header } else { Some(false) };
            Shape::of(names, sample.into_iter(), &told).on(&name)
        };
        let several = samples.len() > 1;
        several.then(|| Self {
            column,
            places,
            shapes: samples.into_iter().enumerate().map(shape).collect(),
        })
    }

    /// How a row is to be read.
    pub(crate) fn shape_of(&self, row: &Row<'_>) -> &Shape {
        let at = self.places.get(&*clean::line(row.cell(self.column)));
        &self.shapes[at.copied().unwrap_or(self.shapes.len() - 1)]
    }

    /// Whether a row names the columns.
    pub(crate) fn has_header(&self) -> bool {
        self.shapes.iter().any(|shape| shape.header.is_some())
    }

    /// The columns of all types, each under its type's name.
    pub(crate) fn listed(self) -> Vec<Column> {
        self.shapes.into_iter().flat_map(|shape| shape.listed).collect()
    }
}
