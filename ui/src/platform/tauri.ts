// The real machine: every method is one command of the shell. The only module that knows Tauri.
import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Preview, RunSnapshot } from './bindings';
import type { DropEvents, Platform, Stop } from './platform';

async function onDrop(events: DropEvents): Promise<Stop> {
  const stops = await Promise.all([
    listen<string[] | null>('words-hovering', (event) => {
      events.hovering(event.payload);
    }),
    listen<Preview>('words-read', (event) => {
      events.read(event.payload);
    }),
  ]);
  return () => {
    for (const stop of stops) stop();
  };
}

async function runWatch(run: number, onSnapshot: (snapshot: RunSnapshot) => void): Promise<Stop> {
  let watching = true;
  const channel = new Channel<RunSnapshot>((snapshot) => {
    if (watching) onSnapshot(snapshot);
  });
  const watch = await invoke<number>('run_watch', { run, channel });
  return () => {
    watching = false;
    // The watch may have ended by itself; there is nothing to do about either.
    void invoke('run_unwatch', { watch }).catch(() => undefined);
  };
}

const notYet = () => Promise.reject(new Error('This is not there yet.'));

export const platform: Platform = {
  appState: () => invoke('app_state'),
  onDrop,
  wordsOpen: () => invoke('words_open'),
  wordsPaste: (text) => invoke('words_paste', { text }),
  wordsSample: () => invoke('words_sample'),
  wordsClear: () => invoke('words_clear'),
  wordsRows: (query) => invoke('words_rows', { query }),
  wordsMergeAll: notYet,
  wordsMerge: notYet,
  wordsUnmerge: notYet,
  wordsCorrect: notYet,
  wordsColumns: notYet,
  wordsRemoveFile: notYet,
  wordsUndo: notYet,
  wordsKnownFile: notYet,
  wordsKnownAnki: notYet,
  wordsKnownForget: notYet,
  wordsSaveRejected: notYet,
  wordsKeep: notYet,
  editsUndo: notYet,
  settingsSet: (settings) => invoke('settings_set', { settings }),
  keyStatus: () => invoke('key_status'),
  keySet: (key) => invoke('key_set', { key }),
  keyRemove: () => invoke('key_remove'),
  runStart: () => invoke('run_start'),
  runWatch,
  runPause: (run) => invoke('run_pause', { run }),
  runResume: (run) => invoke('run_resume', { run }),
  runCancel: (run) => invoke('run_cancel', { run }),
  runRetry: (run) => invoke('run_retry', { run }),
  runList: () => invoke('run_list'),
  runNotes: (run, after, limit) => invoke('run_notes', { run, after, limit }),
  runFailures: (run) => invoke('run_failures', { run }),
  deckExport: (run) => invoke('deck_export', { run }),
  deckReveal: () => invoke('deck_reveal'),
  linkOpen: (link) => invoke('link_open', { link }),
};
