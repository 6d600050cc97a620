// The Settings view in jsdom, over the played machine: what each control changes, and what it says.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import App from '../src/App.svelte';
import { Hanji } from '../src/hanji.svelte';
import { en } from '../src/i18n/en';
import { Machine } from '../src/platform/fake/machine';
import type { Script } from '../src/platform/fake/script';
import { scenarios } from '../src/platform/fake/scenarios';
import type { Settings } from '../src/platform/bindings';

async function settings(script: Script): Promise<{ hanji: Hanji; machine: Machine }> {
  const machine = new Machine(script);
  const hanji = new Hanji(machine);
  render(App, { hanji });
  await waitFor(() => expect(hanji.opened).toBe(true));
  hanji.view = 'settings';
  await screen.findByRole('heading', { name: en.settings.title });
  return { hanji, machine };
}

const openrouter = { engine: 'openrouter' } as const;
const says = (text: string) => screen.queryByText(text) !== null;

describe('what is spent and asked', () => {
  const fields: [string, keyof Settings, string, number][] = [
    [en.settings.capRun, 'max_cost_usd', '0,5', 0.5],
    [en.settings.capDay, 'max_cost_per_day_usd', '$1.25', 1.25],
    [en.settings.capMonth, 'max_cost_per_month_usd', '20', 20],
    [en.settings.requestsPerMinute, 'requests_per_minute', '60', 60],
    [en.settings.tokensPerMinute, 'tokens_per_minute', '9999999999999', 0xffff_ffff],
    [en.settings.requestsPerDay, 'requests_per_day', '50.2', 50],
  ];
  for (const [label, name, typed, kept] of fields)
    test(`is limited by “${label}”, and no longer when the field is emptied`, async () => {
      const { hanji, machine } = await settings({ settings: openrouter });
      const field = screen.getByLabelText<HTMLInputElement>(label);
      expect(field.value).toBe('');
      await fireEvent.change(field, { target: { value: typed } });
      await hanji.settings.settled();
      expect(machine.settings[name]).toBe(kept);
      await fireEvent.change(screen.getByLabelText(label), { target: { value: '' } });
      await hanji.settings.settled();
      expect(machine.settings[name]).toBeNull();
    });

  test('is nothing with the dictionary, and has no limits', async () => {
    await settings({});
    const titles = [en.settings.spending, en.settings.privacy, en.settings.advanced];
    expect(titles.filter(says)).toEqual([]);
    expect(says(en.settings.deck)).toBe(true);
  });

  test('says which limits hold at once and which from the next start on', async () => {
    await settings({ settings: openrouter });
    const described = (label: string) => {
      const id = screen.getByLabelText(label).getAttribute('aria-describedby') ?? '';
      return document.getElementById(id)?.textContent;
    };
    expect(described(en.settings.capRun)).toBe(en.settings.nextRuns);
    expect(described(en.settings.capDay)).toBe(en.settings.atOnce);
    expect(described(en.settings.capMonth)).toBe(en.settings.atOnce);
    expect(says(en.settings.advancedText)).toBe(true);
  });
});

describe('privacy', () => {
  test('is switched, and each switch says what it means', async () => {
    const { hanji, machine } = await settings({ settings: openrouter });
    const one = screen.getByRole<HTMLInputElement>('switch', { name: en.settings.noCollection });
    const other = screen.getByRole<HTMLInputElement>('switch', { name: en.settings.zeroRetention });
    expect([one.checked, other.checked]).toEqual([false, false]);
    expect(says(en.settings.noCollectionText) && says(en.settings.zeroRetentionText)).toBe(true);
    await fireEvent.click(one);
    await hanji.settings.settled();
    expect([
      machine.settings.denies_data_collection,
      machine.settings.wants_zero_retention,
    ]).toEqual([true, false]);
    await fireEvent.click(other);
    await fireEvent.click(one);
    await hanji.settings.settled();
    expect([
      machine.settings.denies_data_collection,
      machine.settings.wants_zero_retention,
    ]).toEqual([false, true]);
  });

  test('is not for a server of one’s own, whose limits are', async () => {
    await settings({ settings: { engine: 'compatible' } });
    expect(screen.queryAllByRole('switch')).toEqual([]);
    expect(says(en.settings.advanced)).toBe(true);
  });
});

test('how long a model thinks is chosen, or left to it', async () => {
  const { hanji, machine } = await settings({ settings: { ...openrouter, reasoning: 'low' } });
  const choice = screen.getByLabelText<HTMLSelectElement>(en.settings.reasoning);
  expect(choice.value).toBe('low');
  for (const [chosen, kept] of [
    ['high', 'high'],
    ['own', null],
  ] as const) {
    await fireEvent.change(choice, { target: { value: chosen } });
    await hanji.settings.settled();
    expect(machine.settings.reasoning).toBe(kept);
  }
});

test('a run that reached its own cap goes on with another one', async () => {
  const machine = new Machine({ ...scenarios['capped']?.(), tick: 5, wordsPerTick: 20 });
  const hanji = new Hanji(machine);
  render(App, { hanji });
  const field = await screen.findByLabelText<HTMLInputElement>(en.settings.raise);
  expect(field.value).toBe('0.5');
  await fireEvent.change(field, { target: { value: '2' } });
  await fireEvent.click(screen.getByRole('button', { name: en.settings.raiseAndGoOn }));
  await waitFor(() => expect(machine.runs[0]?.state).toBe('done'));
  expect(machine.calls).toContainEqual(['runSetCap', 1, 2]);
  expect(machine.settings.max_cost_usd).toBe(0.5);
  hanji.runs.current?.leave();
});
