//! What a list becomes between being read and being kept.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use app::{
    Import,
    dto::{
        ColumnChoice, ColumnRole, Decision, MergeTarget, RowFilter, RowPage, RowQuery, RowState,
        WordRow,
    },
};
use store::{Keep, NewWord};

fn list(files: &[(&str, &str)]) -> Import {
    let mut import = Import::default();
    for (name, text) in files {
        import.add(name, text.as_bytes());
    }
    import
}

fn page(import: &Import, show: RowFilter, text: &str) -> RowPage {
    import.rows(&RowQuery { show, reason: None, text: text.into(), from: 0, count: 500 })
}

fn rows(import: &Import, show: RowFilter) -> Vec<WordRow> {
    page(import, show, "").rows
}

fn terms(import: &Import, show: RowFilter) -> Vec<String> {
    rows(import, show).into_iter().map(|row| row.term).collect()
}

fn id(import: &Import, show: RowFilter, term: &str) -> u32 {
    rows(import, show).into_iter().find(|row| row.term == term).unwrap().id
}

fn words(import: &Import) -> Vec<NewWord> {
    import.words().into_iter().map(|Keep { word, .. }| word).collect()
}

fn word(import: &Import, term: &str) -> NewWord {
    words(import).into_iter().find(|word| word.term == term).unwrap()
}

#[test]
fn a_repetition_is_shown_with_the_row_it_repeats_and_what_it_adds_is_not_lost() {
    let import = list(&[(
        "a.csv",
        "단어,뜻,예문,태그,한자\n학교,school,,,\n물,water,,,\n학교,school,학교에 가요.,place,學校\n학교,school,,again,\n",
    )]);
    let repeated = rows(&import, RowFilter::Duplicates);
    let states: Vec<_> = repeated.iter().map(|row| (row.row, row.state.clone())).collect();
    let of = RowState::Duplicate { of_file: "a.csv".into(), of_row: 2 };
    assert_eq!(states, [(4, of.clone()), (5, of)]);
    assert_eq!(terms(&import, RowFilter::Words), ["학교", "물"]);
    let school = word(&import, "학교");
    assert_eq!(school.example.as_deref(), Some("학교에 가요."));
    assert_eq!(
        (school.hanja.as_deref(), school.tags),
        (Some("學校"), vec!["place".into(), "again".into()])
    );
    assert_eq!(import.preview().counts.duplicates, 2);
    assert_eq!(import.preview().counts.rejected, 0);
}

#[test]
fn files_are_held_against_each_other_and_a_row_that_leaves_its_meaning_open_is_the_one_word_it_can_be()
 {
    let import = list(&[
        ("a.txt", "학교\n배\n"),
        ("b.csv", "단어,뜻\n학교,School\n배,pear\n배,ship\n"),
        ("c.csv", "단어,뜻\n학교,school\n배,\n"),
    ]);
    let meanings: Vec<_> =
        words(&import).into_iter().map(|word| (word.term, word.meaning)).collect();
    let expected = [("학교", "School"), ("배", "pear"), ("배", "ship")];
    assert_eq!(meanings, expected.map(|(term, meaning)| (term.to_owned(), meaning.to_owned())));
    assert_eq!(import.preview().counts.duplicates, 4);
}

#[test]
fn words_written_alike_are_numbered_in_the_order_of_the_list() {
    let import = list(&[("a.csv", "단어,뜻\n배,belly\n물,water\n배,pear\n")]);
    let numbers: Vec<_> =
        rows(&import, RowFilter::Words).into_iter().map(|row| row.homograph).collect();
    assert_eq!(numbers, [Some(1), None, Some(2)]);
}

#[test]
fn forms_are_merged_as_a_whole_into_the_word_of_the_list_or_one_that_is_made() {
    let mut import = list(&[(
        "a.csv",
        "단어,뜻,예문\n갔다,went,집에 갔다.\n물,water,\n먹었어요,ate,\n먹다,to eat,\n학교에서,at school,\n",
    )]);
    let before = import.preview().counts;
    assert_eq!((before.words, before.forms), (5, 3));
    assert_eq!((before.certain_forms, before.words_if_merged), (3, 4), "{before:?}");
    assert_eq!(import.merge_all(), 3);
    let after = import.preview();
    assert_eq!((after.counts.words, after.counts.merged), (4, 3));
    assert_eq!((after.counts.rows, after.counts.forms), (5, 0));
    assert_eq!(after.undo, Some(Decision::Merge { rows: 3 }));
    assert_eq!(terms(&import, RowFilter::Words), ["가다", "물", "먹다", "학교"]);
    let go = word(&import, "가다");
    assert_eq!(
        (go.meaning.as_str(), go.pos.as_str()),
        ("", "verb"),
        "a form's meaning is not the word's"
    );
    assert_eq!(go.example.as_deref(), Some("집에 갔다."));
    assert_eq!((go.forms[0].text.as_str(), go.forms[0].meaning.as_deref()), ("갔다", Some("went")));
    assert_eq!(go.source, "a.csv");
    assert_eq!(word(&import, "먹다").meaning, "to eat");
    let merged: Vec<_> =
        rows(&import, RowFilter::Merged).into_iter().map(|row| row.state).collect();
    assert_eq!(merged[1], RowState::Merged { into: "먹다".into() });
}

#[test]
fn a_dictionary_form_of_several_words_is_asked_about() {
    let mut import = list(&[("a.csv", "단어,뜻\n쓰다,to write\n썼어요,wrote\n쓰다,to use\n")]);
    assert_eq!((import.preview().counts.forms, import.merge_all()), (1, 0));
    let form = rows(&import, RowFilter::Forms).remove(0);
    let offered: Vec<_> = form
        .suggestions
        .iter()
        .filter(|offer| offer.form == "쓰다")
        .map(|offer| (offer.into, offer.meaning.as_deref()))
        .collect();
    assert_eq!(
        offered.iter().map(|(_, meaning)| *meaning).collect::<Vec<_>>(),
        [Some("to write"), Some("to use")]
    );
    let into = MergeTarget { form: "쓰다".into(), pos: None, into: offered[1].0 };
    assert_eq!(import.merge(&[form.id], &into), 1);
    let forms: Vec<usize> = words(&import).iter().map(|word| word.forms.len()).collect();
    assert_eq!(forms, [0, 1]);
}

#[test]
fn decisions_are_taken_back_one_by_one() {
    let mut import = list(&[("a.csv", "단어,뜻\n갔다,went\n갑니다,went\n먹었어요,ate\n")]);
    let states = |import: &Import| (import.preview(), rows(import, RowFilter::Words));
    let first = states(&import);
    import.merge_all();
    let second = states(&import);
    let row = id(&import, RowFilter::Merged, "갑니다");
    assert_eq!(import.unmerge(&[row]), 1);
    let third = states(&import);
    assert_eq!(third.0.undo, Some(Decision::Unmerge { rows: 1 }));
    import.remove_file(third.0.files[0].id).unwrap();
    assert_eq!(import.preview().counts.words, 0);
    for earlier in [&third, &second, &first] {
        import.undo_decision();
        assert_eq!(&states(&import), earlier);
    }
    import.undo_decision();
    assert_eq!(states(&import), first, "nothing is left to take back");
}

#[test]
fn all_forms_of_a_word_can_be_parted_from_it() {
    let mut import = list(&[("a.txt", "갔다\n갑니다\n먹었어요\n")]);
    import.merge_all();
    let made = id(&import, RowFilter::Words, "가다");
    assert_eq!(import.unmerge(&[made]), 2);
    assert_eq!(terms(&import, RowFilter::Words), ["갔다", "갑니다", "먹다"]);
}

#[test]
fn columns_are_corrected_and_the_correction_taken_back() {
    let mut import = list(&[("a.csv", "가,나\n학교,선생님\n물,학생\n불,나무\n")]);
    let file = import.preview().files[0].clone();
    let before = rows(&import, RowFilter::Words);
    let told = |index, role| ColumnChoice { sheet: None, index, role };
    let told = [told(0, ColumnRole::Note), told(1, ColumnRole::Term)];
    import.set_columns(file.id, Some(true), &told).unwrap();
    assert_eq!(terms(&import, RowFilter::Words), ["선생님", "학생", "나무"]);
    let now = import.preview();
    assert_eq!((now.files[0].id, now.files[0].header), (file.id, true));
    assert_eq!(now.undo, Some(Decision::Columns { file: "a.csv".into() }));
    import.undo_decision();
    assert_eq!(rows(&import, RowFilter::Words), before);
    assert!(import.set_columns(99, None, &[]).is_err());
}

#[test]
fn a_column_that_a_file_does_not_have_is_refused_with_the_number_it_has() {
    let mut import = list(&[("a.csv", "단어,뜻\n학교,school\n"), ("b.txt", "학교\n물\n")]);
    let before = import.preview();
    let mut refused = |file: usize, sheet: Option<&str>, index| {
        let told = ColumnChoice { sheet: sheet.map(Into::into), index, role: ColumnRole::Term };
        import.set_columns(before.files[file].id, None, &[told]).unwrap_err().message
    };
    let said = "a.csv has 2 columns, so there is no column 9 in it.";
    assert_eq!(refused(0, None, 8), said);
    assert_eq!(refused(1, None, 0), "b.txt has no columns, so there is no column 1 in it.");
    let said = "a.csv, sheet “x” has no columns, so there is no column 1 in it.";
    assert_eq!(refused(0, Some("x"), 0), said);
    assert_eq!(import.preview(), before);
}

#[test]
fn known_words_and_their_dictionary_forms_are_left_out_and_come_back() {
    let folder = tempfile::TempDir::new().unwrap();
    let known = folder.path().join("known.txt");
    std::fs::write(&known, "학교\n갔다\n").unwrap();
    let mut import = list(&[("a.txt", "학교\n가다\n물\n갑니다\n")]);
    assert!(import.know_files(&[known]).is_empty());
    assert_eq!(terms(&import, RowFilter::Known), ["학교", "가다"]);
    let told = import.preview().known.unwrap();
    assert_eq!((told.file.as_deref(), told.words), (Some("known.txt"), 2));
    assert_eq!((import.preview().counts.words, import.preview().counts.words_if_merged), (2, 1));
    import.merge_all();
    assert_eq!(terms(&import, RowFilter::Words), ["물"], "a form of a known word is known");
    assert_eq!(words(&import).len(), 1);
    assert_eq!(import.preview().counts.rows, 1);
}

#[test]
fn search_looks_into_words_meanings_and_rejected_rows() {
    let import = list(&[("a.csv", "단어,뜻\n학교,school\n학생,Student\n물,water\nhello,hi\n")]);
    let found = |show, text| -> Vec<String> {
        page(&import, show, text).rows.into_iter().map(|row| row.term).collect()
    };
    assert_eq!(found(RowFilter::Words, "학ㄱ"), ["학교"]);
    assert_eq!(found(RowFilter::Words, "학"), ["학교", "학생"]);
    assert_eq!(found(RowFilter::Words, " STUD"), ["학생"]);
    assert_eq!(found(RowFilter::Rejected, "hel"), ["hello"]);
    assert_eq!(page(&import, RowFilter::Words, "없").total, 0);
    let mut of_reason = RowQuery {
        show: RowFilter::Rejected,
        reason: Some("no_hangul".into()),
        text: String::new(),
        from: 0,
        count: 10,
    };
    assert_eq!(import.rows(&of_reason).total, 1);
    of_reason.reason = Some("only_jamo".into());
    assert_eq!(import.rows(&of_reason).total, 0);
}

#[test]
fn rejected_rows_are_saved_so_that_they_can_be_mended_and_read_again() {
    let folder = tempfile::TempDir::new().unwrap();
    let out = folder.path().join("rejected.csv");
    let import = list(&[
        ("a.csv", "단어,뜻,태그\n학교,school,\n=SUM(A1),\"a \"\"sum\"\"\",x y\nhello,hi,\n"),
        ("b.txt", "밥 먹었어요?\n물\n"),
    ]);
    let saved = import.save_rejected(&out).unwrap();
    assert_eq!((saved.name.as_str(), saved.rows), ("rejected.csv", 3));
    let text = std::fs::read_to_string(&out).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().collect();
    assert!(text.starts_with('\u{FEFF}'));
    assert_eq!(lines[0], r#""term","meaning","tags","reason","file","row""#);
    assert!(lines[1].starts_with(r#""'=SUM(A1)","a ""sum""","x y","#), "{}", lines[1]);
    assert!(lines[3].ends_with(r#""b.txt","1""#), "{}", lines[3]);
    let mended = text.replace("hello", "안녕").replace("밥 먹었어요?", "밥");
    let again = list(&[("rejected.csv", &mended)]);
    let read: Vec<_> = words(&again).into_iter().map(|word| (word.term, word.meaning)).collect();
    assert_eq!(read, [("안녕".to_owned(), "hi".to_owned()), ("밥".to_owned(), String::new())]);
    assert!(list(&[("a.txt", "물")]).save_rejected(&out).is_err(), "there is nothing to save");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), text, "the file is as it was");
}

#[test]
fn a_row_with_an_open_quote_is_saved_cell_by_cell_and_shown_whole() {
    let folder = tempfile::TempDir::new().unwrap();
    let out = folder.path().join("rejected.csv");
    let import = list(&[("a.csv", "단어,뜻,품사\n학교,\"school,명사\n먹다,to eat,동사\n")]);
    assert_eq!(rows(&import, RowFilter::Rejected)[0].term, "학교,\"school,명사");
    import.save_rejected(&out).unwrap();
    let text = std::fs::read_to_string(&out).unwrap();
    let again = list(&[("rejected.csv", &text.replace("\"\"school", "school"))]);
    let school = word(&again, "학교");
    assert_eq!((school.meaning.as_str(), school.pos.as_str()), ("school", "noun"), "{text}");
}

#[test]
fn a_file_that_cannot_be_opened_is_told_from_an_empty_one() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::File::create(path("large.txt")).unwrap().set_len((64 << 20) + 1).unwrap();
    std::fs::write(path("empty.txt"), "").unwrap();
    let mut import = Import::default();
    import.add_files(&[path("none.txt"), path(""), path("large.txt"), path("empty.txt")]);
    let errors: Vec<_> =
        import.readings().map(|reading| reading.file_error.unwrap().name()).collect();
    assert_eq!(errors, ["unreadable_file", "unreadable_file", "unreadable_file", "empty_file"]);
    let said =
        ["none.txt does not exist.", "is a folder, not a file.", "larger than 64 MB.", "empty."];
    for (((_, problem), reading), said) in import.refused().iter().zip(import.readings()).zip(said)
    {
        assert!(problem.message.ends_with(said), "{problem:?}");
        assert_eq!(reading.message.as_ref(), Some(&problem.message));
        assert!(problem.hint.is_some(), "{problem:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn pipes_and_devices_are_refused_at_once() {
    use std::os::{fd::AsRawFd as _, unix::net::UnixListener};
    let folder = tempfile::TempDir::new().unwrap();
    let (pipe, _writer) = std::io::pipe().unwrap();
    let pipe = format!("/proc/self/fd/{}", pipe.as_raw_fd()).into();
    let socket = folder.path().join("socket");
    let _listening = UnixListener::bind(&socket).unwrap();
    let mut import = Import::default();
    import.add_files(&[pipe, socket, "/dev/zero".into()]);
    let refused = import.refused();
    assert_eq!(refused.len(), 3);
    for (_, problem) in refused {
        assert!(problem.message.ends_with("is a pipe or a device, not a file."), "{problem:?}");
    }
}

#[test]
fn patterns_and_affixes_have_a_part_of_speech_by_being_such() {
    let import = list(&[("a.csv", "단어,뜻\n-(으)면,if\n물,water\n")]);
    let pattern = rows(&import, RowFilter::Words).remove(0);
    assert_eq!(
        (pattern.kind.as_deref(), pattern.pos.as_deref()),
        (Some("grammar"), Some("expression"))
    );
    assert_eq!(word(&import, &pattern.term).pos, "expression");
}

#[test]
fn a_word_that_stands_a_thousand_times_is_a_thousand_repetitions_and_one_word() {
    let rows = "학교,school,one\n학교,school,two\n".repeat(500);
    let import = list(&[("a.csv", &format!("단어,뜻,태그\n{rows}"))]);
    let counts = import.preview().counts;
    assert_eq!((counts.words, counts.duplicates, counts.rejected), (1, 999, 0));
    assert_eq!(word(&import, "학교").tags, ["one", "two"]);
}

#[test]
fn a_row_that_stands_twice_in_one_file_and_more_fully_in_another_is_one_word() {
    let import = list(&[("a.csv", "학교,school\n물,water\n"), ("b.txt", "학교\n나무\n학교\n")]);
    let repeated = rows(&import, RowFilter::Duplicates);
    let of = RowState::Duplicate { of_file: "a.csv".into(), of_row: 1 };
    let states: Vec<_> = repeated.into_iter().map(|row| (row.row, row.state)).collect();
    assert_eq!(states, [(1, of.clone()), (3, of)]);
    assert_eq!(terms(&import, RowFilter::Words), ["학교", "물", "나무"]);
}

#[test]
fn a_repetition_of_one_of_several_numbered_words_is_held_to_the_right_one() {
    let import = list(&[("a.csv", "단어,뜻\n배01,belly\n배02,ship\n배01,belly\n")]);
    let of: Vec<_> =
        rows(&import, RowFilter::Duplicates).into_iter().map(|row| row.state).collect();
    assert_eq!(of, [RowState::Duplicate { of_file: "a.csv".into(), of_row: 2 }]);
}
