import { plain } from '../plain-text.ts';

export type CsvCell = string | number | boolean | null;

/**
 * A table by RFC 4180, lines ended by CRLF.
 *
 * Text that a spreadsheet would take for a formula is led by an apostrophe (OWASP, CSV Injection); numbers are as they are.
 */
export function csv(head: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = plain(cell);
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
