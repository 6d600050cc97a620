//! How far the dictionary forms reach: the shared test data where it is there, and samples of our own.
//! The floors are a little below what was reached.

#![expect(clippy::print_stdout, reason = "the measurement is what these tests are run for")]

use std::time::Instant;

use korean::PartOfSpeech;
use korean::dictionary_form::{Suggestion, alternatives, is_certain, suggest};
use korean::text::is_syllable;
use proptest::prelude::*;

/// The rows of a table, without its head; `None` (and a message) when the data is not there.
fn rows(name: &str) -> Option<Vec<Vec<String>>> {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/../../../shared/data/pronunciation/{name}.tsv");
    let Ok(table) = std::fs::read_to_string(&path) else {
        println!("skipped: {path} is not there");
        return None;
    };
    Some(table.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn shown(suggestions: &[Suggestion]) -> String {
    let each = |one: &Suggestion| format!("{} {}", one.form, one.confidence);
    suggestions.iter().map(each).collect::<Vec<_>>().join(", ")
}

/// Shares of the forms whose headword is the first suggestion, and is among them.
fn reached(name: &str, with_pos: bool) -> Option<(f64, f64)> {
    let rows = rows("forms")?;
    let (mut first, mut listed, mut total) = (0.0, 0.0, 0.0);
    for row in rows {
        let pos = PartOfSpeech::from_label(&row[2]).filter(|_| with_pos);
        let suggestions = suggest(&row[0], pos);
        let place = suggestions.iter().position(|one| one.form == row[1]);
        if place != Some(0) {
            println!("{name}: {} is {}, not {}", row[0], row[1], shown(&suggestions));
        }
        first += f64::from(place == Some(0));
        listed += f64::from(place.is_some());
        total += 1.0;
    }
    println!("{name}: {:.4} first, {:.4} listed of {total}", first / total, listed / total);
    Some((first / total, listed / total))
}

#[test]
fn headwords_of_forms_are_found_when_the_kind_is_known() {
    let Some((first, listed)) = reached("forms", true) else { return };
    assert!(first >= 0.97 && listed >= 0.99, "{first} {listed}");
}

#[test]
fn headwords_of_forms_are_found_when_nothing_is_known() {
    let Some((first, listed)) = reached("forms, no kind", false) else { return };
    assert!(first >= 0.95 && listed >= 0.97, "{first} {listed}");
}

#[test]
fn headwords_are_left_alone() {
    let Some(rows) = rows("graded") else { return };
    let total = rows.len();
    let (mut told, mut certain) = (0, 0);
    for row in &rows {
        let with = suggest(&row[0], PartOfSpeech::from_label(&row[2]));
        let without = suggest(&row[0], None);
        told += usize::from(!with.is_empty());
        certain += usize::from(is_certain(&without));
        if !with.is_empty() {
            println!("graded {}: {}", row[2], row[0].clone() + " " + &shown(&with));
        }
        if is_certain(&without) {
            println!("graded, no kind: {} {}", row[0], shown(&without));
        }
    }
    println!("graded: {told} told, {certain} certain of {total}");
    assert!(told * 1000 <= total * 5, "{told} of {total}");
    assert!(certain * 250 <= total, "{certain} of {total}");
}

/// The form, then what it is first, then what comes near.
const SAMPLE: &[(&str, &str)] = &[
    ("있어", "있다"),
    ("있는", "있다"),
    ("있었다", "있다"),
    ("없어요", "없다"),
    ("하는", "하다"),
    ("했다", "하다"),
    ("합니다", "하다"),
    ("됐어", "되다"),
    ("것을", "것"),
    ("그것은", "그것"),
    ("제가", "저"),
    ("나는", "나"),
    ("너를", "너"),
    ("뭐가", "뭐"),
    ("여기서", "여기"),
    ("거기에", "거기"),
    ("사람들이", "사람"),
    ("아이들은", "아이"),
    ("선생님께서", "선생님"),
    ("집에서도", "집"),
    ("먹어요", "먹다"),
    ("예뻤어요", "예쁘다"),
    ("문을", "문"),
    ("학교에서", "학교"),
    ("갔다", "가다"),
    ("추워", "춥다"),
    ("좋은", "좋다"),
    ("선생님이", "선생님"),
    ("먹었다", "먹다"),
    ("먹는다", "먹다"),
    ("간다", "가다"),
    ("학생이에요", "학생"),
    ("압니다", "알다"),
    ("난", "나"),
    ("넌", "너"),
    ("뭘", "무엇"),
    ("그게", "그것"),
    ("저희는", "저희"),
    ("누가", "누구"),
    ("내가", "나"),
    ("네가", "너"),
    ("해줘", "하다"),
    ("도와줘", "도와주다 돕다"),
    ("들어요", "듣다 들다"),
    ("걸어", "걷다 걸다"),
];

#[test]
fn a_sample_of_a_frequency_list_is_read_right() {
    for (form, right) in SAMPLE {
        let suggestions = suggest(form, None);
        let near = alternatives(&suggestions);
        let said: Vec<&str> =
            suggestions.iter().take(1).chain(near).map(|one| one.form.as_str()).collect();
        println!("{form}: {}", shown(&suggestions));
        assert_eq!(said.join(" "), *right, "{form}: {}", shown(&suggestions));
    }
}

#[test]
fn a_contraction_that_may_be_another_word_is_asked_about() {
    let contractions =
        "난=나 나는=나 내가=나 넌=너 네가=너 전=저 제가=저 걸=것 건=것 게=것 뭘=무엇 누가=누구";
    for (form, word) in contractions.split(' ').filter_map(|pair| pair.split_once('=')) {
        let suggestions = suggest(form, None);
        assert_eq!(suggestions.first().map(|first| first.form.as_str()), Some(word), "{form}");
        assert!(!is_certain(&suggestions), "{form}: {}", shown(&suggestions));
        assert!(suggestions.iter().skip(1).all(|other| other.form != word), "{form}");
    }
    assert_eq!(suggest("전", Some(PartOfSpeech::Noun)), []);
    assert_eq!(suggest("걸", Some(PartOfSpeech::BoundNoun)).len(), 1);
}

#[test]
fn words_that_only_look_inflected_are_left_alone() {
    let words = "바다 나이 고양이 종이 아이 오이 사이 가을 마을 하늘 우리나라 지도 학교 회사 도로 바로 서로 새로 \
                 먹다 가다 있다 맛있다 반짝이다 공부하다 신다 마시다";
    for word in words.split_whitespace() {
        assert_eq!(suggest(word, None), [], "{word}");
    }
}

#[test]
fn a_long_list_takes_no_time() {
    let words: Vec<&str> =
        SAMPLE.iter().map(|(form, _)| *form).chain(["바다", "경제", "대통령", "빨리"]).collect();
    let started = Instant::now();
    let mut count = suggest("가", None).len();
    let loaded = started.elapsed();
    let started = Instant::now();
    for _ in 0..1000 {
        count += words.iter().map(|word| suggest(word, None).len()).sum::<usize>();
    }
    let took = started.elapsed();
    println!("loaded in {loaded:?}; {} words in {took:?}", words.len() * 1000);
    assert!(count > words.len());
}

fn part_of_speech() -> impl Strategy<Value = Option<PartOfSpeech>> {
    prop::option::of(prop::sample::select(PartOfSpeech::ALL.to_vec()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_only_hangul_words_other_than_itself(
        text in prop_oneof!["[가-힣]{1,24}", "\\PC{0,16}", "[가-힣]{1,3}(았|었|겠|시|으시)?(어요|습니다|는데|에서는|이)"],
        pos in part_of_speech(),
    ) {
        let suggestions = suggest(&text, pos);
        prop_assert!(suggestions.len() <= 5);
        for one in &suggestions {
            prop_assert!(one.form != text && one.form.chars().all(is_syllable) && !one.form.is_empty());
            prop_assert!(one.confidence <= 100);
        }
        prop_assert!(suggestions.windows(2).all(|pair| pair[0].confidence >= pair[1].confidence));
        prop_assert_eq!(suggestions, suggest(&text, pos));
    }
}
