// What a played machine is given to play.
import type { Estimate, HoldUp, KeyStanding, KeyStatus, Problem } from '../bindings';
import type { RunSnapshot, Settings } from '../bindings';
import type { Journey } from './browser';
import type { WordList } from './words';

/** What a played machine starts with, and how its runs go. */
export interface Script {
  words?: WordList;
  runs?: RunSnapshot[];
  key?: KeyStatus;
  settings?: Partial<Settings>;
  /** The browser of signing in. */
  browser?: Journey;
  /** What OpenRouter says of any key, or why it says nothing. */
  standing?: KeyStanding | Problem;
  /** Milliseconds between two steps of a run. */
  tick?: number;
  wordsPerTick?: number;
  /** The run pauses by itself when this many words are done, once. */
  pauseAt?: { done: number; reason: Problem };
  /** What holds runs up. */
  holdUp?: HoldUp;
  /** Every nth word fails, until it is retried. */
  failEvery?: number;
  /** Problem of the first call of `appState`. */
  broken?: Problem;
  /** What is otherwise foretold of a run, or why nothing is. */
  estimate?: Partial<Estimate> | Problem;
  /** Anki runs and answers. */
  anki?: boolean;
  /** Milliseconds that a decision takes, a page of rows, a look at the key, an estimate. */
  slow?: { decision?: number; page?: number; check?: number; estimate?: number };
}
