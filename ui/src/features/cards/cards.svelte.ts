// The finished notes of one run, fetched as far as they are looked at, and the one being read.
import type { NoteView } from '../../platform/bindings';
import type { Platform } from '../../platform/platform';
import type { Notices } from '../../notices.svelte';

const PAGE = 100;

export class CardsState {
  notes = $state.raw<readonly NoteView[]>([]);
  chosen = $state.raw<NoteView | null>(null);
  loading = $state(false);
  /** Whether the last page held less than it could: more comes only when words are finished. */
  exhausted = $state(false);
  #run: number | null = null;
  #mark = 0;

  constructor(
    private readonly platform: Platform,
    private readonly notices: Notices,
  ) {}

  /** Turns to a run; its notes come anew. */
  async show(run: number): Promise<void> {
    if (this.#run === run) return this.more();
    this.#run = run;
    this.#mark = 0;
    this.notes = [];
    this.chosen = null;
    this.loading = false;
    this.exhausted = false;
    await this.more();
  }

  /** Fetches the next page, if there is one. */
  async more(): Promise<void> {
    const run = this.#run;
    if (run === null || this.loading) return;
    this.loading = true;
    const page = await this.notices.guard(() => this.platform.runNotes(run, this.#mark, PAGE));
    if (this.#run !== run) return;
    this.loading = false;
    this.exhausted = !page || page.notes.length < PAGE;
    if (!page || page.notes.length === 0) return;
    this.#mark = page.next;
    this.notes = [...this.notes, ...page.notes];
  }

  choose(note: NoteView | null): void {
    this.chosen = note;
  }

  /** Moves the choice by some places, within the list. */
  move(by: number): void {
    const at = this.notes.findIndex((note) => note.word === this.chosen?.word);
    const next = Math.min(Math.max(at + by, 0), this.notes.length - 1);
    this.chosen = this.notes[next] ?? null;
  }
}
