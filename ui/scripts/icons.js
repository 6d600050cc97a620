// Draws icons/hanji.svg as the picture files that the systems want: `npm run icons`. Needs a
// chromium; run by hand after the drawing has changed.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const folder = new URL('../../icons/', import.meta.url);
const KEPT = [
  'hanji.svg',
  '32x32.png',
  '128x128.png',
  '128x128@2x.png',
  'icon.png',
  'icon.ico',
  'icon.icns',
];
const source = new URL('source.png', folder);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1024, height: 1024 } });
await page.setContent(readFileSync(new URL('hanji.svg', folder), 'utf8'));
await page.addStyleTag({ content: 'body { margin: 0 } svg { display: block }' });
writeFileSync(source, await page.screenshot({ omitBackground: true }));
await browser.close();

execFileSync('npx', ['tauri', 'icon', source.pathname, '--output', folder.pathname], {
  stdio: 'inherit',
});
for (const name of readdirSync(folder)) {
  if (!KEPT.includes(name)) rmSync(new URL(name, folder), { recursive: true });
}
