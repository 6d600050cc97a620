// The words read and not yet started: what the files gave, and which of it is looked at. Rust reads
// the files; this only asks for it and filters what came.
import type { Preview, PreviewWord, RejectedRow } from '../../platform/bindings';
import type { Platform } from '../../platform/platform';
import type { Announcer } from '../../announcer.svelte';
import type { Notices } from '../../notices.svelte';
import { searchable } from '../../text/hangul';
import { t } from '../../i18n/index';

const NOTHING: Preview = { files: [], words: [], rejected: [] };

/** The words by what a card without a model would show. */
export interface Known {
  /** Those in the built-in dictionary. */
  words: number;
  /** Others for which the list gives a meaning. */
  own: number;
  /** Others of which only the pronunciation is known. */
  bare: number;
}

export class WordsState {
  preview = $state.raw<Preview>(NOTHING);
  hovering = $state.raw<string[] | null>(null);
  busy = $state(false);
  query = $state('');
  showing = $state<'accepted' | 'rejected'>('accepted');
  /** The one reason looked at among the rejected; null for all. */
  reason = $state<string | null>(null);

  readonly empty = $derived(this.preview.files.length === 0);
  /** How much the built-in dictionary can make of the words. */
  readonly known: Known = $derived.by(() => {
    const others = this.preview.words.filter((word) => !word.in_dictionary);
    const own = others.filter((word) => word.meaning !== null && word.meaning !== '').length;
    return { words: this.preview.words.length - others.length, own, bare: others.length - own };
  });
  readonly #haystacks = $derived(
    this.preview.words.map((word) => searchable(`${word.term}\n${word.meaning ?? ''}`)),
  );
  readonly matches: readonly PreviewWord[] = $derived.by(() => {
    const needle = searchable(this.query.trim());
    if (needle === '') return this.preview.words;
    return this.preview.words.filter((_, index) => this.#haystacks[index]?.includes(needle));
  });
  /** The reasons among the rejected, the commonest first. */
  readonly reasons: readonly (readonly [string, number])[] = $derived.by(() => {
    const counts: Record<string, number> = {};
    for (const { reason } of this.preview.rejected) counts[reason] = (counts[reason] ?? 0) + 1;
    return Object.entries(counts).sort((a, b) => b[1] - a[1]);
  });
  readonly rejected: readonly RejectedRow[] = $derived.by(() => {
    const needle = searchable(this.query.trim());
    return this.preview.rejected.filter(
      (row) =>
        (this.reason === null || row.reason === this.reason) &&
        searchable(`${row.raw ?? ''}\n${row.message}`).includes(needle),
    );
  });

  constructor(
    private readonly platform: Platform,
    private readonly notices: Notices,
    private readonly announcer: Announcer,
  ) {}

  open(): Promise<void> {
    return this.#read(() => this.platform.wordsOpen());
  }

  paste(text: string): Promise<void> {
    return this.#read(() => this.platform.wordsPaste(text));
  }

  sample(): Promise<void> {
    return this.#read(() => this.platform.wordsSample());
  }

  async clear(): Promise<void> {
    await this.#read(() => this.platform.wordsClear());
  }

  hover(names: string[] | null): void {
    this.hovering = names;
  }

  receive(preview: Preview): void {
    this.preview = preview;
    this.query = '';
    this.reason = null;
    const onlyRejected = preview.words.length === 0 && preview.rejected.length > 0;
    this.showing = onlyRejected ? 'rejected' : 'accepted';
    if (preview.files.length > 0) {
      this.announcer.say(t.words.readAloud(preview.words.length, preview.rejected.length));
    }
  }

  async #read(ask: () => Promise<Preview | null>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const preview = await this.notices.guard(ask);
    this.busy = false;
    if (preview) this.receive(preview);
  }
}
