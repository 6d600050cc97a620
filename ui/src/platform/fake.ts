// The played machine as the window's platform, for browser tests and pictures. Which one is read
// from the address; the tests reach it as `window.hanjiMachine`.
import { Machine } from './fake/machine';
import { scenarios } from './fake/scenarios';
import type { Platform } from './platform';

declare global {
  interface Window {
    hanjiMachine?: Machine;
  }
}

const name = new URLSearchParams(window.location.search).get('fake') ?? 'empty';
const machine = new Machine(scenarios[name]?.());
window.hanjiMachine = machine;

export const platform: Platform = machine;
