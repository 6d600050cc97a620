// @vitest-environment node
// Pictures of the window in every state, both themes and both sizes, for looking at; and what holds
// in all of them: no sideways scrolling, nothing that axe objects to, nothing the policy refuses.
import axe from 'axe-core';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserPath, pictures, setStage, type Stage } from './stage';

if (!browserPath) console.log('skipped: no chromium here; apt-get install chromium');

interface Shot {
  name: string;
  scenario: string;
  /** What is done before the picture. */
  before?: (page: Page) => Promise<void>;
}

const view = (name: string) => (page: Page) => page.click(`[data-action="view-${name}"]`);
const press =
  (...actions: string[]) =>
  async (page: Page) => {
    for (const action of actions) await page.click(`[data-action="${action}"] >> nth=0`);
    await page.waitForTimeout(150);
  };
const search = (text: string) => async (page: Page) => {
  await page.fill('[data-action="search"]', text);
  await page.waitForTimeout(200);
};
const scrolled = async (page: Page) => {
  await page.waitForSelector('[data-table]');
  await page.evaluate(() => document.querySelector('[data-table]')?.scrollTo(0, 150_000));
  await page.waitForSelector('.table-blank', { state: 'attached' });
};
const firstNote = async (page: Page) => {
  await view('cards')(page);
  await page.click('[role="option"] >> nth=0');
  await page.click('summary >> nth=0');
};

const limits = async (page: Page) => {
  await view('settings')(page);
  await page.locator('[data-action="cap-day"]').scrollIntoViewIfNeeded();
  await page.locator('[data-action="reasoning"]').scrollIntoViewIfNeeded();
};

const signingIn = async (page: Page) => {
  await view('settings')(page);
  await page.click('[data-action="sign-in"]');
  await page.locator('[data-action="cancel-sign-in"]').scrollIntoViewIfNeeded();
};
const wrongCode = async (page: Page) => {
  await signingIn(page);
  await page.fill('[data-action="code"]', '1234');
  await page.click('[data-action="finish-sign-in"]');
  await page.waitForSelector('[data-action="code"][aria-invalid="true"]');
  await page.locator('[data-action="finish-sign-in"]').scrollIntoViewIfNeeded();
};
const checkedKey = async (page: Page) => {
  await view('settings')(page);
  await page.click('[data-action="check-key"]');
  await page.locator('[data-action="remove-key"]').scrollIntoViewIfNeeded();
};

const heldUp = async (page: Page) => {
  await page.waitForSelector('[data-held-up="server_asked"]');
  await page.click('summary:visible >> nth=0');
};

const estimated = (state: string) => async (page: Page) => {
  await page.waitForSelector(`[data-estimate="${state}"]:not([aria-busy="true"])`);
};

const shots: Shot[] = [
  { name: 'empty', scenario: 'empty' },
  { name: 'paste', scenario: 'empty', before: (page) => page.click('[data-action="paste"]') },
  {
    name: 'hovering',
    scenario: 'words',
    before: (page) =>
      page.evaluate(() => window.hanjiMachine?.drop?.hovering(['여행 단어.csv', 'topik.xlsx'])),
  },
  {
    name: 'hovering-empty',
    scenario: 'empty',
    before: (page) =>
      page.evaluate(() => window.hanjiMachine?.drop?.hovering(['여행 단어.csv', 'topik.txt'])),
  },
  { name: 'words', scenario: 'words' },
  { name: 'offer', scenario: 'forms' },
  { name: 'forms', scenario: 'forms', before: press('look-at-forms') },
  { name: 'merged', scenario: 'forms', before: press('merge-all', 'show-merged') },
  { name: 'merged-words', scenario: 'forms', before: press('merge-all') },
  { name: 'merging', scenario: 'busy', before: press('merge-all') },
  { name: 'on-their-way', scenario: 'crawling', before: scrolled },
  { name: 'sorted', scenario: 'sorted' },
  { name: 'duplicates', scenario: 'sorted', before: press('show-duplicates') },
  { name: 'library', scenario: 'sorted', before: press('show-library', 'correct') },
  { name: 'rejected', scenario: 'sorted', before: press('show-rejected') },
  { name: 'saved', scenario: 'none', before: press('save-rejected') },
  {
    name: 'found',
    scenario: 'sorted',
    before: (page) => page.fill('[data-action="search"]', '배'),
  },
  { name: 'nothing-found', scenario: 'sorted', before: search('zebra') },
  { name: 'columns', scenario: 'forms', before: press('columns') },
  { name: 'known-menu', scenario: 'words', before: press('know') },
  { name: 'known', scenario: 'forms', before: press('know', 'know-anki', 'show-known') },
  { name: 'no-anki', scenario: 'words', before: press('know', 'know-anki') },
  { name: 'kept', scenario: 'words', before: press('keep') },
  {
    name: 'keyless',
    scenario: 'keyless',
    before: async (page) => {
      await page.click('[data-action="start"]');
    },
  },
  { name: 'run-empty', scenario: 'empty', before: view('run') },
  { name: 'running', scenario: 'running', before: async (page) => page.waitForTimeout(900) },
  { name: 'held-up', scenario: 'held', before: heldUp },
  {
    name: 'done',
    scenario: 'done',
    before: async (page) => {
      await view('run')(page);
      await page.click('[data-run="2"]');
      await page.click('[data-action="export"]');
    },
  },
  { name: 'priced', scenario: 'priced', before: estimated('said') },
  { name: 'answered', scenario: 'answered', before: estimated('said') },
  { name: 'priceless', scenario: 'priceless', before: estimated('said') },
  { name: 'failing', scenario: 'failing', before: view('run') },
  { name: 'unpaid', scenario: 'unpaid' },
  { name: 'capped', scenario: 'capped' },
  { name: 'credit', scenario: 'credit' },
  { name: 'paused', scenario: 'paused' },
  {
    name: 'refused',
    scenario: 'refused',
    before: async (page) => {
      await page.click('[data-action="start"]');
      await page.waitForSelector('[data-problem="key_refused"]');
    },
  },
  { name: 'cards-empty', scenario: 'empty', before: view('cards') },
  { name: 'cards', scenario: 'failing', before: view('cards') },
  { name: 'note', scenario: 'failing', before: firstNote },
  { name: 'settings', scenario: 'running', before: view('settings') },
  { name: 'signing-in', scenario: 'signing', before: signingIn },
  { name: 'sign-in-code', scenario: 'browserless', before: wrongCode },
  { name: 'key-left', scenario: 'careful', before: checkedKey },
  { name: 'settings-limits', scenario: 'careful', before: limits },
  { name: 'settings-free', scenario: 'words', before: view('settings') },
  { name: 'broken', scenario: 'broken' },
  { name: 'damaged', scenario: 'damaged' },
];

const looks: [string, BrowserContextOptions][] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['small-light', { colorScheme: 'light', viewport: { width: 720, height: 520 } }],
  ['small-ko', { colorScheme: 'dark', viewport: { width: 720, height: 520 }, locale: 'ko-KR' }],
  // 1100 × 720 at 200 %.
  ['zoomed', { colorScheme: 'light', viewport: { width: 550, height: 360 } }],
];

/** `PICTURES=offer,columns` takes only these. */
const only = process.env['PICTURES']?.split(',');
const wanted = ({ name }: Shot) => !only || only.includes(name);

async function objections(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: judge } = window as unknown as { axe: typeof axe };
    const { violations } = await judge.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.any.map((each) => each.message).join(' ')}`),
    );
  });
}

const overflow = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('html, body, main, .view, .page, .options, .place, nav')]
      .filter((box) => box.scrollWidth > box.clientWidth + 1)
      .map((box) => `${box.className || box.tagName}: ${box.scrollWidth} > ${box.clientWidth}`),
  );

describe.skipIf(!browserPath)('every state of the window', () => {
  let stage: Stage;
  beforeAll(async () => (stage = await setStage()));
  afterAll(() => stage?.close());

  for (const [look, options] of looks) {
    test(`fits, is accessible and obeys the policy: ${look}`, { timeout: 240_000 }, async () => {
      const page = await stage.open('empty', options);
      for (const shot of shots.filter(wanted)) {
        await stage.turn(page, shot.scenario);
        await shot.before?.(page);
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: join(pictures, `${shot.name}-${look}.png`) });
        expect.soft(await overflow(page), `${shot.name} ${look}`).toEqual([]);
        expect.soft(stage.complaints, `${shot.name} ${look}`).toEqual([]);
        expect.soft(await objections(page), `${shot.name} ${look}`).toEqual([]);
        stage.complaints.length = 0;
      }
      await page.context().close();
    });
  }
});
