// The window as one object: the views' states over one platform, and what concerns them together
// (opening, starting a run, shortcuts). Knows no component and no Tauri.
import { createContext } from 'svelte';
import { Announcer } from './announcer.svelte';
import { CardsState } from './features/cards/cards.svelte';
import { EstimateState } from './features/start/estimate.svelte';
import { RunsState } from './features/run/runs.svelte';
import { moving } from './features/run/run.svelte';
import { SettingsState } from './features/settings/settings.svelte';
import { WordsState } from './features/words/words.svelte';
import { Notices } from './notices.svelte';
import type { AppState, Problem } from './platform/bindings';
import type { Platform, Stop } from './platform/platform';
import { asProblem } from './platform/problem';
import type { Command } from './shortcuts';

export type View = 'words' | 'run' | 'cards' | 'settings';

export class Hanji {
  view = $state<View>('words');
  opened = $state(false);
  /** Why the window could not be filled. */
  trouble = $state.raw<Problem | null>(null);
  /** A start was asked for and the key is missing: its field takes the focus and sets this back. */
  keyWanted = $state(false);
  /** The search field was asked for; it sets this back. */
  searchWanted = $state(false);

  readonly notices = new Notices();
  readonly announcer = new Announcer();
  readonly settings: SettingsState;
  readonly words: WordsState;
  readonly runs: RunsState;
  readonly estimate: EstimateState;
  readonly cards: CardsState;
  #listening: Promise<Stop> | null = null;

  constructor(readonly platform: Platform) {
    this.settings = new SettingsState(platform, this.notices);
    this.words = new WordsState(platform, this.notices, this.announcer);
    this.runs = new RunsState(platform, this.notices, this.announcer);
    this.estimate = new EstimateState(platform, this.settings);
    this.cards = new CardsState(platform, this.notices);
  }

  async open(): Promise<void> {
    this.trouble = null;
    const before = this.words.preview;
    try {
      // Words that come while the state is on its way are newer than it.
      await (this.#listening ??= this.#listen());
      const state = await this.platform.appState();
      this.#receive(state, this.words.preview !== before);
    } catch (error) {
      this.trouble = asProblem(error);
    }
    this.opened = true;
  }

  /** Whether the library is open, so that views and commands lead somewhere. */
  get usable(): boolean {
    return this.opened && this.trouble === null;
  }

  hover(names: string[] | null): void {
    if (names) this.view = 'words';
    this.words.hover(names);
  }

  async paste(text: string): Promise<void> {
    if (!this.usable || text.trim() === '') return;
    this.view = 'words';
    await this.words.paste(text);
  }

  /** Starts a run over the words read, or asks for the key it lacks. */
  async start(): Promise<void> {
    if (this.words.count === 0) return;
    this.view = 'words';
    await this.settings.settled();
    if (this.settings.keyMissing) {
      this.keyWanted = true;
      return;
    }
    if (!(await this.runs.start())) return;
    this.view = 'run';
    const state = await this.notices.guard(() => this.platform.appState());
    if (state) this.words.receive(state.preview);
  }

  perform(command: Command): void {
    if (!this.usable) return;
    if (command === 'open') void this.words.open().then(() => (this.view = 'words'));
    else if (command === 'start') void this.start();
    else if (command === 'export') void this.runs.current?.export();
    else if (command === 'search') this.#search();
    else if (command === 'undo') this.#undo();
    else this.view = command;
  }

  #search(): void {
    this.view = 'words';
    this.searchWanted = !this.words.empty;
  }

  /** Takes back what is seen: only words are decided about, so far. */
  #undo(): void {
    if (this.view === 'words') void this.words.undo();
  }

  async #listen(): Promise<Stop> {
    try {
      return await this.platform.onDrop({
        hovering: (names) => {
          this.hover(names);
        },
        read: (preview) => {
          this.view = 'words';
          this.words.hover(null);
          this.words.receive(preview);
        },
      });
    } catch (error) {
      this.#listening = null;
      throw error;
    }
  }

  #receive(state: AppState, wordsAreNewer: boolean): void {
    this.settings.receive(state.settings, state.key, state.version, state.data_dir);
    if (!wordsAreNewer) this.words.receive(state.preview);
    void this.runs.receive(state.runs);
    const open = state.runs.some((each) => moving(each.state) || each.state === 'paused');
    if (open && this.words.empty) this.view = 'run';
  }
}

export const [useHanji, provideHanji] = createContext<Hanji>();
