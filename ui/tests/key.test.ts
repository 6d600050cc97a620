// The key's panel in jsdom, over the played machine: where the key is, and what it may spend.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import App from '../src/App.svelte';
import { Hanji } from '../src/hanji.svelte';
import { en } from '../src/i18n/en';
import { Machine, type Script } from '../src/platform/fake/machine';
import { trouble } from '../src/platform/fake/problems';
import type { KeyStatus } from '../src/platform/bindings';

const openrouter = { engine: 'openrouter' } as const;
const stored: KeyStatus = { state: 'stored', ending: '9f3c' };
const secret = 'sk-or-v1-0123456789abcdefa1b2';

async function settings(script: Script): Promise<{ hanji: Hanji; machine: Machine }> {
  const machine = new Machine({ settings: openrouter, ...script });
  const hanji = new Hanji(machine);
  render(App, { hanji });
  await waitFor(() => expect(hanji.opened).toBe(true));
  hanji.view = 'settings';
  await screen.findByRole('heading', { name: en.settings.title });
  return { hanji, machine };
}

const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));
const asked = (machine: Machine) => machine.calls.filter(([call]) => call === 'keyCheck').length;
const panel = () => document.querySelector('[data-key]')?.textContent ?? '';

describe('where the key is', () => {
  const places: [KeyStatus, string][] = [
    [stored, en.key.stored],
    [{ state: 'environment', ending: '9f3c' }, en.key.environment],
    [
      { state: 'session_only', ending: '9f3c', reason: 'the keychain is locked' },
      `${en.key.sessionOnly} the keychain is locked.`,
    ],
  ];
  for (const [key, said] of places)
    test(`is said plainly: ${key.state}`, async () => {
      await settings({ key });
      expect(panel()).toContain(en.key.named('9f3c'));
      expect(panel()).toContain(said);
      const remove = screen.queryByRole('button', { name: en.key.remove });
      expect(remove === null).toBe(key.state === 'environment');
    });

  test('is said of a key too short to show anything of', async () => {
    await settings({ key: { state: 'stored', ending: '' } });
    expect(panel()).toContain(en.key.named(''));
    expect(panel()).not.toContain('•');
  });
});

describe('what the key may spend', () => {
  test('is asked only when somebody looks', async () => {
    const { machine } = await settings({ key: stored });
    expect(asked(machine)).toBe(0);
    await press(en.key.check);
    await screen.findByText('$6.86 of $10.00');
    expect(screen.getByText('$3.14')).toBeTruthy();
    expect(asked(machine)).toBe(1);
  });

  test('is asked after a key was stored, without anybody waiting for it', async () => {
    const { hanji, machine } = await settings({ slow: { check: 300 } });
    const field = await screen.findByLabelText(en.key.label);
    await fireEvent.input(field, { target: { value: secret } });
    await press(en.key.save);
    await screen.findByText(en.key.asking);
    expect(hanji.settings.key).toEqual({ state: 'stored', ending: 'a1b2' });
    await screen.findByText('$6.86 of $10.00');
    expect(asked(machine)).toBe(1);
  });

  test('has no limit of its own, on the free tier', async () => {
    const standing = { limit_usd: null, left_usd: null, used_usd: 0, is_free_tier: true };
    await settings({ key: stored, standing });
    await press(en.key.check);
    await screen.findByText(en.key.noLimit);
    expect(screen.getByText(en.key.freeTier)).toBeTruthy();
  });

  test('is nothing where the key is refused, and another one is taken right there', async () => {
    const { hanji, machine } = await settings({ key: stored, standing: trouble.keyRefused });
    await press(en.key.check);
    const field = await screen.findByLabelText(en.key.replace);
    expect(panel()).toContain(trouble.keyRefused.message);
    machine.script.standing = undefined;
    await fireEvent.input(field, { target: { value: secret } });
    await press(en.key.save);
    await screen.findByText('$6.86 of $10.00');
    expect(hanji.settings.key).toEqual({ state: 'stored', ending: 'a1b2' });
    expect(hanji.notices.problem).toBeNull();
  });

  test('cannot be known offline, and can be asked again', async () => {
    const { machine } = await settings({ key: stored, standing: trouble.offline });
    await press(en.key.check);
    await screen.findByText(trouble.offline.message);
    machine.script.standing = undefined;
    await press(en.key.checkAgain);
    await screen.findByText('$6.86 of $10.00');
  });

  test('is forgotten with the key, also when the answer comes late', async () => {
    const { hanji } = await settings({ key: stored, slow: { check: 100 } });
    await press(en.key.check);
    await press(en.key.remove);
    await screen.findByLabelText(en.key.label);
    await new Promise((done) => setTimeout(done, 200));
    expect(hanji.settings.look).toEqual({ state: 'none' });
  });

  test('is OpenRouter’s affair alone', async () => {
    const { machine } = await settings({ key: stored, settings: { engine: 'compatible' } });
    expect(panel()).toContain(en.key.stored);
    expect(screen.queryByRole('button', { name: en.key.check })).toBeNull();
    expect(asked(machine)).toBe(0);
  });
});
