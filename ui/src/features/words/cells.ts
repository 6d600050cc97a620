// What a row of the preview can show; each list shows some of it.

/** A column of the preview's lists; also the name of its heading among the texts. */
export type CellName =
  | 'term'
  | 'form'
  | 'pos'
  | 'meaning'
  | 'dictionaryForm'
  | 'mergedInto'
  | 'repeats'
  | 'libraryMeaning'
  | 'raw'
  | 'reason'
  | 'from';

/** Decides about a row and sees to the focus afterwards. */
export type Act = (decide: () => Promise<void>) => void;
