//! Numbers and texts as both binary formats of Excel write them.

use super::format::Format;

/// Reads numbers one after the other; none where the bytes end.
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// So many bytes.
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    pub(super) fn f64(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }
}

/// A number packed in four bytes: [MS-XLS] 2.5.217, [MS-XLSB] 2.5.123.
pub(super) fn packed_number(packed: u32) -> f64 {
    let value = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 { value } else { value / 100.0 }
}

/// Text in UTF-16; half a letter shows as the sign for damage.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The formats of cell styles, from the number of each style's format and the codes a file defines.
pub(super) fn formats(styles: &[u16], codes: &[(u16, Format)]) -> Vec<Format> {
    let codes: std::collections::HashMap<u16, Format> = codes.iter().copied().collect();
    let format =
        |id: &u16| codes.get(id).copied().unwrap_or_else(|| Format::built_in(u32::from(*id)));
    styles.iter().map(format).collect()
}
