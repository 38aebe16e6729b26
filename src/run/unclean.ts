import { dirname } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';
import type { CheckedTarget } from '../inputs/check-target.ts';
import { until } from '../system/clock.ts';
import { externalAddress } from '../target/external.ts';
import { describeEntry } from '../undo/entry.ts';
import { knownRuns, unreadableRuns, type KnownRun } from '../undo/known-runs.ts';
import type { RegisteredRun, RunRegistry } from '../undo/run-registry.ts';

const guardianMs = 3000;

/** What a run works on, by which another run finds that it is the same. */
export type WorkedOn = Pick<RegisteredRun, 'target' | 'addresses'>;

/** Services that we start are a run's own, but they come from the same files: what was left may use the same database. */
export function workedOn({ file, name, services, toxiproxy, edges }: CheckedTarget): WorkedOn {
  const external = Object.values(services).flatMap((one) => (one.kind === 'external' ? [externalAddress(one)] : []));
  const proxies = edges.flatMap(({ adopt }) =>
    toxiproxy === null || adopt === null ? [] : [adoptedAddress(toxiproxy, adopt)],
  );
  return { target: `${file ?? ''}#${name}`, addresses: [...new Set([...external, ...proxies])] };
}

/** The same however the URL of its server is written. */
function adoptedAddress(toxiproxy: string, proxy: string): string {
  return `${toxiproxy.replace('//localhost', '//127.0.0.1')}/proxies/${proxy}`;
}

/**
 * Refuses to start over what a killed run has left: what is still broken would be measured as the target's own. Of
 * other folders only runs on the same target count.
 *
 * @param waitMs how long it may take the guardian of a run that was killed a moment ago
 * @throws ProofloadError `unclean` (exit 6)
 */
export async function refuseUnclean(
  reportsDir: string,
  registry: RunRegistry,
  work: WorkedOn,
  waitMs = guardianMs,
): Promise<void> {
  let unclean: readonly KnownRun[] = [];
  const look = async (): Promise<boolean> => {
    const runs = await knownRuns(reportsDir, registry);
    unclean = runs.filter(
      (run) => !run.alive && (dirname(dirname(run.journalFile)) === reportsDir || isSame(run.registered, work)),
    );
    return unclean.length === 0;
  };
  await until(look, { timeoutMs: waitMs, what: 'earlier runs to be clean' });
  const unreadable = (await unreadableRuns(registry)).filter((one) => isSame(one, work));
  if (unreadable.length > 0) throw unknownLeft(unreadable);
  const [first] = unclean;
  if (first === undefined) return;
  throw new ProofloadError('unclean', 'an earlier run was killed and has not been cleaned up', {
    exit: 'unclean',
    problems: unclean.flatMap(({ runId, open }) =>
      open.map((entry) => ({ message: `${runId}: ${describeEntry(entry)}` })),
    ),
    hint: unclean.length === 1 ? `proofload clean --run ${first.runId}` : 'proofload clean --all',
  });
}

function isSame(registered: RegisteredRun | null, { target, addresses }: WorkedOn): boolean {
  if (registered === null) return false;
  return registered.target === target || registered.addresses.some((one) => addresses.includes(one));
}

function unknownLeft(runs: readonly RegisteredRun[]): ProofloadError {
  return new ProofloadError(
    'unclean',
    'an earlier run on this target may have left something: its journal cannot be read',
    {
      exit: 'unclean',
      problems: runs.map(({ runId, journalFile }) => ({ message: `${runId}: ${journalFile}` })),
      hint: 'look for processes and faults of that run by hand; then delete the journal',
    },
  );
}
