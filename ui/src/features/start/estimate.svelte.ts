// What a run over the words read will take. What was foretold stays in sight until something newer
// is there; an answer to an older question is dropped.
import type { Estimate } from '../../platform/bindings';
import type { Platform } from '../../platform/platform';
import type { SettingsState } from '../settings/settings.svelte';

/** How long a learner is left to go on choosing before an estimate is asked for, in milliseconds. */
const PAUSE = 300;

export type Foretold = { state: 'nothing' | 'failed' } | { state: 'said'; estimate: Estimate };

export class EstimateState {
  now = $state.raw<Foretold>({ state: 'nothing' });
  /** Whether what is in sight may be outdated. */
  asking = $state(false);
  #questions = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly platform: Platform,
    private readonly settings: SettingsState,
  ) {}

  /** Asks once nothing has changed for a moment; what was asked before is not wanted any more. */
  askSoon(): void {
    this.forget();
    this.asking = true;
    const question = this.#questions;
    this.#pause = setTimeout(() => void this.#ask(question), PAUSE);
  }

  /** Nobody waits for an answer. */
  forget(): void {
    clearTimeout(this.#pause);
    this.#questions += 1;
    this.asking = false;
  }

  async #ask(question: number): Promise<void> {
    // Rust goes by what is saved.
    await this.settings.settled();
    const foretold = await this.platform.runEstimate().then(
      (estimate): Foretold => ({ state: 'said', estimate }),
      (): Foretold => ({ state: 'failed' }),
    );
    if (question !== this.#questions) return;
    this.now = foretold;
    this.asking = false;
  }
}
