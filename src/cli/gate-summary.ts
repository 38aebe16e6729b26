import { relative } from 'node:path';

/** One experiment of a gate. */
export interface GateRow {
  readonly experiment: string;
  readonly verdict: string;
  readonly sentence: string;
  readonly exitCode: number;
  readonly folder: string | null;
}

/** The first that applies: interrupted, then as for a single run 6, 3, 4, 5, then what kept experiments from running. */
const order = [130, 143, 6, 3, 4, 5, 7, 2, 1];

export function gateExitCode(rows: readonly GateRow[]): number {
  const known = order.find((code) => rows.some(({ exitCode }) => exitCode === code));
  return known ?? rows.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0;
}

export function renderGate(name: string, rows: readonly GateRow[], cwd: string): string {
  const width = Math.max(...rows.map(({ experiment }) => experiment.length));
  const lines = rows.map(({ experiment, verdict, sentence, folder }) => {
    const where = folder === null ? '' : `\n${' '.repeat(width + 4)}${relative(cwd, folder)}`;
    return `  ${experiment.padEnd(width)}  ${verdict}: ${sentence}${where}`;
  });
  const code = gateExitCode(rows);
  return [`\ngate ${name}: ${code === 0 ? 'PASS' : 'NOT PASSED'} (exit code ${code})`, ...lines, ''].join('\n');
}
