// A whole machine played in memory: files, key, runs and decks that behave as the real ones do,
// one tick at a time. Only tests and pictures see it; the shipped bundle does not hold it.
import type {
  AppState,
  Exported,
  FailedWord,
  KeyStatus,
  NotePage,
  Preview,
  Problem,
  RunSnapshot,
  Settings,
} from '../bindings';
import type { DropEvents, Platform, Stop } from '../platform';
import { note, word } from './notes';
import { trouble } from './problems';

export const SAMPLE = 68;

/** What a played machine starts with, and how its runs go. */
export interface Script {
  preview?: Preview;
  runs?: RunSnapshot[];
  key?: KeyStatus;
  settings?: Partial<Settings>;
  /** Milliseconds between two steps of a run. */
  tick?: number;
  wordsPerTick?: number;
  /** The run pauses by itself when this many words are done, once. */
  pauseAt?: { done: number; reason: Problem };
  /** Every nth word fails, until it is retried. */
  failEvery?: number;
  /** Problem of the first call of `appState`. */
  broken?: Problem;
}

export const NOTHING: Preview = { files: [], words: [], rejected: [] };

/** A list of `count` words as one file gives it. */
export function read(count: number, name: string, rest: Partial<Preview> = {}): Preview {
  const rejected = rest.rejected ?? [];
  return {
    files: [
      {
        name,
        format: 'csv',
        encoding: 'utf-8',
        words: count,
        rejected: rejected.length,
        problem: null,
      },
      ...(rest.files ?? []),
    ],
    words: Array.from({ length: count }, (_, index) => word(index, name)),
    rejected,
  };
}

export class Machine implements Platform {
  settings: Settings;
  key: KeyStatus;
  preview: Preview;
  runs: RunSnapshot[];
  drop: DropEvents | null = null;
  /** Every call, with its arguments, but for the key. */
  calls: unknown[][] = [];
  #watchers = new Map<number, Set<(snapshot: RunSnapshot) => void>>();
  #timers = new Map<number, ReturnType<typeof setInterval>>();
  #retried = new Set<number>();

  constructor(readonly script: Script = {}) {
    this.settings = {
      engine: 'dictionary',
      openrouter_url: 'https://openrouter.ai/api/v1',
      compatible_url: 'http://127.0.0.1:11434/v1',
      model: 'google/gemini-2.5-flash',
      fallback_models: [],
      kinds: ['scene', 'usage-comparison', 'hanja'],
      concurrency: 20,
      requests_per_minute: null,
      tokens_per_minute: null,
      max_cost_usd: null,
      deck: 'Hanji',
      tags: [],
      ...script.settings,
    };
    this.key = script.key ?? { state: 'absent' };
    this.preview = script.preview ?? NOTHING;
    this.runs = script.runs ?? [];
    for (const run of this.runs) if (run.state === 'running') this.#work(run.run);
  }

  async appState(): Promise<AppState> {
    const { broken } = this.script;
    this.script.broken = undefined;
    if (broken) throw broken;
    return {
      version: '0.1.0',
      data_dir: '/home/learner/.local/share/hanji',
      settings: this.settings,
      key: await this.keyStatus(),
      preview: this.preview,
      runs: this.runs,
    };
  }

  async onDrop(events: DropEvents): Promise<Stop> {
    this.drop = events;
    return () => (this.drop = null);
  }

  async wordsOpen(): Promise<Preview> {
    return this.#keep(read(48, '여행 단어.csv'));
  }

  async wordsPaste(text: string): Promise<Preview> {
    this.calls.push(['wordsPaste', text]);
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return this.#keep({
      files: [
        {
          name: 'Pasted',
          format: 'txt',
          encoding: 'utf-8',
          words: lines.length,
          rejected: 0,
          problem: null,
        },
      ],
      words: lines.map((line, index) => {
        const [term = '', meaning = null] = line.split(/[\t,]/).map((cell) => cell.trim());
        return { ...word(index, 'Pasted'), term, meaning, pronunciation: term, row: index + 1 };
      }),
      rejected: [],
    });
  }

  async wordsSample(): Promise<Preview> {
    return this.#keep(read(SAMPLE, 'first-words.csv'));
  }

  async wordsClear(): Promise<Preview> {
    return this.#keep(NOTHING);
  }

  async settingsSet(settings: Settings): Promise<Settings> {
    this.calls.push(['settingsSet', settings]);
    if (!/^https?:\/\//.test(settings.compatible_url)) throw trouble.address;
    return (this.settings = settings);
  }

  async keyStatus(): Promise<KeyStatus> {
    return this.settings.engine === 'dictionary' ? { state: 'not_needed' } : this.key;
  }

  async keySet(key: string): Promise<KeyStatus> {
    this.calls.push(['keySet', key.length]);
    if (key.length < 8) throw trouble.key;
    return (this.key = { state: 'stored', ending: key.slice(-4) });
  }

  async keyRemove(): Promise<KeyStatus> {
    this.key = { state: 'absent' };
    return this.keyStatus();
  }

  async runStart(): Promise<number> {
    const words = this.preview.words.length;
    if (words === 0) throw trouble.nothing;
    const run = this.runs.length + 1;
    this.runs = [snapshot(run, words, this.settings), ...this.runs];
    this.preview = NOTHING;
    this.#work(run);
    return run;
  }

  async runWatch(run: number, onSnapshot: (snapshot: RunSnapshot) => void): Promise<Stop> {
    const watchers = this.#watchers.get(run) ?? new Set();
    this.#watchers.set(run, watchers.add(onSnapshot));
    onSnapshot(this.#find(run));
    return () => watchers.delete(onSnapshot);
  }

  async runPause(run: number): Promise<void> {
    this.#change(run, { state: 'pausing' });
    setTimeout(() => {
      this.#halt(run, { state: 'paused', waiting: this.#left(run), under_way: 0 });
    }, 400);
  }

  async runResume(run: number): Promise<void> {
    this.#change(run, { state: 'running', reason: null });
    this.#work(run);
  }

  async runCancel(run: number): Promise<void> {
    this.#halt(run, { state: 'cancelled', reason: null, under_way: 0 });
  }

  async runRetry(run: number): Promise<void> {
    this.#retried.add(run);
    this.#change(run, { state: 'running', failed: 0, waiting: this.#find(run).failed });
    this.#work(run);
  }

  async runList(): Promise<RunSnapshot[]> {
    return this.runs;
  }

  async runNotes(run: number, after: number, limit: number): Promise<NotePage> {
    const { finished, model } = this.#find(run);
    const end = Math.min(finished, after + limit);
    const notes = Array.from({ length: Math.max(0, end - after) }, (_, at) =>
      note(after + at, model),
    );
    return { notes, next: end };
  }

  async runFailures(run: number): Promise<FailedWord[]> {
    return Array.from({ length: this.#find(run).failed }, (_, index) => ({
      term: word(4 + 9 * index, '').term,
      stage: index % 2 === 0 ? 'cards' : 'nuance',
      code: 'unusable_answer',
      message:
        index % 2 === 0
          ? 'The model answered twice without a comparison card.'
          : 'The server answered 503 four times: “upstream overloaded”.',
      attempts: index % 2 === 0 ? 2 : 4,
      ...(index % 2 === 0
        ? { last_reply: '{"term":"시장","cards":[{"kind":"scene","front":' }
        : {}),
    }));
  }

  async deckExport(run: number): Promise<Exported> {
    const { done, words } = this.#find(run);
    return { name: 'first.apkg', notes: done, cards: 3 * done, left_out: words - done };
  }

  async deckReveal(): Promise<void> {
    this.calls.push(['deckReveal']);
  }

  async linkOpen(link: string): Promise<void> {
    this.calls.push(['linkOpen', link]);
  }

  /** Files dropped on the window, as Rust would tell it. */
  dropped(preview: Preview): void {
    this.drop?.read(this.#keep(preview));
  }

  #keep(preview: Preview): Preview {
    return (this.preview = preview);
  }

  #find(run: number): RunSnapshot {
    const found = this.runs.find((each) => each.run === run);
    if (!found) throw trouble.noRun;
    return found;
  }

  #left(run: number): number {
    const { words, done, failed } = this.#find(run);
    return words - done - failed;
  }

  #change(run: number, change: Partial<RunSnapshot>): void {
    const next = { ...this.#find(run), ...change };
    this.runs = this.runs.map((each) => (each.run === run ? next : each));
    for (const tell of this.#watchers.get(run) ?? []) tell(next);
  }

  #halt(run: number, change: Partial<RunSnapshot>): void {
    clearInterval(this.#timers.get(run));
    this.#change(run, { ...change, words_per_minute: null, seconds_left: null });
  }

  #work(run: number): void {
    clearInterval(this.#timers.get(run));
    const timer = setInterval(() => {
      this.#step(run);
    }, this.script.tick ?? 60);
    this.#timers.set(run, timer);
  }

  #step(run: number): void {
    const { pauseAt, failEvery, wordsPerTick = 2 } = this.script;
    const shot = this.#find(run);
    let { done, failed } = shot;
    for (let each = 0; each < wordsPerTick && done + failed < shot.words; each += 1) {
      const fails = failEvery && !this.#retried.has(run) && (done + failed + 1) % failEvery === 0;
      if (fails) failed += 1;
      else done += 1;
    }
    const left = shot.words - done - failed;
    this.#change(run, {
      done,
      failed,
      finished: done,
      under_way: Math.min(left, 6),
      waiting: Math.max(0, left - 6),
      needs_review: Math.floor(done / 31),
      requests: shot.engine === 'dictionary' ? 0 : 2 * (done + failed),
      cost_usd: shot.engine === 'openrouter' ? 0.00042 * done : null,
      seconds: shot.seconds + 0.1,
      first_card_seconds: 0.2,
      words_per_minute: 412,
      seconds_left: left / 6.9,
    });
    if (pauseAt && done >= pauseAt.done && done < shot.words) {
      this.script.pauseAt = undefined;
      this.#halt(run, { state: 'paused', reason: pauseAt.reason, under_way: 0, waiting: left });
    } else if (left === 0) this.#halt(run, { state: 'done' });
  }
}

/** A run as it is made. */
export function snapshot(
  run: number,
  words: number,
  settings: Partial<Settings> = {},
): RunSnapshot {
  const engine = settings.engine ?? 'dictionary';
  return {
    run,
    created_at: 1_795_000_000 + 86_400 * run,
    state: 'running',
    reason: null,
    engine,
    model: engine === 'dictionary' ? null : (settings.model ?? 'google/gemini-2.5-flash'),
    words,
    done: 0,
    failed: 0,
    needs_review: 0,
    waiting: words,
    under_way: 0,
    cached: 0,
    requests: 0,
    retries: 0,
    cost_usd: null,
    seconds: 0,
    first_card_seconds: null,
    words_per_minute: null,
    seconds_left: null,
    finished: 0,
  };
}
