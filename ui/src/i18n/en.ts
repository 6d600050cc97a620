// Every sentence of the window, in English. The shape of this object is what a translation fills.
import { count, n } from './en/numbers';
import { estimate } from './en/estimate';
import { heldUp } from './en/heldUp';
import { key } from './en/key';
import { settings } from './en/settings';
import { words } from './en/words';

function duration(seconds: number): string {
  if (seconds < 1) return 'Under 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const en = {
  language: 'en',
  number: n,
  duration,
  when: (seconds: number) =>
    new Date(seconds * 1000).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' }),

  nav: {
    label: 'Views',
    words: 'Words',
    run: 'Run',
    cards: 'Cards',
    settings: 'Settings',
    percent: (percent: number) => `${percent}% done`,
    read: (words: number) => `${count(words, 'word')} read`,
    finished: (words: number) => `${count(words, 'word')} finished`,
  },

  common: {
    cancel: 'Cancel',
    close: 'Close',
    dismiss: 'Dismiss',
    opening: 'Opening…',
    tryAgain: 'Try again',
    cannotOpen: 'Hanji could not open its library',
  },

  /** Shown above a problem's own message; empty where the message says it all. */
  problem: {
    unreadable_file: '',
    no_words: '',
    key_missing: '',
    key_refused: '',
    keychain_unavailable: '',
    no_credit: '',
    cap_reached: '',
    daily_limit: '',
    offline: '',
    bad_endpoint: '',
    store_busy: '',
    store_damaged: '',
    disk_full: '',
    no_permission: '',
    run_busy: '',
    not_found: '',
    invalid_input: '',
    dialog_unavailable: '',
    internal: 'Something went wrong inside Hanji',
  },

  words,

  /** Reasons for leaving out a row, by their stable names. */
  reason: {
    duplicate: 'Duplicate',
    empty_term: 'No word',
    no_hangul: 'No Korean',
    no_hangul_syllable: 'No Korean',
    only_jamo: 'Loose letters',
    broken_syllable: 'Broken syllable',
    looks_like_sentence: 'A sentence',
    comment: 'Comment',
    mojibake: 'Garbled text',
    invalid_utf8: 'Garbled text',
    not_text: 'Not text',
    other_language: 'Other language',
    term_too_long: 'Too long',
    suspicious_characters: 'Odd characters',
    unterminated_quote: 'Open quote',
    bad_json: 'Broken JSON',
    formula: 'Formula',
    formula_without_cached_value: 'Formula',
  } as Record<string, string>,

  start: {
    title: 'Make cards',
    engine: 'Who writes the cards',
    dictionary: 'Built-in dictionary',
    dictionaryText: 'Free and offline',
    dictionaryKnows: (words: number, own: number, bare: number) =>
      [
        own + bare === 0
          ? `Knows all ${count(words, 'word')}.`
          : `Knows ${n(words)} of your ${count(words + own + bare, 'word')}.`,
        own > 0
          ? `${n(own)} more ${own === 1 ? 'gets a card' : 'get cards'} from your own meaning.`
          : '',
        bare > 0
          ? `${n(bare)} without a meaning will only have ${bare === 1 ? 'its' : 'their'} pronunciation.`
          : '',
      ]
        .filter(Boolean)
        .join(' '),
    openrouter: 'OpenRouter',
    openrouterText: 'Any model, with your key',
    compatible: 'Own server',
    compatibleText: 'Ollama, LM Studio, llama.cpp…',
    address: 'Address',
    model: 'Model',
    cap: 'Spend at most, in dollars',
    capHint: 'Empty: no cap.',
    noCap: 'No cap',
    estimate,
    kinds: 'Cards for each word',
    options: 'Options',
    hide: 'Hide options',
    start: (words: number) => (words === 0 ? 'Start' : `Start with ${count(words, 'word')}`),
    starting: 'Starting…',
    needKey: 'OpenRouter needs a key before it can start.',
  },

  kind: {
    scene: 'Scene',
    'usage-comparison': 'Comparison',
    hanja: 'Hanja',
    example: 'Example',
    'formal-casual': 'Formal and casual',
    grammar: 'Grammar',
    cultural: 'Culture',
  },

  pos: {} as Record<string, string>,

  register: {
    formal: 'formal',
    polite: 'polite',
    casual: 'casual',
    plain: 'plain',
  } as Record<string, string>,

  key,

  run: {
    heldUp,
    title: 'Run',
    emptyTitle: 'No run yet',
    emptyText: 'Read some words, then press Start: the cards appear here as they are made.',
    toWords: 'Go to Words',
    state: {
      running: 'Running',
      pausing: 'Pausing…',
      paused: 'Paused',
      resuming: 'Going on…',
      cancelling: 'Cancelling…',
      retrying: 'Retrying…',
      done: 'Done',
      cancelled: 'Cancelled',
    },
    engine: {
      dictionary: 'Built-in dictionary',
      openrouter: 'OpenRouter',
      compatible: 'Own server',
    },
    of: (done: number, words: number) => `${n(done)} of ${count(words, 'word')}`,
    progress: 'Words done',
    waiting: 'Waiting',
    underWay: 'Under way',
    done: 'Done',
    failed: 'Failed',
    needsReview: 'Needs review',
    speed: 'Speed',
    perMinute: (words: number) => `${n(Math.round(words))}/min`,
    timeLeft: 'Time left',
    took: 'Took',
    average: 'Average speed',
    cost: 'Cost',
    free: 'Free',
    notTold: 'Not told by the server',
    unknown: '–',
    pause: 'Pause',
    resume: 'Go on',
    cancel: 'Cancel run',
    cancelTitle: 'Cancel this run?',
    cancelText: (done: number, left: number) =>
      `${count(done, 'finished word')} ${done === 1 ? 'is' : 'are'} kept and can be exported. The other ${n(left)} will not be made.`,
    keepGoing: 'Keep going',
    retryOne: 'Retry',
    retry: (words: number) => `Retry ${count(words, 'word')}`,
    failures: 'Failed words',
    attempts: (attempts: number) => `${count(attempts, 'try', 'tries')}`,
    stage: { nuance: 'meaning', cards: 'cards' } as Record<string, string>,
    lastReply: 'Last reply',
    newest: 'Newest cards',
    noneYet: {
      running: 'The first card appears here in a moment.',
      pausing: 'No cards yet.',
      paused: 'No cards yet. They appear here once the run goes on.',
      done: 'No cards were made. Failed words can be retried.',
      cancelled: 'No cards were made before the run was cancelled.',
    },
    showCards: 'All cards',
    earlier: 'Runs',
    goOn: (done: number, words: number) => `${n(done)} of ${n(words)} done. Go on?`,
    finishedOf: (done: number, words: number) =>
      done === words ? count(words, 'word') : `${n(done)} of ${count(words, 'word')}`,
    export: 'Export…',
    exporting: 'Exporting…',
    exported: (name: string, notes: number, cards: number) =>
      `${name}: ${count(notes, 'note')}, ${count(cards, 'card')}`,
    leftOut: (words: number) => `${count(words, 'word')} left out, not finished.`,
    reveal: 'Show in folder',
    announce: (done: number, words: number) => `${n(done)} of ${count(words, 'word')} done`,
    announceDone: (done: number, failed: number) =>
      failed === 0
        ? `Done: ${count(done, 'word')}`
        : `Done: ${count(done, 'word')}, ${n(failed)} failed`,
    announcePaused: 'The run is paused',
    openSettings: 'Open Settings',
  },

  cards: {
    title: 'Cards',
    emptyTitle: 'No cards yet',
    emptyText: 'Finished words of a run are read here, front and back.',
    list: 'Finished words',
    pick: 'Choose a word to read its cards.',
    counted: (notes: number) => count(notes, 'word'),
    run: 'Run',
    back: 'Back to the list',
    pronunciation: 'Pronunciation',
    ipa: 'IPA',
    romanization: 'Romanization',
    other: 'Also',
    examples: 'Examples',
    cards: 'Cards',
    reveal: 'Show the answer',
    source: {
      model: (model: string | null) => (model ? `Written by ${model}` : 'Written by a model'),
      dictionary: () => 'From the built-in dictionary',
      computed: () => 'From your own meaning; pronunciation computed',
      bare: 'No meaning given; pronunciation computed',
    },
    review: 'Needs a look',
    loading: 'Reading cards…',
  },

  settings,

  shortcut: {
    words: 'Words',
    run: 'Run',
    cards: 'Cards',
    settings: 'Settings',
    open: 'Open files',
    paste: 'Paste words',
    start: 'Start',
    export: 'Export the deck',
    search: 'Search',
    undo: 'Undo in Words',
    escape: 'One level up',
  },
};

/** The shape every translation fills, word for word. */
export type Messages = typeof en;
