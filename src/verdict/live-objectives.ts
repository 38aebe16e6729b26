import { dataMetrics } from '../model/data-metric.ts';
import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { Plan } from '../model/plan.ts';
import type { AnyObjective, Objective, RecoveryObjective, Slo } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import type { RelativeLimits } from '../model/verdict.ts';
import type { Unit } from '../model/unit.ts';
import { keptSamplesMs, type LiveSignals } from './live-signals.ts';
import type { LiveSteady } from './live-steady.ts';
import { keptMs, type LiveFinding, type LiveWindow } from './live-window.ts';
import { isSampled } from './sampled-value.ts';

/** `warns`: the target is missed and the critical limit is not. `idle`: nothing is asked of the moment. */
export type Standing = 'holds' | 'warns' | 'missed' | 'unknown' | 'idle';

/** An objective as it stands in the last seconds; the verdict is made of the whole phase, and may be another. */
export interface LiveObjective {
  readonly name: string;
  readonly standing: Standing;
  /** Null: there is nothing to measure. */
  readonly observed: number | null;
  readonly unit: Unit;
  readonly atMost: boolean;
  readonly target: number;
  /** Of limits that are multiples of steady state: of what there was of it so far. */
  readonly relative: RelativeLimits | null;
}

/** What is known of a run while it goes on. */
export interface Known {
  readonly load: LiveWindow;
  readonly signals: LiveSignals;
  readonly steady: LiveSteady;
}

export interface Moment {
  readonly plan: Plan;
  readonly phases: readonly { readonly name: string; readonly sinceMs: number }[];
  /** Up to here all cells have come. */
  readonly settledMs: number;
}

/** Objectives are measured this far back, but not across the beginning of their phase. */
const lookBackMs = 10_000;

/**
 * Every objective that this run can come to. A recovery stands as the worst of its objectives in the last window; where
 * the target breaks, and what became of its data, is told at the end only.
 */
export function liveObjectives({ objectives }: Slo, moment: Moment, known: Known): LiveObjective[] {
  const told = (one: AnyObjective): Omit<LiveObjective, 'name'> => {
    switch (one.kind) {
      case 'objective':
        return standingNow(one, moment, known);
      case 'recovery':
        return { ...untold, standing: recovering(one, objectives, moment, known), target: one.withinMs };
      case 'data':
        return { ...untold, unit: dataMetrics[one.metric].unit, target: one.target };
      case 'breakpoint':
        return { ...untold, unit: one.unit, atMost: false, target: one.target };
    }
  };
  return objectives
    .filter((objective) => concerns(objective, moment.plan))
    .map((objective) => ({ name: objective.name, ...told(objective) }));
}

const untold = { standing: 'idle', observed: null, unit: 'ms', atMost: true, relative: null } as const;

function standingNow(asked: Objective, moment: Moment, known: Known): Omit<LiveObjective, 'name'> {
  const { objective, relative, unknown } = known.steady.limitsOf(asked);
  const finding = find(objective, moment, known);
  const standing = standingOf(finding);
  return {
    standing: unknown === null || standing === 'idle' ? standing : 'unknown',
    observed: finding?.estimate?.value ?? null,
    unit: unitOf(metricOf(objective), objective.stat),
    atMost: isAtMost(objective),
    target: objective.target,
    relative,
  };
}

function concerns(objective: AnyObjective, { profile, faults }: Plan): boolean {
  if (objective.profiles?.includes(profile.name) === false) return false;
  if (objective.kind === 'recovery') return faults.length > 0;
  if (objective.kind === 'data') return true;
  if (objective.kind === 'breakpoint') return profile.breakpoint !== null;
  return objective.during.some((during) => {
    const [, fault] = during.split(':', 2);
    return fault === undefined || faults.some(({ id }) => fault === '*' || fault === id);
  });
}

function recovering(
  { of, windowMs }: RecoveryObjective,
  objectives: Slo['objectives'],
  { phases, settledMs }: Moment,
  { load, steady }: Known,
): Standing {
  if (!phases.some(({ name }) => name.startsWith('recovery:'))) return 'idle';
  const asked = objectives.filter((one): one is Objective => one.kind === 'objective' && of.includes(one.name));
  const standings = asked.map((one) => {
    const { objective, unknown } = steady.limitsOf(one);
    return unknown === null ? load.measure(objective, settledMs - windowMs, settledMs).target : 'unknown';
  });
  return (['missed', 'unknown'] as const).find((worst) => standings.includes(worst)) ?? 'holds';
}

function find(objective: Objective, { phases, settledMs }: Moment, { load, signals }: Known): LiveFinding | null {
  const asked = phases.filter(({ name }) => objective.during.some((during) => covers(during, name)));
  if (asked.length === 0) return null;
  const begunMs = objective.during.includes('all') ? 0 : Math.min(...asked.map(({ sinceMs }) => sinceMs));
  const fromMs = Math.max(Math.ceil(begunMs / slotMs) * slotMs, settledMs - lookBackOf(objective));
  if (fromMs >= settledMs) return null;
  return isSampled(objective)
    ? signals.measure(objective, fromMs, settledMs)
    : load.measure(objective, fromMs, settledMs);
}

/** A window as it is now, as far back as is known: of the load the last one, of what is sampled all that end in the last seconds. */
function lookBackOf({ window, signal }: Objective): number {
  if (window === undefined) return lookBackMs;
  if (signal !== undefined) return Math.min(window.lengthMs + lookBackMs, keptSamplesMs);
  return window.kind === 'rolling' ? Math.min(window.lengthMs, keptMs) : lookBackMs;
}

/** `fault:*` covers `fault:db-hang`. */
export function covers(during: string, phase: string): boolean {
  return during === 'all' || during === phase || (during.endsWith(':*') && phase.startsWith(during.slice(0, -1)));
}

function standingOf(finding: LiveFinding | null): Standing {
  if (finding === null) return 'idle';
  if (finding.target === 'missed')
    return finding.critical === 'holds' || finding.critical === 'unknown' ? 'warns' : 'missed';
  return finding.target;
}
