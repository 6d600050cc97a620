//! What an entry is by the shape of its term: a grammar pattern, an affix, a phrase, or simply a
//! word. It says so only where the shape gives it away: 한-미 관계 and 한국 사람 are words.

use korean::text::{Syllable, has_syllable, is_syllable};

use crate::entry::EntryKind;

/// Endings and particles as they stand behind a dash; separated by spaces.
const ENDINGS: &str = "고 고서 고도 고요 지만 지요 지 죠 는데 은데 는데요 은데요 아서 어서 여서 해서 니까 \
    으니까 면 으면 면서 으면서 려고 으려고 려면 으려면 러 으러 게 게요 도록 자 자마자 거나 든지 든가 기 음 네 \
    네요 군 군요 구나 는구나 잖아 잖아요 거든 거든요 세요 으세요 습니다 습니까 다가 더니 던 더라 더라고요 느라 \
    느라고 아야 어야 아도 어도 아라 어라 아요 어요 여요 았다 었다 겠다 겠어요 을게요 을까 을까요 을래요 을지 \
    는지 은지 듯이 더라도 길래 기에 므로 으므로 나 으나 나요 은가요 는가 \
    은 는 을 를 이 가 도 만 의 에 에서 에게 한테 께 께서 와 과 하고 랑 이랑 로 으로 부터 까지 마다 밖에 보다 \
    처럼 만큼 대로 조차 마저 뿐 이나 이라도 라도 든 이든 커녕 치고 요";
/// The first members of allomorph pairs: 아/어, 은/는, 을/를.
const ALLOMORPHS: [&str; 14] =
    ["아", "어", "여", "은", "는", "을", "를", "이", "가", "와", "과", "으로", "로", "았"];
/// What the word before ends in, and how the next begins: 먹고 싶어요.
const PATTERNS: [(&str, &[&str]); 12] = [
    ("고", &["싶"]),
    ("고", &["있다", "있어", "있는", "있습", "있었"]),
    ("것", &["같"]),
    ("거", &["같"]),
    ("야", &["하", "해", "했", "한다", "되", "돼", "됐", "된다"]),
    ("지", &["않", "못하", "못해", "못했", "말", "마"]),
    ("기", &["때문", "위해", "시작하", "시작해"]),
    ("기로", &["하", "해", "했"]),
    ("려고", &["하", "해", "했"]),
    ("적이", &["있", "없"]),
    ("줄", &["알", "몰", "모르"]),
    ("수", &["있", "없"]),
];
/// Nouns that end like a verb's dictionary form.
const NOUNS_IN_DA: [&str; 8] =
    ["바다", "캐나다", "소다", "판다", "베란다", "람다", "우간다", "르완다"];

/// Affixes that learners list; separated by spaces.
const AFFIXES: &str = "하다 되다 시키다 당하다 스럽다 롭다 답다 적 님 들 씨 께서 째 쯤 씩 네 꾼 장이 쟁이 질 개 \
    이다 히 화 성 력 률 율 관 원 가 자 인 학 사 기 실 장 비";

/// Whether a bare form is a known ending, particle or affix.
pub(crate) fn is_known_form(form: &str) -> bool {
    [ENDINGS, AFFIXES].iter().any(|forms| forms.split_whitespace().any(|known| known == form))
}

/// What the term is, where it is not simply a word.
pub(crate) fn of(term: &str) -> Option<EntryKind> {
    if term.chars().all(is_syllable) {
        return None;
    }
    if is_grammar(term) {
        return Some(EntryKind::Grammar);
    }
    if is_affix(term) {
        return Some(EntryKind::Affix);
    }
    (alternatives(term).is_empty() && is_phrase(term)).then_some(EntryKind::Phrase)
}

fn is_grammar(term: &str) -> bool {
    let (marked, form) = without_mark(term);
    let has_slot = form.contains("(으)") || form.starts_with("(이)") || form.starts_with("(느)");
    has_slot
        || form.starts_with(is_loose)
        || is_allomorphs(form)
        || (marked && (form.contains(' ') || ENDINGS.split_whitespace().any(|known| known == form)))
        || has_pattern(form)
}

/// Takes off what stands for the stem: `-`, `~`, `V-`, `A/V+`, `N`. A letter alone is no mark: A형.
fn without_mark(term: &str) -> (bool, &str) {
    let named = ["동사", "형용사", "명사", "Adj", "A/V", "V/A", "V", "A", "N"];
    let rest = named.iter().find_map(|name| term.strip_prefix(name)).unwrap_or(term);
    let form = rest.trim_start().trim_start_matches(['-', '~', '+', '〜', '–']);
    if form.len() < rest.trim_start().len() {
        return (true, form.trim_start());
    }
    // N을/를, V아/어요: the slash says that the letter is a mark.
    if is_allomorphs(rest) || rest.starts_with("(으)") || rest.starts_with("(이)") {
        return (true, rest);
    }
    (false, term)
}

/// A letter as it stands by itself, not the parts of a syllable of old hangul.
fn is_loose(letter: char) -> bool {
    ('\u{3131}'..='\u{318E}').contains(&letter)
}

/// 아/어서, 을/를, ㄴ/는데: two forms of one ending.
fn is_allomorphs(form: &str) -> bool {
    let Some((first, second)) = form.split_once('/') else { return false };
    let first = first.trim_matches(['(', ')']);
    let ending = |part: &str| {
        ALLOMORPHS.iter().any(|known| part.starts_with(known)) || part.starts_with(is_loose)
    };
    ALLOMORPHS.contains(&first) && ending(second.trim_start_matches('('))
}

/// 할 수 있어요, 먹고 싶다, 비가 올 것 같아요: whatever the verb and whatever the ending.
fn has_pattern(form: &str) -> bool {
    let words: Vec<&str> = form.split(' ').collect();
    let adnominal = |before: Option<&&str>| before.is_none_or(|word| ends_adnominally(word));
    let matches = |at: usize| {
        let (word, next) = (words[at], words[at + 1]);
        let bound = matches!(word, "수" | "줄" | "것" | "거" | "적이");
        let fits = |(end, begins): &(&str, &[&str])| {
            word.ends_with(end) && begins.iter().any(|begin| next.starts_with(begin))
        };
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        PATTERNS.iter().any(fits) && (word.chars().count() > 1 || !bound || adnominal(before))
    };
    (0..words.len().saturating_sub(1)).any(matches)
}

/// Whether a verb ends as before a noun: 할, 먹는, 간; or a loose ㄹ or ㄴ.
fn ends_adnominally(word: &str) -> bool {
    let last = word.chars().next_back();
    let coda = last.and_then(Syllable::of).and_then(|syllable| syllable.coda);
    matches!(coda, Some('ㄴ' | 'ㄹ')) || word.ends_with(['ㄴ', 'ㄹ'])
}

/// -하다, ~적, 풋-: one short form with a dash where the word would be.
fn is_affix(term: &str) -> bool {
    let dash = ['-', '~', '〜', '–'];
    let form = term.strip_prefix(dash).or_else(|| term.strip_suffix(dash));
    form.is_some_and(|form| {
        form.chars().all(is_syllable) && (1..=4).contains(&form.chars().count())
    })
}

/// 손을 잡다, 마음에 들다: several words that end in a verb.
fn is_phrase(term: &str) -> bool {
    let Some((before, last)) = term.rsplit_once(' ') else { return false };
    has_syllable(before)
        && last.ends_with('다')
        && last.chars().count() > 1
        && !NOUNS_IN_DA.contains(&last)
}

/// The words that a term lists as alternatives, each whole: 학교/먹다. The term itself is kept.
pub(crate) fn alternatives(term: &str) -> Vec<String> {
    let parts: Vec<&str> = term.split(['/', '\\', ',', '·', ';']).map(str::trim).collect();
    let whole = |part: &&str| !part.is_empty() && part.chars().all(is_syllable);
    if parts.len() < 2 || !parts.iter().all(whole) {
        return Vec::new();
    }
    parts.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_grammar_however_they_are_written() {
        for term in [
            "-(으)면",
            "(으)로",
            "-고 싶다",
            "~기 때문에",
            "V+아/어 보다",
            "V-(으)ㄹ까요",
            "-ㄴ/는데",
            "ㄹ 수 있다",
            "-아/어서",
            "을/를",
            "은/는",
            "N을/를",
            "N(이)나",
            "-지만",
            "~에서",
            "A/V-았/었으면 좋겠다",
            "동사+고 싶다",
            "~에 대해(서)",
            "-ㅂ니다",
            "아/어/여서",
        ] {
            assert_eq!(of(term), Some(EntryKind::Grammar), "{term}");
        }
    }

    #[test]
    fn a_known_pattern_is_grammar_in_any_inflection() {
        for term in [
            "할 수 있어요",
            "갈 수 없습니다",
            "수 있다",
            "먹고 싶은",
            "비가 올 것 같아요",
            "가야 해요",
            "하지 마세요",
            "할 줄 알아요",
            "본 적이 있다",
            "먹고 있어요",
        ] {
            assert_eq!(of(term), Some(EntryKind::Grammar), "{term}");
        }
    }

    #[test]
    fn a_dash_in_the_word_s_place_makes_an_affix() {
        for term in ["-하다", "~적", "풋-", "-스럽다", "맨~", "-예쁘다"] {
            assert_eq!(of(term), Some(EntryKind::Affix), "{term}");
        }
    }

    #[test]
    fn words_around_a_verb_are_a_phrase() {
        for term in ["손을 잡다", "밥을 먹다", "마음에 들다", "사진 찍다"] {
            assert_eq!(of(term), Some(EntryKind::Phrase), "{term}");
        }
    }

    #[test]
    fn alternatives_are_whole_words() {
        assert_eq!(alternatives("가다/오다"), ["가다", "오다"]);
        assert_eq!(alternatives("크다, 작다"), ["크다", "작다"]);
        assert_eq!(alternatives("배; 감"), ["배", "감"]);
        for term in ["학교", "한-미 관계", "PC/방", "학교/", "밥을 먹다/마시다"] {
            assert!(alternatives(term).is_empty(), "{term}");
        }
    }

    #[test]
    fn everything_else_is_simply_a_word() {
        for term in [
            "학교",
            "한-미 관계",
            "한국 사람",
            "학교/먹다",
            "가다/오다",
            "가다, 오다",
            "PC방",
            "A형 간염",
            "V라인",
            "넓은 바다",
            "되다(하다)",
            "+먹다",
            "이/그/저",
            "코로나19",
            "운전 면허증",
            "물가 안정",
            "\u{1112}\u{119E}\u{11AB}글",
        ] {
            assert_eq!(of(term), None, "{term}");
        }
    }
}
