//! What must hold for any list.

use std::collections::HashSet;

use app::{
    Import,
    dto::{Preview, RowFilter, RowQuery, WordRow},
};
use proptest::prelude::*;

const SORTS: [RowFilter; 5] = [
    RowFilter::Words,
    RowFilter::Merged,
    RowFilter::Duplicates,
    RowFilter::Known,
    RowFilter::Rejected,
];
const SUBSETS: [RowFilter; 2] = [RowFilter::Forms, RowFilter::Library];

/// Words with their forms, homographs, repetitions and what is no word.
fn line() -> impl Strategy<Value = String> {
    let term = prop::sample::select(vec![
        "가다",
        "갔다",
        "갑니다",
        "먹다",
        "먹었어요",
        "학교",
        "학교에서",
        "배",
        "쓰다",
        "썼어요",
        "hello",
        "ㅋㅋ",
        "",
        "바다",
        "나이",
        "-(으)면",
    ]);
    let meaning = prop::sample::select(vec!["", "one", "two", "ONE"]);
    let tag = prop::sample::select(vec!["", "a", "b"]);
    (term, meaning, tag).prop_map(|(term, meaning, tag)| format!("{term},{meaning},{tag}"))
}

fn file() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(line(), 0..14);
    lines.prop_map(|lines| format!("단어,뜻,태그\n{}\n", lines.join("\n")))
}

fn list(files: &[String]) -> Import {
    let mut import = Import::default();
    for (at, text) in files.iter().enumerate() {
        import.add(&format!("{at}.csv"), text.as_bytes());
    }
    import
}

fn rows(import: &Import, show: RowFilter) -> Vec<WordRow> {
    let query = RowQuery { show, reason: None, text: String::new(), from: 0, count: 500 };
    import.rows(&query).rows
}

/// Every row that stands in a file, by file and line; a line can hold several.
fn read(import: &Import) -> Vec<(String, u32)> {
    let mut stand = Vec::new();
    for reading in import.readings() {
        let words = reading.entries.iter().map(|entry| entry.row);
        let rejected = reading.rejected.iter().map(|rejected| rejected.row);
        stand.extend(words.chain(rejected).map(|row| (reading.file.clone(), row)));
    }
    stand.sort();
    stand
}

fn check(import: &Import) {
    let mut seen = Vec::new();
    let mut ids = HashSet::new();
    let mut made = 0;
    for row in SORTS.into_iter().flat_map(|sort| rows(import, sort)) {
        assert!(ids.insert(row.id), "{row:?} is in two sorts");
        if row.id >= 1 << 31 {
            made += 1;
        } else {
            seen.push((row.file.clone(), row.row));
        }
    }
    seen.sort();
    assert_eq!(seen, read(import), "no row is lost, and none doubled");
    for subset in SUBSETS {
        let words: HashSet<u32> = rows(import, RowFilter::Words).iter().map(|row| row.id).collect();
        assert!(rows(import, subset).iter().all(|row| words.contains(&row.id)));
    }
    let Preview { counts, reasons, files, .. } = import.preview();
    let sorted = counts.words + counts.merged + counts.duplicates + counts.known + counts.rejected;
    assert_eq!(sorted as usize, seen.len() + made);
    assert_eq!(reasons.iter().map(|reason| reason.rows).sum::<u32>(), counts.rejected);
    assert_eq!(
        files.iter().map(|file| file.words).sum::<u32>() as usize + made_words(import),
        counts.words as usize
    );
    assert!(counts.certain_forms <= counts.forms, "{counts:?}");
    assert!(counts.words_if_merged <= counts.words, "{counts:?}");
    assert_eq!(import.words().len(), counts.words as usize);
}

fn made_words(import: &Import) -> usize {
    rows(import, RowFilter::Words).iter().filter(|row| row.id >= 1 << 31).count()
}

/// All that the window can see.
fn all(import: &Import) -> (Preview, Vec<Vec<WordRow>>) {
    let sorts = SORTS.into_iter().chain(SUBSETS);
    (import.preview(), sorts.map(|sort| rows(import, sort)).collect())
}

proptest! {
    #[test]
    fn every_row_is_in_exactly_one_sort_before_and_after_merging(files in prop::collection::vec(file(), 1..4)) {
        let mut import = list(&files);
        check(&import);
        let expected = import.preview().counts.words_if_merged;
        import.merge_all();
        check(&import);
        prop_assert_eq!(import.preview().counts.words, expected);
    }

    #[test]
    fn to_merge_and_to_undo_is_to_do_nothing(files in prop::collection::vec(file(), 1..4)) {
        let mut import = list(&files);
        let before = all(&import);
        if import.merge_all() > 0 {
            import.undo_decision();
        }
        prop_assert_eq!(all(&import), before);
    }

    #[test]
    fn a_file_taken_off_and_put_back_was_never_gone(files in prop::collection::vec(file(), 1..4), which in 0_usize..4) {
        let mut import = list(&files);
        import.merge_all();
        let before = all(&import);
        let file = &before.0.files[which % before.0.files.len()];
        import.remove_file(file.id).unwrap();
        check(&import);
        import.undo_decision();
        prop_assert_eq!(all(&import), before);
    }

    #[test]
    fn the_order_of_files_loses_no_word_and_no_tag(mut files in prop::collection::vec(file(), 1..4)) {
        let facts = |import: &Import| -> HashSet<String> {
            let words = import.words().into_iter();
            words.flat_map(|keep| keep.word.tags.into_iter().map(move |tag| format!("{} {tag}", keep.word.term))).collect()
        };
        let terms = |import: &Import| -> HashSet<String> {
            import.words().into_iter().map(|keep| keep.word.term).collect()
        };
        let one = list(&files);
        files.reverse();
        let other = list(&files);
        check(&other);
        prop_assert_eq!(terms(&one), terms(&other));
        prop_assert_eq!(facts(&one), facts(&other));
    }
}
