// All runs and the one looked at. Starting, choosing and reopening go through here.
import type { RunSnapshot } from '../../platform/bindings';
import type { Platform } from '../../platform/platform';
import type { Announcer } from '../../announcer.svelte';
import type { Notices } from '../../notices.svelte';
import { moving, RunView } from './run.svelte';

export class RunsState {
  list = $state.raw<readonly RunSnapshot[]>([]);
  current = $state.raw<RunView | null>(null);
  starting = $state(false);

  constructor(
    private readonly platform: Platform,
    private readonly notices: Notices,
    private readonly announcer: Announcer,
  ) {}

  /** Takes the runs found at start and looks at the newest that is not finished, else the newest. */
  async receive(list: readonly RunSnapshot[]): Promise<void> {
    this.list = list;
    const chosen =
      list.find((each) => moving(each.state)) ??
      list.find((each) => each.state === 'paused') ??
      list[0];
    if (chosen) await this.select(chosen.run);
  }

  /** Starts a run over the words read; true when it runs. */
  async start(): Promise<boolean> {
    if (this.starting) return false;
    this.starting = true;
    const run = await this.notices.guard(() => this.platform.runStart());
    if (run !== undefined) {
      await this.refresh();
      await this.select(run);
    }
    this.starting = false;
    return run !== undefined;
  }

  async select(run: number): Promise<void> {
    const snapshot = this.list.find((each) => each.run === run);
    if (!snapshot || this.current?.run === run) return;
    this.current?.leave();
    const view = new RunView(snapshot, this.platform, this.notices, this.announcer, () => {
      void this.refresh();
    });
    this.current = view;
    view.receive(snapshot);
    await view.watch();
  }

  async refresh(): Promise<void> {
    this.list = (await this.notices.guard(() => this.platform.runList())) ?? this.list;
  }
}
