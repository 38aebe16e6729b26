import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import { writeFileAtomic } from '../system/files.ts';

/**
 * Writes every report, into a new folder if need be; one that cannot be written does not keep the others from it.
 *
 * @throws ProofloadError `reports-not-written`
 */
export async function writeReports(
  folder: string,
  reports: readonly { readonly name: string; readonly bytes: string }[],
): Promise<void> {
  const failed: { message: string }[] = [];
  for (const { name, bytes } of reports) {
    try {
      await mkdir(folder, { recursive: true });
      await writeFileAtomic(join(folder, name), bytes);
    } catch (error) {
      failed.push({ message: `${name}: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
  if (failed.length > 0) {
    throw new ProofloadError('reports-not-written', `some reports of ${resolve(folder)} could not be written`, {
      exit: 'environment',
      problems: failed,
      hint: 'free some space or fix the permissions, then: proofload judge <folder>',
    });
  }
}
