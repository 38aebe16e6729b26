import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord } from '../../src/record/read-record.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { judge } from '../../src/verdict/judge.ts';
import { judgeFolder } from '../../src/run/judge-folder.ts';
import type { Experiment } from './mutants.ts';

const project = import.meta.dirname;
const root = join(project, '../..');

/** One run, judged three times. */
export interface Played {
  readonly folder: string;
  readonly proofload: Verdict;
  /** By the thresholds that a k6 script can have. */
  readonly thresholds: Verdict;
  /** By averages of the whole run. */
  readonly averages: Verdict;
}

/**
 * Plays an experiment with one mutant, or with `none`; a run in which the machine was too slow is played again.
 *
 * @throws Error when nothing was recorded
 */
export async function play(experiment: Experiment, mutant: string, reports: string): Promise<Played> {
  const before = new Set(runsIn(reports));
  const main = join(root, 'src/cli/main.ts');
  const args = ['run', experiment, '--target-option', `mutant=${mutant}`, '--reports', reports, '--rerun-invalid', '2'];
  const { stderr } = spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...args], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true' },
  });
  const run = runsIn(reports).find((name) => !before.has(name));
  if (run === undefined) throw new Error(`${experiment} with ${mutant} was not recorded:\n${stderr}`);
  const folder = join(reports, run);
  const record = readRecord(folder);
  const by = async (file: string) => (await judgeFolder(folder, join(project, file), project)).verdict;
  return {
    folder,
    proofload: judge(record, record.manifest.slo),
    thresholds: await by('thresholds.yaml'),
    averages: await by('averages.yaml'),
  };
}

/** The newest first. */
function runsIn(reports: string): string[] {
  return readdirSync(reports).sort().reverse();
}
