// The state classes over the played machine.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Announcer } from '../src/announcer.svelte';
import type { RunView } from '../src/features/run/run.svelte';
import { advance } from '../src/features/run/run.svelte';
import { Hanji } from '../src/hanji.svelte';
import { Notices } from '../src/notices.svelte';
import { NOTHING } from '../src/features/words/preview';
import { Machine } from '../src/platform/fake/machine';
import type { Script } from '../src/platform/fake/script';
import { trouble } from '../src/platform/fake/problems';
import { snapshot } from '../src/platform/fake/snapshot';
import { read } from '../src/platform/fake/words';
import { asProblem } from '../src/platform/problem';

async function opened(script: Script = {}): Promise<{ hanji: Hanji; machine: Machine }> {
  const machine = new Machine(script);
  const hanji = new Hanji(machine);
  await hanji.open();
  return { hanji, machine };
}

describe('opening', () => {
  /** A machine whose state is on its way until it is let go. */
  function slow(machine: Machine): () => void {
    const state = machine.appState.bind(machine);
    let go: () => void = () => undefined;
    const gate = new Promise<null>((resolve) => {
      go = () => resolve(null);
    });
    machine.appState = async () => {
      const found = await state();
      await gate;
      return found;
    };
    return () => go();
  }

  test('hears words that come while the state is on its way, and keeps them', async () => {
    const machine = new Machine({ runs: [{ ...snapshot(1, 9), state: 'paused' }] });
    const go = slow(machine);
    const hanji = new Hanji(machine);
    const opening = hanji.open();
    await vi.waitFor(() => expect(machine.drop).not.toBeNull());
    machine.dropped(read(3, 'second-launch.csv'));
    go();
    await opening;
    expect(hanji.words.preview.files[0]?.name).toBe('second-launch.csv');
    expect([hanji.view, hanji.opened]).toEqual(['words', true]);
  });

  test('again hears everything once', async () => {
    const machine = new Machine({ broken: trouble.busy });
    const onDrop = vi.spyOn(machine, 'onDrop');
    const hanji = new Hanji(machine);
    await hanji.open();
    await hanji.open();
    expect([hanji.usable, onDrop.mock.calls.length]).toEqual([true, 1]);
  });
});

describe('settings', () => {
  test('are saved one after another, whole', async () => {
    const { hanji, machine } = await opened();
    void hanji.settings.change({ engine: 'openrouter' });
    void hanji.settings.change({ model: 'a/b' });
    await hanji.settings.settled();
    expect(machine.settings).toMatchObject({ engine: 'openrouter', model: 'a/b' });
    expect(hanji.settings.key.state).toBe('absent');
  });

  test('refused by the machine go back to what they were, with the reason', async () => {
    const { hanji } = await opened({ settings: { engine: 'compatible' } });
    const before = hanji.settings.current.compatible_url;
    await hanji.settings.change({ compatible_url: 'not an address' });
    expect(hanji.settings.current.compatible_url).toBe(before);
    expect(hanji.notices.problem?.code).toBe('bad_endpoint');
  });
});

describe('starting', () => {
  test('asks for the key that is missing and starts nothing', async () => {
    const { hanji, machine } = await opened({
      words: read(5, 'a.csv'),
      settings: { engine: 'openrouter' },
    });
    await hanji.start();
    expect(hanji.keyWanted).toBe(true);
    expect(machine.runs).toHaveLength(0);
  });

  test('runs the words, turns to the run and leaves none behind', async () => {
    const { hanji } = await opened({ words: read(5, 'a.csv') });
    await hanji.start();
    expect(hanji.view).toBe('run');
    expect(hanji.runs.current?.snapshot.words).toBe(5);
    expect(hanji.words.preview).toEqual(NOTHING);
    hanji.runs.current?.leave();
  });

  test('of a library that cannot be opened says why, and works on the second try', async () => {
    const { hanji } = await opened({ broken: trouble.busy });
    expect(hanji.trouble?.code).toBe('store_busy');
    await hanji.open();
    expect(hanji.trouble).toBeNull();
  });
});

describe('a run', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('never goes back, whatever order its snapshots come in', () => {
    const at = (done: number) => ({ ...snapshot(1, 100), done, finished: done });
    const seen: number[] = [];
    let shown = at(0);
    for (const done of [10, 9, 30, 29, 31]) seen.push((shown = advance(shown, at(done))).done);
    expect(seen).toEqual([10, 10, 30, 30, 31]);
  });

  test('shows pausing at once, then paused, and goes on to its end', async () => {
    const { hanji, machine } = await opened({ words: read(60, 'a.csv') });
    await hanji.start();
    const run = hanji.runs.current as RunView;
    await vi.advanceTimersByTimeAsync(300);
    machine.runPause = (id) =>
      new Promise((done) =>
        setTimeout(() => done(Machine.prototype.runPause.call(machine, id)), 200),
      );
    void run.pause();
    expect([run.asked, run.snapshot.state]).toEqual(['pausing', 'running']);
    await vi.advanceTimersByTimeAsync(1000);
    expect([run.asked, run.snapshot.state]).toEqual([null, 'paused']);
    const paused = run.snapshot.done;
    void run.resume();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([run.snapshot.state, run.snapshot.done]).toEqual(['done', 60]);
    expect(paused).toBeLessThan(60);
    expect(hanji.runs.list[0]?.state).toBe('done');
    expect(machine.runs).toHaveLength(1);
  });

  test('takes a wish back that the machine refuses', async () => {
    const { hanji, machine } = await opened({ words: read(60, 'a.csv') });
    await hanji.start();
    machine.runPause = () => Promise.reject(trouble.noRun);
    await hanji.runs.current?.pause();
    expect(hanji.runs.current?.asked).toBeNull();
    expect(hanji.notices.problem?.code).toBe('not_found');
    hanji.runs.current?.leave();
  });

  test('keeps the newest cards first, each once', async () => {
    const { hanji } = await opened({ words: read(40, 'a.csv') });
    await hanji.start();
    await vi.advanceTimersByTimeAsync(10_000);
    const words = hanji.runs.current?.newest.map((note) => note.word) ?? [];
    expect(words[0]).toBe(40);
    expect(words).toEqual([...new Set(words)]);
    expect(words).toHaveLength(8);
  });

  test('lists its failed words, and none after they are retried', async () => {
    const { hanji } = await opened({ words: read(40, 'a.csv'), failEvery: 10 });
    await hanji.start();
    await vi.advanceTimersByTimeAsync(10_000);
    const run = hanji.runs.current as RunView;
    expect([run.snapshot.state, run.snapshot.failed, run.failures.length]).toEqual(['done', 4, 4]);
    void run.retry(run.failures.slice(0, 1).map(({ word }) => word));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([run.snapshot.done, run.snapshot.failed, run.failures.length]).toEqual([37, 3, 3]);
    void run.retry();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([run.snapshot.done, run.snapshot.failed, run.failures.length]).toEqual([40, 0, 0]);
  });

  test('found unfinished is what the window opens on', async () => {
    const { hanji } = await opened({
      runs: [
        { ...snapshot(2, 10), state: 'done' },
        { ...snapshot(1, 1000), state: 'paused', done: 412 },
      ],
    });
    await vi.advanceTimersByTimeAsync(10);
    expect([hanji.view, hanji.runs.current?.run]).toEqual(['run', 1]);
  });
});

describe('cards', () => {
  const done = (words: number) => ({
    ...snapshot(1, words),
    state: 'done' as const,
    done: words,
    finished: words,
  });

  /** A machine that finishes the last words of the list first. */
  function backwards(machine: Machine): void {
    const notes = machine.runNotes.bind(machine);
    machine.runNotes = async (run, after, limit) => {
      const page = await notes(run, after, limit);
      return {
        ...page,
        notes: page.notes.map((each) => ({ ...each, position: 10_000 - each.position })),
      };
    };
  }

  test('are all there, in the order of the list and not of finishing', async () => {
    const { hanji, machine } = await opened({ runs: [done(1250)] });
    backwards(machine);
    await hanji.cards.show(1, 1250);
    const places = hanji.cards.notes.map((each) => each.position);
    expect(places).toHaveLength(1250);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(hanji.cards.notes[0]?.word).toBe(1250);
    hanji.cards.move(3);
    expect(hanji.cards.at).toBe(2);
    hanji.cards.move(-Infinity);
    expect(hanji.cards.at).toBe(0);
  });

  test('keep the one being read while others come before it, also those that come meanwhile', async () => {
    const { hanji, machine } = await opened({ runs: [done(40)] });
    backwards(machine);
    await hanji.cards.show(1, 40);
    hanji.cards.move(1);
    expect(hanji.cards.chosen?.word).toBe(40);
    machine.runs = [done(60)];
    const fetching = hanji.cards.show(1, 50);
    machine.runs = [done(90)];
    await hanji.cards.show(1, 90);
    await fetching;
    expect(hanji.cards.notes).toHaveLength(90);
    expect([hanji.cards.chosen?.word, hanji.cards.at]).toEqual([40, 50]);
  });

  test('of a run turned away from do not get among those of another', async () => {
    const { hanji } = await opened({ runs: [{ ...done(600), run: 2 }, done(20)] });
    const first = hanji.cards.show(2, 600);
    await hanji.cards.show(1, 20);
    await first;
    expect(hanji.cards.notes).toHaveLength(20);
  });
});

test('progress is mentioned now and then, states at once', () => {
  let now = 0;
  const announcer = new Announcer(() => now, 10_000);
  announcer.mention('1 of 9');
  now = 5_000;
  announcer.mention('2 of 9');
  expect(announcer.text).toBe('1 of 9');
  announcer.say('Paused');
  expect(announcer.text).toBe('Paused');
  now = 16_000;
  announcer.mention('3 of 9');
  expect(announcer.text).toBe('3 of 9');
});

test('an unknown rejection is told as it is; the next success clears it', async () => {
  expect(asProblem('denied')).toMatchObject({ code: 'internal', message: 'denied' });
  const notices = new Notices();
  await notices.guard(() => Promise.reject(new Error('no')));
  expect(notices.problem?.message).toBe('no');
  expect(await notices.guard(() => Promise.resolve(7))).toBe(7);
  expect(notices.problem).toBeNull();
});
