//! Revised Romanization (국어의 로마자 표기법, 2000). It follows the pronunciation but for what it does
//! not write: tensing (압구정 apgujeong), the free vowels (의 is always ui), and in nouns the ㅎ that
//! has melted into ㄱ, ㄷ, ㅂ (묵호 mukho). So it needs the spelling beside the pronunciation.
//!
//! Everything is lower case: which word is a name is not known here.

use crate::PartOfSpeech;
use crate::text::{Syllable, is_syllable};

/// One syllable, spelled and said, with its neighbours' part in it.
#[derive(Debug, Clone, Copy)]
struct Pair {
    spelled: Syllable,
    said: Syllable,
}

/// Romanizes a word. `pronunciation` is its standard pronunciation in hangul; when it does not have
/// the word's number of syllables the romanization is made from it alone. What is not hangul, and
/// the word's spaces, stay.
#[must_use]
pub fn romanize(word: &str, pronunciation: &str, pos: Option<PartOfSpeech>) -> String {
    let spelled: Vec<Syllable> = word.chars().filter_map(Syllable::of).collect();
    let said: Vec<Syllable> = pronunciation.chars().filter_map(Syllable::of).collect();
    if spelled.len() != said.len() {
        return romanize(pronunciation, pronunciation, pos);
    }
    let pairs: Vec<Pair> =
        spelled.into_iter().zip(said).map(|(spelled, said)| Pair { spelled, said }).collect();
    let keeps_h = pos.map_or_else(|| !word.ends_with('다'), PartOfSpeech::is_nominal);
    write(word, &pairs, keeps_h)
}

fn write(word: &str, pairs: &[Pair], keeps_h: bool) -> String {
    let mut written = String::new();
    let mut index: usize = 0;
    for letter in word.chars() {
        if !is_syllable(letter) {
            written.push(letter);
            continue;
        }
        let before = index.checked_sub(1).and_then(|before| pairs.get(before));
        if let Some(pair) = pairs.get(index) {
            written.push_str(onset(before, pair, keeps_h));
            written.push_str(vowel(pair.spelled.vowel));
            written.push_str(coda(pair, pairs.get(index + 1), keeps_h));
        }
        index += 1;
    }
    written
}

fn onset(before: Option<&Pair>, pair: &Pair, keeps_h: bool) -> &'static str {
    if keeps_h && before.is_some_and(|left| melts(left, pair)) {
        return "h";
    }
    let after_l = before.is_some_and(|left| left.said.coda == Some('ㄹ'));
    let spelled = before.map_or(pair.spelled.onset, |left| written_onset(left, pair));
    match (pair.said.onset, spelled) {
        ('ㄲ', 'ㄱ') | ('ㄱ', _) => "g",
        ('ㄸ', 'ㄷ') | ('ㄷ', _) => "d",
        ('ㅃ', 'ㅂ') | ('ㅂ', _) => "b",
        ('ㅆ', 'ㅅ') | ('ㅅ', _) => "s",
        ('ㅉ', 'ㅈ') | ('ㅈ', _) => "j",
        ('ㄲ', _) => "kk",
        ('ㄸ', _) => "tt",
        ('ㅃ', _) => "pp",
        ('ㅆ', _) => "ss",
        ('ㅉ', _) => "jj",
        ('ㅊ', _) => "ch",
        ('ㅋ', _) => "k",
        ('ㅌ', _) => "t",
        ('ㅍ', _) => "p",
        ('ㄴ', _) => "n",
        ('ㅁ', _) => "m",
        ('ㅎ', _) => "h",
        ('ㄹ', _) if after_l => "l",
        ('ㄹ', _) => "r",
        _ => "",
    }
}

/// The consonant as it is spelled; a ㅅ may come over from a cluster (없어 eopseo).
fn written_onset(before: &Pair, pair: &Pair) -> char {
    match (pair.spelled.onset, before.spelled.coda) {
        ('ㅇ', Some('ㄳ' | 'ㄽ' | 'ㅄ')) => 'ㅅ',
        (onset, _) => onset,
    }
}

/// Whether a ㅎ has melted into the final consonant before it (article 3.1.4).
fn melts(before: &Pair, pair: &Pair) -> bool {
    pair.spelled.onset == 'ㅎ'
        && before.said.coda.is_none()
        && matches!(pair.said.onset, 'ㅋ' | 'ㅌ' | 'ㅍ')
        && before.spelled.coda.is_some_and(|coda| coda != 'ㅎ')
}

fn coda(pair: &Pair, next: Option<&Pair>, keeps_h: bool) -> &'static str {
    if let Some(right) = next {
        if keeps_h && melts(pair, right) {
            return match right.said.onset {
                'ㅋ' => "k",
                'ㅌ' => "t",
                _ => "p",
            };
        }
        let silent_s = pair.spelled.coda == Some('ㅅ') && pair.said.coda.is_none();
        if silent_s && matches!(right.spelled.onset, 'ㄱ' | 'ㄷ' | 'ㅂ' | 'ㅅ' | 'ㅈ') {
            return "t";
        }
    }
    match pair.said.coda {
        Some('ㄱ') => "k",
        Some('ㄴ') => "n",
        Some('ㄷ') => "t",
        Some('ㄹ') => "l",
        Some('ㅁ') => "m",
        Some('ㅂ') => "p",
        Some('ㅇ') => "ng",
        _ => "",
    }
}

fn vowel(letter: char) -> &'static str {
    match letter {
        'ㅏ' => "a",
        'ㅐ' => "ae",
        'ㅑ' => "ya",
        'ㅒ' => "yae",
        'ㅓ' => "eo",
        'ㅔ' => "e",
        'ㅕ' => "yeo",
        'ㅖ' => "ye",
        'ㅗ' => "o",
        'ㅘ' => "wa",
        'ㅙ' => "wae",
        'ㅚ' => "oe",
        'ㅛ' => "yo",
        'ㅜ' => "u",
        'ㅝ' => "wo",
        'ㅞ' => "we",
        'ㅟ' => "wi",
        'ㅠ' => "yu",
        'ㅡ' => "eu",
        'ㅢ' => "ui",
        _ => "i",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pronunciation::pronounce;

    fn of(word: &str, pos: Option<PartOfSpeech>) -> String {
        romanize(word, &pronounce(word, pos, None).hangul, pos)
    }

    #[test]
    fn the_official_examples_come_out() {
        let names = "구미 gumi,영동 yeongdong,백암 baegam,옥천 okcheon,합덕 hapdeok,호법 hobeop,월곶 wolgot,\
            벚꽃 beotkkot,한밭 hanbat,구리 guri,설악 seorak,칠곡 chilgok,임실 imsil,울릉 ulleung,\
            대관령 daegwallyeong,백마 baengma,종로 jongno,왕십리 wangsimni,별내 byeollae,신문로 sinmunno,\
            신라 silla,학여울 hangnyeoul,알약 allyak,해돋이 haedoji,같이 gachi,맞히다 machida,묵호 mukho,\
            집현전 jiphyeonjeon,압구정 apgujeong,낙동강 nakdonggang,죽변 jukbyeon,낙성대 nakseongdae,\
            합정 hapjeong,팔당 paldang,샛별 saetbyeol,울산 ulsan,광희문 gwanghuimun,속리산 songnisan,\
            독립문 dongnimmun,오죽헌 ojukheon,촉석루 chokseongnu,극락전 geungnakjeon,독도 dokdo";
        for (word, written) in names.split(',').filter_map(|pair| pair.trim().split_once(' ')) {
            assert_eq!(of(word, None), written, "{word}");
        }
    }

    #[test]
    fn in_verbs_the_aspirate_is_written() {
        let verb = Some(PartOfSpeech::Verb);
        for (word, written) in [
            ("좋고", "joko"),
            ("놓다", "nota"),
            ("잡혀", "japyeo"),
            ("낳지", "nachi"),
            ("굳히다", "guchida"),
        ] {
            assert_eq!(of(word, verb), written, "{word}");
        }
    }

    #[test]
    fn tensing_is_not_written_but_tense_letters_are() {
        assert_eq!(of("없어", None), "eopseo");
        assert_eq!(of("깎아", None), "kkakka");
        assert_eq!(of("손가락", None), "songarak");
    }

    #[test]
    fn spaces_and_other_letters_stay() {
        assert_eq!(of("옷 입다", None), "on nipda");
        assert_eq!(of("TV를", None), "TVreul");
    }
}
