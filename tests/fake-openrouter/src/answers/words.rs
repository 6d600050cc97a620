//! The vocabulary and the sentence templates that answers are made of. Data only.

/// Everyday words with what they mean, for questions that bring no meaning along, and as keywords.
pub(super) const KNOWN: &[(&str, &str)] = &[
    ("학교", "school"),
    ("친구", "friend"),
    ("물", "water"),
    ("시간", "time"),
    ("사람", "person"),
    ("음식", "food"),
    ("집", "house"),
    ("바다", "sea"),
    ("마음", "heart, mind"),
    ("하늘", "sky"),
    ("나무", "tree"),
    ("가족", "family"),
    ("여행", "travel"),
    ("음악", "music"),
    ("사랑", "love"),
    ("도시", "city"),
    ("날씨", "weather"),
    ("책", "book"),
    ("길", "road"),
    ("꿈", "dream"),
    ("약속", "promise, appointment"),
    ("이름", "name"),
    ("아침", "morning"),
    ("저녁", "evening"),
    ("건강", "health"),
    ("회사", "company"),
    ("문화", "culture"),
    ("역사", "history"),
    ("시장", "market"),
    ("사진", "photograph"),
    ("가다", "to go"),
    ("오다", "to come"),
    ("먹다", "to eat"),
    ("보다", "to see"),
    ("듣다", "to hear"),
    ("쓰다", "to write, to use"),
    ("읽다", "to read"),
    ("만나다", "to meet"),
    ("좋다", "to be good"),
    ("크다", "to be big"),
    ("작다", "to be small"),
    ("예쁘다", "to be pretty"),
    ("어렵다", "to be difficult"),
    ("공부하다", "to study"),
    ("생각하다", "to think"),
    ("시작하다", "to begin"),
];

/// What unknown nouns are said to mean.
pub(super) const THINGS: &[&str] = &[
    "shelter",
    "gathering",
    "signal",
    "harvest",
    "boundary",
    "keepsake",
    "current",
    "custom",
    "gesture",
    "burden",
    "remedy",
    "neighbourhood",
    "season",
    "craft",
    "agreement",
    "shadow",
];

/// What unknown verbs are said to mean.
pub(super) const DEEDS: &[&str] = &[
    "to carry",
    "to gather",
    "to set aside",
    "to lean on",
    "to untie",
    "to pass along",
    "to polish",
    "to look after",
    "to hold back",
    "to stir",
    "to fold",
    "to call out",
];

/// What other unknown words are said to mean.
pub(super) const MANNERS: &[&str] = &[
    "slowly",
    "by chance",
    "more or less",
    "on purpose",
    "side by side",
    "after all",
    "at last",
    "little by little",
];

pub(super) const LOCATIONS: &[&str] = &[
    "the night market in Gwangjang",
    "a stone courtyard in Bukchon",
    "the last car of Line 2",
    "a tea house in Insadong",
    "the fishing pier in Sokcho",
    "a bookshop under Gwanghwamun",
    "the cable car over Namsan",
    "a persimmon orchard in Sangju",
    "the ferry to Jeju",
    "a pottery kiln in Icheon",
    "the steps of Haeinsa temple",
    "a rooftop in Haebangchon",
    "the bamboo grove in Damyang",
    "a noodle stall in Busan",
    "the green fields of Boseong",
    "a quiet classroom after rain",
    "the sauna's warm stone room",
    "a lighthouse on Ulleungdo",
    "the bus stop outside Gyeongju",
    "a paper workshop in Jeonju",
    "the ice rink at City Hall",
    "a village well in Andong",
    "the subway stairs at Hapjeong",
    "a kimchi cellar in winter",
];

pub(super) const ANCHORS: &[&str] = &[
    "a brass kettle",
    "a red umbrella",
    "a cracked celadon bowl",
    "a paper lantern",
    "a giant bell",
    "a wooden clog",
    "a silk drawstring pouch",
    "a stack of ledgers",
    "a clay jar",
    "a long silver spoon",
    "a folding screen",
    "a bamboo flute",
    "a straw raincoat",
    "a moon jar",
    "a rusty bicycle",
    "a carved duck",
    "an iron pot",
    "a blue apron",
    "a persimmon crate",
    "a hand drum",
    "an old radio",
    "a stone turtle",
    "a glass marble",
    "a mountain of rice cakes",
];

pub(super) const SENSATIONS: &[&str] = &[
    "cold brass that rings when it is tapped",
    "the nutty smell of roasted barley",
    "rough straw that scratches your palm",
    "steam that fogs your glasses",
    "a low hum you feel in your teeth",
    "the sweet smell of ripe persimmons",
    "wet stone, smooth and icy under bare feet",
    "the crackle of thin ice",
    "smoke of burning pine in your hair",
    "salt drying on your lips",
    "warm floor heat rising through your socks",
    "the sour bite of old kimchi",
    "silk that slips through your fingers like water",
    "a bright click like a marble on tile",
    "the bitter taste of green tea",
    "dust dancing in one hot beam of light",
];

/// A thing and what it does, for metaphors: "a lantern", "lighting one step at a time".
pub(super) const METAPHORS: &[(&str, &str)] = &[
    ("lantern", "lighting one step at a time"),
    ("bridge", "carrying strangers over dark water"),
    ("river", "bending but never stopping"),
    ("needle", "pulling a long red thread"),
    ("well", "giving back every whisper"),
    ("kite", "tugging hard at its string"),
    ("drum", "calling the whole village"),
    ("seed", "cracking a stone floor open"),
    ("mirror", "showing yesterday's face"),
    ("key", "turning in a rusty lock"),
    ("loom", "weaving two colours into one"),
    ("plough", "turning the dark soil over"),
    ("candle", "eating its own body"),
    ("magnet", "gathering scattered pins"),
    ("gate", "opening only from inside"),
    ("tide", "erasing every footprint"),
    ("ladder", "leaning on thin air"),
    ("compass", "trembling before it decides"),
    ("blanket", "covering more than its size"),
    ("whetstone", "growing thin with every use"),
];

pub(super) const METAPHOR_FRAMES: &[&str] = &[
    "Picture ‘{gloss}’ as a {noun}, {action}.",
    "Think of ‘{gloss}’ as a {noun}, forever {action}.",
    "For the memory, ‘{gloss}’ turns into a {noun}, {action}.",
    "Where ‘{gloss}’ appears there is a {noun}, quietly {action}.",
];

pub(super) const EXPLANATIONS: &[&str] = &[
    "A common word in speech and writing alike; it keeps a neutral tone and fits most situations.",
    "Heard daily at home and at work. The tone is plain, and politeness comes from the ending.",
    "It names the thing itself rather than an opinion of it, so it seldom sounds harsh.",
    "Learners meet it early, and native speakers never stop using it, in news and in small talk.",
];

pub(super) const CONTEXTS: &[&str] = &[
    "Fits both conversation and writing.",
    "Mostly in everyday conversation.",
    "More frequent in writing than in speech.",
    "Common in news and in class.",
];

pub(super) const CONTRASTS: &[&str] = &[
    "{term} is the wider and more neutral choice, while {vs} points at one particular situation.",
    "{term} sounds lighter and more everyday; {vs} weighs more and is chosen with care.",
    "{term} looks at the whole, whereas {vs} looks at a single part or moment.",
    "{term} can be said to anyone, but {vs} depends on who is listening.",
];

pub(super) const SCENE_FRONTS: &[&str] = &[
    "You walk into {place}. Beside you stands {anchor}, and it begins to move. Which Korean word wakes up?",
    "Rain falls on {place} while {anchor} glows in the dark. Whose name is written there in Hangul?",
    "At {place} a stranger hands you {anchor}. You look closer and hear one word. Which one?",
    "Early morning in {place}: {anchor} blocks your way. What must you say to pass it?",
    "You open the drawer and find {place}, tiny and complete, with {anchor} inside. What is it called?",
    "Everyone at {place} has gone home, but {anchor} is still warm. What word does it keep?",
    "Follow the sound through {place} until you touch {anchor}. Which Korean word is it repeating softly?",
    "Close your eyes at {place}. Your hand finds {anchor}. Name what you feel, in Korean.",
];

pub(super) const ENTRIES: &[&str] = &[
    "You arrive at {place}, and {anchor} stands exactly where your eyes come to rest.",
    "The path ends at {place}; {anchor} waits there as if somebody expected you.",
    "Nothing moves at {place} except {anchor}, which trembles a little as you come closer.",
    "At {place} the crowd parts, and you see {anchor} on the ground before you.",
    "You have been at {place} before, but never with {anchor} shining in its centre.",
    "A door opens onto {place}, and the first thing that meets you is {anchor}.",
];

pub(super) const SOUNDS: &[&str] = &[
    "You hear a low bell, then the scrape of wood on wet stone.",
    "Somewhere a drum is beating, and its sound makes your ribs hum.",
    "A kettle whistles, rises, and breaks off in sudden silence.",
    "You hear slippers whisper over an oiled paper floor.",
    "Wind rattles the tin roof with a noise like thrown rice.",
    "A choir of frogs grows loud, then stops at your footstep.",
    "You hear coins ringing as they roll away across the tiles.",
    "A vendor's hoarse cry echoes twice from the far wall.",
];

pub(super) const SMELLS: &[&str] = &[
    "The air smells of roasted sesame and rain on warm asphalt.",
    "A sharp smell of ginger and smoke stings your nose.",
    "It smells of old books, ink and tangerine peel.",
    "The scent of pine needles is so strong that you taste it.",
    "Sweet red bean steam drifts past and dampens your cheeks.",
    "Your fingers turn cold and your tongue tastes of sea salt.",
    "The floor is hot under your feet and smells of clay.",
    "Something soft as moss brushes your hand and smells of earth.",
];

pub(super) const REVEALS: &[&str] = &[
    "Carved into its side you read {term}, and you know at once: {gloss}.",
    "It turns over and shows the word {term}, which here means {gloss}.",
    "A voice right behind you says {term}, and the meaning lands: {gloss}.",
    "Letters of light spell {term} in the air; they mean {gloss}.",
    "Your breath clouds over and writes {term} on the glass: {gloss}.",
];

pub(super) const HOOKS: &[&str] = &[
    "Say {term} aloud twice before you leave, once slowly and once as if calling a friend.",
    "Before you go you tap it three times, and each time it answers {term}.",
    "You put the word {term} into your pocket, and it stays warm all day.",
    "When you look back, the whole place has taken the shape of {term}.",
    "You sign your name beside {term} in the guest book, and the ink shines.",
];

pub(super) const SCENE_FILLERS: &[&str] = &[
    "For a long moment nobody speaks, and the picture settles in your memory.",
    "The light turns from grey to gold, and every edge becomes clear.",
    "You step closer, close enough to leave a fingerprint on the cold surface.",
    "A child runs past laughing and points at it as if it were an old friend.",
    "Your shadow stretches out and touches it before your hand does.",
    "It is absurdly large now, twice your height, and still growing.",
    "Somebody has tied a red thread around it, and the loose end leads to you.",
    "You count to three in Korean, hana, dul, set, and the scene stands still.",
];

pub(super) const SMALL_TALK: &[&str] = &[
    "안녕하세요. 무엇을 도와드릴까요?",
    "네, 알겠습니다. 바로 시작할게요.",
    "좋은 질문이에요. 천천히 살펴볼까요?",
    "오늘도 한국어를 한 단어 더 배웠어요.",
];

/// A common word that is not this one.
pub(super) fn other_than(term: &str) -> &'static str {
    KNOWN.iter().map(|(word, _)| *word).find(|word| *word != term).unwrap_or("학교")
}
