//! Whether a text is a sentence rather than a word, told by how it ends and by the particles before.
//! Phrases in the form of a dictionary (손을 씻다) are none; it refuses to know what a file expects.

use korean::text::{Syllable, is_syllable};

/// Endings of four words and more that give a sentence away without a particle before them.
const SPOKEN: [&str; 11] =
    ["니다", "니까", "어요", "아요", "예요", "에요", "해요", "네요", "세요", "지요", "가요"];
/// Nouns that end as verbs do in polite speech.
const NOUNS_IN_YO: [&str; 8] = ["필요", "중요", "주요", "수요", "동요", "개요", "소요", "민요"];
/// Words whose last syllable only looks like a particle, and bound nouns of patterns: 본 적이 있어요.
const NO_SUBJECTS: [&str; 12] = [
    "많이",
    "같이",
    "높이",
    "깊이",
    "없이",
    "굳이",
    "적이",
    "수가",
    "것이",
    "줄을",
    "필요가",
    "깨끗이",
];
/// What greetings begin with: 실례가 많았습니다.
const GREETINGS: [&str; 6] = ["실례가", "수고가", "고생이", "신세를", "폐를", "생일을"];
/// One-syllable words that take a topic particle; others so short are stems: 먹는, 좋은.
const SHORT_TOPICS: &str = "나저너그난전이책집물말꿈눈돈밥";
/// Ends of stems before 는 and 은, where these make no topic: 맛있는, 괜찮은.
const STEM_ENDS: &str = "있없하되찮않많같싶";

/// A final stop; four words and more that end as statements do; or a finite verb with a subject,
/// a topic or an object before it.
pub(crate) fn is_sentence(term: &str) -> bool {
    let stops =
        term.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with(['.', '?', '!', '。', '…']);
    let long = term.split(' ').count() > 3 && SPOKEN.iter().any(|end| term.ends_with(end));
    stops || long || is_clause(term)
}

/// 저는 학생이에요, 나는 학교에 간다.
fn is_clause(term: &str) -> bool {
    let Some((before, verb)) = term.rsplit_once(' ') else { return false };
    let mut words = before.split(' ').filter(|word| word.chars().all(is_syllable));
    let first = words.clone().next().unwrap_or_default();
    if GREETINGS.contains(&first) {
        return false;
    }
    let marked = |word: &str| is_topic(word) || is_argument(word);
    match Finite::of(verb.trim_end_matches(|letter| !is_syllable(letter))) {
        Some(Finite::Spoken) => words.any(marked),
        // 발 없는 말이 천 리 간다 is a proverb
        Some(Finite::Plain) => before.starts_with(first) && marked(first),
        Some(Finite::Copula) => is_topic(first),
        None => false,
    }
}

/// How a finite verb ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finite {
    /// 가요, 갑니다, 갔어, 갔다: no dictionary form ends so.
    Spoken,
    /// 간다, 먹는다.
    Plain,
    /// 학생이다, which 숙이다 looks like.
    Copula,
}

impl Finite {
    fn of(verb: &str) -> Option<Self> {
        let mut letters = verb.chars().rev();
        let (last, before) = (letters.next()?, letters.next()?);
        let coda = Syllable::of(before).and_then(|syllable| syllable.coda);
        let third = letters.next().and_then(Syllable::of).and_then(|syllable| syllable.coda);
        match last {
            '요' => (!NOUNS_IN_YO.contains(&verb)).then_some(Self::Spoken),
            '죠' => Some(Self::Spoken),
            '다' | '까' if before == '니' => (third == Some('ㅂ')).then_some(Self::Spoken),
            '어' | '아' => {
                matches!(coda, Some('ㅆ' | 'ㅄ' | 'ㅎ' | 'ㄶ')).then_some(Self::Spoken)
            }
            '다' if before == '이' => Some(Self::Copula),
            '다' if coda == Some('ㅆ') => (before != '있').then_some(Self::Spoken),
            // 신다 and 안다 are dictionary forms
            '다' if coda == Some('ㄴ') => (!matches!(before, '신' | '안')).then_some(Self::Plain),
            _ => None,
        }
    }
}

/// 저는, 학교는, 책은.
fn is_topic(word: &str) -> bool {
    let Some(noun) = without(word, '은', '는') else { return false };
    if noun.chars().count() == 1 {
        return SHORT_TOPICS.contains(noun);
    }
    !noun.ends_with(|letter| STEM_ENDS.contains(letter))
}

/// 날씨가, 책이, 밥을, 학교를.
fn is_argument(word: &str) -> bool {
    let marked = without(word, '이', '가').or_else(|| without(word, '을', '를'));
    marked.is_some() && !NO_SUBJECTS.iter().any(|other| word.ends_with(other))
}

/// The noun before a particle that has one form behind a final consonant and one behind a vowel.
fn without(word: &str, closed: char, open: char) -> Option<&str> {
    let of = |particle| word.strip_suffix(particle).filter(|noun| !noun.is_empty());
    let has_final = |noun: &str| korean::text::ends_in_batchim(noun) == Some(true);
    of(closed).filter(|noun| has_final(noun)).or_else(|| of(open).filter(|noun| !has_final(noun)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finite_verb_with_an_argument_makes_a_sentence() {
        for term in [
            "저는 학생이에요",
            "저는 한국 사람입니다",
            "나는 학교에 간다",
            "오늘 날씨가 좋아요",
            "밥을 먹었어요",
            "눈을 감았다",
            "시간이 없어",
            "이것은 책이다",
            "이 책은 재미있죠",
            "비가 옵니까",
            "밥 먹었어요?",
            "저는 매일 학교에 가요",
        ] {
            assert!(is_sentence(term), "{term}");
        }
    }

    #[test]
    fn phrases_and_greetings_are_no_sentences() {
        for term in [
            "손을 씻다",
            "마음에 들다",
            "눈이 오다",
            "배가 고프다",
            "고개를 숙이다",
            "시간이 있다",
            "신발을 신다",
            "안녕하세요",
            "잘 먹겠습니다",
            "처음 뵙겠습니다",
            "많이 드세요",
            "같이 가요",
            "좋은 아침이에요",
            "실례가 많았습니다",
            "맛있게 드세요",
            "본 적이 있어요",
            "할 수가 없어요",
            "할 수 있어요",
            "N을/를 좋아해요",
            "발 없는 말이 천 리 간다",
            "가는 날이 장날이다",
            "내가 좋아하는 단어",
            "먹기가 필요",
        ] {
            assert!(!is_sentence(term), "{term}");
        }
    }
}
