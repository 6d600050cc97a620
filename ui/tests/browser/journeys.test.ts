// @vitest-environment node
// The main journeys in a real browser, by keyboard alone where it says so.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserPath, build, setStage, type Stage } from './stage';

describe('the shipped bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hanji-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('holds no played machine, nothing inline, and its fonts as files', () => {
    build('production', '--outDir', folder);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const text = (ending: string) =>
      files
        .filter((file) => file.endsWith(ending))
        .map((file) => readFileSync(join(folder, file), 'utf8'))
        .join('\n');
    expect(text('.js')).toContain('words_paste');
    expect(text('.js')).not.toMatch(/hanjiMachine|first-words\.csv/);
    expect(text('.html')).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/);
    expect(text('.css')).not.toMatch(/url\(["']?(data:|https?:)/);
    expect(files.filter((file) => file.endsWith('.woff2')).length).toBeGreaterThan(40);
  });
});

describe.skipIf(!browserPath)('in the browser', () => {
  let stage: Stage;
  beforeAll(async () => (stage = await setStage()));
  afterAll(async () => {
    await stage?.close();
    expect(stage?.complaints).toEqual([]);
  });

  test('the sample becomes a deck in three actions, by keyboard', async () => {
    const page = await stage.open('empty');
    await page.focus('[data-action="sample"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-table="words"]');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('[data-run-state="done"]');
    await page.keyboard.press('Control+e');
    await page.waitForSelector('[data-exported="first.apkg"]');
    expect(await page.textContent('[data-exported]')).toContain('68 notes, 204 cards');
    await page.context().close();
  });

  test('every control is reached with Tab, and the focus is seen', async () => {
    const page = await stage.open('sorted');
    const reached = new Set<string>();
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) return null;
        const seen = (at.closest('label') ?? at) as HTMLElement;
        const name =
          (at as HTMLElement).dataset['action'] ?? (at as HTMLElement).dataset['table'] ?? '';
        return { name, ring: getComputedStyle(seen).outlineStyle };
      });
      if (!focus) break;
      expect(focus.ring, focus.name).not.toBe('none');
      reached.add(focus.name);
    }
    const wanted = [
      'view-words',
      'view-settings',
      'open',
      'paste',
      'clear',
      'search',
      'know',
      'columns',
      'remove-file',
      'merge-all',
      'show-rejected',
      'words',
      'engine-dictionary',
      'start',
      'keep',
    ];
    expect(wanted.filter((name) => !reached.has(name))).toEqual([]);
    await page.context().close();
  });

  test('pausing is shown within 300 ms, and going on ends the run', async () => {
    const page = await stage.open('words');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('[data-action="pause"]');
    const start = Date.now();
    await page.click('[data-action="pause"]');
    await page.waitForSelector('[data-run-state="pausing"], [data-run-state="paused"]');
    expect(Date.now() - start).toBeLessThan(300);
    await page.click('[data-action="resume"]');
    await page.waitForSelector('[data-run-state="done"]');
    await page.context().close();
  });

  test('progress on the screen never goes back', async () => {
    const page = await stage.open('words');
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const bar = document.querySelector('[role="progressbar"]');
        if (bar) seen.push(Number(bar.getAttribute('aria-valuenow')));
      }).observe(document.body, { subtree: true, attributes: true, childList: true });
    });
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('[data-run-state="done"]');
    const seen = await page.evaluate(() => (window as unknown as { seen: number[] }).seen);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    await page.context().close();
  });

  test('the figures keep their places when a run ends', async () => {
    const page = await stage.open('words');
    const places = () =>
      page.evaluate(() =>
        [
          'dl.figures',
          ...['failed', 'review', 'time', 'cost'].map((n) => `[data-figure=${n}]`),
        ].map((selector) => {
          const box = document.querySelector(selector)?.getBoundingClientRect();
          return [selector, box?.x, box?.y, box?.width, box?.height];
        }),
      );
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('[data-figure="waiting"]');
    const live = await places();
    await page.waitForSelector('[data-run-state="done"]');
    await page.waitForSelector('[data-figure="done"]');
    expect(await places()).toEqual(live);
    await page.context().close();
  });

  test('a finished run is seen whole, its lists on one line', async () => {
    const page = await stage.open('done');
    await page.click('[data-action="view-run"]');
    await page.click('[data-run="2"]');
    await page.waitForSelector('[data-newest] li');
    const seen = await page.evaluate(() => {
      const view = document.querySelector('.view') as HTMLElement;
      const words = (selector: string) => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector(selector) as Element);
        return range.getBoundingClientRect();
      };
      const rows = [...document.querySelectorAll('[data-newest] li, [data-run]')];
      return {
        hidden: view.scrollHeight - view.clientHeight,
        headings: words('#newest-title').bottom - words('#earlier-title').bottom,
        rules:
          (rows[0]?.getBoundingClientRect().top ?? 0) -
          Number(document.querySelector('[data-run]')?.parentElement?.getBoundingClientRect().top),
        end:
          words('[data-action="all-cards"]').right - (rows[0]?.getBoundingClientRect().right ?? 0),
      };
    });
    expect(seen).toEqual({ hidden: 0, headings: 0, rules: 0, end: 0 });
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    test(`which engine is chosen is plain to see: ${colorScheme}`, async () => {
      const page = await stage.open('words', { colorScheme });
      const contrasts = await page.evaluate(() => {
        const canvas = document.createElement('canvas').getContext('2d', {
          willReadFrequently: true,
        }) as CanvasRenderingContext2D;
        const light = (colour: string) => {
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
          const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) =>
            value <= 10 ? value / 3295 : ((value / 255 + 0.055) / 1.055) ** 2.4,
          );
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (one: string, other: string) => {
          const [low = 0, high = 0] = [light(one), light(other)].sort((a, b) => a - b);
          return (high + 0.05) / (low + 0.05);
        };
        return [...document.querySelectorAll('input[type="radio"]')].map((radio) => {
          const { borderTopColor, backgroundColor } = getComputedStyle(radio);
          const dot = getComputedStyle(radio, '::before');
          return {
            checked: (radio as HTMLInputElement).checked,
            ring: contrast(borderTopColor, backgroundColor),
            dot: dot.content === 'none' ? 0 : contrast(dot.backgroundColor, backgroundColor),
          };
        });
      });
      expect(contrasts).toHaveLength(3);
      for (const { checked, ring, dot } of contrasts) {
        expect(ring).toBeGreaterThan(3);
        if (checked) expect(dot).toBeGreaterThan(4.5);
        else expect(dot).toBe(0);
      }
      await page.context().close();
    });

  test('a word is read with the arrow keys, and Esc goes back to the list', async () => {
    const page = await stage.open('failing', { viewport: { width: 600, height: 520 } });
    await page.keyboard.press('Control+3');
    await page.waitForSelector('[role="option"]');
    await page.focus('[role="listbox"]');
    await page.keyboard.press('ArrowDown');
    await page.waitForSelector('[data-note="학교"]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[role="listbox"]', { state: 'visible' });
    expect(await page.locator('[data-note]').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('listbox');
    await page.context().close();
  });

  test('the dialog closes with Esc and gives the focus back', async () => {
    const page = await stage.open('empty');
    await page.focus('[data-action="paste"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    expect(
      await page.evaluate(() => (document.activeElement as HTMLElement).dataset['action']),
    ).toBe('paste');
    await page.context().close();
  });

  test('Korean, hanja and IPA are drawn with the bundled faces', async () => {
    const page = await stage.open('failing');
    await page.keyboard.press('Control+3');
    await page.click('[role="option"] >> nth=0');
    await page.evaluate(() => document.fonts.ready);
    const loaded = await page.evaluate(() =>
      [...document.fonts]
        .filter((face) => face.status === 'loaded')
        .map((face) => face.family.replaceAll('"', '')),
    );
    expect(new Set(loaded)).toEqual(new Set(['Pretendard Variable', 'Hanji Hanja']));
    await page.context().close();
  });
});
