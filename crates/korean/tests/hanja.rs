//! Hanja against hangul: the rules with their examples, mistakes of the kinds that are made, and all
//! the hanja we have.

use korean::glossary;
use korean::hanja::{Fault, Verdict, check, foreign, readings};
use proptest::prelude::*;

fn all_right(pairs: &[(&str, &str)]) {
    for (hanja, hangul) in pairs {
        assert_eq!(check(hanja, hangul), Verdict::Right, "{hanja} {hangul}");
    }
}

fn all_wrong(pairs: &[(&str, &str)]) {
    for (hanja, hangul) in pairs {
        assert!(check(hanja, hangul).fault().is_some(), "{hanja} {hangul}");
    }
}

/// What is said of the hanja of a word; empty when nothing is wrong.
fn said(hanja: &str, hangul: &str) -> String {
    check(hanja, hangul).fault().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn a_word_is_read_syllable_by_syllable() {
    all_right(&[
        ("學校", "학교"),
        ("音樂", "음악"),
        ("娛樂", "오락"),
        ("便利", "편리"),
        ("便所", "변소"),
    ]);
    assert_eq!(said("學敎生", "학교상"), "syllable 3 is 상, but 生 is read 생");
    all_wrong(&[("學校", "학생"), ("孔部", "공부하다가"), ("勉强", "공부"), ("先生", "선수")]);
}

#[test]
fn the_initial_sound_law_holds_at_the_beginning_and_only_there() {
    all_right(&[("女子", "여자"), ("男女", "남녀"), ("老人", "노인"), ("敬老", "경로")]);
    all_right(&[("理由", "이유"), ("合理", "합리"), ("來日", "내일"), ("未來", "미래")]);
    all_wrong(&[("女子", "녀자"), ("男女", "남여"), ("老人", "로인"), ("未來", "미내")]);
    all_wrong(&[("學歷", "학역"), ("理由", "리유")]);
}

#[test]
fn a_word_after_a_prefix_or_in_a_compound_begins_anew() {
    all_right(&[("新女性", "신여성"), ("空念佛", "공염불"), ("男尊女卑", "남존여비")]);
    all_right(&[("海外旅行", "해외여행"), ("會計年度", "회계연도"), ("高冷地", "고랭지")]);
    all_right(&[("어린이欄", "어린이난"), ("高速 道路", "고속 도로"), ("熱力學", "열역학")]);
}

#[test]
fn ryeol_and_ryul_lose_their_r_after_vowels_and_n_alone() {
    all_right(&[("比率", "비율"), ("百分率", "백분율"), ("羅列", "나열"), ("確率", "확률")]);
    all_right(&[
        ("分裂", "분열"),
        ("失敗率", "실패율"),
        ("行列", "행렬"),
        ("率", "율"),
        ("率", "률"),
    ]);
    all_wrong(&[("比率", "비률"), ("確率", "확율"), ("羅列", "나렬"), ("行列", "행열")]);
}

#[test]
fn an_s_comes_between_in_six_words_and_before_or_after_native_parts() {
    all_right(&[("回數", "횟수"), ("貰房", "셋방"), ("數字", "숫자"), ("庫間", "곳간")]);
    all_right(&[
        ("車間", "찻간"),
        ("退間", "툇간"),
        ("旗발", "깃발"),
        ("後날", "훗날"),
        ("茶盞", "찻잔"),
    ]);
    all_wrong(&[("焦點", "촛점"), ("代價", "댓가"), ("回數", "회수다")]);
}

#[test]
fn native_parts_stand_for_themselves_or_are_dashes_or_left_out() {
    all_right(&[("工夫하다", "공부하다"), ("工夫-", "공부하다"), ("工夫—", "공부하다")]);
    all_right(&[("工夫", "공부하다"), ("江-", "강물"), ("—色", "검은색"), ("祭祀-", "제삿날")]);
    all_right(&[("計算器/計算機", "계산기"), ("信用 카드", "신용 카드"), ("困難▽", "곤란")]);
    assert_eq!(said("工夫", "공부방"), "syllable 3, 방, has no character");
    assert_eq!(said("學校生", "학교"), "生 is more than the word has");
    all_wrong(&[("江-", "강"), ("工夫되다", "공부하다"), ("計算機/階算機器", "계산기")]);
}

#[test]
fn words_with_readings_of_their_own_are_read_so() {
    all_right(&[("菩提", "보리"), ("十月", "시월"), ("六月", "유월"), ("木瓜", "모과")]);
    all_right(&[("牧丹", "모란"), ("喜怒哀樂", "희로애락"), ("困難", "곤란"), ("承諾", "승낙")]);
    all_right(&[("許諾", "허락"), ("初八日", "초파일"), ("十六", "십육"), ("五六月", "오뉴월")]);
    all_wrong(&[
        ("十月", "십월"),
        ("六月", "육월"),
        ("困難", "곤난"),
        ("許諾", "허낙"),
        ("承諾", "승락"),
    ]);
    assert_eq!(said("十月", "십월"), "syllable 1 is 십, but 十 is read 시");
}

#[test]
fn characters_of_japan_and_china_are_named_with_the_korean_one() {
    assert_eq!(said("学校", "학교"), "学 is Japanese or simplified Chinese, Korean has 學");
    assert_eq!(said("天気", "천기"), "気 is Japanese, Korean has 氣");
    assert_eq!(said("汉语", "한어"), "汉 is simplified Chinese, Korean has 漢");
    assert_eq!(said("労働", "노동"), "労 is Japanese, Korean has 勞");
    all_wrong(&[("勞働", "노동"), ("電话", "전화"), ("図書館", "도서관"), ("駅", "역")]);
}

#[test]
fn forms_that_korea_has_too_and_compatibility_ideographs_are_no_mistakes() {
    all_right(&[
        ("裏面", "이면"),
        ("裡面", "이면"),
        ("\u{F914}園", "낙원"),
        ("\u{F9E1}氏", "이씨"),
    ]);
    all_right(&[("強하다", "강하다"), ("强하다", "강하다"), ("敎室", "교실"), ("教室", "교실")]);
}

#[test]
fn what_is_no_hanja_is_told_from_having_none() {
    for none in ["", "—", "-", "하늘"] {
        assert_eq!(check(none, "하늘"), Verdict::Silent, "{none}");
    }
    assert_eq!(check("none", "하늘"), Verdict::Wrong(Fault::Stray { letter: 'n' }));
    assert_eq!(check("學校(school)", "학교"), Verdict::Wrong(Fault::Stray { letter: '(' }));
    assert_eq!(check("お茶", "차"), Verdict::Wrong(Fault::Stray { letter: 'お' }));
}

#[test]
fn every_word_of_the_glossary_passes() {
    let entries = glossary::entries().iter().filter_map(|entry| Some((entry, entry.hanja?)));
    let wrong: Vec<_> = entries
        .clone()
        .filter(|(entry, hanja)| check(hanja, entry.headword) != Verdict::Right)
        .map(|(entry, hanja)| {
            format!("{} {hanja}: {}", entry.headword, said(hanja, entry.headword))
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
    assert!(entries.count() > 1_000);
}

#[test]
fn every_word_of_the_pronunciation_lexicon_passes() {
    let lexicon = include_str!("../data/lexicon.tsv").lines().filter(|line| !line.starts_with('#'));
    let pairs = lexicon.filter_map(|line| {
        let mut columns = line.split('\t');
        let word = columns.next()?.split('/').next()?;
        let hangul: String = word.chars().filter(|letter| !"+~|^*".contains(*letter)).collect();
        Some((columns.next().filter(|hanja| !hanja.is_empty())?, hangul))
    });
    for (hanja, hangul) in pairs.clone() {
        assert_eq!(check(hanja, &hangul), Verdict::Right, "{hanja} {hangul}");
    }
    assert!(pairs.count() > 20);
}

#[test]
fn words_of_the_learners_dictionary_pass_where_they_are_there() {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/../../../shared/data/pronunciation/graded.tsv");
    let Ok(table) = std::fs::read_to_string(&path) else {
        println!("skipped: {path} is not there");
        return;
    };
    let words: Vec<Vec<&str>> =
        table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let words: Vec<_> = words.iter().filter(|row| !row[4].is_empty()).collect();
    let wrong = words.iter().filter(|row| {
        let said = said(row[4], row[0]);
        if !said.is_empty() {
            println!("{} {}: {said}", row[0], row[4]);
        }
        !said.is_empty()
    });
    let (wrong, total) = (wrong.count(), words.len());
    println!("graded: {} of {total} pass", total - wrong);
    assert!(wrong * 1_000 <= total * 2, "{wrong} of {total}");
}

proptest! {
    /// Whatever a model or a learner writes, the check comes to an end.
    #[test]
    fn anything_can_be_checked(hanja in "[學校女子率々学\u{F914}가하다 \\-—/▽a]{0,40}", hangul in "[학교여자율가하다 ]{0,40}") {
        let _ = check(&hanja, &hangul);
    }

    /// A character that no reading carries to the syllable in its place is found wherever it stands.
    #[test]
    fn a_syllable_changed_to_one_the_character_is_not_read_is_a_fault(at in 0_usize..4, other in proptest::char::range('가', '힣')) {
        let (hanja, hangul) = ("大韓民國", "대한민국");
        let read: Vec<char> = hanja.chars().nth(at).into_iter().flat_map(readings).collect();
        prop_assume!(!read.contains(&other));
        let changed: String =
            hangul.chars().enumerate().map(|(index, old)| if index == at { other } else { old }).collect();
        let fault = check(hanja, &changed).fault().cloned();
        let found = matches!(fault, Some(Fault::Misread { position, .. }) if position == at + 1);
        prop_assert!(found);
    }

    #[test]
    fn a_foreign_character_is_a_fault_in_any_word(character in of_japan_or_china(), hangul in "[가-힣]{1,3}") {
        let verdict = check(&character.to_string(), &hangul);
        prop_assert!(matches!(verdict, Verdict::Wrong(Fault::Foreign(_))));
    }
}

fn of_japan_or_china() -> impl Strategy<Value = char> {
    let all = ('\u{4E00}'..='\u{9FFF}').filter(|character| foreign(*character).is_some());
    proptest::sample::select(all.collect::<Vec<_>>())
}
