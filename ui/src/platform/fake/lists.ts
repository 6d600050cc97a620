// Lists that give the preview something to sort: inflected forms, repeated rows, words known
// already, rows that are no words.
import type { Column, FileSummary, Suggestion, WordRow } from '../bindings';
import { trouble } from './problems';
import { file, read, row, type WordList } from './words';

const to = (form: string, confidence: number, pos = 'verb'): Suggestion => ({
  form,
  pos,
  confidence,
  into: null,
  meaning: null,
});

/** What a frequency list of subtitles holds beside dictionary forms: `form meaning suggestions`. */
const inflected: readonly [string, string | null, Suggestion[]][] = [
  ['먹었어요', 'ate', [to('먹다', 98)]],
  ['먹는', null, [to('먹다', 96)]],
  ['학교에서', 'at school', [to('학교', 97, 'noun')]],
  ['예뻐요', 'is pretty', [to('예쁘다', 95, 'adjective')]],
  ['걸어', 'walk; hang', [to('걷다', 55), to('걸다', 45)]],
  ['친구랑', 'with a friend', [to('친구', 94, 'noun')]],
  ['들었어', 'heard; lifted', [to('듣다', 62), to('들다', 38)]],
  ['갔어요', 'went', [to('가다', 97)]],
  ['물어', null, [to('묻다', 48), to('물다', 40), to('물', 12, 'noun')]],
  ['좋아요', 'is good', [to('좋다', 97, 'adjective')]],
  ['도와', 'help', [to('돕다', 91)]],
  ['산', 'bought; mountain', [to('사다', 35)]],
  ['없어', 'there is none', [to('없다', 96, 'adjective')]],
  ['열어', 'open', [to('열다', 93)]],
  ['오늘은', 'today', [to('오늘', 96, 'noun')]],
];

/** The nth row of a list in which every second row is a form. */
function mixed(id: number): WordRow {
  const [term, meaning, suggestions] = inflected[(id >> 1) % inflected.length] ?? ['', null, []];
  const at = { file: 'subtitles.xlsx', sheet: 'Frequency', row: id + 3 };
  if (id % 2 === 0) return { ...row(id >> 1, at), id };
  return row(id, { ...at, term, meaning, suggestions, pos: null, in_dictionary: false });
}

const sheet = (name: string, columns: [string | null, Column['role'], string[]][]): Column[] =>
  columns.map(([title, role, samples], index) => ({
    sheet: name,
    index,
    name: title,
    role,
    samples,
  }));

const workbook = file('subtitles.xlsx', {
  format: 'xlsx',
  encoding: '',
  delimiter: null,
  columns: [
    ...sheet('Frequency', [
      ['순위', 'ignore', ['1', '2', '3']],
      ['단어', 'term', ['학교', '먹었어요', '먹다']],
      ['뜻', 'meaning', ['school', 'ate', 'to eat']],
      ['예문', 'example', ['저는 매일 학교에 가요.', '아침에 사과를 먹었어요.', '밥을 먹다.']],
      ['Frequency per million words', 'ignore', ['1830.2', '1664', '1203.55']],
    ]),
    ...sheet('Names', [
      ['이름', 'term', ['서울', '부산', '제주도']],
      [null, 'note', ['capital', 'port', 'island']],
    ]),
  ],
});

/** A thousand rows that are about half as many words. */
export function forms(count: number): WordList {
  const rows = Array.from({ length: count }, (_, id) => mixed(id));
  return { files: [workbook], rows, known: null };
}

const left = (at: number, raw: string, reason: string, message: string): WordRow =>
  row(0, {
    ...{ term: raw, row: at, meaning: null, pos: null, pronunciation: '', in_dictionary: false },
    state: { state: 'rejected', reason, message },
  });

const rejected: readonly WordRow[] = [
  left(12, '', 'empty_term', 'There is no word in this row.'),
  left(19, 'hello, 안', 'no_hangul', 'There is no Korean in this row.'),
  left(31, '저는 학생입니다.', 'looks_like_sentence', 'This is a sentence, not a word.'),
  left(44, '안녕하세요?', 'looks_like_sentence', 'This is a sentence, not a word.'),
  left(45, 'ㅋㅋㅋ', 'only_jamo', 'These are loose letters, not syllables.'),
];

const repeated: readonly WordRow[] = [
  ['바다', 'sea', 'words.csv', 3],
  ['친구', 'friend', 'notepad.txt', 1],
].map(([term, meaning, of_file, of_row]) =>
  row(1, {
    term: String(term),
    meaning: String(meaning),
    row: 50 + Number(of_row),
    state: { state: 'duplicate', of_file: String(of_file), of_row: Number(of_row) },
  }),
);

const there: readonly WordRow[] = [
  row(0, { term: '배', homograph: 1, meaning: 'belly', row: 60, in_library: true }),
  row(0, { term: '배', homograph: 2, meaning: 'ship; boat', row: 61, in_library: true }),
  row(1, {
    term: '학원',
    pronunciation: '하권',
    meaning: 'private academy',
    row: 62,
    in_library: true,
    corrects: 'school',
  }),
  row(2, { term: '-(으)면', kind: 'grammar', pos: null, meaning: 'if', row: 63 }),
];

const encoded = (name: string, encoding: string): FileSummary =>
  file(name, { format: 'txt', encoding, delimiter: null, header: false, columns: [], words: 3 });

const refused = file('setup.txt', {
  format: 'txt',
  encoding: '',
  columns: [],
  problem: trouble.file,
});

/** Rows of every sort, and files of every sort. */
export function sorted(words: number): WordList {
  const some = inflected
    .slice(0, 9)
    .map(([term, meaning, suggestions], index) =>
      row(index, { term, meaning, suggestions, pos: null, row: 70 + index, in_dictionary: false }),
    );
  const list = read(words, 'words.csv', {
    rows: [...there, ...some, ...repeated, ...rejected],
    files: [encoded('오래된 단어.txt', 'cp949'), encoded('notepad.txt', 'utf-16le'), refused],
  });
  const message = 'Two lines had an open quote; they were read as they stand.';
  const [first, ...others] = list.files;
  return { ...list, files: first ? [{ ...first, message }, ...others] : others };
}

/** A list of which every row is left out. */
export const noneOf = (): WordList => read(0, 'words.csv', { rows: rejected });
