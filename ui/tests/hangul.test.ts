import { describe, expect, test } from 'vitest';
import { around, composing, runs, searchable } from '../src/text/hangul';
import { dollars } from '../src/text/money';

describe('runs', () => {
  test('cuts a sentence of two languages into its runs and loses nothing', () => {
    const text = 'A private academy is 학원, a university 대학교 (大學校).';
    expect(
      runs(text)
        .map((run) => run.text)
        .join(''),
    ).toBe(text);
    expect(
      runs(text)
        .filter((run) => run.korean)
        .map((run) => run.text),
    ).toEqual(['학원', '대학교', '大學校']);
  });

  test('keeps a Korean phrase with its spaces in one run', () => {
    expect(runs('Say 맛있게 드세요. to her')).toEqual([
      { text: 'Say ', korean: false },
      { text: '맛있게 드세요.', korean: true },
      { text: ' to her', korean: false },
    ]);
  });

  test('gives nothing for an empty text', () => {
    expect(runs('')).toEqual([]);
  });
});

describe('searchable', () => {
  const finds = (text: string, query: string) => searchable(text).includes(searchable(query));

  test('finds a word by a syllable of which the next consonant is already typed', () => {
    expect(finds('학교', '학ㄱ')).toBe(true);
    expect(finds('학교', '하')).toBe(true);
    expect(finds('학교', '학ㄴ')).toBe(false);
  });

  test('does not mind capitals or how the text was composed', () => {
    expect(finds('School'.normalize('NFC'), 'school')).toBe(true);
    expect(finds('학교'.normalize('NFD'), '학교')).toBe(true);
  });
});

test('an example is cut around the form, or left whole without it', () => {
  expect(around('아침에 사과를 먹었어요.', '먹었어요')).toEqual([
    '아침에 사과를 ',
    '먹었어요',
    '.',
  ]);
  expect(around('아침에 사과를 먹었어요.', '마셨어요')).toEqual([
    '아침에 사과를 먹었어요.',
    '',
    '',
  ]);
  expect(around('가', '')).toEqual(['가', '', '']);
});

test('a key press of an input method is told from a real one', () => {
  expect(composing(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229 }))).toBe(true);
  expect(composing(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }))).toBe(true);
  expect(composing(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13 }))).toBe(false);
});

test('small sums keep the digits that matter and nothing shows as zero that is not', () => {
  expect([0, 0.0000042, 0.00042, 0.0123, 0.4, 12].map(dollars)).toEqual([
    '$0.00',
    '$0.0000042',
    '$0.00042',
    '$0.0123',
    '$0.40',
    '$12.00',
  ]);
});
