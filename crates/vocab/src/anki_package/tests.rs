use super::*;
use crate::{
    anki_collection::tests::{legacy, modern},
    archive::tests::packed,
    grid::Cell,
};

type Notes<'a> = &'a [(i64, i64, &'a str, &'a str)];

const NOTES: Notes<'_> = &[(1, 7, "학교|school", "place")];
const DUMMY: Notes<'_> = &[(1, 7, "Please update to the latest Anki version|", "")];

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 0).unwrap()
}

fn terms(package: &[u8]) -> Vec<String> {
    let grids = read(package).unwrap();
    let first = |cells: &[Cell]| match &cells[0] {
        Cell::Text(text) => text.clone(),
        Cell::Other { shown, .. } => shown.clone(),
    };
    grids.iter().flat_map(|grid| &grid.rows).map(|row| first(&row.cells)).collect()
}

fn refused(package: &[u8]) -> (FileError, String) {
    let refusal = read(package).unwrap_err();
    assert_eq!(refusal.format, FORMAT);
    (refusal.error, refusal.message)
}

#[test]
fn all_three_kinds_are_read_and_never_the_dummy_beside_them() {
    let (real, dummy) = (legacy("{}", NOTES), legacy("{}", DUMMY));
    let newest = zstd(&modern(NOTES));
    for entries in [
        &[("collection.anki2", &real[..]), ("media", b"{}")][..],
        &[("collection.anki2", &dummy), ("collection.anki21", &real)],
        &[("meta", b"\x08\x01"), ("collection.anki2", &real)],
        &[("meta", b"\x08\x02"), ("collection.anki2", &dummy), ("collection.anki21", &real)],
        &[("meta", b"\x08\x03"), ("collection.anki21b", &newest), ("collection.anki2", &dummy)],
        &[("collection.anki2", &dummy), ("collection.anki21b", &newest)],
        &[("meta", b"\x08\x01"), ("collection.anki2", &real), ("collection.anki21", &dummy)],
    ] {
        assert_eq!(terms(&packed(entries)), ["학교"], "{:?}", entries[0]);
    }
}

#[test]
fn a_dummy_by_itself_is_said_to_be_one() {
    let dummy = legacy("{}", DUMMY);
    for kind in [b"\x08\x02", b"\x08\x03"] {
        let (error, message) =
            refused(&packed(&[("meta", kind), ("collection.anki2", &dummy), ("media", b"")]));
        assert_eq!(error, FileError::CorruptFile);
        assert!(message.contains("only asks for a newer Anki"), "{message}");
    }
}

#[test]
fn a_package_of_a_kind_to_come_is_unsupported() {
    let newest = zstd(&modern(NOTES));
    let (error, message) =
        refused(&packed(&[("meta", b"\x08\x04"), ("collection.anki21b", &newest)]));
    assert_eq!(error, FileError::UnsupportedFormat);
    assert!(message.contains("newer Anki"));
}

#[test]
fn a_package_without_notes_or_without_a_collection_says_so() {
    let (error, message) = refused(&packed(&[("collection.anki2", &legacy("{}", &[]))]));
    assert_eq!((error, message.as_str()), (FileError::EmptyFile, "The package holds no notes."));
    assert_eq!(refused(&packed(&[("collection.anki2.bak", b"")])).0, FileError::CorruptFile);
}

#[test]
fn a_damaged_collection_is_corrupt() {
    let real = modern(NOTES);
    let packed_real = zstd(&real);
    let meta = ("meta", &b"\x08\x03"[..]);
    for content in [&b""[..], b"no zstd", &real, &packed_real[..packed_real.len() / 2], &zstd(b"x")]
    {
        let package = packed(&[meta, ("collection.anki21b", content)]);
        assert_eq!(refused(&package).0, FileError::CorruptFile);
    }
    for content in [&b""[..], b"no database", &real[..real.len() - 100], &packed_real] {
        let package = packed(&[("collection.anki2", content)]);
        assert_eq!(refused(&package).0, FileError::CorruptFile);
    }
}

#[test]
fn a_bomb_is_refused() {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    std::io::copy(&mut std::io::repeat(0).take(LARGEST + 1), &mut encoder).unwrap();
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 100_000);
    let (error, message) = refused(&packed(&[("collection.anki21b", &bomb)]));
    assert_eq!(error, FileError::CorruptFile);
    assert!(message.contains("unpacks to more"));
}

#[test]
fn a_frame_that_asks_for_much_memory_is_refused() {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    encoder.include_contentsize(false).unwrap();
    encoder.window_log(WINDOW + 1).unwrap();
    std::io::copy(&mut &modern(NOTES)[..], &mut encoder).unwrap();
    let package = packed(&[("collection.anki21b", &encoder.finish().unwrap())]);
    assert_eq!(refused(&package).0, FileError::CorruptFile);
}

#[test]
fn a_media_list_of_any_content_is_never_looked_at() {
    let real = legacy("{}", NOTES);
    let media = br#"{"0": "../../../../tmp/evil"}"#;
    let entries =
        [("collection.anki2", &real[..]), ("media", media), ("0", b"x"), ("../../1", b"y")];
    assert_eq!(terms(&packed(&entries)), ["학교"]);
}
