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
