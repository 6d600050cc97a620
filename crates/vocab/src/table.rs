//! Every row of a file in turn, whether it is a text or comes as cells already: what its columns hold
//! is asked first, then each row is judged. It refuses to know what makes a word.

use crate::{
    arrangement::Arrangement,
    decode::Text,
    directives::Directives,
    entry::{Entry, Reason, Rejected},
    grid::Tables,
    judge::{Candidate, Judge},
    layout::{Column, Layout, Told},
    note_types::NoteTypes,
    records::Records,
    row::Row,
    shape::Shape,
};

/// What the rows of a file gave.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) header: bool,
    pub(crate) columns: Vec<Column>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) rejected: Vec<Rejected>,
}

/// Reads every row of a text, however it is laid out.
pub(crate) fn read(text: &Text, layout: &Layout) -> (Arrangement, Reading) {
    let (directives, content) = Directives::take(&text.content);
    let named = directives.separator.filter(|separator| content.contains(char::from(*separator)));
    let arrangement = named.map_or_else(|| Arrangement::of(content), Arrangement::Table);
    let mut judge = Judge::new(text.broken);
    let (header, columns) = match arrangement {
        Arrangement::Table(delimiter) => {
            let rows = Records::new(content, Some(delimiter)).behind(directives.lines);
            read_table(rows, &directives, layout, &mut judge)
        }
        Arrangement::Lines(habits) => {
            let rows = Records::lines(content, habits).behind(directives.lines);
            read_list(rows, &directives, layout, &mut judge)
        }
        Arrangement::Words(_) | Arrangement::Cards(_) | Arrangement::Blocks => {
            let mut rows = arrangement.rows(content);
            for row in &mut rows {
                row.number += directives.lines;
            }
            read_list(rows.into_iter(), &directives, layout, &mut judge)
        }
    };
    let (entries, rejected) = judge.finish();
    let header = header || directives.names.is_some();
    (arrangement, Reading { header, columns, entries, rejected })
}

/// Whether a row names the columns, and what they hold, by note type where the table has several.
fn read_table<'a>(
    rows: impl Iterator<Item = Row<'a>> + Clone,
    directives: &Directives,
    layout: &Layout,
    judge: &mut Judge,
) -> (bool, Vec<Column>) {
    let names = directives.names.as_deref();
    let told = |name: &str| directives.under(layout.of_note_type(name));
    let types = |column| NoteTypes::of(column, names, rows.clone(), told);
    if let Some(types) = directives.note_type.and_then(types) {
        judge_all(rows, |row| types.shape_of(row), None, judge);
        return (types.has_header(), types.listed());
    }
    let shape = Shape::of(names, rows.clone(), &directives.under(layout.of_sheet(None)));
    judge_all(rows, |_| &shape, None, judge);
    (shape.header.is_some(), shape.listed)
}

fn read_list<'a>(
    rows: impl Iterator<Item = Row<'a>> + Clone,
    directives: &Directives,
    layout: &Layout,
    judge: &mut Judge,
) -> (bool, Vec<Column>) {
    let shape = Shape::of_list(rows.clone(), &directives.under(layout.of_sheet(None)));
    judge_all(rows, |_| &shape, None, judge);
    (shape.header.is_some(), shape.listed)
}

/// Reads every row of every sheet and of the list beside them; a word's sheet is named where several
/// have words.
pub(crate) fn read_tables(tables: &Tables, layout: &Layout) -> Reading {
    let grids = &tables.grids;
    let mut judge = Judge::new(false);
    let (mut header, mut columns) = (false, Vec::new());
    for grid in grids {
        let sheet = grid.sheet.as_deref().filter(|_| grids.len() > 1);
        let rows = grid.rows.iter().map(Row::of_grid);
        let shape = Shape::of(grid.names.as_deref(), rows.clone(), &layout.of_sheet(sheet));
        header |= shape.header.is_some() || grid.names.is_some();
        judge_all(rows, |_| &shape, sheet, &mut judge);
        let on_sheet = |column| Column { sheet: sheet.map(str::to_owned), ..column };
        columns.extend(shape.listed.into_iter().map(on_sheet));
    }
    let items = tables.list.iter().map(Row::of_grid);
    let shape = Shape::of_list(items.clone(), &Told::default());
    judge_all(items, |_| &shape, None, &mut judge);
    let (mut entries, mut rejected) = judge.finish();
    name_sheets_only_where_needed(&mut entries);
    if grids.iter().all(|grid| grid.sheet.is_none()) {
        entries.sort_by_key(|entry| entry.row);
        rejected.sort_by_key(|rejected| rejected.row);
    }
    Reading { header, columns, entries, rejected }
}

fn judge_all<'a, 's>(
    rows: impl Iterator<Item = Row<'a>>,
    shape_of: impl Fn(&Row<'a>) -> &'s Shape,
    sheet: Option<&str>,
    judge: &mut Judge,
) {
    for row in rows.filter(|row| !row.is_blank()) {
        let shape = shape_of(&row);
        let lists = shape.columns_of(&row);
        let candidates = lists.iter().map(|columns| Candidate { row: &row, columns, sheet });
        if row.is_comment() {
            candidates.take(1).for_each(|candidate| judge.reject(&candidate, Reason::Comment));
        } else if row.refused.is_some() || shape.header.is_none_or(|header| row.number > header) {
            candidates.for_each(|candidate| judge.consider(&candidate));
        }
    }
}

fn name_sheets_only_where_needed(entries: &mut [Entry]) {
    let first = entries.first().and_then(|entry| entry.sheet.clone());
    if entries.iter().all(|entry| entry.sheet == first) {
        for entry in entries {
            entry.sheet = None;
        }
    }
}
