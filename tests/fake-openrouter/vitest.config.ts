import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  cacheDir: here('../../node_modules/.vite/sdk'),
  test: { include: ['sdk/**/*.test.ts'], testTimeout: 20_000, hookTimeout: 60_000 },
});
