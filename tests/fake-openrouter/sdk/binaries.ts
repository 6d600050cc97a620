// The built commands: the fake server on a free port, and `hanji` in a folder of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const target = process.env['CARGO_TARGET_DIR'] ?? join(root, 'target');

export const KEY = 'sk-or-v1-of-the-tests';

function binary(name: string): string {
  const path = join(target, 'debug', name);
  if (!existsSync(path)) throw new Error(`${path} is missing: ./dev test sdk builds it.`);
  return path;
}

export interface Fake {
  origin: string;
  baseUrl: string;
  stop: () => void;
}

/** The server with these options, listening. */
export async function startFake(...options: string[]): Promise<Fake> {
  const arguments_ = ['--listen', '127.0.0.1:0', ...options];
  const child = spawn(binary('fake-openrouter'), arguments_, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await originOf(child);
  return { origin, baseUrl: `${origin}/api/v1`, stop: () => child.kill() };
}

async function originOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const origin = /^listening on (\S+)$/.exec(line)?.[1];
    if (origin) return origin;
  }
  throw new Error('the server ended without listening');
}

/** Makes a deck of the first sample words and gives what became of it. */
export function makeDeck(fake: Fake, ...options: string[]): { status: number | null; log: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hanji-sdk-'));
  const words = join(root, 'samples/first-words.csv');
  const line = ['deck', words, '-o', join(folder, 'deck.apkg'), '--data-dir', join(folder, 'data')];
  const env = { ...process.env, OPENROUTER_API_KEY: KEY, HANJI_BASE_URL: fake.baseUrl };
  const run = spawnSync(binary('hanji'), [...line, ...options], { env, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return { status: run.status, log: run.stderr };
}

export async function json(url: string, init?: RequestInit): Promise<unknown> {
  return (await fetch(url, init)).json();
}
