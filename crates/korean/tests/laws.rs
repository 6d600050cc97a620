//! What must hold for any text, Korean or not.

use korean::pronunciation::{candidates, pronounce};
use korean::text::{Syllable, has_syllable};
use korean::{PartOfSpeech, ipa, romanization};
use proptest::prelude::*;

fn part_of_speech() -> impl Strategy<Value = Option<PartOfSpeech>> {
    prop::option::of(prop::sample::select(PartOfSpeech::ALL.to_vec()))
}

/// Hangul, jamo, hanja, Latin, spaces, and anything else.
fn mixed_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[가-힣]{1,8}",
        "[가-힣ㄱ-ㅣ一-龥a-z0-9 .,!]{0,16}",
        "\\PC{0,12}",
        "[가-힣]{1,4} [가-힣]{1,4}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_syllable_is_its_letters(letter in proptest::char::range('가', '힣')) {
        prop_assert_eq!(Syllable::of(letter).and_then(Syllable::compose), Some(letter));
    }

    #[test]
    fn anything_can_be_said_and_is_its_own_candidate(
        text in mixed_text(), pos in part_of_speech(), hanja in prop::option::of("[一-龥/▽ 가-힣]{0,6}"),
    ) {
        let said = pronounce(&text, pos, hanja.as_deref());
        let listed = candidates(&text, pos, hanja.as_deref());
        prop_assert!(listed.contains(&said.hangul));
        prop_assert!(said.alternatives.iter().all(|other| listed.contains(other)));
        prop_assert!(!said.alternatives.contains(&said.hangul));
    }

    #[test]
    fn saying_changes_no_count_of_syllables(text in mixed_text(), pos in part_of_speech()) {
        let count = |text: &str| text.chars().filter_map(Syllable::of).count();
        prop_assert_eq!(count(&pronounce(&text, pos, None).hangul), count(&text));
    }

    #[test]
    fn only_seven_finals_are_heard(text in "[가-힣]{1,8}", pos in part_of_speech()) {
        let said = pronounce(&text, pos, None).hangul;
        let heard = said.chars().filter_map(Syllable::of).filter_map(|syllable| syllable.coda);
        for coda in heard {
            prop_assert!("ㄱㄴㄷㄹㅁㅂㅇ".contains(coda), "{coda} in {said}");
        }
    }

    #[test]
    fn hangul_is_always_transcribed_whole(text in mixed_text(), pos in part_of_speech()) {
        let said = pronounce(&text, pos, None).hangul;
        let written = [ipa::broad(&said), ipa::narrow(&said), romanization::romanize(&text, &said, pos)];
        prop_assert!(written.iter().all(|form| !has_syllable(form)));
    }
}
