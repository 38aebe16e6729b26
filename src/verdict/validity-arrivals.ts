import type { RunRecord } from '../model/record.ts';
import type { ValidityLimits } from '../model/validity-limits.ts';
import type { ValidityCheck } from '../model/verdict.ts';
import { arrivalsOf, isStartLag, type Arrivals } from './arrivals.ts';
import { percentile } from './quantile.ts';
import { Tally } from './tally.ts';
import { checkOf } from './validity-check.ts';

/** Of fewer, one that is late would decide. */
const fewPasses = 20;

/**
 * Whether an open profile had users enough for its arrivals. When not, it is the target that kept them waiting: what
 * failed has failed under less load than was meant.
 */
export function arrivalChecks(record: RunRecord, limits: ValidityLimits): ValidityCheck[] {
  const arrivals = record.manifest.plan.script === undefined ? arrivalsOf(record) : k6Arrivals(record);
  if (arrivals === null || arrivals.planned === 0) return [];
  const { planned, begun, missed, queued } = arrivals;
  // A rising load is meant to end in more arrivals than there are users; and the last one may be due at the very end.
  const rising = record.manifest.plan.profile.breakpoint !== null;
  const judged = !rising && missed > 1;
  const advice = 'all users were waiting for the target: raise maxUsers';
  return [
    checkOf({
      name: 'passes that began, of those due',
      observed: begun / planned,
      limit: judged ? limits.begunPasses : null,
      unit: 'share',
      atMost: false,
      advice,
    }),
    checkOf({
      name: 'lateness of passes (p95), away from faults',
      observed: latenessMs(record),
      limit: rising ? null : limits.passLatenessMs,
      unit: 'ms',
      advice,
    }),
    checkOf({
      name: 'arrivals that no user was free for',
      observed: (queued + missed) / planned,
      limit: null,
      unit: 'share',
    }),
  ];
}

/**
 * What queued is sent when there is room for it: the load is then lower than was meant at first, and higher later. Around
 * a fault that is what it does.
 */
function latenessMs({ manifest, series }: RunRecord): number | null {
  const { faults, recoveryMs } = manifest.plan;
  const tally = new Tally();
  for (const { cells } of series.filter(isStartLag)) {
    for (const cell of cells) {
      const disturbed = faults.some((fault) => cell.endMs >= fault.startMs && cell.startMs < fault.endMs + recoveryMs);
      if (!disturbed) tally.add(cell);
    }
  }
  const estimate = tally.timed < fewPasses ? null : percentile(tally, 95);
  return estimate === null ? null : estimate.value / 1000;
}

/** Of a plain script, whose arrivals are k6's own: one that finds no user free is dropped. */
function k6Arrivals({ manifest, series }: RunRecord): Arrivals | null {
  if (manifest.plan.profile.model === 'closed') return null;
  const sum = (name: string) =>
    series
      .filter(({ metric, type }) => metric === name && type === 'counter')
      .flatMap(({ cells }) => [...cells])
      .reduce((total, cell) => total + cell.sum / 1000, 0);
  const [begun, missed] = [sum('iterations'), sum('dropped_iterations')];
  return { planned: begun + missed, begun, missed, queued: 0 };
}
