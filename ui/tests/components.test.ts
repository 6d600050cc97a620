// The components in jsdom: what they say, what they call, and what they must never hold.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, test } from 'vitest';
import App from '../src/App.svelte';
import { placed, visible } from '../src/components/rows';
import { encodingName } from '../src/features/words/encoding';
import { Hanji } from '../src/hanji.svelte';
import { en } from '../src/i18n/en';
import { localeFor } from '../src/i18n/index';
import { ko } from '../src/i18n/ko';
import { Machine } from '../src/platform/fake/machine';
import type { Script } from '../src/platform/fake/script';
import { scenarios } from '../src/platform/fake/scenarios';
import { snapshot } from '../src/platform/fake/snapshot';
import { read } from '../src/platform/fake/words';

let hanji: Hanji;

async function show(script: Script): Promise<Machine> {
  const machine = new Machine(script);
  hanji = new Hanji(machine);
  render(App, { hanji });
  await waitFor(() => expect(hanji.opened).toBe(true));
  return machine;
}

afterEach(() => hanji.runs.current?.leave());

const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('the key', () => {
  const secret = 'sk-or-v1-0123456789abcdef9f3c';

  test('leaves the field when it is handed on and is nowhere in the window', async () => {
    const machine = await show({ words: read(3, 'a.csv'), settings: { engine: 'openrouter' } });
    const field = await screen.findByLabelText<HTMLInputElement>(en.key.label);
    expect([field.type, field.autocomplete]).toEqual(['password', 'off']);
    await fireEvent.input(field, { target: { value: secret } });
    await fireEvent.click(await button(en.key.save));
    expect(field.value).toBe('');
    await screen.findByText(en.key.named('9f3c'));
    expect(screen.getByText(en.key.stored)).toBeTruthy();
    expect(document.body.innerHTML).not.toContain(secret);
    expect(
      JSON.stringify([hanji.settings.current, hanji.settings.key, machine.calls]),
    ).not.toContain(secret);
    expect(screen.queryByLabelText(en.key.label)).toBeNull();
  });

  test('leaves the field even when it is refused, and the reason is said', async () => {
    await show({ words: read(3, 'a.csv'), settings: { engine: 'openrouter' } });
    const field = await screen.findByLabelText<HTMLInputElement>(en.key.label);
    await fireEvent.input(field, { target: { value: 'short' } });
    await fireEvent.click(await button(en.key.save));
    expect(field.value).toBe('');
    expect((await screen.findByRole('alert')).textContent).toContain('API key');
  });

  test('typed and not yet saved is saved by Start, and the run starts', async () => {
    const machine = await show({ words: read(3, 'a.csv'), settings: { engine: 'openrouter' } });
    const field = await screen.findByLabelText<HTMLInputElement>(en.key.label);
    await fireEvent.input(field, { target: { value: secret } });
    await fireEvent.click(await button(en.start.start(3)));
    await waitFor(() => expect(machine.runs).toHaveLength(1));
    await waitFor(() => expect(hanji.view).toBe('run'));
  });
});

describe('words', () => {
  test('show their table, and Esc clears the search', async () => {
    await show({ words: read(40, 'a.csv') });
    const search = await screen.findByLabelText<HTMLInputElement>(en.words.search);
    await fireEvent.input(search, { target: { value: '바다' } });
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2));
    await fireEvent.keyDown(search, { key: 'Escape', isComposing: true });
    expect(search.value).toBe('바다');
    await fireEvent.keyDown(search, { key: 'Escape' });
    await waitFor(() => expect(search.value).toBe(''));
    await waitFor(() => expect(hanji.words.listing.rows).toHaveLength(40));
  });

  test('of a refused file say what is wrong and what to do', async () => {
    await show(scenarios['sorted']?.() ?? {});
    expect(await screen.findByText(/This is a program/)).toBeTruthy();
    expect(screen.getByText(/Open a list of words/)).toBeTruthy();
    expect(screen.getByText('setup.txt')).toBeTruthy();
  });

  test('are pasted anywhere but into a field', async () => {
    const machine = await show({});
    const pasted = () => machine.calls.filter(([name]) => name === 'wordsPaste');
    const paste = (target: Element) => {
      const event = new Event('paste', { bubbles: true });
      Object.assign(event, { clipboardData: { getData: () => '학교\tschool' } });
      return fireEvent(target, event);
    };
    await paste(document.body);
    await screen.findByRole('table');
    expect(pasted()).toEqual([['wordsPaste', '학교\tschool']]);
    await paste(screen.getByLabelText(en.words.search));
    expect(pasted()).toHaveLength(1);
  });
});

test('the dictionary says what it knows, and asks for no kinds of card', async () => {
  await show({ words: read(68, 'a.csv') });
  expect(document.querySelector('[data-known]')?.textContent).toBe(
    'Knows 60 of your 68 words. 5 more get cards from your own meaning. ' +
      '3 without a meaning will only have their pronunciation.',
  );
  await fireEvent.click(await button(en.nav.settings));
  expect(screen.queryByText(en.start.kinds)).toBeNull();
  await fireEvent.click(screen.getByLabelText(new RegExp(en.start.openrouter)));
  expect(await screen.findByText(en.start.kinds)).toBeTruthy();
});

test('while files hover there is nothing to press beside them', async () => {
  const machine = await show({});
  machine.drop?.hovering(['a.csv', 'b.txt']);
  expect(await screen.findByText('a.csv, b.txt')).toBeTruthy();
  expect(document.querySelectorAll('main button')).toHaveLength(0);
  machine.drop?.hovering(null);
  expect(await button(en.words.sample)).toBeTruthy();
});

test('what a number beside a view counts is said', async () => {
  await show({ runs: [{ ...snapshot(1, 68), state: 'done', done: 68, finished: 68 }] });
  const cards = await button('Cards , 68 words finished');
  expect(cards.querySelector('.beside')?.textContent).toBe('68');
});

test('encodings are written as everywhere', () => {
  expect(['utf-8', 'cp949', 'euc-kr', 'utf-16le', 'utf-16be'].map(encodingName)).toEqual([
    'UTF-8',
    'CP949',
    'EUC-KR',
    'UTF-16 LE',
    'UTF-16 BE',
  ]);
});

describe('shortcuts', () => {
  const press = (key: string) => fireEvent.keyDown(document.body, { key, ctrlKey: true });

  test('and views lead nowhere while the library cannot be opened', async () => {
    await show(scenarios['damaged']?.() ?? {});
    await screen.findByText(/hanji doctor --repair/);
    for (const each of document.querySelectorAll<HTMLButtonElement>('nav button'))
      expect([each.disabled, each.getAttribute('aria-current')]).toEqual([true, null]);
    await press('4');
    expect(hanji.view).toBe('words');
    await fireEvent.click(await button(en.common.tryAgain));
    await button(en.words.sample);
    await press('4');
    expect(hanji.view).toBe('settings');
  });

  test('switch the views and start', async () => {
    await show({ words: read(3, 'a.csv') });
    for (const [key, view] of [
      ['2', 'run'],
      ['3', 'cards'],
      ['4', 'settings'],
      ['1', 'words'],
    ] as const) {
      await press(key);
      expect(hanji.view).toBe(view);
    }
    await press('Enter');
    await waitFor(() => expect(hanji.view).toBe('run'));
  });

  test('Esc puts a notice away', async () => {
    const machine = await show({});
    machine.wordsOpen = () =>
      Promise.reject({
        code: 'dialog_unavailable',
        message: 'No dialog.',
        hint: null,
        retryable: true,
      });
    await press('o');
    await screen.findByText('No dialog.');
    await fireEvent.keyDown(document.body, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByText('No dialog.')).toBeNull());
  });
});

describe('a run', () => {
  test('paused for its key takes another one right there and goes on', async () => {
    const machine = await show({
      runs: [
        {
          ...snapshot(1, 20, { engine: 'openrouter' }),
          state: 'paused',
          done: 6,
          finished: 6,
          reason: {
            code: 'key_refused',
            message: 'Refused.',
            hint: 'Enter another key.',
            retryable: false,
          },
        },
      ],
      settings: { engine: 'openrouter' },
      key: { state: 'stored', ending: 'dead' },
    });
    const field = await screen.findByLabelText<HTMLInputElement>(en.key.label);
    await fireEvent.input(field, { target: { value: 'sk-or-v1-another' } });
    await fireEvent.click(await button(en.key.saveAndGoOn));
    await waitFor(() => expect(machine.runs[0]?.state).toBe('done'), { timeout: 5000 });
  });

  test('is cancelled only after it was asked, saying what is kept', async () => {
    const machine = await show({ runs: [{ ...snapshot(1, 20), state: 'paused', done: 6 }] });
    await fireEvent.click(await button(en.run.cancel));
    expect(screen.getByText(en.run.cancelText(6, 14))).toBeTruthy();
    expect(machine.runs[0]?.state).toBe('paused');
    const [, confirm] = screen.getAllByRole('button', { name: en.run.cancel });
    await fireEvent.click(confirm as HTMLElement);
    await waitFor(() => expect(machine.runs[0]?.state).toBe('cancelled'));
  });

  test('exports, tells what is in the deck and shows its folder', async () => {
    const machine = await show({
      runs: [{ ...snapshot(1, 68), state: 'done', done: 68, finished: 68 }],
    });
    await fireEvent.click(await button(en.nav.run));
    await fireEvent.click(await button(en.run.export));
    await screen.findByText('first.apkg: 68 notes, 204 cards');
    await fireEvent.click(await button(en.run.reveal));
    expect(machine.calls).toContainEqual(['deckReveal']);
  });

  test('says what the server does not: its cost', async () => {
    await show({
      runs: [
        { ...snapshot(1, 9, { engine: 'compatible' }), state: 'paused', done: 2, requests: 4 },
      ],
    });
    expect(await screen.findByText(en.run.notTold)).toBeTruthy();
  });

  const figures = () =>
    [...document.querySelectorAll<HTMLElement>('[data-figure]')].map((figure) => [
      figure.dataset['figure'],
      figure.querySelector('dd')?.textContent,
    ]);

  test('at rest shows what came of it, not what is under way', async () => {
    const run = { ...snapshot(1, 68), state: 'done' as const, done: 67, failed: 1, finished: 67 };
    await show({ runs: [{ ...run, seconds: 134 }] });
    await fireEvent.click(await button(en.nav.run));
    expect(figures()).toEqual([
      ['done', '67 words'],
      ['failed', '1'],
      ['review', '0'],
      ['time', '2 min 14 s'],
      ['cost', 'Free'],
      ['speed', '30/min'],
    ]);
  });

  test('at work shows what is left, and its speed of late', async () => {
    await show({ runs: [snapshot(1, 400)], tick: 1e6 });
    expect(figures().map(([name]) => name)).toEqual([
      'waiting',
      'under-way',
      'failed',
      'review',
      'time',
      'cost',
      'speed',
    ]);
  });

  test('that spent nothing and made nothing says so, and promises nothing', async () => {
    await show(scenarios['unpaid']?.() ?? {});
    expect(await screen.findByText(en.run.noneYet.paused)).toBeTruthy();
    expect(figures()).toContainEqual(['cost', '$0.00']);
    expect(figures()).toContainEqual(['time', 'Under 1 s']);
    expect(screen.queryByText(en.run.noneYet.running)).toBeNull();
  });
});

test('what a model wrote stays text', async () => {
  const run = { ...snapshot(1, 1), state: 'done' as const, done: 1, finished: 1 };
  const machine = new Machine({ runs: [run] });
  const notes = machine.runNotes.bind(machine);
  machine.runNotes = async (...of) => {
    const page = await notes(...of);
    const evil = '<img src=x onerror="alert(1)"><b>학교</b>';
    return {
      ...page,
      notes: page.notes.map((each) => ({ ...each, meaning: evil, explanation: evil })),
    };
  };
  hanji = new Hanji(machine);
  render(App, { hanji });
  await waitFor(() => expect(hanji.opened).toBe(true));
  await fireEvent.click(await button(new RegExp(en.nav.cards)));
  await fireEvent.click(await screen.findByRole('option'));
  const sheet = await screen.findByRole('article');
  expect(sheet.textContent).toContain('<img src=x onerror="alert(1)">');
  expect(document.querySelector('img, b')).toBeNull();
});

test('only the rows in sight are drawn, with a few to spare', () => {
  expect(visible(0, 600, 30, 10_000)).toEqual({ first: 0, end: 28 });
  expect(visible(150_000, 600, 30, 10_000)).toEqual({ first: 4992, end: 5028 });
  expect(visible(300_000, 600, 30, 10_000)).toEqual({ first: 9992, end: 10_000 });
  expect(visible(9_000, 600, 30, 4)).toEqual({ first: 4, end: 4 });
});

test('a list that grows or shrinks keeps in sight what was there', () => {
  const place = (before: number[], after: number[]) =>
    placed(75, 30, 60, before, after, (item) => item);
  expect(place([1, 3, 5, 7], [1, 2, 3, 4, 5, 7])).toBe(135);
  expect(place([1, 3, 5, 7], [1, 3, 5, 7, 9])).toBe(75);
  expect(place([1, 3, 5, 7], [1, 3, 7])).toBe(45);
  expect(place([1, 3, 5, 7], [2, 4])).toBe(0);
});

test('the language follows the system', () => {
  expect(['ko-KR', 'ko', 'en-GB', 'de', 'kok'].map(localeFor)).toEqual([
    'ko',
    'ko',
    'en',
    'en',
    'en',
  ]);
});

test('Korean has every sentence, and none of it is left in English', () => {
  const leaves = (value: unknown, path: string): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, each]) => leaves(each, `${path}.${key}`))
        : [];
  const same = new Set(leaves(en, '').map(([path, text]) => `${path}=${text}`));
  const kept =
    /^(OpenRouter|Anki|IPA|–|Ollama, LM Studio, llama\.cpp…|학교, school\n먹다, to eat)$/;
  const left = leaves(ko, '').filter(
    ([path, text]) => same.has(`${path}=${text}`) && !kept.test(text),
  );
  expect(left).toEqual([]);
});
