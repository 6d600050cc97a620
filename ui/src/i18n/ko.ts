// 창에 나오는 모든 문장, 한국어. The same shape as English, held by the compiler.
import type { Messages } from './en';
import { n } from './ko/numbers';
import { estimate } from './ko/estimate';
import { heldUp } from './ko/heldUp';
import { key } from './ko/key';
import { settings } from './ko/settings';
import { words } from './ko/words';

function duration(seconds: number): string {
  if (seconds < 1) return '1초 미만';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}초`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}분 ${whole % 60}초`;
  return `${Math.floor(minutes / 60)}시간 ${minutes % 60}분`;
}

export const ko = {
  language: 'ko',
  number: n,
  duration,
  when: (seconds: number) =>
    new Date(seconds * 1000).toLocaleString('ko', { dateStyle: 'medium', timeStyle: 'short' }),

  nav: {
    label: '화면',
    words: '단어',
    run: '작업',
    cards: '카드',
    settings: '설정',
    percent: (percent: number) => `${percent}% 완료`,
    read: (words: number) => `읽은 단어 ${n(words)}개`,
    finished: (words: number) => `완료한 단어 ${n(words)}개`,
  },

  common: {
    cancel: '취소',
    close: '닫기',
    dismiss: '닫기',
    opening: '여는 중…',
    tryAgain: '다시 시도',
    cannotOpen: '라이브러리를 열 수 없습니다',
  },

  problem: {
    unreadable_file: '파일을 읽을 수 없습니다',
    no_words: '만들 단어가 없습니다',
    key_missing: 'API 키가 필요합니다',
    key_refused: '서버가 키를 거부했습니다',
    keychain_unavailable: '키체인을 쓸 수 없습니다',
    no_credit: '크레딧이 부족합니다',
    cap_reached: '지출 한도에 도달했습니다',
    daily_limit: '하루 사용 한도에 도달했습니다',
    offline: '서버에 연결할 수 없습니다',
    bad_endpoint: '서버 주소나 모델이 올바르지 않습니다',
    store_busy: '라이브러리를 다른 프로그램이 쓰고 있습니다',
    store_damaged: '라이브러리가 손상되었습니다',
    disk_full: '디스크에 남은 공간이 없습니다',
    no_permission: '파일이나 폴더에 접근할 권한이 없습니다',
    run_busy: '다른 Hanji가 이 작업을 진행하고 있습니다',
    not_found: '찾을 수 없습니다',
    invalid_input: '쓸 수 없는 값입니다',
    dialog_unavailable: '파일 대화 상자를 열 수 없습니다',
    internal: 'Hanji 안에서 문제가 생겼습니다',
  },

  words,

  reason: {
    duplicate: '중복',
    empty_term: '단어 없음',
    no_hangul: '한글 없음',
    no_hangul_syllable: '한글 없음',
    only_jamo: '낱자만 있음',
    broken_syllable: '깨진 글자',
    looks_like_sentence: '문장',
    comment: '주석',
    mojibake: '깨진 글자',
    invalid_utf8: '깨진 글자',
    not_text: '글이 아님',
    other_language: '다른 언어',
    term_too_long: '너무 긺',
    suspicious_characters: '이상한 문자',
    unterminated_quote: '닫히지 않은 따옴표',
    bad_json: '잘못된 JSON',
    formula: '수식',
    formula_without_cached_value: '수식',
  } as Record<string, string>,

  start: {
    title: '카드 만들기',
    engine: '카드를 누가 쓸까요',
    dictionary: '내장 사전',
    dictionaryText: '무료, 오프라인',
    dictionaryKnows: (words: number, own: number, bare: number) =>
      [
        own + bare === 0
          ? `단어 ${n(words)}개를 모두 압니다.`
          : `단어 ${n(words + own + bare)}개 중 ${n(words)}개를 압니다.`,
        own > 0 ? `${n(own)}개는 적어 둔 뜻으로 카드를 만듭니다.` : '',
        bare > 0 ? `뜻이 없는 ${n(bare)}개에는 발음만 들어갑니다.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    openrouter: 'OpenRouter',
    openrouterText: '내 키로 원하는 모델',
    compatible: '내 서버',
    compatibleText: 'Ollama, LM Studio, llama.cpp…',
    address: '주소',
    model: '모델',
    cap: '지출 한도(달러)',
    capHint: '비우면 한도가 없습니다.',
    noCap: '한도 없음',
    estimate,
    kinds: '단어마다 만들 카드',
    options: '옵션',
    hide: '옵션 숨기기',
    start: (words: number) => (words === 0 ? '시작' : `단어 ${n(words)}개로 시작`),
    starting: '시작하는 중…',
    needKey: 'OpenRouter를 쓰려면 키가 필요합니다.',
  },

  kind: {
    scene: '장면',
    'usage-comparison': '비교',
    hanja: '한자',
    example: '예문',
    'formal-casual': '높임과 반말',
    grammar: '문법',
    cultural: '문화',
  },

  pos: {
    noun: '명사',
    pronoun: '대명사',
    numeral: '수사',
    verb: '동사',
    adjective: '형용사',
    adverb: '부사',
    determiner: '관형사',
    particle: '조사',
    interjection: '감탄사',
    auxiliary: '보조 용언',
    'bound noun': '의존 명사',
    affix: '접사',
    conjunction: '접속사',
    expression: '표현',
  } as Record<string, string>,

  register: {
    formal: '합쇼체',
    polite: '해요체',
    casual: '해체',
    plain: '해라체',
  } as Record<string, string>,

  key,

  run: {
    heldUp,
    title: '작업',
    emptyTitle: '아직 작업이 없습니다',
    emptyText: '단어를 읽고 시작을 누르면, 만들어지는 카드가 여기에 나타납니다.',
    toWords: '단어로 가기',
    state: {
      running: '진행 중',
      pausing: '멈추는 중…',
      paused: '멈춤',
      resuming: '이어 가는 중…',
      cancelling: '취소하는 중…',
      retrying: '다시 시도하는 중…',
      done: '완료',
      cancelled: '취소됨',
    },
    engine: { dictionary: '내장 사전', openrouter: 'OpenRouter', compatible: '내 서버' },
    of: (done: number, words: number) => `단어 ${n(words)}개 중 ${n(done)}개`,
    progress: '완료한 단어',
    waiting: '대기',
    underWay: '진행',
    done: '완료',
    failed: '실패',
    needsReview: '확인 필요',
    speed: '속도',
    perMinute: (words: number) => `분당 ${n(Math.round(words))}개`,
    timeLeft: '남은 시간',
    took: '걸린 시간',
    average: '평균 속도',
    cost: '비용',
    free: '무료',
    notTold: '서버가 알려 주지 않음',
    unknown: '–',
    pause: '멈추기',
    resume: '이어 하기',
    cancel: '작업 취소',
    cancelTitle: '이 작업을 취소할까요?',
    cancelText: (done: number, left: number) =>
      `완료한 단어 ${n(done)}개는 그대로 남아 내보낼 수 있습니다. 나머지 ${n(left)}개는 만들지 않습니다.`,
    keepGoing: '계속하기',
    retryOne: '다시 시도',
    retry: (words: number) => `단어 ${n(words)}개 다시 시도`,
    failures: '실패한 단어',
    attempts: (attempts: number) => `${n(attempts)}번 시도`,
    stage: { nuance: '뜻', cards: '카드' } as Record<string, string>,
    lastReply: '마지막 답',
    newest: '새 카드',
    noneYet: {
      running: '곧 첫 카드가 여기에 나타납니다.',
      pausing: '아직 카드가 없습니다.',
      paused: '아직 카드가 없습니다. 작업을 이어 하면 여기에 나타납니다.',
      done: '만든 카드가 없습니다. 실패한 단어는 다시 시도할 수 있습니다.',
      cancelled: '카드를 만들기 전에 작업이 취소되었습니다.',
    },
    showCards: '모든 카드',
    earlier: '작업 목록',
    goOn: (done: number, words: number) => `${n(words)}개 중 ${n(done)}개 완료. 이어 할까요?`,
    finishedOf: (done: number, words: number) =>
      done === words ? `단어 ${n(words)}개` : `단어 ${n(words)}개 중 ${n(done)}개`,
    export: '내보내기…',
    exporting: '내보내는 중…',
    exported: (name: string, notes: number, cards: number) =>
      `${name}: 노트 ${n(notes)}개, 카드 ${n(cards)}장`,
    leftOut: (words: number) => `끝나지 않은 단어 ${n(words)}개는 빠졌습니다.`,
    reveal: '폴더에서 보기',
    announce: (done: number, words: number) => `단어 ${n(words)}개 중 ${n(done)}개 완료`,
    announceDone: (done: number, failed: number) =>
      failed === 0 ? `단어 ${n(done)}개 완료` : `단어 ${n(done)}개 완료, ${n(failed)}개 실패`,
    announcePaused: '작업이 멈췄습니다',
    openSettings: '설정 열기',
  },

  cards: {
    title: '카드',
    emptyTitle: '아직 카드가 없습니다',
    emptyText: '작업에서 완료한 단어를 여기서 앞뒤로 읽어 볼 수 있습니다.',
    list: '완료한 단어',
    pick: '단어를 고르면 카드를 볼 수 있습니다.',
    counted: (notes: number) => `단어 ${n(notes)}개`,
    run: '작업',
    back: '목록으로',
    pronunciation: '발음',
    ipa: 'IPA',
    romanization: '로마자 표기',
    other: '다른 뜻',
    examples: '예문',
    cards: '카드',
    reveal: '답 보기',
    source: {
      model: (model: string | null) => (model ? `${model} 작성` : '모델 작성'),
      dictionary: () => '내장 사전',
      computed: () => '적어 둔 뜻과 계산한 발음',
      bare: '뜻 없음, 계산한 발음',
    },
    review: '확인 필요',
    loading: '카드를 읽는 중…',
  },

  settings,

  shortcut: {
    words: '단어',
    run: '작업',
    cards: '카드',
    settings: '설정',
    open: '파일 열기',
    paste: '단어 붙여넣기',
    start: '시작',
    export: '덱 내보내기',
    search: '찾기',
    undo: '단어에서 되돌리기',
    escape: '한 단계 위로',
  },
} satisfies Messages;
