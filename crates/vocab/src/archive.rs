//! The one way a zip archive held in memory is opened, whatever it is: a workbook or an Anki package.
//! It believes nothing an archive says about itself: the bytes that really come out are counted, and
//! a name is only ever compared with a name, never used as a path.

use std::io::{Cursor, Read as _};

use zip::{CompressionMethod, ZipArchive, result::ZipError};

use crate::file_error::{FileError, Refusal};

/// More entries than this are refused. An Anki package holds one for each sound and picture, and
/// large shared decks have tens of thousands.
const MAX_ENTRIES: usize = 100_000;
/// All that may come out of one archive, in bytes.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
/// How many times its own size may come out of an archive. Sheets full of formatted blank cells
/// come near 100; deflate can reach 1,000.
const MAX_RATIO: u64 = 200;
/// What may come out of an archive however small it is, in bytes.
const ALWAYS_ALLOWED: u64 = 32 * 1024 * 1024;

/// The first bytes of an entry's record in the list at the archive's end.
const RECORD: &[u8] = b"PK\x01\x02";

/// A zip archive and how much may still come out of it.
#[derive(Debug)]
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    format: &'static str,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Reads the list of entries, unpacking nothing. Refusals name `zip` as the format until
    /// [`taken_for`](Self::taken_for) knows better.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if bytes.windows(RECORD.len()).filter(|window| *window == RECORD).count() > MAX_ENTRIES {
            let message = "The archive holds far too many files to be a word list. Unpack it and open the word list inside.";
            return Err(Refusal::new("zip", FileError::CorruptFile, message));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal("zip", &error))?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let left = size.saturating_mul(MAX_RATIO).clamp(ALWAYS_ALLOWED, MAX_UNPACKED);
        Ok(Self { zip, format: "zip", left })
    }

    /// Says what the archive turned out to be, for the refusals to come.
    pub(crate) fn taken_for(mut self, format: &'static str) -> Self {
        self.format = format;
        self
    }

    /// Whether there is an entry of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.index_of(name).is_some()
    }

    /// The entry of this name unpacked, or none where the archive has none.
    pub(crate) fn entry(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        self.index_of(name).map(|index| self.unpack(index)).transpose()
    }

    /// Office programs treat names as equal whose letters differ in case only, and a few writers
    /// put `\` for `/`.
    fn index_of(&self, name: &str) -> Option<usize> {
        let same = |known: &[u8]| {
            known.len() == name.len()
                && known.iter().zip(name.bytes()).all(|(known, wanted)| {
                    known.eq_ignore_ascii_case(&wanted) || (*known == b'\\' && wanted == b'/')
                })
        };
        self.zip
            .index_for_name_raw(name.as_bytes())
            .or_else(|| self.zip.file_names_raw().position(same))
    }

    fn unpack(&mut self, index: usize) -> Result<Vec<u8>, Refusal> {
        let format = self.format;
        let file = self.zip.by_index(index).map_err(|error| refusal(format, &error))?;
        if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(refusal(format, &ZipError::UnsupportedArchive("")));
        }
        let mut unpacked = Vec::new();
        let read = file.take(self.left + 1).read_to_end(&mut unpacked);
        read.map_err(|error| refusal(format, &ZipError::Io(error)))?;
        let size = u64::try_from(unpacked.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(size).ok_or_else(|| bomb(format))?;
        Ok(unpacked)
    }
}

fn bomb(format: &'static str) -> Refusal {
    let message = "The file unpacks to far more than a word list can hold, as a zip bomb does. Save its words as CSV (UTF-8).";
    Refusal::new(format, FileError::CorruptFile, message)
}

fn refusal(format: &'static str, error: &ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Refusal::plain(format, FileError::EncryptedOrUnsupported)
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            let message = "The archive is packed in a way that is not read. Save it again with the program that made it.";
            Refusal::new(format, FileError::UnsupportedFormat, message)
        }
        _ => {
            let message = "The file is damaged or cut off. Download or save it again.";
            Refusal::new(format, FileError::CorruptFile, message)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    /// A zip archive of these entries.
    pub(crate) fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn an_entry_is_found_by_its_name_whatever_its_case() {
        let bytes = packed(&[("xl/SharedStrings.xml", b"words"), ("xl\\styles.xml", b"style")]);
        let mut archive = Archive::open(&bytes).unwrap();
        assert_eq!(archive.entry("xl/sharedStrings.xml").unwrap().unwrap(), b"words");
        assert_eq!(archive.entry("xl/styles.xml").unwrap().unwrap(), b"style");
        assert_eq!(archive.entry("xl/other.xml").unwrap(), None);
        assert!(archive.has("xl/SharedStrings.xml") && !archive.has("SharedStrings.xml"));
    }

    #[test]
    fn a_bomb_is_refused_by_what_comes_out_of_it_even_in_parts() {
        let zeros = vec![0; 20 * 1024 * 1024];
        let bytes = packed(&[("a", &zeros), ("b", &zeros)]);
        assert!(bytes.len() < 100_000);
        let mut archive = Archive::open(&bytes).unwrap().taken_for("xlsx");
        assert_eq!(archive.entry("a").unwrap().unwrap().len(), zeros.len());
        let refusal = archive.entry("b").unwrap_err();
        assert_eq!((refusal.format, refusal.error), ("xlsx", FileError::CorruptFile));
        assert!(refusal.message.contains("bomb"));
    }

    #[test]
    fn a_declared_size_is_not_believed() {
        let mut bytes = packed(&[("a", b"word word word word word word")]);
        let record = bytes.windows(4).position(|window| window == RECORD).unwrap();
        bytes[record + 24..record + 28].copy_from_slice(&u32::MAX.to_le_bytes());
        let unpacked = Archive::open(&bytes).unwrap().entry("a").unwrap().unwrap();
        assert_eq!(unpacked, b"word word word word word word");
    }

    #[test]
    fn a_cut_or_changed_archive_is_corrupt() {
        let bytes = packed(&[("a", b"word word word word word word")]);
        for cut in 0..bytes.len() {
            let error = Archive::open(&bytes[..cut]).unwrap_err().error;
            assert_eq!(error, FileError::CorruptFile, "cut to {cut}");
        }
        let mut changed = bytes.clone();
        changed[36] ^= 0xFF;
        let error = Archive::open(&changed).unwrap().entry("a").unwrap_err().error;
        assert_eq!(error, FileError::CorruptFile);
    }

    #[test]
    fn an_entry_with_a_password_is_recognised() {
        let mut bytes = packed(&[("a", b"word")]);
        let record = bytes.windows(4).position(|window| window == RECORD).unwrap();
        for flags in [6, record + 8] {
            bytes[flags] |= 1;
        }
        let refusal = Archive::open(&bytes).unwrap().entry("a").unwrap_err();
        assert_eq!(refusal.error, FileError::EncryptedOrUnsupported);
    }

    #[test]
    fn too_many_entries_are_refused_before_they_are_listed() {
        let bytes = [b"PK\x03\x04".as_slice(), &RECORD.repeat(MAX_ENTRIES + 1)].concat();
        let refusal = Archive::open(&bytes).unwrap_err();
        assert_eq!(refusal.error, FileError::CorruptFile);
        assert!(refusal.message.contains("too many"));
    }
}
