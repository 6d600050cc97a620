// What a run will take, in English.
import { count, n } from './numbers';

/** A time that is a guess: its seconds and minutes are not worth telling one by one. */
function time(seconds: number): string {
  if (seconds < 60) return `about ${Math.max(1, Math.ceil(seconds / 5) * 5)} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `about ${n(minutes)} min`;
  const quarters = Math.ceil(minutes / 15) * 15;
  return `about ${n(Math.floor(quarters / 60))} h${quarters % 60 ? ` ${quarters % 60} min` : ''}`;
}

export const estimate = {
  label: 'Estimate',
  asking: 'Estimating…',
  free: 'Free',
  cost: (likely: string, range: string) => `About ${likely} (${range})`,
  unpriced: 'Price not known',
  /** After what it costs. */
  time,
  requests: (requests: number, answered: number, words: number) =>
    answered === 0
      ? count(requests, 'request')
      : `${count(requests, 'request')}; ${n(answered)} of ${count(words, 'word')} answered already`,
  allAnswered: (words: number) =>
    words === 1 ? 'The word is answered already.' : `All ${n(words)} words are answered already.`,
  offline: 'The server cannot be reached just now.',
  failed: 'What it takes could not be estimated.',
};
