import type {
  AppState,
  Exported,
  FailedWord,
  KeyStatus,
  Link,
  NotePage,
  Preview,
  RunSnapshot,
  Settings,
} from './bindings';

/** Stops a subscription. */
export type Stop = () => void;

/** What the window hears while files are dragged over it and dropped; Rust reads the files. */
export interface DropEvents {
  /** Files hover over the window (their names), or have left it (null). */
  hovering(names: string[] | null): void;
  /** Files were dropped and read. */
  read(preview: Preview): void;
}

/**
 * Everything the window asks of the machine. `tauri.ts` is the real one; `fake.ts` plays it in a
 * browser for tests. Every method rejects with a `Problem`.
 */
export interface Platform {
  appState(): Promise<AppState>;
  onDrop(events: DropEvents): Promise<Stop>;
  /** Shows the native open dialog; null when it was cancelled. */
  wordsOpen(): Promise<Preview | null>;
  wordsPaste(text: string): Promise<Preview>;
  wordsSample(): Promise<Preview>;
  wordsClear(): Promise<Preview>;
  settingsSet(settings: Settings): Promise<Settings>;
  keyStatus(): Promise<KeyStatus>;
  /** Stores the key for the chosen engine's address; it never comes back. */
  keySet(key: string): Promise<KeyStatus>;
  keyRemove(): Promise<KeyStatus>;
  /** Keeps the words read and starts a run over them; gives its id. */
  runStart(): Promise<number>;
  /** Reports a run's snapshots until it stands still or `Stop` is called. */
  runWatch(run: number, onSnapshot: (snapshot: RunSnapshot) => void): Promise<Stop>;
  runPause(run: number): Promise<void>;
  runResume(run: number): Promise<void>;
  runCancel(run: number): Promise<void>;
  /** Takes up the failed words again. */
  runRetry(run: number): Promise<void>;
  runList(): Promise<RunSnapshot[]>;
  /** Finished notes after the given mark, at most `limit`. */
  runNotes(run: number, after: number, limit: number): Promise<NotePage>;
  runFailures(run: number): Promise<FailedWord[]>;
  /** Shows the native save dialog and writes the deck; null when it was cancelled. */
  deckExport(run: number): Promise<Exported | null>;
  /** Shows the deck written last in the file manager. */
  deckReveal(): Promise<void>;
  linkOpen(link: Link): Promise<void>;
}
