// @vitest-environment node
// Words in, in a real browser: long lists, and everything decided about them without a mouse.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserPath, setStage, type Stage } from './stage';

const drawn = (page: Page) => page.locator('[role="row"]').count();
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement;
    return {
      action: at.dataset['action'] ?? at.dataset['table'] ?? at.tagName,
      row: Number(at.closest('[role="row"]')?.getAttribute('aria-rowindex') ?? 0),
      name: at.getAttribute('aria-label') ?? at.textContent?.trim(),
    };
  });
const status = (page: Page) => page.textContent('[role="status"].unseen');
/** The pages asked for since the last time. */
const asked = (page: Page) =>
  page.evaluate(() => {
    const machine = window.hanjiMachine;
    const calls = machine?.calls.filter(([name]) => name === 'wordsRows') ?? [];
    if (machine) machine.calls = [];
    return calls.map(([, query]) => JSON.stringify(query));
  });

describe.skipIf(!browserPath)('words in the browser', () => {
  let stage: Stage;
  beforeAll(async () => (stage = await setStage()));
  afterAll(async () => {
    await stage?.close();
    expect(stage?.complaints).toEqual([]);
  });

  for (const [scenario, rows] of [
    ['mixed', 10_000],
    ['huge', 100_000],
  ] as const)
    test(`${rows} rows scroll smoothly, few of them drawn, no page asked for twice`, async () => {
      const page = await stage.open(scenario);
      await page.waitForSelector('[data-table="words"]');
      expect(await drawn(page)).toBeLessThan(60);
      const usual = await page.evaluate(async () => {
        const box = document.querySelector('[data-table]') as HTMLElement;
        const frame = () => new Promise<number>((done) => requestAnimationFrame(done));
        const gaps = [];
        let last = await frame();
        for (let step = 0; step < 120; step += 1) {
          box.scrollTop += 700;
          const now = await frame();
          gaps.push(now - last);
          last = now;
        }
        return gaps.toSorted((one, other) => one - other)[60] ?? 0;
      });
      // the middle one of 120 frames: a busy machine loses some by itself
      expect(usual).toBeLessThan(50);
      await page.focus('[data-table="words"]');
      await page.keyboard.press('End');
      await page.waitForSelector(`[aria-rowindex="${rows + 1}"]:not(.table-blank)`);
      await page.keyboard.press('PageUp');
      await page.waitForSelector('.table-blank', { state: 'detached' });
      expect(await drawn(page)).toBeLessThan(60);
      const pages = await asked(page);
      expect(pages.length).toBeGreaterThan(5);
      expect(pages).toEqual([...new Set(pages)]);
      await page.context().close();
    });

  test('Hangul typed and searched finds its word; Esc clears; the place in the list is new', async () => {
    const page = await stage.open('many');
    await page.keyboard.press('Control+f');
    await page.keyboard.insertText('도서관');
    await page.waitForFunction(
      () => document.querySelector('[aria-rowindex="2"] [lang="ko"]')?.textContent === '도서관',
    );
    await page.keyboard.press('Escape');
    await page.waitForFunction(
      () => document.querySelector('[role="table"]')?.getAttribute('aria-rowcount') === '10001',
    );
    await page.context().close();
  });

  test('the list in sight stays until the one searched for is there', async () => {
    const page = await stage.open('crawling');
    await page.waitForSelector('[data-table="words"]');
    await page.evaluate(() => {
      const seen = new Set<number>();
      Object.assign(window, { seen });
      new MutationObserver(() =>
        seen.add(document.querySelectorAll('.table-row:not(.table-head, .table-blank)').length),
      ).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await page.keyboard.press('Control+f');
    await page.keyboard.type('school', { delay: 30 });
    await page.waitForSelector('[role="table"]:not([aria-rowcount="10001"])');
    const seen = await page.evaluate(() => [...(window as unknown as { seen: number[] }).seen]);
    expect(Math.min(...seen)).toBeGreaterThan(0);
    expect((await asked(page)).filter((query) => query.includes('school'))).toHaveLength(1);
    await page.context().close();
  });

  test('forms are merged and taken apart by keyboard, and the focus is never lost', async () => {
    const page = await stage.open('forms');
    await page.focus('[data-action="merge-all"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-action="show-merged"]');
    expect(await focused(page)).toMatchObject({ action: 'undo' });
    expect(await page.textContent('[data-offer]')).toContain('367 rows merged.');
    expect(await status(page)).toBe('367 rows merged. 633 words.');
    await page.keyboard.press('Control+z');
    await page.waitForSelector('[data-action="merge-all"]');
    expect(await page.locator('[data-action="show-merged"]').count()).toBe(0);
    expect(await status(page)).toBe('Undone. 1,000 words.');
    await page.context().close();
  });

  test('Ctrl+Z in the search field takes back what was typed, and no decision', async () => {
    const page = await stage.open('forms');
    await page.click('[data-action="merge-all"]');
    await page.waitForSelector('[data-action="show-merged"]');
    await page.focus('[data-action="search"]');
    await page.keyboard.type('x');
    await page.keyboard.press('Control+z');
    expect(await page.inputValue('[data-action="search"]')).toBe('');
    expect(await page.locator('[data-action="show-merged"]').count()).toBe(1);
    await page.context().close();
  });

  test('of the rows one is reached with Tab, the others with the arrows', async () => {
    const page = await stage.open('forms');
    await page.click('[data-action="look-at-forms"]');
    await page.focus('[data-table="forms"]');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ row: 2, name: 'Merge 먹었어요: 먹다 sure' });
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ row: 6, name: 'Merge 걸어: 걸다 likely' });
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-action="show-merged"]');
    // the row has gone, and the next one came in its place
    expect(await focused(page)).toMatchObject({ action: 'merge', row: 6 });
    await page.focus('[data-table="forms"]');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect((await focused(page)).action).toBe('engine-dictionary');
    for (let step = 0; step < 60; step += 1) {
      await page.focus(`[data-action="merge"][tabindex="0"]`);
      await page.keyboard.press('ArrowDown');
    }
    expect((await focused(page)).row).toBe(66);
    await page.context().close();
  });

  test('columns are corrected by keyboard, and the focus goes back to where it was', async () => {
    const page = await stage.open('words');
    await page.focus('[data-action="columns"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await page.selectOption('dialog [data-action="role"] >> nth=2', 'note');
    await page.focus('[data-action="columns-apply"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-offer]');
    expect(await page.textContent('[data-offer]')).toContain('Columns of first-words.csv changed.');
    expect(await page.textContent('[aria-rowindex="2"]')).not.toContain('school');
    expect((await focused(page)).action).toBe('columns');
    await page.keyboard.press('Control+z');
    await page.waitForSelector('[data-offer]', { state: 'detached' });
    expect(await page.textContent('[aria-rowindex="2"]')).toContain('school');
    await page.context().close();
  });

  test('a file whose words stand in no column cannot be read anew', async () => {
    const page = await stage.open('words');
    await page.click('[data-action="columns"]');
    await page.selectOption('dialog [data-action="role"] >> nth=0', 'ignore');
    expect(await page.isDisabled('[data-action="columns-apply"]')).toBe(true);
    await page.selectOption('dialog [data-action="role"] >> nth=1', 'term');
    expect(await page.isDisabled('[data-action="columns-apply"]')).toBe(false);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    expect((await focused(page)).action).toBe('columns');
    await page.context().close();
  });

  test('words known already are left out from the menu, by keyboard', async () => {
    const page = await stage.open('forms');
    await page.focus('[data-action="know"]');
    await page.keyboard.press('Enter');
    expect((await focused(page)).action).toBe('know-anki');
    await page.keyboard.press('Escape');
    expect((await focused(page)).action).toBe('know');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    expect((await focused(page)).action).toBe('know-file');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-known-words]');
    expect(await page.textContent('[data-known-words]')).toContain('334 left out here');
    await page.click('[data-action="known-forget"]');
    await page.waitForSelector('[data-known-words]', { state: 'detached' });
    await page.context().close();
  });

  test('text is pasted anywhere, and what was merged is seen in its word', async () => {
    const page = await stage.open('sorted');
    await page.click('[data-action="look-at-forms"]');
    await page.click('[aria-rowindex="2"] [data-action="merge"]');
    await page.click('[data-action="show-words"]');
    const row = page.locator('[role="row"]', { hasText: '먹다' }).first();
    expect(await row.textContent()).toContain('먹었어요');
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', '하늘\tsky\n바다\tsea');
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true });
      document.querySelector('[data-table]')?.dispatchEvent(event);
    });
    await page.waitForSelector('[data-file="Pasted text"]');
    expect(await page.textContent('[aria-rowindex="2"]')).toContain('sky');
    await page.context().close();
  });

  for (const scenario of ['words', 'forms', 'sorted'])
    test(`six rows are seen in the smallest window: ${scenario}`, async () => {
      const page = await stage.open(scenario, { viewport: { width: 720, height: 520 } });
      await page.waitForSelector('[data-table="words"]');
      const whole = await page.evaluate(() => {
        const bottom = document.querySelector('.panel')?.getBoundingClientRect().top ?? 0;
        return [...document.querySelectorAll('.table-row:not(.table-head)')].filter(
          (row) => row.getBoundingClientRect().bottom <= bottom,
        ).length;
      });
      expect(whole).toBeGreaterThanOrEqual(6);
      await page.context().close();
    });
});
