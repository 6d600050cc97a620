//! Article 24: an ending in ㄱ, ㄷ, ㅅ, ㅈ is tensed after a verb's stem in ㄴ or ㅁ (신다 `[신따]`), but the
//! causative and passive suffix 기 is not (안기다). Article 25 needs no stem and is in `tensing`.

use super::tensing::is_plain;
use super::token::Token;

/// The only stems in ㄴ; elsewhere a ㄴ before 다 is the present tense (간다).
const N_STEMS: [&str; 4] = ["신", "갈아신", "덧신", "껴신"];

/// Stems in ㅁ and ㄻ, by their last syllables, to know them when nobody said what the word is.
const M_STEMS: [&str; 25] = [
    "감",
    "검",
    "남",
    "넘",
    "담",
    "더듬",
    "다듬",
    "숨",
    "심",
    "참",
    "품",
    "뿜",
    "머금",
    "말미암",
    "보듬",
    "가늠",
    "쓰다듬",
    "젊",
    "닮",
    "굶",
    "옮",
    "곪",
    "짊",
    "삶",
    "서슴",
];

/// Endings as they begin after a stem, each a whole ending or followed by more.
const ENDINGS: [&str; 22] = [
    "다가",
    "다면",
    "다고",
    "다는",
    "다니",
    "던",
    "더니",
    "더라",
    "도록",
    "든지",
    "든가",
    "고서",
    "게끔",
    "지만",
    "지요",
    "지도",
    "지는",
    "자마자",
    "거든",
    "거나",
    "습니",
    "겠",
];
const WHOLE_ENDINGS: [&str; 19] = [
    "다", "고", "게", "지", "자", "죠", "소", "기", "기가", "기를", "기에", "기로", "기만", "고는",
    "고도", "고요", "게요", "구나", "듯이",
];

/// Whether the joint lies between a stem in ㄴ or ㅁ and an ending.
pub(super) fn tenses(token: &Token, joint: usize) -> bool {
    token.may_inflect()
        && is_plain(token.syllables[joint + 1])
        && token.syllables[joint + 1].onset != 'ㅂ'
        && token.hanja[joint].is_none()
        && is_ending(&token.text(joint + 1, token.len()))
        && is_stem(token, joint)
}

fn is_stem(token: &Token, joint: usize) -> bool {
    let stem = token.text(0, joint + 1);
    match token.syllables[joint].coda {
        Some('ㄴ') if stem == "신" || stem == "안" => {
            token.is_predicate() || stem == "안" && token.letters[joint + 1] != '다'
        }
        Some('ㄴ') => N_STEMS.contains(&stem.as_str()) || stem.ends_with('안'),
        Some('ㅁ' | 'ㄻ') => {
            token.is_predicate() || M_STEMS.iter().any(|known| stem.ends_with(known))
        }
        _ => false,
    }
}

/// Whether this is an ending in ㄱ, ㄷ, ㅅ or ㅈ (or begins with one), as after a stem.
pub(super) fn is_ending(rest: &str) -> bool {
    WHOLE_ENDINGS.contains(&rest) || ENDINGS.iter().any(|ending| rest.starts_with(ending))
}
