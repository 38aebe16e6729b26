import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

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

/** Makes the folder of a new run below `reports`; never one that is there already. */
export async function makeRunFolder(reports: string, experiment: string, startedAt: Date): Promise<RunFolder> {
  const stamp = startedAt.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  const id = `${experiment}-${stamp}-${randomBytes(3).toString('hex')}`.toLowerCase();
  await mkdir(reports, { recursive: true });
  const path = join(reports, id);
  await mkdir(path);
  return { id, path };
}
