// A run of the played machine, as it is made.
import type { HoldUp, RunSnapshot, Settings, Traffic } from '../bindings';

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
    traffic: null,
  };
}

/** What goes on between a run that moves, or is held up, and its server. */
export function traffic(shot: RunSnapshot, left: number, holdUp?: HoldUp): Traffic {
  const model = shot.model ?? '';
  const inFlight = holdUp === undefined ? Math.min(left, 6) : 0;
  const common = { in_flight: inFlight, in_line: Math.min(Math.max(0, left - inFlight), 14) };
  return {
    ...common,
    hold_up: holdUp ?? null,
    models: [
      {
        ...common,
        model,
        at_once: null,
        per_minute: null,
        tokens_per_minute: null,
        blocked_seconds: null,
        is_down: holdUp?.why === 'model_down',
      },
    ],
    retries: holdUp === undefined ? [] : [{ code: 'rate_limited', count: 12 }],
    reserved_usd: 0.012,
    presumed_usd: 0,
  };
}
