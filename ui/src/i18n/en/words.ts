// Words in: what the Words view and its dialogs say, in English.
import type { ColumnRole, Decision, RowFilter } from '../../platform/bindings';
import type { Sureness } from '../../features/words/preview';
import { count, n } from './numbers';

function decided(decision: Decision): string {
  switch (decision.kind) {
    case 'merge':
      return `${count(decision.rows, 'row')} merged.`;
    case 'unmerge':
      return `${count(decision.rows, 'form')} taken apart again.`;
    case 'correct':
      return `Meaning of ${decision.term} decided.`;
    case 'columns':
      return `Columns of ${decision.file} changed.`;
    case 'remove_file':
      return `${decision.file} removed.`;
  }
}

const filters: Record<RowFilter, string> = {
  words: 'Words',
  forms: 'Forms',
  merged: 'Merged',
  duplicates: 'Duplicates',
  library: 'In library',
  known: 'Known',
  rejected: 'Left out',
};

const sure: Record<Sureness, string> = { sure: 'sure', likely: 'likely', unsure: 'unsure' };

const roles: Record<ColumnRole, string> = {
  term: 'Word',
  meaning: 'Meaning',
  pos: 'Part of speech',
  hanja: 'Hanja',
  pron: 'Pronunciation',
  homonym: 'Homonym number',
  example: 'Example',
  translation: 'Translation of the example',
  note: 'Note',
  tags: 'Tags',
  ignore: 'Leave out',
};

export const words = {
  title: 'Words',
  emptyTitle: 'Drop a word list here',
  emptyText: 'Hanji turns Korean words into an Anki deck worth remembering.',
  emptyFormats: 'Excel, CSV, text, JSON, an Anki deck or a Kindle list. One word a line is enough.',
  open: 'Open…',
  paste: 'Paste…',
  sample: 'Try the sample list',
  clear: 'Clear',
  reading: 'Reading…',
  hover: 'Let go to read',
  counted: (words: number, files: number) =>
    files === 1 ? count(words, 'word') : `${count(words, 'word')} from ${n(files)} sources`,
  countedAloud: (words: number) => `${count(words, 'word')}.`,
  fileWords: (words: number) => count(words, 'word'),
  fileRejected: (rows: number) => `${n(rows)} left out`,
  files: 'Files read',
  removeFile: (file: string) => `Remove ${file}`,
  search: 'Search words and meanings',
  clearSearch: 'Clear the search',
  filters,
  filter: 'Show',
  term: 'Word',
  pos: 'Type',
  meaning: 'Meaning',
  from: 'From',
  reason: 'Why',
  raw: 'The row',
  form: 'Form',
  dictionaryForm: 'Dictionary form',
  mergedInto: 'Merged into',
  repeats: 'Repeats',
  libraryMeaning: 'In your library',
  inDictionary: 'In the built-in dictionary',
  inLibrary: 'In your library',
  homograph: (number: number) => `homograph ${number}`,
  kind: { grammar: 'grammar', affix: 'affix', phrase: 'phrase' } as Record<string, string>,
  formsOf: (forms: string[]) => `Forms: ${forms.join(', ')}`,
  none: (query: string) => `Nothing here matches “${query}”.`,
  nothing: 'No words were accepted from this.',
  nothingHint: 'Look under “Left out” for the reasons, or open another file.',
  source: (file: string, row: number, sheet: string | null) =>
    sheet ? `${file}, sheet “${sheet}”, row ${n(row)}` : `${file}, line ${n(row)}`,
  line: (row: number) => `line ${n(row)}`,
  readAloud: (words: number, rejected: number) =>
    rejected === 0
      ? `${count(words, 'word')} read`
      : `${count(words, 'word')} read, ${n(rejected)} left out`,

  offer: (rows: number, words: number) =>
    `${count(rows, 'row')} ${rows === 1 ? 'is' : 'are'} ${count(words, 'word')}.`,
  offerAsk: 'Merge inflected forms into their dictionary form?',
  mergeAll: 'Merge all',
  merging: 'Merging…',
  look: 'Look at them',
  merge: (term: string, form: string, beside: string) => `Merge ${term}: ${form} ${beside}`,
  unmerge: 'Take apart',
  unmergeOf: (term: string) => `Take apart ${term}`,
  sure,
  decided,
  undo: 'Undo',
  undone: 'Undone.',

  replace: 'Replace with this meaning',
  replaceOf: (term: string) => `Replace with this meaning: ${term}`,
  says: (meaning: string) => `says “${meaning}”`,

  columns: 'Columns…',
  columnsOf: (file: string) => `Columns of ${file}`,
  columnsTitle: (file: string) => `What the columns of ${file} hold`,
  columnsHeader: 'First row names the columns',
  column: (number: number) => `Column ${n(number)}`,
  columnRole: (column: string) => `What ${column} holds`,
  columnsMore: (columns: number) => `${count(columns, 'more column')} left as they are.`,
  columnsEmpty: 'empty',
  columnsTerm: 'Choose the column that holds the words.',
  columnsApply: 'Apply',
  roles,

  know: 'Known words…',
  knowTitle: 'Leave out words I know',
  knowAnki: 'From Anki, while it runs',
  knowFile: 'From a file…',
  knownFrom: (file: string | null) => file ?? 'Anki',
  knownWords: (words: number, leftOut: number) =>
    `${count(words, 'known word')} · ${n(leftOut)} left out here`,
  knownAloud: (leftOut: number) => `${count(leftOut, 'known word')} left out.`,
  knownForget: 'Take back',
  knownForgetOf: (file: string | null) => `Take back the known words of ${file ?? 'Anki'}`,

  saveRejected: 'Save left-out rows…',
  savedRows: (name: string, rows: number) => `${count(rows, 'row')} saved in ${name}.`,

  keep: 'Add to library',
  keepHint: 'Keeps the words without making cards',
  kept: (added: number, changed: number, unchanged: number) =>
    `${[
      `${n(added)} added`,
      ...(changed > 0 ? [`${n(changed)} changed`] : []),
      ...(unchanged > 0 ? [`${n(unchanged)} ${unchanged === 1 ? 'was' : 'were'} there`] : []),
    ].join(', ')}.`,
  keptUndone: (removed: number, restored: number) =>
    `${n(removed)} removed again, ${n(restored)} as before.`,

  pasteTitle: 'Paste words',
  pasteLabel: 'One word a line, a table from a spreadsheet or a web page, JSON: as it comes',
  pasteRead: 'Read words',
  pasteExample: '학교, school\n먹다, to eat',
};
