import { ProofloadError } from '../diagnostic/error.ts';
import { findUnclean } from '../undo/clean.ts';
import { describeEntry } from '../undo/entry.ts';

/**
 * Refuses to start over what a killed run has left: what is still broken would be measured as the target's own.
 *
 * @throws ProofloadError `unclean` (exit 6)
 */
export async function refuseUnclean(reportsDir: string): Promise<void> {
  const unclean = await findUnclean(reportsDir);
  if (unclean.length === 0) return;
  throw new ProofloadError('unclean', 'an earlier run was killed and has not been cleaned up', {
    exit: 'unclean',
    problems: unclean.flatMap(({ runId, open }) =>
      open.map((entry) => ({ message: `${runId}: ${describeEntry(entry)}` })),
    ),
    hint: 'proofload clean',
  });
}
