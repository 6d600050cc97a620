// The finished notes of one run in the order of the learner's list, and the one being read. Rust
// hands them out in the order of finishing, so all that are finished are fetched and put in place.
import type { NoteView } from '../../platform/bindings';
import type { Platform } from '../../platform/platform';
import type { Notices } from '../../notices.svelte';
import { asProblem } from '../../platform/problem';

/** As many notes as Rust gives at once. */
const PAGE = 500;

export class CardsState {
  notes = $state.raw<readonly NoteView[]>([]);
  chosen = $state.raw<NoteView | null>(null);
  readonly at = $derived(this.notes.findIndex((note) => note.word === this.chosen?.word));
  #run: number | null = null;
  #mark = 0;
  #wanted = 0;
  /** The run whose notes are on their way. */
  #fetching: symbol | null = null;

  constructor(
    private readonly platform: Platform,
    private readonly notices: Notices,
  ) {}

  /** Turns to a run of which so many words are finished, or follows it as it finishes more. */
  async show(run: number, finished: number): Promise<void> {
    if (this.#run !== run) this.#turn(run);
    this.#wanted = Math.max(this.#wanted, finished);
    if (this.#fetching === null) await this.#fetch(run);
  }

  choose(note: NoteView | null): void {
    this.chosen = note;
  }

  /** Moves the choice by some places, within the list. */
  move(by: number): void {
    const next = Math.min(Math.max(this.at + by, 0), this.notes.length - 1);
    this.chosen = this.notes[next] ?? null;
  }

  #turn(run: number): void {
    this.#run = run;
    this.#mark = 0;
    this.#wanted = 0;
    this.#fetching = null;
    this.notes = [];
    this.chosen = null;
  }

  /** Fetches page after page, until it has what is finished or turns to another run. */
  async #fetch(run: number): Promise<void> {
    const mine = (this.#fetching = Symbol());
    try {
      while (this.#mark < this.#wanted) {
        const page = await this.platform.runNotes(run, this.#mark, PAGE);
        if (this.#fetching !== mine) return;
        if (page.notes.length === 0) break;
        this.#mark = page.next;
        this.notes = [...this.notes, ...page.notes].sort((a, b) => a.position - b.position);
      }
    } catch (error) {
      if (this.#fetching === mine) this.notices.problem = asProblem(error);
    }
    if (this.#fetching === mine) this.#fetching = null;
  }
}
