//! Spreadsheets of every kind, made here part by part; the XLS was written by another program.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use serde_json::{Value, json};
use zip::{
    CompressionMethod::{Deflated, Stored},
    ZipWriter,
    write::SimpleFileOptions,
};

/// Written with xlwt: two visible sheets, one hidden, and texts that go on over several records.
const XLS: &[u8] = include_bytes!("fixtures/words.xls");

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // ODF 1.3 part 2, 3.3: the media type comes first and is not compressed.
        let method = if *name == "mimetype" { Stored } else { Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(bytes: &[u8]) -> Value {
    serde_json::to_value(vocab::read("words", bytes)).unwrap()
}

/// The term, row and sheet of each entry.
fn terms(reading: &Value) -> Vec<(String, u64, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entries = reading["entries"].as_array().unwrap();
    let term = |it: &Value| (text(&it["term"]), it["row"].as_u64().unwrap(), text(&it["sheet"]));
    entries.iter().map(term).collect()
}

fn rejected(reading: &Value) -> Vec<(u64, String)> {
    let rows = reading["rejected"].as_array().unwrap();
    let row = |it: &Value| (it["row"].as_u64().unwrap(), it["reason"].as_str().unwrap().to_owned());
    rows.iter().map(row).collect()
}

const RELATIONS: &str = r#"<Relationships><Relationship Id="a" Type="t/worksheet" Target="worksheets/one.xml"/>
<Relationship Id="b" Type="t/worksheet" Target="/xl/worksheets/two.xml"/>
<Relationship Id="c" Type="t/sharedStrings" Target="texts.xml"/><Relationship Id="d" Type="t/styles" Target="styles.xml"/></Relationships>"#;

fn xlsx_with(book: &str, one: &str, two: &str) -> Vec<u8> {
    let texts = "<sst><si><t>단어</t></si><si><r><t>학</t></r><r><t>교</t></r><rPh><t>gakkou</t></rPh></si></sst>";
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;년&quot;"/></numFmts>
<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs></styleSheet>"#;
    packed(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/texts.xml", texts.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        (
            "xl/worksheets/one.xml",
            format!("<worksheet><sheetData>{one}</sheetData></worksheet>").as_bytes(),
        ),
        (
            "xl/worksheets/two.xml",
            format!("<worksheet><sheetData>{two}</sheetData></worksheet>").as_bytes(),
        ),
    ])
}

fn xlsx(one: &str) -> Vec<u8> {
    xlsx_with(r#"<workbook><sheets><sheet name="하나" r:id="a"/></sheets></workbook>"#, one, "")
}

#[test]
fn cells_of_xlsx_are_read_by_their_kind_and_place() {
    let reading = read(&xlsx(
        r#"<row r="3"><c r="B3" t="s"><v>0</v></c><c r="C3" t="inlineStr"><is><t>뜻</t></is></c></row>
<row r="4"><c r="B4" t="s"><v>1</v></c><c r="C4"><v>3.0</v></c></row>
<row><c/><c t="str"><f>A1</f><v>먹다</v></c><c t="inlineStr"><is><r><t>to </t></r><r><t>eat_x000A_up</t></r></is></c></row>
<row r="9"><c r="B9"><f>"a"</f><v></v></c><c r="C9" s="1"><v>45352</v></c></row>
<row r="10"><c r="B10" s="1"><v>45352</v></c></row><row r="11"><c r="B11" t="b"><v>0</v></c></row>
<row r="12"><c r="B12"><v>1e3</v></c></row><row r="13"><c r="B13" s="2"><v>0.5</v></c></row>
<row r="14"><c r="B14" t="e"><v>#N/A</v></c></row><row r="15"/>"#,
    ));
    let sheet = |term: &str, row| (term.to_owned(), row, "하나".to_owned());
    let entries = reading["entries"].as_array().unwrap();
    let named = entries[0]["sheet"].is_string();
    let expected: Vec<_> = [sheet("학교", 4), sheet("먹다", 5)]
        .map(|(term, row, name)| (term, row, if named { name } else { String::new() }))
        .into();
    assert_eq!(terms(&reading), expected);
    assert_eq!(
        (&entries[0]["meaning"], &entries[1]["meaning"]),
        (&json!("3"), &json!("to eat\nup"))
    );
    let not_text = "not_text".to_owned();
    let expected = [
        (9, "formula_without_cached_value".to_owned()),
        (10, not_text.clone()),
        (11, not_text.clone()),
        (12, "no_hangul".to_owned()),
        (13, not_text.clone()),
        (14, not_text),
    ];
    assert_eq!(rejected(&reading), expected);
    let raw: Vec<_> =
        reading["rejected"].as_array().unwrap().iter().map(|row| &row["raw"]).collect();
    for (row, shown) in [(1, "2024-03-01"), (2, "FALSE"), (3, "1000"), (4, "12:00:00"), (5, "#N/A")]
    {
        assert!(raw[row].as_str().unwrap().contains(shown), "{}", raw[row]);
    }
}

#[test]
fn visible_sheets_are_read_in_order_and_hidden_ones_named() {
    let row = |word: &str| format!(r#"<row r="7"><c r="D7" t="str"><v>{word}</v></c></row>"#);
    let book = r#"<x:workbook><x:sheets><x:sheet name="둘" r:id="b"/><x:sheet name="하나" r:id="a"/></x:sheets></x:workbook>"#;
    let both = read(&xlsx_with(book, &row("하늘"), &row("바다")));
    let sheet = |term: &str, name: &str| (term.to_owned(), 7, name.to_owned());
    assert_eq!(terms(&both), [sheet("바다", "둘"), sheet("하늘", "하나")]);
    for state in ["hidden", "veryHidden"] {
        let book = book.replace("name=\"둘\"", &format!("name=\"둘\" state=\"{state}\""));
        let one = read(&xlsx_with(&book, &row("하늘"), &row("바다")));
        assert_eq!(one["entries"].as_array().unwrap().len(), 1);
        assert_eq!(one["entries"][0]["term"], "하늘");
        assert!(one["message"].as_str().unwrap().contains("둘"));
    }
}

#[test]
fn a_workbook_whose_parts_do_not_fit_is_damaged() {
    let whole = xlsx(r#"<row><c t="str"><v>학교</v></c></row>"#);
    assert_eq!(read(&whole)["entries"][0]["term"], "학교");
    for broken in [
        xlsx("<row><c t=\"str\"><v>학교</c></row>"),
        xlsx("<row><c><v>&unknown;</v></c></row>"),
        packed(&[("xl/workbook.xml", b"<workbook>")]),
        packed(&[("xl/other.xml", b"<workbook/>")]),
    ] {
        assert_eq!(read(&broken)["file_error"], "corrupt_file");
    }
}

#[test]
fn a_small_file_that_claims_much_is_read_up_to_a_limit() {
    let long = "학".repeat(32_000);
    let rows = r#"<row><c t="s"><v>2</v></c></row>"#.repeat(2_000);
    let texts = format!("<sst><si><t/></si><si><t/></si><si><t>{long}</t></si></sst>");
    let bytes = packed(&[
        ("xl/workbook.xml", br#"<workbook><sheet name="s" r:id="a"/></workbook>"#),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/texts.xml", texts.as_bytes()),
        ("xl/worksheets/one.xml", format!("<sheetData>{rows}</sheetData>").as_bytes()),
    ]);
    assert!(read(&bytes)["message"].as_str().unwrap().contains("too large"));

    let cell = |times: u32| {
        format!(
            r#"<table:table-cell table:number-columns-repeated="{times}" office:value-type="string"><text:p>학교</text:p></table:table-cell>"#
        )
    };
    let row = format!(
        r#"<table:table-row table:number-rows-repeated="4000000000">{}</table:table-row>"#,
        cell(u32::MAX)
    );
    let reading = read(&ods(&row));
    assert_eq!(reading["entries"].as_array().unwrap().len(), 1);
    assert_eq!(reading["rejected"].as_array().unwrap().len(), 10_000, "the same row again");
    assert!(reading["message"].as_str().unwrap().contains("256"));
}

fn ods(rows: &str) -> Vec<u8> {
    ods_with(rows, "<manifest/>")
}

fn ods_with(rows: &str, manifest: &str) -> Vec<u8> {
    let styles = r#"<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>"#;
    let hidden = r#"<table:table table:name="숨김" table:style-name="ta2"><table:table-row><table:table-cell><text:p>바다</text:p></table:table-cell></table:table-row></table:table>"#;
    let content = format!(
        "<office:document-content>{styles}<office:spreadsheet><table:table table:name=\"하나\">{rows}</table:table>{hidden}</office:spreadsheet></office:document-content>"
    );
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn cells_of_ods_are_read_as_they_are_shown() {
    let reading = read(&ods(
        r#"<table:table-header-rows><table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="3"/><table:table-cell><text:p>단어</text:p></table:table-cell><table:table-cell><text:p>뜻</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:covered-table-cell table:number-columns-repeated="3"/><table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>학<text:span>교</text:span></text:p></table:table-cell><table:table-cell><text:p>a<text:s text:c="2"/>b</text:p><text:p><text:ruby><text:ruby-base>c</text:ruby-base><text:ruby-text>sound</text:ruby-text></text:ruby></text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/><table:table-cell office:value-type="date" office:date-value="2024-03-01" calcext:value-type="date"><text:p>1. 3. 24</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="3"/><table:table-cell table:formula="of:=&quot;a&quot;"/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="3"/><table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
    ));
    let entry = &reading["entries"][0];
    assert_eq!(reading["entries"].as_array().unwrap().len(), 1);
    assert_eq!((&entry["term"], &entry["row"]), (&json!("학교"), &json!(4)));
    assert!(entry["meaning"].as_str().unwrap().ends_with("b\nc"));
    let expected =
        [(5, "not_text"), (6, "not_text"), (7, "formula_without_cached_value"), (8, "no_hangul")]
            .map(|(row, reason)| (row, reason.to_owned()));
    assert_eq!(rejected(&reading), expected);
    assert!(reading["message"].as_str().unwrap().contains("숨김"));
}

#[test]
fn a_protected_ods_is_told_from_a_damaged_one() {
    let locked = ods_with("", "<manifest><file-entry><encryption-data/></file-entry></manifest>");
    assert_eq!(read(&locked)["file_error"], "encrypted_or_unsupported");
    assert_eq!(read(&ods("<table:table-row>"))["file_error"], "corrupt_file");
}

#[test]
fn an_xls_of_another_program_is_read_whole() {
    let reading = read(XLS);
    assert_eq!(reading["format"], "xls");
    let terms = terms(&reading);
    assert_eq!(terms[0], ("학교".to_owned(), 4, "단어장".to_owned()));
    assert_eq!(terms[1], ("물고기".to_owned(), 9, "단어장".to_owned()));
    let expected = [(5, "no_hangul"), (6, "not_text"), (7, "not_text"), (8, "empty_term")]
        .map(|(row, reason)| (row, reason.to_owned()));
    assert_eq!(rejected(&reading), expected);
    assert!(reading["message"].as_str().unwrap().contains("숨김"));
    let long: Vec<_> = reading["entries"].as_array().unwrap()[2..].iter().collect();
    assert_eq!(long.len(), 60);
    for (at, entry) in long.iter().enumerate() {
        let start = if at % 2 == 1 { "line" } else { "뜻" };
        let repeated = if at % 3 == 0 { "긴 " } else { "long " }.repeat(at * 3);
        let meaning = format!("{start} {at} {repeated}");
        assert_eq!(entry["meaning"], meaning.trim_end(), "row {at}");
    }
}

#[test]
fn a_formula_to_be_worked_out_on_opening_has_no_result() {
    let saved = [3, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    let at = XLS.windows(8).position(|window| window == saved).unwrap();
    for result in [saved, [0; 8]] {
        let mut bytes = XLS.to_vec();
        bytes[at..at + 8].copy_from_slice(&result);
        bytes[at + 8] = 3;
        let expected = (8, "formula_without_cached_value".to_owned());
        assert!(rejected(&read(&bytes)).contains(&expected));
    }
}

/// The fixture with its stream under another name.
fn renamed(name: &str) -> Vec<u8> {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let (old, new) = (wide("Workbook"), wide(name));
    let at = XLS.windows(old.len()).position(|window| window == old).unwrap();
    let mut bytes = XLS.to_vec();
    bytes[at..at + new.len()].copy_from_slice(&new);
    bytes[at + 64] = u8::try_from(new.len() + 2).unwrap();
    bytes
}

#[test]
fn other_old_office_files_are_named() {
    for (stream, format, error) in [
        ("\u{5}HwpSummaryInformation", "hwp", "unsupported_format"),
        ("WordDocument", "doc", "unsupported_format"),
        ("PowerPoint Document", "ppt", "unsupported_format"),
        ("Other", "ole2", "unsupported_format"),
        ("EncryptedPackage", "xlsx", "encrypted_or_unsupported"),
    ] {
        let reading = read(&renamed(stream));
        assert_eq!((&reading["format"], &reading["file_error"]), (&json!(format), &json!(error)));
    }
}

#[test]
fn an_xls_with_a_password_is_told_so() {
    let mut bytes = XLS.to_vec();
    let code_page = [0x42, 0, 2, 0, 0xB0, 4];
    let at = bytes.windows(6).position(|window| window == code_page).unwrap();
    bytes[at] = 0x2F;
    assert_eq!(read(&bytes)["file_error"], "encrypted_or_unsupported");
}

#[test]
fn chains_of_sectors_that_run_in_circles_are_damage() {
    let mut bytes = XLS.to_vec();
    let table = (u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize + 1) * 512;
    // The first sector of the stream is followed by itself.
    bytes[table..table + 4].copy_from_slice(&0_u32.to_le_bytes());
    assert_eq!(read(&bytes)["file_error"], "corrupt_file");
}

/// A record of XLSB.
fn record(id: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(id & 0x7F).unwrap()];
    if id > 0x7F {
        bytes[0] |= 0x80;
        bytes.push(u8::try_from(id >> 7).unwrap());
    }
    bytes.push(u8::try_from(data.len()).unwrap());
    [bytes, data.to_vec()].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [u32::try_from(units.len() / 2).unwrap().to_le_bytes().to_vec(), units].concat()
}

#[test]
fn cells_of_xlsb_are_read_by_their_kind() {
    let tab = |state: u32, id: &str, name: &str| {
        let head = [state.to_le_bytes(), 1_u32.to_le_bytes()].concat();
        record(156, &[head, wide(id), wide(name)].concat())
    };
    let cell = |id: u16, column: u32, style: u32, value: &[u8]| {
        record(id, &[&column.to_le_bytes()[..], &style.to_le_bytes(), value].concat())
    };
    let row = |number: u32| record(0, &number.to_le_bytes());
    let sheet = [
        [row(2), cell(7, 1, 0, &0_u32.to_le_bytes()), cell(6, 2, 0, &wide("school"))].concat(),
        [row(3), cell(8, 1, 0, &wide("먹다")), cell(2, 2, 0, &(12_u32 << 2 | 2).to_le_bytes())]
            .concat(),
        [row(4), cell(5, 1, 1, &45_352_f64.to_le_bytes())].concat(),
        [row(5), cell(4, 1, 0, &[1]), row(6), cell(3, 1, 0, &[0x2A])].concat(),
    ]
    .concat();
    let xf = |format: u16| record(47, &[0_u16.to_le_bytes(), format.to_le_bytes()].concat());
    let styles = [record(617, &[]), xf(0), xf(14), record(618, &[])].concat();
    let relations = RELATIONS.replace(".xml", ".bin");
    let bytes = packed(&[
        ("xl/workbook.bin", &[tab(0, "a", "하나"), tab(1, "b", "숨김")].concat()),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/texts.bin", &record(19, &[&[1][..], &wide("학교"), &[9; 8]].concat())),
        ("xl/styles.bin", &styles),
        ("xl/worksheets/one.bin", &sheet),
    ]);
    let reading = read(&bytes);
    let terms: Vec<_> = terms(&reading).into_iter().map(|(term, row, _)| (term, row)).collect();
    assert_eq!(terms, [("학교".to_owned(), 3), ("먹다".to_owned(), 4)]);
    assert_eq!(reading["entries"][1]["meaning"], "12");
    let not_text = || "not_text".to_owned();
    assert_eq!(rejected(&reading), [(5, not_text()), (6, not_text()), (7, not_text())]);
    assert!(reading["message"].as_str().unwrap().contains("숨김"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_damaged_xls_is_refused_or_read_but_never_more_than_it_held(
        at in 0..XLS.len(), value: u8, cut in 0..XLS.len(),
    ) {
        let mut bytes = XLS.to_vec();
        bytes[at] = value;
        for bytes in [&bytes[..], &XLS[..cut]] {
            let reading = vocab::read("words.xls", bytes);
            prop_assert!(reading.entries.len() + reading.rejected.len() < 300);
        }
    }
}
