import { didYouMean } from '../diagnostic/nearest.ts';
import type { PhaseName } from '../model/slo.ts';
import type { SloContext } from './check-objective.ts';
import type { PlaceOf } from './check-shape.ts';
import type { Problems } from './problems.ts';
import type { WrittenObjective } from './slo-schema.ts';

const stages: readonly string[] = ['steady', 'warmup', 'cooldown', 'all'];
const kinds: readonly string[] = ['fault', 'edge', 'recovery'];

/** The phases of an objective, with the edges of their faults where they are asked for. */
export function checkDuring(
  { during, edges }: Pick<WrittenObjective, 'during' | 'edges'>,
  what: string,
  at: PlaceOf,
  context: Pick<SloContext, 'faultIds'>,
  problems: Problems,
): readonly PhaseName[] {
  const phases = [during].flat().map((phase) => (kinds.includes(phase) ? `${phase}:*` : phase));
  for (const phase of phases) checkPhase(what, phase, at, context, problems);
  if (edges === undefined) return [...new Set(phases)];
  const ofFaults = phases.flatMap((phase) => /^fault:(.+)$/.exec(phase)?.[1] ?? []);
  if (ofFaults.length === 0)
    problems.add(`${what}: edges are those of faults, and during names none`, at(['edges']), 'such as during: fault');
  return [...new Set([...phases, ...ofFaults.map((id) => `edge:${id}`)])];
}

function checkPhase(
  what: string,
  phase: PhaseName,
  at: PlaceOf,
  { faultIds }: Pick<SloContext, 'faultIds'>,
  problems: Problems,
): void {
  if (stages.includes(phase)) return;
  const [, kind = '', id = ''] = /^([^:]*):(.*)$/.exec(phase) ?? [];
  const isOfFault = kinds.includes(kind);
  if (isOfFault && (id === '*' || faultIds.includes(id))) return;
  const known = [...stages, ...kinds, ...faultIds.flatMap((one) => kinds.map((each) => `${each}:${one}`))];
  const noPlan = isOfFault && faultIds.length === 0;
  const hint = noPlan ? 'there are no faults: give a fault plan with --chaos' : didYouMean(phase, known);
  problems.add(`${what}: there is no phase "${phase}"`, at(['during']), hint);
}
