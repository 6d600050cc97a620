// What a learner says of a file's columns, before it is read anew.
import type { Column, ColumnRole } from '../../platform/bindings';

/**
 * The columns with one of them told anew. A sheet has one column of words: told of another one,
 * the two change what they hold.
 */
export function withRole(columns: readonly Column[], place: number, role: ColumnRole): Column[] {
  const told = columns[place];
  return columns.map((column, index) => {
    if (index === place) return { ...column, role };
    const gives = role === 'term' && column.role === 'term' && column.sheet === told?.sheet;
    return gives && told ? { ...column, role: told.role } : column;
  });
}

/** Whether any column holds words. */
export const hasWords = (columns: readonly Column[]): boolean =>
  columns.some((column) => column.role === 'term');

/** Columns of one sheet, with their places among all. */
export interface Sheet {
  name: string | null;
  columns: readonly (readonly [place: number, column: Column])[];
}

/** The columns by the sheets they stand on. */
export function sheetsOf(columns: readonly Column[]): Sheet[] {
  const names = [...new Set(columns.map((column) => column.sheet))];
  return names.map((name) => ({
    name,
    columns: columns
      .map((column, place) => [place, column] as const)
      .filter(([, column]) => column.sheet === name),
  }));
}
