//! A text as a table: which character stands between the cells, whether the first row names the
//! columns, and then every row in turn. It refuses to know what makes a word.

use std::borrow::Cow;

use crate::{
    clean,
    columns::{self, Columns},
    decode::Text,
    entry::{Entry, Reason, Rejected},
    header::{self, Role},
    judge::{Candidate, Judge},
    list,
    records::{Record, Records},
};

/// How much of the text, in bytes and in rows, is looked at to guess its shape.
const SAMPLE_BYTES: usize = 256 * 1024;
const SAMPLE_ROWS: usize = 200;
/// How many cells of a row, and how much of a cell in bytes, are looked at for that.
const SAMPLE_CELLS: usize = 64;
const SAMPLE_CELL_BYTES: usize = 400;

/// What a table gave.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) header: bool,
    pub(crate) entries: Vec<Entry>,
    pub(crate) rejected: Vec<Rejected>,
}

/// The character between the cells: the one that splits the rows most evenly; `None` for a list.
pub(crate) fn delimiter(text: &str) -> Option<u8> {
    let sample = clean::start(text, SAMPLE_BYTES);
    let split = |delimiter: u8| Some((Split::of(sample, delimiter)?, delimiter));
    let splits = [b'\t', b',', b';', b'|'].into_iter().filter_map(split);
    splits.max_by_key(|(split, _)| *split).map(|(_, delimiter)| delimiter)
}

/// How well a delimiter fits; the greater, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Split {
    /// Rows of the commonest width, per cent.
    even: usize,
    /// The shorter the first cells, the earlier in the row the delimiter stands.
    first: std::cmp::Reverse<usize>,
}

impl Split {
    fn of(sample: &str, delimiter: u8) -> Option<Self> {
        let (mut widths, mut first, mut as_list) = (Vec::new(), 0, 0);
        for record in content(Records::new(sample, Some(delimiter))).take(SAMPLE_ROWS) {
            let Some(cells) = record.cells else {
                widths.push(1 + usize::from(record.line.contains(char::from(delimiter))));
                continue;
            };
            let cell = cells.first().map_or("", |cell| cell.trim());
            first += cell.len();
            as_list += usize::from(list::split(clean::start(cell, SAMPLE_CELL_BYTES)).is_some());
            widths.push(cells.len());
        }
        let split = widths.iter().filter(|width| **width > 1).count();
        let least = if delimiter == b'\t' { 50 } else { 60 };
        let fits = split * 100 >= widths.len() * least && split > 0;
        // `먹다 - to eat, to have` is a list, whatever its commas do.
        let is_list = delimiter != b'\t' && as_list * 2 > widths.len();
        let even = most_common(&widths) * 100 / widths.len().max(1);
        (fits && !is_list).then_some(Self { even, first: std::cmp::Reverse(first) })
    }
}

fn most_common(widths: &[usize]) -> usize {
    let count = |width: &usize| widths.iter().filter(|other| *other == width).count();
    widths.iter().filter(|width| **width > 1).map(count).max().unwrap_or(0)
}

/// Rows that are neither blank nor comments.
fn content(records: Records<'_>) -> impl Iterator<Item = Record<'_>> {
    records.filter(|record| !record.is_blank() && !record.is_comment())
}

/// Reads every row.
pub(crate) fn read(text: &Text, delimiter: Option<u8>) -> Sheet {
    let (header, columns) = shape(&text.content, delimiter);
    let mut judge = Judge::new(text.broken);
    let mut header_pending = header;
    for record in Records::new(&text.content, delimiter) {
        if record.is_blank() {
            continue;
        }
        let comment = record.is_comment();
        if header_pending && !comment {
            header_pending = false;
            continue;
        }
        match &record.cells {
            _ if comment => judge.reject(record.row, Reason::Comment, record.line),
            None => judge.reject(record.row, Reason::UnterminatedQuote, record.line),
            Some(cells) => judge.consider(&candidate(&record, cells, &columns)),
        }
    }
    let (entries, rejected) = judge.finish();
    Sheet { header, entries, rejected }
}

fn candidate<'a>(
    record: &'a Record<'_>,
    cells: &'a [Cow<'_, str>],
    columns: &[(usize, Role)],
) -> Candidate<'a> {
    let held = |&(at, role): &(usize, Role)| Some((role, cells.get(at)?.as_ref()));
    Candidate {
        row: record.row,
        line: record.line,
        cells: columns.iter().filter_map(held).collect(),
    }
}

/// Whether there is a header, and what the columns hold.
fn shape(text: &str, delimiter: Option<u8>) -> (bool, Columns) {
    let mut sample = sample(text, delimiter);
    let below = sample.split_off(sample.len().min(1));
    let names = sample.first().and_then(|first| header::recognise(first, &below));
    match names {
        Some(names) if delimiter.is_some() => (true, columns::by_name(&names, &below)),
        _ if delimiter.is_none() => (names.is_some(), vec![(0, Role::Term), (1, Role::Meaning)]),
        _ => (false, columns::by_content(&[sample, below].concat())),
    }
}

fn sample(text: &str, delimiter: Option<u8>) -> Vec<Vec<String>> {
    let cell =
        |cell: &Cow<'_, str>| clean::line(clean::start(cell, SAMPLE_CELL_BYTES)).into_owned();
    let cells = |record: Record<'_>| {
        record.cells.map(|cells| cells.iter().take(SAMPLE_CELLS).map(cell).collect())
    };
    content(Records::new(text, delimiter)).take(SAMPLE_ROWS).filter_map(cells).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_splits_evenly() {
        assert_eq!(delimiter("학교,school\n먹다,to eat\n"), Some(b','));
        assert_eq!(delimiter("학교\tto be; go, see\n먹다\tto eat\n"), Some(b'\t'));
        assert_eq!(delimiter("학교;school, big\n먹다;to eat, to have\n"), Some(b';'));
        assert_eq!(delimiter("학교|school\n먹다|to eat, to have\n"), Some(b'|'));
        assert_eq!(delimiter("학교,\"school"), Some(b','));
        assert_eq!(delimiter("학교,\"a;b;c\"\n먹다,\"a;b\"\n"), Some(b','));
    }

    #[test]
    fn a_few_ragged_rows_do_not_hide_the_delimiter() {
        assert_eq!(delimiter("사과,apple\n친구,friend, buddy\n물,water\n불\n"), Some(b','));
    }

    #[test]
    fn a_list_has_no_delimiter() {
        assert_eq!(delimiter("학교\n먹다\n"), None);
        assert_eq!(delimiter("학교 - a, b\n먹다 - c, d\n"), None);
        assert_eq!(delimiter("학교: a; b\n먹다: c; d\n"), None);
        assert_eq!(delimiter("학교\n먹다\n저는, 음, 글쎄요\n"), None);
    }
}
