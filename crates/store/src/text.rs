//! How a reply's text lies in the file: compressed where that makes it smaller, as it is where it
//! does not, and with a checksum beside it. It knows nothing of what a text says.

use crate::Error;

/// zstd level: replies are small texts, written once and read often.
const COMPRESSION: i32 = 3;

/// Shorter texts hardly shrink.
const WORTH_COMPRESSING: usize = 128;

/// Longest text read back; a guard against a damaged row, far above any real reply.
const LENGTH_LIMIT: usize = 16 << 20;

/// How a zstd frame begins (RFC 8878, 3.1.1). No UTF-8 text does: its second byte would have to
/// follow a first one of a longer character.
const FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The first bytes of the BLAKE3 hash of a text.
pub(crate) type Checksum = [u8; 8];

/// A text as it is written.
pub(crate) fn pack(text: &str) -> Result<Vec<u8>, Error> {
    if text.len() >= WORTH_COMPRESSING {
        let packed = zstd::bulk::compress(text.as_bytes(), COMPRESSION)?;
        if packed.len() < text.len() {
            return Ok(packed);
        }
    }
    Ok(text.as_bytes().to_vec())
}

/// The text that was written.
pub(crate) fn unpack(packed: &[u8]) -> Result<String, Error> {
    let text = if packed.starts_with(&FRAME) { decompress(packed)? } else { packed.to_vec() };
    String::from_utf8(text).map_err(|_| damaged("it is not text"))
}

fn decompress(packed: &[u8]) -> Result<Vec<u8>, Error> {
    let size = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten().unwrap_or(0);
    let capacity = usize::try_from(size).unwrap_or(LENGTH_LIMIT).min(LENGTH_LIMIT);
    zstd::bulk::decompress(packed, capacity).map_err(|error| damaged(&error.to_string()))
}

/// What tells a text from one that was damaged.
pub(crate) fn checksum(text: &str) -> Checksum {
    let mut first = Checksum::default();
    blake3::Hasher::new().update(text.as_bytes()).finalize_xof().fill(&mut first);
    first
}

fn damaged(how: &str) -> Error {
    Error::Damaged(format!("a reply cannot be read: {how}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_takes_more_room_than_itself(text in "(?s).{0,600}") {
            let packed = pack(&text).unwrap();
            prop_assert!(packed.len() <= text.len());
            prop_assert_eq!(unpack(&packed).unwrap(), text);
        }

        #[test]
        fn damaged_bytes_are_refused_or_read_and_never_panic(
            mut bytes in prop::collection::vec(any::<u8>(), 0..200), framed: bool,
        ) {
            if framed {
                bytes.splice(..0, FRAME);
            }
            let _ = unpack(&bytes);
        }
    }

    #[test]
    fn a_long_text_shrinks_and_a_short_one_stays_as_it_is() {
        assert!(pack(&"같은 말 ".repeat(100)).unwrap().len() < 100);
        assert_eq!(pack("{\"a\":1}").unwrap(), b"{\"a\":1}");
    }

    #[test]
    fn what_was_always_compressed_is_read() {
        let old = zstd::bulk::compress("학교".as_bytes(), 3).unwrap();
        assert_eq!(unpack(&old).unwrap(), "학교");
    }
}
