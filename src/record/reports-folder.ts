import { readdir } from 'node:fs/promises';
import { ProofloadError } from '../diagnostic/error.ts';

/**
 * The names in a reports folder, sorted; none where there is no such folder yet.
 *
 * @throws ProofloadError `reports-unreadable`: what cannot be looked into is not empty
 */
export async function namesIn(reports: string): Promise<string[]> {
  try {
    return (await readdir(reports)).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new ProofloadError('reports-unreadable', `the reports in ${reports} cannot be looked for`, {
      exit: 'environment',
      hint: 'fix its permissions, or name the folder of the reports: --reports <folder>',
      cause,
    });
  }
}
