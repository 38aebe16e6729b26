import { didYouMean } from '../diagnostic/nearest.ts';
import { parseDuration } from '../model/duration.ts';
import type { BreakpointObjective, Objective, RecoveryObjective } from '../model/slo.ts';
import { checkBudget } from './check-budget.ts';
import { checkDuring } from './check-during.ts';
import { checkLimits } from './check-limits.ts';
import { checkMetric, type KnownMetrics } from './check-metric.ts';
import { refuseUnmeasured } from './check-plain.ts';
import { checkOutcome } from './check-outcome.ts';
import { checkSignal, checkWhile } from './check-signal.ts';
import { checkWhere, type KnownNames } from './check-where.ts';
import { checkWindow } from './check-window.ts';
import type { PlaceOf } from './check-shape.ts';
import { parseLevel } from './limit.ts';
import { durationHint } from './fields.ts';
import type { Problems } from './problems.ts';
import type { WrittenBreakpoint, WrittenObjective, WrittenRecovery } from './slo-schema.ts';

/** The names that an SLO file may use. */
export interface SloContext extends KnownNames, KnownMetrics {
  /** Of this run's plan and of the other plans of the project. */
  readonly faultIds: readonly string[];
  readonly profiles: readonly string[];
  /** That of the run. */
  readonly profile: string;
  /** What journeys of the project keep account of. */
  readonly ledgers: readonly string[];
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
  const asked = checkMetric(written, what, at, context, problems);
  refuseUnmeasured(written, what, at, context, problems);
  const limits = asked && checkLimits(written, asked, what, at, problems);
  const where = checkWhere(written.where, asked, what, at, context, problems);
  const outcome = asked && checkOutcome(written, asked, where, { what, at, problems });
  checkWhile(written, asked?.signal, { what, at, problems }, context);
  if (asked?.signal !== undefined) checkSignal(written, asked.signal, where, { what, at, problems }, context);
  const window = asked && checkWindow(written, asked, what, at, problems);
  const during = checkDuring(written, what, at, context, problems);
  const budget = asked && limits && checkBudget(written, { ...asked, ...limits }, what, at, problems);
  checkSeverity(written, what, at, problems);
  checkProfiles(what, written.profiles, at, context, problems);
  if (problems.count > before || asked === undefined || limits === undefined || outcome === undefined) return undefined;
  const { onNoData } = written;
  return {
    kind: 'objective',
    name: written.name,
    ...asked,
    outcome,
    where,
    during,
    ...window,
    ...(written.while === undefined ? {} : { while: written.while }),
    ...budget,
    ...(written.severity === undefined ? {} : { severity: written.severity }),
    ...(onNoData === undefined || onNoData === 'inconclusive' ? {} : { onNoData }),
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
    ...(written.recovery.since === undefined ? {} : { since: written.recovery.since }),
    ...(written.severity === undefined ? {} : { severity: written.severity }),
    profiles: written.profiles === undefined ? null : list(written.profiles),
    because: written.because ?? null,
    place: at([]),
  };
}

export function checkBreakpointObjective(
  { name, target, severity, profiles, because }: WrittenBreakpoint,
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
    ...(severity === undefined ? {} : { severity }),
    profiles: profiles === undefined ? null : list(profiles),
    because: because ?? null,
    place: at([]),
  };
}

/** A critical limit says itself what a miss does. */
function checkSeverity({ severity, critical }: WrittenObjective, what: string, at: PlaceOf, problems: Problems): void {
  if (critical === undefined || severity === undefined || severity === 'fail') return;
  const hint = 'missing target warns and missing critical fails; without critical, severity decides';
  problems.add(`${what}: severity ${severity} and a critical limit contradict each other`, at(['severity']), hint);
}

export function checkProfiles(
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
