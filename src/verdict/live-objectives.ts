import { isAtMost, metricOf, unitOf } from '../model/metric.ts';
import type { Objective, Slo } from '../model/slo.ts';
import { slotMs } from '../model/timeline.ts';
import type { Unit } from '../model/verdict.ts';
import type { LiveFinding, LiveWindow } from './live-window.ts';

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
}

export interface Moment {
  readonly profile: string;
  readonly phases: readonly { readonly name: string; readonly sinceMs: number }[];
  /** Up to here all cells have come. */
  readonly settledMs: number;
}

/** Objectives are measured this far back, but not across the beginning of their phase. */
const lookBackMs = 10_000;

/** Every objective of the profile. Whether a target recovers, or where it breaks, is told at the end only. */
export function liveObjectives({ objectives }: Slo, moment: Moment, window: LiveWindow): LiveObjective[] {
  return objectives
    .filter(({ profiles }) => profiles?.includes(moment.profile) !== false)
    .map((objective) => {
      const { name } = objective;
      if (objective.kind === 'recovery') {
        const { withinMs: target } = objective;
        return { name, standing: 'idle', observed: null, unit: 'ms', atMost: true, target };
      }
      if (objective.kind === 'breakpoint') {
        const { unit, target } = objective;
        return { name, standing: 'idle', observed: null, unit, atMost: false, target };
      }
      const [unit, atMost] = [unitOf(metricOf(objective), objective.stat), isAtMost(objective)];
      const finding = find(objective, moment, window);
      const observed = finding?.estimate?.value ?? null;
      return { name, standing: standingOf(finding), observed, unit, atMost, target: objective.target };
    });
}

function find(objective: Objective, { phases, settledMs }: Moment, window: LiveWindow): LiveFinding | null {
  const asked = phases.filter(({ name }) => objective.during.some((during) => covers(during, name)));
  if (asked.length === 0) return null;
  const begunMs = objective.during.includes('all') ? 0 : Math.min(...asked.map(({ sinceMs }) => sinceMs));
  const fromMs = Math.max(Math.ceil(begunMs / slotMs) * slotMs, settledMs - lookBackMs);
  return fromMs < settledMs ? window.measure(objective, fromMs, settledMs) : null;
}

/** `fault:*` covers `fault:db-hang`. */
function covers(during: string, phase: string): boolean {
  return during === 'all' || during === phase || (during.endsWith(':*') && phase.startsWith(during.slice(0, -1)));
}

function standingOf(finding: LiveFinding | null): Standing {
  if (finding === null) return 'idle';
  if (finding.target === 'missed')
    return finding.critical === 'holds' || finding.critical === 'unknown' ? 'warns' : 'missed';
  return finding.target;
}
