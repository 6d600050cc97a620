//! Links that can be told without a lexicon: the ㅅ that only marks a compound (article 30), ㄴㄹ at
//! the seam of a Sino-Korean suffix (article 20, exceptions), and words that meet at a space
//! (articles 15 and 29).

use super::contact::Link;
use super::stems;
use super::token::Token;
use crate::PartOfSpeech;
use crate::text::Syllable;

/// Syllables in ㅅ that belong to a root, an ending or a prefix: their ㅅ is heard.
const ROOTS_IN_S: &str = "옷맛멋뜻못곳것벗덧첫헛웃엿붓갓낫탓짓뭇엇릇섯롯옛긋끗껏컷럿넛봇켓벳솟뺏팟밋씻빗젯넷슷듯밧잣늣싯샷앗릿랫렛풋닷랏겟";

/// Such syllables that in these words do mark a compound.
const MARKED: [&str; 16] = [
    "장맛비",
    "처갓집",
    "외갓집",
    "곳간",
    "빗물",
    "빗길",
    "빗속",
    "빗소리",
    "빗방울",
    "빗줄기",
    "빗자루",
    "머릿속",
    "머릿결",
    "이야깃거리",
    "잿빛",
    "제삿밥",
];

/// The suffixes before which a ㄴ stays ㄴ.
const SINO_SUFFIXES: &str = "력량론료류란령례로률";

/// Words of two syllables that end like one of those suffixes but sound ㄹㄹ.
const LIQUID: [&str; 32] = [
    "권력", "혼란", "곤란", "난로", "산란", "인류", "분류", "진료", "진로", "한류", "본류", "선례",
    "전례", "신령", "원료", "완료", "만료", "근로", "논란", "문란", "반란", "전류", "전력", "인력",
    "단련", "원론", "언론", "환란", "연로", "전란", "관례", "신뢰",
];

/// The link at the joint, as far as the spelling tells.
pub(super) fn link(token: &Token, joint: usize) -> Link {
    if marks_compound(token, joint) {
        before_root(token, joint)
    } else if is_sino_seam(token, joint) {
        Link::Nasal
    } else {
        Link::Plain
    }
}

fn marks_compound(token: &Token, joint: usize) -> bool {
    let seen = token.syllables[joint].coda == Some('ㅅ') && !token.is_predicate();
    let root = ROOTS_IN_S.contains(token.letters[joint]);
    let text = token.text(0, token.len());
    let marked = MARKED.iter().any(|word| text.contains(word));
    let inflected = token.pos.is_none() && stems::is_ending(&token.text(joint + 1, token.len()));
    seen && (!root || marked) && !token.is_tail(joint + 1) && !inflected
}

/// Article 30: silent before a tensed consonant; before 이 and the like a ㄴ comes after it (나뭇잎).
fn before_root(token: &Token, joint: usize) -> Link {
    let right = token.syllables[joint + 1];
    let told_noun = token.pos.is_some_and(PartOfSpeech::is_nominal);
    match right.onset {
        'ㅇ' if told_noun && takes_n(right) => Link::Insertion,
        'ㄱ' | 'ㄷ' | 'ㅂ' | 'ㅅ' | 'ㅈ' => Link::Silent,
        _ => Link::Plain,
    }
}

fn takes_n(root: Syllable) -> bool {
    root.onset == 'ㅇ' && matches!(root.vowel, 'ㅣ' | 'ㅑ' | 'ㅕ' | 'ㅛ' | 'ㅠ')
}

fn is_sino_seam(token: &Token, joint: usize) -> bool {
    let suffix = joint + 1;
    token.syllables[joint].coda == Some('ㄴ')
        && joint >= 1
        && token.ends_at(suffix + 1)
        && SINO_SUFFIXES.contains(token.letters[suffix])
        && !LIQUID.contains(&token.text(joint, suffix + 1).as_str())
}

/// The link across a space: before 이, 야, 여, 요, 유 a ㄴ comes between, save before 있다 and 이(것).
pub(super) fn across(word: &Token, next: &Token) -> Link {
    let Some((last, first)) = word.syllables.last().zip(next.syllables.first()) else {
        return Link::Plain;
    };
    let text = next.text(0, next.len());
    let exempt = ["있", "이런", "이렇", "이것", "이거"].iter().any(|start| text.starts_with(start));
    let inserts = takes_n(*first) && !exempt && text != "이";
    if last.coda.is_some() && inserts { Link::Insertion } else { Link::Compound }
}
