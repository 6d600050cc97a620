// Rows of one list, fetched a page at a time as they come into sight. Knows neither what the list
// is of nor who draws it.
import type { List } from '../../components/rows';

/** A part of a list: how long the whole is, and the rows asked for. */
export interface Part<Item> {
  total: number;
  rows: readonly Item[];
}

/** Gives a part of the list; nothing when that failed, which was told by then. */
export type Fetch<Item> = (from: number, count: number) => Promise<Part<Item> | undefined>;

/** Rows fetched at once. */
export const PAGE = 100;
/** Pages kept; those out of sight for longest go first. */
export const KEPT = 24;

export class Pages<Item> implements List<Item> {
  #total = $state(0);
  #pages = $state.raw<Readonly<Record<number, readonly Item[]>>>({});
  /** Pages by when they were last in sight. */
  #recent: readonly number[] = [];
  #asked: readonly number[] = [];

  constructor(private readonly fetch: Fetch<Item>) {}

  get length(): number {
    return this.#total;
  }

  at(index: number): Item | undefined {
    return this.#pages[Math.floor(index / PAGE)]?.[index % PAGE];
  }

  /** Asks for these rows, but for those that are there or on their way; true when all went well. */
  async want(first: number, end: number): Promise<boolean> {
    const from = Math.floor(first / PAGE);
    const count = Math.max(1, Math.ceil(end / PAGE) - from);
    const wanted = Array.from({ length: count }, (_, offset) => from + offset);
    this.#recent = [...this.#recent.filter((page) => !wanted.includes(page)), ...wanted];
    const missing = wanted.filter((page) => !this.#pages[page] && !this.#asked.includes(page));
    const came = await Promise.all(missing.map((page) => this.#ask(page)));
    return came.every(Boolean);
  }

  async #ask(page: number): Promise<boolean> {
    this.#asked = [...this.#asked, page];
    const part = await this.fetch(page * PAGE, PAGE);
    this.#asked = this.#asked.filter((each) => each !== page);
    if (!part) return false;
    this.#recent = this.#recent.slice(-KEPT);
    const kept = this.#recent.flatMap((each) => {
      const rows = each === page ? part.rows : this.#pages[each];
      return rows ? [[each, rows] as const] : [];
    });
    this.#pages = Object.fromEntries(kept);
    this.#total = part.total;
    return true;
  }
}
