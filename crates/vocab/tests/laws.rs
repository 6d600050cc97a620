//! What holds for any file at all, however damaged.

use proptest::prelude::*;
use unicode_normalization::is_nfc;
use vocab::FileReading;

fn check(reading: &FileReading, text_lines: usize) -> Result<(), TestCaseError> {
    for entry in &reading.entries {
        let term = &entry.term;
        prop_assert!(is_nfc(term), "{term:?}");
        prop_assert!(term.chars().any(|letter| ('가'..='힣').contains(&letter)), "{term:?}");
        prop_assert!(!term.contains(|letter: char| letter.is_control()), "{term:?}");
        prop_assert!(!term.contains(['\u{FFFD}', '\u{200B}', '\u{FEFF}', '\u{202E}']), "{term:?}");
        prop_assert_eq!(term.trim(), term.as_str());
        prop_assert!(term.chars().count() <= 50);
    }
    let rows = reading.entries.iter().map(|entry| entry.row);
    let rows: Vec<u32> = rows.chain(reading.rejected.iter().map(|row| row.row)).collect();
    for row in rows {
        prop_assert!(row >= 1 && row as usize <= text_lines + 1, "row {row} of {text_lines}");
    }
    let accepted: Vec<u32> = reading.entries.iter().map(|entry| entry.row).collect();
    prop_assert!(accepted.is_sorted());
    if reading.file_error.is_some() {
        prop_assert!(reading.entries.is_empty() && reading.message.is_some());
    }
    Ok(())
}

fn lines(text: &str) -> usize {
    text.matches(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).count()
}

/// Text made of the pieces that decide how a list is read.
fn list_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(",".to_owned()),
        Just("\t".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\"".to_owned()),
        Just("\"\"".to_owned()),
        Just(" - ".to_owned()),
        Just("# ".to_owned()),
        Just("(".to_owned()),
        Just("]".to_owned()),
        Just("<b>".to_owned()),
        Just("&#8203;&lt;".to_owned()),
        Just("\u{202E}".to_owned()),
        Just("01".to_owned()),
        Just("단어,뜻\n".to_owned()),
        "[가-힣]{1,3}",
        "[\u{1100}-\u{1112}][\u{1161}-\u{1175}][\u{11A8}-\u{11C2}]?",
        "[\u{FFA1}-\u{FFDC}]{1,3}",
        "[ㄱ-ㅣ]",
        "[a-z ]{1,6}",
        "[一-龥]",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        let reading = vocab::read("words.txt", &bytes);
        check(&reading, bytes.len())?;
    }

    #[test]
    fn any_list_gives_clean_words_in_their_rows(text in list_like()) {
        check(&vocab::read("words.csv", text.as_bytes()), lines(&text))?;
    }

    #[test]
    fn encoding_does_not_change_the_words(rows in "([가-힣]{1,4}(,[a-z]{1,5})?\n){1,20}") {
        // A syllable or two of CP949 can be UTF-8 by chance (책 is å); 학교 cannot.
        let text = format!("학교,school\n{rows}");
        let plain = vocab::read("words.txt", text.as_bytes());
        let (korean, _, lossy) = encoding_rs::EUC_KR.encode(&text);
        prop_assert!(!lossy);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xFF\xFE", wide.as_slice()].concat();
        prop_assert_eq!(&plain.entries, &vocab::read("words.txt", &korean).entries);
        prop_assert_eq!(&plain.entries, &vocab::read("words.txt", &marked).entries);
        prop_assert_eq!(&plain.entries, &vocab::read("words.txt", &wide).entries);
        prop_assert_eq!(&plain.rejected, &vocab::read("words.txt", &wide).rejected);
    }
}
