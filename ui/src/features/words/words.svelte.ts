// The words read and not yet started: what the files gave in numbers, and the one list of rows that
// is looked at. Rust reads, sorts and searches; this only asks for it and remembers what was asked.
import type { Announcer } from '../../announcer.svelte';
import { t } from '../../i18n/index';
import type { Notices } from '../../notices.svelte';
import type {
  AppState,
  ColumnChoice,
  Kept,
  Preview,
  RowFilter,
  RowQuery,
  SavedRows,
  Suggestion,
  WordRow,
} from '../../platform/bindings';
import type { Platform } from '../../platform/platform';
import { Pages } from './pages.svelte';
import { FILTERS, NOTHING, rowsOf } from './preview';

/** What a list shows, without its parts. */
type Wish = Pick<RowQuery, 'show' | 'reason' | 'text'>;

/** A list of rows in sight. */
export interface Listing extends Wish {
  rows: Pages<WordRow>;
  /** Names the list: the same after a decision, another one for another wish. */
  of: number;
}

const EMPTY: Wish = { show: 'words', reason: null, text: '' };
/** How long a learner pauses typing before the search is asked for, in milliseconds. */
const PAUSE = 80;

const told = ({ undo }: Preview) => (undo ? t.words.decided(undo) : '');
const leftOut = ({ counts }: Preview) => t.words.knownAloud(counts.known);

export class WordsState {
  preview = $state.raw<Preview>(NOTHING);
  hovering = $state.raw<string[] | null>(null);
  busy = $state(false);
  /** What went into the library, until something else is done. */
  kept = $state.raw<Kept | null>(null);
  /** The change of the library that this was. */
  #change = $state<number | null>(null);
  /** The file that the rows left out were saved in. */
  saved = $state.raw<SavedRows | null>(null);
  /** The list in sight; it stays until another one is there. */
  listing = $state.raw<Listing>({ ...EMPTY, rows: new Pages(async () => undefined), of: 0 });
  /** Whether another list is on its way. */
  turning = $state(false);
  #query = $state('');
  #show = $state<RowFilter>('words');
  #reason = $state<string | null>(null);
  #turns = 0;
  #lists = 0;
  #drawn: readonly [number, number] = [0, 1];
  #typing: ReturnType<typeof setTimeout> | undefined;

  readonly empty = $derived(this.preview.files.length === 0);
  readonly count = $derived(this.preview.counts.words);
  /** Sorts of rows of which there are any, and words in any case. */
  readonly filters = $derived(
    FILTERS.filter((show) => show === 'words' || rowsOf(this.preview.counts, show) > 0),
  );
  readonly undoable = $derived((this.kept ? this.#change : this.preview.undo) !== null);

  constructor(
    private readonly platform: Platform,
    private readonly notices: Notices,
    private readonly announcer: Announcer,
  ) {}

  get query(): string {
    return this.#query;
  }

  /** What is searched for; asked for once the learner pauses typing. */
  set query(text: string) {
    this.#query = text;
    clearTimeout(this.#typing);
    if (text === '') void this.#turn();
    else this.#typing = setTimeout(() => void this.#turn(), PAUSE);
  }

  get showing(): RowFilter {
    return this.#show;
  }

  /** The one reason looked at among the rejected; null for all. */
  get reason(): string | null {
    return this.#reason;
  }

  show(show: RowFilter, reason: string | null = null): Promise<void> {
    this.#show = show;
    this.#reason = reason;
    return this.#turn();
  }

  /** Hears which rows are drawn, and sees to it that they are there. */
  draw(first: number, end: number): void {
    this.#drawn = [first, end];
    if (end > first) void this.listing.rows.want(first, end);
  }

  open(): Promise<void> {
    return this.#read(() => this.platform.wordsOpen());
  }

  paste(text: string): Promise<void> {
    return this.#read(() => this.platform.wordsPaste(text));
  }

  sample(): Promise<void> {
    return this.#read(() => this.platform.wordsSample());
  }

  clear(): Promise<void> {
    return this.#read(() => this.platform.wordsClear());
  }

  hover(names: string[] | null): void {
    this.hovering = names;
  }

  receive(preview: Preview): void {
    this.preview = preview;
    this.kept = this.saved = null;
    this.#query = '';
    this.#reason = null;
    const { words, rejected } = preview.counts;
    this.#show = words === 0 && rejected > 0 ? 'rejected' : 'words';
    void this.#turn();
    if (preview.files.length > 0) this.announcer.say(t.words.readAloud(words, rejected));
  }

  mergeAll(): Promise<void> {
    return this.#decide(() => this.platform.wordsMergeAll(), told);
  }

  merge(row: WordRow, { form, pos, into }: Suggestion): Promise<void> {
    return this.#decide(() => this.platform.wordsMerge([row.id], { form, pos, into }), told);
  }

  unmerge(row: WordRow): Promise<void> {
    return this.#decide(() => this.platform.wordsUnmerge([row.id]), told);
  }

  correct(row: WordRow, on: boolean): Promise<void> {
    return this.#decide(() => this.platform.wordsCorrect(row.id, on), told);
  }

  setColumns(file: number, header: boolean | null, choices: ColumnChoice[]): Promise<void> {
    return this.#decide(() => this.platform.wordsColumns(file, header, choices), told);
  }

  removeFile(file: number): Promise<void> {
    return this.#decide(() => this.platform.wordsRemoveFile(file), told);
  }

  knowFromFile(): Promise<void> {
    return this.#decide(() => this.platform.wordsKnownFile(), leftOut);
  }

  knowFromAnki(): Promise<void> {
    return this.#decide(() => this.platform.wordsKnownAnki(), leftOut);
  }

  forgetKnown(): Promise<void> {
    return this.#decide(() => this.platform.wordsKnownForget(), leftOut);
  }

  async undo(): Promise<void> {
    if (this.kept) await this.#undoKept();
    else if (this.preview.undo)
      await this.#decide(
        () => this.platform.wordsUndo(),
        () => t.words.undone,
      );
  }

  /** Puts the words into the library without a run. */
  async keep(): Promise<void> {
    const kept = await this.#busily(() => this.platform.wordsKeep());
    if (!kept) return;
    this.kept = kept;
    this.announcer.say(t.words.kept(kept.added, kept.changed, kept.unchanged));
    const state = await this.#refresh();
    // of what changed nothing there is nothing to take back
    const changed = kept.added + kept.changed > 0;
    this.#change = (changed && state?.undo?.id) || null;
  }

  async saveRejected(): Promise<void> {
    const saved = await this.#busily(() => this.platform.wordsSaveRejected());
    if (!saved) return;
    this.saved = saved;
    this.announcer.say(t.words.savedRows(saved.name, saved.rows));
  }

  async #read(ask: () => Promise<Preview | null>): Promise<void> {
    const preview = await this.#busily(ask);
    if (preview) this.receive(preview);
  }

  /** Does something with the rows there are: what is looked at stays in sight. */
  async #decide(
    ask: () => Promise<Preview | null>,
    said: (preview: Preview) => string,
  ): Promise<void> {
    const preview = await this.#busily(ask);
    if (!preview) return;
    this.kept = this.saved = null;
    this.announcer.say(`${said(preview)} ${t.words.countedAloud(preview.counts.words)}`);
    await this.#replace(preview);
  }

  async #undoKept(): Promise<void> {
    const change = this.#change;
    if (change === null) return;
    const undone = await this.#busily(() => this.platform.editsUndo(change));
    if (!undone) return;
    this.kept = null;
    this.announcer.say(t.words.keptUndone(undone.removed, undone.restored));
    await this.#refresh();
  }

  /** The library changed under the words: which of them it has is told anew. */
  async #refresh(): Promise<AppState | undefined> {
    const state = await this.notices.quietly(() => this.platform.appState());
    if (state) await this.#replace(state.preview);
    return state;
  }

  #replace(preview: Preview): Promise<void> {
    this.preview = preview;
    if (this.filters.includes(this.#show)) return this.#turn(true);
    return this.show('words');
  }

  /** Turns to the list that is wished for; `changed`: the same list after a decision. */
  async #turn(changed = false): Promise<void> {
    clearTimeout(this.#typing);
    const turn = (this.#turns += 1);
    const wish: Wish = { show: this.#show, reason: this.#reason, text: this.#query.trim() };
    const rows = new Pages<WordRow>((from, count) =>
      this.notices.quietly(() => this.platform.wordsRows({ ...wish, from, count })),
    );
    this.turning = true;
    const [first, end] = changed ? this.#drawn : [0, 1];
    const came = this.empty || (await rows.want(first, end));
    if (turn !== this.#turns) return;
    this.turning = false;
    if (!changed) this.#lists += 1;
    if (came) this.listing = { ...wish, rows, of: this.#lists };
  }

  async #busily<T>(ask: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    const answer = await this.notices.guard(ask);
    this.busy = false;
    return answer;
  }
}
