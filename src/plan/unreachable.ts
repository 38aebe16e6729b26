import { formatDuration } from '../model/duration.ts';
import type { Plan, PlannedJourney } from '../model/plan.ts';
import type { AnyObjective, Objective } from '../model/slo.ts';
import type { Span } from '../model/timeline.ts';
import {
  countsLooks,
  isSampled,
  roomForLooks,
  samplesNeeded,
  type SampledObjective,
} from '../verdict/sampled-value.ts';
import { budgetWindowMs } from '../verdict/budget.ts';
import { minSamplesOf } from '../verdict/samples.ts';
import { passes } from '../verdict/where.ts';
import { expectedRequests } from './estimate.ts';

type Planned = Pick<Plan, 'faults' | 'profile' | 'recoveryMs' | 'scenario' | 'target'>;

/** Metrics of which each step has about one sample. */
const perStep = ['response_time', 'corrected_response_time', 'step_time', 'error_rate', 'limited_rate'];
/** What is known of the target is little: a load that sends half of what is needed may still be enough. */
const doubt = 2;

/** Objectives that a run of this plan will hardly be able to judge: their phases are too short, or their samples too few. */
export function unreachableObjectives(plan: Planned, objectives: readonly AnyObjective[]): string[] {
  return objectives.flatMap((objective) => {
    if (objective.kind !== 'objective' || objective.profiles?.includes(plan.profile.name) === false) return [];
    const spans = selected(objective, plan);
    if (spans.length === 0) return [];
    const few = isSampled(objective) ? tooFewLooks(objective, spans, plan) : tooFew(objective, spans, plan);
    const note = tooShort(objective, spans, plan) ?? few;
    return note === null ? [] : [`"${objective.name}" will hardly be judged: ${note}`];
  });
}

function tooShort({ window, budget, during }: Objective, spans: readonly Span[], { profile }: Planned): string | null {
  const longest = Math.max(...spans.map(({ fromMs, toMs }) => toMs - fromMs));
  const windowMs = window?.lengthMs ?? (budget === undefined ? 0 : budgetWindowMs(budget, profile));
  if (longest >= windowMs) return null;
  const phase = `${during.join(' and ')} ${during.length === 1 ? 'lasts' : 'last'}`;
  return `its window is ${formatDuration(windowMs)}, and ${phase} for ${formatDuration(longest)} at a stretch`;
}

function tooFew(objective: Objective, spans: readonly Span[], plan: Planned): string | null {
  const { metric, window, relativeTo, during, where } = objective;
  const { journeys } = plan.scenario;
  if (window !== undefined || relativeTo !== undefined || journeys.length === 0) return null;
  if (!perStep.includes(metric)) return null;
  const lengthMs = spans.reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0);
  const share = (lengthMs / plan.profile.durationMs) * shareOfSteps(where, journeys);
  const expected = Math.round(expectedRequests(plan) * share);
  const needed = minSamplesOf(objective);
  if (expected * doubt >= needed) return null;
  return `it needs ${needed} samples, and this load has some ${expected} in ${during.join(' and ')}`;
}

/** A look that holds the edge of a fault is that edge's. */
function tooFewLooks(objective: SampledObjective, spans: readonly Span[], { target, faults }: Planned): string | null {
  const { window, during } = objective;
  const everyMs = target.sampleEveryMs ?? 1000;
  if (window !== undefined || !countsLooks(objective)) return null;
  const edges = during.includes('edge:*') ? faults.length : during.filter((phase) => phase.startsWith('edge:')).length;
  const room = roomForLooks(spans, everyMs) + 2 * edges;
  const needed = samplesNeeded(objective);
  if (room >= needed) return null;
  const had = `the target is sampled every ${formatDuration(everyMs)}, at most ${times(room)} in ${during.join(' and ')}`;
  return `it needs ${needed} samples, and ${had}; lower its sampleEvery, or let it last longer`;
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

function shareOfSteps(where: Objective['where'], journeys: readonly PlannedJourney[]): number {
  let [asked, all] = [0, 0];
  for (const { name, steps, weight } of journeys) {
    const { step, journey } = where;
    const filters = { ...(step && { step }), ...(journey && { journey }) };
    asked += weight * steps.filter((each) => passes({ step: each, journey: name }, filters)).length;
    all += weight * steps.length;
  }
  return asked / all;
}

/** When the phases of an objective are planned to be; those that follow one another are one stretch. */
function selected({ during }: Objective, plan: Planned): Span[] {
  const asks = (phase: string) =>
    during.some(
      (name) => name === 'all' || name === phase || (name.endsWith(':*') && phase.startsWith(name.slice(0, -1))),
    );
  const spans: { fromMs: number; toMs: number }[] = [];
  for (const { phase, fromMs, toMs } of plannedPhases(plan)) {
    if (!asks(phase)) continue;
    const last = spans.at(-1);
    if (last !== undefined && last.toMs >= fromMs) last.toMs = Math.max(last.toMs, toMs);
    else spans.push({ fromMs, toMs });
  }
  return spans;
}

/** Phases as they are planned, in order; what is between the others is steady. */
function plannedPhases({ faults, profile, recoveryMs }: Planned): (Span & { readonly phase: string })[] {
  const { warmUpMs, durationMs } = profile;
  const disturbed = [...faults]
    .sort((a, b) => a.startMs - b.startMs)
    .flatMap(({ id, startMs, endMs }) => {
      const next = Math.min(durationMs, ...faults.map((other) => other.startMs).filter((ms) => ms >= endMs));
      return [
        { phase: `fault:${id}`, fromMs: startMs, toMs: endMs },
        { phase: `recovery:${id}`, fromMs: endMs, toMs: Math.min(endMs + recoveryMs, next) },
      ];
    });
  const taken = [{ phase: 'warmup', fromMs: 0, toMs: warmUpMs }, ...disturbed];
  const phases: (Span & { readonly phase: string })[] = [];
  let atMs = 0;
  for (const span of [...taken, { phase: 'end', fromMs: durationMs, toMs: durationMs }]) {
    if (span.fromMs > atMs) phases.push({ phase: 'steady', fromMs: atMs, toMs: span.fromMs });
    if (span.toMs > span.fromMs) phases.push(span);
    atMs = Math.max(atMs, span.toMs);
  }
  return phases;
}
