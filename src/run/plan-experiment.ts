import { readInputs, type Inputs } from '../inputs/read-inputs.ts';
import type { Request } from '../inputs/request.ts';
import type { Plan } from '../model/plan.ts';
import { makePlan } from '../plan/make-plan.ts';
import { capture } from '../system/capture.ts';

export interface Planned {
  readonly inputs: Inputs;
  readonly plan: Plan;
}

/** Reads everything of an experiment and lays it on the timeline; starts nothing of it. */
export async function planExperiment(request: Request): Promise<Planned> {
  const inputs = await readInputs(request);
  const { experiment, projectRoot } = request;
  const build = request.build ?? (await describeBuild(inputs));
  return { inputs, plan: makePlan(inputs, { experiment, projectRoot, build }) };
}

/** What is tested, as git calls the state of the target's folder; null where there is no git, or no folder. */
async function describeBuild({ target }: Inputs): Promise<string | null> {
  if (target.file === null) return null;
  return (await capture('git', ['describe', '--always', '--dirty', '--tags'], target.folder)) ?? null;
}
