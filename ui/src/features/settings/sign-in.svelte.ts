// Signing in at OpenRouter, as the window sees it: a browser is waited for, or a code is pasted. The
// key itself never comes here.
import type { KeyStatus, Problem } from '../../platform/bindings';
import type { Platform } from '../../platform/platform';
import { asProblem } from '../../platform/problem';

export type SigningIn =
  | { state: 'idle' }
  | { state: 'opening' }
  | { state: 'waiting'; opened: boolean; page: string }
  | { state: 'timed_out' }
  | { state: 'failed'; problem: Problem };

export class SignInState {
  now = $state.raw<SigningIn>({ state: 'idle' });
  /** A pasted code is on its way. */
  finishing = $state(false);
  /** Why the pasted code was not taken; another one may be. */
  refused = $state.raw<Problem | null>(null);

  /** Counts up, so that what belongs to an earlier attempt is not taken for this one's. */
  #attempt = 0;
  #ondone: (() => void) | undefined;

  constructor(
    private readonly platform: Platform,
    private readonly onkey: (key: KeyStatus) => void,
  ) {}

  /** Opens a browser and waits for it; `ondone` is called when there is a key, by whichever way. */
  async begin(ondone?: () => void): Promise<void> {
    const attempt = (this.#attempt += 1);
    this.#ondone = ondone;
    this.refused = null;
    this.now = { state: 'opening' };
    const ended = await this.#ending(attempt).catch((error: unknown): SigningIn => ({
      state: 'failed',
      problem: asProblem(error),
    }));
    if (attempt === this.#attempt) this.now = ended;
  }

  async #ending(attempt: number): Promise<SigningIn> {
    const offer = await this.platform.signInBegin();
    if (attempt === this.#attempt) this.now = { state: 'waiting', ...offer };
    const ended = await this.platform.signInWait();
    if (ended.state === 'timed_out') return ended;
    if (ended.state === 'done' && attempt === this.#attempt) this.#done(ended.key);
    return { state: 'idle' };
  }

  async finish(code: string): Promise<void> {
    this.finishing = true;
    this.refused = null;
    try {
      this.#done(await this.platform.signInFinish(code));
    } catch (error) {
      this.refused = asProblem(error);
    }
    this.finishing = false;
  }

  /** Shown at once; what the machine still does about it changes nothing. */
  async cancel(): Promise<void> {
    this.#leave();
    await this.platform.signInCancel().catch(() => undefined);
  }

  #done(key: KeyStatus): void {
    this.#leave();
    this.onkey(key);
    this.#ondone?.();
  }

  #leave(): void {
    this.#attempt += 1;
    this.now = { state: 'idle' };
  }
}
