use super::*;

fn judged(rows: &[&[(Role, &str)]]) -> (Vec<Entry>, Vec<(u32, Reason)>) {
    let mut judge = Judge::new(false);
    for (number, cells) in (1..).zip(rows) {
        let columns: Vec<_> = cells.iter().map(|(role, _)| *role).enumerate().collect();
        let cells = cells.iter().map(|(_, cell)| (*cell).into()).collect();
        let row = Row { number, cells, ..Row::default() };
        judge.consider(&Candidate { row: &row, columns: &columns, sheet: None });
    }
    let (entries, rejected) = judge.finish();
    (entries, rejected.iter().map(|rejected| (rejected.row, rejected.reason)).collect())
}

fn reason(term: &str) -> Option<Reason> {
    judged(&[&[(Role::Term, term)]]).1.first().map(|(_, reason)| *reason)
}

#[test]
fn words_and_forms_are_accepted() {
    for term in [
        "학교",
        "PC방",
        "한-미 관계",
        "-하다",
        "~적",
        "+먹다",
        "@사과",
        "학교/먹다",
        "할 수 있어요",
        "-ㄴ/는데",
        "ㄹ 수 있다",
        "-(으)ㄹ까요",
        "V-ㄴ 후에",
        "발 없는 말이 천 리 간다",
        "코로나19",
        "\u{1112}\u{119E}\u{11AB}글",
    ] {
        assert_eq!(reason(term), None, "{term}");
    }
}

#[test]
fn what_is_no_word_is_rejected_with_its_reason() {
    for (term, expected) in [
        (" \u{200B} ", Reason::EmptyTerm),
        ("school", Reason::NoHangul),
        ("12", Reason::NoHangul),
        ("=cmd|'/C calc'!A0", Reason::NoHangul),
        ("=HYPERLINK(\"학교\")", Reason::Formula),
        ("ㅋㅋㅋ", Reason::OnlyJamo),
        ("\u{FFA1}\u{FFA2}", Reason::NoHangulSyllable),
        ("\u{1100}", Reason::NoHangulSyllable),
        ("하ㄴ", Reason::BrokenSyllable),
        ("ㅎㅏㄴ국", Reason::BrokenSyllable),
        ("\u{1112}글", Reason::BrokenSyllable),
        ("글\u{119E}", Reason::BrokenSyllable),
        ("í•™êµ\u{90}", Reason::Mojibake),
        ("학\u{FFFD}", Reason::Mojibake),
        ("밥 먹었어요?", Reason::LooksLikeSentence),
        ("저는 매일 학교에 가요", Reason::LooksLikeSentence),
        ("../../etc/passwd 학교", Reason::SuspiciousCharacters),
        ("<학교", Reason::SuspiciousCharacters),
    ] {
        assert_eq!(reason(term), Some(expected), "{term}");
    }
    assert_eq!(reason(&"가".repeat(51)), Some(Reason::TermTooLong));
    assert_eq!(reason(&"가".repeat(1_000_000)), Some(Reason::TermTooLong));
    assert_eq!(reason(&"가".repeat(50)), None);
}

#[test]
fn a_duplicate_has_the_same_term_kind_meaning_and_number() {
    let pear: &[(Role, &str)] = &[(Role::Term, "배"), (Role::Meaning, "Pear")];
    let ship: &[(Role, &str)] = &[(Role::Term, "배"), (Role::Meaning, "ship")];
    let again: &[(Role, &str)] = &[(Role::Term, "\u{200B}배 "), (Role::Meaning, "pear")];
    let verb: &[(Role, &str)] = &[(Role::Term, "배"), (Role::Meaning, "pear"), (Role::Pos, "v.")];
    let third: &[(Role, &str)] = &[(Role::Term, "배03"), (Role::Meaning, "pear")];
    let (entries, rejected) = judged(&[pear, ship, again, verb, third]);
    assert_eq!(entries.len(), 4);
    assert_eq!(rejected, [(3, Reason::Duplicate)]);
}

#[test]
fn a_term_disguised_by_direction_controls_is_a_duplicate() {
    let (_, rejected) = judged(&[
        &[(Role::Term, "학교"), (Role::Meaning, "school")],
        &[(Role::Term, "\u{202E}학교\u{202C}"), (Role::Meaning, "other")],
    ]);
    assert_eq!(rejected, [(2, Reason::Duplicate)]);
}

#[test]
fn every_cell_finds_its_place() {
    let (entries, _) = judged(&[&[
        (Role::Term, "학교"),
        (Role::Meaning, "school"),
        (Role::Pos, "명"),
        (Role::Hanja, "學校"),
        (Role::Pron, "[학꾜]"),
        (Role::Homonym, "02"),
        (Role::Example, "학교에 가요."),
        (Role::Translation, "I go to school."),
        (Role::Note, "a\nb"),
        (Role::Tags, "place, school  life"),
    ]]);
    let json = serde_json::to_value(&entries[0]).unwrap();
    let expected = serde_json::json!({
        "term": "학교", "row": 1, "pos": "noun", "meaning": "school", "hanja": "學校", "homonym": 2,
        "pron": "학꾜", "example": "학교에 가요.", "example_meaning": "I go to school.",
        "note": "a\nb", "tags": ["place", "school life"],
    });
    assert_eq!(json, expected);
}

#[test]
fn what_stands_in_brackets_never_replaces_a_column() {
    let (entries, _) = judged(&[&[(Role::Term, "배 (pear)"), (Role::Meaning, "fruit")]]);
    assert_eq!(entries[0].meaning.as_deref(), Some("fruit"));
    assert_eq!(entries[0].note.as_deref(), Some("pear"));
}

#[test]
fn a_long_rejected_row_is_shown_shortened() {
    let mut judge = Judge::new(false);
    let line = &"x".repeat(1_000);
    let row = Row { number: 7, line, ..Row::default() };
    judge.reject(&Candidate { row: &row, columns: &[], sheet: None }, Reason::NoHangul);
    let (_, rejected) = judge.finish();
    assert_eq!(rejected[0].raw.as_deref().map(str::len), Some(LONGEST_RAW + '…'.len_utf8()));
}
