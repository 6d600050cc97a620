// What a preview says, in the order in which the window tells it.
import type { Preview, RowFilter, Suggestion, WordCounts } from '../../platform/bindings';

/** A preview of nothing. */
export const NOTHING: Preview = {
  files: [],
  counts: {
    words: 0,
    rows: 0,
    forms: 0,
    certain_forms: 0,
    words_if_merged: 0,
    merged: 0,
    duplicates: 0,
    in_library: 0,
    known: 0,
    rejected: 0,
    in_dictionary: 0,
    with_meaning: 0,
  },
  reasons: [],
  known: null,
  undo: null,
};

/** Every sort of row, in the order of the chips. */
export const FILTERS: readonly RowFilter[] = [
  'words',
  'forms',
  'merged',
  'duplicates',
  'library',
  'known',
  'rejected',
];

/** How many rows of a sort there are. */
export function rowsOf(counts: WordCounts, show: RowFilter): number {
  return show === 'library' ? counts.in_library : counts[show];
}

/** How sure a suggestion is, in three steps; the figure itself promises more than it holds. */
export type Sureness = 'sure' | 'likely' | 'unsure';

/** The suggestions to choose from: those at least half as likely as the first, three at most. */
export function choices(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const least = (suggestions[0]?.confidence ?? 0) / 2;
  return suggestions.filter(({ confidence }) => confidence >= least).slice(0, 3);
}

/** How sure one of the choices is; of several none is sure. */
export function sureness({ confidence }: Suggestion, choices: readonly Suggestion[]): Sureness {
  if (confidence >= 60 && choices.length === 1) return 'sure';
  return confidence >= 40 ? 'likely' : 'unsure';
}
