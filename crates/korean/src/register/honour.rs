//! Whom a sentence honours: the subject by -시-, 께서 and the verbs that have 시 for good, the hearer by
//! words in which the speaker makes himself small.

use crate::PartOfSpeech;
use crate::dictionary_form::suggest;
use crate::text::{Syllable, is_syllable};

/// Verbs and nouns that honour whom they are said of; forms begin with them.
const RESPECTFUL: [&str; 16] = [
    "드시", "드세", "드셔", "드셨", "드신", "드실", "드십", "계시", "계세", "계셔", "계셨", "계신",
    "계실", "계십", "주무", "편찮",
];

/// Words by which the speaker makes himself small.
const HUMBLE: [&str; 13] = [
    "저",
    "저는",
    "저도",
    "저를",
    "저의",
    "저한테",
    "저에게",
    "제가",
    "제게",
    "전",
    "저와",
    "저만",
    "저랑",
];

/// Beginnings of humble words.
const HUMBLE_BEGINNINGS: [&str; 10] =
    ["저희", "드리", "드려", "드렸", "드린", "드릴", "여쭈", "여쭤", "여쭙", "뵙"];

/// Whether the sentence honours its subject.
#[must_use]
pub fn honours_subject(sentence: &str) -> bool {
    words(sentence).any(|word| {
        word.contains("께서")
            || RESPECTFUL.iter().any(|start| word.starts_with(start))
            || has_si(word)
    })
}

/// Whether the speaker makes himself small.
#[must_use]
pub fn humbles_speaker(sentence: &str) -> bool {
    words(sentence).any(|word| {
        HUMBLE.contains(&word) || HUMBLE_BEGINNINGS.iter().any(|start| word.starts_with(start))
    })
}

fn words(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split_whitespace()
        .map(|word| word.trim_matches(|letter| !is_syllable(letter)))
        .filter(|word| !word.is_empty())
}

/// Whether -시- stands in the word: a syllable 시, 세, 셔, 셨, 신, 실 or 십 that the dictionary form
/// does not have.
fn has_si(word: &str) -> bool {
    let si = |letter: char| {
        Syllable::of(letter)
            .is_some_and(|one| one.onset == 'ㅅ' && matches!(one.vowel, 'ㅣ' | 'ㅔ' | 'ㅕ'))
    };
    let shown = word.chars().filter(|letter| si(*letter)).count();
    if shown == 0 {
        return false;
    }
    let read = suggest(word, Some(PartOfSpeech::Verb));
    read.first()
        .is_some_and(|first| first.form.chars().filter(|letter| si(*letter)).count() < shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_honoured_by_si_and_by_its_own_words() {
        for honoured in
            ["어디에 가세요?", "할머니께서 오셨어요.", "많이 드세요.", "선생님은 교실에 계십니다."]
        {
            assert!(honours_subject(honoured), "{honoured}");
        }
        for not in ["시장에 가요.", "커피를 마셔요.", "친구가 왔어요."] {
            assert!(!honours_subject(not), "{not}");
        }
    }

    #[test]
    fn the_speaker_is_made_small_by_humble_words() {
        assert!(humbles_speaker("제가 도와 드릴게요.") && humbles_speaker("저희 집이에요."));
        assert!(!humbles_speaker("나는 저녁을 먹었다."));
    }
}
