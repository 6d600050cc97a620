// Which rows of a long list are drawn: a fixed height for each row makes it one division.

/** A list that gives its rows by place; a row that is still on its way is undefined. */
export interface List<Item> {
  readonly length: number;
  at(index: number): Item | undefined;
}

/** First row drawn and the one after the last. */
export interface Visible {
  first: number;
  end: number;
}

const SPARE = 8;

/** The rows seen at a scroll position, with a few spare ones on both sides. */
export function visible(top: number, height: number, row: number, count: number): Visible {
  const first = Math.max(0, Math.floor(top / row) - SPARE);
  const end = Math.min(count, Math.ceil((top + height) / row) + SPARE);
  return { first: Math.min(first, end), end };
}

/**
 * Where a list has to be scrolled to, so that what was in sight stays where it was: the first of
 * the rows seen that is still there. Without any it starts at its top.
 */
export function placed<Item>(
  top: number,
  row: number,
  seen: number,
  before: List<Item>,
  after: List<Item>,
  key: (item: Item) => unknown,
): number {
  const first = Math.floor(top / row);
  const last = Math.min(before.length, Math.ceil((top + seen) / row));
  for (let at = first; at < last; at += 1) {
    const item = before.at(at);
    const now = item === undefined ? -1 : placeOf(after, key, key(item));
    if (now >= 0) return Math.max(0, top + (now - at) * row);
  }
  return 0;
}

function placeOf<Item>(list: List<Item>, key: (item: Item) => unknown, wanted: unknown): number {
  for (let at = 0; at < list.length; at += 1) {
    const item = list.at(at);
    if (item !== undefined && key(item) === wanted) return at;
  }
  return -1;
}
