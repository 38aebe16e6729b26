import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { makeFolders } from '../system/files.ts';

/** Names of the files of a run, in its folder. */
export const runFiles = {
  manifest: 'run.json',
  series: 'series.ndjson',
  faults: 'faults.ndjson',
  probes: 'probes.ndjson',
  sampled: 'sampled.ndjson',
  ledger: 'ledger.ndjson',
  audit: 'audit.json',
  journal: 'journal.ndjson',
  script: 'script.js',
  k6Log: 'k6.log',
} as const;

export interface RunFolder {
  /** What was run and when it was started (UTC), with an end that no other run has: processes are known by it. */
  readonly id: string;
  /** Absolute path; its last part is the id. */
  readonly path: string;
}

/**
 * Makes the folder of a new run below `reports`; never one that is there already.
 *
 * @throws ProofloadError `no-reports-folder`
 */
export async function makeRunFolder(reports: string, experiment: string, startedAt: Date): Promise<RunFolder> {
  const stamp = startedAt.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  const id = `${harmlessName(experiment)}-${stamp}-${randomBytes(3).toString('hex')}`.toLowerCase();
  const path = join(reports, id);
  try {
    await makeFolders(reports);
    await mkdir(path);
  } catch (cause) {
    throw new ProofloadError('no-reports-folder', `the folder of the run cannot be made in ${reports}`, {
      exit: 'environment',
      hint: 'nothing was started; free some space or fix the permissions, or give another folder: --reports <folder>',
      cause,
    });
  }
  return { id, path };
}

/** Of a name what folders, processes and toxics may be called anywhere: experiments are called as their authors like. */
function harmlessName(experiment: string): string {
  const name = experiment.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+/, '');
  return name === '' ? 'run' : name.slice(0, 80);
}
