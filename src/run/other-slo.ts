import { join } from 'node:path';
import { faultIdsOf, ledgerNames, otherSignals, ownMetrics, profileNames } from '../inputs/known-names.ts';
import { Problems } from '../inputs/problems.ts';
import { readSlo } from '../inputs/read-slo.ts';
import { pathIn } from '../model/path.ts';
import type { Plan } from '../model/plan.ts';
import type { Slo } from '../model/slo.ts';

/**
 * Another SLO file than that of the run. The names that it may use are those of the run and of the project that it is
 * judged in.
 *
 * @throws ProofloadError `bad-input`
 */
export async function otherSlo(file: string, projectRoot: string, plan: Plan): Promise<Slo | null> {
  const problems = new Problems();
  const project = { projectRoot, scenario: join(projectRoot, plan.scenario.file) };
  const names = {
    steps: plan.script === undefined ? plan.scenario.journeys.flatMap(({ steps }) => steps) : null,
    journeys: plan.script === undefined ? plan.scenario.journeys.map(({ name }) => name) : null,
    faultIds: [...new Set([...plan.faults.map(({ id }) => id), ...(await faultIdsOf(projectRoot, null))])],
    profile: plan.profile.name,
    profiles: (wanted: readonly string[]) => profileNames(wanted, [plan.profile.name], project),
    metrics: (wanted: readonly string[]) => ownMetrics(wanted, plan.scenario.journeys, project),
    target: plan.target,
    signals: (wanted: readonly string[]) => otherSignals(wanted, plan.target, project),
    ledgers: (wanted: readonly string[]) => ledgerNames(wanted, plan.scenario.journeys, project),
  };
  const shownAs = pathIn(projectRoot, file);
  const read = await readSlo({ path: file, shownAs, projectRoot }, names, problems);
  problems.throwIfAny();
  return read?.slo ?? null;
}
