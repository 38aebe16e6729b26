import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of the files of a run, in its folder. */
export const runFiles = {
  manifest: 'run.json',
  series: 'series.ndjson',
  faults: 'faults.ndjson',
  probes: 'probes.ndjson',
  journal: 'journal.ndjson',
  script: 'script.js',
  k6Log: 'k6.log',
} as const;

/** A run's id: what, and when it was started (UTC). It is also the name of its folder. */
export function runId(experiment: string, startedAt: Date): string {
  const stamp = startedAt.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  return `${experiment}-${stamp}`.toLowerCase();
}

/**
 * Makes the folder of a new run below `reports`; never one that is there already.
 *
 * @returns id and absolute path
 */
export async function makeRunFolder(reports: string, wanted: string): Promise<{ id: string; path: string }> {
  await mkdir(reports, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const id = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    const path = join(reports, id);
    try {
      await mkdir(path);
      return { id, path };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
