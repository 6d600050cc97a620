// The one quiet notice of the window. A failure that has a place of its own (a paused run, a
// refused file) is shown there instead and never comes here.
import type { Problem } from './platform/bindings';
import { asProblem } from './platform/problem';

export class Notices {
  problem = $state.raw<Problem | null>(null);

  dismiss(): void {
    this.problem = null;
  }

  /** Runs an action; a rejection becomes the notice and gives undefined. */
  guard<T>(action: () => Promise<T>): Promise<T | undefined> {
    return this.quietly(async () => {
      const value = await action();
      this.problem = null;
      return value;
    });
  }

  /** The same for what nobody pressed: when it goes well, the notice stays as it is. */
  async quietly<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      this.problem = asProblem(error);
      return undefined;
    }
  }
}
