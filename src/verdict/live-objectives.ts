import { dataMetrics } from '../model/data-metric.ts';
import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { Plan } from '../model/plan.ts';
import type { AnyObjective, Objective, RecoveryObjective, Slo } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import type { RelativeLimits, Unit } from '../model/verdict.ts';
import { keptMs, type LiveFinding, type LiveWindow } from './live-window.ts';

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
  /** A multiple of steady state, which is known at the end only. */
  readonly relative: RelativeLimits | null;
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
export function liveObjectives({ objectives }: Slo, moment: Moment, window: LiveWindow): LiveObjective[] {
  return objectives
    .filter((objective) => concerns(objective, moment.plan))
    .map((objective) => {
      const { name } = objective;
      if (objective.kind === 'recovery') {
        const standing = recovering(objective, objectives, moment, window);
        return { name, standing, observed: null, unit: 'ms', atMost: true, target: objective.withinMs, relative: null };
      }
      if (objective.kind === 'data') {
        const { metric, target } = objective;
        return {
          name,
          standing: 'idle',
          observed: null,
          unit: dataMetrics[metric].unit,
          atMost: true,
          target,
          relative: null,
        };
      }
      if (objective.kind === 'breakpoint') {
        const { unit, target } = objective;
        return { name, standing: 'idle', observed: null, unit, atMost: false, target, relative: null };
      }
      const [unit, atMost] = [unitOf(metricOf(objective), objective.stat), isAtMost(objective)];
      // What is sampled is told at the end only.
      const finding = objective.signal === undefined ? find(objective, moment, window) : null;
      const observed = finding?.estimate?.value ?? null;
      const { target, critical, relativeTo } = objective;
      const relative = relativeTo === undefined ? null : { target, critical, steady: null };
      const standing = relative === null ? standingOf(finding) : 'idle';
      return { name, standing, observed, unit, atMost, target, relative };
    });
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
  window: LiveWindow,
): Standing {
  if (!phases.some(({ name }) => name.startsWith('recovery:'))) return 'idle';
  const asked = objectives.filter((one): one is Objective => one.kind === 'objective' && of.includes(one.name));
  // What limits that are multiples of steady state are is known at the end only.
  const standings = asked.map((one) =>
    one.relativeTo === undefined ? window.measure(one, settledMs - windowMs, settledMs).target : 'unknown',
  );
  return (['missed', 'unknown'] as const).find((worst) => standings.includes(worst)) ?? 'holds';
}

function find(objective: Objective, { phases, settledMs }: Moment, window: LiveWindow): LiveFinding | null {
  const asked = phases.filter(({ name }) => objective.during.some((during) => covers(during, name)));
  if (asked.length === 0) return null;
  const begunMs = objective.during.includes('all') ? 0 : Math.min(...asked.map(({ sinceMs }) => sinceMs));
  const fromMs = Math.max(Math.ceil(begunMs / slotMs) * slotMs, settledMs - lookBackOf(objective));
  return fromMs < settledMs ? window.measure(objective, fromMs, settledMs) : null;
}

/** A rolling window as it is now, as far back as the seconds are kept. */
function lookBackOf({ window }: Objective): number {
  return window?.kind === 'rolling' ? Math.min(window.lengthMs, keptMs) : lookBackMs;
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
