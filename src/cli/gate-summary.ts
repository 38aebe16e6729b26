import { join, relative } from 'node:path';
import { gateExitCode, type Gate } from '../report/gate/gate.ts';
import { experimentLine } from '../report/gate/wording.ts';

/** The end of a gate on the terminal, with the experiments in their order. */
export function renderGate(gate: Gate, folder: string, cwd: string): string {
  const width = Math.max(...gate.experiments.map(({ experiment }) => experiment.length));
  const lines = gate.experiments.map((one) => {
    const { experiment, word, sentence } = experimentLine(one);
    const where =
      one.folder === null ? '' : `\n${' '.repeat(width + 4)}${relative(cwd, join(folder, one.folder, 'report.html'))}`;
    return `  ${experiment.padEnd(width)}  ${word}: ${sentence}${where}`;
  });
  const code = gateExitCode(gate.experiments);
  return [
    `\ngate ${gate.name}: ${code === 0 ? 'PASS' : 'NOT PASSED'} (exit code ${code})`,
    ...lines,
    `  reports ${relative(cwd, join(folder, 'report.html'))}`,
    '',
  ].join('\n');
}
