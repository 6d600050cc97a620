// Words and notes of the played machine: a handful written by hand, repeated as often as wanted.
import type { CardView, ExampleView, NoteView, WordRow } from '../bindings';

/** What a list says of a word. */
export type Plain = Pick<
  WordRow,
  'term' | 'pronunciation' | 'pos' | 'meaning' | 'file' | 'row' | 'in_dictionary'
>;

interface Lesson {
  term: string;
  pronunciation: string;
  ipa: string;
  romanization: string;
  pos: string;
  meaning: string;
  other?: string[];
  hanja?: string;
  explanation: string;
  cards: CardView[];
  example: ExampleView;
}

const scene = (front: string, back: string): CardView => ({ kind: 'scene', front, back });
const compare = (front: string, back: string): CardView => ({
  kind: 'usage-comparison',
  front,
  back,
});
const polite = (korean: string, form: string, english: string): ExampleView => ({
  korean,
  form,
  english,
  register: 'polite',
});

export const lessons: readonly Lesson[] = [
  {
    term: '학교',
    pronunciation: '학꾜',
    ipa: 'hak̚k͈jo',
    romanization: 'hakgyo',
    pos: 'noun',
    meaning: 'school',
    hanja: '學校',
    explanation:
      'Any school from first grade up. A private academy for extra lessons is 학원, and a university is usually called 대학교 in full.',
    cards: [
      scene(
        'You stand at the gate on the first morning of spring; a bell rings and chalk dust hangs in the light. Where are you?',
        '학교. The first syllable, 학, is learning; the second, 교, is the house it lives in. Hear the k of 학 close and push 교 into a tense 꾜: hak-kkyo. The cold iron of the gate and the smell of floor wax belong to this word alone.',
      ),
      compare(
        'Your friend studies math every evening until ten in a building above a bakery. Is she at 학교 or at 학원?',
        'At 학원. 학교 is the school everyone attends by day; 학원 is a private academy one pays for. Both begin with 學, learning, and part ways after it.',
      ),
      {
        kind: 'hanja',
        front: 'Two characters build the Korean word for school. Which idea does each bring?',
        back: '學 (배울 학) is to learn; 校 (학교 교) is a school building. The same 學 opens 학생, student, and closes 과학, science.',
      },
    ],
    example: polite('저는 매일 학교에 가요.', '학교', 'I go to school every day.'),
  },
  {
    term: '먹다',
    pronunciation: '먹따',
    ipa: 'mʌk̚t͈a',
    romanization: 'meokda',
    pos: 'verb',
    meaning: 'to eat',
    other: ['to take (medicine)', 'to make up (one’s mind)'],
    explanation:
      'The everyday verb for eating. With elders use 드시다. It also takes age, fear and resolve as its object: 나이를 먹다, to grow older.',
    cards: [
      scene(
        'Steam rises from a stone bowl, the rice crackles at its edge, and everyone picks up a spoon at once. What do they do?',
        '먹다. The tense 따 at the end is the click of the spoon on stone. Speaking politely you say 먹어요; of your grandmother you say 드세요.',
      ),
      compare(
        'You invite your teacher to begin the meal. Why would 먹으세요 sound wrong?',
        'Eating by someone you honour is 드시다: 맛있게 드세요. 먹다 is for yourself, friends and those younger.',
      ),
    ],
    example: polite('아침에 사과를 먹었어요.', '먹었어요', 'I ate an apple in the morning.'),
  },
  {
    term: '바다',
    pronunciation: '바다',
    ipa: 'pada',
    romanization: 'bada',
    pos: 'noun',
    meaning: 'sea',
    explanation:
      'The sea as one sees and smells it. In compounds the Chinese root 해 appears: 동해, the East Sea.',
    cards: [
      scene(
        'The train leaves the tunnel and the whole window turns blue; salt comes in through the gap. What has appeared?',
        '바다. Open your mouth for both vowels, as wide as the horizon. The salt on your lips and the pull of the wind stay with the word.',
      ),
      compare(
        'On a map you read 동해. Why is it not 동바다?',
        'Names are built from the Chinese root 해 (海). 바다 stands alone: 바다를 보다, to look at the sea.',
      ),
    ],
    example: polite('주말에 바다를 보러 갔어요.', '바다', 'I went to see the sea at the weekend.'),
  },
  {
    term: '읽다',
    pronunciation: '익따',
    ipa: 'ik̚t͈a',
    romanization: 'ikda',
    pos: 'verb',
    meaning: 'to read',
    explanation:
      'Before a consonant the ㄹ falls silent: 읽다 is [익따]. Before a vowel both sound: 읽어요 is [일거요].',
    cards: [
      scene(
        'A lamp, a blanket, rain on the glass, and a page that smells of paper and glue. What are you about to do?',
        '읽다. The ㄹ hides behind the page and steps out only when a vowel follows: 읽어요, il-geo-yo.',
      ),
      compare(
        'Someone glances at a poster. Did they 읽다 or 보다 it?',
        '보다 is to look; 읽다 is to follow the words. One can 보다 a book’s pictures without reading a line.',
      ),
    ],
    example: polite('자기 전에 책을 읽어요.', '읽어요', 'I read a book before I sleep.'),
  },
  {
    term: '시장',
    pronunciation: '시장',
    ipa: 'ɕidʑaŋ',
    romanization: 'sijang',
    pos: 'noun',
    meaning: 'market',
    hanja: '市場',
    explanation:
      'A market, of stalls or of shares. The same sounds written 市長 are a mayor, and 시장하다 is a courteous way to be hungry.',
    cards: [
      scene(
        'Fish scales on wet stone, a grandmother calling prices, sesame oil in the air. Where has the crowd carried you?',
        '시장. Say it as she does, drawn out at the end: si-jang. Your shoes are wet and your sleeve smells of sesame.',
      ),
      compare(
        'You need one carton of milk at midnight. Is it 시장 you look for?',
        'No: 편의점, a convenience store. 시장 is many sellers under one roof or along one street.',
      ),
      {
        kind: 'hanja',
        front: 'Which two characters make a market, and where do you meet the second again?',
        back: '市 (저자 시) is a market or city; 場 (마당 장) an open place. 場 comes back in 운동장, sports ground, and 공장, factory.',
      },
    ],
    example: polite(
      '엄마와 시장에서 과일을 샀어요.',
      '시장',
      'I bought fruit at the market with my mother.',
    ),
  },
  {
    term: '예쁘다',
    pronunciation: '예쁘다',
    ipa: 'jep͈ɯda',
    romanization: 'yeppeuda',
    pos: 'adjective',
    meaning: 'pretty',
    explanation:
      'Pretty to look at, and by extension pleasing in manner. In the polite form ㅡ drops: 예뻐요.',
    cards: [
      scene(
        'First snow on the persimmon tree, each orange fruit wearing a white cap. What word leaves your lips in a small cloud?',
        '예쁘다. The doubled ㅃ holds the breath a moment before it clouds the air. Speaking, you say 예뻐요.',
      ),
      compare(
        'A mountain at dawn leaves you silent. Is it 예쁘다 or 아름답다?',
        '아름답다, beautiful in a grand or lasting way. 예쁘다 is closer and smaller: a cup, a face, a word.',
      ),
    ],
    example: polite('꽃이 정말 예뻐요.', '예뻐요', 'The flowers are really pretty.'),
  },
  {
    term: '천천히',
    pronunciation: '천천히',
    ipa: 'tɕʰʌntɕʰʌnɦi',
    romanization: 'cheoncheonhi',
    pos: 'adverb',
    meaning: 'slowly',
    explanation: 'Unhurried rather than merely slow; what one says to a guest who is eating.',
    cards: [
      scene(
        'An old man climbs the temple stairs, a hand on the cold rail, a breath on each step. How does he go?',
        '천천히. Two equal steps, cheon-cheon, and a breath, hi. The rail is cold and the bell above has just stopped.',
      ),
      compare(
        'A clock that loses five minutes: does it go 천천히?',
        'No, it is 느리다. 천천히 is chosen, 느리다 is a quality.',
      ),
    ],
    example: polite('천천히 말해 주세요.', '천천히', 'Please speak slowly.'),
  },
  {
    term: '친구',
    pronunciation: '친구',
    ipa: 'tɕʰinɡu',
    romanization: 'chingu',
    pos: 'noun',
    meaning: 'friend',
    hanja: '親舊',
    explanation: 'Strictly someone of one’s own age. An older friend is 언니, 누나, 오빠 or 형.',
    cards: [
      scene(
        'Two umbrellas, one broken; someone moves over without a word and the rain drums on a shared roof. Who is it?',
        '친구. Close and old are its two characters: one who has been near for long. The wet shoulder is the price of the word.',
      ),
      compare(
        'Your colleague is ten years older and you like her much. Is she your 친구?',
        'Rarely said so. Age decides the word: 친한 언니 or 친한 선배.',
      ),
    ],
    example: {
      korean: '친구랑 영화 봤어.',
      form: '친구',
      english: 'I saw a film with a friend.',
      register: 'casual',
    },
  },
];

/** More words, with no lesson of their own: `term pronunciation type meaning`. */
const everyday = `
물 물 noun water|밥 밥 noun cooked rice|집 집 noun house|길 길 noun road|문 문 noun door
꽃 꼳 noun flower|값 갑 noun price|옷 옫 noun clothes|낮 낟 noun daytime|밤 밤 noun night
국물 궁물 noun broth|신라 실라 noun Silla|독립 동닙 noun independence|같이 가치 adverb together
좋다 조타 adjective to be good|많다 만타 adjective to be many|없다 업따 adjective to be absent
앉다 안따 verb to sit|걷다 걷따 verb to walk|듣다 듣따 verb to listen|돕다 돕따 verb to help
묻다 묻따 verb to ask|열다 열다 verb to open|닫다 닫따 verb to close|사다 사다 verb to buy
가다 가다 verb to go|오다 오다 verb to come|하늘 하늘 noun sky|구름 구름 noun cloud
바람 바람 noun wind|나무 나무 noun tree|사과 사과 noun apple|우유 우유 noun milk
커피 커피 noun coffee|아침 아침 noun morning|저녁 저녁 noun evening|오늘 오늘 noun today
내일 내일 noun tomorrow|어제 어제 noun yesterday|의사 의사 noun doctor|선생님 선생님 noun teacher
도서관 도서관 noun library|공항 공항 noun airport|병원 병원 noun hospital|식당 식땅 noun restaurant
`
  .split(/[|\n]/)
  .filter((line) => line !== '')
  .map((line): Plain => {
    const [term = '', pronunciation = '', pos = '', ...meaning] = line.split(' ');
    return {
      term,
      pronunciation,
      pos,
      meaning: meaning.join(' '),
      file: '',
      row: 0,
      in_dictionary: true,
    };
  });

/** Every word there is, those with lessons first. */
const terms: readonly Plain[] = [
  ...lessons.map(({ term, pronunciation, pos, meaning }) => ({
    term,
    pronunciation,
    pos,
    meaning,
    file: '',
    row: 0,
    in_dictionary: true,
  })),
  ...everyday,
];

function plain(index: number): Plain {
  const known = terms[index % terms.length] as Plain;
  const round = Math.floor(index / terms.length);
  return round === 0 ? known : { ...known, term: `${known.term}${round + 1}` };
}

function lesson(index: number): Lesson {
  return lessons[index % lessons.length] as Lesson;
}

/** The nth word of a long list. */
export function word(index: number, file: string): Plain {
  const known = plain(index);
  return {
    ...known,
    file,
    row: index + 2,
    in_dictionary: index % 9 !== 4,
    meaning: index % 27 === 13 ? null : known.meaning,
  };
}

/** The note of the nth word finished. */
export function note(index: number, model: string | null): NoteView {
  const from = lesson(index);
  const { term, pronunciation, pos, meaning } = plain(index);
  return {
    word: index + 1,
    position: index + 1,
    term,
    pronunciation,
    ipa: from.ipa,
    romanization: from.romanization,
    pos,
    meaning: meaning ?? '',
    other_meanings: from.other ?? [],
    hanja: from.hanja ?? null,
    explanation: from.explanation,
    source: model === null ? 'dictionary' : 'model',
    model,
    defects:
      index % 31 === 6 ? ['The scene card names only one thing that can be felt or heard.'] : [],
    cards: from.cards,
    examples: [from.example],
  };
}
