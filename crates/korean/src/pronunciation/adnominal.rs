//! Article 27: after the adnominal ending -(으)ㄹ a plain consonant is tensed, whether the next word is
//! a noun of its own (할 것을 `[할꺼슬]`) or the ending has grown together with it (할수록 `[할쑤록]`).

use super::token::Token;

/// Words that follow -(으)ㄹ, by how they begin.
const FOLLOWERS: [&str; 20] = [
    "것", "거", "게", "걸", "건", "수", "데", "바", "적", "줄", "듯", "법", "곳", "도리", "사람",
    "지경", "정도", "생각", "동안", "시간",
];

/// Endings that begin with -(으)ㄹ, without that ㄹ.
const ENDINGS: [&str; 12] = [
    "수록",
    "지라도",
    "지언정",
    "진대",
    "진대는",
    "세라",
    "밖에",
    "걸",
    "걸요",
    "게요",
    "거야",
    "거예요",
];

/// Whether an ending of this kind begins after the joint.
pub(super) fn tenses_inside(token: &Token, joint: usize) -> bool {
    let rest = token.text(joint + 1, token.len());
    token.may_inflect()
        && token.syllables[joint].coda == Some('ㄹ')
        && ENDINGS.contains(&rest.as_str())
}

/// Whether a word tenses the next.
pub(super) fn tenses_next(word: &Token, next: &Token) -> bool {
    let start = next.text(0, next.len());
    let ends_in_l = word.syllables.last().is_some_and(|last| last.coda == Some('ㄹ'));
    ends_in_l && FOLLOWERS.iter().any(|follower| start.starts_with(follower))
}
