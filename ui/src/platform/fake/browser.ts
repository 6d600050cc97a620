// The browser that signing in sends away: it comes back as the script says, or never.
import type { Problem, SignedIn, SignInOffer } from '../bindings';

/** Whether there is a browser, and what it brings, after how many milliseconds. */
export interface Journey {
  missing?: boolean;
  brings?: SignedIn | Problem;
  after?: number;
}

const PAGE =
  'https://openrouter.ai/auth?code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256';

export class FakeBrowser {
  #end: ((ended: SignedIn) => void) | null = null;

  constructor(private readonly journey: Journey = {}) {}

  begin(): SignInOffer {
    this.over();
    return { opened: !this.journey.missing, page: PAGE };
  }

  wait(): Promise<SignedIn> {
    const { brings, after = 0 } = this.journey;
    return new Promise((end, refuse) => {
      this.#end = end;
      if (!brings) return;
      setTimeout(() => {
        if ('code' in brings) refuse(brings);
        else end(brings);
      }, after);
    });
  }

  /** Nobody waits any more. */
  over(): void {
    this.#end?.({ state: 'over' });
  }
}
