// The learner's settings and what is known of the key. Never holds the key: it passes from the
// field to the platform and is gone.
import type { KeyStanding, KeyStatus, Kind, Problem, Settings } from '../../platform/bindings';
import type { Platform } from '../../platform/platform';
import { asProblem } from '../../platform/problem';
import type { Notices } from '../../notices.svelte';
import { SignInState } from './sign-in.svelte';

export const KINDS: readonly Kind[] = [
  'scene',
  'usage-comparison',
  'hanja',
  'example',
  'formal-casual',
  'grammar',
  'cultural',
];

const EMPTY: Settings = {
  engine: 'dictionary',
  openrouter_url: '',
  compatible_url: '',
  model: '',
  fallback_models: [],
  kinds: [],
  concurrency: 1,
  requests_per_minute: null,
  tokens_per_minute: null,
  requests_per_day: null,
  max_cost_usd: null,
  max_cost_per_day_usd: null,
  max_cost_per_month_usd: null,
  denies_data_collection: false,
  wants_zero_retention: false,
  reasoning: null,
  overnight: false,
  deck: '',
  tags: [],
};

/** What a look at the key has come to; each look is a request, so nothing is asked unasked. */
export type Look =
  | { state: 'none' }
  | { state: 'asking' }
  | { state: 'said'; standing: KeyStanding }
  | { state: 'failed'; problem: Problem };

export class SettingsState {
  current = $state.raw<Settings>(EMPTY);
  key = $state.raw<KeyStatus>({ state: 'not_needed' });
  savingKey = $state(false);
  look = $state.raw<Look>({ state: 'none' });
  version = $state('');
  dataDir = $state('');
  readonly signIn: SignInState;
  #saved: Settings = EMPTY;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly platform: Platform,
    private readonly notices: Notices,
  ) {
    this.signIn = new SignInState(platform, (key) => {
      // Another engine may be chosen by now; its key is another one.
      if (this.current.engine === 'openrouter') this.#keyIs(key);
    });
  }

  receive(settings: Settings, key: KeyStatus, version: string, dataDir: string): void {
    this.current = this.#saved = settings;
    this.key = key;
    this.version = version;
    this.dataDir = dataDir;
  }

  /** Shows a change at once and saves it, one after another; a refused one is taken back. */
  change(patch: Partial<Settings>): Promise<void> {
    this.current = { ...this.current, ...patch };
    const step = this.#queue.then(() => this.#save(patch));
    this.#queue = step;
    return step;
  }

  /** When every change made so far is saved. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  toggleKind(kind: Kind): Promise<void> {
    const { kinds } = this.current;
    const chosen = (each: Kind) => kinds.includes(each) !== (each === kind);
    return this.change({ kinds: KINDS.filter(chosen) });
  }

  /** Whether a start would be refused for want of a key. */
  get keyMissing(): boolean {
    return (
      this.current.engine === 'openrouter' &&
      (this.key.state === 'absent' || this.key.state === 'unavailable')
    );
  }

  /** Hands the key on and forgets it; true when it was taken. */
  async setKey(key: string): Promise<boolean> {
    this.savingKey = true;
    const status = await this.notices.guard(() => this.platform.keySet(key));
    this.savingKey = false;
    if (status) {
      this.#keyIs(status);
      if (this.signIn.now.state === 'waiting') void this.signIn.cancel();
    }
    return status !== undefined;
  }

  /** Asks OpenRouter what the key may still spend. */
  async checkKey(): Promise<void> {
    const asked: Look = { state: 'asking' };
    this.look = asked;
    const found = await this.platform.keyCheck().then(
      (standing): Look => ({ state: 'said', standing }),
      (error: unknown): Look => ({ state: 'failed', problem: asProblem(error) }),
    );
    // The key may be another one by now.
    if (this.look === asked) this.look = found;
  }

  async removeKey(): Promise<void> {
    const status = await this.notices.guard(() => this.platform.keyRemove());
    if (status) this.#forgetLook(status);
  }

  /** A key was just given: whether it is any good is wanted now, not in the middle of a run. */
  #keyIs(status: KeyStatus): void {
    this.#forgetLook(status);
    if (this.current.engine === 'openrouter') void this.checkKey();
  }

  #forgetLook(status: KeyStatus): void {
    this.key = status;
    this.look = { state: 'none' };
  }

  async #save(patch: Partial<Settings>): Promise<void> {
    const wanted = { ...this.#saved, ...patch };
    const saved = await this.notices.guard(() => this.platform.settingsSet(wanted));
    if (saved) this.#saved = saved;
    const fields = Object.keys(patch) as (keyof Settings)[];
    const back = Object.fromEntries(fields.map((field) => [field, this.#saved[field]]));
    this.current = { ...this.current, ...back };
    if (saved && ('engine' in patch || 'openrouter_url' in patch || 'compatible_url' in patch)) {
      this.#forgetLook((await this.notices.guard(() => this.platform.keyStatus())) ?? this.key);
    }
  }
}
