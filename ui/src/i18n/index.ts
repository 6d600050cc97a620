// The one place where a language is chosen: Korean for a Korean system, else English.
import { en, type Messages } from './en';
import { ko } from './ko';

/** The language for a system's language tag. */
export function localeFor(tag: string): 'en' | 'ko' {
  return tag.toLowerCase().split('-')[0] === 'ko' ? 'ko' : 'en';
}

export const locale = localeFor(navigator.language);
export const t: Messages = locale === 'ko' ? ko : en;
