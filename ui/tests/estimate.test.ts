// What a run will take, told before Start.
import { render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import App from '../src/App.svelte';
import { Hanji } from '../src/hanji.svelte';
import { en } from '../src/i18n/en';
import { ko } from '../src/i18n/ko';
import { Machine } from '../src/platform/fake/machine';
import type { Script } from '../src/platform/fake/script';
import { trouble } from '../src/platform/fake/problems';
import { read } from '../src/platform/fake/words';

const says = en.start.estimate;
const asked = { words: read(10, 'a.csv'), settings: { engine: 'openrouter' } } satisfies Script;

async function show(script: Script): Promise<{ machine: Machine; hanji: Hanji }> {
  const machine = new Machine(script);
  const hanji = new Hanji(machine);
  render(App, { hanji });
  await waitFor(() => expect(hanji.opened).toBe(true));
  return { machine, hanji };
}

const line = () => screen.findByRole('group', { name: says.label });
const times = (machine: Machine) => machine.calls.filter(([name]) => name === 'runEstimate').length;

/** The line once it says what was foretold. */
async function told(): Promise<string> {
  const group = await line();
  await waitFor(() => expect(group.getAttribute('aria-busy')).toBe('false'));
  return group.textContent.replaceAll(/\s+/g, ' ').trim();
}

describe('the estimate', () => {
  test('says money, time and requests, and is asked for once', async () => {
    const { machine } = await show(asked);
    const text = await told();
    expect(text).toContain('$0.021');
    expect(text).toContain('21 requests');
    expect(text).toContain(says.time(5));
    expect(times(machine)).toBe(1);
  });

  test('says what is answered already, and that it is free when all is', async () => {
    await show({ ...asked, estimate: { cached_words: 10 } });
    const text = await told();
    expect(text).toContain(says.free);
    expect(text).toContain(says.allAnswered(10));
  });

  test('calls an unknown price unknown, and names the server that cannot be reached', async () => {
    await show({ ...asked, estimate: { cost_usd: null, price_problem: trouble.offline } });
    const text = await told();
    expect(text).toContain(says.unpriced);
    expect(text).not.toContain('$');
    expect(text).toContain(says.offline);
  });

  test('says so when it fails, and leaves Start usable', async () => {
    await show({ ...asked, estimate: trouble.offline });
    expect(await told()).toContain(says.failed);
    const start = await screen.findByRole<HTMLButtonElement>('button', {
      name: en.start.start(10),
    });
    expect(start.disabled).toBe(false);
  });

  test('costs no question with the built-in dictionary', async () => {
    const { machine } = await show({ words: read(10, 'a.csv') });
    expect((await line()).textContent).toContain(says.free);
    expect(times(machine)).toBe(0);
  });

  test('is asked for anew when the words change, once for changes in a row', async () => {
    const { machine } = await show(asked);
    await told();
    machine.dropped(read(20, 'b.csv'));
    machine.dropped(read(30, 'c.csv'));
    await waitFor(() => expect(times(machine)).toBe(2));
    await told();
    expect(times(machine)).toBe(2);
  });

  test('speaks of times as of guesses', () => {
    expect(says.time(3)).toBe('about 5 s');
    expect(says.time(61)).toBe('about 2 min');
    expect(says.time(3 * 3600 + 60)).toBe('about 3 h 15 min');
    expect(ko.start.estimate.time(61)).toContain('2');
  });
});
