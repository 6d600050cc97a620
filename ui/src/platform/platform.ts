import type {
  AppState,
  ColumnChoice,
  Estimate,
  Exported,
  FailedWord,
  Kept,
  KeyStanding,
  KeyStatus,
  Link,
  MergeTarget,
  NotePage,
  Preview,
  RowPage,
  RowQuery,
  RunSnapshot,
  SavedRows,
  Settings,
  SignInOffer,
  SignedIn,
  Undone,
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
  /** One page of the rows that a query asks for. */
  wordsRows(query: RowQuery): Promise<RowPage>;
  /** Merges every form whose dictionary form is beyond doubt. */
  wordsMergeAll(): Promise<Preview>;
  wordsMerge(rows: number[], into: MergeTarget): Promise<Preview>;
  wordsUnmerge(rows: number[]): Promise<Preview>;
  /** Whether the library's word gets this row's meaning when the words are kept. */
  wordsCorrect(row: number, on: boolean): Promise<Preview>;
  /** Reads a file anew with its columns as the learner says; null leaves the header to be found. */
  wordsColumns(file: number, header: boolean | null, choices: ColumnChoice[]): Promise<Preview>;
  wordsRemoveFile(file: number): Promise<Preview>;
  /** Takes the last decision back. */
  wordsUndo(): Promise<Preview>;
  /** Shows the native open dialog for words known already; null when it was cancelled. */
  wordsKnownFile(): Promise<Preview | null>;
  /** Asks the running Anki for the words it has. */
  wordsKnownAnki(): Promise<Preview>;
  wordsKnownForget(): Promise<Preview>;
  /** Shows the native save dialog and writes the rejected rows; null when it was cancelled. */
  wordsSaveRejected(): Promise<SavedRows | null>;
  /** Puts the words into the library without a run. */
  wordsKeep(): Promise<Kept>;
  /** Takes a change of the library back. */
  editsUndo(change: number): Promise<Undone>;
  settingsSet(settings: Settings): Promise<Settings>;
  keyStatus(): Promise<KeyStatus>;
  /** What OpenRouter says of the key; asks it each time. */
  keyCheck(): Promise<KeyStanding>;
  /** Stores the key for the chosen engine's address; it never comes back. */
  keySet(key: string): Promise<KeyStatus>;
  keyRemove(): Promise<KeyStatus>;
  /** Begins to sign in at OpenRouter, and sends a browser there; one begun before is given up. */
  signInBegin(): Promise<SignInOffer>;
  /** Waits for the browser; the key that it brings stays in Rust. */
  signInWait(): Promise<SignedIn>;
  /** Signs in with the code that a page showed. */
  signInFinish(code: string): Promise<KeyStatus>;
  signInCancel(): Promise<void>;
  /** What a run over the words read would take, with the settings in force. */
  runEstimate(): Promise<Estimate>;
  /** Keeps the words read and starts a run over them; gives its id. */
  runStart(): Promise<number>;
  /** Reports a run's snapshots until it stands still or `Stop` is called. */
  runWatch(run: number, onSnapshot: (snapshot: RunSnapshot) => void): Promise<Stop>;
  /** Changes the most that a run may spend in all; null is no cap. */
  runSetCap(run: number, maxCostUsd: number | null): Promise<void>;
  runPause(run: number): Promise<void>;
  runResume(run: number): Promise<void>;
  runCancel(run: number): Promise<void>;
  /** Takes up the failed words again. */
  /** Tries failed words again: those named, or all. */
  runRetry(run: number, words?: readonly number[]): Promise<void>;
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
