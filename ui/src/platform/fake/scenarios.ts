// Named beginnings for the played machine: `?fake=running` opens the window in the middle of a run.
import { forms, noneOf, sorted } from './lists';
import type { Script } from './script';
import { trouble } from './problems';
import { snapshot } from './snapshot';
import { read } from './words';

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
  words: () => ({ words: read(68, 'first-words.csv') }),
  many: () => ({ words: read(10_000, 'topik.csv') }),
  forms: () => ({ words: forms(1_000), anki: true }),
  busy: () => ({ words: forms(1_000), slow: { decision: 2_500 } }),
  crawling: () => ({ words: forms(10_000), slow: { page: 400 } }),
  huge: () => ({ words: forms(100_000), slow: { page: 5 } }),
  mixed: () => ({ words: forms(10_000), slow: { page: 20 } }),
  sorted: () => ({ words: sorted(64) }),
  none: () => ({ words: noneOf() }),
  keyless: () => ({ words: read(68, 'first-words.csv'), settings: openrouter }),
  priced: () => ({ words: read(68, 'first-words.csv'), settings: openrouter, key: keyed }),
  answered: () => ({
    words: read(68, 'first-words.csv'),
    settings: openrouter,
    key: keyed,
    estimate: { cached_words: 68 },
  }),
  priceless: () => ({
    words: read(1000, 'topik.csv'),
    settings: openrouter,
    key: keyed,
    estimate: { cost_usd: null, price_problem: trouble.offline },
  }),
  signing: () => ({ settings: openrouter }),
  browserless: () => ({ settings: openrouter, browser: { missing: true } }),
  careful: () => ({
    settings: {
      ...openrouter,
      max_cost_usd: 0.5,
      max_cost_per_month_usd: 10,
      denies_data_collection: true,
      requests_per_day: 1000,
      reasoning: 'low',
    },
    key: keyed,
  }),
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
  held: () => ({
    runs: [{ ...snapshot(3, 400, openrouter), done: 150, finished: 150 }, finished(2, 68)],
    settings: openrouter,
    key: keyed,
    tick: 250,
    wordsPerTick: 0,
    holdUp: { why: 'server_asked', seconds: 42 },
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
    words: read(68, 'first-words.csv'),
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
  capped: () => ({
    runs: [
      { ...finished(1, 400, 212), ...openrouter, cost_usd: 0.4991, reason: trouble.capReached },
    ],
    settings: { ...openrouter, max_cost_usd: 0.5 },
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
