// Numbers in Korean sentences.
const number = new Intl.NumberFormat('ko');

export const n = (value: number): string => number.format(value);
