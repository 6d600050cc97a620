// What the played machine starts with where a script says nothing else.
import type { KeyStanding, Settings } from '../bindings';

export const SETTINGS: Settings = {
  engine: 'dictionary',
  openrouter_url: 'https://openrouter.ai/api/v1',
  compatible_url: 'http://127.0.0.1:11434/v1',
  model: 'google/gemini-2.5-flash',
  fallback_models: [],
  kinds: ['scene', 'usage-comparison', 'hanja'],
  concurrency: 20,
  requests_per_minute: null,
  tokens_per_minute: null,
  requests_per_day: null,
  max_cost_usd: null,
  max_cost_per_day_usd: null,
  max_cost_per_month_usd: null,
  denies_data_collection: false,
  wants_zero_retention: false,
  reasoning: null,
  overnight: false,
  deck: 'Hanji',
  tags: [],
};

export const STANDING: KeyStanding = {
  limit_usd: 10,
  left_usd: 6.86,
  used_usd: 3.14,
  is_free_tier: false,
};
