// Hangul as the window needs it: where it stands in a text, and how a search looks at it.

/** A piece of text and whether it is Korean. */
export interface Run {
  text: string;
  korean: boolean;
}

const KOREAN =
  /(\p{Script=Hangul}[\p{Script=Hangul}\p{Script=Han}]*(?:[ ,.?!~]+\p{Script=Hangul}[\p{Script=Hangul}\p{Script=Han}]*)*[.?!~]?|\p{Script=Han}+)/u;

/** Cuts a text into Korean runs and the rest, so that each can carry its language. */
export function runs(text: string): Run[] {
  return text
    .split(KOREAN)
    .map((piece, index) => ({ text: piece, korean: index % 2 === 1 }))
    .filter((run) => run.text !== '');
}

const COMPATIBILITY = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const FIRST_CHOSEONG = 0x1100;

/**
 * A text as a search compares it: lower case, syllables taken apart, a lone consonant as the start
 * of a syllable. So "학ㄱ", half-typed, already finds 학교.
 */
export function searchable(text: string): string {
  return [...text.toLowerCase().normalize('NFD')]
    .map((character) => {
      const index = COMPATIBILITY.indexOf(character);
      return index < 0 ? character : String.fromCodePoint(FIRST_CHOSEONG + index);
    })
    .join('');
}

/** A sentence cut around the first place where a form stands in it. */
export function around(sentence: string, form: string): [string, string, string] {
  const at = form === '' ? -1 : sentence.indexOf(form);
  if (at < 0) return [sentence, '', ''];
  return [sentence.slice(0, at), form, sentence.slice(at + form.length)];
}

/** Whether a key press belongs to a Korean input method (macOS sends the confirming Enter as 229). */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
