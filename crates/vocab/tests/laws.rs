//! What holds for any file at all, however damaged.

use proptest::prelude::*;
use vocab::FileReading;

fn check(reading: &FileReading, text_lines: usize) -> Result<(), TestCaseError> {
    fuzz::laws::of_reading(reading).map_err(|broken| TestCaseError::fail(broken.to_string()))?;
    let rows = reading.entries.iter().map(|entry| entry.row);
    for row in rows.chain(reading.rejected.iter().map(|row| row.row)) {
        prop_assert!(row as usize <= text_lines + 1, "row {row} of {text_lines}");
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
