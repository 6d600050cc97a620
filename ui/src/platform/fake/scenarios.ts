// Named beginnings for the played machine: `?fake=running` opens the window in the middle of a run.
import type { RejectedRow } from '../bindings';
import { read, snapshot, type Script } from './machine';
import { trouble } from './problems';

const encoded = (name: string, encoding: string) => ({
  name,
  format: 'txt',
  encoding,
  words: 3,
  rejected: 0,
  problem: null,
});

const rejected: RejectedRow[] = [
  {
    file: 'words.csv',
    row: 12,
    reason: 'duplicate',
    message: 'Already on line 3.',
    raw: '바다, sea',
  },
  {
    file: 'words.csv',
    row: 19,
    reason: 'no_hangul',
    message: 'There is no Korean in this row.',
    raw: 'hello, 안',
  },
  {
    file: 'words.csv',
    row: 31,
    reason: 'looks_like_sentence',
    message: 'This is a sentence, not a word.',
    raw: '저는 학생입니다.',
  },
  {
    file: 'words.csv',
    row: 44,
    reason: 'duplicate',
    message: 'Already on line 8.',
    raw: '친구, friend',
  },
];

const finished = (run: number, words: number, done = words) => ({
  ...snapshot(run, words),
  state: done === words ? ('done' as const) : ('paused' as const),
  done,
  finished: done,
  waiting: words - done,
  seconds: 12.4,
});

const openrouter = { engine: 'openrouter' as const };
const keyed = { state: 'stored' as const, ending: '9f3c' };

export const scenarios: Record<string, () => Script> = {
  empty: () => ({}),
  words: () => ({ preview: read(68, 'first-words.csv') }),
  many: () => ({ preview: read(10_000, 'topik.csv') }),
  rejected: () => ({
    preview: read(64, 'words.csv', {
      rejected,
      files: [
        encoded('오래된 단어.txt', 'cp949'),
        encoded('notepad.txt', 'utf-16le'),
        {
          name: 'setup.txt',
          format: 'txt',
          encoding: '',
          words: 0,
          rejected: 0,
          problem: trouble.file,
        },
      ],
    }),
  }),
  none: () => ({
    preview: { ...read(0, 'words.csv', { rejected }), words: [] },
  }),
  keyless: () => ({ preview: read(68, 'first-words.csv'), settings: openrouter }),
  running: () => ({
    runs: [
      { ...snapshot(3, 400, openrouter), done: 150, finished: 150 },
      finished(2, 68),
      finished(1, 1000, 412),
    ],
    settings: openrouter,
    key: keyed,
    tick: 250,
    wordsPerTick: 1,
    failEvery: 80,
  }),
  done: () => ({ runs: [finished(2, 68), finished(1, 1000, 412)] }),
  failing: () => ({
    runs: [
      {
        ...snapshot(2, 120, openrouter),
        state: 'done',
        done: 117,
        finished: 117,
        failed: 3,
        waiting: 0,
        needs_review: 3,
        seconds: 95,
        cost_usd: 0.0491,
      },
      finished(1, 68),
    ],
    settings: openrouter,
    key: keyed,
  }),
  refused: () => ({
    preview: read(68, 'first-words.csv'),
    settings: openrouter,
    key: keyed,
    pauseAt: { done: 6, reason: trouble.keyRefused },
  }),
  credit: () => ({
    runs: [
      {
        ...finished(1, 400, 212),
        engine: 'openrouter',
        model: 'google/gemini-2.5-flash',
        cost_usd: 0.0893,
        reason: trouble.noCredit,
      },
    ],
    settings: openrouter,
    key: keyed,
  }),
  paused: () => ({ runs: [finished(1, 1000, 412)] }),
  unpaid: () => ({
    runs: [
      {
        ...finished(2, 68, 0),
        engine: 'openrouter',
        model: 'google/gemini-2.5-flash',
        seconds: 0.4,
        reason: trouble.keyRefused,
      },
      finished(1, 68),
    ],
    settings: openrouter,
    key: keyed,
  }),
  broken: () => ({ broken: trouble.busy }),
  damaged: () => ({ broken: trouble.damaged }),
};
