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

export const platform: Platform = {
  appState: () => invoke('app_state'),
  onDrop,
  wordsOpen: () => invoke('words_open'),
  wordsPaste: (text) => invoke('words_paste', { text }),
  wordsSample: () => invoke('words_sample'),
  wordsClear: () => invoke('words_clear'),
  wordsRows: (query) => invoke('words_rows', { query }),
  wordsMergeAll: () => invoke('words_merge_all'),
  wordsMerge: (rows, into) => invoke('words_merge', { rows, into }),
  wordsUnmerge: (rows) => invoke('words_unmerge', { rows }),
  wordsCorrect: (row, on) => invoke('words_correct', { row, on }),
  wordsColumns: (file, header, choices) => invoke('words_columns', { file, header, choices }),
  wordsRemoveFile: (file) => invoke('words_remove_file', { file }),
  wordsUndo: () => invoke('words_undo'),
  wordsKnownFile: () => invoke('words_known_file'),
  wordsKnownAnki: () => invoke('words_known_anki'),
  wordsKnownForget: () => invoke('words_known_forget'),
  wordsSaveRejected: () => invoke('words_save_rejected'),
  wordsKeep: () => invoke('words_keep'),
  editsUndo: (change) => invoke('edits_undo', { change }),
  settingsSet: (settings) => invoke('settings_set', { settings }),
  keyStatus: () => invoke('key_status'),
  keyCheck: () => invoke('key_check'),
  keySet: (key) => invoke('key_set', { key }),
  keyRemove: () => invoke('key_remove'),
  signInBegin: () => invoke('sign_in_begin'),
  signInWait: () => invoke('sign_in_wait'),
  signInFinish: (code) => invoke('sign_in_finish', { code }),
  signInCancel: () => invoke('sign_in_cancel'),
  runEstimate: () => invoke('run_estimate'),
  runStart: () => invoke('run_start'),
  runWatch,
  runSetCap: (run, maxCostUsd) => invoke('run_set_cap', { run, maxCostUsd }),
  runPause: (run) => invoke('run_pause', { run }),
  runResume: (run) => invoke('run_resume', { run }),
  runCancel: (run) => invoke('run_cancel', { run }),
  runRetry: (run, words) => invoke('run_retry', { run, words }),
  runList: () => invoke('run_list'),
  runNotes: (run, after, limit) => invoke('run_notes', { run, after, limit }),
  runFailures: (run) => invoke('run_failures', { run }),
  deckExport: (run) => invoke('deck_export', { run }),
  deckReveal: () => invoke('deck_reveal'),
  linkOpen: (link) => invoke('link_open', { link }),
};
