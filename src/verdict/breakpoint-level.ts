import { levelUnit } from '../model/breakpoint.ts';
import { highestLevel, levelAt } from '../model/load-curve.ts';
import type { PlannedProfile } from '../model/plan.ts';
import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { Objective } from '../model/slo.ts';
import { slotMs, type Span } from '../model/timeline.ts';
import type { BreakpointResult } from '../model/verdict.ts';
import type { SustainedMiss } from './breakpoint-search.ts';
import type { Holding } from './limit.ts';
import type { Estimate } from './quantile.ts';
import { against, quantity, subject } from './wording.ts';
import { withoutKey } from './where.ts';

/** A window of the load, by what began in it. */
export interface LoadWindow extends Span {
  /** Of each objective. */
  readonly holdings: readonly Holding[];
}

interface LocatedMiss extends SustainedMiss {
  /** Of its objective. */
  readonly index: number;
  readonly steps: readonly string[] | null;
}

/** The load at which a sustained failure began, and the highest before it that passed. */
export function limitedLoad(
  windows: readonly LoadWindow[],
  profile: PlannedProfile,
  { objective, index, first, finding, steps }: LocatedMiss,
): BreakpointResult {
  const began = beginning(windows, index, first);
  const window = windows[began] ?? first;
  const failedLevel = levelOf(window, profile);
  const passed = highestPassed(windows.slice(0, began), profile);
  const passedLevel = passed === null ? null : below(failedLevel, passed, profile);
  const [unit, atMost] = [unitOf(metricOf(objective), objective.stat), isAtMost(objective)];
  const missed = against(worseSide(finding.estimate, atMost), objective.target, unit, atMost);
  const from = quantity(failedLevel, levelUnit(profile.model));
  return {
    passedLevel,
    failedLevel,
    atMs: passedLevel === null ? window.fromMs : Math.floor(middle(window) / slotMs) * slotMs,
    objective: objective.name,
    reason: `${subject({ ...objective, steps, where: withoutKey(objective.where, 'step') })} ${missed} from ${from} on${whyLate(objective, profile)}`,
  };
}

/** Passes begin late when nobody is free to begin them: the limit of the target, or only of `maxUsers`. */
function whyLate({ metric }: Pick<Objective, 'metric'>, { maxUsers }: PlannedProfile): string {
  return metric === 'start_lag' ? `, with maxUsers ${maxUsers}` : '';
}

/** The highest load that passed where none failed for long enough. @param endMs until which all is known */
export function unlimitedLoad(
  windows: readonly LoadWindow[],
  profile: PlannedProfile,
  endMs: number,
): BreakpointResult {
  const nothing = { failedLevel: null, atMs: null, objective: null };
  const whole = endMs >= profile.durationMs - slotMs;
  const reached = whole ? highestLevel(profile.curve) : countable(levelAt(profile.curve, endMs), profile);
  const upTo = `up to ${quantity(reached, levelUnit(profile.model))}`;
  const known = windows.filter(({ toMs }) => toMs <= endMs);
  const last = known.at(-1);
  if (last !== undefined && passes(last)) {
    return { ...nothing, passedLevel: reached, reason: `no limit found ${upTo}` };
  }
  const passedLevel = highestPassed(known, profile);
  if (passedLevel === null) return { ...nothing, passedLevel, reason: `nothing shows that any load ${upTo} passes` };
  const shown = quantity(passedLevel, levelUnit(profile.model));
  return { ...nothing, passedLevel, reason: `no failure ${upTo} was sustained; ${shown} is the highest shown to pass` };
}

/**
 * The window in which a sustained failure began. What ended in `first` may have begun long before, so windows that do
 * not hold by what began in them, one before the other, belong to it too.
 */
function beginning(windows: readonly LoadWindow[], objective: number, first: Span): number {
  const seen = windows.findIndex(({ fromMs }) => fromMs === first.fromMs);
  const held = windows.slice(0, seen).findLastIndex(({ holdings }) => holdings[objective] === 'holds');
  const missed = windows.findIndex(({ holdings }, at) => at > held && holdings[objective] === 'missed');
  return missed === -1 ? seen : Math.min(seen, missed);
}

/** Of some objectives too few samples may be there at any load: what is known decides. */
function passes({ holdings }: LoadWindow): boolean {
  return holdings.includes('holds') && !holdings.includes('missed');
}

function highestPassed(windows: readonly LoadWindow[], profile: PlannedProfile): number | null {
  const last = windows.findLast(passes);
  return last === undefined ? null : levelOf(last, profile);
}

/** The same number of users may pass in one window and fail in the next: then it has not passed. */
function below(failed: number, passed: number, { model, curve }: PlannedProfile): number | null {
  if (model === 'open' || passed < failed) return passed;
  return failed - 1 >= (curve[0]?.level ?? 0) ? failed - 1 : null;
}

/** At the middle of a window. */
function levelOf(window: Span, profile: PlannedProfile): number {
  return countable(levelAt(profile.curve, middle(window)), profile);
}

/** A user is there once the load has come to its number. */
function countable(level: number, { model }: PlannedProfile): number {
  return model === 'closed' ? Math.floor(level) : Number(level.toFixed(3));
}

function middle({ fromMs, toMs }: Span): number {
  return (fromMs + toMs) / 2;
}

function worseSide(estimate: Estimate | null, atMost: boolean): number {
  if (estimate === null) return NaN;
  return atMost ? estimate.high : estimate.low;
}
