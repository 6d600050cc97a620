// Every icon of the window: strokes on a 20 × 20 grid, drawn in the colour of the text.

export const icons = {
  words: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h8',
  run: 'M6.5 4.2v11.6L15.8 10z',
  cards: 'M3.5 6.5h9.5v10H3.5zM6.5 6.5v-3h10v10H13',
  settings:
    'M3 6h7.5M14.5 6H17M3 14h2.5M9.5 14H17M12.5 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM7.5 12a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  search: 'M8.8 3.5a5.3 5.3 0 1 1 0 10.6 5.3 5.3 0 0 1 0-10.6zM12.7 12.7l4 4',
  close: 'M5 5l10 10M15 5L5 15',
  open: 'M3 15.5V5h5l1.7 2H16v2.5M3 15.5l2.3-6H18l-2.2 6z',
  paste: 'M7 4.5H4.5v12h11v-12H13M7 3h6v3H7z',
  pause: 'M7 4.5v11M13 4.5v11',
  stop: 'M5 5h10v10H5z',
  retry: 'M15.6 8A6 6 0 1 0 16 11.2M16 3.8V8h-4.2',
  key: 'M7 7.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM9.6 8.6L16.5 3M13 6l2 2.4',
  export: 'M10 12.5V3M6.5 6.2L10 2.8l3.5 3.4M3.5 11v5.5h13V11',
  book: 'M10 5.2C8 3.6 5.5 3.5 3 3.8v11.4c2.5-.3 5-.2 7 1.4 2-1.6 4.5-1.7 7-1.4V3.8c-2.5-.3-5-.2-7 1.4zM10 5.2v11.4',
  library: 'M4 3.5v13M8 3.5v13M11.6 4.1l3.6 12.2M2.5 16.5h9.5',
  arrow: 'M3.5 10h12M11 5.5l4.5 4.5-4.5 4.5',
  alert: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6.5v4.2M10 13.2v.3',
  check: 'M4 10.5l4 4 8-9',
  link: 'M8 4.5H4v11.5h11.5V12M11.5 3.5h5v5M16.2 3.8L9.5 10.5',
  back: 'M11.5 4.5L6 10l5.5 5.5',
  more: 'M4.5 8L10 13.5 15.5 8',
} as const;

export type IconName = keyof typeof icons;
