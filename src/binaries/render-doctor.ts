import type { DoctorRow } from './doctor-row.ts';

const colours = { ok: 32, warn: 33, missing: 31 } as const satisfies Record<DoctorRow['status'], number>;

/** The rows for a terminal: aligned, one line each, and below it what to do where there is something to do. */
export function renderDoctor(rows: readonly DoctorRow[], colour: boolean): string {
  const paint = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const widest = (column: 'name' | 'version' | 'what'): number => Math.max(...rows.map((row) => row[column].length));
  const [name, version, what] = [widest('name'), widest('version'), widest('what')];
  const indent = ' '.repeat('missing'.length + 2);
  const lines = rows.flatMap((row) => {
    const [found = '', ...more] = row.found.split('\n');
    const status = paint(colours[row.status], row.status.padEnd('missing'.length));
    const columns = [row.name.padEnd(name), row.version.padEnd(version), row.what.padEnd(what)].join('  ');
    const todo = row.todo === '' ? [] : [`${indent}${paint(1, `what to do: ${row.todo}`)}`];
    return [`${status}  ${columns}  ${found}`, ...more.map((line) => `${indent}${line}`), ...todo];
  });
  return `${lines.join('\n')}\n`;
}
