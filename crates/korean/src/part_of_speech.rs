//! Parts of speech, and the many labels under which word lists name them.

/// What kind of word a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartOfSpeech {
    /// 명사, proper nouns included.
    Noun,
    /// 대명사.
    Pronoun,
    /// 수사.
    Numeral,
    /// 동사.
    Verb,
    /// 형용사.
    Adjective,
    /// 부사.
    Adverb,
    /// 관형사.
    Determiner,
    /// 조사.
    Particle,
    /// 감탄사.
    Interjection,
    /// 보조 용언.
    Auxiliary,
    /// 의존 명사, counters included.
    BoundNoun,
    /// 접사 and 어미.
    Affix,
    /// 접속사.
    Conjunction,
    /// A phrase or sentence of several words.
    Expression,
}

impl PartOfSpeech {
    /// Every part of speech, in the order of the enum.
    pub const ALL: [Self; 14] = [
        Self::Noun,
        Self::Pronoun,
        Self::Numeral,
        Self::Verb,
        Self::Adjective,
        Self::Adverb,
        Self::Determiner,
        Self::Particle,
        Self::Interjection,
        Self::Auxiliary,
        Self::BoundNoun,
        Self::Affix,
        Self::Conjunction,
        Self::Expression,
    ];

    /// Reads a label as dictionaries and learners write it: English names and abbreviations
    /// (`noun`, `n.`, `adj.`), Korean names (명사, 의존 명사) and the letters of the National
    /// Institute's lists (명 동 형 부 의 관 대 수 감 보 고). Case, spaces and dots do not matter.
    /// An inflected form of unknown kind (활용형, 용언) counts as a verb.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        let plain: String = label
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        LABELS
            .iter()
            .find(|(_, labels)| labels.split(' ').any(|known| known == plain))
            .map(|(kind, _)| *kind)
    }

    /// The English name, as the model's answers spell it.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Noun => "noun",
            Self::Pronoun => "pronoun",
            Self::Numeral => "numeral",
            Self::Verb => "verb",
            Self::Adjective => "adjective",
            Self::Adverb => "adverb",
            Self::Determiner => "determiner",
            Self::Particle => "particle",
            Self::Interjection => "interjection",
            Self::Auxiliary => "auxiliary",
            Self::BoundNoun => "bound noun",
            Self::Affix => "affix",
            Self::Conjunction => "conjunction",
            Self::Expression => "expression",
        }
    }

    /// The Korean name.
    #[must_use]
    pub fn korean(self) -> &'static str {
        match self {
            Self::Noun => "명사",
            Self::Pronoun => "대명사",
            Self::Numeral => "수사",
            Self::Verb => "동사",
            Self::Adjective => "형용사",
            Self::Adverb => "부사",
            Self::Determiner => "관형사",
            Self::Particle => "조사",
            Self::Interjection => "감탄사",
            Self::Auxiliary => "보조 용언",
            Self::BoundNoun => "의존 명사",
            Self::Affix => "접사",
            Self::Conjunction => "접속사",
            Self::Expression => "표현",
        }
    }

    /// Whether the word inflects: a verb, an adjective or an auxiliary.
    #[must_use]
    pub fn is_predicate(self) -> bool {
        matches!(self, Self::Verb | Self::Adjective | Self::Auxiliary)
    }

    /// Whether the word is of the noun's kind (체언): noun, pronoun, numeral, bound noun.
    #[must_use]
    pub fn is_nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Pronoun | Self::Numeral | Self::BoundNoun)
    }
}

/// Lower case, letters only; one line per part of speech.
const LABELS: [(PartOfSpeech, &str); 14] = [
    (
        PartOfSpeech::Noun,
        "noun n nn nng nnp propernoun propn commonnoun nounjosa 명사 명 고유명사 고 일반명사 이름씨 체언",
    ),
    (PartOfSpeech::Pronoun, "pronoun pron pn np 대명사 대 대이름씨"),
    (PartOfSpeech::Numeral, "numeral number num nr 수사 수 숫자 셈씨"),
    (
        PartOfSpeech::Verb,
        "verb v vb vv vt vi transitiveverb intransitiveverb actionverb inflected 동사 동 자동사 타동사 움직씨 용언 활용형",
    ),
    (PartOfSpeech::Adjective, "adjective adj a va descriptiveverb stativeverb 형용사 형 그림씨"),
    (PartOfSpeech::Adverb, "adverb adv mag 부사 부 어찌씨"),
    (PartOfSpeech::Determiner, "determiner det modifier prenoun adnominal mm 관형사 관 매김씨"),
    (PartOfSpeech::Particle, "particle part prt josa postposition postp marker 조사 조 토씨"),
    (
        PartOfSpeech::Interjection,
        "interjection interj int intj exclamation excl ic 감탄사 감 느낌씨",
    ),
    (
        PartOfSpeech::Auxiliary,
        "auxiliary aux auxiliaryverb auxiliaryadjective auxv vx 보조용언 보조동사 보조형용사 보",
    ),
    (
        PartOfSpeech::BoundNoun,
        "boundnoun dependentnoun counter bn nnb 의존명사 의 불완전명사 단위명사",
    ),
    (PartOfSpeech::Affix, "affix suffix prefix suf pref ending aff 접사 접미사 접두사 접 어미"),
    (PartOfSpeech::Conjunction, "conjunction conj connective maj 접속사 접속부사 이음씨"),
    (
        PartOfSpeech::Expression,
        "expression expr phrase phr idiom sentence grammar proverb 표현 구 숙어 관용구 관용표현 속담 문법 문법표현 품사없음",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_reads_back_as_itself() {
        for kind in PartOfSpeech::ALL {
            assert_eq!(PartOfSpeech::from_label(kind.english()), Some(kind));
            assert_eq!(PartOfSpeech::from_label(kind.korean()), Some(kind));
        }
    }

    #[test]
    fn labels_of_lists_and_dictionaries_are_known() {
        let cases = [
            ("n.", PartOfSpeech::Noun),
            ("Adj.", PartOfSpeech::Adjective),
            (" V ", PartOfSpeech::Verb),
            ("의존명사", PartOfSpeech::BoundNoun),
            ("의", PartOfSpeech::BoundNoun),
            ("보", PartOfSpeech::Auxiliary),
            ("고", PartOfSpeech::Noun),
            ("bound-noun", PartOfSpeech::BoundNoun),
            ("[명사]", PartOfSpeech::Noun),
        ];
        for (label, kind) in cases {
            assert_eq!(PartOfSpeech::from_label(label), Some(kind), "{label}");
        }
    }

    #[test]
    fn unknown_labels_are_not_guessed() {
        for label in ["", ".", "thing", "明"] {
            assert_eq!(PartOfSpeech::from_label(label), None, "{label}");
        }
    }
}
