// The components in jsdom: what they say, what they call, and what they must never hold.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, test } from 'vitest';
import App from '../src/App.svelte';
import { visible } from '../src/components/rows';
import { Hanji } from '../src/hanji.svelte';
import { en } from '../src/i18n/en';
import { localeFor } from '../src/i18n/index';
import { ko } from '../src/i18n/ko';
import { Machine, read, snapshot, type Script } from '../src/platform/fake/machine';
import { scenarios } from '../src/platform/fake/scenarios';

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
    const machine = await show({ preview: read(3, 'a.csv'), settings: { engine: 'openrouter' } });
    const field = await screen.findByLabelText<HTMLInputElement>(en.key.label);
    expect([field.type, field.autocomplete]).toEqual(['password', 'off']);
    await fireEvent.input(field, { target: { value: secret } });
    await fireEvent.click(await button(en.key.save));
    expect(field.value).toBe('');
    await screen.findByText(en.key.stored('9f3c'));
    expect(document.body.innerHTML).not.toContain(secret);
    expect(
      JSON.stringify([hanji.settings.current, hanji.settings.key, machine.calls]),
    ).not.toContain(secret);
    expect(screen.queryByLabelText(en.key.label)).toBeNull();
  });

  test('leaves the field even when it is refused, and the reason is said', async () => {
    await show({ preview: read(3, 'a.csv'), settings: { engine: 'openrouter' } });
    const field = await screen.findByLabelText<HTMLInputElement>(en.key.label);
    await fireEvent.input(field, { target: { value: 'short' } });
    await fireEvent.click(await button(en.key.save));
    expect(field.value).toBe('');
    expect((await screen.findByRole('alert')).textContent).toContain('API key');
  });

  test('typed and not yet saved is saved by Start, and the run starts', async () => {
    const machine = await show({ preview: read(3, 'a.csv'), settings: { engine: 'openrouter' } });
    const field = await screen.findByLabelText<HTMLInputElement>(en.key.label);
    await fireEvent.input(field, { target: { value: secret } });
    await fireEvent.click(await button(en.start.start(3)));
    await waitFor(() => expect(machine.runs).toHaveLength(1));
    await waitFor(() => expect(hanji.view).toBe('run'));
  });
});

describe('words', () => {
  test('show their table, and Esc clears the search', async () => {
    await show({ preview: read(40, 'a.csv') });
    const search = await screen.findByLabelText<HTMLInputElement>(en.words.search);
    await fireEvent.input(search, { target: { value: '바다' } });
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2));
    await fireEvent.keyDown(search, { key: 'Escape', isComposing: true });
    expect(search.value).toBe('바다');
    await fireEvent.keyDown(search, { key: 'Escape' });
    await waitFor(() => expect(search.value).toBe(''));
    expect(hanji.words.matches).toHaveLength(40);
  });

  test('of a refused file say what is wrong and what to do', async () => {
    await show(scenarios['rejected']?.() ?? {});
    expect(await screen.findByText(/This is a program/)).toBeTruthy();
    expect(screen.getByText('Open a CSV, TSV or text file.')).toBeTruthy();
    expect(screen.getByText('setup.txt')).toBeTruthy();
  });

  test('are pasted anywhere but into a field', async () => {
    const machine = await show({});
    const paste = (target: Element) => {
      const event = new Event('paste', { bubbles: true });
      Object.assign(event, { clipboardData: { getData: () => '학교\tschool' } });
      return fireEvent(target, event);
    };
    await paste(document.body);
    await screen.findByRole('table');
    expect(machine.calls).toEqual([['wordsPaste', '학교\tschool']]);
    await paste(screen.getByLabelText(en.words.search));
    expect(machine.calls).toHaveLength(1);
  });
});

describe('shortcuts', () => {
  const press = (key: string) => fireEvent.keyDown(document.body, { key, ctrlKey: true });

  test('switch the views and start', async () => {
    await show({ preview: read(3, 'a.csv') });
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
    await fireEvent.click(await button(en.key.save));
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
      runs: [{ ...snapshot(1, 9, { engine: 'compatible' }), state: 'paused', done: 2 }],
    });
    expect(await screen.findByText(en.run.notTold)).toBeTruthy();
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
  const kept = /^(OpenRouter|IPA|–|Ollama, LM Studio, llama\.cpp…|학교, school\n먹다, to eat)$/;
  const left = leaves(ko, '').filter(
    ([path, text]) => same.has(`${path}=${text}`) && !kept.test(text),
  );
  expect(left).toEqual([]);
});
