// The stage of the browser tests: the built window on its played machine, served with the same
// Content-Security-Policy as the shipped one, in Debian's chromium.
import { execFileSync } from 'node:child_process';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const pictures = join(root, '../test-results/ui');

interface Configuration {
  app: { security: { csp: string } };
}

/** The policy of the shipped window, from its one source. */
const { csp } = (
  JSON.parse(readFileSync(join(root, '../tauri.conf.json'), 'utf8')) as Configuration
).app.security;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Where a chromium is found; the browser tests are skipped, aloud, without one. */
export const browserPath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));

export interface Stage {
  /** Opens a window in a scenario of the played machine. */
  open(scenario: string, options?: BrowserContextOptions): Promise<Page>;
  /** Turns an opened window to another scenario. */
  turn(page: Page, scenario: string): Promise<void>;
  /** What went wrong in any page: violations of the policy, errors of scripts. */
  complaints: string[];
  close(): Promise<void>;
}

/** Builds the window in a process of its own: inside the test runner Vite takes the server's parts. */
export function build(mode: string, ...more: string[]): void {
  const env = { ...process.env };
  delete env['VITEST'];
  delete env['NODE_ENV'];
  const vite = join(root, '../node_modules/vite/bin/vite.js');
  execFileSync(
    process.execPath,
    [vite, 'build', root, '--mode', mode, '--logLevel', 'error', ...more],
    {
      env,
      stdio: 'inherit',
    },
  );
}

function serve(built: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const file = join(built, path === '/' ? 'index.html' : path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': csp,
      'cache-control': 'max-age=600',
    });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
}

export async function setStage(): Promise<Stage> {
  const built = mkdtempSync(join(tmpdir(), 'hanji-stage-'));
  build('fake', '--outDir', built);
  mkdirSync(pictures, { recursive: true });
  const server = await serve(built);
  const browser: Browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--font-render-hinting=none'],
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const complaints: string[] = [];
  const turn = async (page: Page, scenario: string) => {
    await page.goto(`${address}?fake=${scenario}`);
    await page.waitForSelector('main h1', { state: 'attached' });
  };
  return {
    complaints,
    turn,
    async open(scenario, options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1100, height: 720 },
        locale: 'en-US',
        reducedMotion: 'reduce',
        ...options,
      });
      const page = await context.newPage();
      listen(page, complaints);
      await turn(page, scenario);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
      rmSync(built, { recursive: true });
    },
  };
}
