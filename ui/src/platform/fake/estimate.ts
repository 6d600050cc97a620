// What the played machine foretells of a run.
import type { Estimate, Problem, Settings } from '../bindings';

const FREE: Estimate = {
  words: 0,
  cached_words: 0,
  requests: 0,
  prompt_tokens: 0,
  completion_tokens: 0,
  cost_usd: 0,
  cost_usd_low: 0,
  cost_usd_high: 0,
  price_problem: null,
  seconds: 0,
};

export function estimate(
  words: number,
  { engine }: Settings,
  told: Partial<Estimate> | Problem = {},
): Estimate | Problem {
  if (engine === 'dictionary') return { ...FREE, words };
  if ('code' in told) return told;
  const open = words - (told.cached_words ?? 0);
  const cost = told.cost_usd === null ? null : 0.0021 * open;
  return {
    ...FREE,
    words,
    requests: Math.round(2.1 * open),
    prompt_tokens: 1400 * open,
    completion_tokens: 900 * open,
    cost_usd: cost,
    cost_usd_low: cost && 0.74 * cost,
    cost_usd_high: cost && 1.31 * cost,
    seconds: 0.5 * open,
    ...told,
  };
}
