// The words of the played machine, before they are kept: rows that are sorted, searched, merged and
// taken back as the real ones are.
import { choices, FILTERS, NOTHING } from '../../features/words/preview';
import { searchable } from '../../text/hangul';
import type {
  Column,
  ColumnChoice,
  Decision,
  FileSummary,
  Kept,
  KnownWords,
  MergeTarget,
  Preview,
  RowFilter,
  RowPage,
  RowQuery,
  SavedRows,
  Undoable,
  Undone,
  WordCounts,
  WordRow,
} from '../bindings';
import { word } from './notes';
import { trouble } from './problems';

/** What files gave: themselves, their rows in order, and what is known already. */
export interface WordList {
  files: readonly FileSummary[];
  rows: readonly WordRow[];
  known: KnownWords | null;
}

export const NO_WORDS: WordList = { files: [], rows: [], known: null };

const PLAIN = {
  state: { state: 'word' },
  homograph: null,
  hanja: null,
  kind: null,
  sheet: null,
  in_library: false,
  corrects: null,
  corrected: false,
  suggestions: [],
  forms: [],
} as const satisfies Partial<WordRow>;

/** A row of a list, as much of it as matters. */
export function row(id: number, rest: Partial<WordRow>): WordRow {
  const plain = { ...word(id, 'words.csv'), ...PLAIN, suggestions: [], forms: [], id };
  return { ...plain, ...(rest.term ? { pronunciation: rest.term } : {}), ...rest };
}

const column = (index: number, name: string, role: Column['role'], samples: string[]): Column => ({
  sheet: null,
  index,
  name,
  role,
  samples,
});

/** A file that was read as text of cells. */
export function file(name: string, rest: Partial<FileSummary> = {}): FileSummary {
  return {
    id: 0,
    name,
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ',',
    header: true,
    columns: [
      column(0, 'term', 'term', ['학교', '먹다', '시장']),
      column(1, 'type', 'pos', ['noun', 'verb', 'noun']),
      column(2, 'meaning', 'meaning', ['school', 'to eat', 'market']),
    ],
    words: 0,
    rejected: 0,
    message: null,
    problem: null,
    ...rest,
  };
}

/** A list of `count` words as one file gives it, and more rows or files beside them. */
export function read(
  count: number,
  name: string,
  rest: { rows?: readonly WordRow[]; files?: readonly FileSummary[] } = {},
): WordList {
  const plain = Array.from({ length: count }, (_, index) => row(index, word(index, name)));
  const more = (rest.rows ?? []).map((each, index) => ({ ...each, id: count + index }));
  return { files: [file(name), ...(rest.files ?? [])], rows: [...plain, ...more], known: null };
}

/** Lines as they were pasted: a term, and after a comma or a tab its meaning. */
export function pasted(text: string): WordList {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map((line, index) => {
    const [term = '', meaning = null] = line.split(/[\t,]/).map((cell) => cell.trim());
    return row(index, { term, meaning, file: 'Pasted text', row: index + 1 });
  });
  return {
    files: [file('Pasted text', { format: 'txt', delimiter: null, header: false, columns: [] })],
    rows,
    known: null,
  };
}

/** Words that merging made are named from here on. */
const MADE = 1e6;

const isWord = ({ state }: WordRow) => state.state === 'word';
const isForm = (each: WordRow) => isWord(each) && each.suggestions.length > 0;
/** The dictionary form that is beyond doubt. */
const certain = (each: WordRow) => {
  const [best, next] = choices(each.suggestions);
  return isForm(each) && best && best.confidence >= 60 && !next ? best.form : null;
};

const SHOWN: Record<RowFilter, (row: WordRow) => boolean> = {
  words: isWord,
  forms: isForm,
  merged: ({ state }) => state.state === 'merged',
  duplicates: ({ state }) => state.state === 'duplicate',
  library: (each) => isWord(each) && each.in_library,
  known: ({ state }) => state.state === 'known',
  rejected: ({ state }) => state.state === 'rejected',
};

const reasonOf = ({ state }: WordRow) => (state.state === 'rejected' ? state.reason : null);

function tally<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Rows with some merged into a word, which is made if it is not there. */
function merged(rows: readonly WordRow[], into: ReadonlyMap<number, string>): WordRow[] {
  const added = new Map<string, string[]>();
  const done = rows.map((each): WordRow => {
    const form = into.get(each.id);
    if (form === undefined) return each;
    added.set(form, [...(added.get(form) ?? []), each.term]);
    return { ...each, state: { state: 'merged', into: form } };
  });
  const grown = done.map((each) => {
    const forms = isWord(each) && added.get(each.term);
    if (!forms) return each;
    added.delete(each.term);
    return { ...each, forms: [...new Set([...each.forms, ...forms])] };
  });
  const made = [...added].map(([term, forms], index) => {
    const first = rows.find((each) => into.get(each.id) === term) as WordRow;
    const pos = first.suggestions[0]?.pos ?? null;
    const made = { id: MADE + rows.length + index, term, pronunciation: term, pos };
    return { ...first, ...made, forms: [...new Set(forms)], suggestions: [] };
  });
  return [...grown, ...made];
}

export class FakeWords {
  list: WordList = NO_WORDS;
  #past: { decision: Decision; before: WordList }[] = [];
  #kept: WordList | null = null;

  /** Other words: nothing decided before can be taken back. */
  take(list: WordList): Preview {
    this.list = { ...list, files: list.files.map((each, id) => ({ ...each, id })) };
    this.#past = [];
    return this.preview();
  }

  preview(): Preview {
    const { files, rows, known } = this.list;
    if (files.length === 0) return NOTHING;
    const of = (state: string) =>
      tally(rows.filter((r) => r.state.state === state).map((r) => r.file));
    const [words, rejected] = [of('word'), of('rejected')];
    const reasons = tally(rows.map(reasonOf).filter((reason) => reason !== null));
    return {
      files: files.map((each) => ({
        ...each,
        words: words.get(each.name) ?? each.words,
        rejected: rejected.get(each.name) ?? 0,
      })),
      counts: this.#counts(),
      reasons: [...reasons]
        .map(([reason, count]) => ({ reason, rows: count }))
        .sort((a, b) => b.rows - a.rows),
      known,
      undo: this.#past.at(-1)?.decision ?? null,
    };
  }

  page({ show, reason, text, from, count }: RowQuery): RowPage {
    const needle = searchable(text.trim());
    const matches = this.list.rows.filter(
      (each) =>
        SHOWN[show](each) &&
        (reason === null || reasonOf(each) === reason) &&
        (needle === '' || searchable(`${each.term}\n${each.meaning ?? ''}`).includes(needle)),
    );
    return { total: matches.length, rows: matches.slice(from, from + Math.min(count, 500)) };
  }

  mergeAll(): Preview {
    const into = new Map<number, string>();
    for (const each of this.list.rows) {
      const form = certain(each);
      if (form) into.set(each.id, form);
    }
    const rows = merged(this.list.rows, into);
    return this.#decide({ kind: 'merge', rows: into.size }, { rows });
  }

  merge(ids: readonly number[], { form }: MergeTarget): Preview {
    const rows = merged(this.list.rows, new Map(ids.map((id) => [id, form])));
    return this.#decide({ kind: 'merge', rows: ids.length }, { rows });
  }

  unmerge(ids: readonly number[]): Preview {
    const terms = this.list.rows.filter((each) => ids.includes(each.id)).map((each) => each.term);
    const rows = this.list.rows
      .map((each): WordRow =>
        ids.includes(each.id)
          ? { ...each, state: { state: 'word' } }
          : { ...each, forms: each.forms.filter((form) => !terms.includes(form)) },
      )
      .filter((each) => each.id < MADE || each.forms.length > 0);
    return this.#decide({ kind: 'unmerge', rows: ids.length }, { rows });
  }

  correct(id: number, on: boolean): Preview {
    const change = (each: WordRow) => (each.id === id ? { ...each, corrected: on } : each);
    const term = this.list.rows.find((each) => each.id === id)?.term ?? '';
    return this.#decide({ kind: 'correct', term }, { rows: this.list.rows.map(change) });
  }

  /** Columns told anew; of what is read with them only the meanings are played. */
  columns(id: number, named: boolean | null, told: readonly ColumnChoice[]): Preview {
    const found = this.list.files.find((each) => each.id === id);
    if (!found) throw trouble.nothing;
    const header = named ?? found.header;
    const role = (each: Column) =>
      told.find(({ sheet, index }) => sheet === each.sheet && index === each.index)?.role;
    const columns = found.columns.map((each) => ({ ...each, role: role(each) ?? each.role }));
    const means = columns.some((each) => each.role === 'meaning');
    const meaning = (each: WordRow) => (means ? word(each.id, '').meaning : null);
    return this.#decide(
      { kind: 'columns', file: found.name },
      {
        files: this.list.files.map((each) =>
          each === found ? { ...found, header, columns } : each,
        ),
        rows: this.list.rows.map((each) =>
          each.file === found.name && isWord(each) ? { ...each, meaning: meaning(each) } : each,
        ),
      },
    );
  }

  removeFile(id: number): Preview {
    const found = this.list.files.find((each) => each.id === id);
    if (!found) throw trouble.nothing;
    return this.#decide(
      { kind: 'remove_file', file: found.name },
      {
        files: this.list.files.filter((each) => each !== found),
        rows: this.list.rows.filter((each) => each.file !== found.name),
      },
    );
  }

  undo(): Preview {
    const last = this.#past.pop();
    if (last) this.list = last.before;
    return this.preview();
  }

  /** Every third word is known already. */
  know(known: KnownWords | null): Preview {
    const rows = this.list.rows.map((each): WordRow => {
      const was = each.state.state === 'known';
      if (known && isWord(each) && each.id % 3 === 0) return { ...each, state: { state: 'known' } };
      return !known && was ? { ...each, state: { state: 'word' } } : each;
    });
    this.list = { ...this.list, rows, known };
    return this.preview();
  }

  saveRejected(): SavedRows {
    const [first] = this.list.files;
    const name = first?.name.replace(/\.[^.]*$/, '') ?? '';
    return { name: `${name} – left out.csv`, rows: this.#counts().rejected };
  }

  keep(): Kept {
    const words = this.list.rows.filter(isWord);
    const changed = words.filter((each) => each.corrected).length;
    const there = words.filter((each) => each.in_library).length;
    this.#kept = this.list;
    const rows = this.list.rows.map((each) =>
      isWord(each) ? { ...each, in_library: true, corrects: null, corrected: false } : each,
    );
    this.list = { ...this.list, rows };
    return { added: words.length - there, changed, unchanged: there - changed };
  }

  /** The last change of the library. */
  undoable(): Undoable | null {
    if (!this.#kept) return null;
    const files = this.#kept.files.map((each) => each.name);
    return { id: 7, at: 1_795_000_000, files, added: 0, changed: 0, in_use: 0 };
  }

  undoKept(): Undone {
    const removed = (this.#kept ?? this.list).rows.filter(
      (each) => isWord(each) && !each.in_library,
    );
    if (this.#kept) this.list = this.#kept;
    this.#kept = null;
    return { removed: removed.length, restored: 0, in_use: 0 };
  }

  #decide(decision: Decision, change: Partial<WordList>): Preview {
    this.#past.push({ decision, before: this.list });
    this.list = { ...this.list, ...change };
    return this.preview();
  }

  #counts(): WordCounts {
    const { rows } = this.list;
    const words = rows.filter(isWord);
    const forms = words.map(certain).filter((form) => form !== null);
    const there = new Set(words.map((each) => each.term));
    const made = new Set(forms.filter((form) => !there.has(form)));
    const counts = { ...NOTHING.counts };
    for (const show of FILTERS)
      counts[show === 'library' ? 'in_library' : show] = rows.filter(SHOWN[show]).length;
    const others = words.filter((each) => !each.in_dictionary);
    return {
      ...counts,
      rows: words.length + counts.merged,
      certain_forms: forms.length,
      words_if_merged: words.length - forms.length + made.size,
      in_dictionary: words.length - others.length,
      with_meaning: others.filter((each) => each.meaning).length,
    };
  }
}
