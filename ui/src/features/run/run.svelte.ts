// One run as the window shows it: the last snapshot, what the learner has just asked for, the
// newest cards and the words that failed. Progress never goes back, whatever order news comes in.
import type {
  Exported,
  FailedWord,
  NoteView,
  RunSnapshot,
  RunState,
} from '../../platform/bindings';
import type { Platform, Stop } from '../../platform/platform';
import type { Announcer } from '../../announcer.svelte';
import type { Notices } from '../../notices.svelte';
import { t } from '../../i18n/index';

const NEWEST = 8;

/** What the learner asked for and the run has not yet confirmed. */
export type Asked = 'pausing' | 'resuming' | 'cancelling' | 'retrying';

/** The next snapshot, with what can only grow held up. */
export function advance(shown: RunSnapshot, next: RunSnapshot): RunSnapshot {
  return {
    ...next,
    done: Math.max(shown.done, next.done),
    finished: Math.max(shown.finished, next.finished),
  };
}

/** Whether a run still works by itself. */
export function moving(state: RunState): boolean {
  return state === 'running' || state === 'pausing';
}

/** Words a minute over all the time a run has worked. */
export function average({ done, seconds }: RunSnapshot): number {
  return (60 * done) / seconds;
}

export class RunView {
  snapshot = $state.raw<RunSnapshot>() as RunSnapshot;
  asked = $state<Asked | null>(null);
  newest = $state.raw<readonly NoteView[]>([]);
  failures = $state.raw<readonly FailedWord[]>([]);
  exported = $state.raw<Exported | null>(null);
  exporting = $state(false);

  readonly unfinished = $derived(this.snapshot.words - this.snapshot.done - this.snapshot.failed);
  readonly percent = $derived(
    this.snapshot.words === 0 ? 0 : Math.floor((100 * this.snapshot.done) / this.snapshot.words),
  );

  #mark = 0;
  #fetching = false;
  #stop: Stop | null = null;
  #watches = 0;

  constructor(
    snapshot: RunSnapshot,
    private readonly platform: Platform,
    private readonly notices: Notices,
    private readonly announcer: Announcer,
    private readonly onStill: () => void,
  ) {
    this.snapshot = snapshot;
  }

  get run(): number {
    return this.snapshot.run;
  }

  /** Attaches to the run: as often as wanted, the last attachment counts. */
  async watch(): Promise<void> {
    this.leave();
    const watch = ++this.#watches;
    const stop = await this.notices.guard(() =>
      this.platform.runWatch(this.run, (snapshot) => {
        if (watch === this.#watches) this.receive(snapshot);
      }),
    );
    if (watch === this.#watches) this.#stop = stop ?? null;
    else stop?.();
  }

  leave(): void {
    this.#watches += 1;
    this.#stop?.();
    this.#stop = null;
  }

  receive(next: RunSnapshot): void {
    const before = this.snapshot;
    this.snapshot = advance(before, next);
    if (this.#answered(next)) this.asked = null;
    this.#announce(before);
    void this.#fetchNewest();
    if (next.failed !== this.failures.length) void this.#fetchFailures();
    if (next.state !== before.state && !moving(next.state)) this.onStill();
  }

  pause(): Promise<void> {
    return this.#ask('pausing', () => this.platform.runPause(this.run));
  }

  resume(): Promise<void> {
    return this.#ask('resuming', () => this.platform.runResume(this.run));
  }

  /** Goes on with another cap; null is none. */
  resumeWithin(maxCostUsd: number | null): Promise<void> {
    return this.#ask('resuming', async () => {
      await this.platform.runSetCap(this.run, maxCostUsd);
      await this.platform.runResume(this.run);
    });
  }

  cancel(): Promise<void> {
    return this.#ask('cancelling', () => this.platform.runCancel(this.run));
  }

  retry(words?: readonly number[]): Promise<void> {
    return this.#ask('retrying', () => this.platform.runRetry(this.run, words));
  }

  async export(): Promise<void> {
    if (this.exporting || this.snapshot.done === 0) return;
    this.exporting = true;
    this.exported =
      (await this.notices.guard(() => this.platform.deckExport(this.run))) ?? this.exported;
    this.exporting = false;
  }

  reveal(): Promise<void> {
    return this.notices.guard(() => this.platform.deckReveal()) as Promise<void>;
  }

  /** Shows the wish at once, sends it, and attaches again where the run had stood still. */
  async #ask(wish: Asked, send: () => Promise<void>): Promise<void> {
    if (this.asked !== null) return;
    this.asked = wish;
    const sent = await this.notices.guard(async () => {
      await send();
      return true;
    });
    if (!sent) this.asked = null;
    else if (wish === 'resuming' || wish === 'retrying') await this.watch();
    else if (!moving(this.snapshot.state)) this.asked = null;
  }

  #answered(next: RunSnapshot): boolean {
    if (this.asked === 'pausing') return next.state !== 'running';
    if (this.asked === 'cancelling') return !moving(next.state);
    return true;
  }

  #announce(before: RunSnapshot): void {
    const { state, done, failed, words } = this.snapshot;
    if (state !== before.state && state === 'done')
      this.announcer.say(t.run.announceDone(done, failed));
    else if (state !== before.state && state === 'paused') this.announcer.say(t.run.announcePaused);
    else if (done !== before.done) this.announcer.mention(t.run.announce(done, words));
  }

  async #fetchNewest(): Promise<void> {
    if (this.#fetching || this.snapshot.finished <= this.#mark) return;
    this.#fetching = true;
    const from = Math.max(this.#mark, this.snapshot.finished - NEWEST);
    try {
      const page = await this.platform.runNotes(this.run, from, NEWEST);
      this.#mark = Math.max(page.next, from);
      this.newest = [...page.notes.toReversed(), ...this.newest].slice(0, NEWEST);
      if (page.notes.length === 0) this.#mark = this.snapshot.finished;
    } catch {
      // The next snapshot asks again; the run itself tells what is wrong.
    }
    this.#fetching = false;
  }

  async #fetchFailures(): Promise<void> {
    try {
      this.failures = await this.platform.runFailures(this.run);
    } catch {
      // As above.
    }
  }
}
