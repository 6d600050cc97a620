use super::*;

fn words(lines: &str) -> Vec<String> {
    let habits = Habits::of(lines);
    lines.lines().map(|line| cells(habits.strip(line))[0].to_string()).collect()
}

#[test]
fn word_and_meaning_are_told_apart() {
    for line in [
        "학교 - school",
        "학교 – school",
        "학교 — school",
        "학교: school",
        "학교 : school",
        "학교 = school",
        "학교=school",
        "학교-school",
        "학교   school",
        "학교 school",
        "school - 학교",
        "1. 학교 - school",
        "학교 -> school",
        "학교 → school",
        "학교：school",
        "학교/school",
        "학교 / school",
        "학교 -school",
        "학교- school",
    ] {
        assert_eq!(cells(line), ["학교", "school"], "{line}");
    }
    assert_eq!(cells("한-미 관계 - Korea-US relations"), ["한-미 관계", "Korea-US relations"]);
    assert_eq!(cells("나무꾼 - woodcutter (fairy tale)"), ["나무꾼", "woodcutter (fairy tale)"]);
    assert_eq!(cells("학교 - 배우는 곳"), ["학교", "배우는 곳"]);
}

#[test]
fn a_line_without_a_meaning_is_one_cell() {
    for line in [
        "학교",
        "한-미 관계",
        "할 수 있어요",
        "PC방",
        "-하다",
        "~적",
        "12:30에",
        "T-셔츠",
        "먹다 (to eat - food)",
        "A형 간염",
        "가다/오다",
        "TV/라디오",
        "학교 (n)",
    ] {
        assert_eq!(cells(line), [line], "{line}");
    }
}

#[test]
fn the_kind_of_word_may_stand_between_word_and_meaning() {
    assert_eq!(cells("학교 명사 school"), ["학교", "school", "명사"]);
    assert_eq!(cells("학교 (n) school"), ["학교", "school", "(n)"]);
}

#[test]
fn what_nearly_all_lines_have_beside_the_word_comes_off() {
    assert_eq!(words("1 학교\n2 집\n3 물"), ["학교", "집", "물"]);
    assert_eq!(words("있어 10234\n학교 900\n물 12"), ["있어", "학교", "물"]);
    assert_eq!(words("1 이 1,012\n2 그 900"), ["이", "그"]);
    assert_eq!(words("-학교\n-먹다\n-친구"), ["학교", "먹다", "친구"]);
    assert_eq!(words("-하다\n-적\n-지만\n-스럽다"), ["-하다", "-적", "-지만", "-스럽다"]);
    assert_eq!(words("100 원\n학교\n물"), ["100 원", "학교", "물"]);
}

#[test]
fn headings_of_lessons_are_told_from_words() {
    for line in ["[1과]", "제2과", "3단원", "== 4과 ==", "10일차", "<1주차>"] {
        assert!(is_heading(line), "{line}");
    }
    for line in ["과", "일과", "학과", "1과 2", "3장", "강"] {
        assert!(!is_heading(line), "{line}");
    }
}

#[test]
fn numbers_bullets_and_quotes_come_off() {
    for line in [
        "1. 학교",
        "12) 학교",
        "(3) 학교",
        "[4] 학교",
        "1.학교",
        "① 학교",
        "- 학교",
        "* 학교",
        "•학교",
        "· 학교",
        "- [ ] 학교",
        "[x] 학교",
        "– 학교",
        "\"학교\"",
        "  학교  ",
        "> 학교",
    ] {
        assert_eq!(cells(line), ["학교"], "{line}");
    }
    assert_eq!(cells("1.5리터"), ["1.5리터"]);
    assert_eq!(cells("119"), ["119"]);
}
