// The key's panel in jsdom, over the played machine: where the key is, and what it may spend.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import App from '../src/App.svelte';
import { Hanji } from '../src/hanji.svelte';
import { en } from '../src/i18n/en';
import { Machine } from '../src/platform/fake/machine';
import type { Script } from '../src/platform/fake/script';
import { trouble } from '../src/platform/fake/problems';
import { snapshot } from '../src/platform/fake/snapshot';
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

describe('signing in', () => {
  const key: KeyStatus = { state: 'stored', ending: 'a1b2' };
  const state = () => document.querySelector('[data-sign-in]')?.getAttribute('data-sign-in');

  test('waits for the browser, takes the key’s status and asks what it may spend', async () => {
    const { hanji, machine } = await settings({
      browser: { brings: { state: 'done', key }, after: 100 },
    });
    await press(en.key.signIn);
    await screen.findByText(en.key.waiting);
    await screen.findByText(en.key.named('a1b2'));
    await screen.findByText('$6.86 of $10.00');
    expect([hanji.settings.key, asked(machine)]).toEqual([key, 1]);
    expect(state()).toBeUndefined();
  });

  test('is cancelled at once, and what comes later changes nothing', async () => {
    const { hanji, machine } = await settings({
      browser: { brings: { state: 'timed_out' }, after: 100 },
    });
    await press(en.key.signIn);
    await press(en.common.cancel);
    expect(state()).toBe('idle');
    await new Promise((done) => setTimeout(done, 200));
    expect([state(), hanji.settings.key.state]).toEqual(['idle', 'absent']);
    expect(machine.calls).toContainEqual(['signInCancel']);
  });

  test('that the browser never came back from can be tried again', async () => {
    await settings({ browser: { brings: { state: 'timed_out' } } });
    await press(en.key.signIn);
    await screen.findByText(en.key.timedOut);
    expect(await screen.findByRole('button', { name: en.key.signInAgain })).toBeTruthy();
  });

  test('that is refused says why, and can be tried again', async () => {
    const { hanji } = await settings({ browser: { brings: trouble.code } });
    await press(en.key.signIn);
    await screen.findByText(trouble.code.message);
    expect(await screen.findByRole('button', { name: en.key.signInAgain })).toBeTruthy();
    expect(hanji.settings.key.state).toBe('absent');
  });

  test('without a browser takes a code, and another when one is refused', async () => {
    const { hanji, machine } = await settings({ browser: { missing: true } });
    await press(en.key.signIn);
    await screen.findByText(en.key.noBrowser);
    const page = screen.getByLabelText<HTMLInputElement>(en.key.page);
    expect([page.readOnly, page.value.startsWith('https://openrouter.ai/auth?')]).toEqual([
      true,
      true,
    ]);
    const paste = async (code: string) => {
      await fireEvent.input(screen.getByLabelText(en.key.code), { target: { value: code } });
      await press(en.key.finish);
    };
    await paste('1234');
    expect((await screen.findByRole('alert')).textContent).toContain('did not take the code');
    expect(state()).toBe('waiting');
    await paste(' auth_code_1234 ');
    await screen.findByText(en.key.named('c0de'));
    expect(machine.calls).toContainEqual(['signInFinish', 'auth_code_1234']);
    expect(hanji.settings.signIn.now.state).toBe('idle');
  });

  test('is over when a key is pasted meanwhile', async () => {
    const { hanji, machine } = await settings({});
    await press(en.key.signIn);
    await screen.findByText(en.key.waiting);
    await fireEvent.input(screen.getByLabelText(en.key.label), { target: { value: secret } });
    await press(en.key.save);
    await screen.findByText(en.key.named('a1b2'));
    expect(machine.calls).toContainEqual(['signInCancel']);
    expect(hanji.settings.signIn.now.state).toBe('idle');
  });

  test('says nothing of the key of another engine, chosen meanwhile', async () => {
    const { hanji } = await settings({ browser: { brings: { state: 'done', key }, after: 100 } });
    await press(en.key.signIn);
    await hanji.settings.change({ engine: 'dictionary' });
    await new Promise((done) => setTimeout(done, 200));
    expect(hanji.settings.key).toEqual({ state: 'not_needed' });
    await hanji.settings.change({ engine: 'openrouter' });
    expect(hanji.settings.key).toEqual(key);
  });

  test('goes on with the run that its key was missing for', async () => {
    const run = {
      ...snapshot(1, 30, openrouter),
      state: 'paused',
      done: 10,
      finished: 10,
    } as const;
    const machine = new Machine({
      settings: openrouter,
      key,
      runs: [{ ...run, reason: trouble.keyRefused }],
      browser: { brings: { state: 'done', key } },
      tick: 5,
    });
    const hanji = new Hanji(machine);
    render(App, { hanji });
    await press(en.key.signIn);
    await waitFor(() => expect(machine.runs[0]?.state).toBe('done'));
    hanji.runs.current?.leave();
  });
});
