import { ProofloadError } from '../../diagnostic/error.ts';
import type { FaultAction } from '../../model/fault-action.ts';
import type { PlannedFault } from '../../model/plan.ts';
import type { Means, MeansOf, Site } from './means.ts';
import { commandMeans } from './command.ts';
import { databaseMeans } from './database.ts';
import { httpMeans } from './http.ts';
import { networkMeans } from './network.ts';
import { serviceMeans } from './service.ts';

/** Of every kind of fault. A new family is a file beside this one and a line here. */
const allMeans: Record<FaultAction['kind'], MeansOf> = {
  ...networkMeans,
  ...httpMeans,
  ...serviceMeans,
  ...commandMeans,
  ...databaseMeans,
};

/** By the ids of the faults. */
export type MeansById = ReadonlyMap<string, Means>;

export async function meansOf(faults: readonly PlannedFault[], site: Site): Promise<MeansById> {
  const found = faults.map(async ({ id, on, action }) => [id, await allMeans[action.kind](on, action, site)] as const);
  return new Map(await Promise.all(found));
}

/**
 * Refuses what cannot be carried out here.
 *
 * @throws {ProofloadError} `fault-impossible` (exit 7) with every fault that lacks something
 */
export function refuseImpossible(means: MeansById): void {
  const problems = [...means].flatMap(([id, { lack }]) =>
    lack === null ? [] : [{ message: `fault "${id}" cannot work here: ${lack.why}`, hint: lack.hint }],
  );
  if (problems.length === 0) return;
  throw new ProofloadError('fault-impossible', 'not all faults of the plan can be put on; nothing was started', {
    exit: 'environment',
    problems,
  });
}
