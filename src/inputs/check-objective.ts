import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import { parseDuration } from '../model/duration.ts';
import { metrics, type BreakpointObjective, type Objective, type RecoveryObjective, type Stat } from '../model/slo.ts';
import { limitHints, parseLevel, parseLimit } from './limit.ts';
import { durationHint } from './fields.ts';
import type { Problems } from './problems.ts';
import type { WrittenBreakpoint, WrittenObjective, WrittenRecovery } from './slo-schema.ts';

/** The names that an SLO file may use. */
export interface SloContext {
  readonly steps: readonly string[];
  /** Of this run's plan and of the other plans of the project. */
  readonly faultIds: readonly string[];
  readonly profiles: readonly string[];
}

type PlaceOf = (path: readonly PropertyKey[]) => Place;

const list = (names: string | readonly string[]): readonly string[] => (typeof names === 'string' ? [names] : names);

export function checkObjective(
  written: WrittenObjective,
  at: PlaceOf,
  context: SloContext,
  problems: Problems,
): Objective | undefined {
  const before = problems.count;
  const what = `objective "${written.name}"`;
  const { unit, atMost } = metrics[written.metric];
  const limit = (field: 'target' | 'critical'): number | null => {
    const text = written[field];
    if (text === undefined) return null;
    const value = parseLimit(text, unit);
    if (value === undefined)
      problems.add(
        `${what}: ${field} is "${text}"`,
        at([field]),
        `${limitHints[unit]}, since it limits ${written.metric}`,
      );
    else if (value === 0 && unit !== 'share')
      problems.add(`${what}: ${field} is 0, which no run can be judged by`, at([field]));
    else if (unit === 'share' && value === (atMost ? 1 : 0)) {
      problems.add(`${what}: ${field} is ${text}, which every value meets`, at([field]));
    }
    return value ?? null;
  };
  const target = limit('target');
  const critical = limit('critical');
  if (target !== null && critical !== null && (atMost ? critical <= target : critical >= target)) {
    problems.add(
      `${what}: critical ${String(written.critical)} is not looser than target ${written.target}`,
      at(['critical']),
      'missing target warns, missing critical fails',
    );
  }
  if (unit === 'ms' && written.stat === undefined) {
    problems.add(
      `${what}: stat is missing`,
      at([]),
      `${written.metric} is a time: say p50, p95, p99, max, min or mean`,
    );
  }
  if (unit !== 'ms' && written.stat !== undefined) {
    problems.add(`${what}: ${written.metric} has one value and takes no stat`, at(['stat']), 'remove it');
  }
  const percentile = /^p(.+)$/.exec(written.stat ?? '')?.[1];
  if (percentile !== undefined && Number(percentile) === 0) {
    problems.add(
      `${what}: stat is ${written.stat ?? ''}: a percentile is above 0 and below 100`,
      at(['stat']),
      'min is the least value',
    );
  }
  const steps = written.where?.step;
  const stepNames =
    steps === undefined ? null : typeof steps === 'object' && 'not' in steps ? list(steps.not) : list(steps);
  for (const step of stepNames ?? []) {
    if (!context.steps.includes(step)) {
      problems.add(
        `${what}: no journey has the step "${step}"`,
        at(['where', 'step']),
        didYouMean(step, context.steps),
      );
    }
  }
  for (const phase of list(written.during)) checkPhase(what, phase, at(['during']), context, problems);
  checkProfiles(what, written.profiles, at, context, problems);
  if (problems.count > before || target === null) return undefined;
  return {
    kind: 'objective',
    name: written.name,
    metric: written.metric,
    stat: (written.stat ?? null) as Stat | null,
    outcome: written.outcome,
    where: stepNames === null ? {} : { step: { not: typeof steps === 'object' && 'not' in steps, names: stepNames } },
    during: list(written.during),
    profiles: written.profiles === undefined ? null : list(written.profiles),
    target,
    critical,
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
  problems.add(`${what}: there is no phase "${phase}"`, place, didYouMean(phase, known));
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
