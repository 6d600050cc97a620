//! Which character stands between the cells of a text, told by how evenly it splits the rows.
//! It refuses to know what the cells hold.

use crate::{clean, list, records::Records, shape};

/// How much of the text, in bytes, is looked at.
const SAMPLE_BYTES: usize = 256 * 1024;
/// How much of a cell, in bytes, is looked at.
const SAMPLE_CELL_BYTES: usize = 400;

/// The character between the cells: the one that splits the rows most evenly; `None` for a list.
pub(crate) fn of(text: &str) -> Option<u8> {
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
        for row in shape::sampled(Records::new(sample, Some(delimiter))) {
            if row.refused.is_some() {
                widths.push(1 + usize::from(row.line.contains(char::from(delimiter))));
                continue;
            }
            let cell = row.cell(0).trim();
            first += cell.len();
            as_list += usize::from(list::split(clean::start(cell, SAMPLE_CELL_BYTES)).is_some());
            widths.push(row.cells.len());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_splits_evenly() {
        assert_eq!(of("학교,school\n먹다,to eat\n"), Some(b','));
        assert_eq!(of("학교\tto be; go, see\n먹다\tto eat\n"), Some(b'\t'));
        assert_eq!(of("학교;school, big\n먹다;to eat, to have\n"), Some(b';'));
        assert_eq!(of("학교|school\n먹다|to eat, to have\n"), Some(b'|'));
        assert_eq!(of("학교,\"school"), Some(b','));
        assert_eq!(of("학교,\"a;b;c\"\n먹다,\"a;b\"\n"), Some(b','));
    }

    #[test]
    fn a_few_ragged_rows_do_not_hide_the_delimiter() {
        assert_eq!(of("사과,apple\n친구,friend, buddy\n물,water\n불\n"), Some(b','));
    }

    #[test]
    fn a_list_has_no_delimiter() {
        assert_eq!(of("학교\n먹다\n"), None);
        assert_eq!(of("학교 - a, b\n먹다 - c, d\n"), None);
        assert_eq!(of("학교: a; b\n먹다: c; d\n"), None);
        assert_eq!(of("학교\n먹다\n저는, 음, 글쎄요\n"), None);
    }
}
