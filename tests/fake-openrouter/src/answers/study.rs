//! Sentence templates of the cards that are not scenes, by kind. Data only.

/// What one kind of card asks, and what its answer is made of.
#[derive(Debug)]
pub(super) struct Study {
    pub(super) kind: &'static str,
    pub(super) fronts: &'static [&'static str],
    pub(super) leads: &'static [&'static str],
    pub(super) sentences: &'static [&'static str],
    pub(super) tags: &'static [&'static str],
}

pub(super) const STUDIES: &[Study] = &[
    Study {
        kind: "usage-comparison",
        fronts: &[
            "You could say {term} or {vs} here. Which one fits, and what would the other one suggest to a listener?",
            "A friend mixes up {term} and {vs}. How do you explain the difference in one clear example?",
            "When does a Korean speaker reach for {term} rather than {vs}, and what feeling changes with the choice?",
        ],
        leads: &[
            "Choose {term} when you mean ‘{gloss}’. {contrast}.",
            "Both can be found in a dictionary, but {term} is ‘{gloss}’. {contrast}.",
        ],
        sentences: &[
            "Swap {vs} into the same sentence and a listener pictures another situation.",
            "A good test is to ask who is speaking and how well they know each other.",
            "If both seem possible, {term} is usually the safer one for a learner.",
            "Notice which verbs keep it company; that habit separates the two quickly.",
            "With {vs} the weight of the sentence moves, even though the grammar stays the same.",
        ],
        tags: &["usage", "comparison"],
    },
    Study {
        kind: "hanja",
        fronts: &[
            "Which Chinese characters stand behind {term}, how is each one read, and how do they add up to its meaning?",
            "You see {hanja} on an old sign. Which Korean word is it, and how do you read it aloud?",
        ],
        leads: &["{term} is written {hanja}. {readings}Together they give ‘{gloss}’."],
        sentences: &[
            "Picture the characters cut into a wooden seal, dark red ink filling every line.",
            "The same characters return in other Korean words, so learning them once pays many times.",
            "Read them from left to right and let each one add its own small meaning.",
            "In modern texts they appear in brackets after the Hangul, mostly to tell homonyms apart.",
            "Trace them once on your palm; the hand remembers what the eye forgets.",
        ],
        tags: &["hanja"],
    },
    Study {
        kind: "example",
        fronts: &[
            "How would you use {term} in a full Korean sentence, spoken to somebody whom you know well?",
            "Make one natural sentence with {term}. Then say what changes when you speak to a teacher instead.",
        ],
        leads: &["Here {term} means ‘{gloss}’."],
        sentences: &[
            "Say the sentence at natural speed first, then once more slowly, word by word.",
            "The particle after the word shows its role, so listen for the very next syllable.",
            "Change the time of the sentence and say it again; only the ending moves.",
            "Imagine the person to whom you say it, and let your voice match that person.",
        ],
        tags: &["example"],
    },
    Study {
        kind: "formal-casual",
        fronts: &[
            "You say {term} to a friend, then to your company's director. What changes in the sentence around it?",
            "Which ending goes with {term} in a speech, at a shop, and with your younger brother?",
        ],
        leads: &[
            "The word {term} itself, ‘{gloss}’, stays as it is; the ending carries the respect.",
        ],
        sentences: &[
            "In a speech the sentence closes with the formal ending, clear and a little distant.",
            "At a shop or with colleagues the polite ending in yo is the natural choice.",
            "With close friends the bare form is warm, while the same form to a stranger is rude.",
            "When unsure, begin politely and follow what the other person offers.",
            "Written diaries and newspapers use the plain style, which addresses nobody in particular.",
        ],
        tags: &["register"],
    },
    Study {
        kind: "grammar",
        fronts: &[
            "What part of speech is {term}, and which particles or endings may follow it in a sentence?",
            "Where does {term} stand in a Korean sentence, and what must come right before or after it?",
        ],
        leads: &["{term} means ‘{gloss}’ and behaves like others of its class."],
        sentences: &[
            "Korean puts the verb last, so everything that the word does is settled before the end.",
            "Particles lean on the word before them and depend on its final sound.",
            "Modifiers always come first; nothing that describes the word may follow it.",
            "In conversation some particles disappear, but in writing they come back.",
            "Negation belongs to the verb and does not touch this word.",
        ],
        tags: &["grammar"],
    },
    Study {
        kind: "cultural",
        fronts: &[
            "Where in Korean daily life would you meet {term}, and what would a visitor not know about it?",
            "What does {term} bring to mind for somebody who grew up in Korea, beyond the dictionary meaning?",
        ],
        leads: &["Beyond its plain sense, ‘{gloss}’, {term} belongs to shared everyday memories."],
        sentences: &[
            "Older and younger speakers may connect it with quite different times and places.",
            "Television dramas use such words to show in a second where a person stands.",
            "Holidays at the family home are where many of these associations begin.",
            "A visitor may understand the sentence and still miss the warmth in it.",
            "Ask a Korean friend about it, and a story will follow almost at once.",
        ],
        tags: &["culture"],
    },
];

/// Sentences that fit any of them.
pub(super) const FILLERS: &[&str] = &[
    "Repeat it tomorrow, and again after three days, until it comes without effort.",
    "Write it once by hand in Hangul and read your own writing aloud.",
    "Connect it with a person you know, and the word gains a face.",
    "Listen for it in the next song or drama that you enjoy.",
    "Explain it to somebody else in your own language; gaps show up immediately.",
    "Cover the answer and try again, this time with a new sentence of your own.",
    "Do not translate word by word; start from the picture and find the Korean for it.",
    "Small mistakes here are normal and rarely stop anybody from understanding you.",
];
