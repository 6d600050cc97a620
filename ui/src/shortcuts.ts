// The one table of shortcuts: the key handler, the tooltips and the list in Settings read it.

export type Command =
  'words' | 'run' | 'cards' | 'settings' | 'open' | 'start' | 'export' | 'search' | 'undo';

export interface Shortcut {
  command: Command;
  /** The key with Ctrl, on a Mac with Command. */
  key: string;
}

export const shortcuts: readonly Shortcut[] = [
  { command: 'words', key: '1' },
  { command: 'run', key: '2' },
  { command: 'cards', key: '3' },
  { command: 'settings', key: '4' },
  { command: 'open', key: 'o' },
  { command: 'start', key: 'Enter' },
  { command: 'export', key: 'e' },
  { command: 'search', key: 'f' },
  { command: 'undo', key: 'z' },
];

const mac = /mac/i.test(navigator.platform);

/** The command a key press asks for, if any. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  const modified = mac ? event.metaKey : event.ctrlKey;
  if (!modified || event.altKey || event.shiftKey) return undefined;
  return shortcuts.find((each) => each.key.toLowerCase() === event.key.toLowerCase())?.command;
}

/** How a shortcut is written on this system. */
export function written(command: Command): string {
  const key = shortcuts.find((each) => each.command === command)?.key ?? '';
  const shown = key === 'Enter' ? (mac ? '↩' : 'Enter') : key.toUpperCase();
  return mac ? `⌘${shown}` : `Ctrl+${shown}`;
}
