// Words in: pages of rows, the list looked at, and what is decided about it, over the played machine.
import { describe, expect, test, vi } from 'vitest';
import { hasWords, sheetsOf, withRole } from '../src/features/words/columns';
import { KEPT, PAGE, Pages, type Part } from '../src/features/words/pages.svelte';
import { choices, sureness } from '../src/features/words/preview';
import { Hanji } from '../src/hanji.svelte';
import type { Column, RowQuery } from '../src/platform/bindings';
import { forms, noneOf, sorted } from '../src/platform/fake/lists';
import { Machine } from '../src/platform/fake/machine';
import type { Script } from '../src/platform/fake/script';
import { trouble } from '../src/platform/fake/problems';
import { read } from '../src/platform/fake/words';

async function opened(script: Script = {}): Promise<{ hanji: Hanji; machine: Machine }> {
  const machine = new Machine(script);
  const hanji = new Hanji(machine);
  await hanji.open();
  await settled(hanji);
  return { hanji, machine };
}

const settled = (hanji: Hanji) => vi.waitFor(() => expect(hanji.words.turning).toBe(false));
const terms = ({ words }: Hanji) =>
  Array.from({ length: Math.min(9, words.listing.rows.length) }, (_, at) => {
    return words.listing.rows.at(at)?.term;
  });

describe('pages', () => {
  /** A list of as many numbers, and what was asked of it. */
  function numbers(total: number, answer = (part: Part<number>) => Promise.resolve(part)) {
    const asked: number[] = [];
    const pages = new Pages<number>((from, count) => {
      asked.push(from / PAGE);
      const length = Math.max(0, Math.min(count, total - from));
      return answer({ total, rows: Array.from({ length }, (_, at) => from + at) });
    });
    return { pages, asked };
  }

  test('are fetched as they come into sight, each once', async () => {
    const { pages, asked } = numbers(10_000);
    await pages.want(0, 30);
    expect([pages.length, pages.at(29), pages.at(PAGE)]).toEqual([10_000, 29, undefined]);
    await Promise.all([pages.want(90, 130), pages.want(95, 135), pages.want(20, 60)]);
    expect(asked).toEqual([0, 1]);
    expect(pages.at(134)).toBe(134);
  });

  test('of a list scrolled through are let go, but for those looked at of late', async () => {
    const { pages, asked } = numbers(100_000);
    for (let page = 0; page < 2 * KEPT; page += 1) {
      await pages.want(page * PAGE, page * PAGE + 40);
      await pages.want(0, 40);
    }
    expect(pages.at(0)).toBe(0);
    expect(asked.filter((page) => page === 0)).toHaveLength(1);
    const there = Array.from({ length: 2 * KEPT }, (_, page) => pages.at(page * PAGE));
    expect(there.filter((item) => item !== undefined)).toHaveLength(KEPT);
    await pages.want(PAGE, PAGE + 40);
    expect([pages.at(PAGE), asked.at(-1)]).toEqual([PAGE, 1]);
  });

  test('that failed are asked for again', async () => {
    let fails = true;
    const pages = new Pages<number>(async () => (fails ? undefined : { total: 1, rows: [7] }));
    expect(await pages.want(0, 1)).toBe(false);
    fails = false;
    expect([await pages.want(0, 1), pages.at(0)]).toEqual([true, 7]);
  });
});

describe('the list', () => {
  test('is searched by word and by meaning, and counted when read', async () => {
    const { hanji } = await opened();
    await hanji.words.sample();
    await settled(hanji);
    expect(hanji.words.listing.rows).toHaveLength(68);
    expect(hanji.announcer.text).toBe('68 words read');
    for (const [query, found] of [
      ['학교', '학교'],
      ['MARKET', '시장'],
      ['zebra', undefined],
    ]) {
      hanji.words.query = query ?? '';
      await vi.waitFor(() => expect(hanji.words.listing.text).toBe(query));
      expect(hanji.words.listing.rows.at(0)?.term).toBe(found);
    }
  });

  test('is asked for once the learner pauses typing, and stays until the next is there', async () => {
    vi.useFakeTimers();
    const machine = new Machine({ words: read(500, 'a.csv'), slow: { page: 50 } });
    const hanji = new Hanji(machine);
    await hanji.open();
    await vi.advanceTimersByTimeAsync(200);
    machine.calls = [];
    for (const typed of ['도', '도서', '도서관']) {
      hanji.words.query = typed;
      await vi.advanceTimersByTimeAsync(40);
    }
    await vi.advanceTimersByTimeAsync(60);
    expect(machine.calls.map(([, query]) => (query as RowQuery).text)).toEqual(['도서관']);
    expect([hanji.words.turning, hanji.words.listing.rows.length]).toEqual([true, 500]);
    await vi.advanceTimersByTimeAsync(60);
    expect([hanji.words.turning, hanji.words.listing.text]).toEqual([false, '도서관']);
    vi.useRealTimers();
  });

  test('shows the wish made last, whichever answer comes last', async () => {
    const { hanji, machine } = await opened({ words: sorted(20) });
    const page = machine.words.page.bind(machine.words);
    machine.wordsRows = async (query) => {
      await new Promise((done) => setTimeout(done, query.show === 'forms' ? 40 : 5));
      return page(query);
    };
    void hanji.words.show('forms');
    await hanji.words.show('duplicates');
    await new Promise((done) => setTimeout(done, 60));
    expect([hanji.words.showing, hanji.words.listing.show]).toEqual(['duplicates', 'duplicates']);
  });

  test('shows the rows left out when nothing else is there, by reason', async () => {
    const { hanji } = await opened({ words: noneOf() });
    expect(hanji.words.showing).toBe('rejected');
    expect(hanji.words.preview.reasons[0]).toEqual({ reason: 'looks_like_sentence', rows: 2 });
    await hanji.words.show('rejected', 'only_jamo');
    expect(terms(hanji)).toEqual(['ㅋㅋㅋ']);
  });

  test('has a chip for each sort there is, words in any case', async () => {
    const { hanji } = await opened({ words: read(9, 'a.csv') });
    expect(hanji.words.filters).toEqual(['words']);
    machine(hanji).dropped(sorted(9));
    await settled(hanji);
    expect(hanji.words.filters).toEqual(['words', 'forms', 'duplicates', 'library', 'rejected']);
  });

  const machine = ({ platform }: Hanji) => platform as Machine;

  test('dropped from outside turns to the Words view', async () => {
    const { hanji, machine } = await opened();
    hanji.view = 'settings';
    machine.drop?.hovering(['a.csv']);
    expect([hanji.view, hanji.words.hovering]).toEqual(['words', ['a.csv']]);
    machine.dropped(read(3, 'a.csv'));
    await settled(hanji);
    expect([hanji.words.hovering, hanji.words.listing.rows.length]).toEqual([null, 3]);
  });

  test('that cannot be fetched says why, and the one in sight stays', async () => {
    const { hanji, machine } = await opened({ words: read(30, 'a.csv') });
    machine.wordsRows = () => Promise.reject(trouble.busy);
    hanji.words.query = '';
    await vi.waitFor(() => expect(hanji.notices.problem?.code).toBe('store_busy'));
    expect(hanji.words.listing.rows).toHaveLength(30);
  });
});

describe('forms', () => {
  test('are merged as a whole, and taken apart again by one undo', async () => {
    const { hanji } = await opened({ words: forms(1_000) });
    const { counts } = hanji.words.preview;
    expect(counts.certain_forms).toBeGreaterThan(300);
    await hanji.words.mergeAll();
    const after = hanji.words.preview.counts;
    expect(after).toMatchObject({ merged: counts.certain_forms, certain_forms: 0 });
    expect(after.words).toBe(counts.words_if_merged);
    expect(hanji.words.preview.undo).toEqual({ kind: 'merge', rows: counts.certain_forms });
    expect(hanji.announcer.text).toContain('merged.');
    await hanji.words.undo();
    expect(hanji.words.preview.counts).toEqual(counts);
    expect([hanji.words.undoable, hanji.announcer.text]).toEqual([false, 'Undone. 1,000 words.']);
  });

  test('are merged one at a time into the one chosen, and the others stay in sight', async () => {
    const { hanji } = await opened({ words: sorted(20) });
    await hanji.words.show('forms');
    const [first, second] = terms(hanji);
    const row = hanji.words.listing.rows.at(0);
    const { of } = hanji.words.listing;
    if (row?.suggestions[0]) await hanji.words.merge(row, row.suggestions[0]);
    expect([first, terms(hanji)[0]]).toEqual(['먹었어요', second]);
    expect([hanji.words.showing, hanji.words.listing.of]).toEqual(['forms', of]);
    hanji.words.query = '먹다';
    await hanji.words.show('words');
    expect(hanji.words.listing.rows.at(0)?.forms).toEqual(['먹었어요']);
  });

  test('of which none is left turn the list to the words', async () => {
    const { hanji } = await opened({ words: forms(2) });
    await hanji.words.show('forms');
    await hanji.words.mergeAll();
    expect([hanji.words.showing, hanji.words.listing.show]).toEqual(['words', 'words']);
  });

  test('say how sure they are in words, and of several choices none is sure', () => {
    const told = (...confidences: number[]) => {
      const all = confidences.map((confidence) => ({
        ...{ form: '', pos: null, into: null, meaning: null },
        confidence,
      }));
      return choices(all).map((each) => sureness(each, choices(all)));
    };
    expect(told(98)).toEqual(['sure']);
    expect(told(80, 12)).toEqual(['sure']);
    expect(told(62, 38)).toEqual(['likely', 'unsure']);
    expect(told(35)).toEqual(['unsure']);
    expect(told(30, 25, 20, 15, 10)).toHaveLength(3);
  });
});

describe('the library', () => {
  test('takes the words without a run, says what became of them, and gives them back', async () => {
    const { hanji } = await opened({ words: sorted(20) });
    const words = hanji.words.count;
    await hanji.words.show('library');
    const row = hanji.words.listing.rows.at(2);
    expect(row?.corrects).toBe('school');
    if (row) await hanji.words.correct(row, true);
    await hanji.words.keep();
    expect(hanji.words.kept).toEqual({ added: words - 3, changed: 1, unchanged: 2 });
    expect(hanji.words.preview.counts.in_library).toBe(words);
    await hanji.words.undo();
    expect([hanji.words.kept, hanji.words.preview.counts.in_library]).toEqual([null, 3]);
    expect(hanji.words.preview.undo).toEqual({ kind: 'correct', term: '학원' });
  });
});

describe('words known already', () => {
  test('are left out, and taken back', async () => {
    const { hanji } = await opened({ words: read(30, 'a.csv') });
    await hanji.words.knowFromFile();
    expect(hanji.words.preview.known).toEqual({ file: 'korean.apkg', words: 3412 });
    expect([hanji.words.count, hanji.words.preview.counts.known]).toEqual([20, 10]);
    await hanji.words.show('known');
    await hanji.words.forgetKnown();
    expect([hanji.words.count, hanji.words.showing]).toEqual([30, 'words']);
  });

  test('of an Anki that does not run are a notice that a page of rows does not put away', async () => {
    const { hanji } = await opened({ words: read(300, 'a.csv') });
    await hanji.words.knowFromAnki();
    expect(hanji.notices.problem?.hint).toContain('Start Anki');
    hanji.words.draw(150, 180);
    await vi.waitFor(() => expect(hanji.words.listing.rows.at(150)).toBeTruthy());
    expect(hanji.notices.problem).not.toBeNull();
  });
});

describe('columns', () => {
  const column = (index: number, role: Column['role'], sheet: string | null = null): Column => ({
    sheet,
    index,
    name: null,
    role,
    samples: [],
  });

  test('told to hold the words change places with the one that did, on their sheet', () => {
    const columns = [
      column(0, 'term', 'a'),
      column(1, 'meaning', 'a'),
      column(0, 'term', 'b'),
      column(1, 'ignore', 'b'),
    ];
    const roles = withRole(columns, 1, 'term').map((each) => each.role);
    expect(roles).toEqual(['meaning', 'term', 'term', 'ignore']);
    expect(withRole(columns, 0, 'note').map((each) => each.role)[0]).toBe('note');
    expect(sheetsOf(columns).map((sheet) => [sheet.name, sheet.columns.length])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
  });

  test('of which none holds words cannot be read', () => {
    expect(hasWords([column(0, 'meaning')])).toBe(false);
    expect(hasWords([column(0, 'meaning'), column(1, 'term')])).toBe(true);
  });

  test('told anew are read anew, which can be undone', async () => {
    const { hanji } = await opened({ words: read(9, 'a.csv') });
    const file = hanji.words.preview.files[0];
    const choices = (file?.columns ?? []).map(({ sheet, index, role }) => ({
      ...{ sheet, index },
      role: role === 'meaning' ? ('ignore' as const) : role,
    }));
    await hanji.words.setColumns(file?.id ?? 0, true, choices);
    expect(hanji.words.listing.rows.at(0)?.meaning).toBeNull();
    expect(hanji.words.preview.undo).toEqual({ kind: 'columns', file: 'a.csv' });
    await hanji.words.undo();
    expect(hanji.words.listing.rows.at(0)?.meaning).toBe('school');
  });
});
