// What a screen reader is told, politely: the latest sentence, at most one in a while, so that a
// run of a thousand words does not talk all the time. Time is passed in by the caller's clock.

export class Announcer {
  text = $state('');
  #last = -Infinity;

  constructor(
    private readonly clock: () => number = () => performance.now(),
    private readonly pauseMs = 10_000,
  ) {}

  /** Says it now; for states that matter. */
  say(text: string): void {
    this.text = text;
    this.#last = this.clock();
  }

  /** Says it unless something was said a moment ago; for progress. */
  mention(text: string): void {
    if (this.clock() - this.#last >= this.pauseMs) this.say(text);
  }
}
