//! The records of a workbook stream, each with those that continue it: [MS-XLS] 2.1.4.

use super::super::binary::Bytes;

const CONTINUE: u16 = 0x003C;

/// One record.
pub(super) struct Record<'a> {
    pub(super) id: u16,
    pub(super) data: &'a [u8],
    /// The records right after it, of which only those that continue it are read.
    pub(super) after: &'a [u8],
}

impl<'a> Record<'a> {
    pub(super) fn bytes(&self) -> Bytes<'a> {
        Bytes::new(self.data)
    }

    /// The records that continue this one.
    pub(super) fn continued(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let records = Records::new(self.after);
        records.take_while(|record| record.id == CONTINUE).map(|record| record.data)
    }
}

/// The records of a stream, up to its end or to one that is cut off.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Self { rest: stream }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (head, rest) = self.rest.split_at_checked(4)?;
        let (data, after) =
            rest.split_at_checked(usize::from(u16::from_le_bytes([head[2], head[3]])))?;
        self.rest = after;
        Some(Record { id: u16::from_le_bytes([head[0], head[1]]), data, after })
    }
}
