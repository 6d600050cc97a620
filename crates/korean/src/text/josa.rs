//! Which form of a particle follows a word, as the word's last sound asks for it.

use super::Syllable;

/// A particle with two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Josa {
    /// 을/를, the object.
    Object,
    /// 이/가, the subject.
    Subject,
    /// 은/는, the topic.
    Topic,
    /// 과/와, with.
    With,
    /// 으로/로, toward or by means of; ㄹ takes 로.
    Toward,
    /// 이나/나, or.
    Or,
    /// 이라고/라고, quoted.
    Quoted,
    /// 아/야, calling.
    Calling,
}

impl Josa {
    /// The form after a consonant, then the form after a vowel.
    #[must_use]
    pub fn forms(self) -> (&'static str, &'static str) {
        match self {
            Self::Object => ("을", "를"),
            Self::Subject => ("이", "가"),
            Self::Topic => ("은", "는"),
            Self::With => ("과", "와"),
            Self::Toward => ("으로", "로"),
            Self::Or => ("이나", "나"),
            Self::Quoted => ("이라고", "라고"),
            Self::Calling => ("아", "야"),
        }
    }
}

/// The particle's form after the word. Digits are read in Sino-Korean and Latin letters by their
/// Korean names; closing quotes and brackets are looked through; anything else counts as a vowel.
#[must_use]
pub fn josa(word: &str, particle: Josa) -> &'static str {
    let (closed, open) = particle.forms();
    let last = word.chars().rev().find(|letter| letter.is_alphanumeric());
    match last.and_then(final_sound) {
        Some('ㄹ') if particle == Josa::Toward => open,
        Some(_) => closed,
        None => open,
    }
}

fn final_sound(letter: char) -> Option<char> {
    match letter {
        '1' | '7' | '8' | 'l' | 'L' => Some('ㄹ'),
        '0' => Some('ㅇ'),
        '3' | 'm' | 'M' => Some('ㅁ'),
        '6' => Some('ㄱ'),
        'n' | 'N' => Some('ㄴ'),
        'ㄱ'..='ㅎ' => Some(if letter == 'ㄹ' { 'ㄹ' } else { 'ㅇ' }),
        _ => Syllable::of(letter).and_then(|syllable| syllable.coda),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_sound_chooses_the_form() {
        let cases = [
            ("학생", Josa::Object, "을"),
            ("학교", Josa::Object, "를"),
            ("책", Josa::Subject, "이"),
            ("나", Josa::Topic, "는"),
            ("값", Josa::With, "과"),
            ("집", Josa::Toward, "으로"),
            ("서울", Josa::Toward, "로"),
            ("버스", Josa::Toward, "로"),
            ("‘눈’", Josa::Subject, "이"),
            ("3", Josa::Subject, "이"),
            ("PC", Josa::Object, "를"),
            ("", Josa::Object, "를"),
        ];
        for (word, particle, form) in cases {
            assert_eq!(josa(word, particle), form, "{word}");
        }
    }
}
