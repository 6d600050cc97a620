// Gives the module `virtual:hanja.css`: the @font-face rules of Noto Sans KR for Chinese
// characters alone. Hangul, Latin and IPA come from Pretendard, so that the two files' shares
// never overlap and the bundle stays under 4 MB. Knows nothing of the window.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const ID = 'virtual:hanja.css';
const PACKAGE = '@fontsource-variable/noto-sans-kr';
/** CJK extension A, unified ideographs, compatibility ideographs. */
const HAN: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
];

/** The parts of a CSS `unicode-range` that are Chinese characters; empty when there are none. */
export function hanRanges(unicodeRange: string): string[] {
  return unicodeRange.split(',').flatMap((part) => {
    const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-');
    const [low, high] = [parseInt(from, 16), parseInt(to, 16)];
    return HAN.filter(([first, last]) => low <= last && high >= first).map(
      ([first, last]) =>
        `U+${Math.max(low, first).toString(16)}-${Math.min(high, last).toString(16)}`,
    );
  });
}

function fontFace(subset: string, ranges: string[]): string {
  const file = `${PACKAGE}/files/noto-sans-kr-${subset.replace(/[[\]]/g, '')}-wght-normal.woff2`;
  return `@font-face{font-family:'Hanji Hanja';font-weight:100 900;font-display:swap;src:url('${file}') format('woff2');unicode-range:${ranges.join(',')}}`;
}

export function hanjaFonts(): Plugin {
  return {
    name: 'hanja-fonts',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      const path = createRequire(import.meta.url).resolve(`${PACKAGE}/unicode.json`);
      const subsets = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
      return Object.entries(subsets)
        .map(([subset, range]) => [subset, hanRanges(range)] as const)
        .filter(([, ranges]) => ranges.length > 0)
        .map(([subset, ranges]) => fontFace(subset, ranges))
        .join('\n');
    },
  };
}
