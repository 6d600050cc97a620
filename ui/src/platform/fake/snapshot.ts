// A run of the played machine, as it is made.
import type { RunSnapshot, Settings } from '../bindings';

/** A run as it is made. */
export function snapshot(
  run: number,
  words: number,
  settings: Partial<Settings> = {},
): RunSnapshot {
  const engine = settings.engine ?? 'dictionary';
  return {
    run,
    created_at: 1_795_000_000 + 86_400 * run,
    state: 'running',
    reason: null,
    engine,
    model: engine === 'dictionary' ? null : (settings.model ?? 'google/gemini-2.5-flash'),
    words,
    done: 0,
    failed: 0,
    needs_review: 0,
    waiting: words,
    under_way: 0,
    cached: 0,
    requests: 0,
    retries: 0,
    cost_usd: null,
    seconds: 0,
    first_card_seconds: null,
    words_per_minute: null,
    seconds_left: null,
    finished: 0,
  };
}
