import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import { parseDuration } from '../model/duration.ts';
import type { PlannedMetric } from '../model/plan.ts';
import type { BreakpointObjective, Objective, RecoveryObjective } from '../model/slo.ts';
import { checkLimits } from './check-limits.ts';
import { checkMetric } from './check-metric.ts';
import type { PlaceOf } from './check-shape.ts';
import { parseLevel } from './limit.ts';
import { durationHint } from './fields.ts';
import type { Problems } from './problems.ts';
import type { WrittenBreakpoint, WrittenObjective, WrittenRecovery } from './slo-schema.ts';

/** The names that an SLO file may use. */
export interface SloContext {
  /** Null: they are not known before the run. */
  readonly steps: readonly string[] | null;
  /** Of this run's plan and of the other plans of the project. */
  readonly faultIds: readonly string[];
  readonly profiles: readonly string[];
  /** What journeys of the project measure themselves. */
  readonly metrics: Readonly<Record<string, PlannedMetric>>;
}

const list = (names: string | readonly string[]): readonly string[] => (typeof names === 'string' ? [names] : names);

export function checkObjective(
  written: WrittenObjective,
  at: PlaceOf,
  context: SloContext,
  problems: Problems,
): Objective | undefined {
  const before = problems.count;
  const what = `objective "${written.name}"`;
  const asked = checkMetric(written, what, at, context.metrics, problems);
  const limits = asked && checkLimits(written, asked, what, at, problems);
  const steps = written.where?.step;
  const stepNames =
    steps === undefined ? null : typeof steps === 'object' && 'not' in steps ? list(steps.not) : list(steps);
  for (const step of stepNames ?? []) {
    if (context.steps?.includes(step) === false) {
      problems.add(
        `${what}: no journey has the step "${step}"`,
        at(['where', 'step']),
        didYouMean(step, context.steps),
      );
    }
  }
  for (const phase of list(written.during)) checkPhase(what, phase, at(['during']), context, problems);
  checkProfiles(what, written.profiles, at, context, problems);
  if (problems.count > before || asked === undefined || limits === undefined) return undefined;
  return {
    kind: 'objective',
    name: written.name,
    ...asked,
    outcome: written.outcome,
    where: stepNames === null ? {} : { step: { not: typeof steps === 'object' && 'not' in steps, names: stepNames } },
    during: list(written.during),
    profiles: written.profiles === undefined ? null : list(written.profiles),
    ...limits,
    minSamples: written.minSamples ?? null,
    because: written.because ?? null,
    place: at([]),
  };
}

export function checkRecovery(
  written: WrittenRecovery,
  objectives: readonly string[],
  at: PlaceOf,
  context: SloContext,
  problems: Problems,
): RecoveryObjective | undefined {
  const before = problems.count;
  const what = `objective "${written.name}"`;
  const time = (field: 'within' | 'hold' | 'window'): number => {
    const ms = parseDuration(written.recovery[field]);
    if (ms === undefined || ms === 0)
      problems.add(`${what}: ${field} is "${written.recovery[field]}"`, at(['recovery', field]), durationHint);
    return ms ?? 0;
  };
  const [withinMs, holdMs, windowMs] = [time('within'), time('hold'), time('window')];
  if (holdMs > 0 && windowMs > holdMs) {
    problems.add(
      `${what}: window ${written.recovery.window} is longer than hold ${written.recovery.hold}`,
      at(['recovery', 'window']),
    );
  }
  for (const name of list(written.recovery.of)) {
    if (!objectives.includes(name)) {
      problems.add(
        `${what}: there is no objective "${name}" in this file`,
        at(['recovery', 'of']),
        didYouMean(name, objectives),
      );
    }
  }
  checkProfiles(what, written.profiles, at, context, problems);
  if (problems.count > before) return undefined;
  return {
    kind: 'recovery',
    name: written.name,
    of: list(written.recovery.of),
    withinMs,
    holdMs,
    windowMs,
    profiles: written.profiles === undefined ? null : list(written.profiles),
    because: written.because ?? null,
    place: at([]),
  };
}

export function checkBreakpointObjective(
  { name, target, profiles, because }: WrittenBreakpoint,
  at: PlaceOf,
  context: SloContext,
  problems: Problems,
): BreakpointObjective | undefined {
  const before = problems.count;
  const what = `objective "${name}"`;
  const level = parseLevel(target);
  if (level === undefined) {
    const hint = 'expected the least load that passes, such as 200 users or 150/s';
    problems.add(`${what}: target is "${target}"`, at(['target']), hint);
  }
  checkProfiles(what, profiles, at, context, problems);
  if (problems.count > before || level === undefined) return undefined;
  return {
    kind: 'breakpoint',
    name,
    ...level,
    profiles: profiles === undefined ? null : list(profiles),
    because: because ?? null,
    place: at([]),
  };
}

const plainPhases = ['steady', 'warmup', 'cooldown', 'all'];

function checkPhase(what: string, phase: string, place: Place, { faultIds }: SloContext, problems: Problems): void {
  if (plainPhases.includes(phase)) return;
  const [, kind = '', id = ''] = /^([^:]*):(.*)$/.exec(phase) ?? [];
  const known = [...plainPhases, ...faultIds.flatMap((one) => [`fault:${one}`, `edge:${one}`, `recovery:${one}`])];
  if (['fault', 'edge', 'recovery'].includes(kind) && (id === '*' || faultIds.includes(id))) return;
  const noPlan = ['fault', 'edge', 'recovery'].includes(kind) && faultIds.length === 0;
  const hint = noPlan ? 'there are no faults: give a fault plan with --chaos' : didYouMean(phase, known);
  problems.add(`${what}: there is no phase "${phase}"`, place, hint);
}

function checkProfiles(
  what: string,
  profiles: string | readonly string[] | undefined,
  at: PlaceOf,
  context: SloContext,
  problems: Problems,
): void {
  for (const profile of list(profiles ?? [])) {
    if (!context.profiles.includes(profile)) {
      problems.add(
        `${what}: there is no profile "${profile}"`,
        at(['profiles']),
        didYouMean(profile, context.profiles),
      );
    }
  }
}
