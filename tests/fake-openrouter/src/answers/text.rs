//! Small tools for Korean and English sentences: particles by the final consonant, templates, word
//! counts. They know no vocabulary.

/// Bytes of a card's back, more or less.
const USUAL_LENGTH: usize = 1024;

/// Whether a word ends in a final consonant (batchim); unknown where it does not end in Hangul.
pub(super) fn batchim(word: &str) -> Option<bool> {
    let last = u32::from(word.chars().last()?);
    (0xAC00..=0xD7A3).contains(&last).then(|| (last - 0xAC00) % 28 != 0)
}

/// The form of a particle that follows a word, as (after a consonant, after a vowel); both, as
/// Korean writes it, where the word's sound is unknown.
pub(super) fn particle(word: &str, forms: (&str, &str)) -> String {
    match batchim(word) {
        Some(true) => forms.0.to_owned(),
        Some(false) => forms.1.to_owned(),
        None => format!("{}({})", forms.0, forms.1),
    }
}

/// A template with each `{name}` replaced by its value.
pub(super) fn fill(template: &str, slots: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = slots.iter().find(|(slot, _)| *slot == name).map_or("", |(_, value)| value);
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// How many words a text has.
pub(super) fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A text's first words.
pub(super) fn clip(text: &str, words: usize) -> String {
    let mut kept = String::with_capacity(text.len());
    for word in text.split_whitespace().take(words) {
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    kept.truncate(kept.trim_end_matches(['.', ',', ';', ':']).len());
    kept
}

/// A text's first characters.
pub(super) fn shorten(text: &str, characters: usize) -> String {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end]).to_owned()
}

/// A text that starts with a capital letter.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// A paragraph that grows sentence by sentence and knows its length in words.
#[derive(Debug)]
pub(super) struct Passage {
    text: String,
    words: usize,
}

impl Passage {
    /// A paragraph with nothing in it yet.
    pub(super) fn new() -> Self {
        Self { text: String::with_capacity(USUAL_LENGTH), words: 0 }
    }

    /// Adds a sentence.
    pub(super) fn add(&mut self, sentence: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(sentence);
        self.words += word_count(sentence);
    }

    /// Adds sentences until there are at least so many words.
    pub(super) fn fill_up<'a>(
        &mut self,
        least: usize,
        sentences: impl IntoIterator<Item = &'a &'a str>,
    ) {
        for sentence in sentences {
            if self.words >= least {
                break;
            }
            self.add(sentence);
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_final_consonant() {
        assert_eq!(particle("학생", ("이", "가")), "이");
        assert_eq!(particle("학교", ("이", "가")), "가");
        assert_eq!(particle("K-pop", ("을", "를")), "을(를)");
    }

    #[test]
    fn templates_take_their_values_and_leave_no_braces() {
        assert_eq!(fill("{a} and {b}{a}", &[("a", "1"), ("b", "{2}")]), "1 and {2}1");
        assert_eq!(fill("plain", &[]), "plain");
    }
}
