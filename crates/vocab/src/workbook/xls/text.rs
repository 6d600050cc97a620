//! Texts of XLS, which go on over records: [MS-XLS] 2.5.293 and 2.5.294. A text that goes on says
//! anew in each record how wide its letters are.

use encoding_rs::Encoding;

use super::{super::binary::utf16, records::Record};

/// How wide the number of letters before a text is.
#[derive(Clone, Copy)]
pub(super) enum Width {
    One,
    Two,
}

/// The parts of a record and of those that continue it, read one after the other.
struct Parts<'a, I> {
    part: &'a [u8],
    more: I,
}

impl<'a, I: Iterator<Item = &'a [u8]>> Parts<'a, I> {
    /// Whether there is another byte, in this part or the next.
    fn refill(&mut self) -> Option<()> {
        while self.part.is_empty() {
            self.part = self.more.next()?;
        }
        Some(())
    }

    fn u8(&mut self) -> Option<u8> {
        self.refill()?;
        let (byte, rest) = self.part.split_first()?;
        self.part = rest;
        Some(*byte)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.refill()?;
            let step = count.min(self.part.len());
            self.part = &self.part[step..];
            count -= step;
        }
        Some(())
    }

    fn count(&mut self, width: Width) -> Option<usize> {
        Some(match width {
            Width::One => usize::from(self.u8()?),
            Width::Two => usize::from(self.u16()?),
        })
    }

    /// A text with its formatting and its guide to sound, which are passed over.
    fn text(&mut self, width: Width) -> Option<String> {
        let count = self.count(width)?;
        let flags = self.u8()?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(self.u16()?) * 4 };
        let guide = if flags & 4 == 0 { 0 } else { usize::try_from(self.u32()?).ok()? };
        let text = self.letters(count, flags & 1 == 1)?;
        self.skip(runs)?;
        self.skip(guide)?;
        Some(text)
    }

    fn letters(&mut self, mut count: usize, mut wide: bool) -> Option<String> {
        let mut units = Vec::new();
        while count > 0 {
            if self.part.is_empty() {
                wide = self.u8()? & 1 == 1;
            }
            let size = if wide { 2 } else { 1 };
            let fitting = (self.part.len() / size).min(count);
            if fitting == 0 && !self.part.is_empty() {
                return None;
            }
            let (letters, rest) = self.part.split_at(fitting * size);
            if wide {
                units.extend_from_slice(letters);
            } else {
                units.extend(letters.iter().flat_map(|letter| [*letter, 0]));
            }
            self.part = rest;
            count -= fitting;
        }
        Some(utf16(&units))
    }
}

/// The text at a place in a record.
pub(super) fn read_text(
    record: &Record<'_>,
    at: usize,
    width: Width,
    unicode: bool,
    code_page: &'static Encoding,
) -> Option<String> {
    let mut parts = Parts { part: record.data.get(at..)?, more: record.continued() };
    if unicode {
        return parts.text(width);
    }
    let count = parts.count(width)?;
    let letters = parts.part.get(..count.min(parts.part.len()))?;
    let (text, _) = code_page.decode_without_bom_handling(letters);
    Some(text.into_owned())
}

/// The texts that cells share: 2.4.265. A damaged one ends the list.
pub(super) fn read_shared(record: &Record<'_>) -> Vec<String> {
    let mut parts = Parts { part: record.data, more: record.continued() };
    if parts.skip(8).is_none() {
        return Vec::new();
    }
    std::iter::from_fn(|| parts.text(Width::Two)).collect()
}
