// Numbers in English sentences.
const number = new Intl.NumberFormat('en');

export const n = (value: number): string => number.format(value);

/** A number with its noun: "1 word", "1,000 words". */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${n(value)} ${value === 1 ? one : many}`;
