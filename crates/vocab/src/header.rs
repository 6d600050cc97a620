//! The names people give to columns, in Korean and English, and whether a row is such names.
//! A list whose words happen to be 단어, 뜻 and 품사 is not a header: what gives a header away is
//! two names for different things, or names with no Korean beside them.

use korean::text::has_hangul;
use serde::Serialize;

use crate::clean;

/// What a column holds. Serializes to its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The words.
    Term,
    /// Their meanings.
    Meaning,
    /// Parts of speech.
    Pos,
    /// Chinese characters.
    Hanja,
    /// Pronunciation.
    Pron,
    /// Numbers that tell homographs apart.
    Homonym,
    /// Example sentences.
    Example,
    /// What the examples mean; in a file without meanings, the meanings.
    Translation,
    /// Notes.
    Note,
    /// Tags.
    Tags,
    /// Numbers, levels, sounds: nothing to keep.
    Ignore,
}

/// Lower case, without what stands in brackets; separated by `|`.
const NAMES: [(Role, &str); 11] = [
    (
        Role::Term,
        "term|word|words|korean|korean word|hangul|hangeul|expression|vocabulary|vocab|lemma|front|headword|target|target word|source|source text|original|form|word form|token|hangul word|koreanisch|coréen|coreano|韓国語|韩语|韓語|단어|낱말|어휘|표제어|한국어|한글|표현|용어|올림말|원문|원본|한국어 단어|한글 단어",
    ),
    (
        Role::Meaning,
        "meaning|meanings|definition|definitions|english|english meaning|gloss|hint|back|sense|target text|deutsch|français|español|русский|日本語|中文|의미|뜻|뜻풀이|풀이|영어|영어 뜻|영문|해석|정의|의미 영어|뜻 영어|한국어 뜻|영어 의미|한국어 풀이",
    ),
    (
        Role::Pos,
        "pos|part|part of speech|parts of speech|type|word type|word class|class|품사|종류",
    ),
    (Role::Hanja, "hanja|chinese characters|chinese character|hanja form|한자|한자어|漢字"),
    (Role::Pron, "pronunciation|pron|reading|romanization|발음|표준 발음|읽기"),
    (Role::Homonym, "homonym|homograph|homonym number|sense number|동형어|동형어 번호|어깨번호"),
    (
        Role::Example,
        "example|examples|example sentence|sentence|sentences|context|phrase|fragment|usage|korean sentence|korean example|예문|예시|용례|문장|예",
    ),
    (
        Role::Translation,
        "translation|translations|translated|translated text|english sentence|example translation|example meaning|examplemeaning|sentence translation|sentence meaning|번역|번역문|번역 결과|예문 번역|예문 뜻|예문 해석",
    ),
    (Role::Note, "note|notes|comment|comments|remark|remarks|memo|비고|메모|참고|노트"),
    (Role::Tags, "tag|tags|태그|분류|category|categories|카테고리"),
    (
        Role::Ignore,
        "position|no|nr|num|number|#|id|index|rank|frequency|freq|order|level|grade|status|count|importance|language|lang|locale|source language|target language|guid|notetype|deck|lesson|unit|audio|sound|image|picture|date|번호|순번|급|순위|순서|연번|빈도|등급|급수|수준|단계|날짜|언어|원본 언어|번역 언어|출발어|도착어|빈도수|횟수|발음 듣기|과|단원|reason|file|row",
    ),
];

/// What a column of this name holds, if the name is known; `한국어/Korean` goes by its first known part.
pub(crate) fn role_of(name: &str) -> Option<Role> {
    let name = clean::line(name).to_lowercase().replace(['_', '-', '.'], " ");
    let bare = name.split(['(', '[']).next().unwrap_or_default();
    role_of_bare(bare).or_else(|| bare.split(['/', '|', '·']).find_map(role_of_bare))
}

fn role_of_bare(name: &str) -> Option<Role> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // `hint 1`, `예문2`: the first of several such columns counts.
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end();
    let known = |names: &str| names.split('|').any(|known| known == bare && !bare.is_empty());
    NAMES.iter().find(|(_, names)| known(names)).map(|(role, _)| *role)
}

/// The role of each cell, when the first row is a header. `below` are the rows that follow.
pub(crate) fn recognise(first: &[String], below: &[Vec<String>]) -> Option<Vec<Option<Role>>> {
    let roles: Vec<Option<Role>> = first.iter().map(|cell| role_of(cell)).collect();
    is_header(first, &roles, below).then_some(roles)
}

fn is_header(first: &[String], roles: &[Option<Role>], below: &[Vec<String>]) -> bool {
    let mut known: Vec<Role> = roles.iter().copied().flatten().collect();
    known.sort_unstable();
    known.dedup();
    if known.len() > 1 {
        return !come_again(first, roles, below);
    }
    let names_words = known.first() == Some(&Role::Term);
    names_words && (!first.iter().any(|cell| has_hangul(cell)) || names_a_list(first, below))
}

/// Whether a row right below the names is a second one of them: names merged over both rows stand in
/// it again, beside more names. One name that comes again beside a single other may be a word.
pub(crate) fn goes_on(names: &[String], row: &[String]) -> bool {
    let same = |(at, cell): &(usize, &String)| names.get(*at) == Some(*cell);
    let (again, more): (Vec<_>, Vec<_>) =
        row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).partition(same);
    let known = |(_, cell): &(usize, &String)| role_of(cell).is_some();
    !again.is_empty() && !more.is_empty() && again.len() + more.len() > 2 && more.iter().all(known)
}

/// Names stand once: `Korean,English,학교,school` in every row says of which languages a row is.
fn come_again(first: &[String], roles: &[Option<Role>], below: &[Vec<String>]) -> bool {
    let named = || first.iter().zip(roles).enumerate().filter(|(_, (_, role))| role.is_some());
    let again = |row: &Vec<String>| named().all(|(at, (name, _))| row.get(at) == Some(name));
    below.iter().any(again)
}

/// A lone 단어 names the list below it, unless that is a list of such names.
fn names_a_list(first: &[String], below: &[Vec<String>]) -> bool {
    let alone = first.iter().filter(|cell| !cell.is_empty()).count() == 1;
    let a_name = |row: &Vec<String>| row.iter().any(|cell| role_of(cell).is_some());
    alone && !below.is_empty() && !below.iter().take(8).any(a_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    fn is_header(first: &str, below: &[&str]) -> bool {
        let below: Vec<_> = below.iter().map(|line| row(line)).collect();
        recognise(&row(first), &below).is_some()
    }

    #[test]
    fn names_are_known_in_korean_and_english_however_written() {
        for (name, role) in [
            ("단어", Role::Term),
            (" Korean Word", Role::Term),
            ("뜻(영어)", Role::Meaning),
            ("DEFINITION", Role::Meaning),
            ("part_of_speech", Role::Pos),
            ("No.", Role::Ignore),
            ("Hint 1", Role::Meaning),
            ("한국어/Korean", Role::Term),
            ("예문2", Role::Example),
            ("\u{1103}\u{1161}\u{11AB}\u{110B}\u{1165}", Role::Term),
        ] {
            assert_eq!(role_of(name), Some(role), "{name}");
        }
        assert_eq!(role_of("학교"), None);
    }

    #[test]
    fn a_row_of_different_names_is_a_header() {
        for first in
            ["단어,뜻", "position,term,type", "Korean,English,Audio", "번호,단어", "뜻,x,품사"]
        {
            assert!(is_header(first, &["학교,school"]), "{first}");
        }
        assert!(is_header("word,Bedeutung", &["학교,Schule"]));
    }

    #[test]
    fn words_that_are_themselves_names_are_no_header() {
        let list =
            ["단어,word", "뜻,meaning", "품사,part of speech", "번호,number", "예문,example"];
        for first in list {
            assert!(!is_header(first, &list), "{first}");
        }
        assert!(!is_header("단어", &["뜻", "품사"]));
        assert!(!is_header("단어,mot", &["책,livre"]));
    }

    #[test]
    fn names_that_come_again_below_are_no_header() {
        assert!(!is_header("Korean,English,학교,school", &["Korean,English,먹다,to eat"]));
    }

    #[test]
    fn a_lone_name_above_a_list_is_a_header() {
        assert!(is_header("단어", &["학교", "먹다"]));
        assert!(is_header("word", &["학교", "먹다"]));
        assert!(!is_header("단어", &[]));
    }
}
