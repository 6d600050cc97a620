//! The same words, however they were saved: the kind of file, the order of its columns, its encoding
//! and its line ends change nothing about what is read.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use fuzz::files;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;
use vocab::{FileReading, Layout};

type Word = (String, String);

/// Different words with meanings that look like meanings.
fn words() -> impl Strategy<Value = Vec<Word>> {
    let word = ("[가-힣]{2,4}", "(to )?[a-z]{3,8}( [a-z]{3,8})?");
    prop::collection::vec(word, 2..20).prop_map(|mut words| {
        words.sort();
        words.dedup_by(|one, other| one.0 == other.0);
        words
    })
}

fn read(reading: &FileReading) -> Vec<Word> {
    let entries = reading.entries.iter();
    entries.map(|entry| (entry.term.clone(), entry.meaning.clone().unwrap_or_default())).collect()
}

fn lines(words: &[Word], line: impl Fn(&Word) -> String) -> String {
    words.iter().map(line).collect()
}

fn delimited(words: &[Word], delimiter: char) -> String {
    format!("단어{delimiter}뜻\n")
        + &lines(words, |(word, meaning)| format!("{word}{delimiter}{meaning}\n"))
}

fn json(words: &[Word]) -> String {
    let objects =
        words.iter().map(|(word, meaning)| serde_json::json!({"word": word, "meaning": meaning}));
    serde_json::to_string(&objects.collect::<Vec<_>>()).unwrap()
}

fn json_lines(words: &[Word]) -> String {
    lines(words, |(word, meaning)| {
        serde_json::json!({"word": word, "meaning": meaning}).to_string() + "\n"
    })
}

fn html(words: &[Word]) -> String {
    let rows = lines(words, |(word, meaning)| format!("<tr><td>{word}<td><i>{meaning}</i></tr>"));
    format!("<html><table><tr><th>Korean<th>English</tr>{rows}</table></html>")
}

fn markdown(words: &[Word]) -> String {
    "| 단어 | 뜻 |\n| --- | --- |\n".to_owned()
        + &lines(words, |(word, meaning)| format!("| {word} | {meaning} |\n"))
}

fn workbook(words: &[Word]) -> Vec<u8> {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |(word, meaning): &Word| format!("<row>{}{}</row>", cell(word), cell(meaning));
    let rows = row(&("단어".into(), "뜻".into())) + &lines(words, row);
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
    files::workbook(sheet.as_bytes()).bytes
}

fn opendocument(words: &[Word]) -> Vec<u8> {
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |(word, meaning): &Word| {
        format!("<table:table-row>{}{}</table:table-row>", cell(word), cell(meaning))
    };
    let rows = row(&("단어".into(), "뜻".into())) + &lines(words, row);
    let names = ["office", "table", "text"]
        .map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""));
    let content = format!(
        "<office:document-content {}><office:body><office:spreadsheet><table:table table:name=\"A\">{rows}\
         </table:table></office:spreadsheet></office:body></office:document-content>",
        names.join(" ")
    );
    files::opendocument(content.as_bytes()).bytes
}

proptest! {
    #[test]
    fn the_kind_of_file_does_not_change_the_words(words in words()) {
        let files: [(&str, Vec<u8>); 9] = [
            ("commas", delimited(&words, ',').into()),
            ("tabs", delimited(&words, '\t').into()),
            ("semicolons", delimited(&words, ';').into()),
            ("json", json(&words).into()),
            ("jsonl", json_lines(&words).into()),
            ("html", html(&words).into()),
            ("markdown", markdown(&words).into()),
            ("workbook", workbook(&words)),
            ("opendocument", opendocument(&words)),
        ];
        for (kind, bytes) in files {
            let reading = vocab::read("words", &bytes);
            prop_assert_eq!(&read(&reading), &words, "{}: {:?}", kind, reading);
        }
    }

    #[test]
    fn a_list_with_dashes_has_the_words_of_the_table(words in words()) {
        let list = lines(&words, |(word, meaning)| format!("{word} - {meaning}\n"));
        prop_assert_eq!(read(&vocab::read("words", list.as_bytes())), words);
    }

    #[test]
    fn marks_line_ends_and_decomposition_do_not_change_the_words(words in words()) {
        let text = delimited(&words, ',');
        let decomposed: String = text.nfd().collect();
        for text in [format!("\u{FEFF}{text}"), text.replace('\n', "\r\n"), text.replace('\n', "\r"), decomposed] {
            prop_assert_eq!(&read(&vocab::read("words", text.as_bytes())), &words);
        }
    }

    #[test]
    fn the_order_of_named_columns_does_not_change_the_words(words in words()) {
        let text = "번호,뜻,단어\n".to_owned()
            + &lines(&words, |(word, meaning)| format!("7,{meaning},{word}\n"));
        prop_assert_eq!(read(&vocab::read("words", text.as_bytes())), words);
    }

    #[test]
    fn saying_what_was_guessed_changes_nothing(words in words(), named: bool) {
        let text = delimited(&words, ',');
        let text = if named { text } else { text.split_once('\n').unwrap().1.to_owned() };
        let guessed = vocab::read("words", text.as_bytes());
        let columns = guessed.columns.iter();
        let columns = columns.map(|column| (column.sheet.clone(), column.index, column.role));
        let layout = Layout { header: Some(guessed.header), columns: columns.collect() };
        prop_assert_eq!(vocab::read_as("words", text.as_bytes(), &layout), guessed);
    }

    #[test]
    fn what_is_read_twice_counts_once(words in words()) {
        let text = delimited(&words, ',');
        let rows = text.split_once('\n').unwrap().1;
        let reading = vocab::read("words", format!("{text}{rows}").as_bytes());
        prop_assert_eq!(&read(&reading), &words);
        prop_assert_eq!(reading.rejected.len(), words.len());
        let again = |row: &vocab::Rejected| row.reason == vocab::Reason::Duplicate;
        prop_assert!(reading.rejected.iter().all(again));
    }
}
