import { join } from 'node:path';
import { ProofloadError, type Problem } from '../diagnostic/error.ts';
import type { Report } from '../report/reports.ts';
import { makeFolders, writeFileAtomic } from '../system/files.ts';

/**
 * Writes every report, into a new folder if need be; one that cannot be made or written keeps no other from it.
 *
 * Gives what went wrong, `reports-not-written`, as a value: whoever asked has a verdict to tell as well. A report that
 * cannot be made is a defect of ours, one that cannot be written the environment's.
 */
export async function writeReports(folder: string, reports: readonly Report[]): Promise<ProofloadError | null> {
  const unmade: Problem[] = [];
  const unwritten: Problem[] = [];
  for (const { name, render } of reports) {
    const place = { file: join(folder, name) };
    let text: string;
    try {
      text = render();
    } catch (error) {
      unmade.push({ message: `could not be made: ${messageOf(error)}`, place });
      continue;
    }
    try {
      await makeFolders(folder);
      await writeFileAtomic(place.file, text);
    } catch (error) {
      unwritten.push({ message: `could not be written: ${messageOf(error)}`, place });
    }
  }
  const problems = [...unmade, ...unwritten];
  if (problems.length === 0) return null;
  return new ProofloadError('reports-not-written', `${problems.length} of ${reports.length} reports are missing`, {
    exit: unmade.length > 0 ? 'bug' : 'environment',
    problems,
    hint:
      unmade.length > 0
        ? 'that is a defect of Proofload, please report it; the other reports are there'
        : 'free some space or fix the permissions; "proofload judge <folder of the run>" then writes them again',
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
