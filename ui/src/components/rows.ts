// Which rows of a long list are drawn: a fixed height for each row makes it one division.

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

/** Where a list has to be scrolled to, so that its first row in sight stays where it was. */
export function placed(
  top: number,
  row: number,
  before: readonly unknown[],
  after: readonly unknown[],
): number {
  const first = Math.floor(top / row);
  const at = after.indexOf(before[first]);
  return at < 0 ? 0 : top + (at - first) * row;
}
