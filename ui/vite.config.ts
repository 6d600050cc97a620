import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { hanjaFonts } from './build/hanja-fonts.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// `#platform` is the one switch between the real machine and the one played for tests. It is
// resolved while building, so the shipped bundle holds nothing of the fake.
export default defineConfig(({ mode }) => {
  const fake = mode === 'fake' || mode === 'test';
  return {
    root: here('.'),
    plugins: [svelte(), svelteTesting(), hanjaFonts()],
    resolve: {
      alias: { '#platform': here(fake ? 'src/platform/fake.ts' : 'src/platform/tauri.ts') },
    },
    cacheDir: here('../node_modules/.vite'),
    clearScreen: false,
    server: { port: 5173, strictPort: true, fs: { allow: [here('.'), here('../node_modules')] } },
    build: {
      target: ['safari16.4', 'chrome120'],
      outDir: here(mode === 'fake' ? '../test-results/fake-ui' : 'dist'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      license: { fileName: 'licenses.md' },
    },
    test: {
      include: ['tests/**/*.test.ts'],
      environment: 'jsdom',
      setupFiles: ['tests/setup.ts'],
      restoreMocks: true,
      testTimeout: 20_000,
      hookTimeout: 120_000,
    },
  };
});
