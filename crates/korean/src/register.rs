//! How a sentence speaks: its level of speech, as the last ending shows it, and whom it honours. Words
//! in quotation marks are another's and are left out; where no predicate closes the sentence, nothing
//! is claimed. It refuses to know who talks to whom, and so whether the level is fitting.

mod ending;
mod honour;

use crate::glossary;
use crate::text::is_syllable;
pub use honour::{honours_subject, humbles_speaker};

/// The six levels of speech (국립국어원, 한국어 문법 1, on 상대 높임법).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// 합쇼체: 갑니다, 가십시오.
    Formal,
    /// 해요체: 가요.
    Polite,
    /// 하오체: 가오, 좋소.
    Blunt,
    /// 하게체: 가네, 가게, 가세.
    Familiar,
    /// 해체: 가, 가지.
    Casual,
    /// 해라체: 간다, 가라, 가자.
    Plain,
}

/// The level of one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Heard {
    /// The level its last ending belongs to first.
    pub level: Level,
    /// Whether the ending belongs to no other level: 가자 and 가니 are heard between friends who
    /// otherwise speak 해체, and 갑시다 is not only formal.
    pub certain: bool,
}

/// How an example speaks, all its sentences together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Speech {
    /// The level of the last sentence that has one; `None` when no sentence has a predicate.
    pub heard: Option<Heard>,
    /// Whether two sentences are of different levels, each for certain.
    pub mixed: bool,
    /// Whether whom the sentence speaks of is honoured (-시-, 께서, 드시다).
    pub honours_subject: bool,
    /// Whether the speaker makes himself small (저, 저희, 드리다).
    pub humble: bool,
}

impl Level {
    /// The label a card has for it; 하오체 and 하게체 have none.
    #[must_use]
    pub fn label(self) -> Option<glossary::Register> {
        match self {
            Self::Formal => Some(glossary::Register::Formal),
            Self::Polite => Some(glossary::Register::Polite),
            Self::Casual => Some(glossary::Register::Casual),
            Self::Plain => Some(glossary::Register::Plain),
            Self::Blunt | Self::Familiar => None,
        }
    }
}

impl Heard {
    /// Whether the label may stand: it is the level's own, or the ending is of both.
    #[must_use]
    pub fn allows(self, label: glossary::Register) -> bool {
        use glossary::Register::{Casual, Plain, Polite};
        let shared = match self.level {
            Level::Casual | Level::Plain | Level::Familiar => matches!(label, Casual | Plain),
            Level::Formal | Level::Blunt => label == Polite,
            Level::Polite => false,
        };
        self.level.label() == Some(label) || !self.certain && shared
    }
}

/// How the text speaks.
#[must_use]
pub fn read(text: &str) -> Speech {
    let own = unquoted(text);
    let mut heard: Option<Heard> = None;
    let mut mixed = false;
    for next in sentences(&own).filter_map(level_of) {
        mixed |= heard.is_some_and(|before| differ(before, next));
        heard = Some(next);
    }
    Speech { heard, mixed, honours_subject: honours_subject(&own), humble: humbles_speaker(&own) }
}

fn differ(one: Heard, other: Heard) -> bool {
    one.certain && other.certain && one.level != other.level
}

/// The level of one sentence; a name called out after the predicate is looked past.
fn level_of(sentence: &str) -> Option<Heard> {
    let heard = sentence.rsplit(',').take(2).find_map(|clause| {
        let mut words = clause.split_whitespace();
        let word = words.next_back()?.trim_matches(|c| !is_syllable(c));
        let polite_word = word.ends_with('님') || word.ends_with('씨');
        let is_alone = words.next().is_none();
        (!word.is_empty() && !polite_word).then(|| ending::level(word, is_alone)).flatten()
    });
    heard.map(|heard| if sentence.contains("자네") { to_a_junior(heard) } else { heard })
}

/// 자네 is said in 하게체 alone, which shares its endings 네, 게 and 나 with 해체.
fn to_a_junior(heard: Heard) -> Heard {
    match heard.level {
        Level::Casual => Heard { level: Level::Familiar, certain: true },
        _ => heard,
    }
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '?', '!', '。', '？', '！', '…', '\n']).filter(|part| !part.trim().is_empty())
}

/// The text without what stands in quotation marks or brackets.
fn unquoted(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut closing = None;
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        match closing {
            Some(mark) if letter == mark => closing = None,
            Some(_) => {}
            None => {
                closing = closing_mark(letter).filter(|mark| rest.as_str().contains(*mark));
                if closing.is_none() {
                    kept.push(letter);
                }
            }
        }
    }
    kept
}

fn closing_mark(opening: char) -> Option<char> {
    match opening {
        '“' => Some('”'),
        '‘' => Some('’'),
        '「' => Some('」'),
        '『' => Some('』'),
        '(' => Some(')'),
        '"' | '\'' => Some(opening),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(text: &str) -> Option<Level> {
        read(text).heard.map(|heard| heard.level)
    }

    #[test]
    fn the_last_ending_tells_the_level() {
        let cases = [
            (Level::Formal, "저는 학생입니다. 어디에 가십니까? 앉으십시오. 같이 갑시다."),
            (Level::Polite, "집에 가요. 먹었어요? 그렇죠! 안녕하세요. 학생이에요. 저는요."),
            (Level::Casual, "집에 가. 먹었어? 그렇지. 뭐야? 하지 마. 이따 할게. 갈래? 추워. 봐."),
            (
                Level::Plain,
                "집에 간다. 밥을 먹었다. 날씨가 좋다. 어서 가라. 같이 가자. 뭐 하니? 읽어라.",
            ),
            (Level::Blunt, "날씨가 좋소. 나는 모르겠소. 어디로 가시오?"),
            (Level::Familiar, "자네가 하게. 이제 가세. 자네도 가네."),
        ];
        for (expected, text) in cases {
            for sentence in sentences(text) {
                assert_eq!(level(sentence), Some(expected), "{sentence}");
            }
        }
    }

    #[test]
    fn a_fragment_has_no_level() {
        for text in
            ["", "커피 두 잔", "바다", "필요", "장소", "월요일 아침에", "Hello", "먹다", "…"]
        {
            assert_eq!(level(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_quoted_is_anothers() {
        assert_eq!(level("친구가 “집에 가자.”라고 했어요."), Some(Level::Polite));
        assert!(!read("'어디 가십니까?'라고 물었다. 나는 웃었다.").mixed);
    }

    #[test]
    fn levels_that_change_are_mixed() {
        assert!(read("저는 학생입니다. 밥을 먹었어.").mixed);
        assert!(!read("비가 왔다. 우리는 집에 있었다.").mixed);
        assert!(!read("같이 가자. 나 지금 바빠.").mixed, "가자 is of both");
    }

    #[test]
    fn a_label_may_stand_where_the_ending_is_of_both() {
        let heard = read("같이 가자!").heard;
        let allows = |label| heard.is_some_and(|heard| heard.allows(label));
        assert!(allows(glossary::Register::Plain) && allows(glossary::Register::Casual));
        assert!(!allows(glossary::Register::Polite));
    }
}
