import { readInputs, type Inputs } from '../inputs/read-inputs.ts';
import type { Request } from '../inputs/request.ts';
import type { Plan } from '../model/plan.ts';
import { makePlan } from '../plan/make-plan.ts';
import { describeBuild } from './describe-build.ts';

export interface Planned {
  readonly inputs: Inputs;
  readonly plan: Plan;
}

/** Reads everything of an experiment and lays it on the timeline; starts nothing of it. */
export async function planExperiment(request: Request, env: Readonly<Record<string, string>>): Promise<Planned> {
  const inputs = await readInputs(request);
  const { experiment, projectRoot } = request;
  const build = request.build ?? (await describeBuild(inputs, env));
  return { inputs, plan: makePlan(inputs, { experiment, projectRoot, build }) };
}
