//! The file system inside an old Office file ([MS-CFB]): finds a stream by its name and gives its
//! bytes. Every chain of sectors is followed no further than the file has sectors.

use super::Fault;

const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Sector numbers from here on mark ends and gaps: 2.1.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// Streams shorter than this lie in the small sectors: 2.2.
const MINI_CUTOFF: u64 = 4096;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;

/// A compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// For each sector the one that follows it.
    next: Vec<u32>,
    next_mini: Vec<u32>,
    mini: Vec<u8>,
    streams: Vec<Stream>,
}

struct Stream {
    name: String,
    start: u32,
    size: u64,
}

/// A number of two bytes at a place.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// A number of four bytes at a place.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

impl<'a> Compound<'a> {
    /// Reads the tables of a file: 2.2 to 2.6.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        Self::tables(bytes).ok_or(Fault::Damaged)
    }

    fn tables(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        if !bytes.starts_with(SIGNATURE) || !matches!(shift, 9 | 12) {
            return None;
        }
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            next: Vec::new(),
            next_mini: Vec::new(),
            mini: Vec::new(),
            streams: Vec::new(),
        };
        file.next = file.allocation()?;
        file.next_mini = numbers(&file.chain(u32_at(bytes, 60)?)?);
        let directory = file.chain(u32_at(bytes, 48)?)?;
        file.streams = directory.chunks_exact(ENTRY).filter_map(stream).collect();
        let root = u32_at(&directory, 116)?;
        file.mini = file.chain(root)?;
        Some(file)
    }

    /// The sector after each sector, from the sectors the header and its continuation list.
    fn allocation(&self) -> Option<Vec<u32>> {
        let mut listed = numbers(self.bytes.get(76..512)?);
        let mut more = u32_at(self.bytes, 68)?;
        for _ in 0..self.bytes.len() / self.sector {
            if more >= LAST_SECTOR {
                break;
            }
            let mut numbers = numbers(self.sector_at(more)?);
            more = numbers.pop()?;
            listed.extend(numbers);
        }
        listed.truncate(self.bytes.len() / self.sector);
        let mut next = Vec::new();
        for sector in listed.into_iter().filter(|sector| *sector < LAST_SECTOR) {
            next.extend(numbers(self.sector_at(sector)?));
        }
        Some(next)
    }

    /// A sector, the last of a file as far as it goes.
    fn sector_at(&self, number: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The bytes of a chain of sectors; a chain longer than the file runs in circles.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut sector = start;
        while sector < LAST_SECTOR {
            bytes.extend_from_slice(self.sector_at(sector)?);
            if bytes.len() > self.bytes.len() {
                return None;
            }
            sector = *self.next.get(usize::try_from(sector).ok()?)?;
        }
        Some(bytes)
    }

    fn mini_chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut sector = start;
        while sector < LAST_SECTOR {
            let at = usize::try_from(sector).ok()?;
            let start = at.checked_mul(MINI_SECTOR)?;
            bytes.extend_from_slice(self.mini.get(start..start.checked_add(MINI_SECTOR)?)?);
            if bytes.len() > self.mini.len() {
                return None;
            }
            sector = *self.next_mini.get(at)?;
        }
        Some(bytes)
    }

    /// Whether there is a stream or folder of this name, in whatever folder.
    pub(super) fn has(&self, name: &str) -> bool {
        self.streams.iter().any(|stream| stream.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of the stream of this name.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let found = self.streams.iter().find(|stream| stream.name.eq_ignore_ascii_case(name));
        let Some(stream) = found else { return Ok(None) };
        let mini = stream.size < MINI_CUTOFF;
        let chain = if mini { self.mini_chain(stream.start) } else { self.chain(stream.start) };
        let mut bytes = chain.ok_or(Fault::Damaged)?;
        bytes.truncate(usize::try_from(stream.size).map_err(|_| Fault::Damaged)?);
        Ok(Some(bytes))
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|number| u32_at(number, 0)).collect()
}

/// An entry of the directory: 2.6.1. The upper half of the size is not set reliably by old writers.
fn stream(entry: &[u8]) -> Option<Stream> {
    let length = usize::from(u16_at(entry, 64)?).checked_sub(2)?.min(62);
    let units: Vec<u16> =
        entry.get(..length)?.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)).collect();
    let name = String::from_utf16(&units).ok()?;
    Some(Stream { name, start: u32_at(entry, 116)?, size: u64::from(u32_at(entry, 120)?) })
}
