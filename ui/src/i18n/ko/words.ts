// 단어 화면과 그 대화 상자의 문장, 한국어.
import type { ColumnRole, Decision, RowFilter } from '../../platform/bindings';
import type { Sureness } from '../../features/words/preview';
import type { Messages } from '../en';
import { n } from './numbers';

function decided(decision: Decision): string {
  switch (decision.kind) {
    case 'merge':
      return `${n(decision.rows)}줄을 합쳤습니다.`;
    case 'unmerge':
      return `${n(decision.rows)}개를 다시 나눴습니다.`;
    case 'correct':
      return `‘${decision.term}’의 뜻을 정했습니다.`;
    case 'columns':
      return `${decision.file}의 열을 바꿨습니다.`;
    case 'remove_file':
      return `${decision.file} 파일을 뺐습니다.`;
  }
}

const filters: Record<RowFilter, string> = {
  words: '단어',
  forms: '활용형',
  merged: '합침',
  duplicates: '중복',
  library: '라이브러리',
  known: '아는 단어',
  rejected: '제외',
};

const sure: Record<Sureness, string> = { sure: '확실', likely: '아마도', unsure: '불확실' };

const roles: Record<ColumnRole, string> = {
  term: '단어',
  meaning: '뜻',
  pos: '품사',
  hanja: '한자',
  pron: '발음',
  homonym: '동음이의어 번호',
  example: '예문',
  translation: '예문 번역',
  note: '메모',
  tags: '태그',
  ignore: '쓰지 않음',
};

export const words = {
  title: '단어',
  emptyTitle: '단어 파일을 여기에 놓으세요',
  emptyText: '한국어 단어를 오래 기억할 Anki 덱으로 만들어 드립니다.',
  emptyFormats: 'Excel, CSV, 텍스트, JSON, Anki 덱, Kindle 단어장. 한 줄에 한 단어면 됩니다.',
  open: '열기…',
  paste: '붙여넣기…',
  sample: '예제 목록 써 보기',
  clear: '비우기',
  reading: '읽는 중…',
  hover: '놓으면 읽습니다',
  counted: (words: number, files: number) =>
    files === 1 ? `단어 ${n(words)}개` : `${n(files)}개 출처에서 단어 ${n(words)}개`,
  countedAloud: (words: number) => `단어 ${n(words)}개.`,
  fileWords: (words: number) => `단어 ${n(words)}개`,
  fileRejected: (rows: number) => `${n(rows)}개 제외`,
  files: '읽은 파일',
  removeFile: (file: string) => `${file} 빼기`,
  search: '단어와 뜻 찾기',
  clearSearch: '찾기 지우기',
  filters,
  filter: '보기',
  term: '단어',
  pos: '품사',
  meaning: '뜻',
  from: '출처',
  reason: '이유',
  raw: '내용',
  form: '활용형',
  dictionaryForm: '기본형',
  mergedInto: '합친 단어',
  repeats: '같은 줄',
  libraryMeaning: '라이브러리의 뜻',
  inDictionary: '내장 사전에 있음',
  inLibrary: '라이브러리에 있음',
  homograph: (number: number) => `동음이의어 ${number}`,
  kind: { grammar: '문법', affix: '접사', phrase: '구' } as Record<string, string>,
  formsOf: (forms: string[]) => `활용형: ${forms.join(', ')}`,
  none: (query: string) => `‘${query}’에 맞는 것이 없습니다.`,
  nothing: '받아들인 단어가 없습니다.',
  nothingHint: '‘제외’에서 이유를 보거나 다른 파일을 여세요.',
  source: (file: string, row: number, sheet: string | null) =>
    sheet ? `${file}, ‘${sheet}’ 시트, ${n(row)}행` : `${file}, ${n(row)}번째 줄`,
  line: (row: number) => `${n(row)}번째 줄`,
  readAloud: (words: number, rejected: number) =>
    rejected === 0
      ? `단어 ${n(words)}개를 읽었습니다`
      : `단어 ${n(words)}개를 읽고 ${n(rejected)}개를 제외했습니다`,

  offer: (rows: number, words: number) => `${n(rows)}줄은 단어 ${n(words)}개입니다.`,
  offerAsk: '활용형을 기본형으로 합칠까요?',
  mergeAll: '모두 합치기',
  merging: '합치는 중…',
  look: '살펴보기',
  merge: (term: string, form: string, beside: string) => `${term} 합치기: ${form} ${beside}`,
  unmerge: '나누기',
  unmergeOf: (term: string) => `${term} 나누기`,
  sure,
  decided,
  undo: '되돌리기',
  undone: '되돌렸습니다.',

  replace: '이 뜻으로 바꾸기',
  replaceOf: (term: string) => `‘${term}’, 이 뜻으로 바꾸기`,
  says: (meaning: string) => `‘${meaning}’`,

  columns: '열…',
  columnsOf: (file: string) => `${file}의 열`,
  columnsTitle: (file: string) => `${file}의 열에 담긴 것`,
  columnsHeader: '첫 줄이 열 이름입니다',
  column: (number: number) => `${n(number)}번째 열`,
  columnRole: (column: string) => `${column}에 담긴 것`,
  columnsMore: (columns: number) => `나머지 열 ${n(columns)}개는 그대로 둡니다.`,
  columnsEmpty: '비어 있음',
  columnsTerm: '단어가 든 열을 고르세요.',
  columnsApply: '적용',
  roles,

  know: '아는 단어…',
  knowTitle: '아는 단어 빼기',
  knowAnki: '실행 중인 Anki에서',
  knowFile: '파일에서…',
  knownFrom: (file: string | null) => file ?? 'Anki',
  knownWords: (words: number, leftOut: number) =>
    `아는 단어 ${n(words)}개 · 여기서 ${n(leftOut)}개 뺌`,
  knownAloud: (leftOut: number) => `아는 단어 ${n(leftOut)}개를 뺐습니다.`,
  knownForget: '취소',
  knownForgetOf: (file: string | null) => `${file ?? 'Anki'}에서 온 아는 단어 취소`,

  saveRejected: '제외된 줄 저장…',
  savedRows: (name: string, rows: number) => `${name} 파일에 ${n(rows)}줄을 저장했습니다.`,

  keep: '라이브러리에 넣기',
  keepHint: '카드를 만들지 않고 단어만 보관합니다',
  kept: (added: number, changed: number, unchanged: number) =>
    `${[
      `${n(added)}개 추가`,
      ...(changed > 0 ? [`${n(changed)}개 변경`] : []),
      ...(unchanged > 0 ? [`${n(unchanged)}개는 이미 있음`] : []),
    ].join(', ')}.`,
  keptUndone: (removed: number, restored: number) =>
    `${n(removed)}개를 다시 빼고 ${n(restored)}개를 되돌렸습니다.`,

  pasteTitle: '단어 붙여넣기',
  pasteLabel: '한 줄에 한 단어, 스프레드시트나 웹의 표, JSON: 있는 그대로 붙여넣으세요',
  pasteRead: '단어 읽기',
  pasteExample: '학교, school\n먹다, to eat',
} satisfies Messages['words'];
