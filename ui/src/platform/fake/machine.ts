// A whole machine played in memory: files, key, runs and decks that behave as the real ones do,
// one tick at a time. Only tests and pictures see it; the shipped bundle does not hold it.
import type {
  AppState,
  ColumnChoice,
  Estimate,
  Exported,
  FailedWord,
  Kept,
  KeyStanding,
  KeyStatus,
  MergeTarget,
  NotePage,
  Preview,
  RowPage,
  RowQuery,
  RunSnapshot,
  SavedRows,
  Settings,
  SignInOffer,
  SignedIn,
  Undone,
} from '../bindings';
import type { DropEvents, Platform, Stop } from '../platform';
import { FakeBrowser } from './browser';
import { SETTINGS, STANDING } from './defaults';
import { estimate } from './estimate';
import { note, word } from './notes';
import { trouble } from './problems';
import type { Script } from './script';
import { snapshot, traffic } from './snapshot';
import { FakeWords, NO_WORDS, pasted, read, type WordList } from './words';

export const SAMPLE = 68;

export class Machine implements Platform {
  settings: Settings;
  key: KeyStatus;
  readonly words = new FakeWords();
  runs: RunSnapshot[];
  drop: DropEvents | null = null;
  /** Every call, with its arguments, but for the key. */
  calls: unknown[][] = [];
  readonly #browser: FakeBrowser;
  #watchers = new Map<number, Set<(snapshot: RunSnapshot) => void>>();
  #timers = new Map<number, ReturnType<typeof setInterval>>();
  #retried = new Set<number>();

  constructor(readonly script: Script = {}) {
    this.settings = {
      ...SETTINGS,
      ...script.settings,
    };
    this.key = script.key ?? { state: 'absent' };
    this.#browser = new FakeBrowser(script.browser);
    this.words.take(script.words ?? NO_WORDS);
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
      preview: this.words.preview(),
      undo: this.words.undoable(),
      runs: this.runs,
    };
  }

  async onDrop(events: DropEvents): Promise<Stop> {
    this.drop = events;
    return () => (this.drop = null);
  }

  async wordsOpen(): Promise<Preview> {
    return this.words.take(read(48, '여행 단어.csv'));
  }

  async wordsPaste(text: string): Promise<Preview> {
    this.calls.push(['wordsPaste', text]);
    return this.words.take(pasted(text));
  }

  async wordsSample(): Promise<Preview> {
    return this.words.take(read(SAMPLE, 'first-words.csv'));
  }

  async wordsClear(): Promise<Preview> {
    return this.words.take(NO_WORDS);
  }

  async wordsRows(query: RowQuery): Promise<RowPage> {
    this.calls.push(['wordsRows', query]);
    return this.#later(() => this.words.page(query), this.script.slow?.page ?? 0);
  }

  wordsMergeAll(): Promise<Preview> {
    return this.#later(() => this.words.mergeAll());
  }

  wordsMerge(rows: number[], into: MergeTarget): Promise<Preview> {
    return this.#later(() => this.words.merge(rows, into));
  }

  wordsUnmerge(rows: number[]): Promise<Preview> {
    return this.#later(() => this.words.unmerge(rows));
  }

  wordsCorrect(row: number, on: boolean): Promise<Preview> {
    return this.#later(() => this.words.correct(row, on));
  }

  wordsColumns(file: number, header: boolean | null, choices: ColumnChoice[]): Promise<Preview> {
    this.calls.push(['wordsColumns', file, header, choices]);
    return this.#later(() => this.words.columns(file, header, choices));
  }

  wordsRemoveFile(file: number): Promise<Preview> {
    return this.#later(() => this.words.removeFile(file));
  }

  wordsUndo(): Promise<Preview> {
    return this.#later(() => this.words.undo());
  }

  wordsKnownFile(): Promise<Preview> {
    return this.#later(() => this.words.know({ file: 'korean.apkg', words: 3412 }));
  }

  async wordsKnownAnki(): Promise<Preview> {
    if (!this.script.anki) throw trouble.anki;
    return this.#later(() => this.words.know({ file: null, words: 3412 }));
  }

  wordsKnownForget(): Promise<Preview> {
    return this.#later(() => this.words.know(null));
  }

  async wordsSaveRejected(): Promise<SavedRows> {
    return this.words.saveRejected();
  }

  wordsKeep(): Promise<Kept> {
    return this.#later(() => this.words.keep());
  }

  async editsUndo(change: number): Promise<Undone> {
    if (change !== this.words.undoable()?.id) throw trouble.nothing;
    return this.words.undoKept();
  }

  async settingsSet(settings: Settings): Promise<Settings> {
    this.calls.push(['settingsSet', settings]);
    if (!/^https?:\/\//.test(settings.compatible_url)) throw trouble.address;
    return (this.settings = settings);
  }

  async keyStatus(): Promise<KeyStatus> {
    return this.settings.engine === 'dictionary' ? { state: 'not_needed' } : this.key;
  }

  async keyCheck(): Promise<KeyStanding> {
    this.calls.push(['keyCheck']);
    const { standing = STANDING } = this.script;
    return this.#later(() => {
      if ('code' in standing) throw standing;
      return standing;
    }, this.script.slow?.check);
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

  async signInBegin(): Promise<SignInOffer> {
    this.calls.push(['signInBegin']);
    return this.#browser.begin();
  }

  async signInWait(): Promise<SignedIn> {
    const ended = await this.#browser.wait();
    if (ended.state === 'done') this.key = ended.key;
    return ended;
  }

  async signInFinish(code: string): Promise<KeyStatus> {
    this.calls.push(['signInFinish', code]);
    if (!code.startsWith('auth_code_')) throw trouble.code;
    this.#browser.over();
    return (this.key = { state: 'stored', ending: 'c0de' });
  }

  async signInCancel(): Promise<void> {
    this.calls.push(['signInCancel']);
    this.#browser.over();
  }

  async runEstimate(): Promise<Estimate> {
    this.calls.push(['runEstimate']);
    const { words } = this.words.preview().counts;
    const foretold = estimate(words, this.settings, this.script.estimate);
    return this.#later(() => {
      if ('code' in foretold) throw foretold;
      return foretold;
    }, this.script.slow?.estimate);
  }

  async runStart(): Promise<number> {
    const { words } = this.words.preview().counts;
    if (words === 0) throw trouble.nothing;
    const run = this.runs.length + 1;
    this.runs = [snapshot(run, words, this.settings), ...this.runs];
    this.words.take(NO_WORDS);
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

  async runSetCap(run: number, maxCostUsd: number | null): Promise<void> {
    this.calls.push(['runSetCap', run, maxCostUsd]);
  }

  async runCancel(run: number): Promise<void> {
    this.#halt(run, { state: 'cancelled', reason: null, under_way: 0 });
  }

  async runRetry(run: number, words?: readonly number[]): Promise<void> {
    this.#retried.add(run);
    const { failed } = this.#find(run);
    const tried = words?.length ?? failed;
    this.#change(run, { state: 'running', failed: failed - tried, waiting: tried });
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
      word: 4 + 9 * index,
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
  dropped(list: WordList): void {
    this.drop?.read(this.words.take(list));
  }

  async #later<T>(answer: () => T, wait = this.script.slow?.decision): Promise<T> {
    if (wait) await new Promise((done) => setTimeout(done, wait));
    return answer();
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
    this.#change(run, { ...change, words_per_minute: null, seconds_left: null, traffic: null });
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
      traffic: shot.engine === 'dictionary' ? null : traffic(shot, left, this.script.holdUp),
    });
    if (pauseAt && done >= pauseAt.done && done < shot.words) {
      this.script.pauseAt = undefined;
      this.#halt(run, { state: 'paused', reason: pauseAt.reason, under_way: 0, waiting: left });
    } else if (left === 0) this.#halt(run, { state: 'done' });
  }
}
