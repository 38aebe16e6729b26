import type { Tools } from '../binaries/obtain-tools.ts';
import { findAdoptable, type Adoptable } from '../chaos/adopted/adoption.ts';
import { meansOf, type MeansById } from '../chaos/means/means-of.ts';
import { readInputs, type Inputs } from '../inputs/read-inputs.ts';
import type { Request } from '../inputs/request.ts';
import { inspectScript } from '../load/inspect-script.ts';
import type { Lack } from '../model/lack.ts';
import type { Plan } from '../model/plan.ts';
import { makePlan } from '../plan/make-plan.ts';
import { checkMemory } from '../plan/memory.ts';
import { availableMemory } from '../system/available-memory.ts';
import { lacksOf } from '../target/lacks.ts';
import { adoptionOf } from './adoption-of.ts';
import { describeBuild } from './describe-build.ts';
import { refuseEphemeralPorts } from './ephemeral-edges.ts';

export interface Planned {
  readonly inputs: Inputs;
  readonly plan: Plan;
  /** How each fault works here, or why it does not. */
  readonly means: MeansById;
  /** Proxies that edges are adopted from, as they are now; null: none are. */
  readonly adoptable: Adoptable | null;
  /** Why services cannot be started here, by their names. */
  readonly lacks: ReadonlyMap<string, Lack>;
  /** Memory that was free when it was made. */
  readonly availableBytes: number;
}

/**
 * Reads everything of an experiment and lays it on the timeline; starts nothing of it.
 *
 * @param tools of which k6 is asked about a plain script
 * @param interrupted ends that
 * @throws ProofloadError `bad-input`; `interrupted`; `too-little-memory` for so many users (exit 7); those of `findAdoptable`
 */
export async function planExperiment(
  request: Request,
  env: Readonly<Record<string, string>>,
  tools: () => Promise<Tools>,
  interrupted: AbortSignal,
): Promise<Planned> {
  const inputs = await readInputs(request, async (file, scriptEnv) =>
    inspectScript({ binary: (await tools()).k6.path, file, hostEnv: env, env: scriptEnv, signal: interrupted }),
  );
  await refuseEphemeralPorts(inputs.target);
  const { experiment, projectRoot } = request;
  const build = request.build ?? (await describeBuild(inputs, env));
  const plan = makePlan(inputs, { experiment, projectRoot, build });
  const availableBytes = availableMemory();
  checkMemory(plan, availableBytes);
  const { edges, services } = inputs.target;
  const contained = new Set(plan.target.services.flatMap(({ name, container }) => (container === true ? [name] : [])));
  const means = await meansOf(plan.faults, { edges, services, contained, env });
  const adoption = adoptionOf(inputs.target);
  const adoptable = adoption && (await findAdoptable(adoption));
  const lacks = await lacksOf(inputs.target, env);
  return { inputs, plan, means, lacks, adoptable, availableBytes };
}
